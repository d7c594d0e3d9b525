"""``--annotate``: the marked copy of one contract beside its report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from contract_scan.cli.streams import complain, written
from contract_scan.errors import SourceError, UnsupportedFormatError, UsageError
from contract_scan.model.report import ScanRecord
from contract_scan.render.phrases import Lang
from contract_scan.sources import Source, as_source

__all__ = ["MarkedTarget", "marked_copy"]


class MarkedTarget:
    """A file to write the copy to, and the contract that it is a copy of; read once, so that both are of one file."""

    def __init__(self, target: Path, source: Source) -> None:
        self._target = target
        self.source = source

    def write(self, record: ScanRecord, *, lang: Lang, password: str | None) -> None:
        """Write the copy, if the contract gave a report; say on standard error what could not be marked."""
        from contract_scan.render.marked import annotate

        if record.report is None:
            return
        try:
            copy = annotate(self.source, record.report, lang=lang, password=password)
        except UnsupportedFormatError as error:  # it was read; what was asked for does not fit it
            raise UsageError(str(error)) from error
        written(self._target, copy.data)
        if copy.unplaced:
            complain(f"{self._target}：有 {len(copy.unplaced)} 处标不出位置，写在开头的批注里", label="注意")
        if copy.unlocked:
            complain(f"{self._target}：原文件有密码，这一份没有，请妥善保管", label="注意")


def marked_copy(
    target: Path | None, paths: Sequence[str], given: Mapping[str, bytes], *, output: str | None, single: bool
) -> MarkedTarget | None:
    """Return what to write beside the report, or None where no copy was asked for. `given` holds standard input.

    Raises:
        UsageError: there are several contracts, or the copy would take the place of another file of this call.
    """
    if target is None:
        return None
    if not single:
        raise UsageError("--annotate 一次标一份合同；请只写一个合同文件")
    (path,) = paths
    for taken in (path, output):
        if taken is not None and taken not in given and Path(taken).resolve() == target.resolve():
            raise UsageError(f"{target}：写了就盖掉它；请用 --annotate 换个文件名")
    try:
        return MarkedTarget(target, as_source(given[path] if path in given else Path(path)))
    except SourceError:
        return None  # the scan tells why the file cannot be opened
