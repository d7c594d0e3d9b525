"""The notices of an end: by whom, and how long before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending.ends import (
    NEAR,
    End,
    actors,
    clause_at,
    clauses,
    ends_of,
    is_told,
    statement_at,
    subject_before,
)
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.figure_weights import LIKELY, UNLIKELY, FigureWeights
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity

__all__ = ["FoundNotice", "Length", "Notice", "durations", "is_notice", "length_of", "notices_of"]

_Side = Literal["merchant", "provider", "either"]
_Unit = Literal["working_day", "day", "month"]
Notice = tuple[_Side, int, _Unit]
Length = tuple[int, _Unit]

#: Right behind who does not give a notice but gets one: 乙方将在终止前三十日收到书面通知.
_RECEIVES = re.compile(r"[^，。；]{0,16}(?:收到|接到)[^，。；]{0,6}(?:通知|告知)")
#: Before whom somebody else judges, who then gives the notice: 收单方认为商户不适合的，提前2日通知.
_JUDGED = re.compile(r"(?:认为|发现|判断|认定|查实|得知)$")
_AND = re.compile(r"[、和与及]")
#: Why somebody ends is not what the notice is of: 因政策变动不能继续提供服务时，应于三十日前通知.
_CAUSE = re.compile(r"(?:因|由于)[^，。；]{1,24}?(?:调整|变更|变动|变化|升级|原因)")
#: 若需继续承租的，应提前一个月提出.
_GOES_ON = re.compile(
    r"(?<!不)(?<!不[想再愿要能])(?<!不[打准]算)(?<!不准备)(?:继续|延长|续)(?:承租|租|合作|使用|经营|签|约)"
)
_OTHERWISE = ("否则", "不然")
_APPLIES = re.compile(r"申请[^，。；]{0,2}[^，。；]{2}$")
_BY_ITSELF = re.compile(r"(?:系统|平台|后台)(?:将|会)?自动")
_ITS_NOTICE = re.compile("的(?!(?:解除|终止|解约)?通知期)")
#: Units of a duration as a notice gives them, with how many of that unit one is.
_UNITS: Mapping[str, tuple[_Unit, int]] = {
    "working_day": ("working_day", 1),
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}


@dataclass(frozen=True, slots=True)
class FoundNotice:
    """A notice with the offset `at` of its time in the sentence.

    `replaces` is the one that it takes the place of, where the sentence amends it: 由三十日变更为六十日.
    """

    notice: Notice
    at: int
    replaces: Notice | None = None


def durations(reading: Reading) -> list[Quantity]:
    """Return the lengths of time that a sentence names, in order."""
    return [quantity for quantity in reading.quantities if quantity.kind == "duration"]


def length_of(quantity: Quantity) -> Length | None:
    """Return a length of time in the units of a notice, None where these cannot tell it."""
    if quantity.value is None:
        return None
    if quantity.unit == "hour":  # 48小时 is two days; a part of a day is no notice that can be told in days
        return (int(quantity.value / 24), "day") if quantity.value % 24 == 0 else None
    if quantity.unit == "T+n":
        return int(quantity.value), "working_day" if quantity.working else "day"
    known = _UNITS.get(quantity.unit or "")
    if known is None:
        return None
    unit, factor = known
    value = quantity.value * factor
    if unit == "month" and value % 1:
        return int(value * 30), "day"
    return (int(value), unit) if value == int(value) else None


def notices_of(
    agreement: Agreement, reading: Reading, lexicon: EndingLexicon, figures: FigureWeights
) -> Iterator[FoundNotice]:
    """The notices of an end that a sentence sets: by whom, how many, of what."""
    ends, told = ends_of(reading, lexicon), False
    times = durations(reading)
    weigh = figures.of("notice", agreement, reading)
    for quantity in times:
        before = next((old for old in times if _replaces(reading, old, quantity, lexicon)), None)
        if any(_replaces(reading, quantity, new, lexicon) for new in times):
            continue
        said = [quantity] if before is None else [quantity, before]
        likely = weigh(quantity, "")
        place = next((item for item in said if is_notice(reading.text, item, lexicon)), None)
        if place is None and likely >= LIKELY["notice"]:
            place = quantity
        if place is None or likely < UNLIKELY or _of_renewal(reading, place, ends, lexicon):
            continue
        end = _end_of(reading, place, ends, lexicon)
        over = None if end is not None or ends else _ends_over(agreement, reading, lexicon)
        if (
            end is None
            and over is None
            and (ends or likely < LIKELY["notice"] or _of_something_else(reading, place, lexicon))
        ):
            continue
        length = length_of(quantity)
        side = _side(agreement, reading, place.start if end is None else end.start, place.start, lexicon)
        if over is not None and (side is None or not reading.parties):
            side = _side(agreement, over, ends_of(over, lexicon)[0].start, len(over.text), lexicon)
        if length is not None and side is not None:
            told = True
            old = None if before is None else length_of(before)
            yield FoundNotice((side, *length), quantity.start, None if old is None else (side, *old))
    if not told and _merchant_leaves_at_once(agreement, reading, ends, lexicon):
        yield FoundNotice(("merchant", 0, "day"), ends[0].start)


def is_notice(text: str, quantity: Quantity, lexicon: EndingLexicon) -> bool:
    """Whether a length of time is that of a notice, by what stands before or behind it."""
    before, after = text[max(0, quantity.start - NEAR) : quantity.start], text[quantity.end : quantity.end + 2 * NEAR]
    if (quantity.ordinal and not before.endswith("前第")) or lexicon.search("notice_of_visit", after):
        return False
    told = lexicon.search("before_end", before) and lexicon.search(
        "telling", re.split("[，。；]", after, maxsplit=1)[0]
    )
    return bool(
        told
        or lexicon.search("notice_before", before)
        or lexicon.search("notice_after", after)
        or lexicon.search("notice_around", before + "□" + after)
    )


def _replaces(reading: Reading, old: Quantity, new: Quantity, lexicon: EndingLexicon) -> bool:
    """Whether a sentence puts one length of time in the place of another: 由三十日变更为六十日."""
    between = reading.text[old.end : new.start]
    return old.end <= new.start and lexicon.search("replaced", between) is not None


def _merchant_leaves_at_once(agreement: Agreement, reading: Reading, ends: list[End], lexicon: EndingLexicon) -> bool:
    """Whether the merchant may end whenever it likes, without notice: 您可以随时注销账户, 哪天不想用，点一下就销户."""
    text = reading.text
    said = lexicon.search("at_once", text)
    if not said or not ends or lexicon.search("for_a_while", text) or not lexicon.search("unbound", text):
        return False
    end = ends[0]
    if lexicon.search("cause", text[: max(said.end(), end.end)]):
        return False
    if _APPLIES.search(text[: end.end]):
        return False  # 可随时申请注销: the end waits for the other side
    before = agreement.readings[reading.previous].text if reading.previous is not None else ""
    if any(lexicon.search("package", place) for place in (text, before, *reading.headings[:1])):
        return False  # what is bought beside the service may be left alone
    if abs(text.count("，", 0, said.start()) - text.count("，", 0, end.start)) > 1:
        return False  # 「关店满一年的，余额转入长期账户，不再通知，仍可随时申领」
    own = lexicon.search("merchant_end", text) is not None
    return subject_before(reading, end.start, lexicon) in (("merchant", None) if own else ("merchant",))


def _of_renewal(reading: Reading, quantity: Quantity, ends: list[End], lexicon: EndingLexicon) -> bool:
    """Whether a notice is one of not going on: the nearest clause before it that speaks of an end or of going on says
    which. 「租期逐月顺延，任何一方可提前十日通知停止」 ends what went on."""
    text, spans = reading.text, clauses(reading.text)
    for start, stop in reversed(spans[: clause_at(spans, quantity.start) + 1]):
        if lexicon.search("renewal_matter", text[start:stop]):
            return True
        if any(start <= end.start < stop for end in ends):
            return False
    return False


def _end_of(reading: Reading, quantity: Quantity, ends: list[End], lexicon: EndingLexicon) -> End | None:
    """The end that a notice is of: named in the clause of the notice or in those before it, the nearest first, then in
    those behind it. None where something else stands nearer."""
    text, spans = reading.text, clauses(reading.text)
    own = clause_at(spans, quantity.start)
    for number in [*range(own, -1, -1), *range(own + 1, len(spans))]:
        start, stop = spans[number]
        if number > own and text.startswith(_OTHERWISE, start):
            return None  # 应提前三日申请，否则甲方可停止服务
        if end := next((end for end in ends if start <= end.start < stop), None):
            return None if end.foreign or lexicon.search("for_a_while", text[start:stop]) else end
        plain = lexicon.without("replaced", _CAUSE.sub("", text[start:stop]))
        if number <= own and lexicon.search("other_matter", plain):
            closed = lexicon.search("closes", text[quantity.end : statement_at(text, quantity.start)[1]])
            at = 0 if closed is None else quantity.end + closed.start()
            return next((end for end in ends if closed and at <= end.start < quantity.end + closed.end()), None)
    return None


def _of_something_else(reading: Reading, quantity: Quantity, lexicon: EndingLexicon) -> bool:
    """Whether a notice that names no end is of a change, or of going on: told in its clause or in those before it."""
    text, spans = reading.text, clauses(reading.text)
    before = text[: spans[clause_at(spans, quantity.start)][1]]
    return _GOES_ON.search(before) is not None or any(
        lexicon.search(name, before) for name in ("other_matter", "renewal_matter", "for_a_while")
    )


def _ends_over(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> Reading | None:
    """The sentence whose end a notice is of that names none itself: the question that it answers, or what introduces
    the steps of an end that it is one of."""
    if reading.chapeau is not None:
        over = agreement.readings[reading.chapeau]
        if not lexicon.search("steps", over.text):
            return None
    else:
        before = reading.sentence.index - 1
        if before < 0 or "question" not in agreement.readings[before].signals:
            return None
        over = agreement.readings[before]
    return over if any(not end.foreign for end in ends_of(over, lexicon)) else None


def _side(agreement: Agreement, reading: Reading, at: int, notice: int, lexicon: EndingLexicon) -> _Side | None:
    """Who gives the notice: the subject of its clause, of the end or of the notice, else the side that is not told."""
    text = reading.text
    subjects: list[tuple[int, int, str]] = []
    told: list[tuple[int, int, str]] = []
    for start, end, role in actors(reading):
        listed = told and _AND.fullmatch(text[told[-1][1] : start])  # 通知甲方、乙方
        hears = is_told(reading, start, lexicon) or _RECEIVES.match(text, end) or _JUDGED.search(text, 0, start)
        (told if listed or hears else subjects).append((start, end, role))
    # Whose thing it is does not act: 我们可以停用您的账号，停用前15日短信提醒.
    subjects = [party for party in subjects if not _ITS_NOTICE.match(text, party[1])] or subjects
    # Who is told does not tell: 甲方需要乙方撤柜的，应提前一个月通知乙方.
    spans = clauses(text)
    first, last = spans[clause_at(spans, notice)]
    heard = {
        text[start:end]
        for start, end, _ in told
        if notice < start < last and lexicon.search("tells", text[max(0, start - NEAR) : start])
    }
    subjects = [p for p in subjects if text[p[0] : p[1]] not in heard] or subjects
    own = [role for start, _, role in subjects if first <= start < notice]
    before = [role for start, _, role in subjects if start < max(at, notice)]
    if own or before:
        nearest = own or [role for start, _, role in subjects if start < min(at, notice)] or before
        if "either" in nearest:
            return "either"
        return _acting(nearest[-1])
    if told:
        return "provider" if any(role == "merchant" for _, _, role in told) else "merchant"
    if _BY_ITSELF.search(text[:at]):
        return "provider"  # 系统自动解绑: what the provider has set up
    if lexicon.search("merchant_end", text):
        return "merchant"
    if lexicon.search("provider_end", text):
        return "provider"
    for index in (reading.previous, reading.chapeau):
        if index is not None and (parties := agreement.readings[index].parties):
            return _acting(parties[0][2])
    return None


def _acting(role: str) -> _Side:
    return role if role in ("either", "merchant") else "provider"  # type: ignore[return-value]
