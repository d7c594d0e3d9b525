"""``contract-scan scan FILE --format todo``: what to do next, as a list to tick off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from contract_scan import ScanRecord

__all__ = ["ToDoList"]


class ToDoList:
    """Writes the next steps of each agreement; one that could not be read has to be read first."""

    def render(self, records: Iterable[ScanRecord], *, lang: Literal["zh", "en"]) -> str:
        """Return the list of all records."""
        return "\n".join(line for record in records for line in _lines(record))


def _lines(record: ScanRecord) -> Iterator[str]:
    yield f"# {record.path}"
    if record.report is None:
        yield f"- [ ] 没有读到：{record.error.message if record.error else record.status}"
        yield ""
        return
    for part in record.report.document.unread:
        yield f"- [ ] 没有读到：{part.part}（{part.reason}）"
    for action in record.report.actions:
        yield f"- [ ] {action.title}"
    yield ""
