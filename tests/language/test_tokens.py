"""The tokenizer: where words end, and what it leaves behind on the machine (nothing)."""

from __future__ import annotations

import pickle
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan import Ruleset
from contract_scan.language.tokens import JiebaTokenizer
from contract_scan.language.wordlist import WordLists


@pytest.fixture(scope="module")
def tokenizer(ruleset: Ruleset) -> JiebaTokenizer:
    return JiebaTokenizer(ruleset.concepts.terms)


def test_terms_stay_whole(tokenizer: JiebaTokenizer) -> None:
    words = tokenizer.words("机具押金不予退还，履约保证金抵作流量服务费")
    for term in ("机具押金", "不予退还", "履约保证金", "抵作", "流量服务费"):
        assert term in words


def test_every_term_of_the_lexicons_is_one_word(ruleset: Ruleset, tokenizer: JiebaTokenizer) -> None:
    chinese = [term for term in ruleset.concepts.terms if all("\u4e00" <= c <= "\u9fff" for c in term)]
    broken = [term for term in chinese if len(tokenizer.words(term)) > 1]
    assert len(chinese) > 500
    assert not broken


def test_boundaries_hold_both_ends(tokenizer: JiebaTokenizer) -> None:
    text = "押金满一年就退"
    cuts = tokenizer.boundaries(text)
    assert {0, len(text)} <= cuts
    assert "".join(tokenizer.words(text)) == text


@pytest.fixture(scope="module")
def stock(tokenizer: JiebaTokenizer) -> Any:
    """jieba itself with the same terms added, as its own documentation says."""
    import jieba

    cutter = jieba.Tokenizer()
    cutter.FREQ, cutter.total = cutter.gen_pfdict(cutter.get_dict_file())
    cutter.initialized = True
    for term in tokenizer._terms:
        cutter.add_word(term, freq=max(cutter.suggest_freq(term), 2000))
    return cutter


def test_words_are_those_of_jieba(ruleset: Ruleset, tokenizer: JiebaTokenizer, stock: Any) -> None:
    texts = [text for rule in ruleset.rules for text in (*rule.hit, *rule.miss)]
    assert len(texts) > 1000
    for text in texts:
        assert tokenizer.words(text) == list(stock.cut(text, HMM=False))
    assert tokenizer._ready().total == stock.total


@given(
    st.text(st.one_of(st.sampled_from("押金不予退还甲乙方的一在POSaT+1.5%_ ，。\r\n"), st.characters()), max_size=24)
)
@settings(max_examples=300)
def test_any_text_is_cut_as_jieba_cuts_it(tokenizer: JiebaTokenizer, stock: Any, text: str) -> None:
    assert tokenizer.words(text) == list(stock.cut(text, HMM=False))


@given(st.text(st.sampled_from("押金不予退还甲乙方退货款AB1，。 "), min_size=1, max_size=16), st.data())
@settings(max_examples=200)
def test_bounds_are_boundaries(tokenizer: JiebaTokenizer, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert tokenizer.bounds(text, start, end) == ({start, end} <= tokenizer.boundaries(text))


def test_no_cache_file_is_read_or_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted = tmp_path / "jieba.cache"
    planted.write_bytes(b"planted")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    assert JiebaTokenizer(["终端押金"]).words("终端押金") == ["终端押金"]
    assert [p.name for p in tmp_path.iterdir()] == ["jieba.cache"]
    assert planted.read_bytes() == b"planted"


def test_dictionaries_are_private(tokenizer: JiebaTokenizer) -> None:
    import jieba

    assert not jieba.dt.initialized
    assert not jieba.user_word_tag_tab


def test_survives_pickling() -> None:
    tokenizer = JiebaTokenizer(["激活服务押金"])
    assert tokenizer.words("激活服务押金不退")[0] == "激活服务押金"
    copy = pickle.loads(pickle.dumps(tokenizer))
    assert copy.words("激活服务押金不退") == tokenizer.words("激活服务押金不退")


def test_threads_load_the_dictionary_once() -> None:
    tokenizer = JiebaTokenizer(["终端押金"])
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: tuple(tokenizer.words("终端押金不予退还")), range(16)))
        cutters = set(pool.map(lambda _: id(tokenizer._ready()), range(16)))
    assert len(found) == len(cutters) == 1


_WORDS = st.lists(st.text("退还押金不予费", min_size=1, max_size=4), max_size=8)


@given(st.lists(_WORDS, max_size=3), st.text("退还押金不予费", max_size=20))
@settings(max_examples=200)
def test_of_each_list_the_longest_word_at_each_place_is_found(lists: list[list[str]], text: str) -> None:
    spans = WordLists(lists).find(text)
    for number, words in enumerate(lists):
        expected, at = [], 0
        while at < len(text):
            longest = max((w for w in words if text.startswith(w, at)), key=len, default="")
            if longest:
                expected.append((at, at + len(longest), longest))
            at += len(longest) or 1
        assert spans.get(number, []) == expected


def test_words_may_hold_signs() -> None:
    found = WordLists([["T+0", "（a）", "."], []]).find("T+0（a）x.")
    assert {number: [word for *_, word in words] for number, words in found.items()} == {0: ["T+0", "（a）", "."]}
