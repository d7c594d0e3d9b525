"""Reads every sentence of an agreement into frames and signals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from contract_scan.frames.bearing import is_against_merchant
from contract_scan.frames.model import PREDICATES, Frame, Reading
from contract_scan.frames.names import DepositNames
from contract_scan.frames.objects import first_object, nearest_object, object_name
from contract_scan.frames.polarity import clause_bounds, is_supposed, modality_of, polarity_of
from contract_scan.frames.statements import statements_of
from contract_scan.language.concepts import ConceptHit, Concepts
from contract_scan.language.quantities import Quantity, find_quantities
from contract_scan.language.roles import Roles
from contract_scan.language.sentences import Sentence
from contract_scan.language.tokens import Tokenizer
from contract_scan.segment import Structure

__all__ = ["FrameReader"]

_RECIPIENT = re.compile(r"(?:向|给|对|从|在|与|和|为|经|替|同|或)$")
#: Words for giving back that need no object to be understood.
_BARE_RETURN = frozenset({"补返", "计返", "退押", "不予返还", "不予退还", "不返", "不再返还", "不再退还"})
#: How many sentences from the top a title is looked for in, and what it looks like.
_TITLE_AMONG = 12
_TITLE = re.compile(
    r"[^，。；：]{2,30}(?:规则|办法|协议书?|细则|须知|说明|规定|条款|制度|公告|指引|告知书)(?:[（(][^）)]*[）)])?"
)
#: The labels of rule files.
_LABELS = {"provider": "甲方", "merchant": "乙方", "agent": "丙方"}
#: What both a merchant and a merchant's customer may be called.
_GUESTS = frozenset({"会员", "用户", "客户"})
#: Predicates that deposits are named after.
_NAMED_BY = frozenset({"hold", "end", "suspend"})
_ASKED = re.compile(r"(?:要求|请求|由|让|请|令)$")
#: What stands around a sum that only says how large another one is.
_BEFORE_MEASURE = re.compile(r"(?:与|同|和|按照?|以|相当于|等同于|不低于|不少于)[^，。；]{0,6}$")
_AFTER_MEASURE = re.compile(
    r"的?(?:数额|金额)?(?:等额|同额|等值|相等|相同|同等|的?[一二两三四五双\d]+倍|数额|金额)[^，。；]{0,8}(?:违约金|赔偿|罚款|补偿|支付)"
)
#: A line of a form: what is to be filled in, and the blank for it.
_FIELD = re.compile(r"[\u4e00-\u9fffA-Za-z/（）() ]{1,12}[:：][\s_＿…·—-]*[。；;，,]?")
_OPENING = re.compile(r"(?:^|[，：:；。、])(?:如果?|若|经|由|因|凡|当|则|但|且|并|而|同时|此时|届时|否则)?$")


class FrameReader:
    """Turns sentences into readings. Holds no state of its own between agreements."""

    def __init__(self, concepts: Concepts, tokenizer: Tokenizer, names: DepositNames) -> None:
        self._concepts = concepts
        self._names = names
        self._tokenizer = tokenizer

    def read(self, sentences: Sequence[Sentence], structure: Structure, roles: Roles) -> tuple[Reading, ...]:
        """Return one reading for each sentence, in order. Later sentences lean on earlier ones, never the other way."""
        extra = self._names.find(sentences)
        # A heading stands over many sentences and is read once.
        title = cache(lambda heading: self._title(heading, extra))
        lodged = (
            any("押金" in sentence.text or "保证金" in sentence.text for sentence in sentences) or extra is not None
        )
        # Where the merchant is called 会员, a 会员's deposit is no guest's.
        merchants = [party.label for party in roles.parties if party.role == "merchant" and party.label in _GUESTS]
        about = self._about(sentences, extra)
        last_of_paragraph: dict[int, int] = {}
        readings: list[Reading] = []
        for sentence in sentences:
            parties = tuple(roles.find(sentence.text, sentence.start))
            hits = _without_party_names(
                self._concepts.find(sentence.text, self._tokenizer, extra, merchants, sentence.grams), parties
            )
            hits = _without_measures(sentence.text, _without_inner(hits))
            quantities = find_quantities(sentence.text)
            paragraph = sentence.paragraph
            chapeau = sentence.introduced_by
            if chapeau is None and paragraph.chapeau is not None:
                chapeau = last_of_paragraph.get(paragraph.chapeau)
            previous = self._previous(sentence, readings)
            headings = structure.headings(paragraph.clause)
            titles = [title(heading) for heading in headings]
            context = _Context(readings, chapeau, previous, (*_heading_objects(titles), *about), lodged)
            frames = tuple(_frames(sentence.text, hits, parties, context))
            form = _form(sentence, parties) | _under([each.names_deposit for each in titles], paragraph.heading)
            form |= {f"about.{name}" for name in about}
            reading = Reading(
                sentence=sentence,
                hits=hits,
                quantities=quantities,
                parties=parties,
                frames=frames,
                signals=frozenset(_signals(hits, quantities, parties, frames) | form),
                headings=headings,
                chapeau=chapeau,
                previous=previous,
                concepts=frozenset(hit.concept for hit in hits),
                relabelled=_relabelled(sentence.text, parties),
            )
            spans = () if sentence.is_row else statements_of(sentence.text, parties)
            if spans:
                reading = replace(reading, statements=tuple(_statement(reading, span, form) for span in spans))
            readings.append(reading)
            last_of_paragraph[paragraph.index] = sentence.index
        return _with_neighbours(readings)

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


def _heading_objects(titles: Sequence[_Title]) -> tuple[str, ...]:
    names = (name for title in titles for name in title.objects)
    return tuple(dict.fromkeys(name for name in names if name not in ("agreement", "equipment", "funds")))


def _without_party_names(hits: Sequence[ConceptHit], parties: Sequence[tuple[int, int, str]]) -> tuple[ConceptHit, ...]:
    """Drop what only a party's name says: nobody pays anything in 「某某支付有权…」."""
    return tuple(
        hit
        for hit in hits
        if not any(
            start <= hit.start and hit.end <= end and hit.end - hit.start < end - start for start, end, _ in parties
        )
    )


def _without_inner(hits: Sequence[ConceptHit]) -> tuple[ConceptHit, ...]:
    """Drop what a name only seems to say: nobody freezes anything in 「冻结金退还」, nor charges in 「设计费用」."""
    names = [hit for hit in hits if hit.concept == "deposit" or object_name(hit.concept) == "fee"]
    return tuple(
        hit
        for hit in hits
        if hit.concept not in PREDICATES
        or not any(
            name.start < hit.start < name.end
            or (
                name.concept == "deposit"
                and hit.concept in _NAMED_BY
                and name.start <= hit.start
                and hit.end <= name.end
            )
            for name in names
        )
    )


def _without_measures(text: str, hits: Sequence[ConceptHit]) -> tuple[ConceptHit, ...]:
    """Drop a deposit that only measures another sum, of which nothing is said: 支付与押金等额的违约金."""
    return tuple(
        hit
        for hit in hits
        if not (
            hit.concept == "deposit"
            and _AFTER_MEASURE.match(text, hit.end)
            and _BEFORE_MEASURE.search(text[max(0, hit.start - 10) : hit.start])
        )
    )


def _under(named: Sequence[bool], heading: bool) -> set[str]:
    """Say that a sentence stands under a heading that names the deposit, by whatever name this agreement gives it."""
    over = named[1:] if heading else named
    signals = {"under.deposit"} if over[:1] == [True] else set()
    return signals | ({"within.deposit"} if any(over[1:]) else set())


def _with_neighbours(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Add what the other sentences under the same heading speak of, as ``near.CONCEPT``.

    「可以暂缓结算」 is one thing with 「最长10天」 two sentences on, another without.
    """
    under: dict[tuple[str, ...], set[str]] = {}
    for reading in readings:
        under.setdefault(reading.headings, set()).update(reading.concepts)
    return tuple(
        _with_signals(reading, {f"near.{concept}" for concept in under[reading.headings]})
        if reading.headings
        else reading
        for reading in readings
    )


def _with_signals(reading: Reading, signals: set[str]) -> Reading:
    return replace(
        reading,
        signals=reading.signals | signals,
        statements=tuple(replace(part, signals=part.signals | signals) for part in reading.statements),
    )


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


def _frames(
    text: str, hits: Sequence[ConceptHit], parties: Sequence[tuple[int, int, str]], context: _Context
) -> list[Frame]:
    frames = []
    for hit in hits:
        predicate = "return" if hit.concept == "no_return" else hit.concept
        if predicate not in PREDICATES:
            continue
        denied, why = polarity_of(text, hit.start, denied_word=hit.concept == "no_return")
        actor = _actor(text, hit.start, hit.end, parties, context)
        found = nearest_object(predicate, hit.start, hit.end, text, hits, denied=denied)
        if found is None:
            found = _inherited(
                predicate,
                hit.text,
                context,
                question=predicate == "return" and any(h.concept == "question" for h in hits),
            )
        frames.append(
            Frame(
                predicate=predicate,
                start=hit.start,
                end=hit.end,
                text=hit.text,
                negative=denied,
                modality=modality_of(text, hit.start),
                actor=actor,
                object=found[0] if found else None,
                resolved_from=found[1] if found else None,
                supposed=is_supposed(text, hit.end),
                why=why,
            )
        )
    return frames


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


def _actor(text: str, start: int, end: int, parties: Sequence[tuple[int, int, str]], context: _Context) -> str | None:
    """Return the role of who does what the predicate at `start` says."""
    named = [role for first, last, role in parties if start <= first and last <= end]
    if named and text[start] in "与跟和同由均全应须亦一归":
        return named[0]  # 与甲方无关, 由乙方承担, 归甲方所有
    begin, _ = clause_bounds(text, start)
    subjects = [
        (first, last, role)
        for first, last, role in parties
        if last <= start and not _RECIPIENT.search(text[max(0, first - 1) : first]) and text[last : last + 1] != "的"
    ]
    inside = [(first, role) for first, _, role in subjects if first >= begin]
    asked = [role for first, role in inside if _ASKED.search(text[max(0, first - 2) : first])]
    if asked:
        return asked[-1]  # 乙方可以要求甲方退还
    if inside:
        return inside[0][1]
    if subjects:
        # 「乙方书面通知甲方，可以解除」: who opened a clause goes on, not who was spoken to.
        opening = [role for first, _, role in subjects if _OPENING.search(text[:first])]
        return opening[-1] if opening else subjects[0][2]
    for reading in (context.before, context.chapeau):
        if reading is not None:
            for frame in reversed(reading.frames):
                if frame.actor:
                    return frame.actor
    return None


def _form(sentence: Sentence, parties: Sequence[tuple[int, int, str]]) -> set[str]:
    """Return what the sentence's form says: a table's cell on a line of its own, an answer, a paragraph's opening."""
    signals: set[str] = set()
    text, paragraph = sentence.text, sentence.paragraph
    if (
        len(text) <= 26
        and not parties
        and not re.search(r"[。；，]", text)
        and paragraph.label is None
        and not paragraph.heading
    ):
        signals.add("fragment")
    if _FIELD.fullmatch(text):
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


def _relabelled(text: str, parties: Sequence[tuple[int, int, str]]) -> str | None:
    """Return a sentence with the labels that rules are written in, or None where it has them already."""
    pieces, at = [], 0
    for start, end, role in parties:
        wanted = _LABELS.get(role)
        if wanted is not None and text[start:end] in _LABELS.values() and text[start:end] != wanted:
            pieces += [text[at:start], wanted]
            at = end
    return "".join([*pieces, text[at:]]) if pieces else None


def _statement(reading: Reading, span: tuple[int, int], form: set[str]) -> Reading:
    """Return the reading of one statement of a sentence: what of the sentence's stands in it."""
    start, end = span
    hits = tuple(hit for hit in reading.hits if start <= hit.start and hit.end <= end)
    quantities = tuple(figure for figure in reading.quantities if start <= figure.start and figure.end <= end)
    parties = tuple(party for party in reading.parties if start <= party[0] and party[1] <= end)
    frames = tuple(frame for frame in reading.frames if start <= frame.start and frame.end <= end)
    return replace(
        reading,
        hits=hits,
        quantities=quantities,
        parties=parties,
        frames=frames,
        signals=frozenset(_signals(hits, quantities, parties, frames) | form),
        concepts=frozenset(hit.concept for hit in hits),
        span=span,
    )


def _signals(
    hits: Sequence[ConceptHit],
    quantities: Sequence[Quantity],
    parties: Sequence[tuple[int, int, str]],
    frames: Sequence[Frame],
) -> set[str]:
    signals = {hit.concept for hit in hits}
    if any(name.startswith("fee_") for name in signals):
        signals.add("fee")
    if "no_return" in signals:
        signals.add("return")
    signals |= {f"party.{role}" for _, _, role in parties}
    for quantity in quantities:
        signals.add(quantity.kind)
        if quantity.bound:
            signals.add(f"{quantity.kind}.{quantity.bound}")
        if quantity.per:
            signals.add(f"{quantity.kind}.per")
    for frame in frames:
        name = frame.predicate
        sign = "no" if frame.negative else "yes"
        signals |= {name, f"{name}.{sign}"}
        if frame.object:
            signals |= {f"{name}.of.{frame.object}", f"{name}.{sign}.of.{frame.object}"}
        if frame.actor:
            signals |= {f"{name}.by.{frame.actor}", f"{name}.{sign}.by.{frame.actor}"}
        if frame.modality:
            signals.add(f"{name}.{frame.modality}")
            if frame.actor:
                signals.add(f"{name}.{frame.modality}.by.{frame.actor}")
        if is_against_merchant(frame):
            signals |= {"against", f"against.{name}"}
            if frame.object:
                signals.add(f"against.{name}.of.{frame.object}")
    return signals
