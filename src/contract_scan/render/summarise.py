"""From a report to its `Summary`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from contract_scan.model.ranking import is_warning
from contract_scan.model.report import (
    Action,
    ChecklistItem,
    Condition,
    ContractReport,
    Evidence,
    FeeExampleLine,
    FeeItem,
    Finding,
    LegalBasis,
    WarningInfo,
)
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summary import (
    VERDICT_TONES,
    ConditionRow,
    Driver,
    Example,
    FeeRow,
    Line,
    Problem,
    Proof,
    ProofGroup,
    Provision,
    Spans,
    Step,
    Summary,
    Tone,
)
from contract_scan.render.timeline import timeline
from contract_scan.render.trouble import unread_lines
from contract_scan.render.wording import Wording

__all__ = ["summarise"]

_SEVERITY_TONES: Final[dict[str, Tone]] = {"high": "bad", "medium": "doubtful", "low": "plain", "none": "plain"}
_SEVERITY_RANK: Final = {"high": 0, "medium": 1, "low": 2, "none": 3}
_UNASSESSED_SHOWN: Final = 3  # checks named one by one that could not be judged for the same reason
_OUTCOME_ORDER: Final = ("risk", "contradictory", "absent", "protected", "clear", "not_assessed")


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
        problems = self._problems()
        counts = Counter(problem.severity for problem in problems)
        fees, fee_notes = self._fees()
        return Summary(
            lang=self._lang,
            file=self._file(),
            tone=self._tone(counts["high"]),
            verdict=words[f"verdict.{verdict}"],
            sentence=self._sentence(),
            cautions=self._cautions(counts["high"]),
            score=report.refund.score,
            drivers=tuple(Driver(inert(driver.text), driver.points) for driver in report.refund.drivers),
            reasons=tuple(
                Line(inert(reason.text), self._say.place(reason.evidence), spans=_spans(reason.evidence))
                for reason in report.refund.reasons
            ),
            deposit=self._deposit(),
            unread=tuple(unread_lines(report.document.unread, lang=self._lang)),
            warnings=tuple(map(self._warning, report.document.warnings)),
            problems=problems,
            problem_counts=words["counts.severity"].format(
                high=counts["high"], medium=counts["medium"], low=counts["low"]
            ),
            protections=self._protections(),
            conditions=tuple(map(self._condition, report.refund.conditions)),
            timeline=timeline(report, words, self._say),
            refund=self._refund(),
            fees=fees,
            fee_notes=fee_notes,
            example=self._example(),
            termination=self._termination(),
            missing=tuple(inert(text) for text in report.refund.missing),
            suppressed=tuple(self._suppressed()),
            checks=self._open_checks(),
            check_counts=self._check_counts(),
            unassessed=self._unassessed(),
            actions=tuple(
                Step(
                    inert(action.title),
                    inert(action.detail),
                    action.due.isoformat() if action.due else "",
                    inert(action.timing or ""),
                    self._channel(action),
                    action.done is not None,
                    self._law_names(action.legal_basis),
                )
                for action in report.actions
            ),
            checklist=tuple(
                ProofGroup(inert(group.title), tuple(self._proof(item) for item in group.items))
                for group in report.checklist
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

    def _tone(self, high: int) -> Tone:
        tone = VERDICT_TONES[self._report.refund.verdict]
        # Good news from half a file, or beside a high risk, is not good news.
        return "doubtful" if tone == "good" and (high or self._report.document.status != "read") else tone

    def _cautions(self, high: int) -> tuple[str, ...]:
        verdict = self._report.refund.verdict
        if verdict == "not_assessed":
            return (self._words["not_assessed.caution"],)
        cautions = [] if self._report.document.status == "read" else [self._words["sentence.partial"]]
        if high and VERDICT_TONES[verdict] == "good":
            cautions.append(self._words["sentence.other_risks"].format(high=high))
        return tuple(cautions)

    def _warning(self, warning: WarningInfo) -> str:
        message = inert(warning.message)
        if warning.document:
            message = f"{inert(warning.document)}{self._words['colon']}{message}"
        # Most readers of pages name the page themselves.
        if warning.page is None or f"第{warning.page}页" in message.replace(" ", ""):
            return message
        return f"{self._words['place.page'].format(page=warning.page)}{self._words['colon']}{message}"

    def _problems(self) -> tuple[Problem, ...]:
        warnings = sorted(filter(is_warning, self._report.findings), key=_urgency)
        return tuple(self._problem(finding) for finding in warnings)

    def _problem(self, finding: Finding) -> Problem:
        return Problem(
            id=inert(finding.id),
            kind=finding.kind,
            kind_word=self._words[f"kind.{finding.kind}"],
            severity=finding.severity,
            contradicts=finding.outcome == "contradiction" and len(finding.evidence) > 1,
            tone=_SEVERITY_TONES[finding.severity],
            title=inert(finding.title),
            message=self._doubted(finding),
            why=inert(finding.why or ""),
            quotes=tuple(
                Line(inert(item.quote), self._say.place((item,)), spans=_spans((item,))) for item in finding.evidence
            ),
            searched=inert(finding.searched or ""),
            place=self._say.place(finding.evidence, finding.clause_id),
            advice=inert(finding.advice or ""),
            law=self._law_names(finding.legal_basis),
        )

    def _doubted(self, finding: Finding) -> str:
        """Return what a finding says, and which of its figures should not be relied on."""
        doubts: dict[str, list[str]] = {}
        for fact in finding.facts:
            if fact.doubtful:
                doubts.setdefault(fact.doubtful, []).append(fact.text)
        words = self._words
        said = [
            words["doubt.figure"].format(figure=inert(words["list.join"].join(figures)), why=inert(why))
            for why, figures in doubts.items()
        ]
        return " ".join([inert(finding.message), *said])

    def _line(
        self, text: str, evidence: Sequence[Evidence], tone: Tone = "plain", clause_id: str | None = None
    ) -> Line:
        return Line(text, self._say.place(evidence, clause_id), tone, _spans(evidence))

    def _protections(self) -> tuple[Line, ...]:
        return tuple(
            self._line(inert(finding.title), finding.evidence, "good", finding.clause_id)
            for finding in self._report.findings
            if finding.outcome == "protection"
        )

    def _condition(self, condition: Condition) -> ConditionRow:
        tones: dict[str, Tone] = {"met": "good", "unmet": "bad", "unknown": "plain"}
        return ConditionRow(
            text=inert(condition.text),
            status=condition.status,
            status_word=self._words[f"condition.{condition.status}"],
            why=inert(condition.why or ""),
            place=self._say.place(condition.evidence),
            tone=tones[condition.status],
            spans=_spans(condition.evidence),
            clause_join=self._words["clause.join"],
        )

    def _refund(self) -> tuple[Line, ...]:
        refund, words = self._report.refund, self._words
        if refund.verdict in ("no_deposit", "not_assessed"):
            return ()
        lines = self._outlook()
        if refund.deadline is None:
            lines.append(Line(words["refund.deadline_missing"], tone="doubtful"))
        else:
            duration = self._say.duration(refund.deadline.value, refund.deadline.unit)
            key = "refund.deadline_from" if refund.deadline.from_ else "refund.deadline"
            text = words[key].format(duration=duration, event=inert(refund.deadline.from_ or ""))
            lines.append(self._line(text, refund.deadline.evidence))
        if refund.payer:
            lines.append(Line(words["refund.payer"].format(payer=self._say.role(refund.payer))))
        if refund.interest:
            lines.append(Line(words[f"refund.interest.{refund.interest}"]))
        for deduction in refund.deductions:
            amount = "" if deduction.amount is None else self._say.money(deduction.amount)
            key = "refund.deduction_amount" if amount else "refund.deduction"
            text = words[key].format(text=inert(deduction.text), amount=amount)
            lines.append(self._line(text, deduction.evidence, "doubtful"))
        return tuple(lines)

    def _outlook(self) -> list[Line]:
        outlook, words = self._report.refund.outlook, self._words
        if outlook is None:
            return []
        standing = {True: "yes", False: "no", None: "open"}[outlook.qualifies]
        tones: dict[str, Tone] = {"yes": "good", "no": "bad", "open": "doubtful"}
        counts = words["outlook.counts"].format(met=outlook.met, unmet=outlook.unmet, unknown=outlook.unknown)
        lines = [
            Line(words[f"outlook.{standing}"] + counts, tone=tones[standing]),
            Line(words["outlook.next"].format(text=inert(outlook.next_step)), tone="doubtful"),
            Line(words["outlook.amount"].format(text=inert(outlook.due_amount_why))),
            Line(words["outlook.due"].format(text=inert(outlook.due_by_why))),
        ]
        if outlook.claim_by:
            text = words["outlook.claim"].format(day=outlook.claim_by.isoformat())
            lines.insert(2, Line(text, tone="doubtful"))
        return lines

    def _fees(self) -> tuple[tuple[FeeRow, ...], tuple[str, ...]]:
        """Return the rows, and the notes that hold for every one of them and would fill the table."""
        fees = self._report.fees
        notes = [self._fee_notes(fee) for fee in fees]
        common = [note for note in notes[0] if all(note in others for others in notes)] if len(notes) > 1 else []
        # The other side's power to change is a risk only where it needs nobody's consent.
        alone = any(finding.kind == "unilateral_change" and is_warning(finding) for finding in self._report.findings)
        rows = [
            FeeRow(
                inert(fee.name),
                self._say.charge(fee),
                self._words["note.join"].join(note for note in own if note not in common),
                self._say.place(fee.evidence),
                "doubtful" if alone and fee.changeable_by not in (None, "merchant") else "plain",
                _spans(fee.evidence),
                *self._in_a_year(index),
            )
            for index, (fee, own) in enumerate(zip(fees, notes, strict=True))
        ]
        return tuple(rows), tuple(self._words["fee.all"].format(note=note) for note in common)

    def _in_a_year(self, fee: int) -> tuple[str, str, str, float]:
        """Return how a fee counts in the year's example, its sum as it is done, in words, and as a number."""
        example = self._report.fee_example
        line: FeeExampleLine | None = next((x for x in example.lines if x.fee == fee), None) if example else None
        if line is None:
            return "", "", "", 0.0
        if line.amount is None:
            return line.counted, "", self._words[f"example.{line.counted}"], 0.0
        amount = self._say.money(line.amount)
        shown = self._words["example.once"].format(amount=amount) if line.counted == "once" else amount
        return line.counted, line.reckoning or "", shown, float(line.amount)

    def _example(self) -> Example | None:
        example, words, say = self._report.fee_example, self._words, self._say
        if example is None or not any(line.amount is not None for line in example.lines):
            return None
        counted = {line.counted for line in example.lines}
        notes = [words["example.note.rate"]] if not example.rate_known else []
        notes += [words[f"example.note.{name}"] for name in ("on_demand", "other_means", "unknown") if name in counted]
        charged = [self._report.fees[line.fee] for line in example.lines if line.amount is not None]
        if any(fee.waiver for fee in charged):
            notes.append(words["example.note.waiver"])
        if any(fee.doubtful for fee in charged):
            notes.append(words["example.note.doubtful"])
        return Example(
            assumed=words["example.assumed"].format(
                turnover=say.money(example.monthly_turnover), transaction=say.money(example.transaction)
            ),
            yearly=say.money(example.yearly),
            once=say.money(example.once) if example.once else "",
            first_year=say.money(example.first_year),
            share_amount=say.money((example.share * 100).quantize(Decimal("0.01"))),
            notes=tuple(notes),
        )

    def _fee_notes(self, fee: FeeItem) -> list[str]:
        notes = [inert(text) for text in (fee.card_type, fee.collection) if text and text not in fee.name]
        if fee.waiver:
            notes.append(self._words["fee.waiver"].format(text=inert(fee.waiver)))
        if fee.changeable_by:
            notes.append(self._words["fee.changeable"].format(who=self._say.role(fee.changeable_by)))
        if fee.doubtful:
            notes.append(self._words["doubt"].format(why=inert(fee.doubtful)))
        return notes

    def _termination(self) -> tuple[Line, ...]:
        term, words, say = self._report.termination, self._words, self._say
        lines = []
        if term.provider_may_end_at_will:
            text = words["term.at_will"].format(who=say.role("provider"))
            lines.append(self._line(text, term.evidence, "bad"))
        for notice in term.notice:
            text = words["term.notice" if notice.value else "term.at_will"].format(
                who=say.role(notice.by), duration=say.duration(notice.value, notice.unit)
            )
            lines.append(self._line(text, notice.evidence))
        renewal = term.auto_renewal
        if renewal is not None:
            text = words["term.renewal"]
            if renewal.notice_value is not None and renewal.notice_unit is not None:
                duration = say.duration(renewal.notice_value, renewal.notice_unit)
                text = words["term.renewal_notice"].format(duration=duration)
            lines.append(self._line(text, renewal.evidence, "doubtful"))
        for penalty in term.penalties:
            key = "term.penalty_by" if penalty.by else "term.penalty"
            who = say.role(penalty.by) if penalty.by else ""
            text = words[key].format(who=who, text=inert(penalty.text))
            if penalty.doubtful:
                text += words["note.join"] + words["doubt"].format(why=inert(penalty.doubtful))
            lines.append(self._line(text, penalty.evidence, "bad" if penalty.by == "merchant" else "plain"))
        return tuple(lines)

    def _suppressed(self) -> Iterator[Line]:
        """Yield a line for each finding that does not count, with the reason, and one for what was disabled."""
        for one in self._report.suppressed:
            finding = one.finding
            text = self._words["suppressed.finding"].format(
                title=inert(finding.title),
                severity=self._words[f"severity.{finding.severity}"],
                rule=inert(finding.rule_id),
                reason=inert(one.reason),
            )
            yield self._line(text, finding.evidence, "plain")
        if disabled := self._report.generator.ruleset.disabled:
            names = self._words["list.join"].join(map(inert, disabled))
            yield self._line(self._words["suppressed.disabled"].format(names=names), (), "plain")

    def _open_checks(self) -> tuple[tuple[str, str, str], ...]:
        """Return title, outcome and reason of the checks that warn and that no finding shown speaks for.

        There are more than a hundred; all of them stand in the JSON.
        """
        shown = {finding.id for finding in self._report.findings if is_warning(finding)}
        return tuple(
            (inert(check.title), self._words[f"outcome.{check.outcome}"], inert(check.reason))
            for check in self._report.checks
            if check.outcome in ("risk", "absent", "contradictory")
            and check.suppressed is None
            and not shown.intersection(check.findings)
        )

    def _unassessed(self) -> tuple[str, ...]:
        """Return what could not be judged: one line for each check, or one for many of the same reason."""
        reasons: dict[str, list[str]] = {}
        for check in self._report.checks:
            if check.outcome == "not_assessed":
                reasons.setdefault(check.reason, []).append(check.title)
        lines: list[str] = []
        for reason, titles in reasons.items():
            if len(titles) > _UNASSESSED_SHOWN:
                text = self._words["checks.unassessed_many"]
                lines.append(text.format(count=len(titles), reason=inert(reason)))
            else:
                text = self._words["checks.unassessed"]
                lines += [text.format(title=inert(title), reason=inert(reason)) for title in titles]
        return tuple(lines)

    def _check_counts(self) -> str:
        counts = Counter(check.outcome for check in self._report.checks if check.suppressed is None)
        return self._words["place.join"].join(
            f"{self._words[f'outcome.{outcome}']} {counts[outcome]}" for outcome in _OUTCOME_ORDER if counts[outcome]
        )

    def _channel(self, action: Action) -> str:
        """Return where a step leads: 12363：能…；不能…."""
        channel, words = action.channel, self._words
        if channel is None:
            return ""
        parts = [
            words["channel.can"].format(text=channel.can),
            words["channel.cannot"].format(text=channel.cannot),
        ]
        if channel.answer:
            parts.append(words["channel.answer"].format(text=channel.answer))
        if not channel.verified:
            parts.append(words["channel.unverified"])
        title = words["channel.at"].format(title=channel.title, contact=channel.contact)
        return inert(title + words["colon"] + words["note.join"].join(parts))

    def _proof(self, item: ChecklistItem) -> Proof:
        words = self._words
        place = self._say.place(item.evidence) if item.evidence else ""
        quote = f"「{inert(item.evidence[0].quote)}」" if item.evidence else ""
        parts = [inert(item.why or ""), f"{quote} {place}".strip()]
        return Proof(
            text=inert(item.text),
            note=words["note.join"].join(part for part in parts if part),
            ticked=item.status in ("shown", "told"),
            needed=item.status == "required",
        )

    def _law_names(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Return the provisions, each law named once: 民法典 第四百九十六条、第四百九十七条. Doubts go with it."""
        articles: dict[str, list[str]] = {}
        for basis in (self._report.legal_basis[name] for name in ids if name in self._report.legal_basis):
            doubts = self._doubts_of_law(basis)
            doubt = f" [{self._words['note.join'].join(doubts)}]" if doubts else ""
            articles.setdefault(_short(basis.title), []).append(basis.article + doubt)
        join = self._words["list.join"]
        return tuple(inert(f"{title} {join.join(filter(None, found))}".strip()) for title, found in articles.items())

    def _law(self, basis: LegalBasis) -> Provision:
        words = self._words
        facts = [basis.doc_no, basis.version]
        if basis.effective:
            facts.append(words["law.effective"].format(day=basis.effective))
        return Provision(
            name=inert(f"{basis.title} {basis.article}"),
            text=inert(basis.paraphrase),
            source=inert(words["list.join"].join(filter(None, facts))),
            scope=words[f"scope.{basis.scope}"],
            verified=basis.verified,
            notes=tuple(self._doubts_of_law(basis)),
            colon=words["colon"],
            note_join=words["note.join"],
        )

    def _doubts_of_law(self, basis: LegalBasis) -> list[str]:
        """Return for whom a provision is, where it is not for merchants, and that it was not verified."""
        notes = [self._words[f"law.{basis.scope}"]] if f"law.{basis.scope}" in self._words else []
        return notes if basis.verified else [*notes, self._words["law.unverified"]]


def _spans(evidence: Sequence[Evidence]) -> Spans:
    return tuple((item.start, item.end) for item in evidence)


def _short(title: str) -> str:
    """Return a law's title as people say it."""
    return title.removeprefix("中华人民共和国")


def _urgency(finding: Finding) -> tuple[int, bool, int]:
    """Sort key: severity, then what touches the deposit itself, then the order of the contract."""
    evidence: tuple[Evidence, ...] = finding.evidence
    return (
        _SEVERITY_RANK[finding.severity],
        finding.kind not in ("deposit", "refund"),
        evidence[0].start if evidence else 1 << 60,
    )
