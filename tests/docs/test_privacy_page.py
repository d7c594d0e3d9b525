"""The page on privacy shows what the library does."""

from __future__ import annotations

import re

import pytest
from pages import ROOT
from typer.core import TyperGroup
from typer.main import get_command

from contract_scan.cli.app import app

PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    exec(compile(code, "docs/privacy.md", "exec"), {})
    assert capsys.readouterr().out.strip() == code.rpartition("# ")[2].strip()


def test_the_commands_that_mask_are_those_that_the_page_names() -> None:
    command = get_command(app)
    assert isinstance(command, TyperGroup)
    commands = {
        name for name, each in command.commands.items() if "redact" in {parameter.name for parameter in each.params}
    }
    (told,) = re.findall(r"`--redact` works with (.+?),\s+in every format", PAGE, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", told)) == commands
