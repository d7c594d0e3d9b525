"""The names that an agreement itself gives its deposit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from contract_scan.language.sentences import Sentence
from contract_scan.lexicons import read_yaml
from contract_scan.literals import may_match
from contract_scan.precompiled import compile_pattern
from contract_scan.remembered import Remembered

__all__ = ["DepositNames"]

_SAID = re.compile(
    r"[“\"「‘《]?([\u4e00-\u9fff]{2,8}(?:金|款|费|押))[”\"」’》]?(?:，|：)?(?:是|为|作为|属于?|视为|系|实为|即)"
    r"[^，。；]{0,14}(?:押金|保证金)(?:性质|，|。|；|的|$)"
)
_CALLED = re.compile(
    r"(?:押金|保证金)[^。；]{0,30}(?:以下|下)(?:简称|称|叫)(?:为)?[“\"「‘]([\u4e00-\u9fff]{2,8})[”\"」’]"
)
#: 「存机款」：领取终端时寄存、归还终端时取回的款项.
_DEFINED = re.compile(
    r"[“\"「‘]([\u4e00-\u9fff]{2,8}(?:金|款|费))[”\"」’](?:，|：|:)?(?:是指|系指|指|是|系|为)?"
    r"[^。；]{0,60}?(?:押金|保证金|担保|寄存|(?:归还|交还|退回)[^。；]{0,12}(?:取回|退还|返还))"
)
#: A charge that secures the terminal is a deposit by nature, whatever it is called: 服务费，用于保障按期归还终端.
_SECURES = re.compile(
    r"([\u4e00-\u9fff]{2,16}费)，?(?:用[来于以]|以)(?:保证|保障|担保)[^，。；]{0,20}(?:归还|交还|返还|使用|履约|履行)"
)
_POINTING = re.compile(r"^(?:该|此|上述|前述|本|这笔|所交|交纳的|支付的)")
_TOO_PLAIN = frozenset({"押金", "保证金", "款", "费用", "手续费", "服务费"})


class _Said(NamedTuple):
    """What one sentence says: names of the deposit; names of sums that are lodged, and that come back or are kept."""

    names: frozenset[str] = frozenset()
    lodged: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    #: Names of deposits for premises, and whether it lets such.
    premises: frozenset[str] = frozenset()
    lets: bool = False


_NOTHING = _Said()
#: Sentences of which it is remembered what they say.
_REMEMBERED = 4096


class DepositNames:
    """Finds an agreement's own names for its deposit, by ``lexicons/names.yaml``."""

    def __init__(self, directory: Path) -> None:
        data = read_yaml(directory / "names.yaml")
        self._name = re.compile(r"[\u4e00-\u9fff]{0,6}?" + data["ending"])
        self._not = compile_pattern(data["not_name"])
        self._lead = compile_pattern(data["lead"])
        self._lodged = compile_pattern(data["lodged"])
        self._settled = compile_pattern(data["settled"])
        self._lets = compile_pattern(data["lets"])
        self._lets_on = compile_pattern(data["lets_on"])
        self._premises = compile_pattern(data["premises"])
        self._remembered: Remembered[_Said] = Remembered(_REMEMBERED)

    def find(self, sentences: Sequence[Sentence]) -> re.Pattern[str] | None:
        """Return a pattern of the names, or None where the agreement uses none of its own.

        What it calls by the words of somebody else's deposit is in the group ``own``.

        A name counts where the agreement says that it is a deposit, or where such a sum is both lodged and spoken of
        as coming back, being kept or standing security; that of a deposit for premises, where it lets premises.
        """
        names: set[str] = set()
        lodged: set[str] = set()
        settled: set[str] = set()
        premises: set[str] = set()
        lets = False
        for sentence in sentences:
            said = self._remembered.get(sentence.text)
            if said is None:
                said = self._said(sentence)
                self._remembered.keep(sentence.text, said)
            names |= said.names
            lodged |= said.lodged
            settled |= said.settled
            premises |= said.premises
            lets |= said.lets
        names |= lodged & settled
        names -= _TOO_PLAIN
        own = _any_of(premises if lets else ())
        found = [f"(?P<own>{own})"] if own else []
        found += [_any_of(names)] if names else []
        return re.compile("|".join(found)) if found else None

    def _said(self, sentence: Sentence) -> _Said:
        names: set[str] = set()
        for pattern in (_SAID, _CALLED, _DEFINED):
            names.update(_POINTING.sub("", match.group(1)) for match in _found(pattern, sentence))
        names.update(self._without_lead(match.group(1)) for match in _found(_SECURES, sentence))
        sums = {self._without_lead(match.group()) for match in _found(self._name, sentence)}
        sums = {name for name in sums if len(name) > 2 and not self._not.search(name)}
        premises = {match.group() for match in _found(self._premises, sentence)}
        lets = any(_found(self._lets, sentence))
        if (premises or lets) and any(_found(self._lets_on, sentence)):
            premises, lets = set(), False  # what the merchant lets to its own tenants
        if not names and not sums and not premises and not lets:
            return _NOTHING
        return _Said(
            frozenset(names),
            frozenset(sums if self._lodged.search(sentence.text) else ()),
            frozenset(sums if self._settled.search(sentence.text) else ()),
            frozenset(premises),
            lets,
        )

    def _without_lead(self, found: str) -> str:
        """Return the name without the words that only lead up to it: 门店应通过原终端将款 names nothing."""
        name = found
        while lead := self._lead.match(name):
            name = name[lead.end() :]
        return name


def _any_of(names: Iterable[str]) -> str:
    """Return the source of a pattern of names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _found(pattern: re.Pattern[str], sentence: Sentence) -> Iterator[re.Match[str]]:
    """Yield where a pattern matches; most sentences lack the characters that it wants."""
    return pattern.finditer(sentence.text) if may_match(pattern, sentence.grams) else iter(())
