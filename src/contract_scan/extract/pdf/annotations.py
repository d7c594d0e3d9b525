"""What was filled in or typed onto a page: form fields, free text, and comments."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_scan.extract.pdf.characters import SHAPELESS, cleaned
from contract_scan.extract.pdf.fragments import FILLED_IN, CharBox, Fragment
from contract_scan.extract.pdf.native import NativePage, wide_string

__all__ = ["Annotation", "annotations_of", "has_signature"]

_FREE_TEXT, _WIDGET, _POPUP, _LINK, _STAMP = 3, 20, 16, 2, 13
_INVISIBLE_FLAGS = 0x02 | 0x20  # hidden, no view
_CHECK_BOX, _RADIO, _TEXT, _COMBO, _LIST, _SIGNATURE = 2, 3, 6, 4, 5, 7
_LINE_HEIGHT = 1.25
_USUAL_SIZE = 12.0  # points: what is typed into a large box is no taller than this
_MOST = 5_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """Text that stands on a page without being in its content.

    `comment` tells a reader's note from what is part of the page. `fragments` are its lines, top to bottom.
    """

    fragments: tuple[Fragment, ...]
    comment: bool


def annotations_of(page: NativePage) -> list[Annotation]:
    """Read a page's filled fields, free text and comments."""
    return [found for annotation in _each(page) if (found := _read(page, annotation)) is not None]


def has_signature(page: NativePage) -> bool:
    """Tell whether an electronic signature is drawn on a page."""
    raw, form = page.raw, page.document.form
    return form is not None and any(
        raw.FPDFAnnot_GetSubtype(annotation) == _WIDGET
        and raw.FPDFAnnot_GetFormFieldType(form, annotation) == _SIGNATURE
        and not raw.FPDFAnnot_GetFlags(annotation) & _INVISIBLE_FLAGS
        and _has_extent(page, annotation)
        for annotation in _each(page)
    )


def _each(page: NativePage) -> Iterator[Any]:
    for index in range(min(page.raw.FPDFPage_GetAnnotCount(page.handle), _MOST)):
        annotation = page.raw.FPDFPage_GetAnnot(page.handle, index)
        if annotation:
            try:
                yield annotation
            finally:
                page.raw.FPDFPage_CloseAnnot(annotation)


def _has_extent(page: NativePage, annotation: Any) -> bool:
    rectangle = page.raw.FS_RECTF()
    found = page.raw.FPDFAnnot_GetRect(annotation, rectangle)
    return bool(found) and rectangle.right > rectangle.left and rectangle.top > rectangle.bottom


def _read(page: NativePage, annotation: Any) -> Annotation | None:
    raw = page.raw
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if kind in (_POPUP, _LINK) or raw.FPDFAnnot_GetFlags(annotation) & _INVISIBLE_FLAGS:
        return None
    rectangle = raw.FS_RECTF()
    if not raw.FPDFAnnot_GetRect(annotation, rectangle):
        return None
    box = page.frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
    text = _field_value(page, annotation) if kind == _WIDGET else _string(raw, annotation, b"Contents")
    lines = [line.strip() for line in cleaned(text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")]
    fragments = _set(["".join(line.split(SHAPELESS)) for line in lines if line], box)
    return Annotation(tuple(fragments), kind not in (_WIDGET, _FREE_TEXT, _STAMP)) if fragments else None


def _field_value(page: NativePage, annotation: Any) -> str:
    raw, form = page.raw, page.document.form
    if form is None:
        return _string(raw, annotation, b"V")
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    if kind in (_CHECK_BOX, _RADIO):
        return "☐" if _string(raw, annotation, b"AS") in ("", "Off") else "☑"  # the state that is shown
    if kind not in (_TEXT, _COMBO, _LIST):
        return ""  # a button, a signature
    return wide_string(lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size))


def _string(raw: Any, annotation: Any, key: bytes) -> str:
    return wide_string(lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _set(lines: list[str], box: CharBox) -> list[Fragment]:
    """Set lines into a box, spread over their share of its width: where exactly a viewer sets them is its affair."""
    x0, top, x1, bottom = box
    if not lines or x1 <= x0:
        return []
    step = min((bottom - top) / len(lines), _USUAL_SIZE * _LINE_HEIGHT) if len(lines) > 1 else bottom - top
    size = min(step / _LINE_HEIGHT, _USUAL_SIZE) if step > 0 else _USUAL_SIZE
    fragments = []
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * step
        widths = [size if ord(char) > 0xFF else size / 2 for char in line]
        scale = min(1.0, (x1 - x0) / sum(widths))
        boxes = array("d")
        x = x0
        for width in widths:
            boxes.extend((x, middle - size / 2, x + width * scale, middle + size / 2))
            x += width * scale
        fragments.append(Fragment(x0, middle - size / 2, x, middle + size / 2, size, FILLED_IN, 0, line, boxes))
    return fragments
