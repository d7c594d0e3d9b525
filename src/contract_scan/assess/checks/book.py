"""The checks of one lexicon directory: loaded and proved whole once, run on any number of agreements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.checks.clues import Clue, ClueIndex, load_clues
from contract_scan.assess.checks.evaluate import BAD, Checker, Ending
from contract_scan.assess.checks.facts import FACTS, fact
from contract_scan.assess.checks.findings import adjusted, check_of, finding_of, unknown
from contract_scan.assess.checks.reading import Read
from contract_scan.assess.checks.settings import CheckSettings, load_settings
from contract_scan.assess.checks.severity import moves_of
from contract_scan.assess.law import Citing
from contract_scan.assess.risks import Risk, RiskType, load_risks
from contract_scan.errors import RuleError
from contract_scan.model.document import Document
from contract_scan.model.report import Check, CheckOutcome, Deposit, FeeItem, Finding, RefundAssessment, TermInfo
from contract_scan.precompiled import compile_pattern

__all__ = ["CheckBook", "Checked"]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks gave: an entry for each, all findings with their severity settled, what the return lacks."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    missing: tuple[tuple[str, str], ...]  # risk id, words


class CheckBook:
    """Every check. Holds nothing that changes; threads may share it."""

    def __init__(self, root: Path) -> None:
        """Load the risks, clues and settings of a lexicon directory.

        Raises:
            RuleError: a file is wrong, or a check names what is no risk, clue or fact, or leans on itself.
        """
        self.risks: Mapping[str, Risk] = load_risks(root)
        self.clues: Mapping[str, Clue] = load_clues(root)
        self.settings: CheckSettings = load_settings(root)
        self.rules = frozenset(rule for risk in self.risks.values() for rule in risk.check.rules)
        self._index = ClueIndex(tuple(self.clues.values()))
        self._words = {name: compile_pattern(pattern) for name, pattern in self.settings.fact_words.items()}
        _prove(self.risks, self.clues, root)

    def run(
        self,
        agreement: Agreement,
        deposit: Deposit,
        refund: RefundAssessment,
        fees: tuple[FeeItem, ...],
        ending: TermInfo,
        findings: Sequence[Finding],
        law: Citing,
    ) -> Checked:
        """Run every check on an agreement. `findings` are those of the rules; `law` says what they may cite."""
        read = Read(agreement, deposit, refund, fees, ending, self.settings, self._words)
        endings = Checker(read, self.risks, self._index, findings).run()
        small = fact("deposit.small", read) is not None
        moves = moves_of(endings, small=small, rules=self.settings.severity)
        settled = {finding.id: finding for finding in findings}
        for one in endings:
            for finding in one.findings:
                again = adjusted(finding, moves.get(one.risk.id, ()))
                # One finding may serve two checks: the graver answer stands.
                if _goes_before(again, settled[finding.id], finding):
                    settled[finding.id] = again
        own = {
            one.risk.id: made
            for one in endings
            if (made := finding_of(one, agreement, self.settings, law, moves.get(one.risk.id, ())))
        }
        return Checked(
            checks=tuple(
                check_of(one, _reported(one, own, settled), agreement, self.settings.reasons) for one in endings
            ),
            findings=(*settled.values(), *own.values()),
            missing=tuple(
                (one.risk.id, one.risk.check.missing)
                for one in endings
                if one.outcome in BAD and one.risk.check.missing is not None
            ),
        )

    def not_found(self, kind: RiskType, document: Document) -> tuple[CheckOutcome, str]:
        """Return the outcome and the reason of a check that found nothing in what was read of a document."""
        reasons = self.settings.reasons
        return ("not_assessed", unknown(document, reasons)) if document.unread else ("clear", reasons.clear[kind])


#: From the least to the gravest.
_RANK = {"none": 0, "low": 1, "medium": 2, "high": 3}


def _goes_before(new: Finding, known: Finding, original: Finding) -> bool:
    """Whether a finding moved by one check goes before the same finding moved by another."""
    if known is original:
        return new is not original
    return _RANK[new.severity] > _RANK[known.severity]


def _reported(ending: Ending, own: Mapping[str, Finding], settled: Mapping[str, Finding]) -> tuple[Finding, ...]:
    of_rules = {finding.id: settled[finding.id] for finding in ending.findings}
    return (*of_rules.values(), *((own[ending.risk.id],) if ending.risk.id in own else ()))


def _prove(risks: Mapping[str, Risk], clues: Mapping[str, Clue], root: Path) -> None:
    """Refuse a check that looks up what is not there, or that leans on itself."""
    for risk in risks.values():
        for name in risk.check.names():
            known = name in risks or name in FACTS or (name.startswith("says.") and name[5:] in clues)
            if not known and (name.startswith("R-") or name[0].islower()):
                raise RuleError(f"{risk.id}: {name!r} is no risk, clue or fact; correct it", file=str(root / "risks"))
    done: set[str] = set()

    def visit(identifier: str, above: tuple[str, ...]) -> None:
        if identifier in above:
            raise RuleError(f"{identifier}: the check leans on itself", file=str(root / "risks"))
        if identifier not in done:
            for name in risks[identifier].check.names():
                if name in risks:
                    visit(name, (*above, identifier))
            done.add(identifier)

    for identifier in risks:
        visit(identifier, ())
