"""Times PDF reading against bare pdfium and pdfplumber: ``python benchmarks/extract_pdf.py FILE.pdf ...``."""

from __future__ import annotations

import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from contract_scan.extract.pdf import read_pdf
from contract_scan.sources import as_source

_ROUNDS = 3


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
    for path in map(Path, sys.argv[1:]):
        source = as_source(path)
        document = read_pdf(source)
        pages = document.page_count or 1
        readers = (
            lambda s=source: read_pdf(s),
            lambda s=source: _bare_pdfium(s.data),
            lambda s=source: _pdfplumber(s.data),
        )
        ours, bare, plumber = (1000 * _seconds(reader) / pages for reader in readers)
        size = len(document.text) // pages
        print(f"{path.name[:40]:40} {pages:5} {size:10} {ours:9.2f} {bare:9.2f} {plumber:10.2f}")


if __name__ == "__main__":
    main()
