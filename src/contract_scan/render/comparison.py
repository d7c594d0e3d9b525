"""A comparison for readers: what serves the merchant, what the provider, what nobody, each with both quotes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from contract_scan.model.comparison import Change, Comparison, Favours, Side
from contract_scan.render.markdown import escape
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.text import STYLES, to_text
from contract_scan.render.wrap import Paragraph

__all__ = ["comparison_view", "render_comparison_markdown", "render_comparison_text"]

_ORDER: Final[tuple[Favours, ...]] = ("provider", "unclear", "merchant", "neutral")
_STYLES: Final[dict[Favours, str]] = {
    "provider": STYLES["bad"],
    "unclear": STYLES["doubtful"],
    "merchant": STYLES["good"],
    "neutral": STYLES["plain"],
}
_QUOTE_SHOWN: Final = 120


def render_comparison_text(comparison: Comparison, *, lang: Lang = "zh", width: int = 80) -> str:
    """Return a comparison as plain text, `width` terminal cells wide."""
    return to_text(comparison_view(comparison, lang=lang), width=width)


def comparison_view(comparison: Comparison, *, lang: Lang = "zh") -> RenderableType:
    """Return a comparison as a rich renderable: the changes that serve the provider first."""
    words = phrases(lang)
    parts: list[RenderableType] = [Paragraph(Text(line)) for line in _head(comparison, words)]
    for title, favours, changes in _groups(comparison, words):
        parts += [Text(), Paragraph(Text(f"{title}  {len(changes)}", style=f"bold {_STYLES[favours]}"))]
        for change in changes:
            text = Text("- ").append(_title(change, words), style=_STYLES[favours])
            text.append(f"{words['colon']}{inert(change.why)}", style="dim")
            parts.append(Padding(Paragraph(text, hang=2), (0, 0, 0, 2)))
            for label, side in _sides(change, words):
                line = Text(f"{label}{words['colon']}{_said(change, side)}").append(
                    _quote(side, _QUOTE_SHOWN), style="italic dim"
                )
                parts.append(Padding(Paragraph(line, hang=4), (0, 0, 0, 4)))
    parts += [Text(), *(Paragraph(Text(inert(note), style="dim")) for note in comparison.notes)]
    return Group(*parts)


def render_comparison_markdown(comparison: Comparison, *, lang: Lang = "zh") -> str:
    """Return a comparison as Markdown, everything from the contracts escaped."""
    words = phrases(lang)
    lines = [f"# {words['compare.title']}", "", *(f"- {escape(line)}" for line in _head(comparison, words)), ""]
    for title, _, changes in _groups(comparison, words):
        lines += [f"## {title} ({len(changes)})", ""]
        for change in changes:
            lines += [f"### {escape(_title(change, words))}", "", escape(inert(change.why)), ""]
            for label, side in _sides(change, words):
                lines.append(f"- {label}{words['colon']}{escape(_said(change, side) + _quote(side, None))}")
            lines.append("")
    return "\n".join([*lines, "---", "", *(f"*{escape(inert(note))}*  " for note in comparison.notes), ""])


def _head(comparison: Comparison, words: Phrases) -> Iterator[str]:
    for key, one in (("compare.old", comparison.old), ("compare.new", comparison.new)):
        score = "" if one.score is None else words["note.join"] + words["score.of"].format(score=one.score)
        yield f"{words[key]}{words['colon']}{inert(one.name)} ({words[f'verdict.{one.verdict}']}{score})"
    yield words[f"compare.{comparison.relation}"].format(unchanged=comparison.unchanged)
    yield words["place.join"].join(
        f"{words[f'favours.{favours}']} {comparison.favours.get(favours, 0)}" for favours in _ORDER
    )


def _groups(comparison: Comparison, words: Phrases) -> Iterator[tuple[str, Favours, list[Change]]]:
    for favours in _ORDER:
        changes = [change for change in comparison.changes if change.favours == favours]
        if changes:
            yield words[f"favours.{favours}"], favours, changes


def _title(change: Change, words: Phrases) -> str:
    return f"[{words[f'change.{change.kind}']}] {words[f'aspect.{change.aspect}']} · {inert(change.title)}"


def _sides(change: Change, words: Phrases) -> Iterator[tuple[str, Side]]:
    yield words["compare.old"], change.old
    yield words["compare.new"], change.new


def _said(change: Change, side: Side) -> str:
    """The term in words; a clause speaks for itself."""
    return "" if change.aspect == "clause" and side.evidence else inert(side.text)


def _quote(side: Side, most: int | None) -> str:
    if not side.evidence:
        return ""
    quote = inert(side.evidence[0].quote)
    if most is not None and len(quote) > most:
        quote = f"{quote[: most - 1]}…"
    return f" 「{quote}」" + (f" {inert(side.place)}" if side.place else "")
