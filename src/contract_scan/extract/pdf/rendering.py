"""Draws a page as a picture."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from time import thread_time
from typing import Any

from contract_scan.extract.bounds import Bounds
from contract_scan.extract.ocr import Picture, picture_of
from contract_scan.extract.pdf.native import NativePage
from contract_scan.extract.pdf.truncated import TOLD, is_truncated

__all__ = ["has_truncated_image", "rendered"]

_IMAGE, _FORM = 3, 5
_MOST = 20_000  # objects looked at on one page
_DEPTH = 4  # forms inside forms
_WHITE = 0xFFFFFFFF
_QUARTERS = {0: 0, 90: 1, 180: 2, 270: 3}  # clockwise, by the direction of a page's text
_MANY = 5_000  # objects on a page of which some may be costly to draw
_LONGEST = 5000  # pixels of the longer side: a page may claim any size


def rendered(page: NativePage, scale: float, bounds: Bounds) -> Picture | None:
    """Draw a page, turned as it is read, with its notes and fields; None where that is over `bounds`.

    `scale` is how many pixels a point has, or fewer where the picture would be huge. `bounds.reading_seconds` is the
    processor time for one drawing; what a single step of it takes counts only when it is done.
    """
    if not _may_draw(page, bounds):
        return None
    from PIL import Image

    raw = page.raw
    scale = min(scale, _LONGEST / max(page.width, page.height))
    width, height = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    quarters = _QUARTERS[page.turned]
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_BGRx, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        if not _drawn(page, bitmap, (width, height, quarters), bounds.reading_seconds):
            return None
        if page.document.form is not None:
            raw.FPDF_FFLDraw(page.document.form, bitmap, page.handle, 0, 0, width, height, quarters, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return picture_of(Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", stride, 1), scale)


def _drawn(page: NativePage, bitmap: Any, shape: tuple[int, int, int], seconds: float) -> bool:
    """Draw a page on a bitmap of this width, height and turn; tell whether it was done in time.

    Only where there is much to draw is it done step by step: pictures take ten times as long so.
    """
    raw = page.raw
    if raw.FPDFPage_CountObjects(page.handle) < _MANY:
        raw.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, *shape, raw.FPDF_ANNOT)
        return True
    ends = thread_time() + seconds
    ask = type(raw.IFSDK_PAUSE().NeedToPauseNow)
    # pdfium asks after every hundred objects or so.
    pause = raw.IFSDK_PAUSE(version=1, NeedToPauseNow=ask(lambda _pause: thread_time() > ends), user=None)
    try:
        state = raw.FPDF_RenderPageBitmap_Start(bitmap, page.handle, 0, 0, *shape, raw.FPDF_ANNOT, pause)
        return bool(state == raw.FPDF_RENDER_DONE)
    finally:
        raw.FPDF_RenderPage_Close(page.handle)


def _may_draw(page: NativePage, bounds: Bounds) -> bool:
    """Tell whether drawing a page ends: its images are not too large, its patterns not too fine."""
    return page.document.drawable and _largest_image(page) <= bounds.image_pixels


def _largest_image(page: NativePage) -> int:
    """Return how many pixels the largest image of a page has: it is decoded whole to draw the page."""
    raw = page.raw
    width, height = ctypes.c_uint(), ctypes.c_uint()
    largest = 0
    for image in _images(raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.handle, _DEPTH):
        if raw.FPDFImageObj_GetImagePixelSize(image, width, height):
            largest = max(largest, width.value * height.value)
    return largest


def has_truncated_image(page: NativePage) -> bool:
    """Tell whether the data of an image of a page breaks off, where that can be told."""
    raw = page.raw
    for image in _images(raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, page.handle, _DEPTH):
        last = raw.FPDFImageObj_GetImageFilterCount(image) - 1
        size = raw.FPDFImageObj_GetImageFilter(image, last, None, 0) if last == 0 else 0
        if size:
            name = ctypes.create_string_buffer(size)
            raw.FPDFImageObj_GetImageFilter(image, last, name, size)
            packing = name.value.decode("ascii", "replace")
            if packing in TOLD and is_truncated(_packed(raw, image), packing):
                return True
    return False


def _packed(raw: Any, image: Any) -> bytes:
    size = raw.FPDFImageObj_GetImageDataRaw(image, None, 0)
    data = ctypes.create_string_buffer(size)
    raw.FPDFImageObj_GetImageDataRaw(image, data, size)
    return data.raw


def _images(
    raw: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], holder: Any, depth: int
) -> Iterator[Any]:
    for index in range(min(count(holder), _MOST)):
        found = get(holder, index)
        kind = raw.FPDFPageObj_GetType(found)
        if kind == _IMAGE:
            yield found
        elif kind == _FORM and depth:
            yield from _images(raw, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, found, depth - 1)
