"""One contract for a terminal: the verdict, why, and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Final

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summarise import summarise
from contract_scan.render.summary import Line, Problem, Summary, Tone
from contract_scan.render.trouble import problem_lines
from contract_scan.render.wrap import Paragraph

__all__ = ["STYLES", "record_view", "render_text", "report_view", "to_text"]

#: rich styles by tone. `unknown` must not look like good news.
STYLES: Final[dict[Tone, str]] = {
    "bad": "red",
    "doubtful": "yellow",
    "good": "green",
    "unknown": "magenta",
    "plain": "",
}
_METER_CELLS: Final = 20
_PROBLEMS_SHOWN: Final = 5
_STEPS_SHOWN: Final = 6
_DRIVERS_SHOWN: Final = 4
_QUOTE_SHOWN: Final = 100


def render_text(report: ContractReport, *, lang: Lang = "zh", width: int = 80) -> str:
    """Return the summary of one contract as plain text, `width` terminal cells wide (a Chinese character takes two)."""
    return to_text(report_view(report, lang=lang), width=width)


def to_text(view: RenderableType, *, width: int = 80) -> str:
    """Return what `view` prints to a terminal without colours that is `width` cells wide."""
    console = Console(file=StringIO(), width=width, color_system=None, force_terminal=False, legacy_windows=False)
    with console.capture() as capture:
        console.print(view)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


def report_view(report: ContractReport, *, lang: Lang = "zh") -> RenderableType:
    """Return the summary of one contract as a rich renderable."""
    return _View(summarise(report, lang)).build()


def record_view(record: ScanRecord, *, lang: Lang = "zh") -> RenderableType:
    """Return one input as a rich renderable: its summary, or that there is none and what to do about it."""
    if record.report is not None:
        return report_view(record.report, lang=lang)
    words, style = phrases(lang), STYLES["unknown"]
    verdict = Text(words["verdict.not_assessed"], style=f"bold {style}")
    verdict.append(f"{words['colon']}{words['not_assessed.no_report']}", style="not bold")
    rows: list[RenderableType] = [Paragraph(verdict), *map(_paragraph, problem_lines(record, lang=lang))]
    hint = words.get(f"hint.{record.status}")
    if hint:
        rows.append(_paragraph(f"{words['label.advice']}{words['colon']}{hint}"))
    panel = Panel(Group(*rows), box=box.ROUNDED, border_style=style, padding=(0, 1))
    return Group(_paragraph(f"{words['label.file']}  {inert(record.path)}", style="bold"), panel)


class _View:
    def __init__(self, summary: Summary) -> None:
        self._summary = summary
        self._words: Phrases = phrases(summary.lang)

    def build(self) -> RenderableType:
        summary = self._summary
        parts: list[RenderableType] = [_paragraph(f"{self._words['label.file']}  {summary.file}", style="bold")]
        parts += self._bullets("heading.unread", summary.unread, "bad")
        parts += self._bullets("heading.warnings", summary.warnings, "doubtful")
        parts.append(self._headline())
        parts += self._problems()
        parts += self._lines("heading.conditions", [row.line for row in summary.conditions])
        parts += self._lines("heading.refund", summary.refund)
        parts += self._fees()
        parts += self._lines("heading.termination", summary.termination)
        parts += self._bullets("heading.missing", summary.missing, "doubtful")
        parts += self._lines("heading.protections", summary.protections)
        parts += self._lines("heading.suppressed", summary.suppressed)
        parts += self._checks()
        parts += self._actions()
        parts += self._checklist()
        parts += [Text(), _paragraph(self._words["disclaimer"], style="dim"), _paragraph(summary.made_by, style="dim")]
        return Group(*parts)

    def _headline(self) -> RenderableType:
        summary, words = self._summary, self._words
        style = STYLES[summary.tone]
        verdict = Text(summary.verdict, style=f"bold {style}").append(
            f"{words['colon']}{summary.sentence}", style="not bold"
        )
        rows: list[RenderableType] = [Paragraph(verdict)]
        rows += [_paragraph(caution, style=STYLES["unknown"]) for caution in summary.cautions]
        rows.append(_paragraph(f"{words['label.deposit']}{words['colon']}{summary.deposit}"))
        rows.append(self._score())
        if summary.drivers:
            drivers = words["list.join"].join(map(str, summary.drivers[:_DRIVERS_SHOWN]))
            rows.append(_paragraph(f"{words['label.drivers']}{words['colon']}{drivers}", style="dim"))
        return Panel(Group(*rows), box=box.ROUNDED, border_style=style, padding=(0, 1))

    def _score(self) -> RenderableType:
        score, words = self._summary.score, self._words
        label = f"{words['label.score']}{words['colon']}"
        if score is None:
            return _paragraph(label + words["score.none"])
        filled = round(score * _METER_CELLS / 100)
        return (
            Text(label)
            .append("█" * filled, style=STYLES[self._summary.tone])
            .append("░" * (_METER_CELLS - filled), style="dim")
            .append(f" {words['score.of'].format(score=score)}", style="bold")
            .append(f"  {words['score.scale']}", style="dim")
        )

    def _problems(self) -> Iterator[RenderableType]:
        problems, words = self._summary.problems, self._words
        if not problems:
            # Where nothing could be judged, "nothing found" would read as a clean bill.
            if self._summary.tone != "unknown":
                yield from self._heading("heading.problems")
                yield _indented(_paragraph(words["counts.none"]))
            return
        note = self._summary.problem_counts
        groups = _by_quote(problems)
        if len(groups) > _PROBLEMS_SHOWN:
            note += f"{words['note.join']}{words['counts.shown'].format(shown=_PROBLEMS_SHOWN)}"
        yield from self._heading("heading.problems", note)
        for number, (problem, *others) in enumerate(groups[:_PROBLEMS_SHOWN], 1):
            yield from self._problem(number, problem, [other.title for other in others])

    def _problem(self, number: int, problem: Problem, also: Sequence[str]) -> Iterator[RenderableType]:
        words = self._words
        title = Text(f"{number}. ").append(
            f"[{words[f'severity.{problem.severity}']}] ", style=f"bold {STYLES[problem.tone]}"
        )
        title.append(problem.title, style="bold")
        # A contradiction needs all of its places; anything else is told by its first.
        if problem.place and not problem.contradicts:
            title.append(f"  {problem.place}", style="dim")
        yield _indented(Paragraph(title, hang=3))
        said = [problem.message if problem.message != problem.title else "", problem.why]
        if any(said):
            yield _indented(_paragraph("".join(said)), 5)
        for quote in problem.quotes if problem.contradicts else problem.quotes[:1]:
            yield _indented(Paragraph(_quote(quote, quote.place if problem.contradicts else "")), 5)
        if not problem.quotes and problem.searched:
            yield _indented(_paragraph(f"{words['label.searched']}{words['colon']}{problem.searched}", style="dim"), 5)
        if also:
            titles = words["note.join"].join(also)
            yield _indented(_paragraph(f"{words['label.also']}{words['colon']}{titles}", style=STYLES[problem.tone]), 5)
        if problem.advice:
            yield _indented(_paragraph(f"{words['label.advice']}{words['colon']}{problem.advice}"), 5)

    def _fees(self) -> Iterator[RenderableType]:
        summary, words = self._summary, self._words
        if not summary.fees:
            return
        yield from self._heading("heading.fees")
        table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False, header_style="dim")
        table.add_column(words["label.fee"])
        table.add_column(words["label.charge"])
        noted = any(fee.note for fee in summary.fees)
        if noted:
            table.add_column(words["label.note"])
        table.add_column(words["label.place"])
        for fee in summary.fees:
            cells = [fee.name, fee.charge, *([fee.note] if noted else []), fee.place]
            table.add_row(*(_paragraph(cell, style=STYLES[fee.tone]) for cell in cells))
        yield _indented(table)
        for note in summary.fee_notes:
            yield _indented(_paragraph(note, style="dim"))
        if summary.example is not None:
            example = summary.example
            text = Text(f"{words['page.example']} {example.assumed} {words['example.yearly']} ")
            text.append(example.yearly, style="bold")
            share = words["example.share"].format(amount=example.share_amount)
            yield _indented(Paragraph(text.append(f"{words['clause.join']}{share}")))
            for note in example.notes:
                yield _indented(_paragraph(f"- {note}", hang=2, style="dim"))

    def _checks(self) -> Iterator[RenderableType]:
        if not self._summary.check_counts:
            return
        yield from self._heading("heading.checks", self._summary.check_counts)
        for title, outcome, reason in self._summary.checks:
            line = f"- {outcome}{self._words['colon']}{title}{self._words['note.join']}{reason}"
            yield _indented(_paragraph(line, hang=2))
        for text in self._summary.unassessed:
            yield _indented(_paragraph(f"- {text}", hang=2, style=STYLES["unknown"]))

    def _actions(self) -> Iterator[RenderableType]:
        words = self._words
        if not self._summary.actions:
            return
        yield from self._heading("heading.actions")
        for number, step in enumerate(self._summary.actions[:_STEPS_SHOWN], 1):
            text = Text(f"{number}. ").append(step.title, style="bold")
            if step.due:
                text.append(f" [{words['label.due']} {step.due}]", style=STYLES["doubtful"])
            if step.done:
                text.append(f" [{words['label.done']}]", style=STYLES["good"])
            text.append(f"{words['colon']}{step.detail}")
            if step.timing:
                text.append(f" {words['label.when']}{words['colon']}{step.timing}", style=STYLES["doubtful"])
            if step.channel:
                text.append(f" {words['label.where']}{words['colon']}{step.channel}")
            if step.law:
                text.append(f" {words['label.law']}{words['colon']}{words['list.join'].join(step.law)}", style="dim")
            yield _indented(Paragraph(text, hang=3))
        more = len(self._summary.actions) - _STEPS_SHOWN
        if more > 0:
            yield _indented(_paragraph(words["counts.more_steps"].format(count=more), style="dim"))

    def _checklist(self) -> Iterator[RenderableType]:
        """Show what is there and what the contract makes matter; the rest by name only."""
        groups, words = self._summary.checklist, self._words
        if not groups:
            return
        yield from self._heading("heading.checklist", words["checklist.legend"])
        for proof in (proof for group in groups for proof in group.proofs if proof.ticked or proof.needed):
            text = Text("[x] " if proof.ticked else "[!] ", style=STYLES["good" if proof.ticked else "doubtful"])
            text.append(proof.text, style="none")
            if proof.note:
                text.append(f"  {_shortened(proof.note)}", style="dim")
            yield _indented(Paragraph(text, hang=4))
        others = sum(not (proof.ticked or proof.needed) for group in groups for proof in group.proofs)
        if others:
            yield _indented(_paragraph(words["checklist.open"].format(count=others), style="dim"))

    def _lines(self, key: str, lines: Sequence[Line]) -> Iterator[RenderableType]:
        if lines:
            yield from self._heading(key)
        for line in lines:
            text = Text("- ").append(line.text, style=STYLES[line.tone])
            if line.place:
                text.append(f"  {line.place}", style="dim")
            yield _indented(Paragraph(text, hang=2))

    def _bullets(self, key: str, items: Iterable[str], tone: Tone) -> Iterator[RenderableType]:
        for number, item in enumerate(items):
            if number == 0:
                yield from self._heading(key, style=f"bold {STYLES[tone]}")
            yield _indented(_paragraph(f"- {item}", hang=2, style=STYLES[tone]))

    def _heading(self, key: str, note: str = "", style: str = "bold") -> Iterator[RenderableType]:
        text = Text(self._words[key], style=style)
        if note:
            text.append(f"  {note}", style="not bold dim")
        yield from (Text(), Paragraph(text))


def _by_quote(problems: Iterable[Problem]) -> list[list[Problem]]:
    """Bring together what one sentence gives rise to; the groups stand in the order of their worst."""
    groups: dict[object, list[Problem]] = {}
    for number, problem in enumerate(problems):
        groups.setdefault(problem.quotes or number, []).append(problem)
    return list(groups.values())


def _quote(quote: Line, place: str) -> Text:
    text = Text(f"「{_shortened(quote.text)}」", style="italic")
    return text.append(f"  {place}", style="not italic dim") if place else text


def _shortened(text: str) -> str:
    """Cut a quote to what a summary has room for; the beginning and the end say most."""
    if len(text) <= _QUOTE_SHOWN:
        return text
    return f"{text[: _QUOTE_SHOWN - 30]}……{text[-28:]}"


def _paragraph(text: str, *, hang: int = 0, style: str = "") -> Paragraph:
    return Paragraph(Text(text, style=style), hang=hang)


def _indented(view: RenderableType, cells: int = 2) -> Padding:
    return Padding(view, (0, 0, 0, cells))
