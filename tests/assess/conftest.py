"""Short agreements for the tests of assessments, read by the whole pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.parts import read_parts
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.model.document import Document
from contract_scan.rules import Ruleset

_WORDS = DepositLexicon.load()


@pytest.fixture(scope="session")
def agree(ruleset: Ruleset, make_document: Callable[[str], Document]) -> Callable[[str], Agreement]:
    """Reads an agreement given as text: a block a line, a line with `` | `` in it a row of a table."""

    def read(text: str) -> Agreement:
        document = make_document(text)
        parts = read_parts(document, _WORDS)
        judged = ruleset.judge(document, [(part.start, part.end) for part in parts])
        signals = tuple(one.signals for one in judged.fired)
        return Agreement(document, judged.structure, judged.readings, judged.matches, judged.roles, signals, parts)

    return read
