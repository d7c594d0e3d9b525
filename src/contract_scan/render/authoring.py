"""For those who write rules: what is wrong with them, and what they are tried by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contract_scan.authoring import Coverage, Problem
from contract_scan.render.phrases import Lang, phrases
from contract_scan.render.safe import inert
from contract_scan.render.text import STYLES
from contract_scan.render.wrap import Paragraph

__all__ = ["coverage_view", "problems_view"]

_STYLES = {"error": STYLES["bad"], "warning": STYLES["doubtful"], "hint": "dim"}


def problems_view(problems: Sequence[Problem], *, hints: bool, lang: Lang = "zh") -> RenderableType:
    """Return the problems by rule, with file and line, and a line that counts; hints in full only where wanted."""
    words = phrases(lang)
    parts: list[RenderableType] = []
    shown = [problem for problem in problems if hints or problem.level != "hint"]
    for (rule, file, line), group in groupby(shown, key=lambda one: (one.rule, one.file, one.line)):
        place = (f"{file}:{line}" if line else file) or ""
        head = Text(inert(rule or ""), style="bold")
        parts.append(Paragraph(head.append(f"{'  ' if rule else ''}{inert(place)}", style="dim")))
        for problem in group:
            said = f"- {words[f'lint.{problem.level}']}{words['colon']}{inert(problem.message)} [{problem.code}]"
            parts.append(Padding(Paragraph(Text(said, style=_STYLES[problem.level]), hang=2), (0, 0, 0, 2)))
    counts = Counter(problem.level for problem in problems)
    total = words["lint.counts"].format(error=counts["error"], warning=counts["warning"], hint=counts["hint"])
    if counts["hint"] and not hints:
        total += words["lint.more"]
    worst = "error" if counts["error"] else "warning" if counts["warning"] else None
    parts.append(Text(total, style=_STYLES[worst] if worst else STYLES["good"]))
    return Group(*parts)


def coverage_view(found: Coverage, *, lang: Lang = "zh") -> RenderableType:
    """Return a table of the rules, one of the terms that no text has or no rule names, and one of the risks."""
    words = phrases(lang)
    parts: list[RenderableType] = []
    rules = [
        (one.id, words[f"kind.{one.kind}"], one.hits, one.misses, one.contracts, one.findings) for one in found.rules
    ]
    terms = [(one.name, one.terms, one.patterns, one.rules, one.texts) for one in found.terms]
    risks = [
        (one.id, one.title, one.rules, one.texts, sum(one.outcomes.get(name, 0) for name in _BAD))
        for one in found.risks
    ]
    tables: tuple[tuple[str, tuple[str, ...], Sequence[tuple[object, ...]]], ...] = (
        ("rules", ("rule", "kind", "hit", "miss", "contracts", "findings"), rules),
        ("terms", ("term", "words", "patterns", "rules", "texts"), terms),
        ("risks", ("risk", "title", "rules", "texts", "contracts"), risks),
    )
    for name, columns, rows in tables:
        if not rows:
            continue
        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
        for column in columns:
            text = column in _TEXTS
            table.add_column(
                words[f"coverage.{column}"], justify="left" if text else "right", no_wrap=column != "title"
            )
        for row in rows:
            table.add_row(*(Text(inert(str(cell))) for cell in row))
        parts += [Text(words[f"coverage.{name}_title"], style="bold"), table, Text()]
    parts.append(Text(words["coverage.read"].format(count=found.contracts)))
    parts += [
        Text(words["coverage.unread"].format(path=inert(path)), style=STYLES["doubtful"]) for path in found.unread
    ]
    return Group(*parts)


_TEXTS = ("rule", "kind", "term", "risk", "title")
_BAD = ("risk", "absent", "contradictory")
