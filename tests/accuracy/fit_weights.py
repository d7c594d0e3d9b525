"""Fits ``lexicons/weights.yaml`` to labelled agreements: ``python tests/accuracy/fit_weights.py [DIR ...]``.

Needs scikit-learn. The agreements are those of ``corpus/dev`` and of further folders with files of the same form; the
weights are those of a logistic regression for each kind over the signals of a sentence, with a penalty that leaves most
signals without a weight (L1). What rules found in the sentence itself (``is.KIND``) is left out, so that the weights
judge without it; ``heldout`` is never fitted to.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from scoring import CORPUS, KINDS, labels_of, places, units
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from contract_scan import Scanner
from contract_scan.extract import extract
from contract_scan.rules.weights import KindWeights
from contract_scan.sources import as_source

TARGET = Path(__file__).resolve().parents[2] / "lexicons" / "weights.yaml"
HEAD = """\
# How much each signal says for or against a sentence's being of a kind, in log odds; `base` is what holds before any.
# Made by tests/accuracy/fit_weights.py from labelled agreements: change nothing here by hand.
"""
#: The strength of the penalty, and in how many sentences a signal must be seen; chosen on agreements not fitted to.
STRENGTH, SEEN = 1.0, 4
#: What stands anywhere under the same heading says little of a sentence by authors that nothing was fitted to.
_LEFT_OUT = ("is.", "likely.", "unlikely.")


def main(folders: Iterable[Path]) -> None:
    """Fit twice: what a sentence leans on was itself judged by weights, so the second fit sees it as it will be."""
    for _ in range(2):
        shown, gold = zip(*(row for folder in folders for row in sentences(folder)), strict=True)
        write(*fit(shown, gold))


def sentences(folder: Path) -> Iterator[tuple[dict[str, int], set[str]]]:
    """Yield the signals of each sentence of the folder's agreements, with the kinds that it is labelled with."""
    scanner = Scanner()
    for path in sorted(folder.glob("*.txt")):
        text, labels = path.read_text("utf-8"), labels_of(path)
        document = extract(as_source(path))
        there, spans = places(document.text, text), units(text)
        for fired in scanner.ruleset.judge(document).fired:
            sentence = fired.reading.sentence
            at = [place for place in there[sentence.start : sentence.end] if place is not None]
            kinds: set[str] = set()
            for number, (start, end) in enumerate(spans):
                shared = sum(1 for place in at if start <= place < end)
                if shared and (2 * shared >= end - start or 2 * shared >= len(at)):
                    kinds |= labels.get(number, set())
            yield {signal: 1 for signal in fired.signals if not signal.startswith(_LEFT_OUT)}, kinds


def fit(shown: Iterable[dict[str, int]], gold: Iterable[set[str]]) -> tuple[list[str], dict[str, LogisticRegression]]:
    """Return the signals in the order of the weights, and a fitted model for each kind."""
    names = DictVectorizer()
    matrix: csr_matrix = names.fit_transform(shown)
    # liblinear takes indices of 32 bits only.
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    kept = np.asarray((matrix > 0).sum(axis=0)).ravel() >= SEEN
    models = {}
    for kind in KINDS:
        wanted = np.array([kind in kinds for kinds in gold])
        model = LogisticRegression(C=STRENGTH, penalty="l1", solver="liblinear", max_iter=1000, random_state=0)
        models[kind] = model.fit(matrix[:, kept], wanted)
    return [name for name, keep in zip(names.get_feature_names_out(), kept, strict=True) if keep], models


def write(names: list[str], models: dict[str, LogisticRegression]) -> None:
    data = {}
    for kind, model in models.items():
        weights = {name: round(float(w), 2) for name, w in zip(names, model.coef_[0], strict=True)}
        data[kind] = {"base": round(float(model.intercept_[0]), 2), **{n: w for n, w in weights.items() if w}}
    lines = [HEAD]
    for kind, weights in data.items():
        lines.append(f"{kind}:\n" + "".join(f"  {name}: {weight}\n" for name, weight in weights.items()))
    TARGET.write_text("\n".join(lines), "utf-8")
    assert yaml.safe_load(TARGET.read_text("utf-8")) == data
    KindWeights(TARGET.parent, [name for weights in data.values() for name in weights])


if __name__ == "__main__":
    main([CORPUS / "dev", *map(Path, sys.argv[1:])])
