"""Names of persons: by their labels, by what stands behind them, and wherever else the same name stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from contract_scan.redact.folding import NOTHING
from contract_scan.redact.lexicon import HAN, WIDE, PersonalWords
from contract_scan.redact.spans import Span

__all__ = ["Names"]

# Every repetition is bounded: two that are not, side by side, take quadratic time on a page of blanks.
_GAP: Final = f"[ {NOTHING}]{{0,8}}"
_PARENTHESIS: Final = r"(?:[ ]{0,8}[(（][^()（）\n]{0,30}[)）])?"
_COLON: Final = rf"{_GAP}[:|][ {NOTHING}:|_]{{0,48}}(?:\n{_GAP})?"
_END: Final = rf"(?=(?![ {NOTHING}]{{0,2}}[{HAN}])|[ ]{{1,3}}[{HAN}]{{2}})"
_JOINT: Final = r"[ ]{0,4}[、,，/;；&和及与][ ]{0,4}"
_FOREIGN: Final = r"[A-Z][A-Za-z'.\-]+(?:[ ][A-Z][A-Za-z'.\-]+){1,3}|[A-Z][a-z]+"
_MINORITY: Final = f"[{HAN}]{{1,8}}(?:[.·][{HAN}]{{1,8}}){{1,3}}"


class Names:
    """Finds names of persons in folded text."""

    def __init__(self, words: PersonalWords) -> None:
        self._words = words
        self._han = re.compile(f"[{HAN}]")
        self._organisation = re.compile(words.organisation)
        # 法定代表人或授权代表（签字）
        also = rf"(?:[或/及和、][其]?(?:{words.person}|{words.phone}|{words.identity})){{0,3}}"
        other = f"{_MINORITY}|{_FOREIGN}|(?:[{HAN}]{WIDE}){{1,3}}[{HAN}](?![ ]?:)"
        listed = f"(?P<value>{words.name}|{other})(?:{_JOINT}(?:{words.name}|{_MINORITY}))*{_END}"
        self._labelled = re.compile(f"{words.person}{also}{_PARENTHESIS}{_COLON}(?P<all>{listed})")
        signed = rf"(?:{words.person}{also}[ ]?)?[(（]?{words.signature}(?:[或/及和、]?{words.signature}){{0,3}}[)）]?"
        surname = f"(?P<all>(?P<value>{words.name}|{_MINORITY})(?:{_JOINT}{words.name})*){_END}"
        gap = rf"(?:{_COLON}|[ {NOTHING}]{{1,8}})"
        self._by_surname = (
            re.compile(f"{signed}{_PARENTHESIS}{gap}{surname}"),
            re.compile(f"{words.party}{_PARENTHESIS}{_COLON}{surname}"),
            # 法定代表人为张三，联系人 李四
            re.compile(f"{words.formal_person}{also}{_PARENTHESIS}{_GAP}(?:(?:为|是|系){_GAP})?{surname}(?![ ]?:)"),
            re.compile(
                r"(?:本人|承诺人|声明人|立据人|我叫|名叫|我是)[ ]?[(（:]?[ ]?"
                rf"(?P<all>(?P<value>{words.name}))(?=[ ]?[)），,(（])"
            ),
            # 张三（身份证号……）, 张三，男，汉族
            re.compile(
                rf"(?<![{HAN}])(?P<all>(?P<value>{words.name}|{_MINORITY}))(?=[ ]?{words.identity}|[ ]?[(（,，:][ ]?"
                rf"(?:{words.identity}|{words.person}|{words.phone}|[男女][,， ]|性别|汉族|以下简称|下称"
                r"|\d{4}年\d{1,2}月\d{1,2}日出?生))"
            ),
        )
        # 由张三与某某公司签订, 与李四于2024年1月签署, 收到王五交来
        other_side = r"(?:[与和同跟及、][^，。；;\n]{2,30}?)?"
        when = r"(?:(?:于|在)[^，。；;\n]{1,20}?)?(?:双方|共同|协商|自愿){0,2}"
        self._in_sentence = re.compile(
            rf"{words.before_name}[ ]?(?P<value>{words.name})(?=[ ]?{other_side}{when}{words.before_signing})"
        )
        self._before_title = re.compile(f"(?=(?P<name>[{HAN}]{{1,3}}){WIDE}{words.after_name})")
        self._before_number = re.compile(rf"(?<![{HAN}])(?P<value>{words.name})[ {NOTHING}:(（,，|\-/]{{0,4}}$")
        self._cell_label = re.compile(f"(?:{words.person})(?:{_PARENTHESIS})[ ]*:?")
        self._cell_name = re.compile(f"(?:{words.name}|{_MINORITY})")
        self._piece = re.compile(f"{words.name}|{_MINORITY}")

    def spans(self, plain: str) -> Iterator[Span]:
        """Yield the names that labels, titles and what stands behind them show."""
        for match in self._labelled.finditer(plain):
            if self._may_be_named(match.group("value")):
                yield from self._each(match)
        for pattern in self._by_surname:
            for match in pattern.finditer(plain):
                if self._is_name(match.group("value")):
                    yield from self._each(match)
        for match in self._in_sentence.finditer(plain):
            name = _closed(match.group("value"))
            if self._is_name(name) and not self._organisation.search(name[-1]):
                yield Span(match.start("value"), match.end("value"), "name")
        yield from self._titled(plain)

    def before_numbers(self, plain: str, numbers: Iterable[Span]) -> Iterator[Span]:
        """Yield the names that stand right before a number of a person: 张三 13800138000."""
        for number in numbers:
            if number.sort in ("phone", "identity"):
                begin = max(0, number.start - 16)
                match = self._before_number.search(plain[begin : number.start])
                if match is not None and self._is_name(match.group("value")):
                    yield Span(begin + match.start("value"), begin + match.end("value"), "name")

    def is_label(self, plain: str) -> bool:
        """Tell whether a cell of a table is nothing but the label of a person."""
        return self._cell_label.fullmatch(plain.strip()) is not None

    def is_cell(self, plain: str) -> bool:
        """Tell whether a cell, or a part of a file's name, is nothing but a name."""
        return self._cell_name.fullmatch(plain) is not None and self._is_name(plain)

    def again(self, plain: str, names: Iterable[str]) -> Iterator[Span]:
        """Yield every other place of names that were found. One of two characters must stand by itself there."""
        wanted = sorted({closed for name in names if len(closed := _closed(name)) > 1}, key=len, reverse=True)
        if not wanted:
            return
        for match in re.finditer("|".join(WIDE.join(map(re.escape, name)) for name in wanted), plain):
            beside = plain[max(0, match.start() - 1) : match.start()] + plain[match.end() : match.end() + 1]
            if len(_closed(match.group())) > 2 or not self._han.search(beside):
                yield Span(match.start(), match.end(), "name")

    def _each(self, match: re.Match[str]) -> Iterator[Span]:
        """Yield each name of a list of them."""
        yield Span(match.start("value"), match.end("value"), "name")
        for piece in self._piece.finditer(match.string, match.end("value"), match.end("all")):
            if self._is_name(piece.group()):
                yield Span(piece.start(), piece.end(), "name")

    def _titled(self, plain: str) -> Iterator[Span]:
        """Yield the names before 先生 and 女士: the longest that begins with a surname."""
        done = 0
        for match in self._before_title.finditer(plain):
            if match.start("name") < done:
                continue
            name = match.group("name")
            surname = (name[:2] in self._words.surnames and len(name) > 2) or name[0] in self._words.surnames
            if surname:
                done = match.end("name")
                if not self._is_word(name):
                    yield Span(match.start("name"), match.end("name"), "name")

    def _is_name(self, printed: str) -> bool:
        """Tell whether what has the form of a name is no word of contracts and no organisation."""
        name = _closed(printed)
        return not self._is_word(name) and not self._organisation.search(name[1:])

    def _may_be_named(self, printed: str) -> bool:
        name = _closed(printed)
        if name.isascii() or "." in name:
            return len(name) > 2
        if name[0] in self._words.surnames or name[:2] in self._words.surnames:
            return self._is_name(printed)
        return self._words.no_given.isdisjoint(name) and not self._is_word(name) and not self._organisation.search(name)

    def _is_word(self, name: str) -> bool:
        """Tell whether these characters, a surname perhaps and others, are a word of contracts."""
        words = self._words.no_name
        if name in words or (len(name) > 2 and (name[:2] in words or name[:3] in words)):
            return True
        given = name[2:] if name[:2] in self._words.surnames else name[1:]
        return not self._words.no_given.isdisjoint(given)


def _closed(name: str) -> str:
    """Return a name without what stands between its characters."""
    return name.replace(" ", "").replace(NOTHING, "")
