"""docs/extract.md names every warning that a reader gives, and every field of the JSON."""

from __future__ import annotations

import json
import re

from pages import ROOT

from contract_scan.extract import extract
from contract_scan.render.document import document_json
from contract_scan.sources import as_source

PAGE = (ROOT / "docs" / "extract.md").read_text(encoding="utf-8")


def listed(heading: str) -> set[str]:
    """The names in the first column of a section's table."""
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return {name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


def test_every_warning_is_listed():
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src/contract_scan/extract").rglob("*.py"))
    codes = {code for text in sources for code in re.findall(r"(?:ReadingWarning|\.warn|\._warn)\(\s*\"(\w+)\"", text)}
    assert codes == listed("Warnings")


def test_every_field_is_listed():
    data = json.loads(document_json(extract(as_source("押金不退。"))))
    assert set(data) == listed("JSON")
    missing = [key for key in data["blocks"][0] if f"`{key}`" not in PAGE]
    assert missing == []
