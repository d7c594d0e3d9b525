"""Scores the scanner on the labelled agreements and clauses beside this file, by the definitions of their README.

Run as a program it prints the tables; with ``--record`` it also writes the floors that the tests hold the figures to.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, get_args

import yaml

from contract_scan import ContractReport, Ruleset, Scanner
from contract_scan.extract import extract
from contract_scan.model.report import Finding, Kind
from contract_scan.sources import as_source

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
FLOORS = HERE / "floors.json"
SETS = tuple(sorted({path.parent.name for path in CORPUS.glob("*/*.txt")}))
CORE = ("deposit", "refund", "fee", "termination")
#: The kinds that the labels know.
KINDS = tuple(kind for kind in get_args(Kind) if kind not in ("equipment", "qualification_review", "notice"))
#: The key under which a set's size stands among its figures: floors hold for the texts that they were recorded on.
SIZE = "size"
#: How far a figure may fall below the recorded one.
SLACK = 0.01
#: The set whose sentences may be looked at, so that its figures are told by rule too.
OPEN_SET = "dev"
#: A rule that was found in fewer units than this has no figures.
_LEAST_UNITS = 10

_UNIT = re.compile(r"[^。；;！!？?\n]*(?:[。；;！!？?]+[”’」』）)\]】》\"']*|\n|$)")


@dataclass(slots=True)
class Count:
    """Right, wrongly found and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def add(self, gold: bool, found: bool) -> None:
        self.right += gold and found
        self.extra += found and not gold
        self.missed += gold and not found

    def plus(self, other: Count) -> Count:
        return Count(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        whole = 2 * self.right + self.extra + self.missed
        return 2 * self.right / whole if whole else 1.0


@dataclass(slots=True)
class Scores:
    """The figures of one set."""

    name: str
    documents: int = 0
    verdicts: int = 0
    kinds: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    facts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    flags: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    wrong: list[str] = field(default_factory=list)
    #: Of each rule the units in which it was found: of its kind, or not.
    rules: dict[tuple[str, str], Count] = field(default_factory=lambda: defaultdict(Count))
    risks: Count = field(default_factory=Count)
    #: Protections, ``extra`` where a risk of high severity is raised on one.
    protections: Count = field(default_factory=Count)

    def figures(self) -> dict[str, float]:
        """Return the figures that are held to a floor; more is better for each."""
        figures = {
            SIZE: self.documents,
            "verdicts": self.verdicts / self.documents,
            **{f"{name}.right": count / self.documents for name, count in sorted(self.flags.items())},
            **{f"{name}.f1": count.f1 for name, count in sorted(self.facts.items())},
        }
        if self.kinds:
            figures |= {
                "core.f1": sum_of(self.kinds[kind] for kind in CORE).f1,
                "risks_found": self.risks.recall,
                "protections_without_high_risk": self.protections.precision,
                **{f"{kind}.f1": self.kinds[kind].f1 for kind in KINDS},
            }
        return figures

    def table(self) -> str:
        """Return the figures as lines for people."""
        rows = [f"{self.name:24}     P     R    F1  gold"]
        counted = sorted(self.facts.items())
        if self.kinds:
            core = sum_of(self.kinds[kind] for kind in CORE)
            counted = [*((kind, self.kinds[kind]) for kind in KINDS), ("core four", core), *counted]
        for name, count in counted:
            gold = count.right + count.missed
            rows.append(f"{name:24} {count.precision:.3f} {count.recall:.3f} {count.f1:.3f} {gold:5}")
        rows.append(f"{'verdicts':24} {self.verdicts}/{self.documents}")
        rows += [f"{name:24} {count}/{self.documents}" for name, count in sorted(self.flags.items())]
        if self.kinds:
            rows.append(f"{'risks found':24} {self.risks.right}/{self.risks.right + self.risks.missed}")
            alarms, calm = self.protections.extra, self.protections.right
            rows.append(f"{'high on a protection':24} {alarms}/{alarms + calm}")
        # Of the agreements held out, only totals are looked at.
        return "\n".join(rows if self.name == "heldout" else [*rows, *self.wrong])

    def by_rule(self) -> dict[str, float]:
        """Return for each rule found in units enough: how many of them are of its kind, and how many of the kind's."""
        figures: dict[str, float] = {SIZE: self.documents}
        for (rule, kind), count in sorted(self.rules.items()):
            if count.right + count.extra >= _LEAST_UNITS:
                gold = self.kinds[kind].right + self.kinds[kind].missed
                figures[f"{rule}.precision"] = count.precision
                figures[f"{rule}.recall"] = count.right / gold if gold else 1.0
        return figures

    def rule_table(self) -> str:
        """Return the figures by rule as lines for people."""
        figures = self.by_rule()
        rows = [f"{self.name + ', by rule':24}     P     R of its kind"]
        names = (key.removesuffix(".precision") for key in figures if key.endswith(".precision"))
        rows += [f"{name:24} {figures[f'{name}.precision']:.3f} {figures[f'{name}.recall']:.3f}" for name in names]
        return "\n".join(rows)


def sum_of(counts: Iterable[Count]) -> Count:
    total = Count()
    for count in counts:
        total = total.plus(count)
    return total


# --- Units ----------------------------------------------------------------------------------------


def units(text: str) -> list[tuple[int, int]]:
    """Return the units of a text, in the sense of the corpus, as half-open ranges without white space around them."""
    found, at = [], 0
    while at < len(text):
        unit = _UNIT.match(text, at)
        end = max(unit.end() if unit else 0, at + 1)
        piece = text[at:end]
        if re.search(r"\w", piece):
            found.append((at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())))
        at = end
    return found


def found_kinds(report: ContractReport, text: str) -> dict[int, set[str]]:
    """Return the kinds that a report finds in each unit of the text, by the unit's number.

    A finding is of a unit where its quote covers half of the unit, or the unit covers half of it.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for number, findings in findings_in(report, text).items():
        found[number] = {finding.kind for finding in findings}
    return found


def findings_in(report: ContractReport, text: str) -> dict[int, list[Finding]]:
    """Return the findings of each unit, as for :func:`found_kinds`."""
    spans = units(text)
    there = places(report.document.text or "", text)
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        for evidence in finding.evidence:
            at = [there[i] for i in range(evidence.start, evidence.end) if there[i] is not None]
            for number, (start, end) in enumerate(spans):
                shared = sum(1 for offset in at if start <= offset < end)
                if shared and (2 * shared >= end - start or 2 * shared >= len(at)):
                    found[number].append(finding)
    return found


def places(read: str, text: str) -> list[int | None]:
    """Return for each character that was read its place in the text: both are the same but for white space."""
    at: list[int | None] = []
    rest = iter([(i, c) for i, c in enumerate(text) if not c.isspace() and c != "\ufeff"])
    for character in read:
        if character.isspace() or character == "\ufeff":
            at.append(None)
            continue
        place, expected = next(rest)
        assert character == expected, f"the text was read otherwise than it is written at {place}"
        at.append(place)
    return at


# --- Agreements -----------------------------------------------------------------------------------


def score_set(name: str, scanner: Scanner) -> Scores:
    """Return the figures of ``corpus/NAME``."""
    scores = Scores(name)
    for path in sorted((CORPUS / name).glob("*.txt")):
        text = path.read_text("utf-8")
        facts = yaml.safe_load(path.with_suffix(".facts.yaml").read_text("utf-8"))
        report = scanner.scan(path)
        scores.documents += 1
        if labels_file(path).exists():
            findings = findings_in(report, text)
            _score_kinds(scores, path, len(units(text)), findings)
            _score_risks(scores, facts, findings)
        verdict = facts["refund"]["verdict"]
        scores.verdicts += verdict == report.refund.verdict
        if verdict != report.refund.verdict:
            scores.wrong.append(f"{path.stem}: verdict {report.refund.verdict}, labelled {verdict}")
        _score_flags(scores, facts, report)
        for fact, wanted, got in _fact_sets(facts, report):
            for free in (facts.get("either_way") or {}).get(fact, ()):
                value = tuple(map(_plain, free)) if isinstance(free, list) else (_plain(free),)
                wanted.discard(value)
                got.discard(value)
            count = Count(len(wanted & got), len(got - wanted), len(wanted - got))
            scores.facts[fact] = scores.facts[fact].plus(count)
    return scores


def _score_kinds(scores: Scores, path: Path, count: int, findings: dict[int, list[Finding]]) -> None:
    """Of which kinds the `count` units are, and of which they are found to be."""
    gold, either = labels_of(path), ambiguous_of(path)
    found = {unit: {finding.kind for finding in there} for unit, there in findings.items()}
    for unit in range(count):
        for kind in KINDS:
            if (unit, kind) not in either:
                scores.kinds[kind].add(kind in gold.get(unit, ()), kind in found.get(unit, ()))
        for rule, kind in {(finding.rule_id, finding.kind) for finding in findings.get(unit, ())}:
            if kind in KINDS and (unit, kind) not in either:
                scores.rules[rule, kind].add(kind in gold.get(unit, ()), True)


def _score_risks(scores: Scores, facts: dict[str, Any], findings: dict[int, list[Finding]]) -> None:
    """Which labelled risks a risk is found on, and on which protections a high one is raised."""
    risky = {unit for unit, there in findings.items() if any(f.outcome == "risk" for f in there)}
    high = {u for u, there in findings.items() if any(f.outcome == "risk" and f.severity == "high" for f in there)}
    for places_of in _unit_ids(facts.get("risks")):
        scores.risks.add(True, bool(places_of & risky))
    for places_of in _unit_ids(facts.get("protections")):
        scores.protections.add(not places_of & high, True)


def _unit_ids(entries: Iterable[Any] | None) -> Iterator[set[int]]:
    for entry in entries or ():
        if isinstance(entry, dict) and entry.get("unit_ids"):
            yield set(entry["unit_ids"])


def labels_file(path: Path) -> Path:
    """Return where the labels of a text's units are. Short agreements have none, only facts."""
    return path.with_suffix(".labels.tsv")


def labels_of(path: Path) -> dict[int, set[str]]:
    lines = labels_file(path).read_text("utf-8").splitlines()
    return {int(unit): set(kinds.split(",")) for unit, kinds, *_ in (line.split("\t") for line in lines if line)}


def ambiguous_of(path: Path) -> set[tuple[int, str]]:
    lines = path.with_suffix(".ambiguous.tsv").read_text("utf-8").splitlines()
    return {(int(unit), kind) for unit, kind in (line.split("\t")[:2] for line in lines if line)}


def _score_flags(scores: Scores, facts: dict[str, Any], report: ContractReport) -> None:
    ending, renewal = facts.get("termination") or {}, facts.get("auto_renewal") or {}
    scores.flags["deposit.exists"] += facts["deposit"]["exists"] == report.deposit.exists
    at_will = bool(ending.get("provider_may_end_at_will"))
    scores.flags["provider_may_end_at_will"] += at_will == report.termination.provider_may_end_at_will
    scores.flags["auto_renewal"] += bool(renewal.get("exists")) == (report.termination.auto_renewal is not None)


_Values = set[tuple[str, ...]]
_WITH_VALUE = ("volume_threshold", "transaction_count", "active_period", "application_window")


def _fact_sets(facts: dict[str, Any], report: ContractReport) -> Iterator[tuple[str, _Values, _Values]]:
    """Yield each fact that is a set of values: its name, the labelled values and those that were read."""
    read = json.loads(report.to_json())
    for name, values in (
        ("deposit.amounts", lambda d: {(_plain(a),) for a in d["deposit"].get("amounts") or ()}),
        ("refund.conditions", lambda d: {(c["type"],) for c in d["refund"].get("conditions") or ()}),
        ("refund.condition_values", _condition_values),
        ("refund.deadline", lambda d: _terms([d["refund"].get("deadline")], ("value", "unit"))),
        ("fees", lambda d: {figure for fee in d.get("fees") or () for figure in _fee_figures(fee)}),
        ("termination.notice", lambda d: _terms(d["termination"].get("notice") or (), ("by", "value", "unit"))),
    ):
        yield name, values(facts), values(read)


def _condition_values(facts: dict[str, Any]) -> _Values:
    stated = [c for c in facts["refund"].get("conditions") or () if c["type"] in _WITH_VALUE]
    return {(c["type"], _plain(c["value"])) for c in stated if c.get("value") is not None}


def _terms(entries: Iterable[dict[str, Any] | None], names: tuple[str, ...]) -> _Values:
    return {tuple(_plain(e[name]) for name in names) for e in entries if e and e.get("value") is not None}


def _fee_figures(fee: dict[str, Any]) -> Iterator[tuple[str, ...]]:
    """Yield the figures of a charge, so that 0.58%+3元 counts alike as one charge or two; nothing for waived ones."""
    for name in ("rate", "amount", "cap", "min"):
        if fee.get(name) is not None and (value := _plain(fee[name])) != "0":
            yield (name, value, fee.get("period") or "") if name == "amount" else (name, value)


def _plain(value: object) -> str:
    if value is None:
        return ""
    try:
        return f"{Decimal(str(value)).normalize():f}"
    except ArithmeticError:
        return str(value)


# --- Single clauses -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Clause:
    """A line of ``clauses.tsv``."""

    id: str
    kinds: frozenset[str]
    outcome: str
    twin: str | None
    text: str


@cache
def clauses() -> tuple[Clause, ...]:
    """Return the labelled clauses."""
    rows = [line.split("\t") for line in (CORPUS / "clauses.tsv").read_text("utf-8").splitlines() if line]
    return tuple(
        Clause(name, frozenset(kinds.split(",")) - {"-"}, outcome, None if twin == "-" else twin, text)
        for name, kinds, outcome, twin, text in rows
    )


@dataclass(slots=True)
class ClauseScores:
    """The figures of the single clauses."""

    kinds: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    high_on_fair: list[str] = field(default_factory=list)
    risk_found: int = 0
    disguised_found: int = 0
    trapped: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        """Return the figures that are held to a floor; more is better for each."""
        sizes = Counter(clause.id[0] for clause in clauses())
        return {
            SIZE: len(clauses()),
            "core.f1": sum_of(self.kinds[kind] for kind in CORE).f1,
            "risks_found": self.risk_found / sizes["r"],
            "fair_without_high_risk": 1 - len(self.high_on_fair) / sizes["f"],
            "disguised_found": self.disguised_found / sizes["x"],
            "traps_passed": 1 - len(self.trapped) / sizes["t"],
        }

    def table(self) -> str:
        """Return the figures as lines for people."""
        rows = [f"{'single clauses':24}     P     R    F1  gold"]
        for kind in KINDS:
            count = self.kinds[kind]
            rows.append(
                f"{kind:24} {count.precision:.3f} {count.recall:.3f} {count.f1:.3f} {count.right + count.missed:5}"
            )
        rows += [f"{name:24} {value:.3f}" for name, value in self.figures().items() if name != SIZE]
        rows.append(f"high risk on a fair clause: {' '.join(self.high_on_fair) or 'none'}")
        rows.append(f"core kinds on a trap: {' '.join(self.trapped) or 'none'}")
        return "\n".join(rows)


def score_clauses(ruleset: Ruleset) -> ClauseScores:
    """Return the figures of the single clauses, by the rules that stand: one clause alone is no agreement to assess."""
    scores = ClauseScores()
    for clause in clauses():
        matches = ruleset.judge(extract(as_source(clause.text.encode()))).matches
        found = {hit.rule.kind for hit in matches}
        for kind in KINDS:
            scores.kinds[kind].add(kind in clause.kinds, kind in found)
        risks = [hit.severity for hit in matches if hit.rule.outcome == "risk"]
        sort = clause.id[0]
        scores.risk_found += sort == "r" and bool(risks)
        scores.disguised_found += sort == "x" and bool(clause.kinds & found)
        if sort == "f" and "high" in risks:
            scores.high_on_fair.append(clause.id)
        if sort == "t" and found & set(CORE):
            scores.trapped.append(clause.id)
    return scores


# --- Floors ---------------------------------------------------------------------------------------


def all_figures(scanner: Scanner) -> tuple[dict[str, dict[str, float]], str]:
    """Return the figures of every set, and the tables."""
    sets = {name: score_set(name, scanner) for name in SETS}
    single, opened = score_clauses(scanner.ruleset), sets[OPEN_SET]
    figures = {name: scores.figures() for name, scores in sets.items()}
    tables = [scores.table() for scores in sets.values()]
    figures |= {"clauses": single.figures(), "rules": opened.by_rule()}
    return figures, "\n\n".join([*tables, single.table(), opened.rule_table()])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--record", action="store_true", help="write the figures, less the slack, to floors.json")
    record = parser.parse_args().record
    figures, table = all_figures(Scanner())
    print(table)
    if record:
        floors = {
            name: {key: value if key == SIZE else round(max(0.0, value - SLACK), 3) for key, value in values.items()}
            for name, values in figures.items()
        }
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
