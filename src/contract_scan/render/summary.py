"""What a reader is told about one contract: a report in words, before any layout.

The text and the Markdown renderer lay out the same `Summary`, so that they cannot say different things. Every string
in it is safe to print.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from contract_scan.model.report import ContractReport, Evidence, Finding, LegalBasis
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.wording import Wording

__all__ = ["VERDICT_TONES", "FeeRow", "Line", "Problem", "Step", "Summary", "Tone", "is_warning", "summarise"]

Tone = Literal["bad", "doubtful", "good", "unknown", "plain"]

VERDICT_TONES: Final[dict[str, Tone]] = {
    "refundable": "good",
    "conditional": "doubtful",
    "non_refundable": "bad",
    "silent": "bad",
    "contradictory": "bad",
    "no_deposit": "good",
    "not_assessed": "unknown",
}
_SEVERITY_TONES: Final[dict[str, Tone]] = {"high": "bad", "medium": "doubtful", "low": "plain", "none": "plain"}
_SEVERITY_RANK: Final = {"high": 0, "medium": 1, "low": 2, "none": 3}
_OUTCOME_ORDER: Final = ("risk", "contradictory", "absent", "protected", "clear", "not_assessed")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, where it stands in the contract, and how it should look to the merchant."""

    text: str
    place: str = ""
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding that warns. `quotes` are verbatim but for control characters; `searched` is set for an absence."""

    severity: str
    tone: Tone
    title: str
    message: str
    quotes: tuple[Line, ...]
    searched: str
    place: str
    advice: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeeRow:
    """A fee: its name, how much, what else is said of it, where."""

    name: str
    charge: str
    note: str
    place: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do."""

    title: str
    detail: str
    due: str
    law: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """One report in words. `score` is 0…100, or None where none was given."""

    lang: Lang
    file: str
    tone: Tone
    verdict: str
    sentence: str
    cautions: tuple[str, ...]
    score: int | None
    drivers: tuple[str, ...]
    deposit: str
    unread: tuple[str, ...]
    warnings: tuple[str, ...]
    problems: tuple[Problem, ...]
    problem_counts: str
    protections: tuple[Line, ...]
    conditions: tuple[Line, ...]
    refund: tuple[Line, ...]
    fees: tuple[FeeRow, ...]
    termination: tuple[Line, ...]
    missing: tuple[str, ...]
    checks: tuple[tuple[str, str, str], ...]
    check_counts: str
    unassessed: tuple[str, ...]
    actions: tuple[Step, ...]
    law: tuple[str, ...]
    made_by: str


def is_warning(finding: Finding) -> bool:
    """Tell whether a finding warns the merchant: a risk, a contradiction or a missing protection."""
    return finding.outcome in ("risk", "contradiction", "absent") and finding.severity != "none"


def summarise(report: ContractReport, lang: Lang = "zh") -> Summary:
    """Return `report` in the words of `lang`."""
    return _Summariser(report, lang).summary()


class _Summariser:
    def __init__(self, report: ContractReport, lang: Lang) -> None:
        self._report = report
        self._lang = lang
        self._words: Phrases = phrases(lang)
        self._say = Wording(report, self._words)

    def summary(self) -> Summary:
        report, words = self._report, self._words
        verdict = report.refund.verdict
        whole = report.document.status == "read"
        tone = VERDICT_TONES[verdict]
        problems = self._problems()
        counts = Counter(problem.severity for problem in problems)
        return Summary(
            lang=self._lang,
            file=self._file(),
            # Good news from half a file is not good news.
            tone="doubtful" if tone == "good" and not whole else tone,
            verdict=words[f"verdict.{verdict}"],
            sentence=self._sentence(),
            cautions=self._cautions(),
            score=report.refund.score,
            drivers=tuple(f"{inert(driver.text)} {driver.points:+d}" for driver in report.refund.drivers),
            deposit=self._deposit(),
            unread=tuple(self._with_page(part.part, part.page, part.reason) for part in report.document.unread),
            warnings=tuple(self._with_page(None, item.page, item.message) for item in report.document.warnings),
            problems=problems,
            problem_counts=words["counts.severity"].format(
                high=counts["high"], medium=counts["medium"], low=counts["low"]
            ),
            protections=self._protections(),
            conditions=self._conditions(),
            refund=self._refund(),
            fees=self._fees(),
            termination=self._termination(),
            missing=tuple(inert(text) for text in report.refund.missing),
            checks=tuple(
                (inert(check.title), words[f"outcome.{check.outcome}"], inert(check.reason)) for check in report.checks
            ),
            check_counts=self._check_counts(),
            unassessed=tuple(
                words["checks.unassessed"].format(title=inert(check.title), reason=inert(check.reason))
                for check in report.checks
                if check.outcome == "not_assessed"
            ),
            actions=tuple(
                Step(
                    inert(action.title),
                    inert(action.detail),
                    action.due.isoformat() if action.due else "",
                    self._law_names(action.legal_basis),
                )
                for action in report.actions
            ),
            law=tuple(self._law(basis) for basis in report.legal_basis.values()),
            made_by=words["cli.made_by"].format(
                version=report.generator.version,
                ruleset=inert(report.generator.ruleset.name),
                ruleset_version=inert(report.generator.ruleset.version),
                fingerprint=inert(report.generator.ruleset.sha256[:12]),
            ),
        )

    def _file(self) -> str:
        document = self._report.document
        name = inert(document.name)
        if document.page_count is None:
            return name
        return name + self._words["place.join"] + self._words["pages"].format(count=document.page_count)

    def _sentence(self) -> str:
        refund = self._report.refund
        sentence = self._words[f"sentence.{refund.verdict}"]
        if refund.verdict != "not_assessed":
            return sentence
        reason = inert(refund.reasons[0].text) if refund.reasons else self._words["not_assessed.why"]
        return sentence.format(reason=reason)

    def _deposit(self) -> str:
        if self._report.deposit.exists is None and self._report.refund.verdict == "not_assessed":
            return self._words["deposit.not_assessed"]
        return self._say.deposit(self._report.deposit)

    def _cautions(self) -> tuple[str, ...]:
        if self._report.refund.verdict == "not_assessed":
            return (self._words["not_assessed.caution"],)
        return () if self._report.document.status == "read" else (self._words["sentence.partial"],)

    def _with_page(self, part: str | None, page: int | None, reason: str) -> str:
        where, why = inert(part or ""), inert(reason)
        # Readers of pages name the page themselves, in the part or in the reason.
        named = page is None or f"第{page}页" in (where + why).replace(" ", "")
        if not named:
            where = " ".join(filter(None, (where, self._words["place.page"].format(page=page))))
        return f"{where}{self._words['colon']}{why}" if where else why

    def _problems(self) -> tuple[Problem, ...]:
        warnings = sorted(filter(is_warning, self._report.findings), key=_urgency)
        return tuple(self._problem(finding) for finding in warnings)

    def _problem(self, finding: Finding) -> Problem:
        return Problem(
            severity=finding.severity,
            tone=_SEVERITY_TONES[finding.severity],
            title=inert(finding.title),
            message=inert(finding.message),
            quotes=tuple(Line(inert(item.quote), self._say.place((item,))) for item in finding.evidence),
            searched=inert(finding.searched or ""),
            place=self._say.place(finding.evidence, finding.clause_id),
            advice=inert(finding.advice or ""),
            law=self._law_names(finding.legal_basis),
        )

    def _protections(self) -> tuple[Line, ...]:
        return tuple(
            Line(inert(finding.title), self._say.place(finding.evidence, finding.clause_id), "good")
            for finding in self._report.findings
            if finding.outcome == "protection"
        )

    def _conditions(self) -> tuple[Line, ...]:
        tones: dict[str, Tone] = {"met": "good", "unmet": "bad", "unknown": "plain"}
        lines = []
        for condition in self._report.refund.conditions:
            text = f"[{self._words[f'condition.{condition.status}']}] {inert(condition.text)}"
            if condition.why:
                text += self._words["clause.join"] + inert(condition.why)
            lines.append(Line(text, self._say.place(condition.evidence), tones[condition.status]))
        return tuple(lines)

    def _refund(self) -> tuple[Line, ...]:
        refund, words = self._report.refund, self._words
        if refund.verdict in ("no_deposit", "not_assessed"):
            return ()
        lines: list[Line] = []
        if refund.deadline is None:
            lines.append(Line(words["refund.deadline_missing"], tone="doubtful"))
        else:
            duration = self._say.duration(refund.deadline.value, refund.deadline.unit)
            key = "refund.deadline_from" if refund.deadline.from_ else "refund.deadline"
            text = words[key].format(duration=duration, event=inert(refund.deadline.from_ or ""))
            lines.append(Line(text, self._say.place(refund.deadline.evidence)))
        if refund.payer:
            lines.append(Line(words["refund.payer"].format(payer=self._say.role(refund.payer))))
        if refund.interest:
            lines.append(Line(words[f"refund.interest.{refund.interest}"]))
        for deduction in refund.deductions:
            amount = "" if deduction.amount is None else self._say.money(deduction.amount)
            key = "refund.deduction_amount" if amount else "refund.deduction"
            text = words[key].format(text=inert(deduction.text), amount=amount)
            lines.append(Line(text, self._say.place(deduction.evidence), "doubtful"))
        return tuple(lines)

    def _fees(self) -> tuple[FeeRow, ...]:
        rows = []
        for fee in self._report.fees:
            notes = [inert(text) for text in (fee.card_type, fee.collection) if text]
            if fee.waiver:
                notes.append(self._words["fee.waiver"].format(text=inert(fee.waiver)))
            # A charge that the other side may raise alone is worth a colour; one that you may change is not.
            alone = fee.changeable_by not in (None, "merchant")
            if fee.changeable_by:
                notes.append(self._words["fee.changeable"].format(who=self._say.role(fee.changeable_by)))
            note, place = self._words["note.join"].join(notes), self._say.place(fee.evidence)
            rows.append(FeeRow(inert(fee.name), self._say.charge(fee), note, place, "doubtful" if alone else "plain"))
        return tuple(rows)

    def _termination(self) -> tuple[Line, ...]:
        term, words, say = self._report.termination, self._words, self._say
        lines = []
        if term.provider_may_end_at_will:
            text = words["term.at_will"].format(who=say.role("provider"))
            lines.append(Line(text, say.place(term.evidence), "bad"))
        for notice in term.notice:
            text = words["term.notice"].format(
                who=say.role(notice.by), duration=say.duration(notice.value, notice.unit)
            )
            lines.append(Line(text, say.place(notice.evidence)))
        renewal = term.auto_renewal
        if renewal is not None:
            text = words["term.renewal"]
            if renewal.notice_value is not None and renewal.notice_unit is not None:
                duration = say.duration(renewal.notice_value, renewal.notice_unit)
                text = words["term.renewal_notice"].format(duration=duration)
            lines.append(Line(text, say.place(renewal.evidence), "doubtful"))
        for penalty in term.penalties:
            key = "term.penalty_by" if penalty.by else "term.penalty"
            who = say.role(penalty.by) if penalty.by else ""
            text = words[key].format(who=who, text=inert(penalty.text))
            lines.append(Line(text, say.place(penalty.evidence), "bad" if penalty.by == "merchant" else "plain"))
        return tuple(lines)

    def _check_counts(self) -> str:
        counts = Counter(check.outcome for check in self._report.checks)
        return self._words["place.join"].join(
            f"{self._words[f'outcome.{outcome}']} {counts[outcome]}" for outcome in _OUTCOME_ORDER if counts[outcome]
        )

    def _law_names(self, ids: Sequence[str]) -> tuple[str, ...]:
        known = self._report.legal_basis
        return tuple(inert(f"{known[name].title} {known[name].article}".strip()) for name in ids if name in known)

    def _law(self, basis: LegalBasis) -> str:
        notes = [self._words[f"law.{basis.scope}"]] if f"law.{basis.scope}" in self._words else []
        if not basis.verified:
            notes.append(self._words["law.unverified"])
        text = inert(f"{basis.title} {basis.article}{self._words['colon']}{basis.paraphrase}")
        return f"{text} [{self._words['note.join'].join(notes)}]" if notes else text


def _urgency(finding: Finding) -> tuple[int, bool, int]:
    """Sort key: severity, then what touches the deposit itself, then the order of the contract."""
    evidence: tuple[Evidence, ...] = finding.evidence
    return (
        _SEVERITY_RANK[finding.severity],
        finding.kind not in ("deposit", "refund"),
        evidence[0].start if evidence else 1 << 60,
    )
