"""Reads what the tests need of a Markdown file: fenced blocks, headings, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(
    r"(?:^<!-- (?P<marker>[^\n]*?) -->\n)?^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^(?P=indent)```$",
    re.MULTILINE | re.DOTALL,
)
_LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: what stands in the comment right before it (or nothing), its language, its text, its line."""

    marker: str
    language: str
    body: str
    line: int


def blocks(path: Path) -> list[Block]:
    text = path.read_text(encoding="utf-8")
    return [
        Block(found["marker"] or "", found["language"], found["body"], text.count("\n", 0, found.start("body")) + 1)
        for found in _FENCE.finditer(text)
    ]


def headings(path: Path) -> list[tuple[int, str]]:
    """Return level and text of each heading, in order."""
    found = re.finditer(r"^(#+) (.+)$", _prose(path), re.MULTILINE)
    return [(len(heading[1]), heading[2]) for heading in found]


def anchors(path: Path) -> set[str]:
    """Return the fragments that lead to a heading, as forges make them."""
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for _, title in headings(path)}


def links(path: Path) -> list[str]:
    return [found["target"] for found in _LINK.finditer(_prose(path))]


def _prose(path: Path) -> str:
    return _FENCE.sub("", path.read_text(encoding="utf-8"))
