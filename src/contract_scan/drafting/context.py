"""What the templates of letters see: the contract's words, the merchant's facts, and blanks for the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from contract_scan.assess.facts.words import yuan
from contract_scan.model.draft import BLANK
from contract_scan.model.facts import MerchantFacts, Particulars
from contract_scan.model.report import ContractReport, Evidence, Outlook, Role

__all__ = ["Item", "Values", "lists_of", "values_of"]

_BLANK_DAY: Final = f"{BLANK}年__月__日"
_BLANK_SUM: Final = f"{BLANK}元"
#: What is asked of the merchant where it is not known, by the name that templates use.
LABELS: Final[Mapping[str, str]] = {
    "merchant": "商户名称",
    "merchant_number": "商户号",
    "merchant_address": "商户地址",
    "contact_person": "联系人",
    "phone": "电话",
    "terminal_serial": "终端编号（SN）",
    "refund_account": "收款账户",
    "provider": "收单机构全称",
    "provider_address": "收单机构地址",
    "agent": "服务商或收款人名称",
    "deposit_paid_how": "押金怎样交的",
    "today": "落款日期",
    "signed_on": "签约日期",
    "activated_on": "激活日期",
    "deposit_paid_on": "交押金日期",
    "applied_on": "申请日期",
    "terminal_returned_on": "交还机器日期",
    "ended_on": "合同结束日期",
    "demanded_on": "寄出催告函日期",
    "deposit_paid": "实付押金",
    "deposit_returned": "已退金额",
    "due_amount": "请求退还的金额",
    "due_by": "退款期限届满日",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that the contract says, with its words."""

    text: str
    status: str = ""
    why: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass
class Values:
    """Values by name; what is not known reads as a blank. Says which were read since :meth:`reading` began."""

    known: Mapping[str, str]
    blanks: Mapping[str, str]
    _read: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> str:
        if name.startswith("_") or name not in LABELS:
            raise AttributeError(name)
        self._read.append(name)
        return self.known.get(name) or self.blanks.get(name, BLANK)

    @contextmanager
    def reading(self) -> Iterator[list[str]]:
        """Give the list of the names that are read inside."""
        self._read = []
        yield self._read

    def told(self, names: list[str]) -> tuple[str, ...]:
        """Of these names, those that are known, once each."""
        return tuple(name for name in dict.fromkeys(names) if name in self.known)

    def missing(self, names: list[str]) -> tuple[str, ...]:
        """What to ask the merchant for: the labels of those of these names that are not known."""
        return tuple(LABELS[name] for name in dict.fromkeys(names) if name not in self.known)


def values_of(report: ContractReport, facts: MerchantFacts) -> Values:
    """Return the values of a report and the merchant's facts. Only what one of the two has is known."""
    told = facts.particulars or Particulars()
    outlook = report.refund.outlook
    raw: dict[str, Any] = {
        "merchant": told.merchant_name or _party(report, "merchant"),
        "merchant_number": told.merchant_number,
        "merchant_address": told.merchant_address,
        "contact_person": told.contact_person,
        "phone": told.phone,
        "terminal_serial": told.terminal_serial,
        "refund_account": told.refund_account,
        "provider": told.provider_name or _party(report, "provider"),
        "provider_address": told.provider_address,
        "agent": told.agent_name or _party(report, "agent"),
        "deposit_paid_how": told.deposit_paid_how,
        "signed_on": report.signed.day if report.signed else None,
        "due_amount": _claimed(outlook, facts),
        "due_by": outlook.due_by if outlook else None,
    }
    days = ("today", "activated_on", "deposit_paid_on", "applied_on", "terminal_returned_on", "ended_on", "demanded_on")
    for name in (*days, "deposit_paid", "deposit_returned"):
        raw[name] = getattr(facts, name)
    known = {name: said for name, value in raw.items() if (said := _said(value))}
    blanks = dict.fromkeys((*days, "signed_on", "due_by"), _BLANK_DAY)
    blanks |= dict.fromkeys(("deposit_paid", "deposit_returned", "due_amount"), _BLANK_SUM)
    return Values(known, blanks)


def lists_of(report: ContractReport, kinds: tuple[str, ...]) -> dict[str, tuple[Item, ...]]:
    """Return the lists that templates go through; `kinds` are those of the findings among the ``issues``."""
    refund = report.refund
    against = [
        finding
        for finding in report.findings
        if finding.outcome == "risk" and finding.severity in ("high", "medium") and finding.evidence
    ]
    about_the_deposit = [finding for finding in against if finding.kind in ("deposit", "refund")]
    # The gravest say no to the deposit itself; others are about fees beside it.
    gravest = [finding for finding in about_the_deposit if finding.severity == "high"] or about_the_deposit
    # What a letter says of the refusal need not come again among the issues.
    said = {finding.evidence for finding in gravest} if refund.verdict == "non_refundable" else set()
    contradiction = [finding for finding in report.findings if finding.outcome == "contradiction"]
    return {
        "deposit": _quoted(report.deposit.evidence),
        "return_terms": _quoted(refund.reasons[0].evidence if refund.reasons else ()),
        "deadline": _quoted(refund.deadline.evidence if refund.deadline else ()),
        "conditions": tuple(
            Item(one.text.rstrip("。"), one.status, (one.why or "").rstrip("。").removesuffix("，已满足"), one.evidence)
            for one in refund.conditions
        ),
        "refusals": _once(Item(one.title, evidence=one.evidence) for one in gravest),
        "contradiction": _once(Item(one.title, evidence=one.evidence) for one in contradiction),
        "issues": _once(
            Item(one.title, evidence=one.evidence) for one in against if one.kind in kinds and one.evidence not in said
        ),
        "proofs": tuple(
            Item(item.text, item.status) for group in report.checklist for item in group.items if item.status != "open"
        ),
    }


def _claimed(outlook: Outlook | None, facts: MerchantFacts) -> Decimal | None:
    """What is asked back: what is due by the arithmetic, else what was paid and has not come back."""
    if outlook is not None and outlook.due_amount is not None:
        return outlook.due_amount
    return None if facts.deposit_paid is None else facts.deposit_paid - (facts.deposit_returned or 0)


def _quoted(evidence: tuple[Evidence, ...]) -> tuple[Item, ...]:
    return (Item("", evidence=evidence),) if evidence else ()


def _once(items: Iterator[Item]) -> tuple[Item, ...]:
    """Items of which each rests on words of its own: one sentence that breaks two rules is quoted once."""
    found: dict[tuple[tuple[int, int], ...], Item] = {}
    for item in items:
        found.setdefault(tuple((place.start, place.end) for place in item.evidence), item)
    return tuple(found.values())


def _party(report: ContractReport, role: Role) -> str | None:
    return next((party.name for party in report.parties if party.role == role and party.name), None)


def _said(value: Any) -> str | None:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Decimal):
        return yuan(value)
    return value or None
