"""Agreements as LangChain documents: one for each clause, with what was found in it as metadata."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

from langchain_core.document_loaders import BaseLoader
from langchain_core.documents import Document

from contract_scan import ClauseRow, Scanner, ScanRecord, rows, scan_folder


class ContractLoader(BaseLoader):
    """Loads one agreement, or all in a folder. A file that cannot be read whole gives a warning and what was read.

    Args:
        path: a file, or a folder of files, archives and mails.
        scanner: `Scanner(redact=True)` keeps names, numbers and addresses out of the index.
    """

    def __init__(self, path: str | Path, scanner: Scanner | None = None) -> None:
        self.path, self.scanner = Path(path), scanner or Scanner()

    def lazy_load(self) -> Iterator[Document]:
        for record in self._records():
            if record.status != "ok":
                warnings.warn(f"{record.path} was not read whole: {record.status}", stacklevel=2)
            for row in rows(record, ClauseRow):
                yield Document(page_content=row.text, metadata={"source": row.path, **row.metadata()}, id=row.uid)

    def _records(self) -> Iterator[ScanRecord]:
        if self.path.is_dir():
            yield from scan_folder(self.path, scanner=self.scanner)
        else:
            yield self.scanner.try_scan(self.path)


def main(path: str) -> None:
    for document in ContractLoader(path).lazy_load():
        if document.metadata["severity"] == "high":
            print(document.metadata["source"], document.metadata["clause"], document.metadata["findings"])


if __name__ == "__main__":
    main(*sys.argv[1:])
