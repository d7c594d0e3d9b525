"""Damaged and odd files, on which the engines and the file's own page tree disagree."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from contextlib import suppress
from time import process_time

import pytest

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf.crosscheck import page_tree

pikepdf = pytest.importorskip("pikepdf")

CLAUSES = [f"第{number}条 押金人民币299元，不予退还。" for number in "一二三"]


@pytest.fixture
def three_pages(painter) -> bytes:
    for clause in CLAUSES:
        painter.text(70, 100, clause)
        painter.next_page()
    return painter.data()


def changed(data: bytes, change: Callable, **options) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def with_contents(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the content of the second page."""

    def changing(pdf):
        page = pdf.pages[1].obj
        page.Contents = pdf.make_stream(change(page.Contents.read_bytes()))

    return changed(data, changing)


def with_damaged_packing(data: bytes) -> bytes:
    """Blank out some packed bytes of the second page's content."""
    packed = bytearray(changed(data, lambda pdf: None))
    start = [match.end() for match in re.finditer(rb"stream\n(?=x\x9c)", packed)][1]
    packed[start + 2 : start + 6] = bytes(4)
    return bytes(packed)


@pytest.mark.parametrize("options", [{}, {"object_stream_mode": pikepdf.ObjectStreamMode.generate}])
def test_tree_of_sound_files(three_pages, options):
    tree = page_tree(changed(three_pages, lambda pdf: None, **options))
    assert tree.page_count == 3
    assert [tree.shows_text(index) for index in range(4)] == [True, True, True, False]


def test_tree_of_real_producers(chromium_agreement, read):
    assert page_tree(chromium_agreement).page_count == read(chromium_agreement).page_count


def test_tree_that_bites_its_tail_ends(three_pages):
    assert (
        page_tree(
            b"1 0 obj<</Pages 2 0 R>>endobj 2 0 obj<</Kids[2 0 R 2 0 R]>>endobj trailer<</Root 1 0 R>>"
        ).page_count
        == 0
    )
    assert page_tree(b"%PDF-1.4 nothing") is None


@pytest.mark.parametrize(
    "part", [b"1 0 obj\n", b"1 0 obj<</Type/ObjStm/N 9/First 9>>stream\n", b"1 ", b"/Root ", b"/Root 1 0 R", b"<<obj"]
)
def test_time_grows_with_the_size_only(part):
    data = b"%PDF-1.4\n" + part * (2_000_000 // len(part))
    start = process_time()
    with suppress(CorruptFileError):
        page_tree(data)
    assert process_time() - start < 5


def test_pages_left_out_of_the_count_are_read(three_pages, read):
    for count in (1, 2):
        document = read(three_pages.replace(b"/Count 3", b"/Count %d" % count))
        assert document.text.splitlines() == CLAUSES
        assert document.page_count == 3
        assert "page_count" in [warning.code for warning in document.warnings]
        assert not document.unread


def test_pages_that_do_not_exist_are_not_missed(three_pages, read):
    document = read(three_pages.replace(b"/Count 3", b"/Count 99999"), bounds=Bounds(pages=10))
    assert document.text.splitlines() == CLAUSES
    assert (document.page_count, document.unread) == (3, ())
    assert [warning.code for warning in document.warnings] == ["page_count"]


def test_pages_that_an_update_deleted_are_not_read_but_told(three_pages, read):
    # An incremental update writes the tree anew at the file's end; the old page objects stay.
    number = int(re.search(rb"/Pages (\d+) 0 R", three_pages)[1])
    kids = re.search(rb"/Kids\s*\[\s*(\d+ 0 R)", three_pages)[1]
    start = len(three_pages)
    update = b"%d 0 obj\n<</Type/Pages/Count 1/Kids[%b]>>\nendobj\n" % (number, kids)
    root = re.search(rb"/Root (\d+) 0 R", three_pages)[1]
    previous = re.search(rb"startxref\s+(\d+)", three_pages)[1]
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size 99/Root %b 0 R/Prev %b>>\nstartxref\n%d\n%%%%EOF" % (
        number, start, root, previous, start + len(update),
    )  # fmt: skip
    document = read(three_pages + update + table)
    assert document.text == CLAUSES[0]
    (warning,) = document.warnings
    assert (warning.code, warning.page) == ("changed_by_update", 2)
    assert "第2、3页" in warning.message


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda data: with_contents(data, lambda content: b"<< /A ( " + content), id="unclosed string"),
        pytest.param(lambda data: with_contents(data, lambda content: b"BI /W 9 /H 9 ID " + content), id="image"),
        pytest.param(with_damaged_packing, id="packing"),
    ],
)
def test_page_that_no_engine_gets_text_out_of_is_unread(three_pages, read, damaged):
    document = read(damaged(three_pages))
    assert document.text.splitlines() == [CLAUSES[0], CLAUSES[2]]
    assert [unread.page for unread in document.unread] == [2]
    assert "读不出来" in document.unread[0].reason


@pytest.mark.parametrize("content", [b"", b"q Q", b"0.5 g q 1 0 0 1 0 0 cm Q"])
def test_blank_page_is_no_loss(three_pages, read, content):
    document = read(with_contents(three_pages, lambda _: content))
    assert (document.page_count, document.unread, document.warnings) == (3, (), ())


def test_text_that_only_the_second_reader_gets(three_pages, read, monkeypatch):
    damaged = with_contents(three_pages, lambda content: b"<< /A ( " + content)
    monkeypatch.setattr("contract_scan.extract.pdf.reader.second_reader", _reading_sound(three_pages))
    document = read(damaged)
    assert document.text.splitlines() == CLAUSES
    assert [(warning.code, warning.page) for warning in document.warnings] == [("engines_differ", 2)]
    assert not document.unread


def _reading_sound(data: bytes) -> Callable:
    """Stand in for an engine that copes with the damage: it is given the file from before."""
    from contract_scan.extract.pdf.fallback import second_reader

    return lambda _data, password, name, bounds: second_reader(data, password, name, bounds)


def test_pages_are_not_mixed_up_where_the_second_reader_counts_others(three_pages, read):
    def hide(pdf):
        pdf.pages[1].obj.Type = pikepdf.Name("/Pages")

    document = read(changed(three_pages, hide))
    assert document.text.splitlines() == [CLAUSES[0], CLAUSES[2]]
    assert [unread.page for unread in document.unread] == [2]
    assert [warning.code for warning in document.warnings] == ["page_count"]


def with_maps(data: bytes, change: Callable[[pikepdf.Pdf, pikepdf.Object], None]) -> bytes:
    """Change the tables that say what the codes of fonts mean."""

    def changing(pdf):
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                change(pdf, font)

    return changed(data, changing)


def without_map(pdf, font):
    del font.ToUnicode


def to_nothing(pdf, font):
    table = re.sub(rb"(<[0-9A-Fa-f]+>\s+)<[0-9A-Fa-f]+>", rb"\1<0000>", font.ToUnicode.read_bytes())
    font.ToUnicode = pdf.make_stream(table)


def to_private_use(pdf, font):
    table = re.sub(rb"<[0-9A-Fa-f]{2}([0-9A-Fa-f]{2})>(\s*\n)", rb"<E0\1>\2", font.ToUnicode.read_bytes())
    font.ToUnicode = pdf.make_stream(table)


@pytest.mark.parametrize("change", [without_map, to_nothing, to_private_use])
def test_page_whose_font_gives_no_meaning_is_unread(chromium_agreement, read, monkeypatch, change):
    monkeypatch.setattr("contract_scan.extract.pdf.pictures.installed", lambda: False)
    document = read(with_maps(chromium_agreement, change))
    assert [unread.page for unread in document.unread] == list(range(1, document.page_count + 1))
    assert "字符对照表" in document.unread[0].reason


def test_few_characters_without_meaning_are_marked_and_told(chromium_agreement, read):
    sound = read(chromium_agreement).text

    def leave_out(pdf, font):
        # 押 alone: the font's own table does not name it any more.
        table = re.sub(rb"\n<[0-9A-Fa-f]+> <62BC>(?=\n)", b"", font.ToUnicode.read_bytes())
        count = re.sub(rb"\d+ (?=beginbfchar)", lambda match: b"%d " % (int(match[0]) - 1), table)
        font.ToUnicode = pdf.make_stream(count if table != font.ToUnicode.read_bytes() else table)

    document = read(with_maps(chromium_agreement, leave_out))
    assert document.text == sound.replace("押", "\ufffd")
    assert {warning.code for warning in document.warnings} == {"unknown_characters"}
    assert not document.unread
