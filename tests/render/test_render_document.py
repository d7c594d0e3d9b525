"""What was read of a file, printed: nothing of it is lost, and nothing in it is obeyed."""

from __future__ import annotations

import json
import re
from array import array

import pytest

from contract_scan.extract import extract
from contract_scan.extract.assemble import DocumentBuilder, Piece
from contract_scan.model.document import BODY_KINDS, Block, BlockKind, Document, ReadingWarning, Unread
from contract_scan.render.document import document_json, document_markdown, document_text
from contract_scan.sources import as_source

HOSTILE = "押金\x1b[31m不退\x9b1m\u202e元\u200b <script>x</script> <!-- y --> [a](http://b) | c **d** # e `f`"


def document_of(*blocks, **values):
    """Each block is its text and kind, and what else it has; a row's cells are parted by bars."""
    text, made = "", []
    for piece, kind, *more in blocks:
        text += "\n" if text else ""
        start = len(text)
        text += piece
        cells = tuple((start + match.start(), start + match.end()) for match in re.finditer(r"[^|\s]+", piece))
        more = {"table": 0, "cells": cells} if kind is BlockKind.TABLE_ROW else (more[0] if more else {})
        made.append(Block(start, len(text), kind, **more))
    return Document("a.txt", "text/plain", "0" * 64, 1, text, tuple(made), **values)


def test_markdown_of_each_kind():
    document = document_of(
        ("卡种 | 费率", BlockKind.TABLE_ROW),
        ("贷记卡 | 0.6%", BlockKind.TABLE_ROW),
        ("协议", BlockKind.HEADING, {"level": 0}),
        ("押金", BlockKind.HEADING, {"level": 1}),
        ("1. 押金299元", BlockKind.PARAGRAPH, {"label_end": 2}),
        ("机密", BlockKind.WATERMARK),
        ("不退", BlockKind.HIDDEN),
        ("同意吗", BlockKind.COMMENT),
        unread=(Unread("第2页", "没有文字", 2),),
        warnings=(ReadingWarning("hidden_text", "有隐藏文字"),),
    )
    assert document_markdown(document) == (
        "> **没有读到** 第2页：没有文字\n\n> **注意** 有隐藏文字\n\n"
        "| 卡种 | 费率 |\n| --- | --- |\n| 贷记卡 | 0\\.6% |\n\n"
        "# 协议\n\n## 押金\n\n1\\. 押金299元\n\n> **水印** 机密\n\n> **隐藏** 不退\n\n> **批注** 同意吗\n"
    )
    assert "[水印] 机密\n[隐藏] 不退\n" in document_text(document)


@pytest.mark.parametrize("show", [document_text, document_markdown, document_json])
def test_nothing_is_obeyed(show):
    shown = show(document_of((HOSTILE, BlockKind.PARAGRAPH)))
    assert not set("\x1b\x9b\u202e") & set(shown)


def test_markdown_shows_markup_as_text():
    shown = extract(as_source(document_markdown(document_of((HOSTILE, BlockKind.PARAGRAPH))).encode(), name="a.md"))
    assert [block.kind.value for block in shown.blocks] == ["paragraph"]
    assert "<script>x</script> <!-- y --> [a](http://b) | c **d** # e `f`" in shown.text


def test_json_gives_back_the_text_to_the_character():
    for text in (HOSTILE, "\ud800押金\U000e0041"):
        assert json.loads(document_json(document_of((text, BlockKind.PARAGRAPH))))["text"] == text


def test_json_has_a_box_for_each_line():
    builder = DocumentBuilder()
    builder.begin_page(1, 100, 100)
    builder.add_block([Piece("押金", 1, array("f", [10, 20, 20, 30, 20, 20, 30, 30])), "不退"])
    document = Document(
        "a.pdf", "application/pdf", "", 1, builder.text, builder.blocks, pages=builder.pages, layout=builder.layout
    )
    (block,) = json.loads(document_json(document))["blocks"]
    assert block["regions"] == [{"page": 1, "box": [10, 20, 30, 30]}]
    assert block["page"] == 1
    assert document_markdown(document) == "<!-- 第 1 页 -->\n\n押金不退\n"
    assert document_text(document) == "--- 第 1 页 ---\n押金不退\n"


@pytest.mark.parametrize("wrapped", ["押金\n不退", "押金\n  不退"])
def test_lines_that_the_file_broke_are_joined(wrapped):
    assert document_text(document_of((wrapped, BlockKind.PARAGRAPH))) == "押金不退\n"
    assert document_text(document_of(("T+1\n到账", BlockKind.PARAGRAPH))) == "T+1 到账\n"


@pytest.mark.parametrize(
    "name", ["01-acquiring-word-numbering.docx", "05-two-column-contradictory.pdf", "08-click-through.html"]
)
def test_markdown_of_a_sample_reads_back_as_its_body(name, request):
    sample = extract(as_source(request.config.rootpath / "samples" / name))
    body = [sample.quote(block.start, block.end) for block in sample.body()]
    apart = sum(block.kind not in BODY_KINDS for block in sample.blocks)
    again = extract(as_source(document_markdown(sample).encode(), name="a.md"))
    found = [again.quote(block.start, block.end) for block in again.blocks]
    assert len(found) == len(body) + apart + len(sample.unread) + len(sample.warnings)
    assert [text for text in found if text in body] == body
