"""How far a scan of many files has come, on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert

__all__ = ["progress"]


@contextmanager
def progress(total: int, *, lang: Lang, quiet: bool, shared: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function to be called with each file's name before it is read.

    A bar on a terminal, plain lines elsewhere, nothing when `quiet`. `shared` says that results stream to the same
    terminal, where a bar would be torn.
    """
    label = phrases(lang)["cli.reading"]
    if quiet or (shared and sys.stderr.isatty()):
        yield lambda _name: None
    elif sys.stderr.isatty():
        yield from _bar(total, label)
    else:
        counter = iter(range(1, total + 1))

        def line(name: str) -> None:
            print(f"{label} {next(counter)}/{total}  {inert(name)}", file=sys.stderr, flush=True)

        yield line


def _bar(total: int, label: str) -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
    from rich.text import Text

    name_column = TextColumn("{task.fields[name]}", markup=False)
    columns = (TextColumn(label), BarColumn(bar_width=24), MofNCompleteColumn(), TimeRemainingColumn(), name_column)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, name="")
        begun = 0

        def advance(name: str) -> None:
            nonlocal begun
            shown = Text(inert(name))
            shown.truncate(30, overflow="ellipsis")
            bar.update(task, completed=begun, name=shown.plain)
            begun += 1

        yield advance
