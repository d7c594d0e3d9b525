"""Highlights in a copy of the PDF: on the words, whatever way the page is turned or cut."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pypdf.generic import RectangleObject

from contract_scan import annotate
from contract_scan.errors import CorruptFileError, UnsupportedFormatError, UsageError
from contract_scan.model.report import ContractReport
from contract_scan.render.marked.geometry import PageFrame
from contract_scan.scanner import Scanner

Scanned = Callable[[Path], ContractReport]
SAMPLES = Path(__file__).parents[3] / "samples"
ONE = SAMPLES / "12-terminal-rental-libreoffice.pdf"
COLUMNS = SAMPLES / "05-two-column-contradictory.pdf"


def turned(path: Path, rotation: int, crop: tuple[float, ...] | None = None) -> bytes:
    writer = pypdf.PdfWriter(clone_from=path)
    for page in writer.pages:
        page.rotation = rotation
        if crop:
            page.cropbox = RectangleObject(crop)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def annotations(data: bytes) -> list[tuple[int, Any]]:
    reader = pypdf.PdfReader(io.BytesIO(data))
    return [
        (number, entry.get_object())
        for number, page in enumerate(reader.pages)
        for entry in page.get("/Annots", ())
        if entry.get_object()["/Subtype"] in ("/Highlight", "/Text") and entry.get_object().get("/T") == "contract-scan"
    ]


def words_under(document: pypdfium2.PdfDocument, page: int, quads: list[float]) -> str:
    text = document[page].get_textpage()
    found = ""
    for at in range(0, len(quads), 8):
        xs, ys = quads[at : at + 8 : 2], quads[at + 1 : at + 8 : 2]
        found += text.get_text_bounded(min(xs), min(ys), max(xs), max(ys))
    return "".join(found.split())


CASES = {
    "upright": (ONE, 0, None),
    "right": (ONE, 90, None),
    "upside-down": (ONE, 180, None),
    "left": (ONE, 270, None),
    "cropped-and-turned": (ONE, 90, (40, 50, 570, 800)),
    "two-columns": (COLUMNS, 0, None),
}


@pytest.mark.parametrize("case", CASES)
def test_highlights_lie_on_the_quoted_words(scanner: Scanner, case: str) -> None:
    data = turned(*CASES[case])
    report = scanner.scan(data)
    copy = annotate(data, report)
    assert copy.suffix == ".pdf"
    assert copy.unplaced == ()
    places = [
        place
        for finding in report.findings
        for place in finding.evidence
        if finding.severity != "none" or finding.outcome == "protection"
    ]
    # Words that are shown upside down come back in another order.
    quotes = [Counter("".join(place.quote.split())) for place in places]
    parts = [Counter("".join(place.quote.split())) for place in places if len(set(place.box_pages)) > 1]
    document = pypdfium2.PdfDocument(copy.data)
    marked = []
    for page, one in annotations(copy.data):
        if one["/Subtype"] == "/Highlight":
            quads = [float(part) for part in one["/QuadPoints"]]
            marked.append(Counter(words_under(document, page, quads)))
    assert len(marked) >= len({(place.start, place.end) for place in places}) > 5
    odd = [words for words in marked if not any(words == quote for quote in quotes)]
    assert not [words for words in odd if not any(words <= part for part in parts)]


def test_highlights_lie_on_the_words_of_a_scan(scanner: Scanner) -> None:
    """The picture of a page has its words where the page has them."""
    printed = pypdfium2.PdfDocument(ONE)
    out = io.BytesIO()
    printed[1].render(scale=150 / 72).to_pil().convert("L").save(out, "PDF", resolution=150)
    report = scanner.scan(out.getvalue())
    copy = annotate(out.getvalue(), report)
    assert copy.unplaced == ()
    marks = [one for _, one in annotations(copy.data) if one["/Subtype"] == "/Highlight"]
    assert len(marks) > 3
    quotes = [Counter("".join(e.quote.split())) for finding in report.findings for e in finding.evidence]
    for one in marks:
        words = Counter(words_under(printed, 1, [float(part) for part in one["/QuadPoints"]]))
        assert any((words & quote).total() >= 0.8 * max(words.total(), quote.total()) for quote in quotes), words


def test_notes_say_what_why_and_what_to_do_in_the_colour_of_the_severity(scanned: Scanned) -> None:
    report = scanned(COLUMNS)
    marks = [one for _, one in annotations(annotate(COLUMNS, report).data)]
    worst = next(f for f in report.findings if f.severity == "high" and f.evidence and f.outcome == "risk")
    (mark,) = [one for one in marks if worst.title in one["/Contents"] and worst.advice in one["/Contents"]][:1]
    assert worst.message in mark["/Contents"]
    assert mark["/Contents"].startswith("[高风险]")
    red, green, blue = map(float, mark["/C"])
    assert red > green
    assert red > blue
    assert mark["/F"] & 4
    look = mark["/AP"]["/N"].get_object()
    assert look["/Resources"]["/ExtGState"]["/G"]["/BM"] == "/Multiply"


def test_the_whole_is_said_at_the_beginning(scanned: Scanned) -> None:
    report = scanned(COLUMNS)
    (sticky,) = [(page, one) for page, one in annotations(annotate(COLUMNS, report).data) if one["/Subtype"] == "/Text"]
    assert sticky[0] == 0
    assert "前后矛盾" in sticky[1]["/Contents"]
    assert "不是法律意见" in sticky[1]["/Contents"]
    english = annotations(annotate(COLUMNS, report, lang="en").data)
    assert any("not legal advice" in one["/Contents"] for _, one in english)


def test_the_page_itself_is_not_touched(scanned: Scanned) -> None:
    report = scanned(ONE)
    before, after = pypdf.PdfReader(ONE), pypdf.PdfReader(io.BytesIO(annotate(ONE, report).data))
    assert len(before.pages) == len(after.pages)
    for old, new in zip(before.pages, after.pages, strict=True):
        assert old.get_contents().get_data() == new.get_contents().get_data()  # type: ignore[union-attr]


def test_highlights_show_and_leave_the_words_readable(scanned: Scanned) -> None:
    report = scanned(ONE)
    copy = annotate(ONE, report)
    page, one = next((p, a) for p, a in annotations(copy.data) if a["/Subtype"] == "/Highlight")
    shown = pypdfium2.PdfDocument(copy.data)[page]
    picture = shown.render(scale=3, may_draw_forms=True).to_pil().convert("RGB")
    x0, _, x1, top, *_ = (float(part) for part in one["/QuadPoints"])
    bottom = float(one["/QuadPoints"][5])
    height = shown.get_height()
    cut = picture.crop((int(x0 * 3), int((height - top) * 3), int(x1 * 3), int((height - bottom) * 3)))
    counts = {colour: count for count, colour in cut.getcolors(cut.width * cut.height) or ()}
    ground = max(counts, key=lambda colour: counts[colour])
    wanted = tuple(round(255 * float(part)) for part in one["/C"])
    assert all(abs(seen - meant) <= 3 for seen, meant in zip(ground, wanted, strict=True)), (ground, wanted)
    assert any(max(colour) < 90 for colour in counts)


def test_a_locked_file_gives_an_open_copy_and_says_so(scanner: Scanner, scanned: Scanned, tmp_path: Path) -> None:
    locked = tmp_path / "locked.pdf"
    with pikepdf.open(ONE) as pdf:
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="secret", R=6))
    report = Scanner(scanner.ruleset, password="secret").scan(locked)
    copy = annotate(locked, report, password="secret")
    assert copy.unlocked
    assert len(annotations(copy.data)) > 5
    assert not annotate(ONE, scanned(ONE), password="secret").unlocked
    with pytest.raises(CorruptFileError):
        annotate(locked, report, password="wrong")


def test_the_report_has_to_be_of_this_file(scanned: Scanned) -> None:
    with pytest.raises(UsageError, match="another file"):
        annotate(COLUMNS, scanned(ONE))


def test_only_pdf_and_docx_can_be_marked(scanner: Scanner) -> None:
    text = SAMPLES / "09-no-deposit-first-swipe-fee.txt"
    with pytest.raises(UnsupportedFormatError, match="--format html"):
        annotate(text, scanner.scan(text))


def test_a_quote_without_a_box_is_told_at_the_beginning(scanned: Scanned) -> None:
    report = scanned(ONE)
    bad = next(f for f in report.findings if f.severity in ("high", "medium"))
    bare = bad.model_copy(update={"evidence": (bad.evidence[0].model_copy(update={"boxes": (), "box_pages": ()}),)})
    copy = annotate(ONE, report.model_copy(update={"findings": (bare,)}))
    assert copy.unplaced == (bad.evidence[0].quote,)
    ((page, sticky),) = annotations(copy.data)
    assert (page, sticky["/Subtype"]) == (0, "/Text")
    assert bad.evidence[0].quote in sticky["/Contents"]
    assert bad.title in sticky["/Contents"]


def test_reports_of_old_without_pages_of_boxes_still_serve(scanned: Scanned) -> None:
    report = scanned(ONE)
    data = report.model_dump(mode="json", by_alias=True)
    for finding in data["findings"]:
        for place in finding["evidence"]:
            del place["box_pages"]
    old = ContractReport.model_validate(data)
    assert len(annotations(annotate(ONE, old).data)) == len(annotations(annotate(ONE, report).data))


@pytest.mark.parametrize(
    ("turn", "shown", "own"),
    [(0, (10, 20), (15, 773)), (90, (10, 20), (25, 13)), (180, (10, 20), (585, 23)), (270, (10, 20), (575, 783))],
)
def test_corners(turn: int, shown: tuple[int, int], own: tuple[int, int]) -> None:
    """A page 590 wide and 790 high that begins at (5, 3); worked out by hand."""
    frame = PageFrame(5, 3, 590, 790, turn)
    assert frame.quad((*shown, 50, 60))[0] == own
