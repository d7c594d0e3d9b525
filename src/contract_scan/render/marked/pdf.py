"""A PDF with highlights: real annotations, which every viewer lists, with an appearance that every viewer shows."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from contract_scan.model.report import ContractReport
from contract_scan.render.marked.geometry import Box, PageFrame, Quad
from contract_scan.render.marked.notes import AUTHOR, Note, whole_note
from contract_scan.render.phrases import Lang
from contract_scan.render.summary import Tone

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

__all__ = ["mark_pdf"]

# Light enough for black words on them; multiplied with what is there, they leave it readable.
_COLOURS: Final[dict[Tone, tuple[float, float, float]]] = {
    "bad": (1.0, 0.68, 0.66),
    "doubtful": (1.0, 0.87, 0.5),
    "plain": (0.78, 0.85, 0.97),
    "good": (0.72, 0.92, 0.76),
    "unknown": (0.88, 0.8, 0.97),
}
_PRINTED: Final = 4  # the flag of annotations that are printed with the page
_ICON: Final = 20.0


def mark_pdf(
    data: bytes, report: ContractReport, notes: Sequence[Note], lang: Lang, password: str | None
) -> tuple[bytes, tuple[Note, ...], bool]:
    """Return the marked copy, the notes whose words have no box, and whether the copy lost a password."""
    from pypdf import PdfWriter

    reader, unlocked = _opened(data, password)
    writer = PdfWriter(clone_from=reader)
    unplaced = []
    for note in notes:
        by_page = _by_page(note, len(writer.pages))
        if not by_page:
            unplaced.append(note)
        for number, boxes in by_page.items():
            _highlight(writer, number, boxes, note)
    _sticky(writer, whole_note(report, lang, tuple(unplaced)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue(), tuple(unplaced), unlocked


def _opened(data: bytes, password: str | None) -> tuple[Any, bool]:
    """Open a PDF. One that is locked or that pypdf cannot walk is first written anew by the reader that read it."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if not reader.is_encrypted:
            len(reader.pages)
            return reader, False
        unlocked = True
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError):
        unlocked = False
    return PdfReader(io.BytesIO(_rewritten(data, password))), unlocked


def _rewritten(data: bytes, password: str | None) -> bytes:
    import pypdfium2
    import pypdfium2.raw

    out = io.BytesIO()
    try:
        document = pypdfium2.PdfDocument(data, password=password)
    except pypdfium2.PdfiumError:
        # A password meant for other files is no reason to refuse one that needs none.
        document = pypdfium2.PdfDocument(data)
    with document:
        document.save(out, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    return out.getvalue()


def _by_page(note: Note, count: int) -> dict[int, list[Box]]:
    """Return the boxes of a note by page, from 0."""
    place = note.place
    pages = place.box_pages or (place.page or 0,) * len(place.boxes)
    found: dict[int, list[Box]] = {}
    for page, box in zip(pages, place.boxes, strict=True):
        if 1 <= page <= count and box[2] > box[0] and box[3] > box[1]:
            found.setdefault(page - 1, []).append(box)
    return found


def _frame(page: PageObject) -> PageFrame:
    media, crop = page.mediabox, page.cropbox
    left, bottom = max(_low(media, 0), _low(crop, 0)), max(_low(media, 1), _low(crop, 1))
    right, top = min(_high(media, 0), _high(crop, 0)), min(_high(media, 1), _high(crop, 1))
    if right <= left or top <= bottom:  # a crop box beside the page shows the whole of it
        left, bottom, right, top = _low(media, 0), _low(media, 1), _high(media, 0), _high(media, 1)
    return PageFrame(left, bottom, right - left, top - bottom, int(page.rotation) % 360)


def _low(box: Any, axis: int) -> float:
    return min(float(box[axis]), float(box[axis + 2]))


def _high(box: Any, axis: int) -> float:
    return max(float(box[axis]), float(box[axis + 2]))


def _highlight(writer: PdfWriter, number: int, boxes: Iterable[Box], note: Note) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject

    frame = _frame(writer.pages[number])
    quads = [frame.quad(box) for box in boxes]
    points = [point for quad in quads for point in quad]
    rect = _floats((min(x for x, _ in points), min(y for _, y in points)))
    rect += _floats((max(x for x, _ in points), max(y for _, y in points)))
    colour = _COLOURS[note.tone]
    annotation = _annotation("/Highlight", rect, note.text)
    annotation[NameObject("/C")] = ArrayObject(_floats(colour))
    annotation[NameObject("/CA")] = FloatObject(1)
    annotation[NameObject("/QuadPoints")] = ArrayObject(_floats(part for point in points for part in point))
    look = writer._add_object(_appearance(rect, quads, colour))
    annotation[NameObject("/AP")] = DictionaryObject({NameObject("/N"): look})
    writer.add_annotation(number, annotation)


def _appearance(rect: list[Any], quads: Iterable[Quad], colour: Sequence[float]) -> Any:
    """Return a form that paints the boxes: viewers that draw no highlight themselves show it, all print it."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, NameObject

    blend = DictionaryObject(
        {NameObject("/Type"): NameObject("/ExtGState"), NameObject("/BM"): NameObject("/Multiply")}
    )
    form = DecodedStreamObject()
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(rect),
            NameObject("/Resources"): DictionaryObject(
                {NameObject("/ExtGState"): DictionaryObject({NameObject("/G"): blend})}
            ),
            # Blending reaches what lies under the form only where the form is a group of its own.
            NameObject("/Group"): DictionaryObject({NameObject("/S"): NameObject("/Transparency")}),
        }
    )
    paths = [
        " ".join(
            [f"{a[0]:.2f} {a[1]:.2f} m", *(f"{x:.2f} {y:.2f} l" for x, y in (b, d, c)), "h f"],
        )
        for a, b, c, d in quads
    ]
    fill = " ".join(f"{part:g}" for part in colour)
    form.set_data("\n".join([f"/G gs {fill} rg", *paths]).encode("ascii"))
    return form


def _sticky(writer: PdfWriter, text: str) -> None:
    """Put the note on the whole at the top left of the first page, closed."""
    from pypdf.generic import ArrayObject, BooleanObject, NameObject

    if not len(writer.pages):
        return
    corners = _frame(writer.pages[0]).quad((8, 8, 8 + _ICON, 8 + _ICON))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    note = _annotation("/Text", _floats((min(xs), min(ys), max(xs), max(ys))), text)
    note[NameObject("/Name")] = NameObject("/Comment")
    note[NameObject("/Open")] = BooleanObject(False)
    note[NameObject("/C")] = ArrayObject(_floats(_COLOURS["doubtful"]))
    writer.add_annotation(0, note)


def _annotation(kind: str, rect: list[Any], text: str) -> Any:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject(rect),
            NameObject("/Contents"): TextStringObject(text),
            NameObject("/T"): TextStringObject(AUTHOR),
            NameObject("/F"): NumberObject(_PRINTED),
        }
    )


def _floats(values: Iterable[float]) -> list[Any]:
    from pypdf.generic import FloatObject

    return [FloatObject(round(value, 2)) for value in values]
