"""Word files written part by part, and a reader that checks every offset."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import pytest

from contract_scan.extract import extract
from contract_scan.model.document import Document
from contract_scan.sources import as_source
from support import wordml


@pytest.fixture(scope="session")
def docx() -> ModuleType:
    return wordml


@pytest.fixture(scope="session")
def read() -> Callable[..., Document]:
    """Read a body (and parts) or a whole file's bytes through the front door, and check every offset."""

    def read_it(content: str | bytes, *, tracked: str = "final", **parts: object) -> Document:
        data = content if isinstance(content, bytes) else wordml.package(content, **parts)
        document = extract(as_source(data), tracked=tracked)
        end = 0
        for block in document.blocks:
            assert end <= block.start < block.end <= len(document.text)
            assert document.text[block.start : block.end].strip()
            assert all(block.start <= first <= last <= block.end for first, last in block.cells)
            assert block.label_end is None or block.start < block.label_end <= block.end
            end = block.end
        assert document.pages == ()
        assert document.page_count is None
        return document

    return read_it
