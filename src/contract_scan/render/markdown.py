"""The same report as Markdown (CommonMark with tables), everything from the contract escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summarise import summarise
from contract_scan.render.summary import FeeRow, Line, Moment, Problem, Summary
from contract_scan.render.table import Row
from contract_scan.render.trouble import problem_lines

__all__ = ["escape", "render_markdown", "render_markdown_record", "render_markdown_table"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~$&!]")
# What opens a list or a rule at the start of a line, and what GitHub would turn into a link.
_LINE_START = re.compile(r"^(\d*)([-+=]|(?<=\d)[.)])")
_LINK = re.compile(r"(?i):(?=//)|(?<=www)\.|(?<=\w)@(?=\w)")


def escape(text: str) -> str:
    """Return `text` so that Markdown shows it as it is and nothing in it becomes markup, HTML or a link."""
    text = _SPECIAL.sub(lambda match: "\\" + match.group(), text.strip(" "))
    text = _LINK.sub(lambda match: "&#64;" if match.group() == "@" else "\\" + match.group(), text)
    return _LINE_START.sub(r"\1\\\2", text)


def render_markdown(report: ContractReport, *, lang: Lang = "zh", level: int = 1) -> str:
    """Return the whole report as Markdown; its title is a heading of `level`."""
    return "\n".join(_Page(summarise(report, lang), level).lines()) + "\n"


def render_markdown_record(record: ScanRecord, *, lang: Lang = "zh", level: int = 1) -> str:
    """Return the report of one input as Markdown, or why there is none."""
    if record.report is not None:
        return render_markdown(record.report, lang=lang, level=level)
    words = phrases(lang)
    problems = [f"- {escape(line)}" for line in problem_lines(record, lang=lang)]
    verdict = f"**{words['verdict.not_assessed']}**{words['colon']}{words['not_assessed.no_report']}"
    return "\n".join([f"{'#' * level} {escape(inert(record.path))}", "", verdict, "", *problems, ""])


def render_markdown_table(rows: Iterable[Row], *, lang: Lang = "zh") -> str:
    """Return the table of many contracts as Markdown, the worst first, with the files that were not read whole."""
    words = phrases(lang)
    ordered = sorted(rows, key=lambda item: item.rank)
    heads = ("label.verdict", "label.points", "label.deposit", "label.high", "label.medium", "label.file")
    lines = [f"# {words['heading.overview']}", ""]
    lines += _table(
        [words[head] for head in heads],
        [
            (
                words[f"verdict.{item.verdict}"],
                "-" if item.score is None else str(item.score),
                item.deposit,
                str(item.high),
                str(item.medium),
                item.path,
            )
            for item in ordered
        ],
    )
    not_whole = [item for item in ordered if item.problems]
    if not_whole:
        lines += [f"## {words['heading.not_whole']}", ""]
        lines += [
            f"- {escape(item.path)}{words['colon']}{escape(words['note.join'].join(item.problems))}"
            for item in sorted(not_whole, key=lambda item: item.path)
        ]
        lines.append("")
    if any(item.verdict == "not_assessed" for item in ordered):
        lines += [words["not_assessed.caution"], ""]
    return "\n".join(lines) + "\n"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(heads)} |", f"|{' --- |' * len(heads)}"]
    lines += [f"| {' | '.join(escape(cell) for cell in row)} |" for row in rows]
    return [*lines, ""]


class _Page:
    def __init__(self, summary: Summary, level: int) -> None:
        self._summary = summary
        self._words: Phrases = phrases(summary.lang)
        self._level = level

    def lines(self) -> Iterator[str]:
        summary, words = self._summary, self._words
        yield from (f"{'#' * self._level} {escape(summary.file)}", "")
        yield from self._bullets("heading.unread", map(escape, summary.unread))
        yield from self._bullets("heading.warnings", map(escape, summary.warnings))
        yield from self._headline()
        yield from self._bullets("page.reasons", map(_line, summary.reasons) if summary.score is not None else ())
        if summary.problems:
            yield from self._heading("heading.problems", summary.problem_counts)
            for number, problem in enumerate(summary.problems, 1):
                yield from self._problem(number, problem)
        elif summary.tone != "unknown":
            yield from self._heading("heading.problems")
            yield from (words["counts.none"], "")
        yield from self._bullets("heading.conditions", (_line(row.line) for row in summary.conditions))
        yield from self._bullets("page.timeline", map(self._moment, summary.timeline))
        yield from self._bullets("heading.refund", map(_line, summary.refund))
        yield from self._fees()
        yield from self._bullets("heading.termination", map(_line, summary.termination))
        yield from self._bullets("heading.missing", map(escape, summary.missing))
        yield from self._bullets("heading.protections", map(_line, summary.protections))
        yield from self._bullets("heading.suppressed", map(_line, summary.suppressed))
        if summary.check_counts:
            yield from self._heading("heading.checks", summary.check_counts)
            if summary.checks:
                yield from _table([words[f"label.{name}"] for name in ("check", "outcome", "reason")], summary.checks)
            if summary.unassessed:
                yield from (*(f"- {escape(text)}" for text in summary.unassessed), "")
        yield from self._actions()
        yield from self._checklist()
        yield from self._bullets("heading.law", (escape(str(provision)) for provision in summary.law))
        yield from ("---", "", f"*{words['disclaimer']}*", "", escape(summary.made_by))

    def _headline(self) -> Iterator[str]:
        summary, words = self._summary, self._words
        colon = words["colon"]
        yield from (f"**{summary.verdict}**{colon}{escape(summary.sentence)}", "")
        for caution in summary.cautions:
            yield from (f"**{caution}**", "")
        score = words["score.none"] if summary.score is None else words["score.of"].format(score=summary.score)
        yield f"- {words['label.deposit']}{colon}{escape(summary.deposit)}"
        yield f"- {words['label.score']}{colon}{score}{words['note.join']}{words['score.scale']}"
        if summary.drivers:
            yield f"- {words['label.drivers']}{colon}{escape(words['list.join'].join(map(str, summary.drivers)))}"
        yield ""

    def _problem(self, number: int, problem: Problem) -> Iterator[str]:
        words = self._words
        colon = words["colon"]
        severity = words[f"severity.{problem.severity}"]
        yield from (f"{'#' * (self._level + 2)} {number}\\. \\[{severity}\\] {escape(problem.title)}", "")
        for said in filter(None, (problem.message, problem.why)):
            yield from (escape(said), "")
        for quote in problem.quotes:
            yield from (f"> {escape(quote.text)}", ">", f"> {escape(quote.place or problem.place)}", "")
        if problem.searched and not problem.quotes:
            yield from (f"{words['label.searched']}{colon}{escape(problem.searched)}", "")
        if problem.advice:
            yield from (f"**{words['label.advice']}**{colon}{escape(problem.advice)}", "")
        if problem.law:
            yield from (f"{words['label.law']}{colon}{escape(words['list.join'].join(problem.law))}", "")

    def _moment(self, moment: Moment) -> str:
        day = moment.day or self._words["timeline.no_day"]
        line = _line(Line(moment.detail, moment.place))
        return f"**{escape(moment.title)}** \\[{day}\\]{self._words['colon']}{line}"

    def _fees(self) -> Iterator[str]:
        summary, words = self._summary, self._words
        if not summary.fees:
            return
        yield from self._heading("heading.fees")
        heads = [words[f"label.{name}"] for name in ("fee", "charge", "note", "place")]
        example = summary.example
        if example is None:
            yield from _table(heads, [(fee.name, fee.charge, fee.note, fee.place) for fee in summary.fees])
        else:
            heads.insert(3, words["page.a_year"])
            rows = [(fee.name, fee.charge, fee.note, _a_year(fee, words["colon"]), fee.place) for fee in summary.fees]
            yield from (f"{words['page.example']} {escape(example.assumed)}", "")
            yield from _table(heads, rows)
        for note in summary.fee_notes:
            yield from (escape(note), "")
        if example is not None:
            share = words["example.share"].format(amount=example.share_amount)
            yield f"- **{words['example.yearly']}{words['colon']}{example.yearly}**{words['clause.join']}{share}"
            if example.once:
                once = f"{words['example.once_sum']} {example.once}"
                yield f"- {words['example.first_year']}{words['colon']}{example.first_year}{words['clause.join']}{once}"
            yield from (*(f"- {escape(note)}" for note in example.notes), "")

    def _actions(self) -> Iterator[str]:
        words = self._words
        if not self._summary.actions:
            return
        yield from self._heading("heading.actions")
        for number, step in enumerate(self._summary.actions, 1):
            due = f" \\[{words['label.due']} {step.due}\\]" if step.due else ""
            law = (
                f" {words['label.law']}{words['colon']}{escape(words['list.join'].join(step.law))}" if step.law else ""
            )
            done = f" \\[{words['label.done']}\\]" if step.done else ""
            yield f"{number}. **{escape(step.title)}**{due}{done}{words['colon']}{escape(step.detail)}{law}"
            if step.timing:
                yield f"   - {words['label.when']}{words['colon']}{escape(step.timing)}"
            if step.channel:
                yield f"   - {words['label.where']}{words['colon']}{escape(step.channel)}"
        yield ""

    def _checklist(self) -> Iterator[str]:
        if not self._summary.checklist:
            return
        yield from self._heading("heading.checklist", escape(self._words["checklist.legend"]))
        for group in self._summary.checklist:
            yield from (f"**{escape(group.title)}**", "")
            for proof in group.proofs:
                mark = "x" if proof.ticked else " "
                needed = "\\[\\!\\] " if proof.needed else ""
                note = f" ({escape(proof.note)})" if proof.note else ""
                yield f"- [{mark}] {needed}{escape(proof.text)}{note}"
            yield ""

    def _bullets(self, key: str, items: Iterable[str]) -> Iterator[str]:
        lines = [f"- {item}" for item in items]
        if lines:
            yield from self._heading(key)
            yield from (*lines, "")

    def _heading(self, key: str, note: str = "") -> Iterator[str]:
        yield from (f"{'#' * (self._level + 1)} {self._words[key]}", "")
        if note:
            yield from (note, "")


def _a_year(fee: FeeRow, colon: str) -> str:
    return f"{fee.reckoning}{colon}{fee.a_year}" if fee.reckoning else fee.a_year


def _line(line: Line) -> str:
    text = escape(line.text)
    return f"{text} ({escape(line.place)})" if line.place else text
