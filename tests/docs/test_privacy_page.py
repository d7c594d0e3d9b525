"""The page on privacy shows what the library does."""

from __future__ import annotations

import re

import pytest
from pages import ROOT

PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/privacy.md", "exec"), {})
    assert capsys.readouterr().out.strip() == code.rpartition("# ")[2].strip()


def test_the_commands_that_mask_are_those_that_the_page_names() -> None:
    source = (ROOT / "src" / "contract_scan" / "cli" / "app.py").read_text(encoding="utf-8")
    commands = set(re.findall(r"^def (\w+)\((?:(?!^def ).)*?redact: Redact", source, re.MULTILINE | re.DOTALL))
    (told,) = re.findall(r"`--redact` works with (.+?),\s+in every format", PAGE, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", told)) == commands
