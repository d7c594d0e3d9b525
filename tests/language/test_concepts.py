"""Concepts: which words name what, where the longest of them wins and where a word must stand alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from contract_scan import RuleError, Ruleset
from contract_scan.language.concepts import Concepts
from contract_scan.language.tokens import JiebaTokenizer
from contract_scan.lexicons import lexicon_root


def named(ruleset: Ruleset, tokenizer: JiebaTokenizer, text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for hit in ruleset.concepts.find(text, tokenizer):
        assert text[hit.start : hit.end] == hit.text
        found.setdefault(hit.concept, []).append(hit.text)
    return found


@pytest.fixture(scope="module")
def tokenizer(ruleset: Ruleset) -> JiebaTokenizer:
    return JiebaTokenizer(ruleset.concepts.terms)


def test_the_longest_term_wins(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    found = named(ruleset, tokenizer, "乙方交纳履约保证金和终端押金，另付流量服务费。")
    assert found["deposit"] == ["履约保证金", "终端押金"]
    assert "流量服务费" in found["fee_period"]
    assert "服务费" not in found["fee_period"]


@pytest.mark.parametrize(
    "text",
    [
        "酒店向住客收取的预授权押金由酒店退还。",
        "顾客交给门店的押金以预授权方式冻结。",
        "乙方向持卡人收取的定金由乙方自行退还。",
        "办卡押金按会员章程退还。",
    ],
)
def test_guest_deposits_mask_deposits(ruleset: Ruleset, tokenizer: JiebaTokenizer, text: str) -> None:
    found = named(ruleset, tokenizer, text)
    assert "guest_deposit" in found
    assert "deposit" not in found


@pytest.mark.parametrize(
    "text",
    [
        "甲方按规定向清算机构缴存的保证金由甲方承担。",
        "乙方租用门面，向房东所交押金与甲方无关。",
        "甲方向生产厂家留存的采购质保金，由甲方与厂家结算。",
    ],
)
def test_deposits_between_others_mask_deposits(ruleset: Ruleset, tokenizer: JiebaTokenizer, text: str) -> None:
    found = named(ruleset, tokenizer, text)
    assert "foreign_deposit" in found
    assert "deposit" not in found


def test_a_mask_covers_its_own_place_only(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    found = named(ruleset, tokenizer, "住店押金由乙方退还；乙方所交终端押金由甲方退还。")
    assert found["deposit"] == ["终端押金"]
    assert "guest_deposit" in found


@pytest.mark.parametrize(
    ("text", "returns"),
    [
        ("押金满一年就退。", True),
        ("甲方应退押金三百元。", True),
        ("市场衰退期间业务照常。", False),
        ("乙方退租须提前通知。", False),
        ("持卡人退货由乙方办理。", False),
        ("往返车费自理。", False),
    ],
)
def test_short_terms_need_word_boundaries(
    ruleset: Ruleset, tokenizer: JiebaTokenizer, text: str, returns: bool
) -> None:
    assert ("return" in named(ruleset, tokenizer, text)) is returns


def test_a_denying_word_is_no_plain_return(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    found = named(ruleset, tokenizer, "押金不予退还。")
    assert found["no_return"] == ["不予退还"]
    assert "return" not in found


def test_names_of_the_document_count_as_deposit(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    text = "星光款到期后返还。"
    hits = ruleset.concepts.find(text, tokenizer, re.compile("星光款"))
    assert [(h.start, h.end) for h in hits if h.concept == "deposit"] == [(0, 3)]
    assert not [h for h in ruleset.concepts.find(text, tokenizer) if h.concept == "deposit"]


def test_hits_are_sorted(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    hits = ruleset.concepts.find("甲方有权从乙方结算款中直接扣除手续费、违约金和押金。", tokenizer)
    assert list(hits) == sorted(hits, key=lambda h: (h.start, -h.end, h.concept))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- deposit", "must map concept names"),
        ("deposit: {terms: [押金]}", "'deposit' needs a `zh` name"),
        ("deposit: {zh: 押金, term: [押金]}", "unknown key 'term'.*'terms'"),
        ("deposit: {zh: 押金, patterns: ['(']}", "broken pattern"),
        ("deposit: {zh: 押金}\ndeposit: {zh: 押金}", "objects.yaml:2: .*given twice"),
    ],
)
def test_a_wrong_terms_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "objects.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleError, match=message):
        Concepts(tmp_path)


def test_a_concept_has_one_home(tmp_path: Path) -> None:
    (tmp_path / "terms").mkdir()
    for name in ("objects", "predicates"):
        (tmp_path / "terms" / f"{name}.yaml").write_text("deposit: {zh: 押金, terms: [押金]}", "utf-8")
    with pytest.raises(RuleError, match="defined in two files"):
        Concepts(tmp_path)


def test_whole_terms_are_terms(ruleset: Ruleset) -> None:
    """A term under `whole` that is no term would never be looked for."""
    from contract_scan.lexicons import lexicon_files, read_yaml

    for path in lexicon_files(lexicon_root(), "terms"):
        for name, entry in read_yaml(path).items():
            assert set(entry.get("whole", ())) <= set(entry.get("terms", ())), name
            assert entry.get("terms") or entry.get("patterns"), name
