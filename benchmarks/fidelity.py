"""Prints how much of a known text comes back out of files of many producers: ``python benchmarks/fidelity.py``.

Next to this package stands pdfplumber alone (its lines as paragraphs), or python-docx alone for Word files.
"""

from __future__ import annotations

import io
import logging
import shutil
import sys
from pathlib import Path

import docx
import pdfplumber

from contract_scan.extract import extract
from contract_scan.sources import as_source

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests"))

from support.fidelity import Known, Score, read_back, score
from support.producers import PRODUCERS


def _pdfplumber(data: bytes) -> Known:
    items: list[str | tuple[str, ...]] = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            items.extend(page.extract_text().splitlines())
            items.extend(tuple(cell or "" for cell in row) for table in page.extract_tables() for row in table)
    return Known(tuple(items))


def _python_docx(data: bytes) -> Known:
    document = docx.Document(io.BytesIO(data))
    items: list[str | tuple[str, ...]] = [paragraph.text for paragraph in document.paragraphs]
    items.extend(tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return Known(tuple(items))


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
        alone = score(known, (_python_docx if producer.suffix == "docx" else _pdfplumber)(data))
        print(f"{producer.name:34} {_shown(ours)}   {_shown(alone)}", flush=True)


if __name__ == "__main__":
    main()
