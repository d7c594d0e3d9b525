"""Draws a page as a grey picture."""

from __future__ import annotations

import ctypes

from contract_scan.extract.ocr import Picture
from contract_scan.extract.pdf.native import NativePage

__all__ = ["rendered"]

_WHITE = 0xFFFFFFFF
_QUARTERS = {0: 0, 90: 1, 180: 2, 270: 3}  # clockwise, by the direction of a page's text
_LONGEST = 5000  # pixels of the longer side: a page may claim any size


def rendered(page: NativePage, scale: float) -> Picture:
    """Draw a page, turned as it is read, with its notes and fields.

    `scale` is how many pixels a point has, or fewer where the picture would be huge.
    """
    raw = page.raw
    scale = min(scale, _LONGEST / max(page.width, page.height))
    width, height = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    quarters = _QUARTERS[page.turned]
    bitmap = raw.FPDFBitmap_CreateEx(width, height, raw.FPDFBitmap_Gray, None, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
        raw.FPDF_RenderPageBitmap(bitmap, page.handle, 0, 0, width, height, quarters, raw.FPDF_ANNOT)
        if page.document.form is not None:
            raw.FPDF_FFLDraw(page.document.form, bitmap, page.handle, 0, 0, width, height, quarters, raw.FPDF_ANNOT)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    if stride != width:
        pixels = b"".join(pixels[row * stride : row * stride + width] for row in range(height))
    return Picture(pixels, width, height, scale)
