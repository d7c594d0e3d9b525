"""Measures the whole scan beside what else there is: ``benchmarks/run [--contracts 10] [--rounds 2] [--docs]``.

It makes its own agreements, of 20 pages with tables, and takes each through every pipeline in turn, so that whatever
else the machine does slows all of them alike. CPU seconds are those of this process and its children. Ratios can be
compared between machines; seconds cannot. The spread is that of the rounds. With ``--docs`` table and chart are written
into the documentation. ``--warn-below 10`` says so where the scan is not so many times as fast as the simple pipeline.
"""

from __future__ import annotations

import argparse
import logging
import platform
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent))

from chart import bars
from contracts import Contract, contracts, face
from pipelines import PIPELINES, Pipeline

_DOCS = Path(__file__).resolve().parents[1] / "docs"
_BEGIN, _END = "<!-- benchmark -->", "<!-- end of benchmark -->"


@dataclass(slots=True)
class Taken:
    """What one pipeline took: CPU seconds a contract, for each round."""

    pipeline: Pipeline
    seconds: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Contracts a CPU second, in the round in the middle."""
        return 1 / median(self.seconds)


def _used() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in both)


def measured(made: Sequence[Contract], rounds: int) -> list[Taken]:
    """Take each contract through each pipeline, and once before that, so that all libraries are loaded."""
    taken = [Taken(pipeline) for pipeline in PIPELINES]
    for one in taken:
        one.pipeline.run(made[0])
    for number in range(rounds):
        spent = [0.0] * len(taken)
        for at, contract in enumerate(made):
            for turn in range(len(taken)):
                which = (turn + at) % len(taken)
                before = _used()
                taken[which].pipeline.run(contract)
                spent[which] += _used() - before
        for one, seconds in zip(taken, spent, strict=True):
            one.seconds.append(seconds / len(made))
        print(f"round {number + 1} of {rounds} done", file=sys.stderr)
    return taken


def table(taken: Sequence[Taken]) -> str:
    """Return the figures as a Markdown table: each pipeline next to the simple one of its format."""
    lines = [
        "| From | What | ms of CPU a contract | contracts a CPU second | times the simple pipeline |",
        "| --- | --- | ---: | ---: | ---: |",
    ]
    for one in taken:
        simple = next(
            other for other in taken if other.pipeline.of == one.pipeline.of and "lcut" in other.pipeline.name
        )
        ratios = sorted(theirs / own for own, theirs in zip(one.seconds, simple.seconds, strict=True))
        spread = f"{median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        milliseconds = 1000 * median(one.seconds)
        lines.append(f"| {one.pipeline.of} | {one.pipeline.name} | {milliseconds:.0f} | {one.rate:.2f} | {spread} |")
    return "\n".join(lines)


def _write_docs(taken: Sequence[Taken], said: str, text: str) -> None:
    page = _DOCS / "performance.md"
    old = page.read_text(encoding="utf-8")
    before, rest = old.split(_BEGIN, 1)
    after = rest.split(_END, 1)[1]
    page.write_text(f"{before}{_BEGIN}\n\n{said}\n\n{text}\n\n{_END}{after}", encoding="utf-8")
    rows = [
        (f"{one.pipeline.of}: {one.pipeline.name}", one.rate, one.pipeline.name.startswith("contract-scan"))
        for one in taken
    ]
    chart = bars("Contracts of 20 pages a CPU second", rows)
    (_DOCS / "images" / "performance.svg").write_text(chart, encoding="utf-8")


def main() -> None:
    """Print the table, and write it where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--contracts", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--warn-below", type=float)
    options = parser.parse_args()
    for noisy in ("pdfminer", "jieba"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    made = list(contracts(options.contracts))
    carried = "in a face that the files carry" if face() != "STSong-Light" else "in a face that the files do not carry"
    taken = measured(made, options.rounds)
    said = (
        f"{options.contracts} agreements, {options.rounds} rounds, {carried}; Python {platform.python_version()} on"
        f" {platform.system()}."
    )
    text = table(taken)
    print(f"{said}\n\n{text}")
    if options.docs:
        _write_docs(taken, said, text)
    ratio = median(taken[2].seconds) / median(taken[0].seconds)
    print(f"\nThe whole scan of a PDF is {ratio:.2f} times as fast as the simple pipeline.")
    if options.warn_below is not None and ratio < options.warn_below:
        print(f"WARNING: that is less than {options.warn_below:g} times.")


if __name__ == "__main__":
    main()
