"""What the manual of facts shows is what the program takes."""

import re
from datetime import date
from pathlib import Path

import pytest

from contract_scan import MerchantFacts
from contract_scan.assess.dates import covered
from contract_scan.assess.facts.words import FIELDS

MANUAL = (Path(__file__).parents[3] / "docs" / "facts.md").read_text(encoding="utf-8")


def _blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", MANUAL, re.DOTALL)


@pytest.mark.parametrize("code", _blocks("python"))
def test_the_example_runs(code):
    exec(compile(code, "facts.md", "exec"), {})


def test_the_example_file_is_read(tmp_path):
    (text,) = _blocks("toml")
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    facts = MerchantFacts.load(path)
    assert facts.applied_on is False
    assert facts.volume is not None
    assert set(facts.volume) == {"2026-01", "2026-02", "2026-03"}


def test_every_field_is_explained():
    table = MANUAL[MANUAL.index("| 字段 |") : MANUAL.index("事件（`_on`）")]
    named = set(re.findall(r"`(\w+)`", "".join(line.split("|")[1] for line in table.splitlines() if "|" in line)))
    assert named == set(MerchantFacts.model_fields)


def test_every_field_that_is_asked_for_exists():
    assert FIELDS.keys() <= MerchantFacts.model_fields.keys()


def test_the_years_of_the_calendar():
    assert covered()[0] == date(2004, 1, 1)
