"""What may be scanned, under what name, and what is said of pages that another program took out of a file."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from contract_scan import Pages, Scanner, SourceTooLargeError, UsageError, scan
from contract_scan.extract.bounds import Bounds

AGREEMENT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


@pytest.mark.parametrize("form", ["text", "bytes", "bytearray", "path", "string", "file", "pages", "document"])
def test_every_form_of_an_agreement_gives_the_same_findings(scanner: Scanner, tmp_path: Path, form: str) -> None:
    path = tmp_path / "agreement.txt"
    path.write_text(AGREEMENT, "utf-8")
    source = {
        "text": AGREEMENT,
        "bytes": AGREEMENT.encode(),
        "bytearray": bytearray(AGREEMENT.encode()),
        "path": path,
        "string": str(path),
        "file": io.BytesIO(AGREEMENT.encode()),
        "pages": Pages([AGREEMENT]),
        "document": scanner.extract(AGREEMENT),
    }[form]
    report = scanner.scan(source, name="offer.txt")
    assert report.document.name == "offer.txt"
    assert [finding.evidence[0].quote for finding in report.findings if finding.evidence] == [
        finding.evidence[0].quote for finding in scanner.scan(AGREEMENT).findings if finding.evidence
    ]
    if isinstance(source, io.BytesIO):
        source.seek(0)
    record = scanner.try_scan(source, path="x")
    assert (record.path, record.status, record.sha256) == ("x", "ok", report.document.sha256)


def test_a_name_is_printable(scanner: Scanner) -> None:
    assert scanner.scan(Pages([AGREEMENT], name="a\nb")).document.name == "a\\x0ab"
    assert scanner.scan(scanner.extract(AGREEMENT), name="a\nb").document.name == "a\\x0ab"


def test_pages_have_their_numbers(scanner: Scanner) -> None:
    pages = Pages(["第一条 总则\r\n本协议自签字之日起生效。\f", "第二条 押金\n乙方交纳终端押金300元，押金概不退还。"])
    document = scanner.extract(pages)
    assert [page.number for page in document.pages] == [1, 2]
    assert [document.text[page.start : page.end].strip() for page in document.pages] == [
        "第一条 总则\n本协议自签字之日起生效。",
        "第二条 押金\n乙方交纳终端押金300元，押金概不退还。",
    ]
    report = scanner.scan(pages)
    assert report.refund.verdict == "non_refundable"
    (told,) = {
        place.page for finding in report.findings if finding.rule_id == "REF-NEVER" for place in finding.evidence
    }
    assert told == 2


@pytest.mark.parametrize("texts", [["", None, AGREEMENT, " \n", "\0"], [None, "", AGREEMENT, "", ""]])
def test_a_page_without_text_is_unread_and_never_safe(scanner: Scanner, texts: list[str | None]) -> None:
    report = scanner.scan(Pages(texts, blank={5}))
    assert report.document.page_count == 5
    assert [part.page for part in report.document.unread] == [1, 2, 4]
    assert scanner.try_scan(Pages(texts)).status == "partial"
    assert [page.number for page in scanner.extract(Pages(texts)).pages] == [1, 2, 3, 4, 5]


def test_pages_that_are_all_unread_are_not_assessed(scanner: Scanner) -> None:
    assert scanner.try_scan(Pages([None, None])).status == "needs_ocr"
    assert scanner.scan(Pages([None])).refund.verdict == "not_assessed"


@pytest.mark.parametrize("texts", ["第一页", b"x", [], [b"x"], [1]])
def test_what_is_no_list_of_texts_is_refused(texts: object) -> None:
    with pytest.raises(UsageError):
        Pages(texts)  # type: ignore[arg-type]


def test_bounds_hold_for_pages() -> None:
    with pytest.raises(SourceTooLargeError):
        Scanner(bounds=Bounds(pages=1)).scan(Pages(["a", "b"]))


def test_what_is_no_input_is_refused() -> None:
    with pytest.raises(UsageError):
        scan(17)  # type: ignore[arg-type]
