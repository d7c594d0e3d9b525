"""Standard output and error: encodings, files, error lines and exit codes."""

from __future__ import annotations

import functools
import io
import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, ParamSpec

from contract_scan.errors import BatchError, ContractScanError, ExtractionError, SourceError, UsageError

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = [
    "INTERRUPTED",
    "MET",
    "OK",
    "UNREAD",
    "USAGE",
    "Output",
    "complain",
    "end_on_sigterm",
    "make_printable",
    "opened",
    "reported",
    "written",
]

#: Exit codes, as the report contract has them.
OK: Final = 0
MET: Final = 1
USAGE: Final = 2
UNREAD: Final = 3
#: What shells report for a command ended by Ctrl-C and by a closed pipe.
INTERRUPTED: Final = 130
_PIPE_CLOSED: Final = 141

_FILE_WIDTH: Final = 80
# Longer lines are hard to read on a wide screen.
_MAX_WIDTH: Final = 100

_Arguments = ParamSpec("_Arguments")


def make_printable() -> None:
    """Let standard output and error take any character: UTF-8 where their encoding has no Chinese."""
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        try:
            "押金".encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            stream.reconfigure(encoding="utf-8")
        stream.reconfigure(errors="replace")


def end_on_sigterm() -> None:
    """Let a system that tells this process to end see it end well, with its temporary files removed."""

    def end(*_: object) -> None:
        raise SystemExit(OK)

    signal.signal(signal.SIGTERM, end)


def complain(message: str, kind: str = "", *, label: str = "错误") -> None:
    """Write one line to standard error: ``错误: message [kind]``."""
    from contract_scan.render.safe import inert

    tail = f" [{kind}]" if kind else ""
    print(f"{label}: {inert(message)}{tail}", file=sys.stderr, flush=True)


def reported(command: Callable[_Arguments, int]) -> Callable[_Arguments, None]:
    """Make of a function that returns an exit code a command that ends with it, also after an error of the library."""

    @functools.wraps(command)
    def run(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> None:
        import typer

        try:
            with _plugins_told():
                code = command(*args, **kwargs)
            sys.stdout.flush()
        except ContractScanError as error:
            complain(str(error), type(error).__name__)
            code = UNREAD if isinstance(error, SourceError | ExtractionError | BatchError) else USAGE
        except KeyboardInterrupt:
            code = INTERRUPTED
        except BrokenPipeError:
            _silence_output()
            code = _PIPE_CLOSED
        raise typer.Exit(code)

    return run


@contextmanager
def _plugins_told() -> Iterator[None]:
    """Say in a line on standard error which plug-ins are left out, as all else is said, without a place in the code."""

    def show(message: Warning | str, category: type[Warning], *place: Any, **more: Any) -> None:
        from contract_scan.plugins import PluginWarning

        if issubclass(category, PluginWarning):
            complain(str(message), label="注意")
        else:
            before(message, category, *place, **more)

    before = warnings.showwarning
    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before


def _silence_output() -> None:
    """Send what is still buffered for a reader that has left to nowhere, or Python complains about it at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return


class Output:
    """Where a result goes: standard output or a file."""

    def __init__(self, file: io.TextIOBase | None) -> None:
        self._file = file

    @property
    def on_terminal(self) -> bool:
        """Whether a person is watching the output."""
        return self._file is None and sys.stdout.isatty()

    def data(self, text: str | bytes) -> None:
        """Write what programs read: UTF-8 with ``\\n``, or bytes, whatever the terminal's encoding, and at once."""
        if isinstance(text, bytes):
            self._bytes(text)
            return
        if self._file is not None:
            self._file.write(text)
            self._file.flush()
            return
        binary = getattr(sys.stdout, "buffer", None)
        if binary is None:
            sys.stdout.write(text)
        else:
            sys.stdout.flush()
            binary.write(text.encode("utf-8"))
        sys.stdout.flush()

    def _bytes(self, data: bytes) -> None:
        file: Any = sys.stdout if self._file is None else self._file
        file.flush()
        file.buffer.write(data)
        file.buffer.flush()

    def text(self, text: str) -> None:
        """Write text that people read."""
        if self._file is not None:
            self._file.write(text)
        else:
            sys.stdout.write(text)

    def view(self, view: RenderableType) -> None:
        """Write a rich renderable: with colours to a terminal that has them, else plain."""
        from rich.console import Console

        from contract_scan.render.text import to_text

        if self._file is not None:
            self.text(to_text(view, width=_FILE_WIDTH))
            return
        console = Console(highlight=False, markup=False, emoji=False)
        if console.is_terminal:
            console.print(view, width=min(console.width, _MAX_WIDTH))
        else:
            self.text(to_text(view, width=min(console.width, _MAX_WIDTH)))


def written(path: Path, data: bytes) -> None:
    """Write a file whole. Raises UsageError where it cannot be written."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UsageError:
    return UsageError(f"{path}：写不了（{error.strerror or error}）；请用 -o 换个文件名")


@contextmanager
def opened(path: Path | None) -> Iterator[Output]:
    """Open where a result goes: the file at `path`, or standard output."""
    if path is None:
        yield Output(None)
        return
    try:
        file = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        yield Output(file)
