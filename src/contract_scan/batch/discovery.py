"""Finding the contracts in folders: what is taken, what is left out and counted, and never opening anything."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from contract_scan.batch.inputs import is_wanted
from contract_scan.batch.patterns import Patterns
from contract_scan.batch.remote import is_url, listed

__all__ = ["Discovery", "Found", "Skip"]

#: Why something that lies in a folder is no input: its name is hidden, it is an Office program's lock of an open file,
#: of a kind that is not read, left out by a pattern, or a link that leads nowhere or out of the folder.
Skip = Literal["hidden", "office_temporary", "other_kind", "excluded", "link"]

_LOCKS: Final = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Found:
    """One input: a path as the system or the caller wrote it, or a URL.

    `size` (bytes) and `changed` (any text that differs after a change) are None where they could not be had. Where
    both are as they were, the content is taken to be as it was.
    """

    path: str
    size: int | None = None
    changed: str | None = None


@dataclass
class Discovery:
    """A search for contracts. Going through it yields each input once, in an order that only the names decide.

    Files named by themselves are yielded as they are, also where they are missing or of another kind: reading them
    tells why. Folders are searched through all levels. A link is followed only to a file inside the same folder. What
    is neither file nor folder (pipes, devices, sockets) and what cannot be listed is yielded like a file, and reading
    refuses it without opening it: it must be reported, not passed over.

    Args:
        paths: files and folders; ``-`` stands for itself.
        include: take the files of folders that fit one of these patterns, whatever their kind; those of a kind that is
            read without any.
        exclude: leave out files and whole folders of folders that fit one of these.
        suffixes: endings of files that are read besides those of the package, such as ``.ofd``.

    Attributes:
        skipped: how much was left out, by the reason; complete once the search is through.
    """

    paths: Sequence[str | os.PathLike[str]]
    include: Iterable[str] = ()
    exclude: Iterable[str] = ()
    suffixes: Collection[str] = ()
    skipped: Counter[Skip] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._include = Patterns(self.include)
        self._exclude = Patterns(self.exclude)

    def __iter__(self) -> Iterator[Found]:
        self.skipped.clear()
        given = [os.fspath(path) for path in self.paths]
        if len(given) == 1:
            yield from self._found(given[0])
            return
        seen: set[str] = set()
        for path in given:
            for found in self._found(path):
                # Not resolved: links stay apart, each name is an input of its own.
                key = os.path.abspath(found.path)  # noqa: PTH100 - a path may hold bytes that are no text
                if key not in seen:
                    seen.add(key)
                    yield found

    def _found(self, given: str) -> Iterator[Found]:
        if is_url(given):
            yield from self._listed(given)
            return
        # Not of pathlib, which raises for a name that is too long or lies where nothing may be looked up.
        if not os.path.isdir(given):  # noqa: PTH112
            yield _found(given)
            return
        empty = True
        for found in self._walk(given, "", str(Path(given).resolve())):
            empty = False
            yield found
        if empty and is_wanted(Path(given).name):
            yield _found(given)  # it was taken for a contract by its name: reading tells that it is none

    def _listed(self, url: str) -> Iterator[Found]:
        for found, relative, size, changed in listed(url):
            reasons: Iterator[Skip | None] = (
                self._reason(name, inside, is_folder=inside != relative) for name, inside in _levels(relative)
            )
            reason = next((one for one in reasons if one is not None), None)
            if reason is None:
                yield Found(found, size, changed)
            else:
                self.skipped[reason] += 1

    def _walk(self, folder: str, inside: str, root: str) -> Iterator[Found]:
        try:
            with os.scandir(folder) as entries:
                # Names alone are kept: a folder may hold a million.
                listed = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
        except OSError:
            yield Found(folder)
            return
        listed.sort()
        for name, is_folder in listed:
            path, relative = os.path.join(folder, name), inside + name  # noqa: PTH118 - as above
            reason = self._reason(name, relative, is_folder=is_folder)
            if reason is not None:
                self.skipped[reason] += 1
            elif is_folder:
                yield from self._walk(path, f"{relative}/", root)
            elif _leads_out(path, root):
                self.skipped["link"] += 1
            else:
                yield _found(path)

    def _reason(self, name: str, relative: str, *, is_folder: bool) -> Skip | None:
        """Return why a file or folder is left out, by its name alone; None if it is not."""
        if name.startswith(_LOCKS):
            return "office_temporary"
        if name.startswith("."):
            return "hidden"
        if self._exclude.match(relative):
            return "excluded"
        if is_folder:
            return None
        if self._include:
            return None if self._include.match(relative) else "excluded"
        return None if is_wanted(name, self.suffixes) else "other_kind"


def _levels(relative: str) -> Iterator[tuple[str, str]]:
    """Yield each folder on the way to a file and the file itself: its name, and its path."""
    parts = relative.split("/") if relative else []
    for depth, name in enumerate(parts, 1):
        yield name, "/".join(parts[:depth])


def _leads_out(path: str, root: str) -> bool:
    """Tell whether `path` is a link to anything but a file inside `root`. A dead link is nobody's file."""
    try:
        if not stat.S_ISLNK(os.lstat(path).st_mode):
            return False
        target = Path(path).resolve(strict=True)
        return not (target.is_file() and target.is_relative_to(root))
    except OSError:
        # Gone or broken since it was listed: reading it gives the record that says so.
        return Path(path).is_symlink()


def _found(path: str) -> Found:
    try:
        status = os.stat(path)  # noqa: PTH116 - as above
    except (OSError, ValueError):
        return Found(path)
    if not stat.S_ISREG(status.st_mode):
        return Found(path)
    # The time of the inode's change too: a file made readable has another result, with the same content.
    return Found(path, status.st_size, f"{status.st_mtime_ns} {status.st_ctime_ns}")
