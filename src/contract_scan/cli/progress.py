"""How far a scan of many files has come, on standard error."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from contract_scan.batch import BatchRun
from contract_scan.render.phrases import Lang, phrases

__all__ = ["progress"]

#: Seconds between lines where there is no terminal: a night's log stays short.
_LINE_SECONDS: Final = 10.0
_BAR_SECONDS: Final = 0.1


@contextmanager
def progress(scan: BatchRun, *, lang: Lang, quiet: bool, shared: bool) -> Iterator[None]:
    """Show how far `scan` has come while this is open.

    A bar on a terminal, plain lines elsewhere, nothing when `quiet`. `shared` says that results stream to the same
    terminal, where a bar would be torn.
    """
    if quiet or (shared and sys.stderr.isatty()):
        yield
    elif sys.stderr.isatty():
        with _bar(scan, lang):
            yield
    else:
        with _lines(scan, lang):
            yield


@contextmanager
def _lines(scan: BatchRun, lang: Lang) -> Iterator[None]:
    label, began = phrases(lang)["cli.reading"], time.monotonic()
    last = began

    def show(scan: BatchRun) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= _LINE_SECONDS or scan.done == scan.total:
            last = now
            print(f"{label} {scan.done}/{scan.total}{_pace(scan, now - began, lang)}", file=sys.stderr, flush=True)

    scan.on_done = show
    yield


@contextmanager
def _bar(scan: BatchRun, lang: Lang) -> Iterator[None]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    label, began = phrases(lang)["cli.reading"], time.monotonic()
    columns = (TextColumn(label), BarColumn(bar_width=24), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=scan.total, completed=scan.done, pace="")
        last = 0.0

        def show(scan: BatchRun) -> None:
            nonlocal last
            now = time.monotonic()
            if now - last >= _BAR_SECONDS or scan.done == scan.total:
                last = now
                bar.update(task, completed=scan.done, pace=_pace(scan, now - began, lang))

        scan.on_done = show
        yield


def _pace(scan: BatchRun, seconds: float, lang: Lang) -> str:
    """Return how fast it goes, how long it will take, and what could not be read so far, by kind."""
    words = phrases(lang)
    fresh = scan.done - scan.earlier
    rate = fresh / seconds if seconds > 0 else 0.0
    parts = [words["cli.rate"].format(rate=f"{rate:.1f}" if rate < 100 else f"{rate:.0f}")]
    if rate and scan.done < scan.total:
        left = round((scan.total - scan.done) / rate)
        parts.append(words["cli.left"].format(time=f"{left // 3600}:{left // 60 % 60:02}:{left % 60:02}"))
    parts += [f"{words[f'status.{status}']} {count}" for status, count in scan.failures.most_common()]
    return " · " + " · ".join(parts)
