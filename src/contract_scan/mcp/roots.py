"""The folders that clients may have files read from, and nothing beside them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from contract_scan.batch import SUFFIXES, Given
from contract_scan.errors import ContractScanError, SourceNotFoundError, SourceTooLargeError, UsageError
from contract_scan.sources import as_source, printable

__all__ = ["Roots"]

_PICTURES: Final = frozenset({".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"})
_MOST_LISTED: Final = 500
_MOST_FOLDERS: Final = 5000
_MIB: Final = 1024 * 1024


class Roots:
    """Folders that were named at the start. A client reads what lies in them, whatever links and ``..`` it tries.

    Args:
        folders: the folders; links in their own paths are followed once, here.
        max_bytes: the size of the largest file that is read.

    Raises:
        UsageError: one is no folder.
    """

    def __init__(self, folders: Sequence[Path], *, max_bytes: int = 32 * _MIB) -> None:
        for folder in folders:
            if not folder.is_dir():
                raise UsageError(f"{folder}：不是目录；--root 要写一个目录")
        self._folders = tuple(dict.fromkeys(folder.resolve() for folder in folders))
        self._max_bytes = max_bytes

    def read(self, path: str) -> Given:
        """Return a file's content. `path` is absolute, or relative to a root; the first that has it counts.

        Raises:
            ContractScanError: it lies in no root, there is no such file, or it cannot be read. What lies outside is
                refused in the same words whether it is there or not.
        """
        if not self._folders:
            raise UsageError("没有允许读的目录：请把合同文字放在 text 里，或者启动时写 --root DIR")
        try:
            found = [place for folder in self._folders if (place := self._place(folder, path)) is not None]
        except (OSError, ValueError) as error:  # a loop of links, a zero byte
            raise UsageError(f"{printable(path)}：不是能用的路径") from error
        if not found:
            raise UsageError(f"{printable(path)}：不在允许读的目录里；用 list_files 看有哪些文件")
        for folder, inside in found:
            if (folder / inside).exists():
                return self._read(folder, inside)
        raise SourceNotFoundError(f"{printable(path)}：没有这个文件；用 list_files 看有哪些文件")

    def listed(self) -> tuple[list[str], bool]:
        """Return the contract files by their paths inside of the roots, in order, and whether there are more."""
        names: list[str] = []
        for name in self._names():
            if len(names) == _MOST_LISTED:
                return names, True
            names.append(name)
        return names, False

    def _names(self) -> Iterator[str]:
        looked = 0
        for folder in self._folders:
            for here, folders, files in os.walk(folder):
                looked += 1
                if looked > _MOST_FOLDERS:
                    return
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(files):
                    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a name, no path
                    if suffix in SUFFIXES | _PICTURES and not name.startswith((".", "~$")):
                        yield (Path(here) / name).relative_to(folder).as_posix()

    def _place(self, folder: Path, path: str) -> tuple[Path, Path] | None:
        resolved = Path(os.path.realpath(folder / path))
        return (folder, resolved.relative_to(folder)) if resolved.is_relative_to(folder) else None

    def _read(self, folder: Path, inside: Path) -> Given:
        name = printable(inside.as_posix())
        try:
            with os.fdopen(_opened(folder, inside), "rb") as file:
                if os.fstat(file.fileno()).st_size > self._max_bytes:
                    raise SourceTooLargeError(f"{name}：文件太大，最多 {self._max_bytes // _MIB} MiB")
                return Given(name, as_source(file, name=name, max_bytes=self._max_bytes).data)
        except IsADirectoryError as error:
            raise UsageError(f"{name}：是文件夹；请写里面的一个文件") from error
        except OSError as error:
            raise ContractScanError(f"{name}：打不开（{error.strerror or error}）") from error


def _opened(folder: Path, inside: Path) -> int:
    """Open a file by a path without links, refusing any link that has come in the meantime.

    Only regular files are opened for good, and a pipe is not waited for.
    """
    import stat

    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    no_link = getattr(os, "O_NOFOLLOW", 0)
    if os.open in os.supports_dir_fd:
        here = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            for part in inside.parts[:-1]:
                there = os.open(part, os.O_RDONLY | os.O_DIRECTORY | no_link, dir_fd=here)
                os.close(here)
                here = there
            file = os.open(inside.name or ".", flags | no_link, dir_fd=here)
        finally:
            os.close(here)
    else:
        file = os.open(folder / inside, flags)
    mode = os.fstat(file).st_mode
    if not stat.S_ISREG(mode):
        os.close(file)
        if stat.S_ISDIR(mode):
            raise IsADirectoryError
        raise OSError("不是普通文件")
    return file
