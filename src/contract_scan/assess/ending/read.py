"""How the agreement ends, read from all its sentences."""

from __future__ import annotations

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.ending.notices import Notice, notices_of
from contract_scan.assess.ending.penalties import penalties_of
from contract_scan.assess.ending.renewal import renewal_of
from contract_scan.assess.ending.will import ends_at_will, ends_on_notice_alone
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.model.report import Evidence, NoticePeriod, TermInfo

__all__ = ["read_ending"]


def read_ending(agreement: Agreement, lexicon: EndingLexicon, figures: FigureWeights) -> TermInfo:
    """Return how the agreement ends.

    `notice` are the times that must pass before an end takes effect, one for each side and length; 0 days where the
    merchant needs to give none. Notices of changes and of not renewing are left out, and those that an amendment
    replaces. `provider_may_end_at_will` says that the provider, or its agent, may end without a cause or is itself the
    judge of it.
    """
    notices: dict[Notice, NoticePeriod] = {}
    replaced: set[Notice] = set()
    at_will: list[Evidence] = []
    bound = any(lexicon.search("bound", reading.text) for reading in agreement.readings)
    for reading in agreement.readings:
        if reading.sentence.paragraph.heading or "question" in reading.signals:
            continue
        free = ends_at_will(agreement, reading, lexicon)
        for found in notices_of(agreement, reading, lexicon, figures):
            evidence = (agreement.evidence(reading),)
            by, value, unit = found.notice
            notices.setdefault(found.notice, NoticePeriod(by=by, value=value, unit=unit, evidence=evidence))
            if found.replaces is not None:
                replaced.add(found.replaces)
            free = free or (not bound and ends_on_notice_alone(reading, found, lexicon))
        if free:
            at_will.append(agreement.evidence(reading))
    kept = tuple(item for notice, item in notices.items() if notice not in replaced and not _moot(notice, notices))
    found_at = {*at_will, *(evidence for item in kept for evidence in item.evidence)}
    return TermInfo(
        notice=kept,
        provider_may_end_at_will=bool(at_will),
        auto_renewal=renewal_of(agreement, lexicon),
        penalties=tuple(penalties_of(agreement, lexicon)),
        evidence=tuple(sorted(found_at, key=lambda item: item.start)),
    )


def _moot(notice: Notice, others: dict[Notice, NoticePeriod]) -> bool:
    """Whether a leave without notice needs notice by another clause: 随时可以退机 beside 提前三日告知."""
    by, value, _ = notice
    return by == "merchant" and value == 0 and any(side == by and length > 0 for side, length, _ in others)
