"""What of a folder is an input, and what is left out and counted."""

import os
import socket
import sys
from pathlib import Path

import pytest

from contract_scan.batch import Discovery
from contract_scan.batch.patterns import Patterns
from contract_scan.batch.reading import scan_file
from contract_scan.errors import UsageError

posix = pytest.mark.skipif(sys.platform == "win32", reason="links, pipes and such names are of POSIX systems")


def touch(folder, *names):
    for name in names:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x")


def names(folder, found):
    return [Path(one.path).relative_to(folder).as_posix() for one in found]


def test_every_kind_of_contract_at_every_level_in_the_order_of_names(tmp_path):
    touch(tmp_path, "b.PDF", "a.docx", "c/d/e.html", "c/b.txt", "z.wps", "z.rtf", "z.odt")
    assert names(tmp_path, Discovery([tmp_path])) == [
        "a.docx", "b.PDF", "c/b.txt", "c/d/e.html", "z.odt", "z.rtf", "z.wps",
    ]  # fmt: skip


def test_what_is_left_out_is_counted_by_its_reason(tmp_path):
    touch(tmp_path, ".hidden.pdf", "~$a.docx", ".~lock.a.odt#", ".git/a.txt", "image.png", "notes.md", "bare", "a.pdf")
    search = Discovery([tmp_path])
    assert names(tmp_path, search) == ["a.pdf"]
    assert search.skipped == {"hidden": 2, "office_temporary": 2, "other_kind": 3}
    assert names(tmp_path, search) == ["a.pdf"]
    assert search.skipped.total() == 7, "a second search counts anew"


def test_a_file_named_by_itself_is_always_taken(tmp_path):
    touch(tmp_path, ".hidden", "image.png")
    given = [str(tmp_path / "image.png"), str(tmp_path / ".hidden"), str(tmp_path / "missing.pdf"), "-"]
    assert [found.path for found in Discovery(given)] == given


def test_each_file_is_taken_once(tmp_path):
    touch(tmp_path, "a.pdf", "b.pdf")
    found = Discovery([tmp_path / "b.pdf", tmp_path, tmp_path / "a.pdf"])
    assert names(tmp_path, found) == ["b.pdf", "a.pdf"]


def test_include_takes_what_fits_whatever_its_kind_and_exclude_goes_before_it(tmp_path):
    touch(tmp_path, "a.md", "a.pdf", "old/b.md", "2024/c.md", "2024/draft-d.md", ".e.md")
    search = Discovery([tmp_path], include=["*.MD"], exclude=["old", "2024/draft*"])
    assert names(tmp_path, search) == ["2024/c.md", "a.md"]
    assert search.skipped == {"hidden": 1, "excluded": 3}


@pytest.mark.parametrize(
    ("pattern", "fits", "misses"),
    [
        ("*.pdf", ["a.pdf", "x/y/A.PDF"], ["a.pdf.txt", "apdf"]),
        ("2024/**", ["2024/a.pdf", "2024/x/a.pdf"], ["2023/a.pdf", "2024.pdf", "x/2024/a.pdf"]),
        ("**/final/*.docx", ["final/a.docx", "x/y/final/a.docx"], ["final/x/a.docx", "xfinal/a.docx"]),
        ("店铺?.txt", ["店铺一.txt"], ["店铺.txt", "店铺十一.txt"]),
        ("[a-c]*.txt", ["b1.txt"], ["d.txt"]),
        ("[!a-c]*.txt", ["d1.txt"], ["b1.txt"]),
        ("x/[!a].txt", ["x/b.txt"], ["x/a.txt", "x//.txt"]),
        ("a+(b).pdf", ["a+(b).pdf"], ["aab.pdf"]),
        ("./sub/a.pdf", ["sub/a.pdf"], ["a.pdf"]),
    ],
)
def test_patterns(pattern, fits, misses):
    patterns = Patterns([pattern])
    assert [path for path in (*fits, *misses) if patterns.match(path)] == fits


def test_a_range_that_is_none_is_told():
    with pytest.raises(UsageError, match="方括号里的范围不对"):
        Patterns(["a*", "[z-a].pdf"])


def test_no_pattern_fits_nothing():
    assert not Patterns([])
    assert not Patterns([]).match("a.pdf")


@posix
def test_links_do_not_lead_out_of_the_folder_or_in_circles(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    touch(tmp_path, "inside/a.pdf", "outside/secret.pdf")
    (inside / "out.pdf").symlink_to(outside / "secret.pdf")
    (inside / "outdir.pdf").symlink_to(outside)
    (inside / "circle.pdf").symlink_to(inside)
    (inside / "dead.pdf").symlink_to(inside / "gone.pdf")
    (inside / "same.pdf").symlink_to(inside / "a.pdf")
    search = Discovery([inside])
    assert names(inside, search) == ["a.pdf", "same.pdf"]
    assert search.skipped == {"link": 4}


@posix
def test_pipes_and_sockets_are_reported_and_never_opened(tmp_path, monkeypatch, scanner):
    os.mkfifo(tmp_path / "pipe.pdf")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        found = list(Discovery([tmp_path]))
        # Opening a pipe for reading would wait for ever.
        records = [record for one in found for record in scan_file(one.path, scanner=scanner)]
    assert names(tmp_path, found) == ["pipe.pdf", "socket.pdf"]
    assert [record.status for record in records] == ["unreadable", "unreadable"]
    assert "no regular file" in records[0].error.message


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file systems refuse such names")
def test_any_name_is_found_and_gives_a_record_that_can_be_printed(tmp_path, scanner):
    written = ["😀.txt", "two\nlines.txt", os.fsdecode(b"bytes\xff.txt"), "right\u202eto left.txt", " .txt", "*.txt"]
    for name in written:
        (tmp_path / name).write_text("押金概不退还。", encoding="utf-8")
    found = list(Discovery([tmp_path]))
    assert sorted(names(tmp_path, found)) == sorted(written)
    for one in found:
        (record,) = scan_file(one.path, scanner=scanner)
        assert record.status == "ok"
        assert record.path.isprintable() or "😀" in record.path
        record.model_dump_json()


def test_size_and_time_of_change_come_with_a_file(tmp_path):
    touch(tmp_path, "a.pdf")
    (before,) = Discovery([tmp_path])
    os.utime(tmp_path / "a.pdf", ns=(1, 1))
    (after,) = Discovery([tmp_path])
    assert before.size == after.size == 1
    assert before.changed != after.changed


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("**/" * 40 + "b", "a/" * 60 + "a", False),
        ("**/" * 40 + "b", "a/" * 60 + "b", True),
        ("*a" * 60 + "b", "a" * 200, False),
        ("*a" * 60 + "b", "a" * 200 + "B", True),
        ("**a" * 30 + "/**", "a" * 200, False),
        ("**a" * 30 + "/**", "a" * 200 + "/c", True),
        ("**/*x*/**/[!c]?.pdf", "1/2/axb/3/ab.pdf", True),
        ("**/*x*/**/[!c]?.pdf", "1/2/axb/3/cb.pdf", False),
        ("*/*/*/*.pdf", "1/2/3.pdf", False),
    ],
)
def test_a_pattern_of_many_stars_ends(pattern, path, fits):
    assert Patterns([pattern]).match(path) is fits


@pytest.mark.parametrize("path", ["", "a", "ab", "a/b", "a/b/c", "ab/ab", "/a", "b/a/", "abba/b.a"])
@pytest.mark.parametrize("pattern", ["*", "**/*", "a**", "a/**", "**/b", "*a*", "?/*", "**/a/**", "[!a]*", "**b*"])
def test_many_stars_mean_what_few_do(pattern, path, monkeypatch):
    few = Patterns([pattern]).match(path)
    monkeypatch.setattr("contract_scan.batch.patterns._FEW_STARS", -1)
    assert Patterns([pattern]).match(path) is few
