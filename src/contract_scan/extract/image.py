"""Reads picture files: photographs and scans of agreements as PNG, JPEG, TIFF, WebP, GIF or BMP."""

from __future__ import annotations

import io
import warnings
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
    media_type, pictures = _pictures(source, bounds)
    watch = Stopwatch(bounds)
    for number, picture in enumerate(pictures, 1):
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
    document = printed_document(source, media_type, contents, scans, unread=unread, warnings=remarks)
    bounds.check("characters", len(document.text))
    return document


def _nothing(number: int, picture: Picture) -> PageContent:
    return PageContent(number, picture.width / picture.scale, picture.height / picture.scale)


def _content(number: int, scan: Scan) -> PageContent:
    tables, body = laid_out(scan)
    return PageContent(number, *scan.upright_size, body, tables)


def _pictures(source: Source, bounds: Bounds) -> tuple[str, list[Picture]]:
    """Return the media type of a file and its pages as grey pictures."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata, and of sizes, which are held to bounds here
            with Image.open(io.BytesIO(source.data)) as image:
                bounds.begin_pages(getattr(image, "n_frames", 1))
                media_type = Image.MIME.get(image.format or "", "image/*")
                pages = ImageSequence.Iterator(image) if image.format == "TIFF" else [image]
                return media_type, [_picture(page, bounds) for page in pages]
    except Image.DecompressionBombError as error:
        raise bounds.exceeded("image_pixels") from error
    except (UnidentifiedImageError, OSError, SyntaxError, EOFError, ValueError) as error:
        raise CorruptFileError("the picture is damaged and cannot be opened; ask for the file again") from error


def _picture(image: Any, bounds: Bounds) -> Picture:
    from PIL import Image, ImageOps

    bounds.check("image_pixels", image.width * image.height)
    resolution = image.info.get("dpi", (0, 0))[0]
    image = _flat(ImageOps.exif_transpose(image))
    points = 72 / float(resolution) if round(float(resolution)) in _RESOLUTIONS else _PAGE_LENGTH / max(image.size)
    longest = max(image.size)
    if longest > _LONGEST:
        size = tuple(max(1, round(side * _LONGEST / longest)) for side in image.size)
        points *= longest / _LONGEST
        image = image.resize(size, Image.Resampling.BOX)
    return picture_of(image, 1 / points)


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
