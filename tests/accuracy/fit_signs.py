"""Fits the weights of signs, ``figure_weights.yaml`` and ``condition_weights.yaml``: ``fit_signs.py [DIR ...]``.

Needs scikit-learn. The agreements are those of ``corpus/dev`` and ``corpus/short`` and of further folders with files of
the same form; ``heldout`` is never fitted to.

A figure is what the facts say: a charge where its value is that of a charge in its sentence, and so for the notices of
an end. A sentence on the deposit names a condition where the facts say that its unit does. Of a figure that the facts
name of another place only, and of conditions without a place, nothing is known.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, get_args

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from scoring import CORPUS, places, units
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from contract_scan import Scanner
from contract_scan.assess import condition_weights, figure_weights
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.columns import cells_of, heads_after, under
from contract_scan.assess.ending.notices import length_of
from contract_scan.extract import extract
from contract_scan.frames.model import Reading
from contract_scan.language.quantities import Quantity
from contract_scan.model.report import ConditionType
from contract_scan.sources import as_source

LEXICONS = Path(__file__).resolve().parents[2] / "lexicons"
HEAD = """\
# How much each sign says for or against {what}: the weights in log odds, and the signs that weigh
# so; `base` is what holds before any. See assess/{module}.py.
# Made by tests/accuracy/fit_signs.py from labelled agreements: change nothing here by hand.
"""
#: The strength of the penalty, how often a sign must be seen, the least weight that is kept, and their step; chosen on
#: agreements not fitted to.
STRENGTH, SEEN, LEAST, STEP = 0.3, 3, 0.04, 0.02
#: A condition must be named so often before its weights say anything.
NAMED = 12
#: The kinds of figures that may be each of them.
FORMS: dict[str, tuple[str, ...]] = {
    "charge": ("money", "foreign_money", "rate"),
    "notice": ("duration",),
    "deadline": ("duration",),
}


class Shown(NamedTuple):
    """What shows which signs, and whether it is what is asked: None where that is not known."""

    signs: dict[str, int]
    holds: bool | None


class Labelled(NamedTuple):
    """A labelled agreement: as it is read, its facts, and the units of each sentence."""

    agreement: Agreement
    facts: dict[str, Any]
    units: dict[int, set[int]]


def main(folders: Iterable[Path]) -> None:
    figures: dict[str, list[Shown]] = defaultdict(list)
    conditions: dict[str, list[Shown]] = defaultdict(list)
    for one in (one for folder in folders for one in labelled(folder)):
        for role, shown in of_figures(one):
            figures[role].append(shown)
        for kind, shown in of_conditions(one):
            conditions[kind].append(shown)
    write("figure_weights", "a figure's being a charge, the notice of an end or the deadline of the return", figures)
    named = {kind: rows for kind, rows in conditions.items() if sum(bool(row.holds) for row in rows) >= NAMED}
    write("condition_weights", "a sentence's naming a condition of a type", named)


def labelled(folder: Path) -> Iterator[Labelled]:
    """Yield the folder's agreements."""
    scanner = Scanner()
    for path in sorted(folder.glob("*.txt")):
        told, text = path.with_suffix(".facts.yaml"), path.read_text("utf-8")
        if not told.exists():
            continue
        agreement, _ = scanner._read(extract(as_source(path)))
        there, spans = places(agreement.document.text, text), units(text)
        number = {at: n for n, (start, end) in enumerate(spans) for at in range(start, end)}
        own = {
            reading.sentence.index: {
                number[at]
                for at in there[reading.sentence.start : reading.sentence.end]
                if at is not None and at in number
            }
            for reading in agreement.readings
        }
        yield Labelled(agreement, yaml.safe_load(told.read_text("utf-8")), own)


def of_figures(one: Labelled) -> Iterator[tuple[str, Shown]]:
    """Yield what the figures of an agreement show, and whether they are what they may be."""
    heads: tuple[str, ...] = ()
    for reading in one.agreement.readings:
        cells = cells_of(one.agreement, reading)
        heads = heads_after(reading, cells, heads)
        for quantity in reading.quantities:
            roles = [role for role, forms in FORMS.items() if quantity.kind in forms and quantity.value is not None]
            if roles:
                cell = next((c for c in under(cells, heads) if c.start <= quantity.start < c.end), None)
                signs = figure_weights.signs_of(one.agreement, reading, quantity, cell.head if cell else "")
                for role in roles:
                    yield role, Shown(dict.fromkeys(signs, 1), _is(role, quantity, one, reading))


def _is(role: str, quantity: Quantity, one: Labelled, reading: Reading) -> bool | None:
    """Whether a figure is what the facts tell; None where they tell it of another sentence alone."""
    told = {"charge": _charges, "notice": _notices, "deadline": _deadlines}[role](quantity, one.facts)
    at = [set(ids) for same, ids in told if same]
    if not at:
        return False
    return True if any(not ids or ids & one.units[reading.sentence.index] for ids in at) else None


def _charges(quantity: Quantity, facts: dict[str, Any]) -> Iterator[tuple[bool, Iterable[int]]]:
    for fee in facts.get("fees") or ():
        for part in ("rate", "amount", "cap", "min"):
            yield fee.get(part) is not None and _same(fee[part], quantity), fee.get("unit_ids") or ()


def _notices(quantity: Quantity, facts: dict[str, Any]) -> Iterator[tuple[bool, Iterable[int]]]:
    return _times(quantity, (facts.get("termination") or {}).get("notice") or ())


def _deadlines(quantity: Quantity, facts: dict[str, Any]) -> Iterator[tuple[bool, Iterable[int]]]:
    deadline = (facts.get("refund") or {}).get("deadline")
    return _times(quantity, [deadline] if deadline else [])


def _times(quantity: Quantity, told: Iterable[dict[str, Any]]) -> Iterator[tuple[bool, Iterable[int]]]:
    length = length_of(quantity)
    for one in told:
        same = (str(one.get("value")), one.get("unit"))
        yield length is not None and same == (str(length[0]), length[1]), one.get("unit_ids") or ()


def _same(told: object, quantity: Quantity) -> bool:
    try:
        return Decimal(str(told).replace(",", "")) in (quantity.value, quantity.upper)
    except ArithmeticError:
        return False


def of_conditions(one: Labelled) -> Iterator[tuple[str, Shown]]:
    """Yield what the sentences on the deposit show, and whether they name a condition of each type."""
    told = [(c["type"], set(c.get("unit_ids") or ())) for c in (one.facts.get("refund") or {}).get("conditions") or ()]
    if any(not ids for _, ids in told):
        return
    for reading in one.agreement.readings:
        own = one.units[reading.sentence.index]
        named = {kind for kind, ids in told if ids & own}
        heading = reading.sentence.paragraph.heading
        if condition_weights.speaks_of_return(one.agreement, reading) or (named and not heading):
            signs = dict.fromkeys(condition_weights.signs_of(one.agreement, reading), 1)
            for kind in get_args(ConditionType):
                yield kind, Shown(signs, kind in named)


def write(module: str, what: str, shown: dict[str, list[Shown]]) -> None:
    """Write the weights of a lexicon."""
    text = [HEAD.format(what=what, module=module), *(fitted(question, rows) for question, rows in shown.items())]
    (LEXICONS / f"{module}.yaml").write_text("\n".join(text), "utf-8")


def fitted(question: str, shown: list[Shown]) -> str:
    """Return the weights for one question as they stand in the lexicon."""
    known = [row for row in shown if row.holds is not None]
    names = DictVectorizer()
    matrix: csr_matrix = names.fit_transform([row.signs for row in known])
    # liblinear takes indices of 32 bits only.
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    kept = np.asarray((matrix > 0).sum(axis=0)).ravel() >= SEEN
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0)
    model.fit(matrix[:, kept], np.array([bool(row.holds) for row in known]))
    by_weight: dict[float, list[str]] = defaultdict(list)
    by_weight[round(float(model.intercept_[0]), 2)].append("base")
    found = [name for name, keep in zip(names.get_feature_names_out(), kept, strict=True) if keep]
    for name, weight in zip(found, map(float, model.coef_[0]), strict=True):
        if abs(weight) >= LEAST and name.split() == [name]:
            by_weight[round(round(weight / STEP) * STEP, 2)].append(name)
    lines = (f'  "{weight}": {_quoted(by_weight[weight])}\n' for weight in sorted(by_weight, reverse=True))
    return f"{question}:\n" + "".join(lines)


def _quoted(signs: list[str]) -> str:
    return "'" + " ".join(signs).replace("'", "''") + "'"


if __name__ == "__main__":
    main([CORPUS / "dev", CORPUS / "short", *map(Path, sys.argv[1:])])
