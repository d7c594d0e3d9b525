"""What is said on standard error once a scan of many files is through."""

from __future__ import annotations

import sys
from collections import Counter

from contract_scan.batch import BatchRun, Skip, Store
from contract_scan.cli.present import complain_of
from contract_scan.render.phrases import Lang, phrases

__all__ = ["say_summary"]


def say_summary(
    store: Store, scan: BatchRun | None, skipped: Counter[Skip], *, lang: Lang, quiet: bool, troubles: bool
) -> None:
    """Say how many files were read, what was passed over and, with `troubles`, name each that was not read whole."""
    words = phrases(lang)
    if troubles:
        for line in store.troubles():
            complain_of(line.record(), lang)
    if quiet:
        return
    statuses = store.statuses()
    parts = [words["counts.files"].format(count=sum(statuses.values()))]
    parts += [f"{words[f'status.{status}']} {count}" for status, count in statuses.items()]
    if (forms := store.templates()) > 1:
        parts.append(words["cli.templates"].format(count=forms))
    if scan is not None and scan.earlier:
        parts.append(words["cli.earlier"].format(count=scan.earlier))
    parts += [f"{words[f'skipped.{reason}']} {count}" for reason, count in skipped.most_common()]
    print(f"{words['cli.done']}{words['colon']}{' · '.join(parts)}", file=sys.stderr, flush=True)
