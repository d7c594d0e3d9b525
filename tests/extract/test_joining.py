"""The files of a set as one document: every offset, page and box still leads to what was printed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from contract_scan import UsageError
from contract_scan.extract.joining import join_documents
from contract_scan.model.document import (
    Block,
    BlockKind,
    Box,
    Document,
    Page,
    ReadingWarning,
    Recognised,
    Region,
    Unread,
)
from contract_scan.segment import segment


@dataclass
class OneLine:
    """A layout that tells which range it was asked for."""

    page: int

    def regions(self, start: int, end: int) -> Sequence[Region]:
        return (Region(self.page, Box(start, 0, end, 1)),)


def document(name: str, *lines: str, page: int = 1) -> Document:
    text, blocks = "", []
    for line in lines:
        start = len(text) + bool(text)
        text = f"{text}\n{line}" if text else line
        blocks.append(Block(start, start + len(line)))
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        name, "application/pdf", digest, len(text), text, tuple(blocks),
        pages=(Page(page, 0, len(text), 595, 842),), page_count=1, layout=OneLine(page),
    )  # fmt: skip


BODY = document("a.pdf", "服务协议", "第一条 押金")
ANNEX = document("b.pdf", "押金收据", "今收到押金。")


def test_text_blocks_and_pages_move_along() -> None:
    joined = join_documents([BODY, ANNEX])
    assert [joined.text[block.start : block.end] for block in joined.blocks] == [
        "服务协议", "第一条 押金", "押金收据", "今收到押金。",
    ]  # fmt: skip
    first, second = joined.files
    assert joined.text[second.start : second.end] == ANNEX.text
    assert (first.start, first.name, second.name, second.sha256) == (0, "a.pdf", "b.pdf", ANNEX.sha256)
    assert (joined.name, joined.page_count, joined.size_bytes) == ("a.pdf + b.pdf", 2, len(BODY.text) + len(ANNEX.text))


def test_a_page_is_that_of_its_file() -> None:
    joined = join_documents([BODY, replace(ANNEX, pages=(Page(7, 0, len(ANNEX.text), 595, 842),), layout=OneLine(7))])
    at = joined.text.index("今收到")
    assert (joined.page_at(0), joined.page_at(at)) == (1, 7)
    (region,) = joined.layout.regions(at, at + 3)
    assert (region.page, region.box.x0) == (7, ANNEX.text.index("今收到"))


def test_a_range_over_two_files_has_regions_of_both() -> None:
    joined = join_documents([BODY, ANNEX])
    assert len(joined.layout.regions(0, len(joined.text))) == 2


def test_tables_stay_apart() -> None:
    row = replace(BODY, blocks=(Block(0, 4, BlockKind.TABLE_ROW, table=0, row=0, cells=((0, 2), (2, 4))),))
    joined = join_documents([row, row])
    assert [block.table for block in joined.blocks] == [0, 1]
    shift = len(BODY.text) + 1
    assert joined.blocks[1].cells == ((shift, shift + 2), (shift + 2, shift + 4))


def test_what_was_not_read_is_told_with_its_file() -> None:
    holed = replace(
        ANNEX,
        unread=(Unread("第 2 页", "没有文字", 2),),
        warnings=(ReadingWarning("x", "y"),),
        recognised=(Recognised(0, 2, 0.5),),
    )
    joined = join_documents([BODY, holed])
    assert [part.file for part in joined.unread] == ["b.pdf"]
    assert [warning.file for warning in joined.warnings] == ["b.pdf"]
    assert joined.sureness(joined.files[1].start, joined.files[1].start + 1) == 0.5


def test_files_of_one_name_are_told_apart() -> None:
    assert [file.name for file in join_documents([BODY, BODY]).files] == ["a.pdf", "a.pdf (2)"]


def test_one_file_is_itself_and_none_is_an_error() -> None:
    assert join_documents([BODY]) is BODY
    with pytest.raises(UsageError, match="at least one"):
        join_documents([])


def test_no_clause_goes_over_the_end_of_a_file() -> None:
    joined = join_documents(
        [
            document("a.txt", "服务协议", "第一条 有下列情形之一的："),
            document("b.txt", "押金收据", "今收到押金。", "一、凭收据退还。"),
        ]
    )
    structure = segment(joined)
    start = joined.files[1].start
    assert all(clause.end <= start for clause in structure.clauses if clause.start < start)
    title, item = (clause for clause in structure.clauses if clause.start >= start)
    assert (title.heading, item.parent) == ("押金收据", title.index)
    assert all(paragraph.chapeau is None for paragraph in structure.paragraphs if paragraph.block.start >= start)
