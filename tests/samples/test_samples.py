"""Holds the samples to their sources and table, and the scanner to `samples/expected.yaml`."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((SAMPLES / "expected.yaml").read_text(encoding="utf-8"))
READABLE = [name for name, entry in EXPECTED.items() if entry["verdict"] != "not_assessed"]
SCANNED = [name for name in EXPECTED if name not in READABLE]
PRINTED = [name for name in EXPECTED if name.endswith(".pdf")]

every_file = pytest.mark.parametrize("name", EXPECTED)
every_readable = pytest.mark.parametrize("name", READABLE)


# --- The samples themselves -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def markup() -> Iterator[ModuleType]:
    yield from _builder("markup")


@pytest.fixture(scope="module")
def table() -> Iterator[ModuleType]:
    yield from _builder("table")


def _builder(module: str) -> Iterator[ModuleType]:
    sys.path.insert(0, str(SAMPLES))
    try:
        yield importlib.import_module(f"builder.{module}")
    finally:
        sys.path.remove(str(SAMPLES))


def test_table_lists_every_file() -> None:
    built = {p.name for p in SAMPLES.iterdir() if p.suffix in {".pdf", ".docx", ".html", ".txt"}}
    assert built == set(EXPECTED)
    assert {p.stem for p in (SAMPLES / "sources").iterdir()} == {Path(name).stem for name in EXPECTED}
    assert sum((SAMPLES / name).stat().st_size for name in EXPECTED) < 6_000_000


def test_readme_table_matches_expected(table: ModuleType) -> None:
    readme = (SAMPLES / "README.md").read_text(encoding="utf-8")
    assert table.put(readme, EXPECTED) == readme, "run: python samples/build.py"


def test_every_case_occurs() -> None:
    entries = EXPECTED.values()
    assert {entry["verdict"] for entry in entries} == {
        "refundable",
        "conditional",
        "non_refundable",
        "silent",
        "contradictory",
        "no_deposit",
        "not_assessed",
    }
    assert {fee["type"] for entry in entries for fee in entry["fees"]} == {
        "transaction_rate",
        "per_transaction",
        "periodic",
        "one_off",
        "other",
    }
    namings = [entry["roles"] for entry in entries]
    assert {"甲方": "merchant", "乙方": "provider"} in namings
    assert {"甲方": "provider", "乙方": "merchant"} in namings
    assert {"甲方": "provider", "乙方": "merchant", "丙方": "agent"} in namings
    assert {"您": "merchant", "我司": "provider"} in namings
    assert {"本公司": "provider", "商户": "merchant"} in namings
    assert sum(entry["fair"] for entry in entries) >= 3


@every_file
def test_source_holds_what_the_table_says(name: str, markup: ModuleType) -> None:
    entry = EXPECTED[name]
    text = _flat(markup.read(SAMPLES / "sources" / f"{Path(name).stem}.md").plain())
    assert len(text) > 2_800
    quotes = [found["quote"] for found in entry["must_find"]] + entry.get("traps", [])
    quotes += entry.get("with_ocr", {}).get("quotes", [])
    for quote in quotes:
        assert text.count(_flat(quote)) == 1, quote
    bare = text.replace(",", "")
    for amount in [*entry["deposit"]["amounts"], *entry["deposit"].get("either_way", [])]:
        assert f"{Decimal(amount):f}".removesuffix(".00") + "元" in bare
    for fee in entry["fees"]:
        if "rate" in fee:
            percent = re.escape(f"{Decimal(fee['rate']) * 100:.2f}%")
            assert re.search(rf"(?<![\d.]){percent}", text), fee
        for figure in _figures(fee) - {("rate", _number(fee.get("rate")))}:
            assert re.search(rf"(?<![\d.]){re.escape(format(figure[1], 'f'))}(?![\d.])", bare), fee


@pytest.mark.parametrize("name", PRINTED)
def test_printed_length_is_that_of_an_agreement(name: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(SAMPLES / name)
    try:
        assert 3 <= len(document) <= 12
    finally:
        document.close()


# --- The scanner ------------------------------------------------------------------------------------------------------


@cache
def _report(name: str) -> Any:
    from contract_scan import scan

    return scan(SAMPLES / name)


@every_readable
def test_clause_numbers(name: str) -> None:
    numbers = {clause.number.rstrip("、.．") for clause in _report(name).clauses if clause.number}
    assert {number.rstrip("、") for number in EXPECTED[name]["numbers"]} <= numbers


@every_readable
def test_verdict(name: str) -> None:
    assert _report(name).refund.verdict == EXPECTED[name]["verdict"]


@every_readable
def test_deposit(name: str) -> None:
    deposit, expected = _report(name).deposit, EXPECTED[name]["deposit"]
    assert deposit.exists is expected["exists"]
    wanted = {Decimal(amount) for amount in expected["amounts"]}
    either = {Decimal(amount) for amount in expected.get("either_way", [])}
    assert set(deposit.amounts) - either == wanted


@every_readable
def test_deadline(name: str) -> None:
    deadline, expected = _report(name).refund.deadline, EXPECTED[name]["refund"]["deadline"]
    found = None if deadline is None else {"value": deadline.value, "unit": deadline.unit}
    assert found == expected


@every_readable
def test_roles(name: str) -> None:
    roles = {party.label: party.role for party in _report(name).parties}
    assert EXPECTED[name]["roles"].items() <= roles.items()


@every_readable
def test_fees(name: str) -> None:
    found: Counter[tuple[str, ...]] = Counter()
    for fee in _report(name).fees:
        found.update(_figures(fee.model_dump()))
    missing = [fee["name"] for fee in EXPECTED[name]["fees"] if not _figures(fee) <= found.keys()]
    assert missing == []


@every_readable
def test_fee_types(name: str) -> None:
    fees = [fee.model_dump() for fee in _report(name).fees]
    wrong = []
    for expected in EXPECTED[name]["fees"]:
        types = {fee["type"] for fee in fees if _figures(fee) & _figures(expected)}
        if types and not types & {expected["type"], _ALSO.get(expected["type"])}:
            wrong.append((expected["name"], expected["type"], types))
    assert wrong == []


#: "0.6 % + 3 元" may be one fee or two. A charge for each occasion, as for a copy of a slip, goes by either name.
_ALSO = {"per_transaction": "transaction_rate", "other": "one_off"}


@every_readable
def test_must_find(name: str) -> None:
    report = _report(name)
    missed = []
    for wanted in EXPECTED[name]["must_find"]:
        kind, outcome = wanted["kind"], wanted.get("outcome")
        if not any(f.kind == kind and outcome in (None, f.outcome) for f in _touching(report, wanted["quote"])):
            missed.append((kind, outcome, wanted["quote"]))
    assert missed == []


@every_readable
def test_traps(name: str) -> None:
    report = _report(name)
    taken = [
        (finding.rule_id, trap)
        for trap in EXPECTED[name].get("traps", [])
        for finding in _touching(report, trap)
        if finding.kind in ("deposit", "refund") and finding.outcome in ("risk", "contradiction")
    ]
    assert taken == []


@every_readable
def test_fair_agreements_raise_no_alarm(name: str) -> None:
    high = [(f.rule_id, f.title) for f in _report(name).findings if f.outcome == "risk" and f.severity == "high"]
    if EXPECTED[name]["fair"]:
        assert high == []
    elif EXPECTED[name]["verdict"] in ("conditional", "non_refundable"):
        assert high != []


@every_readable
def test_quotes_are_verbatim(name: str) -> None:
    report = _report(name)
    text = report.document.text
    assert text is not None
    assert report.document.status == "read"
    evidence = [e for finding in report.findings for e in finding.evidence]
    evidence += [e for fee in report.fees for e in fee.evidence]
    evidence += [e for condition in report.refund.conditions for e in condition.evidence]
    evidence += [e for reason in report.refund.reasons for e in reason.evidence]
    evidence += report.deposit.evidence
    assert evidence
    for item in evidence:
        assert item.quote
        assert item.quote == text[item.start : item.end]
        if name.endswith(".pdf"):
            assert item.page is not None
            assert item.boxes


@pytest.mark.parametrize("name", SCANNED)
def test_scan_is_read_with_the_extra(name: str) -> None:
    assert importlib.util.find_spec("rapidocr"), "the tests need the extra ocr: pip install -e '.[test]'"
    report, with_ocr = _report(name), EXPECTED[name]["with_ocr"]
    text = report.document.text
    assert text is not None
    assert report.document.status == "read"
    assert report.refund.verdict == with_ocr["verdict"]
    assert set(report.deposit.amounts) == {Decimal(amount) for amount in with_ocr["amounts"]}
    assert all(_flat(quote) in _flat(text) for quote in with_ocr["quotes"])
    assert {"ocr", "ocr_rates"} <= {warning.code for warning in report.document.warnings}
    rates = [fact for finding in report.findings for fact in finding.facts if fact.type == "rate"]
    assert rates
    assert all("‰" in (fact.doubtful or "") for fact in rates)


@pytest.mark.parametrize("name", SCANNED)
def test_scan_is_never_called_safe_without_the_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from contract_scan import scan
    from contract_scan.extract.pdf import pictures

    monkeypatch.setattr(pictures, "installed", lambda: False)
    report = scan(SAMPLES / name)
    assert report.document.status == "unread"
    assert report.refund.verdict == "not_assessed"
    assert report.deposit.exists is None
    assert report.refund.score is None
    assert report.document.page_count is not None
    assert {part.page for part in report.document.unread} == set(range(1, report.document.page_count + 1))
    assert report.findings == ()
    assert all(check.outcome == "not_assessed" for check in report.checks)


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value)).normalize()


def _figures(fee: dict[str, Any]) -> set[tuple[Any, ...]]:
    """Return the figures of a fee, so that 0.6 % + 3 元 counts alike as one fee or as two."""
    figures: set[tuple[Any, ...]] = set()
    for field in ("rate", "amount", "cap", "min"):
        number = _number(fee.get(field))
        if number:
            period = (fee.get("period"),) if field == "amount" else ()
            figures.add((field, number, *period))
    return figures


def _touching(report: Any, quote: str) -> list[Any]:
    """Return the findings with evidence on any character of the quote, white space aside."""
    text = report.document.text
    places = [at for at, character in enumerate(text) if not character.isspace()]
    at = "".join(text[place] for place in places).find(_flat(quote))
    assert at >= 0, f"not in the text that was read: {quote}"
    start, end = places[at], places[at + len(_flat(quote)) - 1] + 1
    return [f for f in report.findings if any(e.start < end and start < e.end for e in f.evidence)]
