"""Whether the term goes on by itself, and until when one must speak up."""

from __future__ import annotations

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.ending.notices import durations, length_of
from contract_scan.frames.model import Reading
from contract_scan.model.report import AutoRenewal

__all__ = ["renewal_of"]


def renewal_of(agreement: Agreement, lexicon: EndingLexicon) -> AutoRenewal | None:
    """Return the renewal by itself, with the notice that stops it: of the term, else of a package; None without one."""
    found = [
        reading
        for reading in agreement.readings
        if not reading.sentence.paragraph.heading and "question" not in reading.signals and _goes_on(reading, lexicon)
    ]
    if not found:
        return None
    reading = min(found, key=lambda reading: lexicon.search("package", reading.text) is not None)
    evidence = (agreement.evidence(reading),)
    for quantity in durations(reading):
        marked = reading.text[: quantity.start] + "□" + reading.text[quantity.end :]
        length = length_of(quantity)
        if length is not None and lexicon.search("renewal_notice", marked):
            return AutoRenewal(notice_value=length[0], notice_unit=length[1], evidence=evidence)
    return AutoRenewal(evidence=evidence)


def _goes_on(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether a sentence says that the term goes on: in words of its own (自动续期), or because nobody speaks up at its
    end and then it lasts on (期满没人说话，接着用一年)."""
    text = reading.text
    if lexicon.search("no_renewal", text):
        return False
    if lexicon.search("renewal", text):
        return True
    silent = lexicon.search("silence", text)
    if silent is None or lexicon.search("other_term", text):
        return False
    return any(match.start() >= silent.end() for match in lexicon.finditer("goes_on", text))
