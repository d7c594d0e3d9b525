"""Targets that take text: figures, clauses, the normaliser, what is personal."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from contract_scan import Ruleset
from contract_scan.language.quantities import find_quantities
from contract_scan.language.sentences import split_sentences
from contract_scan.lexicons import lexicon_root
from contract_scan.model.document import Block, Document
from contract_scan.redact import MASK, Redactor
from contract_scan.segment import segment


def text_of(data: bytes) -> str:
    """Return bytes as text. What is no UTF-8 becomes lone surrogates, as in the names of files."""
    return data.decode("utf-8", "surrogateescape")


def _document(text: str) -> Document:
    """A document of a block a line."""
    blocks = tuple(Block(line.start(), line.end()) for line in re.finditer(r"[^\n]*\S[^\n]*", text))
    return Document("agreement.txt", "text/plain", "", len(text), text, blocks)


@cache
def _redactor() -> Redactor:
    return Redactor(lexicon_root())


def quantities(data: bytes) -> None:
    text = text_of(data)
    for found in find_quantities(text):
        assert 0 <= found.start < found.end <= len(text)
        for name in ("value", "low", "high"):
            value = getattr(found, name, None)
            assert not isinstance(value, Decimal) or value.is_finite()


def clauses(data: bytes) -> None:
    document = _document(text_of(data))
    structure = segment(document)
    for clause in structure.clauses:
        assert 0 <= clause.start <= clause.end <= len(document.text)
    for sentence in split_sentences(document, structure, Ruleset.default().normaliser):
        assert 0 <= sentence.start <= sentence.end <= len(document.text)


def shadow(data: bytes) -> None:
    normaliser, text = Ruleset.default().normaliser, text_of(data)
    made = normaliser(text, 7)
    assert len(made.text) == len(made.starts) == len(made.ends)
    assert all(7 <= start <= end <= len(text) + 7 for start, end in zip(made.starts, made.ends, strict=True))
    assert list(made.starts) == sorted(made.starts)
    assert normaliser(made.text).text == made.text


def redaction(data: bytes) -> None:
    text = text_of(data)
    masked = _redactor().text(text)
    assert len(masked) == len(text)
    assert all(after in (before, MASK) for before, after in zip(text, masked, strict=True))
    assert _redactor().text(masked) == masked
