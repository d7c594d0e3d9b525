"""Reads picture files: photographs and scans of agreements as PNG, JPEG, TIFF, WebP, GIF or BMP."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from contract_scan.errors import CorruptFileError, MissingExtraError, SourceTooLargeError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.ocr import Picture, Scan, Stopwatch, installed, picture_of, recognise
from contract_scan.extract.ocr.remarks import FATAL, OVERTIME, remarks_on
from contract_scan.extract.pdf.flow import PageContent
from contract_scan.extract.pdf.printed import printed_document
from contract_scan.extract.pdf.recognised import laid_out
from contract_scan.extract.pdf.turning import Placement
from contract_scan.model.document import Document, ReadingWarning, Unread
from contract_scan.sources import Source

__all__ = ["read_image"]

_LONGEST = 2400  # pixels of the longer side: an A4 page at 200 dpi
_PAGE_LENGTH = 842.0  # points: the longer side of A4, for a picture that does not say how large it is
_THINNEST = 32  # pixels: recognition fails on what is thinner
_FORMATS = ("PNG", "JPEG", "TIFF", "GIF", "BMP", "WEBP")
_REDUCIBLE = frozenset({"L", "RGB", "RGBA", "CMYK", "YCbCr"})
_RESOLUTIONS = range(100, 1201)  # dpi that scanners set; programs write 72 or 96 into any picture


def read_image(source: Source, *, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Read a picture file, every page of a TIFF.

    Boxes are in points: by the picture's resolution where it states one, else as if its longer side were that of A4.
    Raises MissingExtraError without the extra ``ocr``, CorruptFileError where the picture cannot be decoded,
    SourceTooLargeError where it is over `bounds`.
    """
    if not installed():
        raise MissingExtraError("ocr", "读图片")
    contents: list[PageContent] = []
    scans: dict[int, Placement] = {}
    unread: list[Unread] = []
    remarks: list[ReadingWarning] = []
    opened = _opened(source, bounds)
    watch = Stopwatch(bounds)
    for number, picture in enumerate(opened.pictures, 1):
        if not bounds.may_open(number):
            contents.append(_nothing(number, picture))
            unread.append(Unread(f"第{number}页", FATAL, number))
            continue
        try:
            scan = recognise(picture, tick=watch.check)
        except SourceTooLargeError:
            contents.append(_nothing(number, picture))
            unread.append(Unread(f"第{number}页", OVERTIME.format(seconds=bounds.ocr_seconds), number))
            continue
        scans[number] = scan
        contents.append(_content(number, scan))
        missed, warned = remarks_on(scan, number, blank=not scan.illegible and picture.is_blank)
        unread.extend(missed)
        remarks.extend(warned)
    if opened.unread_frames:
        unread.append(Unread("动画", f"动画的其余 {opened.unread_frames} 幅画面没有读取；请另存为 PDF 或 TIFF"))
    document = printed_document(source, opened.media_type, contents, scans, unread=unread, warnings=remarks)
    bounds.check("characters", len(document.text))
    return document


def _nothing(number: int, picture: Picture) -> PageContent:
    return PageContent(number, picture.width / picture.scale, picture.height / picture.scale)


def _content(number: int, scan: Scan) -> PageContent:
    tables, body = laid_out(scan)
    return PageContent(number, *scan.upright_size, body, tables)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A picture file: its pages as grey pictures, one at a time, and how many of its frames are none of them."""

    media_type: str
    pictures: Iterator[Picture]
    unread_frames: int


def _opened(source: Source, bounds: Bounds) -> _Opened:
    from PIL import Image

    with _typed_errors(bounds):
        image = Image.open(io.BytesIO(source.data), formats=_FORMATS)
        frames = int(getattr(image, "n_frames", 1))
    paged = image.format == "TIFF"
    bounds.begin_pages(frames if paged else 1)
    # A telephone adds smaller copies of a photograph to it; the frames of an animation are pictures of their own.
    left = 0 if paged or image.format == "MPO" else frames - 1
    media_type = Image.MIME.get(image.format or "", "image/*")
    return _Opened(media_type, _pictures(image, frames if paged else 1, bounds), left)


def _pictures(image: Any, count: int, bounds: Bounds) -> Iterator[Picture]:
    with image:
        for frame in range(count):
            with _typed_errors(bounds):
                if frame:
                    image.seek(frame)
                picture = _picture(image, bounds)
            yield picture


@contextmanager
def _typed_errors(bounds: Bounds) -> Iterator[None]:
    """Turn what Pillow raises into errors of this library."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, and of sizes, which are held to bounds here
            yield
    except Image.DecompressionBombError as error:
        raise bounds.exceeded("image_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError, OverflowError, struct.error) as error:
        raise CorruptFileError("the picture is damaged and cannot be opened; ask for the file again") from error


def _picture(image: Any, bounds: Bounds) -> Picture:
    from PIL import Image, ImageOps

    bounds.check("image_pixels", image.width * image.height)
    resolution, given = image.info.get("dpi", (0, 0))[0], max(image.size)
    length = 72 * given / float(resolution) if round(float(resolution)) in _RESOLUTIONS else _PAGE_LENGTH
    if image.mode in _REDUCIBLE and (factor := given // (2 * _LONGEST)) > 1:
        image = image.reduce(factor)  # at once: each step below takes a copy of the whole picture
    image = _flat(ImageOps.exif_transpose(image))
    longest = max(image.size)
    if longest > _LONGEST:
        size = tuple(max(1, round(side * _LONGEST / longest)) for side in image.size)
        image = image.resize(size, Image.Resampling.BOX)
    scale = max(image.size) / length
    if min(image.size) < _THINNEST:
        strip, image = image, Image.new(image.mode, [max(side, _THINNEST) for side in image.size], "white")
        image.paste(strip)
    return picture_of(image, scale)


def _flat(image: Any) -> Any:
    """Return a picture in grey or RGB, on white where it is transparent."""
    from PIL import Image

    if image.mode in ("I", "F") or image.mode.startswith("I;"):  # more than a byte a pixel: scaled to what is there
        low, high = image.getextrema()
        return (
            image.convert("F").point(lambda value: value * 255 / max(high, 255)).convert("L") if high > low else image
        )
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(white, image).convert("RGB")
    return image.convert("L" if image.mode in ("1", "L") else "RGB")
