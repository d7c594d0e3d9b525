"""Prints how much of a known text comes back out of files of many producers: ``python benchmarks/fidelity.py``.

Next to this package stands pdfplumber alone (its lines as paragraphs), or python-docx alone for Word files.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import docx
import pdfplumber
from docx.text.paragraph import Paragraph

from contract_scan.extract import extract
from contract_scan.sources import as_source

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.fidelity import Known, Score, read_back, score
from support.producers import PRODUCERS


def _pdfplumber(data: bytes, known: Known) -> Score:
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        lines = [line for page in pdf.pages for line in page.extract_text().splitlines()]
        rows = [tuple(cell or "" for cell in row) for page in pdf.pages for t in page.extract_tables() for row in t]
    return replace(score(known, Known(tuple(lines))), rows=score(known, Known(tuple(rows))).rows)


def _python_docx(data: bytes, known: Known) -> Score:
    items: list[str | tuple[str, ...]] = []
    for item in docx.Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(item, Paragraph):
            items.append(item.text)
        else:
            items.extend(tuple(cell.text for cell in row.cells) for row in item.rows)
    return score(known, Known(tuple(items)))


def _shown(result: Score) -> str:
    rows = "     -" if result.rows is None else f"{result.rows:6.3f}"
    return f"{result.recall:6.3f} {result.similarity:6.3f} {rows}"


def main() -> None:
    """Print paragraph recall, character similarity and row recall for each producer and reader."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    print(f"{'':34} {'contract-scan':^20}   {'the library alone':^20}")
    print(f"{'file':34} {'recall':>6} {'simil.':>6} {'rows':>6}   {'recall':>6} {'simil.':>6} {'rows':>6}")
    for producer in PRODUCERS:
        if producer.program and not shutil.which(producer.program):
            print(f"{producer.name:34} {producer.program} is not installed")
            continue
        data, known = producer.file(), producer.known()
        ours = score(known, read_back(extract(as_source(data))))
        alone = (_python_docx if producer.suffix == "docx" else _pdfplumber)(data, known)
        print(f"{producer.name:34} {_shown(ours)}   {_shown(alone)}", flush=True)


if __name__ == "__main__":
    main()
