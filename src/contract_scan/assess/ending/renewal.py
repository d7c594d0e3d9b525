"""Whether the term goes on by itself, and until when one must speak up."""

from __future__ import annotations

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ending.ends import clauses
from contract_scan.assess.ending.lexicon import EndingLexicon
from contract_scan.assess.ending.notices import Length, durations, length_of
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
    # That of the term before that of a package, and one that tells the time to speak up before one that does not.
    told = [
        (lexicon.search("package", reading.text) is not None, _notice(reading, lexicon), reading) for reading in found
    ]
    _, length, reading = min(told, key=lambda one: (one[0], one[1] is None))
    value, unit = length or (None, None)
    return AutoRenewal(notice_value=value, notice_unit=unit, evidence=(agreement.evidence(reading),))


def _notice(reading: Reading, lexicon: EndingLexicon) -> Length | None:
    """Return how long before the end of the term one must speak up, where a sentence tells it."""
    for quantity in durations(reading):
        marked = reading.text[: quantity.start] + "□" + reading.text[quantity.end :]
        length = length_of(quantity)
        if length is not None and lexicon.search("renewal_notice", marked):
            return length
    return None


def _goes_on(reading: Reading, lexicon: EndingLexicon) -> bool:
    """Whether a sentence says that the term goes on: in words of its own (自动续期), or because nobody speaks up at its
    end and then it lasts on (期满没人说话，接着用一年)."""
    text = reading.text
    if lexicon.search("no_renewal", text):
        return False
    if lexicon.search("switched_off", text) and lexicon.search("package", text):
        return False
    if lexicon.search("renewal", text):
        return True
    if lexicon.search("other_term", text):
        return False
    if lexicon.search("by_itself", text):
        return True
    silent = lexicon.search("silence", text)
    if silent and any(match.start() >= silent.end() for match in lexicon.finditer("goes_on", text)):
        return True
    return _lasts_on(text, lexicon)


def _lasts_on(text: str, lexicon: EndingLexicon) -> bool:
    """Whether it is at an end, nobody stops it, and a clause behind says that it lasts: 到期没来收，接着用."""
    over = lexicon.search("term_end", text)
    if over is None:
        return False
    unstopped = False
    for start, stop in clauses(text):
        clause = text[start:stop]
        stops = lexicon.search("nobody_stops", clause)
        if (unstopped or (stops and stops[0] == "否则")) and not clause.endswith(("的", "时", "者")):
            if lexicon.search("stops_there", clause):
                return False
            if lexicon.search("carries_on", clause):
                return True
        unstopped = unstopped or (stops is not None and (over.start() < stop or stops[0] == "除非"))
    return False
