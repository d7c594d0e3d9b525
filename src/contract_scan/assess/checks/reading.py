"""What the checks look at: the agreement and everything that was read from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.checks.settings import CheckSettings
from contract_scan.frames.model import Reading
from contract_scan.model.report import Deposit, Evidence, FeeItem, RefundAssessment, TermInfo

__all__ = ["Read"]


@dataclass(frozen=True, slots=True)
class Read:
    """An agreement with the assessments that the checks ask."""

    agreement: Agreement
    deposit: Deposit
    refund: RefundAssessment
    fees: tuple[FeeItem, ...]
    ending: TermInfo
    settings: CheckSettings
    words: Mapping[str, re.Pattern[str]] = field(repr=False)

    def search(self, name: str, text: str) -> re.Match[str] | None:
        """Search a text for the words of ``fact_words`` in ``checks.yaml``."""
        return self.words[name].search(text)

    def matches(self, name: str, text: str) -> bool:
        """Whether a text has the words of this name."""
        return self.search(name, text) is not None

    def counts_days(self, evidence: Evidence) -> bool:
        """Whether a place says which days it counts: 工作日, 自然日."""
        return self.matches("known_days", evidence.quote)

    def sentence_at(self, evidence: Evidence) -> Reading | None:
        """Return the sentence in which a place begins."""
        return self.agreement.reading_at(evidence.start)

    def in_annex(self, evidence: Evidence) -> bool:
        """Whether a place stands in an annex, or under the heading of a form to be filled in."""
        reading = self.sentence_at(evidence)
        if reading is None:
            return False
        return self.agreement.in_annex(reading) or any(self.matches("form", heading) for heading in reading.headings)
