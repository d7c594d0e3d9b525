"""From a report and the merchant's facts to a letter that states nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from contract_scan.assess.actions import ActionBook
from contract_scan.assess.law import LawBook, LawView, Purpose
from contract_scan.assess.places import Places
from contract_scan.assess.tags import tags_of
from contract_scan.drafting.book import Letter, LetterBook, Template
from contract_scan.drafting.context import Item, Values, lists_of, values_of
from contract_scan.errors import DraftError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.draft import Draft, DraftKind, DraftPart, Recipient
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import ContractReport, Evidence

__all__ = ["draft"]

#: Titles within a title stand in single angle brackets.
_INNER: Final = str.maketrans("《》", "〈〉")
_DIGITS: Final = "一二三四五六七八九十"
_NOT_DRAFTED: Final = {
    "no_deposit": "合同没有押金，没有可以要求退还的钱；实际被扣了钱的，先找出扣款记录",
    "not_assessed": "合同没有读成，没有结论就写不了文书；请换一份完整、清楚的文件",
}


def draft(
    report: ContractReport,
    kind: DraftKind = "demand",
    *,
    facts: MerchantFacts | None = None,
    to: Recipient | None = None,
    root: Path | None = None,
) -> Draft:
    """Return a letter for the merchant to edit: a demand for the deposit, or a complaint.

    It states what the contract says, each time with the clause and its words, and what `facts` tell; all else is left
    blank (``____``). Only law that was verified and that the reader may rely on is cited.

        >>> from contract_scan import MerchantFacts, draft, scan
        >>> facts = MerchantFacts(deposit_paid=300)
        >>> report = scan("第一条 押金\\n乙方向甲方交纳押金300元，合作终止后甲方应退还押金。", facts=facts)
        >>> draft(report, facts=facts).title
        '退还押金催告函'

    Args:
        report: the report of the agreement, scanned with the same facts.
        kind: ``demand`` (退还押金催告函) or ``complaint`` (投诉材料).
        facts: what the merchant knows; ``facts.particulars`` has names, addresses and accounts.
        to: whom a complaint goes to, `provider` without it; a demand always goes to the provider.
        root: the lexicon directory, that of the package without one.

    Raises:
        DraftError: the report gives nothing to write about, or no step of it leads to this recipient. Says why.
    """
    verdict = report.refund.verdict
    if verdict in _NOT_DRAFTED:
        raise DraftError(f"写不了文书：{_NOT_DRAFTED[verdict]}")
    if kind == "demand" and to not in (None, "provider"):
        raise DraftError("催告函写给收单机构；写给别处的用 complaint（投诉材料）")
    return _Writer(report, facts or MerchantFacts(), kind, to or "provider", root or lexicon_root()).draft()


@dataclass(frozen=True)
class _Writer:
    report: ContractReport
    facts: MerchantFacts
    kind: DraftKind
    recipient: Recipient
    root: Path

    def draft(self) -> Draft:
        self._check_recipient()
        parts = (DraftPart(role="title", text=self.letter.title), *self._parts())
        cited = dict.fromkeys(law_id for part in parts for law_id in part.legal_basis)
        return Draft(
            kind=self.kind,
            recipient=self.recipient,
            title=self.letter.title,
            parts=parts,
            notes=tuple(self._notes(parts)),
            legal_basis={law_id: self.law.get(law_id) for law_id in cited},
        )

    @cached_property
    def book(self) -> LetterBook:
        return LetterBook.load(self.root)

    @cached_property
    def actions(self) -> ActionBook:
        return ActionBook.load(self.root)

    @cached_property
    def letter(self) -> Letter:
        return self.book.letter(self.kind, self.recipient)

    @cached_property
    def values(self) -> Values:
        return values_of(self.report, self.facts)

    @cached_property
    def lists(self) -> dict[str, tuple[Item, ...]]:
        return lists_of(self.report, self.letter.kinds)

    @cached_property
    def law(self) -> LawView:
        signed, today = self.report.signed, self.facts.today
        return LawBook.load(self.root).seen_by(self.report.perspective, on=signed.day if signed else None, today=today)

    @cached_property
    def tags(self) -> frozenset[str]:
        report = self.report
        return tags_of(
            report.deposit,
            report.refund,
            report.termination,
            report.findings,
            report.parties,
            self.actions.signs,
            self.facts,
        )

    @cached_property
    def places(self) -> Places:
        return Places(self.report.clauses)

    @cached_property
    def names(self) -> dict[str, Any]:
        outlook, today = self.report.refund.outlook, self.facts.today
        due_by = outlook.due_by if outlook else None
        return {
            "f": self.values,
            "has": frozenset(self.values.known),
            "verdict": self.report.refund.verdict,
            "qualifies": outlook.qualifies if outlook else None,
            "overdue": bool(due_by and today and today > due_by),
            "due_by_why": outlook.due_by_why if outlook else "",
            "tags": self.tags,
            "deposit_name": self.report.deposit.name or "押金",
            "lists": self.lists,
        }

    def _check_recipient(self) -> None:
        """A complaint goes where the steps of this verdict lead."""
        open_to = [
            step.channel
            for step in self.actions.steps(self.report.refund.verdict)
            if step.channel and step.fits(self.tags)
        ]
        if self.kind == "complaint" and self.recipient not in open_to:
            places = self.actions.places
            named = "、".join(f"{places[name].title}（{name}）" for name in open_to if self._is_there(name))
            raise DraftError(
                f"按这份合同的结论和收单方，不写给{places[self.recipient].title}（{self.recipient}）；可以写给：{named}"
            )

    def _is_there(self, recipient: str) -> bool:
        try:
            self.book.letter("complaint", recipient)  # type: ignore[arg-type]
        except KeyError:
            return False
        return True

    def _parts(self) -> Iterator[DraftPart]:
        headings = 0
        for template in self.letter.parts:
            for part in self._filled(template):
                if part.role != "heading":
                    yield part
                    continue
                number, headings = _DIGITS[headings], headings + 1
                yield part.model_copy(update={"text": f"{number}、{part.text}"})

    def _filled(self, template: Template) -> Iterator[DraftPart]:
        if not self.book.holds(template.when, self.names):
            return
        if template.each is None:
            yield from self._part(template, None)
            return
        for item in self.lists[template.each]:
            if self.book.holds(template.where, {**self.names, "item": item}):
                yield from self._part(template, item)

    def _part(self, template: Template, item: Item | None) -> Iterator[DraftPart]:
        law = self._verified(template)
        with self.values.reading() as read:
            text = self.book.text(template.text, {**self.names, "item": item})
        evidence = self._evidence(template, item)
        if text:
            yield DraftPart(
                role=template.role,
                text=text + self._named(law),
                evidence=evidence,
                facts=self.values.told(read),
                blanks=self.values.missing(read),
                legal_basis=law,
            )
        for place in evidence:
            yield DraftPart(role="quote", text=place.quote, place=self._place(place), evidence=(place,))

    def _evidence(self, template: Template, item: Item | None) -> tuple[Evidence, ...]:
        if template.quote is None:
            return ()
        items = (item,) if template.quote == "item" and item else self.lists.get(template.quote, ())
        return tuple({(p.start, p.end): p for one in items for p in one.evidence}.values())

    def _place(self, place: Evidence) -> str:
        clause = self.places.clause_at(place.start)
        parts = [f"合同{self.places.number(clause)}" if clause else "合同原文"]
        if place.page is not None:
            parts.append(f"第 {place.page} 页")
        return "，".join(parts)

    def _verified(self, template: Template) -> tuple[str, ...]:
        """What a letter may cite: a doubtful basis costs it its weight."""
        purpose: Purpose = "complaint" if self.kind == "complaint" else "claim"
        return tuple(
            law_id for law_id in self.law.citable(template.law, purpose=purpose) if self.law.get(law_id).verified
        )

    def _named(self, law: tuple[str, ...]) -> str:
        articles: dict[str, list[str]] = {}
        for law_id in law:
            basis = self.law.get(law_id)
            articles.setdefault(basis.title.translate(_INNER), []).append(basis.article)
        named = "、".join(f"《{title}》{'、'.join(found)}" for title, found in articles.items())
        return f"（依据：{named}）" if named else ""

    def _notes(self, parts: tuple[DraftPart, ...]) -> Iterator[str]:
        blanks = dict.fromkeys(name for part in parts for name in part.blanks)
        if blanks:
            yield f"留空（____）的请补上，补不了的整句删去：{'、'.join(blanks)}。"
        written = self.report.refund.verdict in ("refundable", "conditional")
        if written and any(one.status == "unknown" for one in self.lists["conditions"]):
            yield "合同的条件里，有的还不知道您是否满足，文书里留空；把事实写进事实文件再生成，会写出算式。"
        for one in self.lists["conditions"]:
            if one.status == "unmet":
                yield f"这一条按您给的事实没有满足，文书没有写，请先想好怎么说明：{one.text}（{one.why}）。"
        outlook = self.report.refund.outlook
        if "due_amount" in self.values.known and (outlook is None or outlook.due_amount is None):
            yield "请求的金额是实付减去已退，没有减合同可能允许扣的钱，请核对。"
        if self.report.document.status != "read":
            yield "合同没有读全，没读到的页里可能有别的约定，寄出前对照原件。"
        yield "引文和条款号取自这份文件，寄出前与您签的那份核对；法律的名称和条号也请核对现行文本。"
        yield "15 日、7 日是建议的天数，不是法律规定。"
        place = self.actions.places[self.recipient]
        yield f"{place.title}：能{place.can}；不能：{place.cannot}。"
        if place.verified is not True:
            yield f"{place.title}的受理口径没有全部核过，交之前先问清。"
        yield "一般信息，不是法律意见。"
