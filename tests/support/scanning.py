"""Pictures of text, and a recogniser that knows what was painted."""

from __future__ import annotations

import hashlib
import io
import random
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from contract_scan.extract import extract
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.ocr import Picture, Strip
from contract_scan.model.document import Document
from contract_scan.sources import Source

_LEVELS = 20  # grey between the bars of two lines


@dataclass
class PaintedEngine:
    """Reads bars: the middle of a bar tells the line by its grey, and its beginning is black."""

    texts: Sequence[str]
    quads: list[Any] = field(default_factory=list)
    reads: int = 0

    def detect(self, pixels: Any) -> list[Any]:
        import cv2

        found, _ = cv2.findContours((pixels[:, :, 0] < 200).astype("uint8"), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        self.quads = []
        for x, y, width, height in map(cv2.boundingRect, found):
            self.quads.append(((x, y), (x + width, y), (x + width, y + height), (x, y + height)))
        return self.quads

    def read(self, strip: Any) -> Strip:
        self.reads += 1
        height, width = strip.shape[:2]
        row = strip[height // 2, :, 0]
        if row[width // 20] > 60:
            return Strip("乱" * 5, 0.3, tuple((i + 0.5) / 5 for i in range(5)), (0.3,) * 5)
        text = self.texts[round(float(row[width // 2]) / _LEVELS) - 4]
        return Strip(text, 0.98, tuple((i + 0.5) / len(text) for i in range(len(text))), (0.98,) * len(text))


def bars(texts: Sequence[str], *, em: float = 15) -> Image.Image:
    """Return an A4 page at 150 dpi with a bar for each line: as long as its text is, black at its beginning."""
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    size = em * 150 / 72
    for number, text in enumerate(texts):
        left, top, length = 150.0, 200 + number * 1.8 * size, len(text) * size
        draw.rectangle((left, top, left + length, top + 1.3 * size), fill=_LEVELS * (number + 4))
        draw.rectangle((left, top, left + length / 10, top + 1.3 * size), fill=0)
    return image


def picture_of(image: Image.Image) -> Picture:
    """Return an image as a picture of 150 dpi."""
    return Picture(image.tobytes(), image.width, image.height, 150 / 72)


class PicturePainter:
    """Paints pages as pictures; its calls are those of `support.painting.Painter`."""

    def __init__(self, dpi: int = 150, face: str = "Noto Sans CJK SC") -> None:
        asked = ["fc-match", "-f", "%{file}|%{index}", f"{face}:lang=zh-cn"]
        path, index = subprocess.run(asked, capture_output=True, text=True, check=True).stdout.split("|")
        self._font = ImageFont.truetype(path, 100, index=int(index))
        self._dpi = dpi
        self.pages: list[Image.Image] = []
        self.next_page()

    def text(self, x: float, y: float, text: str, size: float = 12) -> None:
        """Write one line; `y` is its baseline from the page's top."""
        font = self._font.font_variant(size=self._pixels(size))
        self._draw.text((self._pixels(x), self._pixels(y)), text, font=font, fill=0, anchor="ls")

    def width(self, text: str, size: float = 12) -> float:
        """Return how wide a line is, in points."""
        return self._font.getlength(text) * size / 100

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rule a full grid; coordinates from the page's top left."""
        for x in xs:
            self._rule(x, ys[0], x, ys[-1])
        for y in ys:
            self._rule(xs[0], y, xs[-1], y)

    def next_page(self) -> None:
        """Begin a new page."""
        self.pages.append(Image.new("L", (round(8.27 * self._dpi), round(11.69 * self._dpi)), 255))
        self._draw = ImageDraw.Draw(self.pages[-1])

    def data(self) -> bytes:
        """Return the file."""
        return scan_pdf(*self.pages, dpi=self._dpi)

    def _rule(self, *ends: float) -> None:
        self._draw.line([self._pixels(end) for end in ends], fill=0, width=max(1, self._pixels(0.5)))

    def _pixels(self, points: float) -> int:
        return round(points * self._dpi / 72)


def printed(lines: Sequence[str], *, dpi: int = 150, size: float = 10.5, face: str = "Noto Sans CJK SC") -> Image.Image:
    """Return an A4 page with these lines."""
    painter = PicturePainter(dpi, face)
    for number, line in enumerate(lines):
        painter.text(72, 84 + number * 1.7 * size, line, size)
    return painter.pages[0]


def scanned(image: Image.Image, angle: float = 0.0, noise: float = 0.0, seed: int = 3) -> Image.Image:
    """Lay a page on the glass: askew by `angle` degrees, with so much of its grey made noise."""
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grain = Image.frombytes("L", image.size, random.Random(seed).randbytes(image.width * image.height))
    return Image.blend(image, grain, noise)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """Return an image as the bytes of a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def scan_pdf(*images: Image.Image, dpi: int = 150) -> bytes:
    """Return a PDF with a picture on each page, as scanners make it."""
    return encoded(images[0].convert("L"), "PDF", save_all=True, append_images=images[1:], resolution=dpi)


def read(data: bytes, name: str = "agreement", *, bounds: Bounds = DEFAULT_BOUNDS) -> Document:
    """Read a file from its bytes."""
    return extract(Source(name, data, hashlib.sha256(data).hexdigest(), len(data)), bounds=bounds)
