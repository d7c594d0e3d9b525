"""Terms in words, short enough for a table."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from contract_scan.assess.facts.words import length, yuan
from contract_scan.model.report import Condition, Deadline, Deposit, FeeItem, NoticePeriod, Penalty

__all__ = ["CONDITIONS", "ROLES", "VERDICTS", "condition", "deadline", "deposit", "fee", "notice", "penalty", "rate"]

VERDICTS: Final = {
    "refundable": "能退",
    "conditional": "有条件才退",
    "non_refundable": "不退",
    "silent": "没写退不退",
    "contradictory": "前后矛盾",
    "no_deposit": "没有押金",
    "not_assessed": "未能判断",
}
CONDITIONS: Final = {
    "volume_threshold": "交易额",
    "transaction_count": "交易笔数",
    "active_period": "使用时长",
    "device_return": "交还机器",
    "device_condition": "机器状态",
    "no_breach": "没有违约",
    "no_arrears": "没有欠费",
    "application": "提出申请",
    "application_window": "申请期限",
    "review_approval": "审核",
    "term_expiry": "合同到期或结束",
    "notice": "提前通知",
    "account_status": "账户状态",
    "other": "其他条件",
}
ROLES: Final = {"merchant": "商户", "provider": "收单机构", "agent": "代理商", "other": "其他方", "either": "任何一方"}
_PERIODS: Final = {"month": "每月", "quarter": "每季", "half_year": "每半年", "year": "每年"}
_UNITS: Final = {"CNY": "元", "count": "笔"}


def rate(value: Decimal) -> str:
    """Return a rate: 0.55%."""
    text = f"{value * 100:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"


def deposit(value: Deposit) -> str:
    """Return a deposit's amounts: 299 元/台."""
    if value.exists is False:
        return "不收押金"
    amounts = "、".join(yuan(amount) for amount in value.amounts) or "没写金额"
    return amounts + (f"/{value.per.removeprefix('每')}" if value.per else "")


def condition(value: Condition) -> str:
    """Return a condition: 100,000 元（180日内）."""
    if value.value is None:
        return value.text.rstrip("。")
    if value.unit == "CNY":
        size = yuan(value.value)
    elif value.unit in ("day", "working_day", "week", "month", "quarter", "half_year", "year"):
        size = length(value.value, value.unit)
    else:
        size = f"{value.value.normalize():f} {_UNITS.get(value.unit or '', value.unit or '')}".strip()
    return size + (f"/{value.per}" if value.per else "") + (f"（{value.window}）" if value.window else "")


def deadline(value: Deadline) -> str:
    """Return a deadline: 收到终端起 10 个工作日."""
    return (f"{value.from_}起 " if value.from_ else "") + length(Decimal(value.value), value.unit)


def fee(value: FeeItem) -> str:
    """Return a fee: 0.55%，18 元封顶."""

    def of(amount: Decimal) -> str:
        return f"{amount.normalize():f} {value.currency}" if value.currency else yuan(amount)

    parts = []
    if value.rate is not None:
        parts.append(rate(value.rate))
    if value.amount is not None:
        parts.append((_PERIODS[value.period] + " " if value.period else "") + of(value.amount))
    if value.min is not None:
        parts.append(f"最低 {of(value.min)}")
    if value.cap is not None:
        parts.append(f"{of(value.cap)}封顶")
    if value.waiver:
        parts.append(f"减免：{value.waiver}")
    if value.changeable_by:
        parts.append(f"{ROLES[value.changeable_by]}可以调整")
    return "，".join(parts) or "没写多少"


def notice(value: NoticePeriod) -> str:
    """Return a notice period: 提前 30 天."""
    return f"提前 {length(Decimal(value.value), value.unit)}" if value.value else "随时"


def penalty(value: Penalty) -> str:
    """Return how much a penalty is: 300 元，0.05%."""
    parts = [yuan(value.amount)] if value.amount is not None else []
    if value.rate is not None:
        parts.append(rate(value.rate))
    return "，".join(parts) or "没写多少"
