"""Scanned pages packed as JPEG 2000, JBIG2 and fax: read like any other, and named as unread where they are damaged."""

from __future__ import annotations

import io
import shutil
import struct

import pytest
from pdf_files import page_of, pdf, sound, stream
from PIL import Image, ImageOps, features

from contract_scan import scan
from support.scanning import printed

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")
pytestmark = pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")

LINES = ("第一条 押金", "乙方应向甲方交纳押金300元。")


def jpeg_2000(image: Image.Image) -> tuple[bytes, bytes]:
    if not features.check("jpg_2000"):
        pytest.skip("Pillow has no JPEG 2000")
    out = io.BytesIO()
    image.save(out, "JPEG2000", quality_mode="rates", quality_layers=[20])
    return out.getvalue(), b"/Filter/JPXDecode"


def fax(image: Image.Image) -> tuple[bytes, bytes]:
    """Pack as Group 4; in it, a one is black."""
    out = io.BytesIO()
    ImageOps.invert(image.convert("L")).convert("1").save(
        out, "TIFF", compression="group4", tiffinfo={278: image.height}
    )
    tiff = Image.open(out)
    (start,), (size,) = tiff.tag_v2[273], tiff.tag_v2[279]
    data = out.getvalue()[start : start + size]
    parameters = b"/DecodeParms<</K -1/Columns %d/Rows %d>>" % image.size
    return data, b"/Filter/CCITTFaxDecode/ColorSpace/DeviceGray/BitsPerComponent 1" + parameters


def jbig2(image: Image.Image) -> tuple[bytes, bytes]:
    """Pack as one page with one region, whose lines are packed as in a fax."""
    size = struct.pack(">II", *image.size)
    region = size + bytes(8) + b"\0" + b"\1" + fax(image)[0]
    segments = ((0, 48, size + bytes(8) + b"\0\0\0"), (1, 38, region))
    data = b"".join(struct.pack(">IBBBI", at, kind, 0, 1, len(body)) + body for at, kind, body in segments)
    return data, b"/Filter/JBIG2Decode/ColorSpace/DeviceGray/BitsPerComponent 1"


def page_with(data: bytes, entries: bytes, image: Image.Image) -> bytes:
    head = b"/Type/XObject/Subtype/Image/Width %d/Height %d" % image.size
    return pdf(
        sound(
            {
                3: page_of(resources=b"<</XObject<</I 6 0 R>>>>"),
                4: stream(b"612 0 0 792 0 0 cm /I Do"),
                6: stream(data, head + entries),
            }
        )
    )


@pytest.fixture(scope="module")
def page() -> Image.Image:
    return printed(LINES, size=18).resize((1275, 1650))


@pytest.mark.parametrize("pack", [jpeg_2000, jbig2, fax])
def test_a_packed_page_is_read(page, pack):
    document = scan(page_with(*pack(page), page)).document
    assert "押金300元" in (document.text or "").replace(" ", "")
    assert document.unread == ()


@pytest.mark.parametrize("pack", [jpeg_2000, jbig2])
def test_a_packed_page_cut_off_is_named(page, pack):
    data, entries = pack(page)
    document = scan(page_with(data[: len(data) // 3], entries, page)).document
    assert document.status != "read"
    assert "数据不全" in document.unread[0].reason
