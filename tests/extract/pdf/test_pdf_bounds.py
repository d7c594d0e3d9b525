"""What reading a PDF may cost: what passes a bound is named as unread, or refused by name."""

from __future__ import annotations

import base64
import threading
import zlib

import pytest

from contract_scan.deadline import OvertimeError, within
from contract_scan.errors import SourceTooLargeError
from contract_scan.extract.bounds import Bounds
from contract_scan.extract.pdf import reader
from contract_scan.extract.pdf.fallback import second_reader
from contract_scan.extract.pdf.unpacking import TooMuchError, most_unpacked, unpacked


@pytest.fixture
def two_pages(painter) -> bytes:
    for clause in ("第一条 押金", "第二条 押金不予退还。"):
        painter.text(70, 100, clause)
        painter.next_page()
    return painter.data()


def test_pages_for_which_there_is_no_time_are_unread(two_pages, read):
    document = read(two_pages, bounds=Bounds(reading_seconds=0, page_seconds=0))
    assert [unread.page for unread in document.unread] == [1, 2]
    assert "reading_seconds" in document.unread[0].reason


def test_page_that_unpacks_to_too_much_is_unread(two_pages, read):
    document = read(two_pages, bounds=Bounds(stream_bytes=20))
    assert [unread.page for unread in document.unread] == [1, 2]
    assert "stream_bytes" in document.unread[0].reason


def test_every_page_is_told_of_and_the_end(two_pages, read):
    told: list[int] = []
    read(two_pages, bounds=Bounds(on_page=told.append))
    assert told == [1, 2, 0]


def test_second_reader_that_does_not_end_is_ended(two_pages, monkeypatch):
    import pdfplumber

    def turning(*_args, **_options):
        while True:
            pass

    monkeypatch.setattr(pdfplumber, "open", turning)
    with (
        pytest.raises(SourceTooLargeError, match="reading_seconds"),
        second_reader(two_pages, None, "a.pdf", Bounds(reading_seconds=0.05)),
    ):
        pass


def test_page_that_the_second_reader_does_not_end_is_unread(two_pages, read, monkeypatch):
    def turning(_page):
        while True:
            pass

    def refusing(*_args):
        raise reader.CorruptFileError("refused")

    monkeypatch.setattr(reader, "opened", refusing)
    monkeypatch.setattr("contract_scan.extract.pdf.fallback._text", turning)
    document = read(two_pages, bounds=Bounds(reading_seconds=0.5))
    assert [unread.page for unread in document.unread] == [1, 2]
    assert "reading_seconds" in document.unread[0].reason


def test_code_that_swallows_the_end_is_ended_again():
    swallowed: list[BaseException] = []

    def turning():
        while True:
            try:
                while True:
                    pass
            except BaseException as error:
                swallowed.append(error)
                if len(swallowed) == 2:
                    raise

    before = threading.active_count()
    with pytest.raises(OvertimeError):
        within(0.01, turning)
    assert len(swallowed) == 2
    assert threading.active_count() == before


def test_what_ends_in_time_is_handed_on():
    assert within(60, lambda: 3) == 3
    with pytest.raises(ZeroDivisionError):
        within(60, lambda: 1 / 0)


@pytest.mark.parametrize("text", [b"", b"x", b"abcabcabc" * 500, bytes(range(256)) * 40])
def test_unpacking(text):
    lzw = pytest.importorskip("pdfminer.lzw")
    assert unpacked(zlib.compress(zlib.compress(text)), [b"FlateDecode", b"Fl"], 99_999) == text
    assert unpacked(text.hex().encode() + b">", [b"ASCIIHexDecode"], 99_999) == text
    packed = b"".join(bytes((len(text[at : at + 99]) - 1,)) + text[at : at + 99] for at in range(0, len(text), 99))
    assert unpacked(packed + b"\x80", [b"RunLengthDecode"], 99_999) == text
    codes = b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01"
    assert unpacked(codes, [b"LZWDecode"], 99) == lzw.lzwdecode(codes) == b"-----A---B"


@pytest.mark.parametrize("data", [b"", b"x", bytes(4000), bytes(range(256)) * 9, b"\0\0\0\0abc" * 300])
def test_no_more_comes_out_of_base_85_than_is_told(data):
    packed = base64.a85encode(data)
    assert len(data) <= most_unpacked(packed, [b"A85"]) <= len(data) + 4
    assert len(zlib.decompress(zlib.compress(data))) <= most_unpacked(
        base64.a85encode(zlib.compress(data)), [b"ASCII85Decode", b"FlateDecode"]
    )


def test_unpacking_stops_at_the_limit():
    bomb = zlib.compress(zlib.compress(bytes(10_000_000)))
    assert most_unpacked(bomb, [b"Fl", b"Fl"]) > 10_000_000
    with pytest.raises(TooMuchError):
        unpacked(bomb, [b"Fl", b"Fl"], 1_000_000)
    with pytest.raises(TooMuchError):
        unpacked(b"\x81 " * 1000, [b"RL"], 1_000)


@pytest.mark.parametrize("filters", [[b"Fl"], [b"A85"], [b"AHx"], [b"LZW"], [b"NoSuchDecode"]])
def test_damaged_streams_raise_what_is_declared(filters):
    with pytest.raises((ValueError, zlib.error)):
        unpacked(b"\xff\xff zz", filters, 1_000)
