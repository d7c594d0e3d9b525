"""Mail addresses, accounts of messengers, and addresses with a label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from contract_scan.redact.folding import NOTHING
from contract_scan.redact.lexicon import HAN, PersonalWords
from contract_scan.redact.spans import Span

__all__ = ["Places"]

_LETTER: Final = f"[A-Za-z0-9_{NOTHING}]"
_EMAIL: Final = re.compile(
    rf"{_LETTER}[A-Za-z0-9_.%+\-{NOTHING}]{{0,63}}[ ]?(?:@|[\[(]at[\])])[ ]?"
    rf"(?:[A-Za-z0-9\-{NOTHING}]{{1,63}}[ ]?\.[ ]?){{1,5}}[A-Za-z{NOTHING}]{{2,24}}",
    re.IGNORECASE,
)
_PARENTHESIS: Final = r"(?:[ ]{0,8}[(（][^()（）\n]{0,24}[)）])?"
#: An address ends with its sentence, its line, its cell, or where the next label begins.
_ADDRESS_END: Final = re.compile(
    r"[。;；\n|]|[ ]{3}|[ ]{0,3}[,，、]?[ ]{0,3}(?:客户服务|客服|邮编|邮政编码|电话|手机|联系|传真|法定"
    r"|负责人|身份证|邮箱|开户|账号|统一社会)"
)
_LONGEST: Final = 120
# What stands right before an address in a sentence, and in no name of a region.
_BEFORE: Final = "在到至于往为住寄址是"
_REGION: Final = f"(?:(?![{_BEFORE}方])[{HAN}]){{2,8}}?"


class Places:
    """Finds where persons live and where they are written to, in folded text."""

    def __init__(self, words: PersonalWords) -> None:
        space = f"[ {NOTHING}]{{0,8}}"
        self._address = re.compile(
            f"{words.address}{_PARENTHESIS}"
            rf"(?:{space}[:|][ {NOTHING}:|_]{{0,48}}\n?[ ]{{0,8}}|[ ]?(?:为|是|位于|在)[ :]{{0,4}})"
        )
        self._unlabelled = re.compile(
            rf"(?:(?<![{HAN}])|(?<=[{_BEFORE}]))(?:{_REGION}(?:省|自治区)[ ]?)?{_REGION}[市州盟县區区][ ]?"
            rf"[{HAN}A-Za-z0-9]{{1,24}}?{words.road}[{HAN}A-Za-z0-9 \-]{{0,16}}?"
            rf"\d{{1,5}}(?:[\-—]\d{{1,5}})?{words.house}(?:[{HAN}A-Za-z0-9\-—]{{0,20}}{words.house})?"
        )
        self._word = re.compile(words.address_word)
        self._account = re.compile(
            f"{words.chat}(?:号码|号|账号|ID)?{space}[:|为是][ {NOTHING}:]{{0,8}}"
            r"(?P<value>[A-Za-z0-9][A-Za-z0-9_\-]{4,29})(?![.%元万\dA-Za-z])"
        )

    def spans(self, plain: str) -> Iterator[Span]:
        """Yield mail addresses, messenger accounts and labelled addresses."""
        for match in _EMAIL.finditer(plain):
            yield Span(match.start(), match.end(), "email")
        for match in self._account.finditer(plain):
            yield Span(match.start("value"), match.end("value"), "account")
        for match in self._unlabelled.finditer(plain):
            yield Span(match.start(), match.end(), "address")
        for match in self._address.finditer(plain):
            start, limit = match.end(), min(len(plain), match.end() + _LONGEST)
            ending = _ADDRESS_END.search(plain, start, limit)
            end = ending.start() if ending else limit
            value = plain[start:end]
            if len(self._word.findall(value)) >= 2 and len(value) >= 5:
                yield Span(start, end, "address")
