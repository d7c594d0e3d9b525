"""One function for each layer that reads what strangers wrote: it takes bytes, and only declared errors get out."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from contract_scan import Ruleset, Scanner, compare, draft, draft_docx, draft_markdown, render_html
from contract_scan.errors import ContractScanError, DraftError, FactsError, RuleError, UsageError
from contract_scan.extract import extract
from contract_scan.extract.containers import contained
from contract_scan.language.quantities import find_quantities
from contract_scan.language.sentences import split_sentences
from contract_scan.lexicons import lexicon_root
from contract_scan.model.document import Block, Document
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.facts_file import load_facts, load_transactions
from contract_scan.model.report import ScanRecord
from contract_scan.redact import MASK, Redactor
from contract_scan.redact.lexicon import load as load_personal
from contract_scan.render.csv import write_csv
from contract_scan.render.document import document_json, document_markdown, document_text
from contract_scan.render.json import render_json, render_record
from contract_scan.render.markdown import render_markdown_record
from contract_scan.render.sarif import render_sarif
from contract_scan.render.text import record_view, to_text
from contract_scan.rules.pack import read_rules
from contract_scan.segment import segment
from contract_scan.sources import Source, as_source
from support import wordml


def _text(data: bytes) -> str:
    # What is no UTF-8 becomes lone surrogates, as in the names of files.
    return data.decode("utf-8", "surrogateescape")


def _document(text: str) -> Document:
    """A document of a block a line."""
    blocks = tuple(Block(line.start(), line.end()) for line in re.finditer(r"[^\n]*\S[^\n]*", text))
    return Document("agreement.txt", "text/plain", "", len(text), text, blocks)


@cache
def _scanner() -> Scanner:
    return Scanner(Ruleset.default())


@cache
def _redactor() -> Redactor:
    return Redactor(lexicon_root())


def _expect(holds: bool, error: BaseException) -> None:
    if not holds:
        raise AssertionError(f"{type(error).__name__}: {error}") from error


def strict_json(text: str) -> Any:
    """Read JSON as a strict reader does: UTF-8 without lone surrogates, no NaN, no Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    text.encode("utf-8")
    found = json.loads(text, parse_constant=refuse)
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # an escaped lone surrogate is none either
    return found


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


def quantities(data: bytes) -> None:
    text = _text(data)
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        for name in ("value", "low", "high"):
            value = getattr(found, name, None)
            assert not isinstance(value, Decimal) or value.is_finite()


def clauses(data: bytes) -> None:
    document = _document(_text(data))
    structure = segment(document)
    for clause in structure.clauses:
        assert 0 <= clause.start <= clause.end <= len(document.text)
    for sentence in split_sentences(document, structure, Ruleset.default().normaliser):
        assert 0 <= sentence.start <= sentence.end <= len(document.text)


def shadow(data: bytes) -> None:
    normaliser, text = Ruleset.default().normaliser, _text(data)
    made = normaliser(text, 7)
    assert len(made.text) == len(made.starts) == len(made.ends)
    assert all(7 <= start <= end <= len(text) + 7 for start, end in zip(made.starts, made.ends, strict=True))
    assert list(made.starts) == sorted(made.starts)
    assert normaliser(made.text).text == made.text


def redaction(data: bytes) -> None:
    text = _text(data)
    masked = _redactor().text(text)
    assert len(masked) == len(text)
    assert all(after in (before, MASK) for before, after in zip(text, masked, strict=True))
    assert _redactor().text(masked) == masked


def rules(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "personal.yaml")
        path.write_bytes(data)
        for load in (lambda: read_rules(path), lambda: load_personal(Path(folder))):
            try:
                load()
            except RuleError as error:
                _expect(str(path) in str(error), error)


def facts(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for suffix, load in ((".toml", load_facts), (".json", load_facts), (".csv", load_transactions)):
            path = Path(folder, f"facts{suffix}")
            path.write_bytes(data)
            try:
                load(path)
            except FactsError as error:
                _expect(str(path) in str(error), error)


def _read(name: str, data: bytes) -> None:
    found: Source = as_source(data, name=name)
    try:
        document = extract(found)
    except ContractScanError as error:
        # An error that no reader thought of becomes a damaged file too: well for a user, and looked for here.
        _expect("cannot be read (" not in str(error), error.__cause__ or error)
        return
    check_document(document)


def docx(data: bytes) -> None:
    _read("agreement.docx", wordml.package(data.decode("utf-8", "replace")))


def html(data: bytes) -> None:
    _read("agreement.html", data)


def plain(data: bytes) -> None:
    _read("agreement.txt", data)
    _read("agreement.md", data)


def reflow(data: bytes) -> None:
    _read("agreement.pdf", pdf_of(data))


def mail(data: bytes) -> None:
    try:
        for member in contained(as_source(data, name="offer.eml")) or ():
            member.open()
    except ContractScanError:
        return


def scans(data: bytes) -> None:
    """The whole walk, and every output of it."""
    record = _scanner().try_scan(data, path="agreement.txt")
    check_record(record)
    if record.report is None:
        return
    for kind in ("demand", "complaint"):
        try:
            letter = draft(record.report, kind, facts=MerchantFacts())
        except DraftError:
            continue
        draft_markdown(letter).encode("utf-8")
        draft_docx(letter)
    try:
        strict_json(compare(record.report, record.report).to_json())
    except UsageError:
        return


def check_record(record: ScanRecord) -> None:
    """A record can be written in every form, its JSON reads back the same, and its quotes are verbatim."""
    assert record.status not in ("crashed", "out_of_memory", "timeout"), record.error
    strict_json(render_json(record))
    assert ScanRecord.model_validate(strict_json(render_record(record))) == record
    strict_json(render_sarif((record,)))
    for text in (render_markdown_record(record), to_text(record_view(record), width=80)):
        text.encode("utf-8")
        assert "\x1b" not in text
    with tempfile.TemporaryDirectory() as folder:
        write_csv(iter((record,)), Path(folder, "one.csv"))
    report = record.report
    if report is None or report.document.text is None:
        return
    render_html(report).encode("utf-8")
    for finding in report.findings:
        for evidence in finding.evidence:
            assert evidence.quote == report.document.text[evidence.start : evidence.end]


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


#: Each target with the folder of its seeds and how many inputs a test gives it: those that cost more get fewer.
TARGETS: dict[str, tuple[Callable[[bytes], None], str, int]] = {
    "quantities": (quantities, "text", 120),
    "clauses": (clauses, "text", 60),
    "shadow": (shadow, "text", 100),
    "redaction": (redaction, "text", 100),
    "rules": (rules, "rules", 30),
    "facts": (facts, "facts", 100),
    "docx": (docx, "docx", 60),
    "html": (html, "html", 60),
    "plain": (plain, "text", 60),
    "reflow": (reflow, "reflow", 40),
    "mail": (mail, "mail", 60),
    "scans": (scans, "text", 12),
}
