"""The known risks of acquiring agreements: what each check asks, why it matters and what to do about it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from contract_scan.assess.checks.spec import CheckSpec
from contract_scan.assess.entries import Entry, add_entries, entry_list, read_mapping
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_files
from contract_scan.model.report import Kind, Severity

__all__ = ["Case", "Risk", "RiskTopic", "RiskType", "load_cases", "load_risks"]

#: What a risk is about: a kind of finding, or one of the subjects that no clause of its own speaks of.
RiskTopic = Kind | Literal["agent", "data", "interpretation", "party", "promise", "term"]
RiskType = Literal["presence", "absence", "combination", "contradiction"]


class Risk(Entry):
    """One risk.

    `type` says how it shows: a clause is there, a protection is missing, several clauses work together, or two
    contradict each other. `why` gives the reason for the severity, `mitigators` what takes the edge off it. `law` holds
    law ids for every reader: pass them through ``LawBook.citable`` before they are shown. `cases` holds case ids, and
    `check` says how the risk is looked for.
    """

    id: str = Field(pattern=r"^R(-[A-Z0-9]+)+$")
    title: str = Field(min_length=1)
    kind: RiskTopic
    type: RiskType
    severity: Severity
    why: str = Field(min_length=1)
    advice: str = Field(min_length=1)
    law: tuple[str, ...] = Field(min_length=1)
    mitigators: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    check: CheckSpec


class Case(Entry):
    """A dispute that showed a risk, told without names. `reliability` says who told it."""

    told: str = Field(min_length=1)
    reliability: Literal["report", "regulator", "trade"]


def load_cases(root: Path) -> dict[str, Case]:
    """Return the cases under a lexicon directory by id. Raises RuleError where a file is wrong."""
    return _load(root)[1]


def load_risks(root: Path) -> dict[str, Risk]:
    """Return the risks under a lexicon directory by id, in the order of the files and of the entries in them.

    Raises:
        RuleError: a file is wrong, an id is used twice, or a risk names a case that is not there.
    """
    risks, cases = _load(root)
    for risk in risks.values():
        if missing := sorted(set(risk.cases) - cases.keys()):
            raise RuleError(
                f"{risk.id}: unknown case {missing[0]!r}; correct it or add the case", file=str(root / "risks")
            )
    return risks


def _load(root: Path) -> tuple[dict[str, Risk], dict[str, Case]]:
    risks: dict[str, Risk] = {}
    cases: dict[str, Case] = {}
    for path in lexicon_files(root, "risks"):
        data = read_mapping(path, keys=frozenset({"risks", "cases"}))
        add_entries(Risk, entry_list(data, "risks", path), path, risks)
        add_entries(Case, entry_list(data, "cases", path), path, cases)
    return risks, cases
