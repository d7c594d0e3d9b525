"""What the tests of several floors share: the rules, loaded once, and agreements read from short texts."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from contract_scan import Ruleset, Scanner
from contract_scan.frames import Reading
from contract_scan.language.sentences import Sentence, split_sentences
from contract_scan.model.document import Block, BlockKind, Document
from contract_scan.segment import segment

if TYPE_CHECKING:  # the lowest versions are tested without a browser
    from playwright.sync_api import Browser

# The first example of a property may load the rules; a machine under load is no failure.
settings.register_profile("default", deadline=None, print_blob=True)
settings.load_profile("default")

PARTIES = "甲方（收单机构）：\n乙方（特约商户）：\n"


def document_of(text: str) -> Document:
    """Return a document of a block a line; a line with `` | `` in it is a row of a table."""
    blocks = tuple(
        Block(line.start(), line.end(), BlockKind.TABLE_ROW if " | " in line.group() else BlockKind.PARAGRAPH)
        for line in re.finditer(r"[^\n]*\S[^\n]*", text)
    )
    return Document("agreement.txt", "text/plain", "", len(text), text, blocks)


@pytest.fixture(scope="session")
def ruleset() -> Ruleset:
    """The rules that come with the package."""
    return Ruleset.default()


@pytest.fixture(scope="session")
def scanner(ruleset: Ruleset) -> Scanner:
    """A scanner with the rules that come with the package."""
    return Scanner(ruleset)


@pytest.fixture(scope="session")
def make_document() -> Callable[[str], Document]:
    """Makes a document of a text: a block a line."""
    return document_of


@pytest.fixture(scope="session")
def sentences_of(ruleset: Ruleset) -> Callable[[str], tuple[Sentence, ...]]:
    """Splits a text into its sentences."""

    def split(text: str) -> tuple[Sentence, ...]:
        document = document_of(text)
        return split_sentences(document, segment(document), ruleset.normaliser)

    return split


@pytest.fixture(scope="session")
def read(ruleset: Ruleset) -> Callable[..., tuple[Reading, ...]]:
    """Reads a text in which 甲方 is the acquirer and 乙方 the merchant; returns the readings of that text alone."""

    def readings(text: str, *, head: str = PARTIES) -> tuple[Reading, ...]:
        document = document_of(head + text)
        found = ruleset.judge(document).readings
        return tuple(reading for reading in found if reading.sentence.start >= len(head))

    return readings


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module: the loop that it runs on is in the way of tests with loops of their own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser
        browser.close()
