"""HTML: what a browser would show, with what it hides kept apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Literal

from contract_scan.errors import CorruptFileError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds
from contract_scan.extract.decode import Decoded, decode_text
from contract_scan.extract.flow import FlowWriter
from contract_scan.extract.html.css import StyleSheet
from contract_scan.extract.html.walker import Walker
from contract_scan.model.document import BlockKind, Document, ReadingWarning, Unread
from contract_scan.sources import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["decode_page", "read_html", "read_page"]

_META_CHARSET = re.compile(rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
# A page with pictures and fewer characters than this shows its text in the pictures.
_HARDLY_ANY_TEXT = 100


def read_html(
    source: Source, *, tracked: Literal["final", "original"] = "final", bounds: Bounds = DEFAULT_BOUNDS
) -> Document:
    """Return the visible text of a page. Nothing that the page points to is fetched, and no script is run.

    `tracked` says which side of ``<ins>`` and ``<del>`` is read.
    """
    return read_page(source, decode_page(source.data), tracked=tracked, bounds=bounds)


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """Return the markup in `data`; `declared` is the encoding that was told with it, as a mail does."""
    found = _META_CHARSET.search(data[:4096])
    return decode_text(data, declared=declared or (found[1].decode("ascii") if found else None))


def read_page(
    source: Source,
    page: Decoded,
    *,
    tracked: Literal["final", "original"] = "final",
    bounds: Bounds = DEFAULT_BOUNDS,
    sheets: Sequence[str] = (),
    media_type: str = "text/html",
) -> Document:
    """Return the visible text of `page`, the markup that was found in `source`; `sheets` are style sheets of it."""
    bounds.check("characters", len(page.text) // 4)  # markup is longer than what it shows
    root = _parse(page.text, bounds)
    inner = [element.text or "" for element in root.iter("style") if element.get("media") != "print"]
    # With a sheet that was not read, a text's colour says nothing: that sheet may have put something dark under it.
    links = any("stylesheet" in (link.get("rel") or "").lower() for link in root.iter("link"))
    walker = Walker(
        StyleSheet.of([*sheets, *inner]), tracked, bounds, whole_style=not links or bool(sheets), parse=_parse
    )
    writer = FlowWriter(bounds)
    writer.write(walker.items(root))
    return Document(
        name=source.name,
        media_type=media_type,
        sha256=source.sha256,
        size_bytes=source.size_bytes,
        text=writer.text,
        blocks=tuple(writer.blocks),
        unread=tuple(_missed(writer, walker)),
        warnings=(*page.warnings, *_remarks(walker, tracked)),
    )


def _missed(writer: FlowWriter, walker: Walker) -> Iterator[Unread]:
    hidden = sum(block.end - block.start for block in writer.blocks if block.kind is BlockKind.HIDDEN)
    seen = sum(block.end - block.start for block in writer.blocks) - hidden
    if walker.pictures and seen < _HARDLY_ANY_TEXT:
        yield Unread("图片", f"网页里有 {walker.pictures} 张图片，其中的文字没有读取")
    if walker.external and seen < _HARDLY_ANY_TEXT:
        yield Unread("网页的框架", "内容在别的网页里，没有读取；请打开那个网页另存后再读")
    if hidden > max(seen, _HARDLY_ANY_TEXT):
        # Scripts open the agreement in many pages; what one hides to deceive is less than what it shows.
        yield Unread("网页不显示的文字", "网页的大部分文字要点开才显示；请点开后另存为 PDF 再读")


def _remarks(walker: Walker, tracked: str) -> list[ReadingWarning]:
    found = []
    if walker.tracked:
        side = "全部接受" if tracked == "final" else "全部拒绝"
        found.append(ReadingWarning("tracked_changes", f"网页里标有插入和删除的文字，按{side}修订后的文字读取"))
    if walker.struck:
        found.append(ReadingWarning("struck_text", "有划掉的文字，仍当作正文读取"))
    if walker.external:
        found.append(ReadingWarning("external_content", "网页要从别处载入内容（框架、对象）；没有载入，也没有读取"))
    if walker.hidden:
        found.append(ReadingWarning("hidden_text", "网页里有浏览器不显示的文字"))
    return found


def _parse(text: str, bounds: Bounds) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True
    )
    data = text.replace("\0", "\ufffd").encode("utf-8", errors="replace")
    try:
        root = etree.fromstring(data, parser)
    except etree.ParserError as error:
        raise CorruptFileError("the page has no content") from error
    # The parser drops everything inside of what is nested too deeply, without an error.
    if any("depth" in entry.message for entry in parser.error_log):
        raise bounds.exceeded("xml_depth")
    if root is None:
        raise CorruptFileError("the page has no content")
    return root
