"""Times PDF reading against bare pdfium and pdfplumber: ``python benchmarks/extract_pdf.py [FILE.pdf ...]``.

Without files it paints two of its own, with as many characters on a page: prose, and ruled tables.
"""

from __future__ import annotations

import io
import logging
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pdfplumber
import pypdfium2

from contract_scan.extract.pdf import read_pdf
from contract_scan.sources import Source, as_source

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.painting import Painter, agreement

_ROUNDS = 3
_PAGES = 10


def _bare_pdfium(data: bytes) -> None:
    """Fetch the text alone: no boxes, no order, no paragraphs."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        text.get_text_range()
        text.close()
        page.close()
    document.close()


def _pdfplumber(data: bytes) -> None:
    with pdfplumber.open(io.BytesIO(data)) as document:
        for page in document.pages:
            page.extract_text()
            page.close()


def _painted() -> Iterator[Source]:
    """Yield files of ten pages: 30 lines of 40 characters, and the same text in 30 rows of 4 ruled cells."""
    text = "".join(agreement())
    for name in ("prose", "tables"):
        painter = Painter()
        for _ in range(_PAGES):
            for line in range(30):
                part, y = text[40 * line : 40 * line + 40], 60 + 24 * line
                if name == "prose":
                    painter.text(60, y + 15, part, 11)
                    continue
                for cell in range(4):
                    x = 50 + 125 * cell
                    painter.grid([x, x + 125], [y, y + 24])  # borders are drawn cell by cell, as most programs do
                    painter.text(x + 4, y + 15, part[10 * cell : 10 * cell + 10], 11)
            painter.next_page()
        yield as_source(painter.data(), name=f"{name}.pdf")


def _seconds(run: Callable[[], object]) -> float:
    """Return the best of some rounds: the others were disturbed."""
    best = float("inf")
    for _ in range(_ROUNDS):
        start = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    """Print milliseconds a page for each file and reader."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    print(f"{'file':40} {'pages':>5} {'chars/page':>10} {'read_pdf':>9} {'pdfium':>9} {'pdfplumber':>10}   (ms a page)")
    for source in map(as_source, map(Path, sys.argv[1:])) if sys.argv[1:] else _painted():
        document = read_pdf(source)
        pages = document.page_count or 1
        readers = (
            lambda s=source: read_pdf(s),
            lambda s=source: _bare_pdfium(s.data),
            lambda s=source: _pdfplumber(s.data),
        )
        ours, bare, plumber = (1000 * _seconds(reader) / pages for reader in readers)
        size = len(document.text) // pages
        print(f"{source.name[:40]:40} {pages:5} {size:10} {ours:9.2f} {bare:9.2f} {plumber:10.2f}")


if __name__ == "__main__":
    main()
