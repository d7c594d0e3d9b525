"""Where the records of a scan go, by format: as they come, or together at the end."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from contract_scan.batch import Line, Store, is_url, published, scratch_folder
from contract_scan.cli.present import present
from contract_scan.cli.streams import Output, opened
from contract_scan.errors import StoreError, UsageError
from contract_scan.model.report import ScanRecord
from contract_scan.plugins import Plugins
from contract_scan.render.phrases import Lang

if TYPE_CHECKING:
    from contract_scan.render.table import Row

__all__ = ["FORMATS", "Results", "results"]

#: The package's own formats; any other is a plug-in's.
FORMATS: Final = ("text", "json", "jsonl", "markdown", "csv", "xlsx", "parquet", "html", "sarif")
#: Formats that are made of all records, the worst first, once all are there.
_EXPORTS: Final = ("csv", "xlsx", "parquet", "html", "sarif")
#: Of these, what a single contract has a form of its own for.
_OF_ONE: Final = ("html", "sarif")


class Results:
    """Takes each line once, then is told that there are no more. This one keeps nothing: all is in the store."""

    #: Whether `add` prints to a terminal.
    streams_to_terminal = False
    #: Whether the result itself names what was not read whole.
    names_troubles = False

    def __init__(self, store: Store, lang: Lang) -> None:
        self._store = store
        self._lang = lang

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Begin, with what the store holds already."""

    def add(self, line: Line) -> None:
        """Take a record."""

    def settle(self) -> None:
        """Make sure that what was taken stays: the store is about to count on it."""

    def finish(self) -> None:
        """Show all."""

    def close(self) -> None:
        """Leave nothing half written."""


def results(
    kind: str,
    output: str | None,
    store: Store,
    *,
    lang: Lang,
    single: bool,
    reports: str | None = None,
    plugins: Plugins | None = None,
) -> Results:
    """Return where the records go; `single` says that exactly one file was named."""
    if kind not in FORMATS:
        return _Foreign(kind, output, store, lang, plugins or Plugins())
    if kind in _EXPORTS and not (single and kind in _OF_ONE):
        if output is None:
            raise UsageError(f"{kind} 要写到文件；请用 -o 给出文件名")
        return _Export(kind, output, store, lang, reports)
    if single:
        return _One(kind, store, lang, output)
    if kind in ("json", "jsonl"):
        if output is None:
            return _Streamed(store, lang)
        return _LinesFile(store, lang, output)
    return _Page(kind, store, lang, output)


class _Streamed(Results):
    """JSON Lines to standard output."""

    def __init__(self, store: Store, lang: Lang) -> None:
        super().__init__(store, lang)
        self._out = Output(None)
        self.streams_to_terminal = self._out.on_terminal

    def start(self) -> None:
        for line in self._store.lines():
            self.add(line)

    def add(self, line: Line) -> None:
        self._out.data(line.data.decode() + "\n")


class _LinesFile(Results):
    """JSON Lines in a file that grows, and that a scan which was broken off goes on writing where it stopped.

    The store knows up to where the file counts. What stands behind that was written and not remembered: it is cut off.
    """

    def __init__(self, store: Store, lang: Lang, output: str) -> None:
        super().__init__(store, lang)
        self._target = output
        self._folder = ExitStack()
        self._path = Path(output)
        if is_url(output):
            self._path = Path(self._folder.enter_context(scratch_folder()), "lines")
        self._file: BinaryIO | None = None
        self._name = json.dumps(str(self._path.absolute()))
        self._lines = self._bytes = 0
        with _told(output):
            self._path.open("ab").close()

    def start(self) -> None:
        with _told(self._target):
            lines, length = json.loads(self._store.recall(f"lines {self._name}") or "[0, 0]")
            if lines <= self._store.lines_out() and length <= self._path.stat().st_size and self._is_same():
                self._lines, self._bytes = lines, length
            self._file = self._path.open("r+b")
            self._file.truncate(self._bytes)
            self._file.seek(self._bytes)
        for line in self._store.lines(after=self._lines):
            self.add(line)

    def _is_same(self) -> bool:
        """Tell whether the lines that were put out are still those that the file was written from."""
        return self._store.recall(f"era {self._name}") == self._store.era

    def add(self, line: Line) -> None:
        assert self._file is not None  # noqa: S101 - start() was called
        data = line.data + b"\n"
        with _told(self._target):
            self._file.write(data)
        self._lines += 1
        self._bytes += len(data)

    def settle(self) -> None:
        if self._file is None:
            return
        with _told(self._target):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._store.remember(f"lines {self._name}", json.dumps([self._lines, self._bytes]))
        self._store.remember(f"era {self._name}", self._store.era)

    def finish(self) -> None:
        if self._file is not None:
            with _told(self._target):
                self._file.flush()
        if is_url(self._target):
            published(str(self._path), self._target)

    def close(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                os.truncate(self._path, self._bytes)
        self._folder.close()


class _One(Results):
    """One contract, shown whole."""

    def __init__(self, kind: str, store: Store, lang: Lang, output: str | None) -> None:
        super().__init__(store, lang)
        self._kind = kind
        self._stack = ExitStack()
        self._out = self._stack.enter_context(opened(_local(output)))

    def finish(self) -> None:
        for line in self._store.lines():
            present(line.record(), self._kind, self._out, lang=self._lang)

    def close(self) -> None:
        self._stack.close()


class _Page(Results):
    """Many contracts, for people: a table, in Markdown with each report below it."""

    names_troubles = True

    def __init__(self, kind: str, store: Store, lang: Lang, output: str | None) -> None:
        super().__init__(store, lang)
        self._kind = kind
        self._output = output
        self._stack = ExitStack()
        self._path = self._stack.enter_context(_replacing(output)) if output is not None else None

    def finish(self) -> None:
        from contract_scan.render.table import row, table_view

        rows = [row(line.record(), lang=self._lang) for line in self._store.lines()]
        with opened(self._path) as out:
            if self._kind == "text":
                out.view(table_view(rows, lang=self._lang))
            else:
                self._markdown(out, rows)
        self._stack.close()

    def _markdown(self, out: Output, rows: list[Row]) -> None:
        from contract_scan.render.markdown import render_markdown_record, render_markdown_table

        out.data(render_markdown_table(rows, lang=self._lang))
        for line in self._store.lines():
            out.data("\n" + render_markdown_record(line.record(), lang=self._lang, level=2))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)


class _Foreign(Results):
    """All records, in the format of a plug-in."""

    def __init__(self, kind: str, output: str | None, store: Store, lang: Lang, plugins: Plugins) -> None:
        super().__init__(store, lang)
        plugins.renderer(kind)  # one that is missing is told now, and not after a night's work
        self._kind, self._plugins = kind, plugins
        self._stack = ExitStack()
        self._path = self._stack.enter_context(_replacing(output)) if output is not None else None

    def finish(self) -> None:
        data = self._plugins.render(self._kind, (line.record() for line in self._store.worst_first()), lang=self._lang)
        if self._path is None:
            Output(None).data(data)
        else:
            with _told(str(self._path)):
                self._path.write_bytes(data)
        self._stack.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)


class _Export(Results):
    """A file made of all records: CSV, XLSX, Parquet or an HTML index."""

    def __init__(self, kind: str, output: str, store: Store, lang: Lang, reports: str | None) -> None:
        super().__init__(store, lang)
        self._write = _writer(kind, lang, reports, _beside(output, reports))
        self._stack = ExitStack()
        self._path = self._stack.enter_context(_replacing(output))

    def finish(self) -> None:
        with _told(str(self._path)):
            self._write((line.record() for line in self._store.worst_first()), self._path)
        self._stack.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)


def _beside(output: str, reports: str | None) -> Path | None:
    """Return where the single pages go: a folder that is named as it is seen from the index. None for a URL."""
    if reports is None or is_url(reports) or is_url(output):
        return None
    return Path(output).parent / reports


def _with_pages(records: Iterator[ScanRecord], folder: Path, lang: Lang) -> Iterator[ScanRecord]:
    """Pass records on, writing the page of each contract that has a report."""
    from contract_scan.render.html import render_html
    from contract_scan.render.index import report_file_name

    folder.mkdir(parents=True, exist_ok=True)
    for record in records:
        if record.report is not None:
            page = render_html(record.report, lang=lang)
            folder.joinpath(report_file_name(record)).write_text(page, "utf-8")
        yield record


def _writer(
    kind: str, lang: Lang, reports: str | None, pages: Path | None
) -> Callable[[Iterator[ScanRecord], Path], None]:
    """Return what writes a format. What it needs is looked for now, and not after a night's work."""
    if kind == "csv":
        from contract_scan.render.csv import write_csv

        return lambda records, path: write_csv(records, path)
    if kind == "xlsx":
        from contract_scan.render.xlsx import write_xlsx

        return lambda records, path: write_xlsx(records, path, lang=lang)
    if kind == "parquet":
        from contract_scan.render.parquet import write_parquet

        return lambda records, path: write_parquet(records, path)
    if kind == "sarif":
        return _write_sarif
    from contract_scan.render.index import write_index

    def write(records: Iterator[ScanRecord], path: Path) -> None:
        found = records if pages is None else _with_pages(records, pages, lang)
        write_index(found, path, lang=lang, reports=reports)

    return write


def _write_sarif(records: Iterator[ScanRecord], path: Path) -> None:
    from contract_scan.render.sarif import render_sarif

    path.write_text(render_sarif(records), encoding="utf-8", newline="\n")


@contextmanager
def _replacing(output: str) -> Iterator[Path]:
    """Give a file to write to that takes the place of `output` if all goes well, and is gone if it does not."""
    if is_url(output):
        with scratch_folder() as folder:
            path = Path(folder, output.rpartition("/")[2])
            yield path
            if path.exists():
                published(str(path), output)
        return
    target = Path(output)
    if target.is_dir():
        raise UsageError(f"{output}：写不了（是文件夹）；请用 -o 换个文件名")
    part = target.with_name(f".{target.name}.part")
    with _told(output):
        part.open("wb").close()
    try:
        yield part
        if part.stat().st_size:
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _told(output: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        import errno

        reason = error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO):
            raise StoreError(f"{output}：写不下去（{reason}）；腾出空间后再运行同一条命令，已完成的不会重做") from error
        raise UsageError(f"{output}：写不了（{reason}）；请用 -o 换个文件名") from error


def _local(output: str | None) -> Path | None:
    if output is not None and is_url(output):
        raise UsageError(f"{output}：只有多份合同的结果可以写到网址；请用 -o 给出文件名")
    return None if output is None else Path(output)
