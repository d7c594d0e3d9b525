"""How figures, days and facts are named in the arithmetic that a merchant reads."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

__all__ = ["FIELDS", "ask", "count", "day_range", "length", "yuan"]

#: What the merchant's facts are called, by field.
FIELDS = {
    "today": "今天的日期",
    "signed_on": "签约日期",
    "deposit_paid_on": "交押金日期",
    "installed_on": "装机（领机）日期",
    "activated_on": "激活日期",
    "first_transaction_on": "首笔交易日期",
    "qualified_on": "达标日期",
    "notice_given_on": "发出通知日期",
    "term_ends_on": "合同到期日",
    "ended_on": "合同结束日期",
    "terminal_returned_on": "交还机器日期",
    "applied_on": "申请日期",
    "reviewed_on": "审核通过日期",
    "review": "审核结果",
    "demanded_on": "寄出催告函日期",
    "complained_on": "投诉日期",
    "deceit_known_on": "得知受骗日期",
    "terminal_state": "机器状态",
    "deposit_paid": "实付押金",
    "arrears": "欠费金额",
    "deductions": "扣款明细",
    "breaches": "违约情况",
    "disputes_open": "未了结的退单、投诉数",
    "account": "账户状态",
    "receipt_kept": "收据是否还在",
    "volume": "每月交易额",
    "count": "每月笔数",
    "transactions": "交易流水",
    "records_from": "流水起始日",
    "records_until": "流水截止日",
    "qualifying_only": "是否只含合同计入的交易",
}
_UNITS = {
    "day": "天",
    "working_day": "个工作日",
    "week": "周",
    "month": "个月",
    "quarter": "个季度",
    "half_year": "个半年",
    "year": "年",
}


def ask(*fields: str) -> str:
    """Return a request for facts that were not given: 没有告诉激活日期（activated_on）."""
    return "没有告诉" + "、".join(f"{FIELDS[field]}（{field}）" for field in fields)


def yuan(value: Decimal) -> str:
    """Return a sum: 152,300 元, 99.50 元."""
    whole = value == value.to_integral()
    return f"{int(value):,} 元" if whole else f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):,} 元"


def count(value: Decimal) -> str:
    """Return a number of transactions: 15 笔."""
    return f"{int(value):,} 笔"


def length(value: Decimal, unit: str) -> str:
    """Return a length of time: 24 个月."""
    return f"{value.normalize():f} {_UNITS.get(unit, unit)}"


def day_range(start: date | None, end: date | None) -> str:
    """Return a range of days, whole months short: 2026-01 至 2026-06."""
    if start is None:
        return f"到 {end:%Y-%m-%d} 为止" if end else "全部记录"
    if end is None:
        return f"{start:%Y-%m-%d} 起"
    return f"{start:%Y-%m-%d} 至 {end:%Y-%m-%d}"
