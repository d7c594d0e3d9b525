"""What a file of a word processor holds, looked at as it lies there: no conversion loses text in silence."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from contract_scan.errors import SourceTooLargeError
from contract_scan.extract import extract, legacy
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.rtf import rtf_text
from contract_scan.extract.sniff import Format
from contract_scan.extract.word_binary import doc_text, pieces_text
from contract_scan.extract.written import lost, written
from contract_scan.sources import as_source
from support.wordml import package, paragraph, run

CLAUSE = "押金三百元，在协议期满后十个工作日内不计利息一次性退还给商户，"


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \'d1\'ba\'bd\'f0 300}", "押金 300"),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fnil\fcharset134 SimSun;}{\f1 Arial;}}\f0 \'d1\'ba{\f1 \'bd}\'bd\'f0}", "押½金"),
        (rb"{\rtf1\uc1\u25276?\u-28207 ?a\uc2\u37329\'bd\'f0b}", "押金a金b"),
        (rb"{\rtf1\u-10179?\u-8704?}", "\U0001f600"),
        (rb"{\rtf1 a{\*\generator x}{\header y}{\pict 00ff}{\field{\*\fldinst PAGE}{\fldrslt 7}}b}", "a7b"),
        (rb"{\rtf1 a{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box}}}{\footnote note}b}", "aboxnoteb"),
        (rb"{\rtf1 a\bin4 {{{{b\{c\}\\}", "ab{c}\\"),
        (b"{\\rtf1 a\r\nb\\par c}ignored", "abc"),
        (rb"{\rtf1\ansicpg99999 a\'e9}", "aé"),
        (rb"{\rtf1 a}}}}", "a"),
        (b"{\\rtf1 a\\", "a"),
        (b"{\\rtf1\\ansicpg936 a\\'d1", "a"),
    ],
)
def test_the_text_of_rtf(rtf, text):
    assert rtf_text(rtf) == text


def test_rtf_of_deep_groups_is_walked_through():
    assert rtf_text(b"{\\rtf1 " + b"{" * 200_000 + b"a" + b"}" * 200_001) == "a"


def header(*, flags=0, version=0xC1, language=0x0804, places=()):
    fib = bytearray(0x400)
    struct.pack_into("<HHHH", fib, 0, 0xA5EC, version, 0, language)
    struct.pack_into("<H", fib, 10, flags)
    for place, *values in places:
        struct.pack_into(f"<{len(values)}I", fib, place, *values)
    return bytes(fib)


def table(*pieces, before=b""):
    """Make the table of pieces, each of so many characters at a place."""
    starts = [0]
    for length, _ in pieces:
        starts.append(starts[-1] + length)
    plc = struct.pack(f"<{len(starts)}I", *starts)
    plc += b"".join(struct.pack("<HIH", 0, where, 0) for _, where in pieces)
    return before + b"\x02" + struct.pack("<I", len(plc)) + plc


def doc97(*pieces, before=b"", body=b"", second=False):
    clx = table(*pieces, before=before)
    main = header(flags=0x0200 if second else 0, places=[(0x01A2, 0, len(clx))])
    return {"WordDocument": main + body, "1Table" if second else "0Table": clx}


def test_pieces_of_both_widths_in_the_order_of_the_table():
    body = "押金".encode("utf-16-le") + b"300 \x93a\x94"
    streams = doc97((4, 0x40000000 | 2 * 0x404), (2, 0x400), (3, 0x40000000 | 2 * 0x408), body=body)
    assert pieces_text(streams) == "300 押金“a”"


def test_properties_before_the_table_are_passed_and_the_second_table_is_taken():
    streams = doc97((2, 0x400), before=b"\x01\x03\x00abc", body="押金".encode("utf-16-le"), second=True)
    assert pieces_text(streams) == "押金"


def test_codes_of_fields_are_left_out():
    text = "共\x13 PAGE \x13 IF \x14x\x15\x14三\x15页\x15。\x13 open"
    streams = doc97((len(text), 0x400), body=text.encode("utf-16-le"))
    assert pieces_text(streams) == "共三页。"


def test_pieces_that_name_the_same_bytes_again_and_again_are_not_all_taken():
    body = b"a" * 1000
    streams = doc97(*[(1000, 0x40000000 | 2 * 0x400)] * 5000, body=body)
    assert len(pieces_text(streams)) <= 2 * len(streams["WordDocument"])


@pytest.mark.parametrize(
    ("language", "flags", "data", "text"),
    [
        (0x0804, 0, "押金".encode("gbk"), "押金"),
        (0x0404, 0, "押金".encode("big5"), "押金"),
        (0x0419, 0, b"a\xe9b", "ab"),
        (0x0804, 0x1000, "押金".encode("utf-16-le"), "押金"),
        (0x0804, 0x0004, "押金".encode("gbk"), ""),
    ],
)
def test_files_of_word_6(language, flags, data, text):
    main = header(version=0x65, language=language, flags=flags, places=[(0x18, 0x400, 0x400 + len(data))])
    assert pieces_text({"WordDocument": main + data}) == text


@pytest.mark.parametrize(
    "streams",
    [
        {},
        {"WordDocument": b""},
        {"WordDocument": header()},
        {"WordDocument": header(places=[(0x01A2, 5, 5)]), "0Table": b"\x01"},
        doc97((5, 0xFFFFFFFF)) | {"0Table": b"\x01\xff\xff"},
        doc97((5, 0xFFFFFFFF)) | {"0Table": b"\x02\xff\xff\xff\xff\0\0\0"},
    ],
)
def test_damage_is_no_text(streams):
    assert pieces_text(streams) == ""


def test_what_is_no_such_file_has_no_text():
    assert doc_text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)) == ""


def test_word_2003_xml():
    xml = (
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
        f"<w:t>{CLAUSE}</w:t></w:r>\n<w:r><w:delText>x</w:delText></w:r></w:p></w:body></w:wordDocument>"
    ).encode()
    assert written(xml, Format.WORD_XML, DEFAULT_BOUNDS) == CLAUSE + "x"
    assert written(b"<w:wordDocument", Format.WORD_XML, DEFAULT_BOUNDS) == ""


def test_a_few_characters_may_be_lost_and_more_may_not():
    whole = package(paragraph(CLAUSE * 3))
    assert lost(CLAUSE, "", whole, DEFAULT_BOUNDS) == 0
    assert lost(CLAUSE, CLAUSE[20:], package(paragraph("")), DEFAULT_BOUNDS) == 0
    assert lost(CLAUSE, CLAUSE[21:], package(paragraph("")), DEFAULT_BOUNDS) == 21
    assert lost(CLAUSE * 100, CLAUSE * 98, package(paragraph("")), DEFAULT_BOUNDS) == 0
    assert lost("\uf0b7 \x07\u200b" * 100, "", package(paragraph("")), DEFAULT_BOUNDS) == 0


def test_what_the_converted_file_holds_and_reading_leaves_out_is_not_lost():
    deleted = f"<w:p><w:del><w:r><w:delText>{CLAUSE}</w:delText></w:r></w:del></w:p>"
    assert lost(CLAUSE, "", package(deleted), DEFAULT_BOUNDS) == 0


def odt(text):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            '<o xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f"<text:tracked-changes><text:p>{CLAUSE}</text:p></text:tracked-changes><text:p>{text}</text:p></o>",
        )
    return stream.getvalue()


RTF = b"{\\rtf1\\ansi\\ansicpg936 " + b"".join(b"\\'%02x" % byte for byte in CLAUSE.encode("gbk")) + b"}"
XML = (
    '<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
    f"<w:body><w:p><w:r><w:t>{CLAUSE}</w:t></w:r></w:p></w:body></w:wordDocument>"
).encode()


@pytest.mark.parametrize(("name", "data"), [("a.rtf", RTF), ("a.odt", odt(CLAUSE)), ("a.xml", XML)])
def test_a_conversion_that_loses_text_makes_the_report_partial(monkeypatch, name, data):
    converted = {"lost": package(paragraph("押金")), "kept": package(paragraph(CLAUSE))}
    monkeypatch.setattr(legacy, "office", lambda: "soffice")
    for what, made in converted.items():
        monkeypatch.setattr(legacy, "_convert", lambda *_, made=made: made)
        document = extract(as_source(data, name=name))
        assert [missed.reason[:6] for missed in document.unread] == (["转换后约少了"] if what == "lost" else [])


def test_an_odt_file_is_held_to_the_bounds_before_it_is_converted(monkeypatch):
    monkeypatch.setattr(legacy, "office", lambda: pytest.fail("converted"))
    with pytest.raises(SourceTooLargeError, match="member_bytes"):
        extract(as_source(odt(CLAUSE * 100), name="a.odt"), bounds=Bounds(member_bytes=1000))


def test_runs_of_one_text_count_as_often_as_they_are_there():
    assert lost("押" * 60, "押" * 30, package(paragraph("") + f"<w:p>{run('x')}</w:p>"), DEFAULT_BOUNDS) == 30
