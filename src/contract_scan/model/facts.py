"""What the merchant knows and the contract cannot say: dates, turnover, the terminal, the money paid.

Every field may be left out, and what is left out is not known: nothing is filled in. An event that has not happened
is ``false``, so ``applied_on = false`` says "not applied" and leaving it out says nothing.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

__all__ = ["YEARS", "CardType", "EventDay", "MerchantFacts", "MonthFigures", "Particulars", "Transaction"]

CardType = Literal["credit", "debit", "qr", "foreign", "other"]

CARD_NAMES: dict[str, CardType] = {
    "credit": "credit", "贷记卡": "credit", "信用卡": "credit", "贷记": "credit",
    "debit": "debit", "借记卡": "debit", "储蓄卡": "debit", "借记": "debit",
    "qr": "qr", "扫码": "qr", "二维码": "qr", "微信": "qr", "支付宝": "qr", "云闪付": "qr",
    "foreign": "foreign", "外卡": "foreign", "境外卡": "foreign",
    "other": "other", "其他": "other",
}  # fmt: skip
STATUS_NAMES: dict[str, str] = {
    "success": "success", "成功": "success", "交易成功": "success", "已结算": "success", "已入账": "success",
    "refunded": "refunded", "退款": "refunded", "已退款": "refunded", "退货": "refunded",
    "reversed": "reversed", "撤销": "reversed", "已撤销": "reversed", "冲正": "reversed",
    "failed": "failed", "失败": "failed", "交易失败": "failed",
}  # fmt: skip
#: The years that a day of an agreement can lie in; others are slips of the pen.
YEARS = range(1900, 2200)


def _lived(value: date) -> date:
    if value.year not in YEARS:
        raise ValueError(f"年份要在 {YEARS[0]} 到 {YEARS[-1]} 之间，请核对")
    return value


def _day(value: Any) -> Any:
    # Left alone, pydantic takes the number 20260101 for seconds since 1970.
    if isinstance(value, datetime) or not isinstance(value, (date, str)):
        raise ValueError("要写成日期，如 2026-01-31")
    return value


def _event(value: Any) -> Any:
    if value is False or value is None:
        return value
    if value is True:
        raise ValueError("写日期，如 2026-01-31；没有发生的写 false；不知道的不要写")
    return _day(value)


def _month_key(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 7:
        try:
            _lived(date.fromisoformat(value + "-01"))
        except ValueError:
            pass
        else:
            return value
    raise ValueError("月份要写成 2026-01 的样子")


def _known_card(value: Any) -> Any:
    return CARD_NAMES.get(value, value) if isinstance(value, str) else value


def _known_status(value: Any) -> Any:
    return STATUS_NAMES.get(value, value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day), AfterValidator(_lived)]
#: The day of an event; ``False`` says that it has not happened.
EventDay = Annotated[Annotated[date, AfterValidator(_lived)] | Literal[False], BeforeValidator(_event)]
#: A thousand billion yuan and more is a slip of the pen; a figure of a million digits would take its time and memory.
_MOST = 10**12
Money = Annotated[Decimal, Field(ge=0, lt=_MOST, decimal_places=30, allow_inf_nan=False)]
Month = Annotated[str, BeforeValidator(_month_key)]
Card = Annotated[CardType, BeforeValidator(_known_card)]
#: Figures of one month by card type; ``total`` where they are not told apart, or are only in part.
MonthFigures = dict[Annotated[CardType | Literal["total"], BeforeValidator(_known_card)], Money]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True)


class Transaction(_Model):
    """One transaction. Without a status it went through; without a card type that is not known."""

    day: Day = Field(alias="date")
    amount: Annotated[Decimal, Field(gt=0, lt=_MOST, decimal_places=30, allow_inf_nan=False)]
    card_type: Card | None = None
    status: Annotated[Literal["success", "refunded", "reversed", "failed"], BeforeValidator(_known_status)] = "success"


class Particulars(_Model):
    """What letters need and no condition asks for: names, numbers, addresses. What is left out stays blank in them."""

    merchant_name: str | None = None
    merchant_number: str | None = None
    merchant_address: str | None = None
    contact_person: str | None = None
    phone: str | None = None
    terminal_serial: str | None = None
    #: Account name, bank and number that the money is to be paid to.
    refund_account: str | None = None
    provider_name: str | None = None
    provider_address: str | None = None
    agent_name: str | None = None
    #: How the deposit was taken: 首笔交易扣款, 转账给业务员.
    deposit_paid_how: str | None = None


class MerchantFacts(_Model):
    """The merchant's facts about one agreement. Amounts are CNY, months are written ``2026-01``.

    A month that is named in `volume` or `count` is told in full, card types that it leaves out are nought; in the
    month of `today` it is told up to that day. Transactions are complete between `records_from` and `records_until`,
    or, without these, between the first and the last one given.

        >>> from contract_scan import MerchantFacts
        >>> MerchantFacts.model_validate({"today": "2026-06-30", "volume": {"2026-05": {"信用卡": 9000}}}).volume
        {'2026-05': {'credit': Decimal('9000')}}
    """

    today: Day | None = None
    signed_on: EventDay | None = None
    deposit_paid_on: EventDay | None = None
    installed_on: EventDay | None = None
    activated_on: EventDay | None = None
    first_transaction_on: EventDay | None = None
    qualified_on: EventDay | None = None
    notice_given_on: EventDay | None = None
    term_ends_on: Day | None = None
    ended_on: EventDay | None = None
    terminal_returned_on: EventDay | None = None
    applied_on: EventDay | None = None
    reviewed_on: EventDay | None = None
    demanded_on: EventDay | None = None
    complained_on: EventDay | None = None
    deceit_known_on: EventDay | None = None
    review: Literal["passed", "failed", "pending"] | None = None
    terminal_state: Literal["intact", "worn", "damaged", "lost"] | None = None
    deposit_paid: Money | None = None
    deposit_returned: Money | None = None
    arrears: Money | None = None
    deductions: dict[str, Money] | None = None
    breaches: tuple[str, ...] | None = None
    disputes_open: Annotated[int, Field(ge=0, lt=_MOST)] | None = None
    account: Literal["normal", "frozen", "closed", "dormant"] | None = None
    receipt_kept: bool | None = None
    volume: dict[Month, MonthFigures] | None = None
    count: dict[Month, MonthFigures] | None = None
    transactions: tuple[Transaction, ...] | None = None
    records_from: Day | None = None
    records_until: Day | None = None
    #: The figures leave out already what the contract does not count: small swipes, reduced rates and the like.
    qualifying_only: bool | None = None
    particulars: Particulars | None = None

    @classmethod
    def load(cls, path: str | Path) -> MerchantFacts:
        """Return the facts of a TOML or JSON file. ``transactions`` may name a CSV file that lies beside it.

        Raises:
            FactsError: the file cannot be read or is wrong. Says file, line or field, and what to write instead.
        """
        from contract_scan.model.facts_file import load_facts

        return load_facts(Path(path))

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> MerchantFacts:
        begun = [day for day in (self.installed_on, self.activated_on) if day]
        if self.ended_on and begun and self.ended_on < max(begun):
            raise ValueError("ended_on 早于装机或激活日期；请核对这几个日期")
        if self.records_from and self.records_until and self.records_until < self.records_from:
            raise ValueError("records_until 早于 records_from；请核对")
        if self.terminal_state == "lost" and self.terminal_returned_on:
            raise ValueError("terminal_state 是 lost（丢失），又写了 terminal_returned_on；请改一个")
        if self.reviewed_on and self.review == "pending":
            raise ValueError("review 是 pending（还在审），又写了 reviewed_on；请改一个")
        return self
