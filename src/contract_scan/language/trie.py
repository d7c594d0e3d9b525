"""A list of words as one regular expression that finds the longest of them at each place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

__all__ = ["words_pattern"]


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches the longest of `words` at a place; it never backtracks over more than a word.

    A plain alternation tries every word at every place; factored by common beginnings it costs one look at most places.
    """
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return re.compile(_write(tree) if tree else r"(?!)")


def _write(node: dict[str, Any]) -> str:
    branches = [re.escape(character) + _write(child) for character, child in sorted(node.items()) if character]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in node else f"(?:{'|'.join(branches)})"
    return f"{joined}?" if "" in node else joined
