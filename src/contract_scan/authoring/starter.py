"""A rule pack to begin with: one rule with its texts, explained line by line, and the schema for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path

from contract_scan.authoring.schemas import schema_of
from contract_scan.errors import UsageError

__all__ = ["new_pack"]


def new_pack(folder: Path) -> tuple[Path, ...]:
    """Write a pack into a new or empty folder; return the files written, that of the rule first.

    The rule works as it is: its texts pass, and nothing in it wants mending.

    Raises:
        UsageError: the folder holds files already, or cannot be written.
    """
    name = folder.resolve().name
    prefix = re.sub(r"[^A-Z0-9]+", "-", name.upper()).strip("-")
    rule = folder / "rules" / "deposit.yaml"
    schema = folder / "rule.schema.json"
    text = (Path(__file__).parent / "starter.yaml").read_text("utf-8")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise UsageError(f"{folder}：已经有了，而且不是空文件夹；请换个名字")
        rule.parent.mkdir(parents=True, exist_ok=True)
        rule.write_text(
            text.format(prefix=prefix if prefix[:1].isalpha() else "MY", folder=folder), "utf-8", newline="\n"
        )
        schema.write_text(json.dumps(schema_of("rules"), ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{folder}：写不了（{error.strerror or error}）；请换个地方") from error
    return rule, schema
