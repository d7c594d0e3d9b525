"""The recogniser of painted bars in the place of the real one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from support.scanning import PaintedEngine


@pytest.fixture
def painted_engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[Sequence[str]], PaintedEngine]:
    """Put a recogniser of bars in the place of the real one."""

    def put(texts: Sequence[str]) -> PaintedEngine:
        engine = PaintedEngine(texts)
        monkeypatch.setattr("contract_scan.extract.ocr.scan.shared_engine", lambda: engine)
        return engine

    return put
