"""Every error that this library raises on purpose.

::

    ContractScanError
    ├── SourceError                the input could not be opened
    │   ├── SourceNotFoundError      no such file
    │   ├── SourceUnreadableError    permission, device, vanished
    │   └── SourceTooLargeError      over a bound; the message says which, and how to raise it
    ├── ExtractionError            the input was opened, its text could not be read
    │   ├── UnsupportedFormatError   not a format that is read
    │   ├── CorruptFileError         the format is known, the file is damaged
    │   ├── EncryptedFileError       a password is needed, or the one given is wrong
    │   └── MissingExtraError        an optional dependency is needed; the message names the extra
    ├── WorkerError                the process that read the input was ended, or ended itself
    │   ├── TimeLimitError           it took too long
    │   ├── MemoryLimitError         it took too much memory
    │   └── WorkerCrashedError       it died
    ├── BatchError                 a scan of many inputs cannot go on
    │   ├── StoreError               its store cannot be read or written
    │   └── EngineError              the processes or machines that it runs on cannot be had
    ├── BusyError                  all workers of a service are at work; try again
    ├── RuleError                  a rule or lexicon file is wrong; says file, line and the mend
    ├── FactsError                 a merchant-facts file is wrong
    ├── DraftError                 no letter can be drafted from this report; says why
    ├── PluginError                a plug-in that was asked for by name is not there, or failed; says which one
    ├── ScanCancelledError         the caller called the scan off
    └── UsageError                 an argument or setting is wrong

Each class has a `status`: the word that a batch record carries for a file that ended in it (see the report contract).
"""

from __future__ import annotations

from typing import ClassVar

__all__ = [
    "BatchError",
    "BusyError",
    "ContractScanError",
    "CorruptFileError",
    "DraftError",
    "EncryptedFileError",
    "EngineError",
    "ExtractionError",
    "FactsError",
    "MemoryLimitError",
    "MissingExtraError",
    "PluginError",
    "RuleError",
    "ScanCancelledError",
    "SourceError",
    "SourceNotFoundError",
    "SourceTooLargeError",
    "SourceUnreadableError",
    "StoreError",
    "TimeLimitError",
    "UnsupportedFormatError",
    "UsageError",
    "WorkerCrashedError",
    "WorkerError",
]


class ContractScanError(Exception):
    """Base of every error that the library raises on purpose. Its message says what is wrong and what to do."""

    status: ClassVar[str] = "unreadable"


class SourceError(ContractScanError):
    """The input could not be opened."""


class SourceNotFoundError(SourceError):
    """There is no such file."""


class SourceUnreadableError(SourceError):
    """The input exists and cannot be read: no permission, a device, or gone meanwhile."""


class SourceTooLargeError(SourceError):
    """The input is over a bound. The message says which one and how to raise it."""

    status = "too_large"


class ExtractionError(ContractScanError):
    """The input was opened, but its text could not be read."""


class UnsupportedFormatError(ExtractionError):
    """The content is of no format that is read here."""

    status = "unsupported"


class CorruptFileError(ExtractionError):
    """The format is known, the file is damaged."""

    status = "corrupt"


class EncryptedFileError(ExtractionError):
    """The file wants a password that was not given or is wrong."""

    status = "encrypted"


class MissingExtraError(ExtractionError):
    """An optional dependency is needed and not installed; `extra` names it. A file ends in it for want of OCR only."""

    status = "needs_ocr"

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(f"{purpose}需要可选部分：pip install 'contract-scan[{extra}]'")
        self.extra = extra
        self._purpose = purpose

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        return type(self), (self.extra, self._purpose)


class WorkerError(ContractScanError):
    """The process that read the input was ended, or ended itself. Other inputs are not touched by it."""

    status = "crashed"


class TimeLimitError(WorkerError):
    """Reading the input took longer than is allowed."""

    status = "timeout"


class MemoryLimitError(WorkerError):
    """Reading the input took more memory than is allowed."""

    status = "out_of_memory"


class WorkerCrashedError(WorkerError):
    """The process that read the input died."""


class BatchError(ContractScanError):
    """A scan of many inputs cannot go on. What is done is kept; the same scan started again goes on from there."""


class StoreError(BatchError):
    """The store of a scan cannot be read or written: in use, of another kind, or its disk is full."""


class EngineError(BatchError):
    """The processes or machines that a scan runs on cannot be had, or do nothing any more."""


class BusyError(ContractScanError):
    """All workers of a service are at work, and as many requests as may wait do. The same request will do later."""


class RuleError(ContractScanError):
    """A rule or lexicon file is wrong. `file` and `line` (from 1) say where."""

    def __init__(self, message: str, *, file: str | None = None, line: int | None = None) -> None:
        place = "" if file is None else f"{file}:{line}: " if line else f"{file}: "
        super().__init__(place + message)
        self.file = file
        self.line = line


class FactsError(ContractScanError):
    """A merchant-facts file is wrong."""


class DraftError(ContractScanError):
    """No letter can be drafted from this report: there is no deposit, no verdict, or nobody to send it to."""


class PluginError(ContractScanError):
    """A plug-in that was asked for by name is not installed, or failed at what it was asked."""


class ScanCancelledError(ContractScanError):
    """The caller called the scan off. No record is made of it."""


class UsageError(ContractScanError):
    """An argument or setting is wrong."""
