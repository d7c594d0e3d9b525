"""Agreements as LlamaIndex documents: one for each clause, with what was found in it as metadata."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from llama_index.core import Document
from llama_index.core.readers.base import BaseReader

from contract_scan import ClauseRow, Scanner, ScanRecord, rows, scan_folder

#: What a language model is told beside the words. The rest is there to filter by and to find the place again.
TOLD: Final = {"path", "document", "clause", "headings", "page", "findings", "severity", "verdict"}
#: What goes into the vector beside the words: 5.1 says little without its heading.
EMBEDDED: Final = {"headings"}


class ContractReader(BaseReader):
    """Reads one agreement, or all in a folder. A file that cannot be read whole gives a warning and what was read.

    Args:
        scanner: `Scanner(redact=True)` keeps names, numbers and addresses out of the index.
    """

    def __init__(self, scanner: Scanner | None = None) -> None:
        self.scanner = scanner or Scanner()

    def lazy_load_data(self, path: str | Path) -> Iterator[Document]:
        """Yield the documents of a file, or of a folder of files, archives and mails."""
        for record in self._records(Path(path)):
            if record.status != "ok":
                warnings.warn(f"{record.path} was not read whole: {record.status}", stacklevel=2)
            yield from map(_document, rows(record, ClauseRow))

    def _records(self, path: Path) -> Iterator[ScanRecord]:
        if path.is_dir():
            yield from scan_folder(path, scanner=self.scanner)
        else:
            yield self.scanner.try_scan(path)


def _document(row: ClauseRow) -> Document:
    metadata = row.metadata()
    return Document(
        id_=row.uid,
        text=row.text,
        metadata=metadata,
        excluded_llm_metadata_keys=sorted(metadata.keys() - TOLD),
        excluded_embed_metadata_keys=sorted(metadata.keys() - EMBEDDED),
    )


def main(path: str) -> None:
    for document in ContractReader().lazy_load_data(path):
        if document.metadata["severity"] == "high":
            print(document.metadata["path"], document.metadata["clause"], document.metadata["findings"])


if __name__ == "__main__":
    main(*sys.argv[1:])
