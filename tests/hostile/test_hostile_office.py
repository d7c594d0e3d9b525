"""Hostile archives, Word files, mails, pages and texts: each ends in a report or a declared error, within limits."""

from __future__ import annotations

import random
import zipfile

import office_files as make
import pytest

from contract_scan.extract.legacy import office
from support.guarded import Reader
from support.wordml import paragraph

DEPOSIT = make.DEPOSIT


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    one = Reader(tmp_path_factory.mktemp("hostile"))
    yield one
    assert one.close() == []


REFUSED = {
    "deflate_bomb.zip": (lambda: make.bomb(zipfile.ZIP_DEFLATED), "too_large", "=250"),
    "bzip2_bomb.zip": (lambda: make.bomb(zipfile.ZIP_BZIP2), "too_large", "=250"),
    "lzma_bomb.zip": (lambda: make.bomb(zipfile.ZIP_LZMA), "too_large", "=250"),
    "list_of_twenty_thousand.zip": (lambda: make.listed_often(20_000), "too_large", "members="),
    "other_name_inside.zip": (make.other_name_inside, "corrupt", "damaged"),
    "long_name.zip": (make.long_name, "too_large", "name_characters="),
    "entities.docx": (make.with_entities, "corrupt", "document type"),
    "deep_tables.docx": (lambda: make.deep_tables(10_000), "too_large", "xml_depth="),
    "nested_tables.docx": (lambda: make.deep_tables(40), "too_large", "table_depth="),
    "many_paragraphs.docx": (make.many_paragraphs, "too_large", "paragraphs="),
    "long_attribute.docx": (make.long_attribute, "corrupt", "millions of characters"),
    "broken_relationships.docx": (make.broken_relationships, "corrupt", "document.xml.rels"),
    "deep.eml": (lambda: make.deep_mail(1000), "too_large", "mail_depth="),
    "deep.html": (lambda: make.page("<div>" * 5000 + DEPOSIT), "too_large", "xml_depth="),
    "one_line.txt": (lambda: b"x" * (100 * make.MIB), "too_large", "characters="),
    "nul_bytes.txt": (lambda: DEPOSIT.encode() + b"\0" * 5000 + DEPOSIT.encode(), "unsupported", "no format"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_passes_a_bound_or_is_broken_ends_in_an_error_that_says_so(reader, name):
    maker, status, says = REFUSED[name]
    record = reader.read(name, maker())
    assert (record.status, record.report) == (status, None)
    assert says in record.error.message
    if status == "too_large":
        assert "--limit" in record.error.message


READ = {
    "media_bomb.docx": (make.media_bomb, "ok", ()),
    "wide_cells.docx": (make.wide_cells, "ok", ()),
    "external.docx": (make.with_external_parts, "ok", ("external_content",)),
    "two_bodies.docx": (make.two_bodies, "partial", ("unread_part",)),
    "macros.docx": (lambda: make.with_part("word/vbaProject.bin", b"x"), "ok", ("macros",)),
    "unshown_header.docx": (
        lambda: make.docx(header1=f"<w:hdr>{paragraph('没有一页显示的页眉')}</w:hdr>"), "ok", ("unshown_text",),
    ),
    "zero_width.docx": (lambda: make.hidden_in("押\u200b金\u2060概\ufeff不退还。"), "ok", ()),
    "style_laughs.html": (
        lambda: make.page(f"<p style='{'a' * 200_000}'>{DEPOSIT}</p>", f"<style>{'/*' * 100_000}</style>"), "ok", (),
    ),
    "quotes.html": (lambda: make.page(f"<p>{DEPOSIT}</p>", "<style>" + "\"a{'" * 50_000 + "</style>"), "ok", ()),
    "many_tags.html": (lambda: make.page("<b></b>" * 200_000 + DEPOSIT), "ok", ()),
    "frames.html": (
        lambda: make.page(f"<iframe src='http://192.0.2.1/'></iframe><p>{DEPOSIT}</p>"),
        "partial",
        ("external_content",),
    ),
    "bidi.txt": (lambda: f"第一条 \u202e{DEPOSIT}\u202c".encode(), "ok", ()),
    "utf16.txt": (lambda: f"第一条 {DEPOSIT}".encode("utf-16-le"), "ok", ("encoding_guessed",)),
    "mixed.txt": (lambda: (DEPOSIT * 40).encode() + "另".encode("gb18030"), "ok", ("damaged_text",)),
}  # fmt: skip


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read_and_oddities_are_said(reader, name):
    maker, status, warned = READ[name]
    record = reader.read(name, maker())
    assert record.status == status, record.error
    assert record.report.document.char_count > 5
    assert set(warned) <= {warning.code for warning in record.report.document.warnings}


def test_members_together_are_held_to_the_bounds(reader):
    records = reader.read_all("many.zip", make.many_mebibytes())
    assert len(records) == 6
    assert {record.status for record in records} == {"too_large"}


def test_overlapping_entries_are_refused_one_by_one(reader):
    records = reader.read_all("overlapping.zip", make.overlapping())
    assert len(records) == 200
    assert {record.status for record in records} <= {"corrupt", "too_large"}


def test_archives_in_archives_are_opened_to_a_depth_and_named_beyond(reader):
    assert reader.read("three.zip", make.nested(2)).status == "ok"
    assert reader.read("nine.zip", make.nested(8)).status == "unsupported"


def test_names_that_lead_elsewhere_are_only_names(reader):
    records = reader.read_all("traversing.zip", make.traversing())
    assert {record.status for record in records} <= {"ok", "corrupt"}
    assert all("traversing.zip!/" in record.path for record in records)


def test_a_hostile_attachment_costs_the_mail_nothing(reader):
    (record,) = reader.read_all("mail.eml", make.mail_with("协议.docx", make.deep_tables(40)))
    assert record.path.endswith("mail.eml!/协议.docx")
    assert record.status == "too_large"


@pytest.mark.skipif(office() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize(
    ("name", "maker", "expected"),
    [("bomb.odt", make.odt_bomb, {"too_large"}), ("deep.rtf", make.deep_rtf, {"corrupt", "needs_ocr", "ok"})],
)
def test_what_libreoffice_would_choke_on(reader, name, maker, expected):
    assert reader.read(name, maker()).status in expected


def test_a_word_file_cut_off_anywhere(reader):
    data = make.docx()
    for size in range(50, len(data), len(data) // 60):
        assert reader.read("cut.docx", data[:size]).report is None


def test_a_word_file_with_flipped_bits(reader):
    data, chance = make.docx(), random.Random(9)
    for _ in range(60):
        flipped = bytearray(data)
        for _ in range(3):
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
        reader.read("flipped.docx", bytes(flipped))
