"""What is remembered of a scan, and what a second one makes of it."""

import json
import os
import sqlite3
from pathlib import Path

import pytest

from contract_scan.batch import BatchRun, Discovery, Plan, Store, engine_for
from contract_scan.errors import StoreError
from contract_scan.model.report import ScanRecord
from contract_scan.sources import as_source

FORM = "甲方应于每月五日前结算；乙方不得套现，违者解除本协议。押金由甲方代收，合同期满后凭收据退还，不计利息。" * 2


class Counting:
    """A scanner that tells how often it was asked."""

    def __init__(self, fingerprint="one"):
        self.fingerprint = fingerprint
        self.read = []

    def try_scan(self, source, *, path=None, facts=None):
        opened = as_source(source)
        self.read.append(Path(path).name)
        failing = b"crash" in opened.data
        return ScanRecord(path=path, sha256=opened.sha256, status="crashed" if failing else "ok")


def write(folder, **texts):
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")


def scan(folder, store, scanner, **options):
    """Scan a folder with a store; return the lines put out, as (name, status)."""
    opened = Store(store, scanner.fingerprint)
    try:
        run = BatchRun(opened, engine_for("local", 0), Plan(scanner))
        run.enlist(Discovery([folder]), **options)
        fresh = [line.data for line in run.records()]
        out = [line.data for line in opened.lines()]
        assert out[len(out) - len(fresh) :] == fresh
        return [(Path(line.path).name, line.status) for line in opened.lines()]
    finally:
        opened.close()


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "contracts"
    folder.mkdir()
    write(folder, a="one", b="two", c="three")
    return folder, tmp_path / "store"


def test_what_was_read_is_not_read_again(place):
    scanner = Counting()
    first = scan(*place, scanner)
    assert scan(*place, scanner) == first == [("a.txt", "ok"), ("b.txt", "ok"), ("c.txt", "ok")]
    assert scanner.read == ["a.txt", "b.txt", "c.txt"]


def test_only_what_changed_came_or_went_makes_a_difference(place):
    folder, store = place
    scanner = Counting()
    scan(folder, store, scanner)
    write(folder, b="changed", d="new")
    (folder / "a.txt").unlink()
    assert [name for name, _ in scan(folder, store, scanner)] == ["b.txt", "c.txt", "d.txt"]
    assert scanner.read[3:] == ["b.txt", "d.txt"]


def test_a_file_that_was_moved_or_touched_is_known_by_its_content(place):
    folder, store = place
    scanner = Counting()
    scan(folder, store, scanner)
    (folder / "a.txt").rename(folder / "z.txt")
    os.utime(folder / "b.txt", ns=(1, 1))
    assert [name for name, _ in scan(folder, store, scanner)] == ["b.txt", "c.txt", "z.txt"]
    assert len(scanner.read) == 3


def test_other_rules_or_settings_read_anew(place):
    scanner = Counting("two")
    scan(*place, Counting("one"))
    scan(*place, scanner)
    assert len(scanner.read) == 3


def test_no_resume_begins_anew_and_retry_failed_takes_up_what_failed(place):
    folder, store = place
    write(folder, b="crash")
    scanner = Counting()
    assert ("b.txt", "crashed") in scan(folder, store, scanner)
    scan(folder, store, scanner)
    assert len(scanner.read) == 3, "it would fail again"
    scan(folder, store, scanner, retry_failed=True)
    assert scanner.read[3:] == ["b.txt"]
    scan(folder, store, scanner, resume=False)
    assert scanner.read[4:] == ["a.txt", "b.txt", "c.txt"]


def test_the_same_content_is_read_once_and_reported_for_each(place, scanner):
    folder, store = place
    write(folder, a=FORM, b=FORM)
    (folder / "c.txt").unlink()
    opened = Store(store, "x")
    run = BatchRun(opened, engine_for("local", 0), Plan(scanner))
    run.enlist(Discovery([folder]))
    one, other = (json.loads(line.data) for line in run.records())
    opened.close()
    assert (Path(one["path"]).name, Path(other["path"]).name) == ("a.txt", "b.txt")
    assert (one["report"]["document"]["name"], other["report"]["document"]["name"]) == ("a.txt", "b.txt")
    alone = scanner.try_scan(folder / "b.txt", path=other["path"])
    assert ScanRecord.model_validate(other) == alone.model_copy(update={"template": other["template"]})


def test_an_error_that_is_known_by_its_content_names_the_file_it_is_told_of(place):
    folder, store = place

    class Naming(Counting):
        def try_scan(self, source, *, path=None, facts=None):
            record = super().try_scan(source, path=path)
            error = {"type": "X", "message": f"{Path(path).name}: is broken"}
            return ScanRecord.model_validate(record.model_dump() | {"status": "corrupt", "error": error})

    write(folder, a="same", b="same", c="same")
    scan(folder, store, Naming())
    opened = Store(store, "one")
    messages = [json.loads(line.data)["error"]["message"] for line in opened.lines()]
    opened.close()
    assert messages == ["a.txt: is broken", "b.txt: is broken", "c.txt: is broken"]


def test_a_run_that_stops_in_the_middle_goes_on(place):
    folder, store = place
    scanner = Counting()
    opened = Store(store, "one")
    run = BatchRun(opened, engine_for("local", 0), Plan(scanner))
    run.enlist(Discovery([folder]))
    records = run.records()
    assert next(records).path.endswith("a.txt")
    records.close()
    opened.close()
    assert len(scan(folder, store, scanner)) == 3
    assert scanner.read == ["a.txt", "b.txt", "c.txt"]


def test_files_that_vanish_or_change_during_the_run(place):
    folder, store = place

    class Meddling(Counting):
        def try_scan(self, source, *, path=None, facts=None):
            if path.endswith("a.txt"):
                (folder / "b.txt").unlink()
                write(folder, c="changed meanwhile")
            return super().try_scan(source, path=path)

    assert scan(folder, store, Meddling()) == [("a.txt", "ok"), ("b.txt", "unreadable"), ("c.txt", "ok")]
    again = Counting()
    assert scan(folder, store, again) == [("a.txt", "ok"), ("c.txt", "ok")]
    assert again.read == [], "what was read of c is known by what was read, not by what was listed"


def test_a_file_made_readable_is_read(place, monkeypatch):
    folder, store = place
    real = os.open

    def closed(path, *arguments, **options):
        if str(path).endswith("a.txt"):
            raise PermissionError(13, "denied")
        return real(path, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", closed)
        assert scan(folder, store, Counting())[0] == ("a.txt", "unreadable")
        again = Counting()
        scan(folder, store, again)
        assert again.read == [], "nothing about it has changed"
    (folder / "a.txt").chmod(0o640)
    assert scan(folder, store, Counting())[0] == ("a.txt", "ok")


def test_contracts_of_one_form_have_one_template(place, scanner):
    folder, store = place
    form = "本协议由甲方与商户{name}订立。押金{sum}元，自{year}年起计。" + FORM + "".join(
        f"第{number}条，商户应当妥善保管第{number}号物品并按约定使用{word}，不得转让。"
        for number, word in enumerate("机具单据密钥账户标识网点通知争议期限附件", 1)
    )  # fmt: skip
    other = "".join(f"出租人{word}承租人按月支付{word}费用，逾期加收滞纳金{word}。" for word in "房屋水电物业保洁维修")
    write(
        folder,
        a=form.format(name="张三小吃店", sum=299, year=2023),
        b=other,
        c=form.format(name="李四百货", sum="____", year=2024),
    )
    opened = Store(store, "x")
    run = BatchRun(opened, engine_for("local", 0), Plan(scanner))
    run.enlist(Discovery([folder]))
    assert [line.template for line in run.records()] == [1, 2, 1]
    assert opened.templates() == 2
    opened.close()


def test_two_runs_cannot_write_to_one_store(place):
    opened = Store(place[1], "one")
    with pytest.raises(StoreError, match="another scan is writing"):
        Store(place[1], "one")
    opened.close()
    Store(place[1], "one").close()


def test_what_is_no_store_is_left_alone(tmp_path):
    text, foreign, later = tmp_path / "text", tmp_path / "foreign", tmp_path / "later"
    text.write_text("no database " * 100, encoding="utf-8")
    with sqlite3.connect(foreign) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    Store(later, "one").close()
    with sqlite3.connect(later) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    before = foreign.read_bytes()
    for path, says in ((text, "no store"), (foreign, "no store"), (later, "another version")):
        with pytest.raises(StoreError, match=says):
            Store(path, "one")
    assert foreign.read_bytes() == before
    with pytest.raises(StoreError, match="cannot be made"):
        Store(tmp_path / "text" / "store", "one")


def test_a_full_disk_is_told_and_what_is_done_is_kept(place):
    folder, store = place
    scanner = Counting()
    opened = Store(store, "one")
    run = BatchRun(opened, engine_for("local", 0), Plan(scanner))
    run.enlist(Discovery([folder]))
    pages = opened._db.execute("PRAGMA page_count").fetchone()[0]
    opened._db.execute(f"PRAGMA max_page_count = {pages}")
    records = run.records()
    with pytest.raises(StoreError, match="free some room"):
        opened.remember("much", "x" * 10_000_000)
    records.close()
    opened._db.close()
    assert len(scan(folder, store, scanner)) == 3
