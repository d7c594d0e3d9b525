"""Damaged and hostile packages end in a typed error with a clear line, never in another exception."""

from __future__ import annotations

import io
import random
import zipfile

import pytest

from contract_scan.errors import ContractScanError, CorruptFileError, EncryptedFileError, SourceTooLargeError
from contract_scan.extract import Bounds, extract
from contract_scan.sources import as_source


def read(data, **options):
    return extract(as_source(data), **options)


def repacked(data, change):
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_zip_bomb_is_stopped_while_it_inflates(docx):
    data = docx.package(docx.paragraph("正文") + "<!--" + " " * 40_000_000 + "-->")
    with pytest.raises(SourceTooLargeError, match=r"ratio=250.*Bounds\(ratio="):
        read(data)


@pytest.mark.parametrize(
    ("bound", "limit"), [("member_bytes", 100), ("inflated_bytes", 100), ("members", 2), ("characters", 3)]
)
def test_each_bound_is_named(docx, bound, limit):
    with pytest.raises(SourceTooLargeError, match=rf"{bound}={limit}"):
        read(docx.package(docx.paragraph("一二三四五")), bounds=Bounds(**{bound: limit}))


def test_deep_nesting(docx):
    with pytest.raises(SourceTooLargeError, match="xml_depth"):
        read(docx.package("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000))
    inner = docx.paragraph("底")
    for _ in range(40):
        inner = docx.table(docx.cell(inner + docx.paragraph("层")))
    with pytest.raises(SourceTooLargeError, match="table_depth"):
        read(docx.package(inner))


def test_absurd_spans_cost_nothing(docx):
    wide = docx.cell("甲", props=f'<w:gridSpan w:val="{2**31}"/>') + docx.cell("乙")
    document = read(docx.package(docx.table("<w:trPr><w:gridBefore w:val='99999999'/></w:trPr>" + wide)))
    assert document.text == "甲 | 乙"
    assert len(document.blocks[0].cells) < 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_document_types_and_entities_are_refused(docx, encoding):
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + docx.element("w:document", "<w:body/>").split("?>")[1]
    )
    data = repacked(docx.package(""), lambda name, old: bomb.encode(encoding) if name == "word/document.xml" else old)
    with pytest.raises(CorruptFileError, match="document type"):
        read(data)


def test_external_targets_are_never_opened(docx, tmp_path):
    secret = tmp_path / "header.xml"
    secret.write_text(docx.element("w:hdr", docx.paragraph("机密")), encoding="utf-8")
    link = (
        f'<Relationship Id="h" TargetMode="External" Target="{secret.as_uri()}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header"/>'
    )
    climbing = link.replace('TargetMode="External" ', "").replace(secret.as_uri(), "../../../../.." + str(secret))
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/></w:sectPr>'
    for relationship in (link, climbing):
        document = read(docx.package(docx.paragraph("正文") + section, relationships=relationship))
        assert document.text == "正文"


def test_duplicate_parts_are_said(docx):
    data = io.BytesIO(docx.package(docx.paragraph("甲")))
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", docx.element("w:document", f"<w:body>{docx.paragraph('乙')}</w:body>"))
    assert [warning.code for warning in read(data.getvalue()).warnings] == ["duplicate_parts"]


def test_password_protected_archive(docx):
    data = bytearray(docx.package(docx.paragraph("甲")))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + offset] |= 1
    with pytest.raises(EncryptedFileError):
        read(bytes(data))


@pytest.mark.parametrize("part", ["styles", "numbering", "comments", "footnotes"])
def test_a_damaged_side_part_is_said_and_the_body_read(docx, part):
    data = docx.package(docx.paragraph("正文"), **{part: ""})
    data = repacked(data, lambda name, old: old[:-9] if name == f"word/{part}.xml" else old)
    document = read(data)
    assert document.text == "正文"
    assert [unread.part for unread in document.unread] == [f"word/{part}.xml"]


def test_loops_in_styles_and_lists(docx):
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="N"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = docx.paragraph("甲", num=1, props='<w:pStyle w:val="A"/>')
    assert read(docx.package(body, styles=styles, numbering=numbering)).text == "甲"


def test_a_field_that_never_ends_hides_nothing_in_silence(docx):
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + docx.paragraph("押金不退")
    document = read(docx.package(body))
    assert "押金不退" in document.text


@pytest.mark.parametrize(
    "code", ["EQ " + "\\f(" * 50_000, "EQ \\o(" + "," * 200_000, "EQ " + '\\* "' * 100_000, "SYMBOL 9" * 9_999]
)
def test_endless_field_codes_cost_nothing(docx, code):
    assert read(docx.package(f"<w:p>{docx.field('begin', '!' + code, 'end')}{docx.run('押金')}</w:p>")).text.endswith(
        "押金"
    )


def test_a_file_that_holds_itself_many_times_is_read_once(docx):
    data = docx.package(docx.paragraph("底"))
    link = '<Relationship Id="c" Type="x/aFChunk" Target="c.docx"/>'
    for _ in range(5):
        data = docx.package('<w:altChunk r:id="c"/>' * 3, relationships=link, extra={"word/c.docx": data})
    document = read(data)
    assert [unread.part for unread in document.unread] == ["word/c.docx"]


def test_every_damage_ends_in_a_declared_error(docx):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."))
    body = docx.paragraph("押金299元", num=1) + docx.table(docx.cell("甲") + docx.cell("乙"))
    data = docx.package(body, numbering=numbering)
    chance = random.Random(7)
    damaged = [data[: chance.randrange(len(data))] for _ in range(150)]
    for _ in range(250):
        flipped = bytearray(data)
        for _ in range(chance.randrange(1, 6)):
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        damaged.append(bytes(flipped))
    for number, sample in enumerate(damaged):
        try:
            read(sample)
        except ContractScanError:
            continue
        except BaseException as error:  # the point of the test
            pytest.fail(f"sample {number}: {type(error).__name__}: {error}")


def test_mangled_xml_values_never_raise_anything_else(docx):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."), docx.level(1, "decimal", "%1.%2"))
    body = docx.paragraph("押金", num=1, level=1) + docx.table(
        docx.cell("甲", props='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>') + docx.cell("乙")
    )
    bound = '<w:dataBinding w:xpath="/a" w:storeItemID="x"/><w:text/>'
    body += docx.paragraph("首", props='<w:framePr w:dropCap="drop"/>') + "".join(
        f"<w:p>{inner}</w:p>"
        for inner in (
            f"<w:sdt><w:sdtPr>{bound}<w:showingPlcHdr/></w:sdtPr><w:sdtContent>{docx.run('填')}</w:sdtContent></w:sdt>",
            docx.field("begin", "!EQ \\f(1,2)", "end") + docx.field("begin", "!LISTNUM \\l 2", "end"),
            docx.run("红", '<w:color w:val="FF0000"/><w:sz w:val="2"/><w:u w:val="single"/>'),
            '<m:oMath><m:d><m:dPr><m:begChr m:val="["/></m:dPr><m:e><m:r><m:t>a</m:t></m:r></m:e></m:d></m:oMath>',
        )
    )
    data = docx.package(body, numbering=numbering)
    chance = random.Random(11)
    values = ["", "-1", "0", "99999999999999999999", "一", "%1%2%9", "\u202e", "NaN", "1.5", " 3 "]

    def mangle(name, old):
        if not name.startswith("word/") or "_rels" in name:
            return old
        pieces = old.decode().split('w:val="')
        return 'w:val="'.join(
            chance.choice(values) + '"' + piece.partition('"')[2] if k and chance.random() < 0.4 else piece
            for k, piece in enumerate(pieces)
        ).encode()

    for _ in range(150):
        try:
            read(repacked(data, mangle))
        except ContractScanError:
            continue
