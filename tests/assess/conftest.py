"""Short agreements for the tests of assessments, read by the whole pipeline."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from contract_scan.assess.agreement import Agreement
from contract_scan.assess.parts import read_parts
from contract_scan.assess.patterns import DepositLexicon
from contract_scan.language.sentences import split_sentences
from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.rules import Ruleset, match
from contract_scan.segment import segment

_WORDS = DepositLexicon.load()


def _agree(text: str) -> Agreement:
    rules = Ruleset.default()
    blocks = tuple(
        Block(m.start(), m.end(), BlockKind.TABLE_ROW if " | " in m.group() else BlockKind.PARAGRAPH)
        for m in re.finditer(r"[^\n]+", text)
        if m.group().strip()
    )
    document = Document("agreement.txt", "text/plain", "", len(text), text, blocks)
    structure = segment(document)
    sentences = split_sentences(document, structure, rules.normaliser)
    roles = rules.roles.read(sentences)
    readings = rules.frames.read(sentences, structure, roles)
    matches = match(readings, rules.rules, rules.headings, rules.normaliser, rules.weights)
    return Agreement(document, structure, readings, matches, roles, read_parts(document, _WORDS))


@pytest.fixture(scope="session")
def agree() -> Callable[[str], Agreement]:
    """Reads an agreement given as text: a block a line, a line with `` | `` in it a row of a table."""
    return _agree
