"""What the documents of an agreement together provide on the deposit: what one takes from another is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.ends import at_every_end
from contract_scan.assess.figures import TURNOVER
from contract_scan.assess.grounds import Place, demands, places
from contract_scan.assess.mentions import Talk
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.assess.precedence import Precedence, PrecedenceClause, read_precedence
from contract_scan.assess.references import absent_documents
from contract_scan.assess.statements import Statement, by_group, read_statements
from contract_scan.assess.talk import listen
from contract_scan.frames.model import Reading
from contract_scan.model.report import ConditionType, DepositSort, ReferredDocument

__all__ = ["Provisions", "Ruling", "read_provisions"]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A sentence of one document that goes before one of another, by the agreement's own clause."""

    clause: PrecedenceClause
    winner: Reading
    loser: Reading


@dataclass(frozen=True, slots=True)
class Provisions:
    """What an agreement says of the deposit, as it holds.

    `statements` and `places` are without what another document sets aside; `rulings` say what that was. `superseded`
    are the conditions that do not hold though their sentence does: sentence, type, figure.
    """

    talk: Talk
    statements: tuple[Statement, ...]
    places: tuple[Place, ...]
    precedence: Precedence = field(default_factory=Precedence)
    rulings: tuple[Ruling, ...] = ()
    superseded: frozenset[tuple[int, ConditionType, Decimal | None]] = frozenset()
    #: Documents that the agreement refers to and that were not given.
    absent: tuple[ReferredDocument, ...] = ()

    def only(self, group: DepositSort) -> Provisions:
        """Return what is said of one sort of deposit."""
        talk = self.talk.only(group)
        kept = {mention.reading.sentence.index for mention in talk.mentions}
        others = {mention.reading.sentence.index for mention in self.talk.mentions} - kept
        return replace(
            self,
            talk=talk,
            statements=by_group(self.statements, group),
            places=tuple(
                place
                for place in self.places
                if (place.statement is None or group in place.statement.groups)
                and (place.statement is not None or place.reading.sentence.index not in others)
            ),
        )

    def holds(self, place: Place, kind: ConditionType, value: Decimal | None) -> bool:
        """Whether a condition that a place names is one still."""
        return (place.reading.sentence.index, kind, value) not in self.superseded


def read_provisions(agreement: Agreement, lexicon: DepositLexicon) -> Provisions:
    """Return what the agreement says of the deposit, with the order of its documents respected."""
    talk = listen(agreement, lexicon)
    said = read_statements(agreement, talk, lexicon)
    precedence = read_precedence(agreement, lexicon)
    absent = absent_documents(agreement, talk, lexicon)
    said = tuple(_standing(agreement, said, lexicon))
    if not precedence.clauses:
        return Provisions(talk, said, places(agreement, talk, said, lexicon), absent=absent)
    between = list(_between_statements(agreement, said, precedence, lexicon))
    rulings = [ruling for ruling, _ in between]
    gone = [loser for _, loser in between]
    standing = tuple(statement for statement in said if statement not in gone)
    silenced = _silenced(agreement, said, standing)
    found = tuple(
        place
        for place in places(agreement, talk, standing, lexicon)
        if place.statement is not None or agreement.part_of(place.reading) not in silenced
    )
    superseded: set[tuple[int, ConditionType, Decimal | None]] = set()
    for ruling, key in _between_conditions(agreement, found, precedence, lexicon):
        rulings.append(ruling)
        superseded.add(key)
    return Provisions(talk, standing, found, precedence, tuple(rulings), frozenset(superseded), absent)


def _standing(agreement: Agreement, said: Sequence[Statement], lexicon: DepositLexicon) -> Iterator[Statement]:
    """Leave out what another clause of the same document sets aside: by going first, or by naming its number."""
    first = {_clause(reading) for reading in agreement.saying(lexicon["documents.clause_first"])} - {None}
    gone = {
        statement.reading.sentence.index
        for reading in agreement.saying(lexicon["documents.clause_gone"])
        for match in lexicon["documents.clause_gone"].finditer(reading.text)
        for statement in said
        if statement.reading is not reading and agreement.is_in_clause(statement.reading, match["clause"])
    }
    for statement in said:
        beaten = _clause(statement.reading) not in first and any(
            _clause(winner.reading) in first
            and winner.groups & statement.groups
            and _sets_aside(winner, statement, lexicon)
            for winner in said
        )
        if not beaten and statement.reading.sentence.index not in gone:
            yield statement


def _clause(reading: Reading) -> int | None:
    return reading.sentence.paragraph.clause


def _silenced(agreement: Agreement, said: Sequence[Statement], standing: Sequence[Statement]) -> frozenset[int | None]:
    """The parts of whose statements none is left: what they ask further is asked no more."""
    before = {agreement.part_of(statement.reading) for statement in said}
    return frozenset(before - {agreement.part_of(statement.reading) for statement in standing})


def _between_statements(
    agreement: Agreement, said: Sequence[Statement], precedence: Precedence, lexicon: DepositLexicon
) -> Iterator[tuple[Ruling, Statement]]:
    """Where one document says that the deposit returns and another that it does not, or asks more of it."""
    for loser in said:
        for winner in said:
            clause = precedence.clause_for(agreement.part_of(winner.reading), agreement.part_of(loser.reading))
            if clause is not None and winner.groups & loser.groups and _sets_aside(winner, loser, lexicon):
                yield Ruling(clause, winner.reading, loser.reading), loser
                break


def _sets_aside(winner: Statement, loser: Statement, lexicon: DepositLexicon) -> bool:
    if _promises(winner):
        if lexicon["trigger.always"].search(winner.reading.text):
            return _promises(loser) or loser.denies  # 无论是否达标均退还: no condition stays
        return loser.denies and (loser.scope == "always" or at_every_end(loser, lexicon))
    never = winner.denies and (winner.scope == "always" or at_every_end(winner, lexicon))
    return never and _promises(loser)


def _promises(statement: Statement) -> bool:
    return statement.effect == "return" and statement.scope != "special"


def _between_conditions(
    agreement: Agreement, found: Sequence[Place], precedence: Precedence, lexicon: DepositLexicon
) -> Iterator[tuple[Ruling, tuple[int, ConditionType, Decimal | None]]]:
    """Conditions that another document sets otherwise (24 months for 12) or takes away (不再考核交易量)."""
    asked = [(place, kind, value) for place in found for kind, value in demands(agreement, place, lexicon)]
    waivers = [reading for reading in agreement.readings if lexicon["documents.waived"].search(reading.text)]
    for place, kind, value in asked:
        part = agreement.part_of(place.reading)
        rivals: list[Reading] = [
            other.reading
            for other, its_kind, figure in asked
            if its_kind == kind and value is not None and figure is not None and figure != value
        ]
        if kind in TURNOVER:
            rivals += waivers
        for rival in rivals:
            clause = precedence.clause_for(agreement.part_of(rival), part)
            if clause is not None:
                yield Ruling(clause, rival, place.reading), (place.reading.sentence.index, kind, value)
                break
