"""Sentences: where one ends, and that its words are found again in the print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan import Ruleset
from contract_scan.language.sentences import Sentence, split_sentences
from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.segment import segment

Split = Callable[[str], tuple[Sentence, ...]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("押金不退。费用自理；终端归甲方！", ["押金不退。", "费用自理；", "终端归甲方！"]),
        ("甲方称：“押金不退。”乙方同意。", ["甲方称：“押金不退。”", "乙方同意。"]),
        ("押金退吗？？退。", ["押金退吗？？", "退。"]),
        ("押金300.50元，不退", ["押金300.50元，不退"]),
        ("押金不退;费用自理", ["押金不退；", "费用自理"]),
        ("第一条 押金\n押金不退。", ["押金", "押金不退。"]),
        ("（一）押金不退；\n（二）费用自理。", ["押金不退；", "费用自理。"]),
        ("第一条\n押金不退。", ["第一条", "押金不退。"]),
        ("——\n。。。\n押金不退", ["押金不退"]),
    ],
)
def test_ends_at_signs_and_paragraphs(sentences_of: Split, text: str, expected: list[str]) -> None:
    assert [s.text for s in sentences_of(text)] == expected


def test_positions_count_within_the_paragraph(sentences_of: Split) -> None:
    found = sentences_of("押金不退。费用自理。\n终端归甲方。")
    assert [s.index for s in found] == [0, 1, 2]
    assert [s.position for s in found] == [0, 1, 0]


def test_a_table_row_is_one_sentence(sentences_of: Split) -> None:
    (row,) = sentences_of("贷记卡；借记卡 | 0.6％。 | 20元 封顶")
    assert row.is_row
    assert row.cells() == ("贷记卡；借记卡", "0.6%。", "20元封顶")


def test_other_sentences_have_no_cells(sentences_of: Split) -> None:
    (sentence,) = sentences_of("押金不退。")
    assert not sentence.is_row
    assert sentence.cells() == ()


def test_print_of_normalised_words(sentences_of: Split) -> None:
    text = "第四条 押金\n押 金 ３００ 元，押\u200bjin 概 不 退 還。"
    sentence = sentences_of(text)[-1]
    assert sentence.text == "押金300元，押金概不退还。"
    assert text[sentence.start : sentence.end] == "押 金 ３００ 元，押\u200bjin 概 不 退 還。"
    at = sentence.text.index("退还")
    assert text[slice(*sentence.printed(at, at + 2))] == "退 還"
    assert [d.printed for d in sentence.disguises] == ["押\u200bjin"]


@pytest.mark.parametrize("text", ["乙方应交押金，" * 300, "押" * 2000, "押金 | " * 400 + "300元"])
def test_runs_without_an_end_are_cut(sentences_of: Split, text: str) -> None:
    pieces = sentences_of(text)
    assert all(len(s.text) <= 500 for s in pieces)
    assert "".join(s.text for s in pieces) == sentences_of(text)[0].shadow.text
    if "，" in text:
        assert all(s.text.endswith("，") for s in pieces)


def test_disguises_belong_to_their_sentence(sentences_of: Split) -> None:
    first, second = sentences_of("押jin不退。手续费另收。")
    assert len(first.disguises) == 1
    assert not second.disguises


@given(st.text("押金不退还。；！？ \n|：（一）第条1.jinka,;\u200b\u3000*", max_size=60))
@settings(max_examples=200)
def test_sentences_are_places_in_order(ruleset: Ruleset, text: str) -> None:
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block(at, at + len(line), BlockKind.TABLE_ROW if " | " in line else BlockKind.PARAGRAPH))
        at += len(line) + 1
    document = Document("a", "text/plain", "", 1, text, tuple(blocks))
    last = 0
    for index, sentence in enumerate(split_sentences(document, segment(document), ruleset.normaliser)):
        assert sentence.index == index
        assert last <= sentence.start < sentence.end <= len(text)
        last = sentence.end
        assert sentence.paragraph.block.start <= sentence.start
        assert sentence.end <= sentence.paragraph.block.end
        assert ruleset.normaliser(text[sentence.start : sentence.end]).text.strip() != ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "有下列情形之一的，甲方可以解除：（1）停业；（2）转让终端；且不改正的；（3）其他。双方另有约定的除外。",
            [
                ("有下列情形之一的，甲方可以解除：", None),
                ("停业；", 0),
                ("转让终端；", 0),
                ("且不改正的；", 0),
                ("其他。", 0),
                ("双方另有约定的除外。", None),
            ],
        ),
        ("退还条件：①满6个月；②无投诉。", [("退还条件：", None), ("满6个月；", 0), ("无投诉。", 0)]),
        ("费率：1、借记卡0.5%；2、贷记卡0.6%。", [("费率：", None), ("借记卡0.5%；", 0), ("贷记卡0.6%。", 0)]),
        # A number alone makes no list, nor does one that does not begin at one.
        ("地址：（1）号楼；电话另告。", [("地址：（1）号楼；", None), ("电话另告。", None)]),
        ("见下：（3）停业；（4）转让。", [("见下：（3）停业；", None), ("（4）转让。", None)]),
        ("费率：1.5%；2.5%。", [("费率：1.5%；", None), ("2.5%。", None)]),
    ],
)
def test_items_of_a_running_list(sentences_of: Split, text: str, expected: list[tuple[str, int | None]]) -> None:
    assert [(s.text, s.introduced_by) for s in sentences_of(text)] == expected
