"""Targets that take files of agreements: each reader, and what looks for text that it lost."""

from __future__ import annotations

import io
import zipfile

from strict import expect, strict_json

from contract_scan.errors import ContractScanError
from contract_scan.extract import extract
from contract_scan.extract.bounds import DEFAULT_BOUNDS
from contract_scan.extract.containers import contained
from contract_scan.extract.sniff import Format
from contract_scan.extract.word_binary import pieces_text
from contract_scan.extract.written import written
from contract_scan.model.document import Document
from contract_scan.render.document import document_json, document_markdown, document_text
from contract_scan.sources import Source, as_source
from support import wordml


def check_document(document: Document) -> None:
    """Every offset points into the text, in order, and the text can be written."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert all(0 <= first <= last <= len(document.text) for first, last in (*block.cells, *block.columns))
        end = block.end
        for region in document.layout.regions(block.start, block.end):
            assert region.page >= 1
    strict_json(document_json(document))
    document_text(document).encode("utf-8")
    document_markdown(document).encode("utf-8")


def _read(name: str, data: bytes) -> None:
    found: Source = as_source(data, name=name)
    try:
        document = extract(found)
    except ContractScanError as error:
        # An error that no reader thought of becomes a damaged file too: well for a user, and looked for here.
        expect("cannot be read (" not in str(error), error.__cause__ or error)
        return
    check_document(document)


def docx(data: bytes) -> None:
    _read("agreement.docx", wordml.package(data.decode("utf-8", "replace")))


def html(data: bytes) -> None:
    _read("agreement.html", data)


def plain(data: bytes) -> None:
    _read("agreement.txt", data)


def reflow(data: bytes) -> None:
    _read("agreement.pdf", pdf_of(data))


def markdown(data: bytes) -> None:
    _read("agreement.md", data)


def pdf(data: bytes) -> None:
    """A whole PDF file. Its places are wrong once it is changed, which sends it through the repair."""
    _read("agreement.pdf", data)


def mail(data: bytes) -> None:
    for name in ("offer.eml", "page.mhtml"):
        _members(name, data)
        _read(name, data)


def archive(data: bytes) -> None:
    """An archive whose members are sound, and one whose own bytes are the input's."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number, line in enumerate(data.splitlines()[:50]):
            file.writestr(f"{number}{line[:60].decode('utf-8', 'replace')}", line)
    whole = bytearray(packed.getvalue())
    _members("offer.zip", bytes(whole))
    for at, one in enumerate(data[:40]):
        whole[(one * 257 + at * 31) % len(whole)] ^= 1 << at % 8
    _members("offer.zip", bytes(whole))
    _read("agreement.docx", bytes(whole))


def _members(name: str, data: bytes) -> None:
    try:
        for member in contained(as_source(data, name=name)) or ():
            member.open()
    except ContractScanError:
        return


def looks(data: bytes) -> None:
    """The looks at a file as it lies there, before LibreOffice converts it."""
    for kind in (Format.RTF, Format.LEGACY, Format.WORD_XML, Format.ODT):
        try:
            written(data, kind, DEFAULT_BOUNDS).encode("utf-8")
        except ContractScanError:
            continue
    half = len(data) // 2
    for table in ("0Table", "1Table"):
        pieces_text({"WordDocument": data[:half], table: data[half:]}).encode("utf-8", "surrogatepass")


_OBJECTS = (
    b"<</Type/Catalog/Pages 2 0 R>>",
    b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
    b"",
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
    b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)"
    b"/Supplement 2>>/DW 1000>>",
)


def pdf_of(content: bytes) -> bytes:
    """Return a PDF of one page with this content, its cross references right."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(_OBJECTS, 1):
        places.append(len(out))
        if not body:
            body = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
