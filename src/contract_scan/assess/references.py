"""How an agreement names its documents, and which of those that it names were not given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.mentions import Talk
from contract_scan.assess.parts import Part
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading
from contract_scan.model.report import PartKind, ReferredDocument

__all__ = ["absent_documents", "named_parts", "titles_in"]

_NUMBER = re.compile(r"(?:附件|附录|附表)\s*([一二三四五六七八九十])")
_NOISE = re.compile(r"[\s《》“”\"「」【】（）()：:、.．\-—]|附件[一二三四五六七八九十\d]{0,2}|^关于")
_HEAD = 6  # sentences in which the agreement's own title stands
_KINDS: tuple[PartKind, ...] = ("supplement", "special", "receipt", "rules", "annex")


@dataclass(frozen=True, slots=True)
class _Named:
    title: str
    reading: Reading


def named_parts(agreement: Agreement, phrase: str, at: int | None, lexicon: DepositLexicon) -> frozenset[int]:
    """Return the indexes of the parts that a phrase names: 本补充协议, 附件一, 《押金政策》, 原协议, 活动规则.

    Args:
        agreement: the agreement with its parts.
        phrase: the words that name a document.
        at: the part that the phrase stands in.
        lexicon: the patterns.
    """
    parts = agreement.parts
    found: set[int] = set()
    for title in titles_in(phrase, lexicon):
        found |= {index for index, part in enumerate(parts) if _is_called(part, title)}
    if found or "《" in phrase:
        return frozenset(found)
    own = parts[at] if at is not None else None
    if (
        own is not None
        and own.kind in ("annex", "rules", "receipt")
        and lexicon["documents.main_in_annex"].search(phrase)
    ):
        return _of_kind(parts, "body")
    if at is not None and lexicon["documents.own"].search(phrase):
        return frozenset({at})
    for kind in _KINDS:
        if lexicon[f"documents.kind.{kind}"].search(phrase):
            named = _of_kind(parts, kind)
            # 附件 in general is every document that hangs on the body.
            found |= named or (frozenset(_hanging(parts)) if kind == "annex" else frozenset())
            break
    if not found and lexicon["documents.main"].search(phrase):
        found |= _of_kind(parts, "body")
    return frozenset(found)


def _of_kind(parts: tuple[Part, ...], kind: PartKind) -> frozenset[int]:
    return frozenset(index for index, part in enumerate(parts) if part.kind == kind)


def _hanging(parts: tuple[Part, ...]) -> Iterator[int]:
    return (index for index, part in enumerate(parts) if part.number is not None or part.kind in ("annex", "rules"))


def titles_in(text: str, lexicon: DepositLexicon) -> tuple[str, ...]:
    """Return the titles of documents that a text names, each once, in order: in 《》, by number, or by their word."""
    found = [
        (match.start("title"), match["title"])
        for name in ("bracketed", "numbered", "named")
        for match in lexicon[f"documents.{name}"].finditer(text)
    ]
    return tuple(dict.fromkeys(title for _, title in sorted(found)))


def absent_documents(agreement: Agreement, talk: Talk, lexicon: DepositLexicon) -> tuple[ReferredDocument, ...]:
    """Return the documents that the agreement refers to and that were not given, in the order of their first mention.

    Statutes and the rules of the card schemes are no documents of the agreement. One that says how the deposit comes
    back `decides`.
    """
    found: dict[str, list[_Named]] = {}
    for reading in agreement.readings:
        for title in titles_in(reading.text, lexicon):
            if not lexicon["documents.foreign"].search(title) and not _is_given(agreement, title, reading):
                found.setdefault(_plain(title) or title, []).append(_Named(title, reading))
    absent = []
    for places in found.values():
        deciding = [one for one in places if _decides(one, talk, lexicon)]
        readings = {one.reading.sentence.index: one.reading for one in (deciding or places)[:2]}
        evidence = tuple(agreement.evidence(reading) for reading in readings.values())
        absent.append(ReferredDocument(title=places[0].title, decides=bool(deciding), evidence=evidence))
    return tuple(absent)


def _decides(named: _Named, talk: Talk, lexicon: DepositLexicon) -> bool:
    """Whether a sentence about the deposit leaves its return to the document."""
    if named.reading.sentence.index not in talk.by_index:
        return False
    outside = named.reading.text.replace(f"《{named.title}》", "□").replace(named.title, "□")
    if lexicon["documents.decides"].search(outside) is None:
        return False
    return lexicon["documents.return"].search(outside + named.title) is not None


def _is_given(agreement: Agreement, title: str, reading: Reading) -> bool:
    """Whether the document is there: as a part, as the agreement's own title, or as a clause with that heading."""
    if any(_is_called(part, title) for part in agreement.parts):
        return True
    if reading.sentence.paragraph.heading or reading.text.strip("《》 ") == title:
        return True  # the line is a title itself
    wanted = _plain(title)
    if any(len(one.text) <= len(title) + 4 and _plain(one.text) == wanted for one in agreement.readings):
        return True  # a line of its own that is no heading: 保证金标准表
    number = _NUMBER.match(title)
    heads = [one.text for one in agreement.readings[:_HEAD] if len(one.text) <= 40 and "。" not in one.text]
    heads += [clause.heading for clause in agreement.structure.clauses if clause.heading]
    heads += [agreement.document.name]
    if number is not None:
        return any(
            clause.annex and (own := _NUMBER.match(clause.number or "")) is not None and own[1] == number[1]
            for clause in agreement.structure.clauses
        )
    return bool(wanted) and any(_alike(wanted, _plain(head)) for head in heads)


def _is_called(part: Part, title: str) -> bool:
    number = _NUMBER.match(title)
    if number is not None and part.number is not None:
        return part.number == number[1]
    wanted = _plain(title)
    names = [_plain(name) for name in (part.title, re.sub(r"\.\w+$", "", part.name)) if name]
    return bool(wanted) and any(_alike(wanted, name) for name in names)


def _alike(wanted: str, name: str) -> bool:
    """Whether one title holds the other: 押金政策 and 某某付押金政策."""
    return len(name) >= 4 and (wanted in name or (name in wanted and len(name) * 2 >= len(wanted)))


def _plain(title: str) -> str:
    return _NOISE.sub("", title)
