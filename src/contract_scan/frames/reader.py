"""Reads every sentence of an agreement into frames and signals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from contract_scan.frames.bearing import is_against_merchant
from contract_scan.frames.model import Frame, Reading
from contract_scan.frames.names import DepositNames
from contract_scan.frames.objects import first_object, object_name
from contract_scan.frames.said import Said, say, signals_of
from contract_scan.frames.sums import deposit_sums, is_of_sum
from contract_scan.language.concepts import Concepts
from contract_scan.language.roles import Roles
from contract_scan.language.sentences import Sentence
from contract_scan.language.tokens import Tokenizer
from contract_scan.remembered import Remembered
from contract_scan.segment import Structure

__all__ = ["FrameReader"]

#: Words for giving back that need no object to be understood.
_BARE_RETURN = frozenset({"补返", "计返", "退押", "不予返还", "不予退还", "不返", "不再返还", "不再退还"})
#: How many sentences from the top a title is looked for in, and what it looks like.
_TITLE_AMONG = 12
_TITLE = re.compile(
    r"[^，。；：]{2,30}(?:规则|办法|协议书?|细则|须知|说明|规定|条款|制度|公告|指引|告知书)(?:[（(][^）)]*[）)])?"
)
#: What both a merchant and a merchant's customer may be called.
_GUESTS = frozenset({"会员", "用户", "客户", "租户", "承租人", "承租方", "租客"})
#: Sentences whose meaning is kept, each of 500 characters at most: those of a dozen long agreements.
_REMEMBERED = 4096
_NOTHING: frozenset[str] = frozenset()
#: How many sentences under one heading are all near to each other; of more, half as many before and behind each are.
_VICINITY = 12


class FrameReader:
    """Turns sentences into readings. What sentences say by themselves is remembered; an agreement changes nothing."""

    def __init__(self, concepts: Concepts, tokenizer: Tokenizer, names: DepositNames) -> None:
        self._concepts = concepts
        self._names = names
        self._tokenizer = tokenizer
        self._said: Remembered[Said] = Remembered(_REMEMBERED)

    def read(self, sentences: Sequence[Sentence], structure: Structure, roles: Roles) -> tuple[Reading, ...]:
        """Return one reading for each sentence, in order. Later sentences lean on earlier ones, never the other way."""
        extra = self._names.find(
            sentences, {label for party in roles.parties for label in (party.label, party.name) if label}
        )
        lodged = (
            any("押金" in sentence.text or "保证金" in sentence.text for sentence in sentences) or extra is not None
        )
        # Where the merchant is called 会员, a 会员's deposit is no guest's.
        merchants = [party.label for party in roles.parties if party.role == "merchant" and party.label in _GUESTS]
        about = self._about(sentences, extra)
        # Headings stand over many sentences and are read once.
        title = cache(lambda heading: self._title(heading, extra))
        titled = cache(lambda headings, heading: _titled([title(each) for each in headings], about, heading=heading))
        told = [self._say(sentence, roles, extra, merchants) for sentence in sentences]
        sums = deposit_sums((sentence.text, said) for sentence, said in zip(sentences, told, strict=True))
        headings_of = cache(structure.headings)
        near = _near([headings_of(sentence.paragraph.clause) for sentence in sentences], told)
        last_of_paragraph: dict[int, int] = {}
        readings: list[Reading] = []
        kept: dict[frozenset[str], frozenset[str]] = {}  # equal sets of signals are one: they take most of the room
        for sentence, said, around in zip(sentences, told, near, strict=True):
            paragraph = sentence.paragraph
            chapeau = sentence.introduced_by
            if chapeau is None and paragraph.chapeau is not None:
                chapeau = last_of_paragraph.get(paragraph.chapeau)
            previous = self._previous(sentence, readings)
            headings = headings_of(paragraph.clause)
            over = titled(headings, paragraph.heading)
            context = _Context(readings, chapeau, previous, over.objects, lodged)
            frames = _resolved(said, context)
            if sums:
                frames = _by_sum(sentence.text, frames, said, sums)
            form = _form(sentence, said) | over.signals
            signals = _signals(said.signals, frames).union(form, around)
            reading = Reading(
                sentence=sentence,
                said=said,
                hits=said.hits,
                quantities=said.quantities,
                parties=said.parties,
                frames=frames,
                signals=kept.setdefault(signals, signals),
                near=around,
                headings=headings,
                chapeau=chapeau,
                previous=previous,
                concepts=said.concepts,
                relabelled=said.relabelled,
            )
            if said.spans and not sentence.is_row:
                form |= around
                parts = tuple(_statement(reading, span, form, kept) for span in said.spans)
                reading = replace(reading, statements=parts)
            readings.append(reading)
            last_of_paragraph[paragraph.index] = sentence.index
        return tuple(readings)

    def _say(self, sentence: Sentence, roles: Roles, extra: re.Pattern[str] | None, merchants: Sequence[str]) -> Said:
        """Return what a sentence says by itself, remembered by all that it hangs on."""
        text = sentence.text
        parties = tuple(roles.find(text, sentence.start))
        coined = extra if extra is not None and extra.search(text) else None
        guests = tuple(label for label in merchants if label in text)
        key = (text, parties, coined and coined.pattern, guests)
        said = self._said.get(key)
        if said is None:
            hits = self._concepts.find(text, self._tokenizer, coined, guests, sentence.grams)
            said = say(text, parties, hits)
            self._said.keep(key, said)
        return said

    def _about(self, sentences: Sequence[Sentence], extra: re.Pattern[str] | None) -> tuple[str, ...]:
        """Return ``("deposit",)`` where the title says that the whole document is about it: 保证金管理规则."""
        for sentence in sentences[:_TITLE_AMONG]:
            if sentence.paragraph.label is not None:
                break
            text = sentence.text.strip()
            if _TITLE.fullmatch(text):
                hits = self._concepts.find(text, self._tokenizer, extra)
                if any(hit.concept == "deposit" for hit in hits):
                    return ("deposit",)
        return ()

    def _title(self, heading: str, extra: re.Pattern[str] | None) -> _Title:
        own = self._concepts.find(heading, self._tokenizer)
        named = own if extra is None else self._concepts.find(heading, self._tokenizer, extra)
        return _Title(
            names_deposit=any(hit.concept == "deposit" for hit in named),
            objects=tuple(name for hit in own if (name := object_name(hit.concept))),
        )

    @staticmethod
    def _previous(sentence: Sentence, readings: Sequence[Reading]) -> int | None:
        """The sentence before, where it stands in the same paragraph or the same numbered clause."""
        if not readings:
            return None
        before = readings[-1].sentence
        same = before.paragraph.index == sentence.paragraph.index or (
            before.paragraph.clause == sentence.paragraph.clause
            and sentence.paragraph.label is None
            and not before.paragraph.heading
        )
        return before.index if same else None


class _Title(NamedTuple):
    """What a heading speaks of: whether of the deposit, by this agreement's names too, and of which objects."""

    names_deposit: bool
    objects: tuple[str, ...]


class _Over(NamedTuple):
    """What the headings over a sentence give it: the objects that it may be about, and signals."""

    objects: tuple[str, ...]
    signals: frozenset[str]


def _titled(titles: Sequence[_Title], about: Sequence[str], *, heading: bool) -> _Over:
    """Return what headings, the nearest first, and the title of the document give a sentence, or a `heading` itself.

    A sentence stands under a heading that names the deposit by whatever name this agreement gives it.
    """
    names = (name for title in titles for name in title.objects)
    objects = dict.fromkeys(name for name in names if name not in ("agreement", "equipment", "funds"))
    over = [title.names_deposit for title in (titles[1:] if heading else titles)]
    signals = {f"about.{name}" for name in about}
    if over[:1] == [True]:
        signals.add("under.deposit")
    if any(over[1:]):
        signals.add("within.deposit")
    return _Over((*objects, *about), frozenset(signals))


class _Context:
    """What a sentence leans on."""

    __slots__ = ("before", "chapeau", "heading_objects", "lodged")

    def __init__(
        self,
        readings: Sequence[Reading],
        chapeau: int | None,
        previous: int | None,
        heading_objects: Sequence[str],
        lodged: bool,
    ) -> None:
        self.lodged = lodged
        self.chapeau = None if chapeau is None else readings[chapeau]
        self.before = None if previous is None else readings[previous]
        self.heading_objects = heading_objects


def _near(over: Sequence[tuple[str, ...]], told: Sequence[Said]) -> list[frozenset[str]]:
    """Return for each sentence what those around it under the same headings speak of, as ``near.CONCEPT``.

    「可以暂缓结算」 is one thing with 「最长10天」 two sentences on, another without. Where forty sentences stand under
    one heading, the first says nothing of the last.
    """
    under: dict[tuple[str, ...], list[int]] = {}
    for index, headings in enumerate(over):
        if headings:
            under.setdefault(headings, []).append(index)
    around = [_NOTHING] * len(told)
    for indices in under.values():
        spoken = [told[index].concepts for index in indices]
        whole = _named_near(spoken) if len(indices) <= _VICINITY else None
        for at, index in enumerate(indices):
            around[index] = whole or _named_near(spoken[max(0, at - _VICINITY // 2) : at + _VICINITY // 2 + 1])
    return around


def _named_near(spoken: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset(f"near.{concept}" for concept in set().union(*spoken))


def _resolved(said: Said, context: _Context) -> tuple[Frame, ...]:
    """Return the frames of a sentence with what it leaves out: who acts, and what it is about."""
    if said.complete:
        return said.frames
    frames = []
    for frame in said.frames:
        actor = frame.actor or _actor_before(context)
        found = None
        if frame.object is None:
            asked = frame.predicate == "return" and "question" in said.concepts
            found = _inherited(frame.predicate, frame.text, context, question=asked)
        if actor != frame.actor or found:
            name, source = found or (frame.object, frame.resolved_from)
            frame = replace(frame, actor=actor, object=name, resolved_from=source)
        frames.append(frame)
    return tuple(frames)


def _inherited(predicate: str, word: str, context: _Context, *, question: bool) -> tuple[str, str] | None:
    for source, reading in (("before", context.before), ("chapeau", context.chapeau)):
        if reading is None:
            continue
        names = [
            frame.object
            for frame in reading.frames
            if frame.object and frame.predicate in ("return", "forfeit", "convert", "deduct", "pay", "hold")
        ]
        names += [name for hit in reading.hits if (name := object_name(hit.concept))]
        if found := first_object(names, predicate):
            return found, source
    if found := first_object(context.heading_objects, predicate):
        return found, "heading"
    if context.lodged and (question or word in _BARE_RETURN):
        # 「问：…还退吗？」, 「未届满的阶段不予返还」: in an agreement that takes a deposit, that is what comes back.
        return "deposit", "agreement"
    return None


def _by_sum(text: str, frames: tuple[Frame, ...], said: Said, sums: frozenset[Decimal]) -> tuple[Frame, ...]:
    """Return frames with the deposit for their object where only its amount is named."""
    return tuple(
        replace(frame, object="deposit", resolved_from="sum") if is_of_sum(text, frame, said, sums) else frame
        for frame in frames
    )


def _actor_before(context: _Context) -> str | None:
    """Return who acts in the sentence that this one goes on from."""
    for reading in (context.before, context.chapeau):
        if reading is not None:
            for frame in reversed(reading.frames):
                if frame.actor:
                    return frame.actor
    return None


def _form(sentence: Sentence, said: Said) -> set[str]:
    """Return what the sentence's form says: a table's cell on a line of its own, an answer, a paragraph's opening."""
    signals: set[str] = set()
    paragraph = sentence.paragraph
    if said.short and paragraph.label is None and not paragraph.heading:
        signals.add("fragment")
    if said.field:
        signals.add("field")
    if sentence.position == 0:
        signals.add("opening")
    if paragraph.label is not None and paragraph.label.text[:1] in ("答", "A"):
        signals.add("answer")
    if sentence.is_row:
        signals.add("row")
    if paragraph.heading:
        signals.add("heading")
    return signals


def _statement(
    reading: Reading, span: tuple[int, int], form: set[str], kept: dict[frozenset[str], frozenset[str]]
) -> Reading:
    """Return the reading of one statement of a sentence: what of the sentence's stands in it.

    `kept` are the sets of signals so far, and takes in its own.
    """
    start, end = span
    hits = tuple(hit for hit in reading.hits if start <= hit.start and hit.end <= end)
    quantities = tuple(figure for figure in reading.quantities if start <= figure.start and figure.end <= end)
    parties = tuple(party for party in reading.parties if start <= party[0] and party[1] <= end)
    frames = tuple(frame for frame in reading.frames if start <= frame.start and frame.end <= end)
    signals = _signals(signals_of(hits, quantities, parties), frames).union(form)
    return replace(
        reading,
        hits=hits,
        quantities=quantities,
        parties=parties,
        frames=frames,
        signals=kept.setdefault(signals, signals),
        concepts=frozenset(hit.concept for hit in hits),
        span=span,
    )


def _signals(own: frozenset[str], frames: Sequence[Frame]) -> frozenset[str]:
    """Return a sentence's own signals with those of its frames."""
    return own.union(
        *(
            _of_frame(
                frame.predicate, frame.negative, frame.modality, frame.actor, frame.object, is_against_merchant(frame)
            )
            for frame in frames
        )
    )


@lru_cache(maxsize=4096)
def _of_frame(
    name: str, negative: bool, modality: str | None, actor: str | None, about: str | None, against: bool
) -> frozenset[str]:
    """Return the signals of a frame."""
    sign = "no" if negative else "yes"
    signals = {name, f"{name}.{sign}"}
    if about:
        signals |= {f"{name}.of.{about}", f"{name}.{sign}.of.{about}"}
    if actor:
        signals |= {f"{name}.by.{actor}", f"{name}.{sign}.by.{actor}"}
    if modality:
        signals.add(f"{name}.{modality}")
        if actor:
            signals.add(f"{name}.{modality}.by.{actor}")
    if against:
        signals |= {"against", f"against.{name}"}
        if about:
            signals.add(f"against.{name}.of.{about}")
    return frozenset(signals)
