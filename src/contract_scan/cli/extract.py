"""The body of ``contract-scan extract``: what was read of a file, before any judgement."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from contract_scan.cli.streams import OK, UNREAD, complain, opened
from contract_scan.extract import extract
from contract_scan.model.document import Block, Document
from contract_scan.render.safe import inert
from contract_scan.sources import as_source

__all__ = ["as_data", "as_lines", "run"]


def run(file: Path, *, as_json: bool, output: Path | None, password: str | None) -> int:
    """Print the text of `file` with its blocks and pages; return the exit code."""
    source = as_source(sys.stdin.buffer if str(file) == "-" else file)
    document = extract(source, password=password)
    with opened(output) as out:
        if as_json:
            out.data(json.dumps(as_data(document), ensure_ascii=False, indent=2) + "\n")
        else:
            out.text(as_lines(document))
    for part in document.unread:
        complain(f"{part.part}：{part.reason}", label="没有读到")
    return UNREAD if document.unread else OK


def as_lines(document: Document) -> str:
    """Return the text for people: a line for each page's beginning, and its kind before what is no paragraph."""
    lines = []
    page = None
    for block in document.blocks:
        at = document.page_at(block.start)
        if at is not None and at != page:
            page = at
            lines.append(f"--- 第 {page} 页 ---")
        kind = "" if block.kind == "paragraph" else f"[{block.kind}] "
        lines.append(kind + inert(document.quote(block.start, block.end), one_line=False))
    return "\n".join(lines) + "\n"


def as_data(document: Document) -> dict[str, Any]:
    """Return the document for programs; offsets are code points into `text`, boxes PDF points from the top left."""
    return {
        "name": document.name,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "page_count": document.page_count,
        "text": document.text,
        "blocks": [_block(document, block) for block in document.blocks],
        "pages": [
            {"number": page.number, "start": page.start, "end": page.end, "width": page.width, "height": page.height}
            for page in document.pages
        ],
        "unread": [{"part": part.part, "page": part.page, "reason": part.reason} for part in document.unread],
        "warnings": [{"code": item.code, "message": item.message, "page": item.page} for item in document.warnings],
    }


def _block(document: Document, block: Block) -> dict[str, Any]:
    return {
        "kind": str(block.kind),
        "start": block.start,
        "end": block.end,
        "page": document.page_at(block.start),
        "level": block.level,
        "label_end": block.label_end,
        "table": block.table,
        "row": block.row,
        "cells": [list(cell) for cell in block.cells],
        "columns": [list(column) for column in block.columns],
    }
