"""Many contracts at a glance: one row each, the worst first, and what could not be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from contract_scan.model.ranking import VERDICT_ORDER, severities, verdict_of
from contract_scan.model.report import ContractReport, ScanRecord
from contract_scan.render.phrases import Lang, Phrases, phrases
from contract_scan.render.safe import inert
from contract_scan.render.summary import VERDICT_TONES
from contract_scan.render.text import STYLES, to_text
from contract_scan.render.trouble import problem_lines
from contract_scan.render.wording import Wording
from contract_scan.render.wrap import GLUE, Paragraph

__all__ = ["Row", "render_table", "row", "table_view"]


@dataclass(frozen=True, slots=True)
class Row:
    """What the table says of one input. `problems` is empty for a file that was read whole."""

    path: str
    verdict: str
    score: int | None
    deposit: str
    high: int
    medium: int
    problems: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """Sort key: the worst first."""
        return (VERDICT_ORDER.index(self.verdict), -(self.score or 0), -self.high, -self.medium, self.path)


def row(record: ScanRecord, *, lang: Lang = "zh") -> Row:
    """Return the row of one record. It is small: records of thousands of files need not be kept."""
    words, report = phrases(lang), record.report
    counts = severities(record)
    return Row(
        path=inert(record.path),
        verdict=verdict_of(record),
        score=report.refund.score if report else None,
        deposit=_deposit(report, words),
        high=counts["high"],
        medium=counts["medium"],
        problems=tuple(problem_lines(record, lang=lang)),
    )


def _deposit(report: ContractReport | None, words: Phrases) -> str:
    if report is None or report.deposit.exists is None:
        return "-"
    if not report.deposit.exists:
        return words["verdict.no_deposit"]
    return Wording(report, words).deposit_amounts(report.deposit, as_range=True)


def render_table(rows: Iterable[Row], *, lang: Lang = "zh", width: int = 80) -> str:
    """Return the table as plain text, `width` terminal cells wide."""
    return to_text(table_view(rows, lang=lang), width=width)


def table_view(rows: Iterable[Row], *, lang: Lang = "zh") -> RenderableType:
    """Return the table of many contracts as a rich renderable."""
    words = phrases(lang)
    ordered = sorted(rows, key=lambda item: item.rank)
    folder = _common_folder([item.path for item in ordered])
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), collapse_padding=True, header_style="bold"
    )
    table.add_column(words["label.verdict"], no_wrap=True)
    table.add_column(words["label.points"], justify="right", no_wrap=True)
    table.add_column(words["label.deposit"], max_width=18)
    table.add_column(words["label.high"], justify="right", no_wrap=True)
    table.add_column(words["label.medium"], justify="right", no_wrap=True)
    table.add_column(words["label.file"])
    for item in ordered:
        style = STYLES[VERDICT_TONES[item.verdict]]
        # Half a file read, or a high risk beside the deposit, is never green.
        style = STYLES["doubtful"] if (item.problems or item.high) and style == STYLES["good"] else style
        table.add_row(
            Text(words[f"verdict.{item.verdict}"], style=f"bold {style}"),
            Text("-" if item.score is None else str(item.score), style=style),
            Paragraph(Text(item.deposit)),
            Text(str(item.high or "-"), style=STYLES["bad"] if item.high else "dim"),
            Text(str(item.medium or "-"), style=STYLES["doubtful"] if item.medium else "dim"),
            Paragraph(Text(item.path.removeprefix(folder))),
        )
    parts: list[RenderableType] = [Paragraph(_counts(ordered, folder, words)), Text(), table]
    not_whole = [item for item in ordered if item.problems]
    if not_whole:
        heading = f"{words['heading.not_whole']}  {words['counts.files'].format(count=len(not_whole))}"
        parts += [Text(), Paragraph(Text(heading, style="bold"))]
        parts += [Padding(_not_whole(item), (0, 0, 0, 2)) for item in sorted(not_whole, key=lambda item: item.path)]
    if any(item.verdict == "not_assessed" for item in ordered):
        parts += [Text(), Paragraph(Text(words["not_assessed.caution"], style=STYLES["unknown"]))]
    return Group(*parts, Text(), Paragraph(Text(words["disclaimer"], style="dim")))


def _common_folder(paths: list[str]) -> str:
    """Return the folder, with its last separator, that all of several paths lie in; said once, it leaves room."""
    if len(paths) < 2:
        return ""
    first, last = min(paths), max(paths)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False)))
    return first[: max(first.rfind("/", 0, shared), first.rfind("\\", 0, shared)) + 1]


def _counts(rows: list[Row], folder: str, words: Phrases) -> Text:
    counts = Counter(item.verdict for item in rows)
    text = Text(words["heading.overview"], style="bold")
    parts = [folder] if folder else []
    parts.append(words["counts.files"].format(count=len(rows)))
    parts += [f"{words[f'verdict.{verdict}']}{GLUE}{counts[verdict]}" for verdict in VERDICT_ORDER if counts[verdict]]
    return text.append("  " + f"{GLUE}· ".join(parts), style="not bold")


def _not_whole(item: Row) -> RenderableType:
    text = Text("- ").append(item.path, style="bold")
    for problem in item.problems:
        text.append(f"  {problem}", style=STYLES["bad"])
    return Paragraph(text, hang=2)
