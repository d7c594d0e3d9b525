"""The words of ``lexicons/personal.yaml``, as patterns over folded text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from contract_scan.errors import RuleError
from contract_scan.lexicons import read_yaml
from contract_scan.redact.folding import NOTHING, folded

__all__ = ["HAN", "WIDE", "PersonalWords", "load"]

HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
#: What may stand between two characters of one word: 姓  名.
WIDE: Final = f"[ {NOTHING}]{{0,4}}"
_LABELS: Final = ("person", "party", "signature", "address", "phone", "identity", "card", "credit", "chat", "other")
_WORDS: Final = (
    *("after_name", "before_name", "before_signing", "no_name", "organisation_words", "address_words"),
    *("roads", "houses", "compound_surnames"),
)
_LISTS: Final = (*(f"{name}_labels" for name in _LABELS), *_WORDS)


@dataclass(frozen=True, slots=True)
class PersonalWords:
    """Labels as the source of a regular expression each, the longest first; the other lists as they are."""

    person: str
    #: Those that a name may follow without a colon: the longer ones, which stand in forms and not in sentences.
    formal_person: str
    party: str
    signature: str
    address: str
    phone: str
    identity: str
    card: str
    credit: str
    chat: str
    other: str
    after_name: str
    before_name: str
    before_signing: str
    address_word: str
    road: str
    house: str
    #: A name that begins with a surname: two to four characters, spaces between them allowed.
    name: str
    no_name: frozenset[str]
    no_given: frozenset[str]
    organisation: str
    surnames: frozenset[str]


def load(directory: Path) -> PersonalWords:
    """Return the words of a lexicon directory.

    Raises:
        RuleError: the file cannot be read, or a list in it is missing or holds what is no text.
    """
    path = directory / "personal.yaml"
    data: Any = read_yaml(path)
    for name in _LISTS:
        found = data.get(name) if isinstance(data, dict) else None
        if not isinstance(found, list) or not found or not all(isinstance(word, str) and word for word in found):
            raise RuleError(f"{name} must be a list of words", file=str(path))
    for name in ("surnames", "no_given"):
        if not isinstance(data.get(name), str):
            raise RuleError(f"{name} must be a text of characters", file=str(path))
    surnames = frozenset("".join(data["surnames"].split()))
    compound = data["compound_surnames"]
    return PersonalWords(
        person=_labels(data["person_labels"]),
        formal_person=_labels(word for word in data["person_labels"] if len(word) > 2),
        party=_labels(data["party_labels"]),
        signature=_labels(data["signature_labels"]),
        address=_labels(data["address_labels"]),
        phone=_labels(data["phone_labels"]),
        identity=_labels(data["identity_labels"]),
        card=_labels(data["card_labels"]),
        credit=_labels(data["credit_labels"]),
        chat=_labels(data["chat_labels"]),
        other=_labels(data["other_labels"]),
        after_name=_labels(data["after_name"]),
        before_name=_labels(data["before_name"]),
        before_signing=_labels(data["before_signing"]),
        road=_labels(data["roads"]),
        house=_labels(data["houses"]),
        address_word="|".join(map(re.escape, data["address_words"])),
        name=f"(?:(?:{'|'.join(_wide(name) for name in compound)})(?:{WIDE}[{HAN}]){{1,2}}"
        f"|[{re.escape(''.join(sorted(surnames)))}](?:{WIDE}[{HAN}]){{1,2}})",
        no_name=frozenset(data["no_name"]).union(*(data[name] for name in _LISTS if name.endswith("_labels"))),
        no_given=frozenset("".join(data["no_given"].split())),
        organisation="|".join(map(re.escape, data["organisation_words"])),
        surnames=surnames | frozenset(compound),
    )


def _labels(words: Iterable[str]) -> str:
    ordered = sorted({folded(word) for word in words}, key=len, reverse=True)
    return "(?:" + "|".join(map(_label, ordered)) + ")"


def _label(word: str) -> str:
    if word.isascii():
        return rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
    return _wide(word)


def _wide(word: str) -> str:
    return WIDE.join(map(re.escape, word))
