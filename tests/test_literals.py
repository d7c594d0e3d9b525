"""What a pattern cannot do without: a text that it matches always holds one of the grams that were read from it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan import Ruleset
from contract_scan.literals import Prefilter, grams_of, required_grams

_CHARACTERS = st.sampled_from("押金不退还甲aA")


def _repeated(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    sign = st.sampled_from(["?", "*", "+", "{2}", "{0,2}", "{1,3}?", "*+", "??"])
    return st.builds("(?:{}){}".format, inner, sign)


_SOURCES: st.SearchStrategy[str] = st.recursive(
    st.one_of(
        _CHARACTERS,
        st.builds("[{}{}]".format, _CHARACTERS, _CHARACTERS),
        st.builds("[^{}]".format, _CHARACTERS),
        st.builds("(?i:{})".format, _CHARACTERS),
        st.sampled_from([".", "^", "$", r"\b", r"[a-z]", r"\d"]),
    ),
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("{}{}{}".format, inner, inner, inner),
        st.builds("(?:{}|{})".format, inner, inner),
        st.builds("({})".format, inner),
        st.builds("(?={})".format, inner),
        st.builds("(?!{})".format, inner),
        st.builds("(?<={}){}".format, _CHARACTERS, inner),
        st.builds("(?<!{}){}".format, _CHARACTERS, inner),
        st.builds("(?>{})".format, inner),
        _repeated(inner),
    ),
    max_leaves=12,
)


@given(_SOURCES, st.text(_CHARACTERS, max_size=12), st.booleans())
@settings(max_examples=1500)
def test_no_match_without_one_of_the_grams(source: str, text: str, caseless: bool) -> None:
    flags = re.IGNORECASE if caseless else 0
    grams = required_grams(source, flags)
    assert grams is None or all(grams)
    if grams is not None and re.search(source, text, flags):
        assert grams & grams_of(text)


@pytest.mark.parametrize(
    ("source", "grams"),
    [
        ("押金", {"押金"}),
        ("押金|保证金", {"押金", "证金"}),
        ("(?:不|概不)退还", {"退还"}),
        ("押[^，。；]{0,12}退还", {"退还"}),
        ("[退返]还", {"退还", "返还"}),
        ("退还?押金", {"押金"}),
        (r"\d+个月", {"个月"}),
        ("(?=押金).", {"押金"}),
        ("款(?!项)", {"款"}),
        ("(?:押金){2}", {"押金"}),
        ("(?i)pos机", {"机"}),
    ],
)
def test_what_is_read_from_a_pattern(source: str, grams: set[str]) -> None:
    assert required_grams(source) == grams


@pytest.mark.parametrize("source", [r"\d+", "押?金?", "押金|.", "[^退]", "(?i)pos", ".*"])
def test_what_may_match_anything_asks_for_nothing(source: str) -> None:
    assert required_grams(source) is None


def test_the_patterns_of_the_rules_hold_to_it(ruleset: Ruleset) -> None:
    texts = [line for rule in ruleset.rules for text in (*rule.hit, *rule.miss) for line in text.split("\n")]
    grams = [grams_of(text) for text in texts]
    parts = [part for rule in ruleset.rules for group in rule.when.compiled for parts in group for part in parts]
    sources = {part.source[1:]: part.pattern for part in parts if part.pattern is not None}
    assert len(sources) > 200
    for source, pattern in sources.items():
        wanted = required_grams(source)
        for text, held in zip(texts, grams, strict=True):
            if wanted is not None and not wanted & held:
                assert not pattern.search(text), (source, text)


def test_texts_of_the_same_words_share_their_grams() -> None:
    grams = grams_of("押金不退")
    assert grams == {"押", "金", "不", "退", "押金", "金不", "不退"}
    assert grams_of("押金" + "不退") is grams


def test_which_of_many_patterns_may_match() -> None:
    sources = ["押金", r"\d", "不退|不还"]
    prefilter = Prefilter(map(required_grams, sources))
    assert prefilter.possible(grams_of("交纳押金")) == 0b011
    assert prefilter.possible(grams_of("概不退")) == 0b110
    assert prefilter.possible(grams_of("")) == 0b010
