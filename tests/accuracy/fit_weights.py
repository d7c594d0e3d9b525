"""Fits ``lexicons/weights.yaml`` and ``pairs.yaml``: ``python tests/accuracy/fit_weights.py [DIR ...]``.

Needs scikit-learn. The agreements are those of ``corpus/dev`` and of further folders with files of the same form; the
weights are those of a logistic regression for each kind over the signals of a sentence and the pairs of Chinese
characters in it (L2 penalty; what weighs little is left out). What rules found in the sentence itself (``is.KIND``) is
left out, so that the weights judge without it; calls on which readers differ are no evidence either way; ``heldout`` is
never fitted to. The texts that rules carry say of the sentence on which the rule fires that it is of the rule's kind.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scoring import CORPUS, KINDS, ambiguous_of, labels_of, places, units
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from contract_scan import Scanner
from contract_scan.extract import extract
from contract_scan.rules.matcher import Fired
from contract_scan.rules.selftest import judged_texts
from contract_scan.rules.weights import KindWeights
from contract_scan.sources import as_source

LEXICONS = Path(__file__).resolve().parents[2] / "lexicons"
HEAD = """\
# How much each signal says for or against a sentence's being of a kind, in log odds; `base` is what holds before any.
# Made by tests/accuracy/fit_weights.py from labelled agreements: change nothing here by hand.
"""
HEAD_OF_PAIRS = """\
# How much each pair of neighbouring characters says for or against a sentence's being of a kind: for each kind the
# weights in log odds, and the pairs that weigh so. It comes on top of weights.yaml.
# Made by tests/accuracy/fit_weights.py from labelled agreements: change nothing here by hand.
"""
#: The strength of the penalty, and in how many sentences a signal or pair must be seen; chosen on agreements not fitted
#: to. Weights below the least are left out; pairs are weighed in steps.
STRENGTH, SEEN = 0.3, 4
LEAST, LEAST_OF_PAIR, STEP_OF_PAIR = 0.05, 0.1, 0.05
_LEFT_OUT = ("is.", "likely.", "unlikely.")
_PAIR = re.compile(r"[\u4e00-\u9fff]{2}")


class Shown(NamedTuple):
    """What a sentence shows, the kinds that it is labelled with, and those on which readers differ."""

    signs: dict[str, int]
    kinds: set[str]
    open: set[str]


def main(folders: Iterable[Path]) -> None:
    """Fit thrice: what a sentence leans on was itself judged by weights, so a later fit sees it as it will be."""
    for _ in range(3):
        write(*fit([*(row for folder in folders for row in sentences(folder)), *texts_of_rules()]))


def sentences(folder: Path) -> Iterator[Shown]:
    """Yield what the sentences of the folder's agreements show."""
    scanner = Scanner()
    for path in sorted(folder.glob("*.txt")):
        text, labels, either = path.read_text("utf-8"), labels_of(path), ambiguous_of(path)
        document = extract(as_source(path))
        there, spans = places(document.text, text), units(text)
        for fired in scanner.ruleset.judge(document).fired:
            sentence = fired.reading.sentence
            at = [place for place in there[sentence.start : sentence.end] if place is not None]
            kinds: set[str] = set()
            numbers = set()
            for number, (start, end) in enumerate(spans):
                shared = sum(1 for place in at if start <= place < end)
                if shared and (2 * shared >= end - start or 2 * shared >= len(at)):
                    kinds |= labels.get(number, set())
                    numbers.add(number)
            yield Shown(_signs(fired), kinds, {kind for number, kind in either if number in numbers})


def texts_of_rules() -> Iterator[Shown]:
    """Yield what the sentences show on which the rules fire in their own texts. Of other kinds they say nothing."""
    ruleset = Scanner().ruleset
    for rule, expected, _, judged in judged_texts(ruleset):
        if expected == "hit" and rule.kind in KINDS:
            for fired in judged.fired:
                if any(hit.rule.id == rule.id for hit in fired.matches):
                    yield Shown(_signs(fired), {rule.kind}, {*KINDS} - {rule.kind})


def _signs(fired: Fired) -> dict[str, int]:
    signs = {signal for signal in fired.signals if not signal.startswith(_LEFT_OUT)}
    signs |= {gram for gram in fired.reading.grams if _PAIR.fullmatch(gram)}
    return dict.fromkeys(signs, 1)


def fit(shown: list[Shown]) -> tuple[list[str], dict[str, LogisticRegression]]:
    """Return the signals and pairs in the order of the weights, and a fitted model for each kind."""
    names = DictVectorizer()
    matrix: csr_matrix = names.fit_transform([row.signs for row in shown])
    # liblinear takes indices of 32 bits only.
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    kept = np.asarray((matrix > 0).sum(axis=0)).ravel() >= SEEN
    matrix = matrix[:, kept]
    models = {}
    for kind in KINDS:
        settled = np.array([kind not in row.open for row in shown])
        wanted = np.array([kind in row.kinds for row in shown])
        model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0)
        models[kind] = model.fit(matrix[settled], wanted[settled])
    return [name for name, keep in zip(names.get_feature_names_out(), kept, strict=True) if keep], models


def write(names: list[str], models: dict[str, LogisticRegression]) -> None:
    signals, pairs = [HEAD], [HEAD_OF_PAIRS]
    for kind, model in models.items():
        of_kind = {"base": round(float(model.intercept_[0]), 2)}
        by_weight: dict[float, list[str]] = defaultdict(list)
        for name, weight in zip(names, map(float, model.coef_[0]), strict=True):
            if _PAIR.fullmatch(name):
                if abs(weight) >= LEAST_OF_PAIR:
                    by_weight[round(round(weight / STEP_OF_PAIR) * STEP_OF_PAIR, 2)].append(name)
            elif abs(weight) >= LEAST:
                of_kind[name] = round(weight, 2)
        signals.append(f"{kind}:\n" + "".join(f"  {name}: {weight}\n" for name, weight in of_kind.items()))
        lines = (f'  "{weight}": {" ".join(by_weight[weight])}\n' for weight in sorted(by_weight, reverse=True))
        if by_weight:
            pairs.append(f"{kind}:\n" + "".join(lines))
    for name, texts in (("weights.yaml", signals), ("pairs.yaml", pairs)):
        (LEXICONS / name).write_text("\n".join(texts), "utf-8")
    KindWeights(LEXICONS, {name for name in names if not _PAIR.fullmatch(name)})


if __name__ == "__main__":
    main([CORPUS / "dev", *map(Path, sys.argv[1:])])
