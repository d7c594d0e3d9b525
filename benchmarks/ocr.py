"""Measures reading of scans against RapidOCR called plainly: ``python benchmarks/ocr.py [PAGES]``.

Prints character errors on prose, which share of the rows of ruled tables comes back whole, and CPU seconds a page, at
150 and 200 dpi, askew and with noise. Both read the same pictures with one thread, in turns; RapidOCR alone knows no
rows. The text is that of the sample agreements, in a face with serifs, and one without on every other page.
"""

from __future__ import annotations

import re
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

import numpy
from rapidocr import RapidOCR

from contract_scan.extract import extract
from contract_scan.sources import as_source
from support.fidelity import read_back
from support.producers import agreement, markup, paint
from support.scanning import PicturePainter, printed, scan_pdf, scanned

Agreement, Line, Run = markup.Agreement, markup.Line, markup.Run

_SOURCES = Path(__file__).resolve().parents[1] / "samples" / "sources"
_WIDTH = 42  # characters of a line
_LINES = 40  # of a page
_SETTINGS = tuple(
    (dpi, angle, 0.0 if angle == 0 else 0.1) for dpi in (150, 200) for angle in (0.0, 1.5, -1.5, 3.0, -3.0)
)
_RULED = ((150, 0.0, 0.0), (150, 1.5, 0.1), (150, -3.0, 0.1), (200, 0.0, 0.0), (200, -1.5, 0.1), (200, 3.0, 0.1))
_FACES = ("Noto Serif CJK SC", "Noto Sans CJK SC")
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


def pages_of_tables() -> Agreement:
    """Return the tables of all sample agreements, a line of text before each, as one agreement."""
    lines: list[Line] = []
    for path in sorted(_SOURCES.glob("*.md")):
        for block in agreement(path.name[:2]).blocks():
            if isinstance(block, list):
                lines += [Line("text", (Run(f"附表{path.name[:2]}　收费标准和终端清单如下："),)), *block]
    return replace(agreement("11"), lines=tuple(lines))


def row_of(cells: Sequence[str]) -> tuple[str, ...]:
    """Return a row as it is compared: how many ``_`` a blank has is a matter of taste, and so are blanks."""
    return tuple(re.sub(r"_+", "_", re.sub(r"\s", "", cell)) for cell in cells)


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


def measure_prose(count: int) -> None:
    """Print one line for each setting and reader."""
    pages = pages_of_prose(count)
    texts = ["".join(page) for page in pages]
    rapid = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    readers = {"contract-scan": _ours, "rapidocr": _plain(rapid)}
    warm = scan_pdf(printed(pages[0][:2]))
    for read in readers.values():
        read(warm)
    print(f"Prose: {len(pages)} pages, {sum(map(len, texts))} characters; CPU seconds, one thread")
    print(f"{'dpi':>4} {'skew':>5} {'noise':>6}  {'reader':14} {'errors':>8} {'s/page':>7} {'spread':>7}")
    for dpi, angle, noise in _SETTINGS:
        images = [printed(page, dpi=dpi, face=_FACES[number % 2]) for number, page in enumerate(pages)]
        files = [scan_pdf(scanned(image, angle, noise, seed), dpi=dpi) for seed, image in enumerate(images)]
        for name, read in readers.items():
            share, seconds = _measure(read, files, texts)
            mean, spread = statistics.fmean(seconds), max(seconds) - min(seconds)
            print(f"{dpi:4} {angle:5.1f} {noise:6.2f}  {name:14} {share:8.3%} {mean:7.2f} {spread:7.2f}", flush=True)


def measure_tables() -> None:
    """Print one line for each setting."""
    tables = pages_of_tables()
    known = [row_of(line.cells) for line in tables.lines if line.kind == "row"]
    print(f"Ruled tables: {len(known)} rows; CPU seconds, one thread")
    print(f"{'dpi':>4} {'skew':>5} {'noise':>6}  {'rows':>6} {'s/page':>7}")
    for dpi, angle, noise in _RULED:
        pages = paint(PicturePainter(dpi, _FACES[0]), tables, PicturePainter.text).pages
        data = scan_pdf(*(scanned(page, angle, noise, seed) for seed, page in enumerate(pages)), dpi=dpi)
        start = time.process_time()
        found = [row_of(row) for row in read_back(extract(as_source(data))).rows]
        seconds = (time.process_time() - start) / len(pages)
        share = (Counter(known) & Counter(found)).total() / len(known)
        print(f"{dpi:4} {angle:5.1f} {noise:6.2f}  {share:6.3f} {seconds:7.2f}", flush=True)


def main() -> None:
    """Print one table for prose and one for ruled tables."""
    measure_prose(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    measure_tables()


if __name__ == "__main__":
    main()
