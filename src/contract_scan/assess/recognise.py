"""Whether a document is an agreement in Chinese at all; what is none is not assessed."""

from __future__ import annotations

import re

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.patterns import DepositLexicon

__all__ = ["is_agreement"]

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
#: At least four Chinese characters: what has fewer is no sentence.
_SPOKEN = re.compile(r"(?:[^\u3400-\u9fff]*[\u3400-\u9fff]){4}")
_LETTER = re.compile(r"[A-Za-z]+")
_CLAUSES = 4  # sentences up to which a text is taken for single clauses
_HEAD = 12  # sentences in which a title is looked for
_CORE = frozenset({"deposit", "refund", "fee", "termination", "settlement_hold", "penalty", "transaction_refund"})
_TOLD = 3  # sentences on the merchant's deposit that a notice or a page of questions has at least
_LAST = 2  # characters of a party's name that stand for all of it: 租椅师傅 is 师傅 below


def is_agreement(agreement: Agreement, lexicon: DepositLexicon | None = None) -> bool:
    """Say whether the document binds parties: it names them and says what they must, may or must not do.

    Invoices, articles, judgments and stories name parties and money too; what they lack is the share of sentences
    that put a duty on a party, or they carry marks of their own kind.
    """
    words = lexicon or DepositLexicon.load()
    text = "\n".join(reading.text for reading in agreement.readings)
    chinese = _count(_CHINESE, text)
    if chinese < 12 or chinese * 2 < _count(_LETTER, text):
        return False
    sentences = [reading.text for reading in agreement.readings if _SPOKEN.match(reading.text)]
    if not sentences:
        return False
    label, duty = words["agreement.label"], words["agreement.duty"]
    headed = _parties_of_head(agreement, words)
    binding = sum(
        1
        for reading in agreement.readings
        if duty.search(reading.text)
        and (
            label.search(reading.text)
            or any(role in ("merchant", "provider", "agent") for *_, role in reading.parties)
            or any(name in reading.text for name in headed)
        )
    )
    duties = sum(1 for sentence in sentences if duty.search(sentence))
    share = binding / len(sentences)
    titled = any(
        words["agreement.title"].search(reading.text) and len(reading.text) <= 40 and "。" not in reading.text
        for reading in agreement.readings[:_HEAD]
    )
    named = any(words["agreement.title_wins"].search(reading.text.strip()) for reading in agreement.readings[:_HEAD])
    itself = len(words["agreement.self_reference"].findall(text))
    foreign = sum(len(words[f"agreement.{kind}"].findall(text)) for kind in ("report", "story", "bill"))
    defined = bool(words["agreement.defined"].search(text))
    introduced = bool(words["agreement.introduced"].search(text))
    deposits = any("deposit" in reading.concepts for reading in agreement.readings)
    core = sum(1 for reading in agreement.readings if agreement.kinds(reading.sentence.index) & _CORE)
    asked = sum(1 for reading in agreement.readings if "question" in reading.signals)
    answers = max(1, len(sentences) - asked)
    # A notice or a page of questions that says of itself that it binds, and what becomes of deposit or money.
    told = _tells_of_the_deposit(agreement, duty) >= _TOLD or core * 4 >= answers
    bound = told and words["agreement.binds"].search(text) is not None
    marks = int(titled) + int(named) + int(bound) + int(itself >= 2) + int(defined) + int(share >= 0.2)
    marks += int(bool(headed))
    marks += int(duties * 4 >= answers)
    marks += int(core * 4 >= answers)
    marks -= min(4, foreign // 2) if foreign >= 2 else 0
    if len(sentences) > _CLAUSES and not (
        titled or named or itself or introduced or bound or headed or words["agreement.parties"].search(text)
    ):
        return False
    parties = sum(1 for reading in agreement.readings if reading.parties)
    if len(sentences) <= _CLAUSES:
        # A clause on its own: there is no title to look for, but it says something about the merchant's money.
        return foreign == 0 and (deposits or (binding >= 1 and bool(agreement.matches)))
    return (
        binding >= 1
        or (named and defined and parties * 2 >= len(sentences))
        or (duties >= 1 and (deposits or (named and defined)))
        # A form that is filled in: the terminal, its deposit, the rate.
        or (titled and deposits and core * 3 >= len(sentences))
    ) and marks >= 2


def _count(runs: re.Pattern[str], text: str) -> int:
    """Return how many characters stand in the runs that a pattern finds: a string of each takes 20 MB in a book."""
    return sum(match.end() - match.start() for match in runs.finditer(text))


def _parties_of_head(agreement: Agreement, words: DepositLexicon) -> tuple[str, ...]:
    """The parties that the head names side by side (牵头人：…　参加人：…), where the text below says what each does.

    Who is named so at the head of line after line is a speaker.
    """
    text = agreement.document.text
    head = agreement.readings[:_HEAD]
    found: dict[str, list[int]] = {}
    for reading in head:
        for match in words["agreement.party"].finditer(text[reading.sentence.start : reading.sentence.end]):
            found.setdefault(match["name"][-_LAST:], []).append(reading.sentence.index)
    places = {name: at[0] for name, at in found.items() if len(at) == 1}
    below = "\n".join(reading.text for reading in agreement.readings[max(places.values(), default=0) + 1 :])
    named = tuple(name for name in places if name in below)
    return named if len(named) > 1 else ()


def _tells_of_the_deposit(agreement: Agreement, duty: re.Pattern[str]) -> int:
    """Count the sentences that say what happens to a deposit and to whom, as notices and help pages do too."""
    return sum(
        1
        for reading in agreement.readings
        if "deposit" in reading.concepts
        and (duty.search(reading.text) or reading.quantities)
        and "deposit" in agreement.kinds(reading.sentence.index)
        and not reading.concepts & {"guest_deposit", "foreign_deposit"}
    )
