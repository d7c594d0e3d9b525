"""What outputs are held to: JSON as a strict reader takes it, errors that were declared."""

from __future__ import annotations

import json
from typing import Any


def expect(holds: bool, error: BaseException) -> None:
    """Raise the error as a defect unless something holds of it."""
    if not holds:
        raise AssertionError(f"{type(error).__name__}: {error}") from error


def strict_json(text: str) -> Any:
    """Read JSON as a strict reader does: UTF-8 without lone surrogates, no NaN, no Infinity."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    text.encode("utf-8")
    found = json.loads(text, parse_constant=refuse)
    json.dumps(found, ensure_ascii=False).encode("utf-8")  # an escaped lone surrogate is none either
    return found
