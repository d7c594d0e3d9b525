"""Markdown: rendered as it is meant to be seen, and read as the page that this gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import Decoded, decode_text
from contract_scan.extract.html import read_page
from contract_scan.extract.wrapping import find_wrapping, lines_of, with_line_feeds
from contract_scan.model.document import Document
from contract_scan.sources import Source

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["read_markdown"]

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_TASK = re.compile(r"^([ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\[([ xX])\](?=[ \t])", re.MULTILINE)
# Blanks to fill in, which Markdown takes for marks of emphasis. A line of nothing else is a rule.
_BLANK = re.compile(r"(?<!^)_{3,}|^_{3,}(?=.*[^_\s])", re.MULTILINE)
# Emphasis next to Chinese marks, **押金：**不退, is none by the letter of the standard, whose writers had spaces.
_STRONG = re.compile(r"(?<![\\*])\*\*(?![\s*])([^*\n]+?)(?<!\s)\*\*(?!\*)")
# A note, [1]: 押金不退, is none of the definitions of links, which are not shown.
_NOTE = re.compile(
    r"^((?:[ \t>]|[-*+][ \t]|\d{1,9}[.)][ \t]){0,40})(?=\[[^\]\n]{1,200}\]:(?:[ \t]*\n)?[^\n]*[\u3400-\u9fff])",
    re.MULTILINE,
)
_LANGUAGE = re.compile(r"[!-~]*")
_CODE = re.compile(r"<code.*?</code>", re.DOTALL)
# A bracket, what is escaped, the end of a block.
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*(?=\n)")
# Brackets that are open at once and may begin a link. The parser looks for the end of each, and of those inside of it.
_MOST_OPEN = 8
_KEPT_BLANK, _STRONG_MARK, _KEPT_BRACKET = "\ufdd0", "\ufdd1", "\ufdd2"  # no characters, so in no text
# Far above any agreement; deeper ones would be left out in silence.
_MAX_NESTING = 100


def read_markdown(
    source: Source, *, tracked: Literal["final", "original"] = "final", bounds: Bounds = DEFAULT_BOUNDS
) -> Document:
    """Return the text of a Markdown file without its marks.

    Lines are kept apart as their writer did, where CommonMark would join them, unless the file is wrapped at a column.
    HTML in the file is read as in a page. `tracked` says which side of ``<ins>`` and ``<del>`` is read.
    """
    decoded = decode_text(source.data)
    text = with_line_feeds(decoded.text)
    bounds.check("characters", len(text))
    page = Decoded(_rendered(text, bounds), "utf-8", decoded.warnings)
    return read_page(source, page, tracked=tracked, bounds=bounds, media_type="text/markdown")


def _rendered(text: str, bounds: Bounds) -> str:
    from markdown_it import MarkdownIt

    wrapped = find_wrapping(list(lines_of(text))) is not None
    text = _FRONT_MATTER.sub(lambda match: match[1] + "\n", text)
    text = _TASK.sub(lambda match: match[1] + ("☐" if match[2] == " " else "☑"), text)
    text = _BLANK.sub(lambda match: _KEPT_BLANK * len(match[0]), text)
    text = _NOTE.sub(r"\1\\", text)
    text = _STRONG.sub(rf"{_STRONG_MARK}\1{_STRONG_MARK}", text)
    text = _without_deep_brackets(text)
    parser = MarkdownIt("commonmark", {"html": True, "breaks": not wrapped, "maxNesting": _MAX_NESTING})
    # No code by indentation: paragraphs are indented in Chinese.
    parser.enable(["table", "strikethrough"]).disable("code")
    tokens = parser.parse(text)
    if any(token.level >= _MAX_NESTING - 1 for token in _all(tokens)):
        raise bounds.exceeded("xml_depth")
    for token in tokens:
        if token.type == "fence" and not _LANGUAGE.fullmatch(token.info.strip()):
            # ```押金不退: no name of a language, and not shown.
            token.content, token.info = f"{token.info.strip()}\n{token.content}", ""
    page = parser.renderer.render(tokens, parser.options, {})
    page = page.replace(_KEPT_BLANK, "_").replace(_KEPT_BRACKET, "[")
    return "<body>" + _CODE.sub(lambda code: code[0].replace(_STRONG_MARK, "**"), page).replace(_STRONG_MARK, "")


def _without_deep_brackets(text: str) -> str:
    """Return `text` with a mark for each bracket that opens inside of too many: no writer means a link by it."""
    depth = 0

    def kept(match: re.Match[str]) -> str:
        nonlocal depth
        match match[0]:
            case "[" if depth == _MOST_OPEN:
                return _KEPT_BRACKET
            case "[":
                depth += 1
            case "]":
                depth = max(0, depth - 1)
            case end if end.startswith("\n"):
                depth = 0
        return match[0]

    return _BRACKET.sub(kept, text)


def _all(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or ())
