"""How the agreement ends: on whose notice, at whose will, whether it goes on by itself, and what an end costs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.doubt import misread
from contract_scan.assess.entries import read_mapping
from contract_scan.errors import RuleError
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import AutoRenewal, Evidence, NoticePeriod, Penalty, Role, TermInfo

__all__ = ["EndingLexicon", "read_ending"]

_Side = Literal["merchant", "provider", "either"]
_Unit = Literal["working_day", "day", "month"]

_PATTERNS = frozenset(
    {
        "end", "other_bond", "other_matter", "for_a_while", "renewal_matter", "notice_before", "notice_after", "told",
        "merchant_end", "at_once", "judge", "early", "alone", "condition", "cause", "bound", "renewal", "no_renewal",
        "package", "renewal_notice", "penalty", "no_penalty", "penalty_owed", "third_party_penalty", "tells",
    }
)  # fmt: skip
_AND = re.compile(r"[、和与及]")
#: Why somebody ends is not what the notice is of: 因政策变动不能继续提供服务时，应于三十日前通知.
_CAUSE = re.compile(r"(?:因|由于)[^，。；]{1,24}?(?:调整|变更|变动|变化|升级|原因)")
_CLAUSE = re.compile(r"[^，。；！？|：]+")
_APPLIES = re.compile(r"申请[^，。；]{0,2}[^，。；]{2}$")
#: What is excepted is no cause of the rule: 应提前三十日通知，但监管机构要求立即停止的除外.
_EXCEPTED = re.compile(r"，但[^。；]*除外")
_BY_ITSELF = re.compile(r"(?:系统|平台|后台)(?:将|会)?自动")
_NEAR = 16  # characters before a party or a time that tell what it is
_DENIED = re.compile("不(?:得|会|能|可)[^，]{0,12}$")
#: Units of a duration as a notice gives them, with how many of that unit one is.
_UNITS: Mapping[str, tuple[_Unit, int]] = {
    "working_day": ("working_day", 1),
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "quarter": ("month", 3),
    "year": ("month", 12),
}


class EndingLexicon:
    """The patterns of ``lexicons/ending.yaml``. Loaded once, never changed, shared by threads."""

    def __init__(self, directory: Path) -> None:
        path = directory / "ending.yaml"
        data = read_mapping(path, keys=_PATTERNS | {"at_will"})
        if missing := sorted((_PATTERNS | {"at_will"}) - data.keys()):
            raise RuleError(f"has no {missing[0]!r}; add it", file=str(path))
        try:
            self._patterns = {key: re.compile(str(data[key])) for key in _PATTERNS}
            self._patterns["at_will"] = re.compile("|".join(f"(?:{source})" for source in data["at_will"]))
        except (re.error, TypeError) as error:
            raise RuleError(f"has a pattern that cannot be read: {error}; mend it", file=str(path)) from error

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Search `text` for a pattern of the file."""
        return self._patterns[name].search(text)

    def finditer(self, name: str, text: str) -> Iterator[re.Match[str]]:
        """Iterate over the places of a text where a pattern of the file holds."""
        return self._patterns[name].finditer(text)

    def durations(self, reading: Reading) -> list[Quantity]:
        """Return the lengths of time that a sentence names."""
        return [quantity for quantity in reading.quantities if quantity.kind == "duration"]


def read_ending(agreement: Agreement, lexicon: EndingLexicon) -> TermInfo:
    """Return how the agreement ends.

    `notice` are the times that must pass before an end takes effect, one for each side and length; 0 days where the
    merchant needs to give none. Notices of changes and of not renewing are left out. `provider_may_end_at_will` says
    that the provider, or its agent, may end without a cause or is itself the judge of it.
    """
    notices: dict[tuple[_Side, int, _Unit], NoticePeriod] = {}
    at_will: list[Evidence] = []
    bound = any(lexicon.search("bound", reading.text) for reading in agreement.readings)
    for reading in agreement.readings:
        if reading.sentence.paragraph.heading or "question" in reading.signals:
            continue
        free = _ends_at_will(agreement, reading, lexicon)
        for side, value, unit in _notices(agreement, reading, lexicon):
            notices.setdefault(
                (side, value, unit),
                NoticePeriod(by=side, value=value, unit=unit, evidence=(agreement.evidence(reading),)),
            )
            caused = lexicon.search("cause", _EXCEPTED.sub("", reading.text)) or _merchant_deed(reading, lexicon)
            free = free or (side != "merchant" and not bound and not caused)
        if free:
            at_will.append(agreement.evidence(reading))
    found = [*at_will, *(item for notice in notices.values() for item in notice.evidence)]
    return TermInfo(
        notice=tuple(notices.values()),
        provider_may_end_at_will=bool(at_will),
        auto_renewal=_renewal(agreement, lexicon),
        penalties=tuple(_penalties(agreement, lexicon)),
        evidence=tuple(sorted(set(found), key=lambda item: item.start)),
    )


def _notices(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> Iterator[tuple[_Side, int, _Unit]]:
    """The notices of an end that a sentence sets: by whom, how many, of what."""
    text, told = reading.text, False
    for quantity in lexicon.durations(reading):
        if not _is_notice(text, quantity, lexicon) or _of_renewal(text, quantity, lexicon):
            continue
        at = _ending_before(reading, quantity, lexicon)
        if at is None:
            continue
        length = _length(quantity)
        side = _side(agreement, reading, at, quantity.start, lexicon)
        if length is not None and side is not None:
            told = True
            yield side, *length
    if not told and _merchant_leaves_at_once(agreement, reading, lexicon):
        yield "merchant", 0, "day"


def _merchant_leaves_at_once(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether the merchant may end whenever it likes, without notice: 您可以随时注销账户, 哪天不想用，点一下就销户."""
    text = reading.text
    said, end = lexicon.search("at_once", text), lexicon.search("end", text)
    if not said or not end or lexicon.search("for_a_while", text):
        return False
    if lexicon.search("cause", text[: max(said.end(), end.end())]):
        return False
    if _APPLIES.search(text[: end.end()]):
        return False  # 可随时申请注销: the end waits for the other side
    before = agreement.readings[reading.previous].text if reading.previous is not None else ""
    if any(lexicon.search("package", place) for place in (text, before, *reading.headings[:1])):
        return False  # what is bought beside the service may be left alone
    if abs(text.count("，", 0, said.start()) - text.count("，", 0, end.start())) > 1:
        return False  # 「关店满一年的，余额转入长期账户，不再通知，仍可随时申领」
    own = lexicon.search("merchant_end", text) is not None
    return _subject(reading, end.start(), lexicon) in (("merchant", None) if own else ("merchant",))


def _is_notice(text: str, quantity: Quantity, lexicon: EndingLexicon) -> bool:
    if quantity.ordinal:
        return False
    before = lexicon.search("notice_before", text[max(0, quantity.start - _NEAR) : quantity.start])
    return bool(before or lexicon.search("notice_after", text[quantity.end : quantity.end + 2 * _NEAR]))


def _of_renewal(text: str, quantity: Quantity, lexicon: EndingLexicon) -> bool:
    """Whether a notice is one of not going on; 「租期逐月顺延，任何一方可提前十日通知停止」 ends what went on."""
    own = next((m.group() for m in _CLAUSE.finditer(text) if m.start() <= quantity.start < m.end()), "")
    if lexicon.search("end", own) and not lexicon.search("renewal_matter", own):
        return False
    return lexicon.search("renewal_matter", text[: quantity.start]) is not None


def _ending_before(reading: Reading, quantity: Quantity, lexicon: EndingLexicon) -> int | None:
    """Where the end is named that a notice is of: the clause of the notice and those before it, the nearest first, then
    those behind it. None where something else stands nearer."""
    text = reading.text
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    own = next((i for i, (a, b) in enumerate(clauses) if a <= quantity.start < b), 0)
    for number in [*range(own, -1, -1), *range(own + 1, len(clauses))]:
        start, stop = clauses[number]
        if found := lexicon.search("end", text[start:stop]):
            paused = lexicon.search("for_a_while", text[start:stop]) or lexicon.search("other_bond", text[start:stop])
            return None if paused else start + found.start()
        if number <= own and lexicon.search("other_matter", _CAUSE.sub("", text[start:stop])):
            return None
    return None


def _length(quantity: Quantity) -> tuple[int, _Unit] | None:
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


def _side(agreement: Agreement, reading: Reading, at: int, notice: int, lexicon: EndingLexicon) -> _Side | None:
    """Who gives the notice: the subject of the end or of the notice, else the side that is not told."""
    text = reading.text
    subjects: list[tuple[int, int, str]] = []
    told: list[tuple[int, int, str]] = []
    for start, end, role in reading.parties:
        listed = told and _AND.fullmatch(text[told[-1][1] : start])  # 通知甲方、乙方
        heard_of = listed or lexicon.search("told", text[max(0, start - _NEAR) : start])
        (told if heard_of else subjects).append((start, end, role))
    # Whose thing it is does not act: 我们可以停用您的账号，停用前15日短信提醒.
    subjects = [party for party in subjects if text[party[1] : party[1] + 1] != "的"] or subjects
    # Who is told does not tell: 甲方需要乙方撤柜的，应提前一个月通知乙方.
    heard = {role for at_, _, role in told if at_ > notice and lexicon.search("tells", text[max(0, at_ - _NEAR) : at_])}
    subjects = [p for p in subjects if p[2] not in heard] or subjects
    before = [role for start, _, role in subjects if start < max(at, notice)]
    if before:
        nearest = [role for start, _, role in subjects if start < min(at, notice)] or before
        if "either" in nearest:
            return "either"
        return "merchant" if nearest[-1] == "merchant" else "provider"
    if told:
        return "provider" if told[0][2] == "merchant" else "merchant"
    if _BY_ITSELF.search(text[:at]):
        return "provider"  # 系统自动解绑: what the provider has set up
    if lexicon.search("merchant_end", text):
        return "merchant"
    for index in (reading.previous, reading.chapeau):
        if index is not None and (parties := agreement.readings[index].parties):
            role = parties[0][2]
            return "either" if role == "either" else "merchant" if role == "merchant" else "provider"
    return None


def _ends_at_will(agreement: Agreement, reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether a sentence lets the provider end without a cause, or by its own judgement."""
    text = reading.text
    if lexicon.search("bound", text):
        return False
    chapeau = None if reading.chapeau is None else agreement.readings[reading.chapeau]
    if chapeau is not None and _provider_ends(chapeau, lexicon) and not _provider_ends(reading, lexicon):
        return bool(lexicon.search("judge", text) and _by_provider(reading, lexicon))
    if not _provider_ends(reading, lexicon):
        return False
    if lexicon.search("judge", text) and _by_provider(reading, lexicon):
        return True
    if lexicon.search("cause", _EXCEPTED.sub("", text)) or _merchant_deed(reading, lexicon):
        return False
    alone = lexicon.search("alone", text) and chapeau is None and not lexicon.search("condition", text)
    return bool(alone) or any(
        _subject(reading, found.start(), lexicon) != "merchant"
        for name in ("at_will", "early")
        for found in lexicon.finditer(name, text)
    )


def _subject(reading: Reading, at: int, lexicon: EndingLexicon) -> str | None:
    """The party that stands last before an offset and is not the one who is told something."""
    return next(
        (
            role
            for start, end, role in reversed(reading.parties)
            if end <= at
            and not lexicon.search("told", reading.text[max(0, start - _NEAR) : start])
            # 「甲方认为乙方违约，可以终止」: what it thinks of the other ends with the clause.
            and not (reading.text.endswith(("认为", "觉得"), 0, start) and "，" in reading.text[end:at])
        ),
        None,
    )


def _provider_ends(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether the provider, its agent or either party is the subject of an end that is not only for a while."""
    text = reading.text
    for match in _CLAUSE.finditer(text):
        found = lexicon.search("end", match.group())
        denied = found and _DENIED.search(match.group()[: found.start()])
        if found is None or denied or lexicon.search("other_bond", match.group()):
            continue
        if _subject(reading, match.start() + found.start(), lexicon) not in ("merchant", None):
            return True
    return False


def _by_provider(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether it is the provider that judges."""
    judged = lexicon.search("judge", reading.text)
    if judged is None:
        return False
    judges = [role for _, end, role in reading.parties if end <= judged.start()]  # 经乙方判断 too
    return bool(judges) and judges[-1] in ("provider", "agent")


def _merchant_deed(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether a clause before the end tells of something the merchant does: 你连着两个月不刷，本店可以收回."""
    text = reading.text
    for match in _CLAUSE.finditer(text):
        if lexicon.search("end", match.group()):
            return False
        subjects = [p for p in reading.parties if match.start() <= p[0] < match.end()]
        if (
            subjects
            and subjects[0][2] == "merchant"
            and not lexicon.search("told", text[max(0, subjects[0][0] - _NEAR) : subjects[0][0]])
        ):
            return True
    return False


def _renewal(agreement: Agreement, lexicon: EndingLexicon) -> AutoRenewal | None:
    """The sentence by which the term goes on by itself, with the notice that stops it; else a package that does."""
    found = [
        reading
        for reading in agreement.readings
        if not reading.sentence.paragraph.heading
        and "question" not in reading.signals
        and lexicon.search("renewal", reading.text)
        and not lexicon.search("no_renewal", reading.text)
    ]
    if not found:
        return None
    reading = min(found, key=lambda reading: lexicon.search("package", reading.text) is not None)
    evidence = (agreement.evidence(reading),)
    for quantity in lexicon.durations(reading):
        marked = reading.text[: quantity.start] + "□" + reading.text[quantity.end :]
        length = _length(quantity)
        if length is not None and lexicon.search("renewal_notice", marked):
            return AutoRenewal(notice_value=length[0], notice_unit=length[1], evidence=evidence)
    return AutoRenewal(evidence=evidence)


def _penalties(agreement: Agreement, lexicon: EndingLexicon) -> Iterator[Penalty]:
    """What is owed for a breach or an early end, where it is a sum, a rate or called a penalty."""
    for reading in agreement.of_kind("penalty"):
        text = reading.text
        named = lexicon.search("penalty", text)
        figures = [q for q in reading.quantities if q.kind in ("money", "rate") and q.bound not in ("over", "under")]
        owed = lexicon.search("penalty_owed", text) and not lexicon.search("third_party_penalty", text)
        if lexicon.search("no_penalty", text) or not (figures or owed):
            continue
        at = named.start() if named else figures[0].start
        evidence = agreement.evidence(reading)
        yield Penalty(
            text=evidence.quote.strip(),
            by=_debtor(agreement, reading, at, lexicon),
            amount=_value(figures, "money"),
            rate=_value(figures, "rate"),
            doubtful=_doubt(agreement, reading, figures),
            evidence=(evidence,),
        )


def _doubt(agreement: Agreement, reading: Reading, figures: Sequence[Quantity]) -> str | None:
    doubts = (
        misread(agreement.document, *reading.sentence.printed(q.start, q.end), rate=q.kind == "rate") for q in figures
    )
    return next((doubt for doubt in doubts if doubt), None)


def _debtor(agreement: Agreement, reading: Reading, at: int, lexicon: EndingLexicon) -> Role | None:
    """Who owes a penalty: the subject of its clause, of the sentence or of what introduces it; one who claims it is not
    its debtor."""
    text = reading.text
    subjects = [
        p for p in reading.parties if p[0] < at and not lexicon.search("told", text[max(0, p[0] - _NEAR) : p[0]])
    ]
    claims = [p for p in subjects if re.match("(?:有权|可以?|将)", text[p[1] :])]
    owing = [p for p in subjects if p not in claims]
    start = max((match.start() for match in _CLAUSE.finditer(text) if match.start() <= at), default=0)
    for role in [p[2] for p in owing if p[0] >= start][:1] or [p[2] for p in owing][:1]:
        return role if role in ("merchant", "provider", "agent") else None  # type: ignore[return-value]
    if claims:
        return "merchant" if claims[0][2] != "merchant" else "provider"
    for index in (reading.chapeau, reading.previous):
        if index is not None and (named := [p[2] for p in agreement.readings[index].parties if p[2] != "either"]):
            return named[0]  # type: ignore[return-value]
    return None


def _value(figures: list[Quantity], kind: str) -> Decimal | None:
    return next((quantity.value for quantity in figures if quantity.kind == kind), None)
