"""Short agreements for the tests of assessments, read by the whole pipeline."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.model.document import Document
from contract_scan.rules import Ruleset


@pytest.fixture(scope="session")
def agree(ruleset: Ruleset, make_document: Callable[[str], Document]) -> Callable[[str], Agreement]:
    """Reads an agreement given as text: a block a line, a line with `` | `` in it a row of a table."""

    def read(text: str) -> Agreement:
        document = make_document(text)
        judged = ruleset.judge(document)
        return Agreement(document, judged.structure, judged.readings, judged.matches, judged.roles)

    return read
