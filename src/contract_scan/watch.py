"""Who looks on while something is scanned: told how far it has come, and free to call it off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from contract_scan.deadline import in_callers_thread
from contract_scan.errors import ScanCancelledError

__all__ = [
    "UNWATCHED",
    "CancelSignal",
    "FolderProgress",
    "PageWatch",
    "ScanProgress",
    "Stage",
    "Watch",
    "check_cancelled",
]

#: The stages of a scan, in their order: the input is opened, its text is read, the sentences are understood and
#: matched with the rules, the report is made of what was found, all is done.
Stage = Literal["open", "read", "understand", "assess", "done"]


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far the scan of one agreement has come: the `stage` that begins now.

    In a file with pages, the stage ``read`` comes again before each of them with its number, `page` (from 1), of so
    many `pages`. A scanned page comes twice: when it is looked at, and when its picture is recognised. For an agreement
    in several files, `document` says which of them (from 0) is opened and read.

        >>> from contract_scan import scan
        >>> stages = []
        >>> report = scan("第一条 押金\\n押金概不退还。", on_progress=lambda progress: stages.append(progress.stage))
        >>> stages
        ['open', 'read', 'understand', 'assess', 'done']
    """

    stage: Stage
    page: int | None = None
    pages: int | None = None
    document: int = 0


@dataclass(frozen=True, slots=True)
class FolderProgress:
    """How far the scan of a folder has come: `done` of `total` files, of which `earlier` were done by a run before.

    `path` is the file that is through now; None at the beginning. An archive counts as one file.

        >>> from contract_scan import FolderProgress
        >>> FolderProgress(done=3, total=10).done
        3
    """

    done: int
    total: int
    earlier: int = 0
    path: str | None = None


class CancelSignal(Protocol):
    """Says whether a scan should stop: `threading.Event`, `asyncio.Event`, `multiprocessing.Event`, or the like.

    >>> from threading import Event
    >>> from contract_scan import CancelSignal, ScanCancelledError, scan
    >>> stop: CancelSignal = Event()
    >>> stop.set()
    >>> try:
    ...     scan("押金概不退还。", cancel=stop)
    ... except ScanCancelledError:
    ...     print("cancelled")
    cancelled
    """

    def is_set(self) -> bool:
        """Return whether the scan should stop."""
        ...


def check_cancelled(cancel: CancelSignal | None) -> None:
    """Raise ScanCancelledError if it was called for."""
    if cancel is not None and cancel.is_set():
        raise ScanCancelledError("the scan was cancelled by its caller; there is no report")


class _Breach(BaseException):
    """An error of a caller's function on its way through a reader, which must not take it for its own."""


@dataclass(frozen=True, slots=True)
class Watch:
    """The caller's function and signal for one scan.

    Both are asked between stages and pages; the function is called in the thread that the caller scans in.
    """

    on_progress: Callable[[ScanProgress], None] | None = None
    cancel: CancelSignal | None = None
    document: int = 0

    def reach(self, stage: Stage, page: int | None = None, pages: int | None = None) -> None:
        """Tell that a stage, or a page of it, begins.

        Raises:
            ScanCancelledError: the caller called the scan off.
        """
        check_cancelled(self.cancel)
        told, progress = self.on_progress, ScanProgress(stage, page, pages, self.document)
        if told is not None:
            in_callers_thread(lambda: told(progress))

    def turn_to(self, page: int | None, pages: int | None) -> None:
        """Tell that a page is now read; with None, look only whether to go on. For readers, inside of `through`."""
        try:
            if page is None:
                check_cancelled(self.cancel)
            else:
                self.reach("read", page, pages)
        except Exception as error:
            raise _Breach from error

    @contextmanager
    def through(self) -> Iterator[None]:
        """Let what `turn_to` raised through the readers that are called inside, as it was raised."""
        try:
            yield
        except _Breach as breach:
            cause = breach.__cause__
            if cause is None:
                raise
            raise cause from None


class PageWatch:
    """What a reader is given to tell of its pages: the caller's own function hears all of it, a watch each page once.

    Args:
        watch: the watch of the scan.
        heard: called with every page, also where it is told again at a step of its reading, and with 0 at the end.
    """

    def __init__(self, watch: Watch, heard: Callable[[int], None] | None) -> None:
        self._watch = watch
        self._heard = heard
        self._page = 0
        self._pages: int | None = None

    def begin(self, pages: int) -> None:
        """Take how many pages there are."""
        self._pages = pages

    def turn_to(self, page: int) -> None:
        """Tell that a page is read, or goes on to be."""
        if self._heard is not None:
            self._heard(page)
        fresh = page != self._page and page > 0
        self._page = page
        self._watch.turn_to(page if fresh else None, self._pages)


#: Nobody looks on.
UNWATCHED: Final = Watch()
