"""The figures that conditions carry: turnover, number of transactions, months of use, days to apply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.mentions import clause_of
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity, find_quantities
from contract_scan.model.report import ConditionType

__all__ = ["TURNOVER", "Figure", "figures", "header_figures"]

#: The types of condition that add up transactions: how much, or how many.
TURNOVER: frozenset[ConditionType] = frozenset({"volume_threshold", "transaction_count"})

_RANGE_START = re.compile(r"(?:以上)?[、，]?(?:但)?(?:不满|未满|不足|至)")
_SCALE = re.compile(r"(?:满|达到?|超过)[^，。；]{1,8}?(?:以上)?、?但?(?:不满|未满|不足)")
_LASTING = re.compile("连续|持续|连[刷用做着]|(?:至少|不[少低]于)有?$")
#: Behind a time, in its own clause: 自激活之日起满十二个月达到36万元. It is the time in which that is to be reached.
_REACHED_IN = re.compile(
    r"(?:之?内)?(?:累计)?[^，。；且并]{0,6}(?:达到?|超过|不[低少]于|刷[够满到]|做[到满])[^，。；]{0,4}\d[^，。；]{0,4}[元万笔]"
)
#: It is all over before it comes back in parts.
_AT_THE_END = re.compile("退机|终止|解除|期满|结束|到期")
_PAID_THEN = re.compile(r"(?:原路)?(?:退|返)[还回给押款¤]")
_AFTERWARDS = re.compile(r"之?后的?|期(?:届)?满[起后之]")
#: Around a time that is counted back from an event: 在布展前15天以上取消. It asks for no use.
_COUNTED_BACK = re.compile(r"(?:之|以)?前$")
_CALLED_OFF = re.compile(r"(?:之?[内前])?的?(?:取消|退订|改期)")
#: Behind a sum that is another: 押金 itself, or what is paid for a breach.
_NO_TURNOVER = re.compile(r"的?¤|[^，。；]{0,4}(?:违约金|罚款|赔偿金)")
#: A cell with a figure of its own stands in no head: 12个月累计交易额 does, 60万元 does not.
_FILLED = re.compile(r"\d[\d,.]*\s*(?:元|块|万|%|‰|‱|笔|台)|^[^\u4e00-\u9fff]*\d[^\u4e00-\u9fff]*$")
_LEFT = 26  # characters before a figure that tell what it measures
_MONTHS = {"month": Decimal(1), "year": Decimal(12), "quarter": Decimal(3), "day": Decimal(12) / Decimal(365)}
_PER = {"月": "month", "年": "year", "季度": "quarter", "半年": "half_year", "期": "stage"}
_PARTS = 3  # fewer are no term
_LEAST_TURNOVER = Decimal(500)  # below it a sum is the size of one transaction


@dataclass(frozen=True, slots=True)
class Figure:
    """A condition's figure at ``[start, end)`` of the sentence's text."""

    type: ConditionType
    value: Decimal
    unit: str
    start: int
    end: int
    per: str | None = None
    window: str | None = None
    months: Decimal | None = None
    #: The length of the window, and the event that the window, or the figure's own time, runs from.
    window_value: Decimal | None = None
    window_unit: str | None = None
    begins: str | None = None
    #: What is said to count towards it: 信用卡, 单笔不低于100元.
    counted: tuple[str, ...] = ()
    #: The wait after the end of the agreement before anything is paid.
    waiting: bool = False

    @property
    def burden(self) -> Decimal | None:
        """What a turnover comes to in a month, in CNY; None where it is one month's or its time is not told."""
        if self.type != "volume_threshold" or not self.months or self.months <= 1:
            return None
        return (self.value / self.months).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def said(self, lexicon: DepositLexicon) -> str:
        """Return the condition as a plain sentence, without the full stop."""
        value = f"{self.value:f}" if self.value != self.value.to_integral() else f"{int(self.value):,}"
        unit = lexicon.texts.get(f"say.unit.{self.unit}", self.unit)
        if self.type == "volume_threshold":
            per = lexicon.texts.get(f"say.per.{self.per or 'total'}", "")
            if self.unit != "CNY":
                return lexicon.say("say.goods", per=per, value=value, unit=self.unit)
            text = lexicon.say("say.volume_threshold", per=per, value=value)
            if self.window:
                text += lexicon.say("say.window", window=self.window)
            if self.burden is not None:
                whole = (self.value / (self.months or 1)).quantize(Decimal(1), ROUND_HALF_UP)
                text += lexicon.say("say.volume_burden", value=f"{int(whole):,}")
            return text + self._counted(lexicon)
        if self.type == "transaction_count":
            text = lexicon.say(
                "say.transaction_count", per=lexicon.texts.get(f"say.per.{self.per or 'total'}", ""), value=value
            )
            if self.window:
                text += lexicon.say("say.window", window=self.window)
            return text + self._counted(lexicon)
        return lexicon.say("say.waiting" if self.waiting else f"say.{self.type}", value=value, unit=unit)

    def _counted(self, lexicon: DepositLexicon) -> str:
        return lexicon.say("say.counted", counted="、".join(self.counted)) if self.counted else ""


def _counting(text: str, lexicon: DepositLexicon) -> tuple[str, ...]:
    """What the sentence says counts towards a threshold, each once."""
    return tuple(dict.fromkeys(match.group() for match in lexicon["quantities.counted"].finditer(text)))


def figures(reading: Reading, text: str, start: int, end: int, side: str, lexicon: DepositLexicon) -> Iterator[Figure]:
    """Yield the figures of ``text[start:end]``, the marked text of a promise or a refusal (`side`)."""
    for quantity in reading.quantities:
        if not start <= quantity.start < end or quantity.value is None or quantity.ordinal:
            continue
        if "■" in text[quantity.start : quantity.end]:
            continue
        figure = None
        if quantity.kind == "money":
            figure = _turnover(reading, text, quantity, lexicon)
        elif quantity.kind == "count":
            figure = _count(reading, text, quantity, lexicon)
        elif quantity.kind == "duration":
            figure = _duration(reading, text, quantity, side, lexicon)
        if figure is not None:
            yield figure
    for match in lexicon["quantities.goods"].finditer(text, start, end):
        value, per = Decimal(match["value"].replace(",", "")), _per(None, text[: match.start()], lexicon)
        yield Figure("volume_threshold", value, match["unit"], match.start("value"), match.end(), per=per)


#: Right behind who acts, what leads up to the time for it.
_ACTS_IN = re.compile(r"(?:应当?|须|将|会|必须|需)?[在于自]")
#: 押金在刷卡满10万元后退还: what follows the name is when, not how much of it.
_CASE_BEHIND_NAME = re.compile(r"[^，。；]{0,4}[在于待自当等经以须需要][^，。；]*(?:刷|交易|流水|收款|营业|消费)")


def _left(text: str, quantity: Quantity) -> str:
    begin, _ = clause_of(text, quantity.start, quantity.end)
    return text[max(begin, quantity.start - _LEFT) : quantity.start]


def _turnover(reading: Reading, text: str, quantity: Quantity, lexicon: DepositLexicon) -> Figure | None:
    left = _left(text, quantity)
    value = quantity.value
    if value is None or value < _LEAST_TURNOVER or _NO_TURNOVER.match(text, quantity.end):
        return None
    if "¤" in left and not _CASE_BEHIND_NAME.match(left.rpartition("¤")[2]):
        return None
    if quantity.per == "笔" or lexicon["quantities.single"].search(left):
        return None
    begin, stop = clause_of(text, quantity.start, quantity.end)
    around = text[begin:stop]
    if not lexicon["quantities.volume_words"].search(around):
        return None
    if quantity.bound not in ("at_least", "under", "over") and not lexicon["quantities.threshold"].search(left):
        return None
    per = _per(quantity.per, text[: quantity.start], lexicon)
    window = _window(reading, quantity)
    months = {"month": None, "year": Decimal(12), "quarter": Decimal(3), "half_year": Decimal(6)}.get(per or "")
    if per is None and window is not None and window.value is not None:
        months = window.value * _MONTHS.get(window.unit or "", Decimal(0))
    return Figure(
        "volume_threshold", value, "CNY", quantity.start, quantity.end,
        per=per, window=window.text if window else None, months=months or None,
        window_value=window.value if window else None, window_unit=window.unit if window else None,
        begins=window.from_event if window else None, counted=_counting(text, lexicon),
    )  # fmt: skip


def _window(reading: Reading, quantity: Quantity) -> Quantity | None:
    """The time in which the turnover is to be reached: 激活后365天内刷满88万."""
    before = [
        other
        for other in reading.quantities
        if other.kind == "duration"
        and other.end <= quantity.start
        and (other.bound in ("at_most", None) or _REACHED_IN.match(reading.text, other.end))
    ]
    return before[-1] if before else None


def _per(per: str | None, before: str, lexicon: DepositLexicon) -> str | None:
    if per and per.split("/")[0] in _PER:
        return _PER[per.split("/")[0]]
    for name in ("month", "year", "stage"):
        if lexicon[f"quantities.per_{name}"].search(before[-40:]):
            return name
    return None


def _count(reading: Reading, text: str, quantity: Quantity, lexicon: DepositLexicon) -> Figure | None:
    left = _left(text, quantity)
    value = quantity.value
    if value is not None and _is_in_parts(text, quantity, lexicon):
        return Figure("active_period", value, "month", quantity.start, quantity.end)
    if value is None or value < 2 or not lexicon["quantities.count_words"].fullmatch(quantity.unit or ""):
        return None
    if lexicon["quantities.not_count"].search(left) or quantity.bound == "at_most":
        return None
    if quantity.bound not in ("at_least", "under", "over") and not lexicon["quantities.threshold"].search(left):
        return None
    if quantity.unit == "次" and not lexicon["quantities.volume_words"].search(left):
        return None
    window = _window(reading, quantity)
    return Figure(
        "transaction_count", value, "笔", quantity.start, quantity.end,
        per=_per(quantity.per, text[: quantity.start], lexicon), window=window.text if window else None,
        window_value=window.value if window else None, window_unit=window.unit if window else None,
        begins=window.from_event if window else None, counted=_counting(text, lexicon),
    )  # fmt: skip


def _is_in_parts(text: str, quantity: Quantity, lexicon: DepositLexicon) -> bool:
    """Whether it comes back in so many parts, and so over as many months: 分24期返还, 十次返完."""
    right = text[quantity.end :]
    if quantity.unit not in ("期", "次", "month") or quantity.value is None or quantity.value < _PARTS:
        return False
    if (quantity.unit == "次" and "月" not in text) or _AT_THE_END.search(text[: quantity.start]):
        return False  # 退机后分三次退还 is how it comes back, not when
    parted = lexicon["quantities.parts_before"].search(text[: quantity.start])
    return lexicon["quantities.parts_after" if parted else "quantities.parts_done"].match(right) is not None


def _duration(reading: Reading, text: str, quantity: Quantity, side: str, lexicon: DepositLexicon) -> Figure | None:
    value, unit = quantity.value, quantity.unit
    if value is None or unit is None or unit == "T+n":
        return None
    left, right = _left(text, quantity), text[quantity.end :]
    kind: ConditionType
    waiting = False
    if _is_in_parts(text, quantity, lexicon):
        return Figure("active_period", value, "month", quantity.start, quantity.end)
    if lexicon["quantities.elsewhere"].search(right):
        return None
    if _COUNTED_BACK.search(left) or _CALLED_OFF.match(right):
        return None
    if lexicon["quantities.told_before"].search(left) and _AFTERWARDS.match(right):
        return None
    unclaimed = lexicon["quantities.unclaimed"].match(right) or (
        lexicon["quantities.missed_before"].search(left) and lexicon["quantities.missed_after"].match(right)
    )
    if not unclaimed and (lexicon["quantities.idle"].search(right[:16]) or lexicon["quantities.stopped"].search(left)):
        return None  # 连续120天无交易 is a state of the account, which has its own type; so is 停业三日以上
    if lexicon["quantities.quiet_before"].search(left) and lexicon["quantities.quiet_after"].match(right):
        if side not in ("route", "further"):
            return None
        return Figure("other", value, unit, quantity.start, quantity.end, begins=quantity.from_event, waiting=True)
    if lexicon["quantities.overdue"].match(right) or lexicon["quantities.priced"].match(right):
        return None
    each = left.endswith("连续") and right.startswith("、")  # 连续六个月、每月不低于100万元: so long, too
    if not each and _REACHED_IN.match(right) and lexicon["quantities.volume_words"].search(left):
        return None
    from_end = lexicon["quantities.after_end"].search(left) and not lexicon["quantities.used"].search(left)
    if _RANGE_START.match(right) or _SCALE.search(text[: quantity.start]):
        return None  # 满一年不满二年的 is a step of a scale
    if unclaimed or lexicon["quantities.open_for"].search(text[: quantity.start]):
        kind = "application_window"
    elif quantity.bound is None and _PAID_THEN.match(right) and not left.endswith("满"):
        return None  # 验收后十日退还: by then, and no wait
    elif from_end and quantity.bound in ("at_least", "over", None) and side != "denial":
        kind, waiting = "other", True
    elif quantity.bound == "at_most":
        _, stop = clause_of(text, quantity.start, quantity.end)
        following = text[quantity.end : stop]
        if not following.strip("之以内后，"):
            following = text[quantity.end : quantity.end + 30]
        prompted = lexicon["quantities.prompting"].search(following)
        handled = lexicon["quantities.handles"].match(following) and _is_payers(reading, text, quantity)
        applied = lexicon["quantities.apply"].search(following) and not prompted and not handled
        objects = lexicon["quantities.objecting"].search(text[: quantity.start])
        itself = lexicon["deadline.subject"].search(text[: quantity.start])
        if side != "row" and applied and not objects and not itself and not _paid(following, lexicon):
            kind = "application_window"
        elif side == "denial" and lexicon["quantities.end_within"].search(right):
            kind = "active_period"
        else:
            return None
    elif quantity.bound in ("at_least", "under") or _LASTING.search(left[-6:]):
        if not (lexicon["quantities.use"].search(left) or quantity.bound in ("at_least", "under")):
            return None
        kind = "active_period"
    else:
        return None
    if kind == "active_period" and unit == "year":
        # told in one unit, so that two agreements can be compared
        value, unit = Decimal(int(value * 12)), "month"
    return Figure(kind, value, unit, quantity.start, quantity.end, begins=quantity.from_event or None, waiting=waiting)


def _is_payers(reading: Reading, text: str, quantity: Quantity) -> bool:
    """Whether a time is one in which the provider acts, said first in its clause: 甲方在交房后七日内办理退押手续."""
    begin, _ = clause_of(text, quantity.start, quantity.end)
    for start, end, role in reading.parties:
        if begin <= start and end <= quantity.start:
            return role != "merchant" and _ACTS_IN.match(text, end) is not None
    return False


def _paid(following: str, lexicon: DepositLexicon) -> bool:
    """Whether what follows a period is the payment itself, so that the period is the payer's."""
    apply = lexicon["quantities.apply"].search(following)
    pays = lexicon["deadline.pays"].search(following)
    return pays is not None and (apply is None or pays.start() < apply.start())


def header_figures(agreement: Agreement, reading: Reading, lexicon: DepositLexicon) -> Iterator[Figure]:
    """Yield the turnover that a table asks for in a column headed so (全额返还所需交易额)."""
    cells = reading.sentence.cells()
    header = table_header(agreement, reading)
    if header is None:
        return
    at = 0
    for index, cell in enumerate(cells):
        start = reading.text.index(cell, at) if cell else at
        at = start + len(cell)
        if index >= len(header) or not lexicon["quantities.header_volume"].search(header[index]):
            continue
        for quantity in find_quantities(cell):
            if quantity.kind == "money" and quantity.value is not None and quantity.value >= _LEAST_TURNOVER:
                yield Figure(
                    "volume_threshold", quantity.value, "CNY", start + quantity.start, start + quantity.end,
                    per=_PER.get(quantity.per or ""),
                )  # fmt: skip


def table_header(agreement: Agreement, reading: Reading) -> tuple[str, ...] | None:
    """Return the cells of the first row of the table that a row stands in; None for that row itself."""
    index = reading.sentence.index
    width = len(reading.sentence.cells())
    first = index
    while first > 0 and agreement.readings[first - 1].sentence.is_row:
        first -= 1
    cells = agreement.readings[first].sentence.cells()
    if first == index or len(cells) != width or any(_FILLED.search(cell) for cell in cells[1:]):
        return None
    return cells
