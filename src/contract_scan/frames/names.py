"""The names that an agreement itself gives its deposit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence, Set
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
    r"[“\"「‘]([\u4e00-\u9fff]{2,8}(?:金|款|费))[”\"」’](?:[，：:](?:是指|系指|指|是|系|为)?|是指|系指|指|是|系|为)"
    r"[^。；]{0,60}?(?:押金|保证金|担保|寄存|(?:归还|交还|退回)[^。；]{0,12}(?:取回|退还|返还))"
)
#: A sum that is paid in, by the name that is given to it in brackets: 应存入28,800元（“存款”）. Where it comes back.
_BRACKETED = re.compile(
    r"(?:存入|缴存|交存|存放|预存|质押|交付|寄存)[^，。；]{0,10}\d[\d,.]*元[（(][“\"「‘]([\u4e00-\u9fff]{2,8})[”\"」’][）)]"
)
#: A charge that secures the terminal is a deposit by nature, whatever it is called: 服务费，用于保障按期归还终端.
_SECURES = re.compile(
    r"([\u4e00-\u9fff]{2,16}费)(?:，?(?:用[来于以]|以)|的(?:目的|用途|作用)，?(?:是|在于|为|系)，?[^，。；]{0,8}?)"
    r"(?:保证|保障|担保)[^，。；]{0,20}(?:归还|交还|返还|使用|履约|履行)"
)
_POINTING = re.compile(r"^(?:该|此|上述|前述|本|这笔|所交|交纳的|支付的)")
_TOO_PLAIN = frozenset({"押金", "保证金", "款", "费用", "手续费", "服务费"})


class _Said(NamedTuple):
    """What one sentence says: names of the deposit; names of sums that are lodged, and that come back or are kept."""

    names: frozenset[str] = frozenset()
    lodged: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()
    #: Names of sums that are taken once, and that come back at the end.
    taken: frozenset[str] = frozenset()
    returned: frozenset[str] = frozenset()
    #: Names of deposits for premises, and whether it lets such.
    premises: frozenset[str] = frozenset()
    lets: bool = False


_NOTHING = _Said()
#: Behind a name, where it is only part of another: 存款利率.
_NO_RATE = "(?!利率|账户)"
#: Characters before a name in which a word for a period makes its sum one that is paid by the month.
_CLAUSE = 12
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
        self._pledge = compile_pattern(data["pledge"])
        self._taken = compile_pattern(data["taken"])
        self._by_period = compile_pattern(data["by_period"])
        self._given_back = compile_pattern(data["given_back"])
        self._handed_in = compile_pattern(data["handed_in"])
        self._at_the_end = compile_pattern(data["at_the_end"])
        self._undone = compile_pattern(data["undone"])
        self._charge_name = compile_pattern(data["charge_name"])
        self._lets = compile_pattern(data["lets"])
        self._lets_on = compile_pattern(data["lets_on"])
        self._premises = compile_pattern(data["premises"])
        self._remembered: Remembered[_Said] = Remembered(_REMEMBERED)

    def find(self, sentences: Sequence[Sentence], parties: Collection[str] = ()) -> re.Pattern[str] | None:
        """Return a pattern of the names, or None where the agreement uses none of its own.

        What the `parties` are called names no sum, however it ends: 某某基金.

        What it calls by the words of somebody else's deposit is in the group ``own``.

        A name counts where the agreement says that it is a deposit, or where such a sum is both lodged and spoken of
        as coming back, being kept or standing security; that of a deposit for premises, where it lets premises.
        """
        names: set[str] = set()
        lodged: set[str] = set()
        settled: set[str] = set()
        taken: set[str] = set()
        returned: set[str] = set()
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
            taken |= said.taken
            returned |= said.returned
            premises |= said.premises
            lets |= said.lets
        names |= _in_both(lodged, settled) | _in_both(taken, returned)
        names -= _TOO_PLAIN
        names = {name for name in names if not any(name in party or party in name for party in parties)}
        own = _any_of(premises if lets else ())
        found = [f"(?P<own>{own})"] if own else []
        found += [f"(?:{_any_of(names)}){_NO_RATE}"] if names else []
        return re.compile("|".join(found)) if found else None

    def _said(self, sentence: Sentence) -> _Said:
        names: set[str] = set()
        for pattern in (_SAID, _CALLED, _DEFINED):
            names.update(_POINTING.sub("", match.group(1)) for match in _found(pattern, sentence))
        names.update(self._without_lead(match.group(1)) for match in _found(_SECURES, sentence))
        names.update(match.group() for match in _found(self._pledge, sentence))
        sums = {self._without_lead(match.group()) for match in _found(self._name, sentence)}
        sums = {name for name in sums if len(name) > 2 and not self._not.search(name)}
        premises = {match.group() for match in _found(self._premises, sentence)}
        lets = any(_found(self._lets, sentence))
        if (premises or lets) and any(_found(self._lets_on, sentence)):
            premises, lets = set(), False  # what the merchant lets to its own tenants
        taken, returned = set(self._taken_once(sentence)), set(self._back_at_the_end(sentence))
        if not (names or sums or taken or returned or premises or lets):
            return _NOTHING
        return _Said(
            frozenset(names),
            frozenset(sums if self._lodged.search(sentence.text) else ()),
            frozenset(sums if self._settled.search(sentence.text) else ()),
            frozenset(taken),
            frozenset(returned),
            frozenset(premises),
            lets,
        )

    def _taken_once(self, sentence: Sentence) -> Iterator[str]:
        """Yield the names of sums that are taken from the merchant, and not by the month."""
        for match in _found(self._taken, sentence):
            name = self._without_lead(match["taken"])
            by_period = self._by_period.search(sentence.text, max(0, match.start() - _CLAUSE))
            if len(name) > 2 and not by_period and self._is_coined(name):
                yield name
        yield from (match.group(1) for match in _found(_BRACKETED, sentence))

    def _back_at_the_end(self, sentence: Sentence) -> Iterator[str]:
        """Yield the names of sums that come back when what was lent is handed in."""
        handed_in = self._handed_in.search(sentence.text) is not None
        if self._undone.search(sentence.text) or not (handed_in or self._at_the_end.search(sentence.text)):
            return
        for match in _found(self._given_back, sentence):
            name = self._without_lead(match[match.lastgroup or 0])
            if self._is_coined(name) and (handed_in or not name.endswith("费")):
                yield name

    def _is_coined(self, name: str) -> bool:
        return len(name) > 1 and not self._not.search(name) and not self._charge_name.search(name)

    def _without_lead(self, found: str) -> str:
        """Return the name without the words that only lead up to it: 门店应通过原终端将款 names nothing."""
        name = found
        while lead := self._lead.match(name):
            name = name[lead.end() :]
        return name


def _in_both(lodged: Set[str], settled: Set[str]) -> set[str]:
    """Return the names in both; of two of which one is the end of the other (安全保留金, 保留金) the shorter."""
    pairs = ((one, other) for one in lodged for other in settled if one.endswith(other) or other.endswith(one))
    return {min(pair, key=len) for pair in pairs}


def _any_of(names: Iterable[str]) -> str:
    """Return the source of a pattern of names, the longest first."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _found(pattern: re.Pattern[str], sentence: Sentence) -> Iterator[re.Match[str]]:
    """Yield where a pattern matches; most sentences lack the characters that it wants."""
    return pattern.finditer(sentence.text) if may_match(pattern, sentence.grams) else iter(())
