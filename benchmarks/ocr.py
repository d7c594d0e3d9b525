"""Measures reading of scans against RapidOCR called plainly: ``python benchmarks/ocr.py [PAGES]``.

Prints character errors on prose and pages per CPU second, at 150 and 200 dpi, askew and with noise. Both read the same
pictures with one thread, in turns; the page's text is that of a sample agreement.
"""

from __future__ import annotations

import random
import re
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy
from PIL import Image
from rapidocr import RapidOCR

from contract_scan.extract import extract
from contract_scan.sources import as_source
from support.scanning import printed, scan_pdf

_SOURCES = Path(__file__).resolve().parents[1] / "samples" / "sources"
_WIDTH = 42  # characters of a line
_LINES = 40  # of a page
_SETTINGS = ((150, 0.0, 0.0), (150, 0.7, 0.05), (150, -2.0, 0.1), (200, 0.0, 0.0), (200, 0.7, 0.05), (200, -2.0, 0.1))
_FORBIDDEN = "，。、；：？！）》」』】”’％"


def pages_of_prose(count: int) -> list[list[str]]:
    """Return the lines of `count` pages of running text."""
    text = "".join(path.read_text(encoding="utf-8").split("---", 2)[-1] for path in sorted(_SOURCES.glob("*.md")))
    kept = [
        re.sub(r"\s", "", re.sub(r"^[#\s]+", "", line))
        for line in text.splitlines()
        if not re.search(r"[|_{}<>\[\]☐☑□‰*]|\.\.|--", line)
    ]
    lines: list[str] = []
    for paragraph in kept:
        while paragraph:
            end = _WIDTH
            while end < len(paragraph) and paragraph[end] in _FORBIDDEN:
                end += 1
            lines.append(paragraph[:end])
            paragraph = paragraph[end:]
    return [lines[start : start + _LINES] for start in range(0, len(lines) - _LINES, _LINES)][:count]


def scanned(image: Image.Image, angle: float, noise: float, seed: int) -> Image.Image:
    """Lay a page on the glass: askew by `angle` degrees, with so much of its grey made noise."""
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    if not noise:
        return image
    grain = Image.frombytes("L", image.size, random.Random(seed).randbytes(image.width * image.height))
    return Image.blend(image, grain, noise)


def errors(text: str, found: str) -> int:
    """Return the edit distance of two texts, blanks aside."""
    wanted, given = (numpy.array([ord(char) for char in re.sub(r"\s", "", one)]) for one in (text, found))
    steps = numpy.arange(len(given) + 1)
    row = steps
    for number, char in enumerate(wanted, 1):
        row = numpy.concatenate([[number], numpy.minimum(row[:-1] + (given != char), row[1:] + 1)])
        row = numpy.minimum.accumulate(row - steps) + steps
    return int(row[-1])


def _ours(data: bytes) -> str:
    return extract(as_source(data)).text


def _plain(rapid: RapidOCR) -> Callable[[bytes], str]:
    def read(data: bytes) -> str:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        picture = document[0].render(scale=200 / 72).to_numpy()
        document.close()
        return "".join(rapid(picture).txts or ())

    return read


def _measure(read: Callable[[bytes], str], files: Sequence[bytes], texts: Sequence[str]) -> tuple[float, list[float]]:
    seconds, wrong = [], 0
    for data, text in zip(files, texts, strict=True):
        start = time.process_time()
        found = read(data)
        seconds.append(time.process_time() - start)
        wrong += errors(text, found)
    return wrong / sum(map(len, texts)), seconds


def main() -> None:
    """Print one line for each setting."""
    pages = pages_of_prose(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    texts = ["".join(page) for page in pages]
    rapid = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    readers = {"contract-scan": _ours, "rapidocr": _plain(rapid)}
    warm = scan_pdf(printed(pages[0][:2]))
    for read in readers.values():
        read(warm)
    print(f"{len(pages)} pages, {sum(map(len, texts))} characters; CPU seconds, one thread")
    print(
        f"{'dpi':>4} {'skew':>5} {'noise':>6}  {'reader':14} {'errors':>8} {'s/page':>7} {'spread':>7} {'pages/s':>8}"
    )
    for dpi, angle, noise in _SETTINGS:
        images = [printed(page, dpi=dpi) for page in pages]
        files = [scan_pdf(scanned(image, angle, noise, seed), dpi=dpi) for seed, image in enumerate(images)]
        for name, read in readers.items():
            share, seconds = _measure(read, files, texts)
            mean, spread = statistics.fmean(seconds), max(seconds) - min(seconds)
            print(
                f"{dpi:4} {angle:5.1f} {noise:6.2f}  {name:14} {share:8.3%} {mean:7.2f} {spread:7.2f} {1 / mean:7.2f}"
            )


if __name__ == "__main__":
    main()
