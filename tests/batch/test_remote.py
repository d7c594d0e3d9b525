"""Inputs and outputs by URL, shards, and their merging."""

import json
from pathlib import Path

import fsspec
import pytest
from hostile_scanner import HostileScanner
from typer.testing import CliRunner

from contract_scan import scan_folder
from contract_scan.batch import Discovery, Shard, remote
from contract_scan.cli.app import app
from contract_scan.errors import SourceNotFoundError, UsageError

AGREEMENT = "特约商户服务协议\n甲方（收单机构）：\n乙方（商户）：{}\n第一条 押金\n乙方交纳押金299元，押金不予退还。\n"


@pytest.fixture
def bucket():
    system = fsspec.filesystem("memory")
    for at, name in enumerate(("a.txt", "sub/b.txt", "sub/~$c.docx", "old/d.txt", "e.png")):
        with system.open(f"/bucket/{name}", "wb") as file:
            file.write(AGREEMENT.format(at).encode())
    yield "memory://bucket"
    system.rm("/bucket", recursive=True)


def run(*arguments):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_bucket_is_searched_like_a_folder(bucket):
    search = Discovery([bucket], exclude=["old"])
    assert [found.path for found in search] == ["memory:///bucket/a.txt", "memory:///bucket/sub/b.txt"]
    assert search.skipped == {"office_temporary": 1, "excluded": 1, "other_kind": 1}
    assert [found.path for found in Discovery([f"{bucket}/e.png"])] == ["memory:///bucket/e.png"], "named by itself"
    with pytest.raises(SourceNotFoundError):
        list(Discovery(["memory://nothing/here"]))


def test_a_bucket_is_scanned_and_known_again(bucket, tmp_path):
    first = list(scan_folder(bucket, scanner=HostileScanner(), jobs=1, store=tmp_path / "store"))
    assert [record.path for record in first] == [f"memory:///bucket/{name}.txt" for name in ("a", "old/d", "sub/b")]
    assert [record.status for record in first] == ["ok"] * 3
    assert list(scan_folder(bucket, scanner=HostileScanner(), jobs=1, store=tmp_path / "store")) == first


def test_a_file_that_is_gone_when_it_is_fetched_gives_a_record(bucket, monkeypatch):
    real = remote.fetched

    def fetched(url, folder):
        if url.endswith("a.txt"):
            fsspec.filesystem("memory").rm("/bucket/a.txt")
        return real(url, folder)

    monkeypatch.setattr("contract_scan.batch.run.fetched", fetched)
    records = list(scan_folder(bucket, scanner=HostileScanner(), jobs=0))
    assert [record.status for record in records] == ["unreadable", "ok", "ok"]
    assert records[0].error.type == "SourceNotFoundError"


def test_the_result_can_be_written_to_a_url(bucket, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    system = fsspec.filesystem("memory")
    for name, begins in (("out.jsonl", b'{"path":"memory:///bucket/a.txt"'), ("out.csv", b"\xef\xbb\xbfpath,")):
        result = run("scan", bucket, "-f", name[4:], "-o", f"{bucket}/results/{name}", "-j", "0", "--include", "a.txt")
        assert result.exit_code == 0, result.output
        assert system.cat(f"/bucket/results/{name}").startswith(begins)
        assert Path(f"{name}.scan-store").exists(), "the store stays here: a database does not live in a bucket"


def test_without_fsspec_the_extra_is_named(monkeypatch):
    monkeypatch.setattr(remote.importlib, "import_module", lambda name: (_ for _ in ()).throw(ImportError(name)))
    with pytest.raises(UsageError, match=r"contract-scan\[remote\]"):
        list(Discovery(["s3://bucket"]))


@pytest.mark.parametrize(
    ("path", "url"), [("s3://b/c", True), ("memory://x", True), ("C:\\a", False), ("a/b", False), ("x://y", False)]
)
def test_what_is_a_url(path, url):
    assert remote.is_url(path) is url


def test_shards_part_the_files_and_each_is_in_one():
    paths = [f"folder/{at}.pdf" for at in range(1000)]
    parts = [[path for path in paths if Shard.parse(f"{at}/4").takes(path)] for at in range(1, 5)]
    assert sorted(path for part in parts for path in part) == sorted(paths)
    assert all(200 < len(part) < 300 for part in parts)


@pytest.mark.parametrize("text", ["0/3", "4/3", "3", "a/b", "1/0", "-1/3"])
def test_a_shard_that_is_none_is_told(text):
    with pytest.raises(UsageError, match="write 3/10"):
        Shard.parse(text)


@pytest.fixture
def contracts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTRACT_SCAN_JOBS", "0")
    for at in range(8):
        file = Path("contracts", f"{at}.txt")
        file.parent.mkdir(exist_ok=True)
        file.write_text(AGREEMENT.format(at), encoding="utf-8")


@pytest.mark.usefixtures("contracts")
def test_merged_shards_are_what_one_scan_gives():
    for part in "12":
        result = run("scan", "contracts", "--shard", f"{part}/2", "-f", "jsonl", "-o", f"{part}.jsonl", "-q")
        assert result.exit_code == 0, result.output
    assert run("scan", "contracts", "-f", "jsonl", "-o", "whole.jsonl", "-q").exit_code == 0
    merged = run("merge", "1.jsonl.scan-store", "2.jsonl.scan-store", "-o", "all.jsonl", "-q", "--fail-on", "high")
    assert merged.exit_code == 1, "each says that the deposit is lost"
    assert Path("all.jsonl").read_bytes() == Path("whole.jsonl").read_bytes()
    assert {len(Path(f"{part}.jsonl").read_text("utf-8").splitlines()) for part in "12"} != {8}
    again = run("merge", "1.jsonl.scan-store", "2.jsonl.scan-store", "-o", "all.csv", "-f", "csv")
    assert again.exit_code == 0
    assert len(Path("all.csv").read_text("utf-8").splitlines()) == 9


@pytest.mark.usefixtures("contracts")
def test_what_cannot_be_merged_is_told(tmp_path):
    assert run("scan", "contracts", "-f", "jsonl", "-o", "a.jsonl", "-q").exit_code == 0
    assert run("scan", "contracts", "--tracked", "original", "-f", "jsonl", "-o", "b.jsonl", "-q").exit_code == 0
    Path("text").write_text("x" * 1000, encoding="utf-8")
    for stores, says in (
        (["a.jsonl.scan-store", "b.jsonl.scan-store"], "不能合并"),
        (["missing"], "没有这个文件"),
        (["text"], "is no store"),
    ):
        result = run("merge", *stores, "-o", "all.jsonl")
        assert result.exit_code in (2, 3)
        assert says in result.stderr
    assert run("merge", "a.jsonl.scan-store", "-o", "a.jsonl").exit_code == 2
    assert len(json.loads(Path("a.jsonl").read_text("utf-8").splitlines()[0])) == 6
