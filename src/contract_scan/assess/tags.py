"""What holds of a contract and its merchant, in the tags by which next steps are chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field

from contract_scan.assess.entries import compiled
from contract_scan.errors import RuleError
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.report import Deposit, Finding, Kind, Party, RefundAssessment, TermInfo

__all__ = ["Sign", "Signs", "tags_of"]

_TAG_OF_CONDITION: Final = {
    "device_return": "has_device_return",
    "volume_threshold": "has_volume",
    "transaction_count": "has_volume",
    "active_period": "has_volume",
    "application_window": "has_application_window",
    "review_approval": "has_review",
}


class Sign(BaseModel):
    """What gives a tag: a finding by one of `rules`, or `words` in a quote of one of `kinds` and `unless` in none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    words: list[str] = Field(default_factory=list)
    unless: list[str] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of ``actions.yaml`` by tag, and how a bank's name looks."""

    signs: dict[str, Sign]
    banks: re.Pattern[str]
    _words: dict[str, tuple[re.Pattern[str] | None, re.Pattern[str] | None]]

    @classmethod
    def read(cls, raw: object, banks: object, tags: dict[str, str], path: Path) -> Signs:
        """Return the signs of a file's ``signs`` and ``banks``.

        Raises:
            RuleError: a tag is not known, a field or a pattern is wrong.
        """
        if not isinstance(raw, dict):
            raise RuleError("'signs' must map each tag to what shows it", file=str(path))
        if unknown := sorted(raw.keys() - tags.keys()):
            raise RuleError(f"signs: unknown tag {unknown[0]!r}; correct it or add the tag", file=str(path))
        try:
            signs = {tag: Sign.model_validate(sign) for tag, sign in raw.items()}
        except ValueError as error:
            raise RuleError(f"signs: {error}", file=str(path)) from error
        words = {
            tag: (
                compiled(sign.words, f"signs.{tag}.words", path) if sign.words else None,
                compiled(sign.unless, f"signs.{tag}.unless", path) if sign.unless else None,
            )
            for tag, sign in signs.items()
        }
        return cls(signs, compiled(banks, "banks", path), words)

    def tags(self, findings: Sequence[Finding]) -> frozenset[str]:
        """Return the tags that findings show."""
        return frozenset(tag for tag in self.signs if self._shown(tag, findings))

    def _shown(self, tag: str, findings: Sequence[Finding]) -> bool:
        sign, (words, unless) = self.signs[tag], self._words[tag]
        if any(finding.rule_id in sign.rules for finding in findings):
            return True
        if words is None:
            return False
        quotes = [place.quote for finding in findings if finding.kind in sign.kinds for place in finding.evidence]
        return any(map(words.search, quotes)) and not (unless and any(map(unless.search, quotes)))


def tags_of(
    deposit: Deposit,
    refund: RefundAssessment,
    ending: TermInfo,
    findings: Sequence[Finding],
    parties: Sequence[Party],
    signs: Signs,
    facts: MerchantFacts | None = None,
) -> frozenset[str]:
    """Return the tags that hold. What `facts` settle about conditions is in `refund` already."""
    tags = set(signs.tags(findings))
    tags |= {_TAG_OF_CONDITION[c.type] for c in refund.conditions if c.type in _TAG_OF_CONDITION}
    if deposit.payee == "agent":
        tags.add("payee_agent")
    if refund.deadline is not None:
        tags.add("has_deadline")
    if ending.penalties:
        tags.add("has_penalty")
    if ending.auto_renewal is not None and not (facts and facts.ended_on):
        tags.add("has_auto_renewal")
    if refund.outlook is not None and refund.outlook.qualifies:
        tags.add("conditions_met")
    if any(party.role == "provider" and party.name and signs.banks.search(party.name) for party in parties):
        tags.add("bank_acquirer")
    return frozenset(tags)
