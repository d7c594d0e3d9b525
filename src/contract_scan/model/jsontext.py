"""JSON text that does nothing to a terminal it is printed on."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["inert_json"]

#: What JSON need not escape and a terminal may obey: control characters above ASCII, marks of direction, separators
#: of lines, what has no width, and halves of characters.
_OBEYED: Final = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def inert_json(text: str) -> str:
    """Return the same JSON with such characters as ``\\uXXXX``, which stands for the same; others stay as they are."""
    return _OBEYED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
