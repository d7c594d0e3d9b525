"""Writes the table of samples/README.md from samples/expected.yaml, so that the two cannot drift."""

from __future__ import annotations

import re
from typing import Any

START, END = "<!-- samples: made by build.py from expected.yaml -->", "<!-- /samples -->"
_HEAD = ("File", "Made by", "Shows", "Who is who", "Verdict", "Deposit", "Fees", "Pays back within", "Fair")
_UNITS = {"working_day": "working days", "day": "days", "month": "months"}


def table(expected: dict[str, Any]) -> str:
    """Return the Markdown table, one row for each file."""
    rows = [_HEAD, ("---",) * len(_HEAD), *(_row(name, entry) for name, entry in expected.items())]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def put(readme: str, expected: dict[str, Any]) -> str:
    """Return the README with the table between its marks made anew."""
    made = f"{START}\n{table(expected)}\n{END}"
    if START not in readme:
        raise ValueError(f"samples/README.md has lost the mark {START!r}: put it back where the table goes")
    return re.sub(re.escape(START) + ".*?" + re.escape(END), lambda _: made, readme, flags=re.DOTALL)


def _row(name: str, entry: dict[str, Any]) -> tuple[str, ...]:
    deadline = entry["refund"]["deadline"]
    return (
        f"`{name}`",
        entry["made_by"],
        entry["shows"],
        "，".join(f"{label} = {role}" for label, role in entry["roles"].items()) or "–",
        entry["verdict"],
        "，".join(f"{amount} 元" for amount in entry["deposit"]["amounts"]) or "–",
        "；".join(_fee(fee) for fee in entry["fees"]) or "–",
        f"{deadline['value']} {_UNITS[deadline['unit']]}" if deadline else "–",
        "yes" if entry["fair"] else "no",
    )


def _fee(fee: dict[str, Any]) -> str:
    figures = [f"{label}{fee[key]}" for key, label in _FIGURES.items() if key in fee]
    period = f"/{fee['period']}" if "period" in fee else ""
    return f"{fee['name']} {' '.join(figures)}{period}"


_FIGURES = {"rate": "", "amount": "¥", "cap": "≤¥", "min": "≥¥"}
