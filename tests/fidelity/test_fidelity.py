"""What real programs write is read back whole: every paragraph, character and table row, in order."""

from __future__ import annotations

import shutil

import pytest

from contract_scan.extract import extract
from contract_scan.sources import as_source
from support.fidelity import Known, read_back, score
from support.producers import PRODUCERS, Producer

_NAMES = {"soffice": "LibreOffice", "chromium": "Chromium"}


@pytest.mark.parametrize("producer", PRODUCERS, ids=lambda producer: producer.name)
def test_known_text_comes_back(producer: Producer) -> None:
    if producer.suffix == "pdf":
        pytest.importorskip("pikepdf")
        pytest.importorskip("reportlab")
    if producer.is_scan:
        pytest.importorskip("rapidocr")
    if producer.program is not None and shutil.which(producer.program) is None:
        pytest.skip(f"{_NAMES[producer.program]} is not installed")
    document = extract(as_source(producer.file()))
    result = score(producer.known(), read_back(document))
    assert result.recall >= producer.least.recall
    assert result.similarity >= producer.least.similarity
    assert result.rows is None or result.rows >= (producer.least.rows or 0.0)
    assert not document.unread


def test_the_score_falls_with_what_is_lost() -> None:
    known = Known(("第一条 押金", "押金不予退还。", ("项目", "押金"), ("金额", "299元")))
    assert score(known, known).rows == 1.0
    found = Known(("第一条 押金不予退还。", ("项目", "押金"), ("金额299元",)))
    result = score(known, found)
    assert result.recall == 0.0
    assert 0.8 < result.similarity < 1.0
    assert result.rows == 0.5
    assert score(known, Known(known.items[::-1])).similarity < 0.7
