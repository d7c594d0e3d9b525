"""What was read of a file, before any judgement: as text, as Markdown, and as JSON with the place of every line."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from contract_scan.model.document import BODY_KINDS, Block, BlockKind, Document
from contract_scan.model.jsontext import inert_json
from contract_scan.render.markdown import escape
from contract_scan.render.safe import inert

__all__ = ["document_json", "document_markdown", "document_text"]

_SHOWN = {
    BlockKind.HEADING: "标题",
    BlockKind.TABLE_ROW: "表格",
    BlockKind.FOOTNOTE: "脚注",
    BlockKind.TEXT_BOX: "文本框",
    BlockKind.HEADER: "页眉",
    BlockKind.FOOTER: "页脚",
    BlockKind.PAGE_NUMBER: "页码",
    BlockKind.WATERMARK: "水印",
    BlockKind.SEAL: "印章",
    BlockKind.COMMENT: "批注",
    BlockKind.CONTENTS: "目录",
    BlockKind.HIDDEN: "隐藏",
}
_MAX_HEADING = 6
_BREAK = re.compile(r"(.?)\s*\n\s*(.?)", re.DOTALL)


def document_text(document: Document) -> str:
    """Return the text for people: a line a block, its kind before what is no paragraph, a mark where a page begins."""
    lines = []
    for page, block in _paged(document):
        if page is not None:
            lines.append(f"--- 第 {page} 页 ---")
        kind = f"[{_SHOWN[block.kind]}] " if block.kind in _SHOWN else ""
        lines.append(kind + _line(document, block.start, block.end))
    return "\n".join(lines) + "\n"


def document_markdown(document: Document) -> str:
    """Return the text as Markdown: headings, tables, comments where pages begin; what is no clause as a quotation.

    Nothing in the file can become markup, HTML or a link.
    """
    parts = [f"> **没有读到** {_escaped(part.part)}：{_escaped(part.reason)}" for part in document.unread]
    parts += [f"> **注意** {_escaped(item.message)}" for item in document.warnings]
    for table, entries in groupby(_paged(document), lambda entry: _table_of(entry[1])):
        if table is not None:
            rows = list(entries)
            parts += [_page_mark(page) for page, _ in rows if page is not None]
            parts.append(_table(document, [row for _, row in rows]))
            continue
        for page, block in entries:
            if page is not None:
                parts.append(_page_mark(page))
            parts.append(_paragraph(document, block))
    return "\n\n".join(parts) + "\n"


def document_json(document: Document) -> str:
    """Return the document for programs: offsets are code points into `text`, boxes PDF points from the top left.

    Characters that a terminal would obey stand as escapes, which stand for the same characters.
    """
    return inert_json(json.dumps(_data(document), ensure_ascii=False, indent=2)) + "\n"


def _paged(document: Document) -> Iterator[tuple[int | None, Block]]:
    """Yield each block, with the number of its page where it is the first of it."""
    page = None
    for block in document.blocks:
        at = document.page_at(block.start)
        yield (at if at is not None and at != page else None), block
        page = at if at is not None else page


def _line(document: Document, start: int, end: int) -> str:
    """A block on one line; where the file broke a line between two Chinese characters, nothing stands."""

    def gap(match: re.Match[str]) -> str:
        wide = all(char and unicodedata.east_asian_width(char) in "WF" for char in match.groups())
        return match[1] + ("" if wide else " ") + match[2]

    return inert(_BREAK.sub(gap, document.quote(start, end)))


def _escaped(text: str) -> str:
    return escape(inert(text))


def _page_mark(page: int) -> str:
    return f"<!-- 第 {page} 页 -->"


def _table_of(block: Block) -> int | None:
    return block.table if block.kind is BlockKind.TABLE_ROW else None


def _paragraph(document: Document, block: Block) -> str:
    shown = escape(_line(document, block.start, block.end))
    if block.kind is BlockKind.HEADING:
        return f"{'#' * min((block.level or 0) + 1, _MAX_HEADING)} {shown}"
    if block.kind in BODY_KINDS - {BlockKind.FOOTNOTE, BlockKind.TEXT_BOX}:
        return shown
    return f"> **{_SHOWN[block.kind]}** {shown}"


def _table(document: Document, rows: list[Block]) -> str:
    cells = [[escape(_line(document, *cell)) for cell in row.cells or ((row.start, row.end),)] for row in rows]
    width = max(map(len, cells))
    lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in cells]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _data(document: Document) -> dict[str, Any]:
    return {
        "name": document.name,
        "media_type": document.media_type,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "page_count": document.page_count,
        "redacted": document.redacted,
        "text": document.text,
        "blocks": [_block(document, block) for block in document.blocks],
        "pages": [
            {"number": page.number, "start": page.start, "end": page.end, "width": page.width, "height": page.height}
            for page in document.pages
        ],
        "recognised": [
            {"start": part.start, "end": part.end, "confidence": part.confidence} for part in document.recognised
        ],
        "unread": [{"part": part.part, "page": part.page, "reason": part.reason} for part in document.unread],
        "warnings": [{"code": item.code, "message": item.message, "page": item.page} for item in document.warnings],
    }


def _block(document: Document, block: Block) -> dict[str, Any]:
    regions = document.layout.regions(block.start, block.end)
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
        "regions": [
            {"page": region.page, "box": [region.box.x0, region.box.top, region.box.x1, region.box.bottom]}
            for region in regions
        ],
    }
