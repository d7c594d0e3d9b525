"""Rules for readers: the list of all, one in full, and the outcome of their tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.text import STYLES
from contract_scan.render.wrap import Paragraph
from contract_scan.rules import Rule, Ruleset
from contract_scan.rules.selftest import RuleTestResult

__all__ = ["list_view", "outcome_view", "rule_view"]

_SEVERITY_STYLES = {"high": STYLES["bad"], "medium": STYLES["doubtful"], "low": "", "none": "dim"}


def list_view(ruleset: Ruleset, *, lang: Lang = "zh") -> RenderableType:
    """Return every rule in one line: id, kind, outcome, severity, title."""
    words = phrases(lang)
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), header_style="bold")
    for name in ("rule", "kind", "outcome", "severity"):
        table.add_column(words[f"label.{name}"], no_wrap=True)
    table.add_column(words["label.title"])
    for rule in ruleset.rules:
        table.add_row(
            Text(inert(rule.id)),
            words[f"kind.{rule.kind}"],
            words[f"finding.{rule.outcome}"],
            Text(words[f"severity.{rule.severity}"], style=_SEVERITY_STYLES[rule.severity]),
            Paragraph(Text(inert(rule.title))),
        )
    return table


def rule_view(rule: Rule, ruleset: Ruleset, *, lang: Lang = "zh") -> RenderableType:
    """Return one rule in full, with its own test texts."""
    words = phrases(lang)
    file, line = ruleset.sources[rule.id]
    head = (
        f"{words[f'kind.{rule.kind}']}{words['place.join']}{words[f'finding.{rule.outcome}']}"
        f"{words['place.join']}{words['label.severity']} {words[f'severity.{rule.severity}']}"
    )
    parts: list[RenderableType] = [
        Paragraph(Text(inert(rule.id), style="bold").append(f"  {inert(rule.title)}")),
        Paragraph(Text(head, style=_SEVERITY_STYLES[rule.severity])),
    ]
    for name, text in (
        ("message", rule.message),
        ("why", rule.why),
        ("advice", rule.advice),
        ("law", words["list.join"].join(rule.legal_basis)),
        ("source", file if line is None else f"{file}:{line}"),
    ):
        if text:
            parts.append(Paragraph(Text(f"{words[f'label.{name}']}{words['colon']}{inert(text)}"), hang=2))
    for name, texts in (("hit", rule.hit), ("miss", rule.miss)):
        parts += [Text(), Text(words[f"label.{name}"], style="bold")]
        parts += [Padding(Paragraph(Text(f"- {inert(text)}"), hang=2), (0, 0, 0, 2)) for text in texts]
    return Group(*parts)


def outcome_view(results: Sequence[RuleTestResult], *, lang: Lang = "zh") -> RenderableType:
    """Return the texts that did not pass with what stopped the rule, by rule, and a line that counts."""
    words = phrases(lang)
    parts: list[RenderableType] = []
    failed = [result for result in results if not result.passed]
    for rule_id, group in groupby(failed, key=lambda result: result.rule_id):
        parts.append(Text(inert(rule_id), style="bold"))
        for result in group:
            text = words[f"rules.failed_{result.expected}"].format(text=inert(result.text))
            parts.append(Padding(Paragraph(Text(f"- {text}", style=STYLES["bad"]), hang=2), (0, 0, 0, 2)))
            parts += [Padding(Paragraph(Text(line), hang=2), (0, 0, 0, 4)) for line in _told(result, words)]
    key = "rules.failed" if failed else "rules.passed"
    count = len({result.rule_id for result in results})
    total = words[key].format(rules=count, texts=len(results), failed=len(failed))
    parts.append(Text(total, style=STYLES["bad" if failed else "good"]))
    return Group(*parts)


def _told(result: RuleTestResult, words: Phrases) -> Iterator[str]:
    """Yield why a text did not pass, a line each."""
    if result.sentence is None:
        yield words["rules.no_sentence"]
        return
    if result.sentence != result.text:
        yield words["rules.sentence"].format(text=inert(result.sentence))
    for stop in result.stopped_by:
        name, _, test = stop.partition(": ")
        yield words[f"rules.stopped_{name}"].format(test=inert(test))
    for name, values in (("rivals", result.rivals), ("held", result.held), ("read", result.read)):
        if values:
            yield words[f"rules.{name}"].format(values=words["list.join"].join(map(inert, values)))
