"""Odd pictures: too large, tiny, in other colours, moving, cut off."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from support.guarded import Reader

pytest.importorskip("rapidocr", reason="the extra ocr is not installed")


@pytest.fixture(scope="module")
def reader(tmp_path_factory):
    one = Reader(tmp_path_factory.mktemp("pictures"))
    yield one
    assert one.close() == []


def png_of(side: int) -> bytes:
    """A white picture of one bit a pixel, packed to a few kilobytes."""
    row = b"\0" + b"\xff" * ((side + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    parts = (struct.pack(">I", len(c)) + n + c + struct.pack(">I", zlib.crc32(n + c)) for n, c in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def saved(kind: str, mode: str = "RGB", size: tuple[int, int] = (120, 80), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "white").save(out, kind, **options)
    return out.getvalue()


def animated() -> bytes:
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("white", "grey", "black")]
    return saved("GIF", size=(60, 40), save_all=True, append_images=frames)


@pytest.mark.parametrize("side", [20_000, 30_000])
def test_a_picture_over_the_bound_is_not_decoded(reader, side):
    record = reader.read("large.png", png_of(side))
    assert record.status == "too_large"
    assert "--limit image_pixels=" in record.error.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dot.png", saved("PNG", size=(1, 1))),
        ("line.png", saved("PNG", size=(9000, 1))),
        ("inks.jpg", saved("JPEG", "CMYK")),
        ("deep.tif", saved("TIFF", "I;16")),
        ("see-through.webp", saved("WEBP", "RGBA")),
        ("pages.tif", saved("TIFF", save_all=True, append_images=[Image.new("L", (50, 50))] * 3)),
    ],
)
def test_odd_pictures_are_read_as_the_blanks_that_they_are(reader, name, data):
    record = reader.read(name, data)
    assert record.report is not None, record.error
    assert record.report.document.char_count == 0


def test_the_frames_of_an_animation_that_are_not_read_are_said(reader):
    record = reader.read("moving.gif", animated())
    assert "动画" in {part.part for part in record.report.document.unread}


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP"])
def test_a_picture_cut_off_is_damaged_or_read(reader, kind):
    data = saved(kind)
    for part in (0.3, 0.9):
        record = reader.read(f"cut.{kind.lower()}", data[: int(len(data) * part)])
        assert record.status in {"corrupt", "unsupported", "needs_ocr", "ok", "partial"}
