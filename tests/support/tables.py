"""Tables as agreements have them, their rows as they should be read, and web pages and Word files that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from contract_scan.model.document import Block, BlockKind, Document
from support.painting import Painter

__all__ = [
    "AFTER",
    "BEFORE",
    "FEES",
    "MERGED",
    "NOTES",
    "SHEETS",
    "Sheet",
    "pages_of",
    "paint",
    "rows_of",
    "shown_rows_of",
]

#: A cell is its text, or its text with the rows and columns that it spans.
Cell = str | tuple[str, int, int]

BEFORE = "甲方累计交易量达到88万元且无违规行为的，押金予以退还；未达标的，押金不予退还，视为甲方自愿放弃。"
AFTER = "本协议自双方签字盖章之日起生效，有效期三年，期满前30日内任何一方未提出异议的，自动续期一年。"

FEES = (
    ("项目", "费率", "封顶", "备注"),
    ("借记卡", "0.5%", "20元", "标准类"),
    ("贷记卡", "0.6%", "不封顶", "标准类"),
    ("扫码支付", "0.38%", "不封顶", "优惠类"),
    ("押金", "299元", "", "一次性收取"),
)
MERGED: tuple[tuple[Cell, ...], ...] = (
    (("商户类别", 2, 1), ("借记卡", 1, 2), ("贷记卡", 1, 2)),
    ("费率", "封顶", "费率", "封顶"),
    (("标准类", 2, 1), "0.5%", "20元", "0.6%", "不封顶"),
    ("0.45%", "18元", "0.55%", "不封顶"),
    ("优惠类", "0.38%", "16元", "0.45%", "不封顶"),
    (("备注：以上费率自开通之日起执行", 1, 5),),
)
NOTES = (
    ("项目", "标准", "备注"),
    ("借记卡", "0.5%", "按交易金额计收，不足0.01元的按0.01元计收，节假日不停止结算，另有约定的除外。"),
    ("贷记卡", "0.6%", "按交易金额计收，不足0.01元的按0.01元计收；" * 3),
    ("押金", "299元", "交易量满88万元后30个工作日内退还；未满的不予退还。"),
)
_PRICES = (
    ("项目", "单价（元）", "数量", "小计（元）"),
    ("POS终端", "1,299.00", "2", "2,598.00"),
    ("押金", "299.00", "2", "598.00"),
    ("流量费", "36.00", "12", "432.00"),
    ("合计", "", "", "3,628.00"),
)
_GRID = "td{border:1px solid black}"
_LINES = "table{border:solid black;border-width:1.5pt 0} tr:first-child td{border-bottom:1px solid black}"
_INNER = (
    f"{_GRID} td:first-child{{border-left:none}} td:last-child{{border-right:none}}"
    " tr:first-child td{border-top:none} tr:last-child td{border-bottom:none}"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table in one look, between two paragraphs."""

    name: str
    table: Sequence[Sequence[Cell]]
    style: str

    @property
    def html(self) -> str:
        return f"<p>{BEFORE}</p>{_markup(self.table)}<p>{AFTER}</p>"

    @property
    def rows(self) -> list[list[str]]:
        """The texts of each row, a merged cell in its first one."""
        texts = ([cell if isinstance(cell, str) else cell[0] for cell in row] for row in self.table)
        return [[text for text in row if text] for row in texts]


SHEETS = (
    Sheet("grid", FEES, _GRID),
    Sheet("merged cells", MERGED, _GRID),
    Sheet("broken cells", NOTES, f"{_GRID} td:last-child{{width:60%}}"),
    Sheet("dashes", FEES, "td{border:1px dashed #666}"),
    Sheet("double lines", FEES, "td{border:3px double black}"),
    Sheet("cells apart", FEES, f"{_GRID} table{{border-collapse:separate;border-spacing:5px}}"),
    Sheet("inner lines", FEES, _INNER),
    Sheet("figures to the right", _PRICES, f"{_GRID} td+td{{text-align:right}}"),
    Sheet("three lines", FEES, _LINES),
    Sheet("three lines, broken cells", NOTES, f"{_LINES} td:last-child{{width:60%}}"),
    Sheet("bands", FEES, "tr:nth-child(even) td{background:#eee}"),
    Sheet("white space", FEES, ""),
    Sheet("white space, broken cells", NOTES, "td:last-child{width:60%}"),
    Sheet("white space, figures to the right", _PRICES, "td+td{text-align:right}"),
    Sheet("white space, close", NOTES, "td{vertical-align:top;padding:0 6pt} td:last-child{width:60%}"),
)


def pages_of(sections: Iterable[tuple[str, str]]) -> str:
    """Return a web page that prints each section, its markup and its style, on pages of its own."""
    body, styles = [], []
    for number, (markup, style) in enumerate(sections):
        body.append(f"<section class=s{number}>{markup}</section>")
        styles.append(f".s{number}{{{style}}}")
    return (
        "<!DOCTYPE html><html><head><meta charset=utf-8><style>@page{size:A4;margin:2cm}"
        "body{font:10.5pt 'Noto Sans CJK SC'} section{break-after:page}"
        "table{border-collapse:collapse;width:100%} td{padding:2pt 6pt}"
        f"{''.join(styles)}</style></head><body>{''.join(body)}</body></html>"
    )


def _markup(table: Sequence[Sequence[Cell]]) -> str:
    return "<table>" + "".join("<tr>" + "".join(map(_cell, row)) + "</tr>" for row in table) + "</table>"


def _cell(cell: Cell) -> str:
    text, rows, columns = (cell, 1, 1) if isinstance(cell, str) else cell
    return f"<td rowspan={rows} colspan={columns}>{text}</td>"


def paint(painter: Painter, table: Sequence[Sequence[Cell]], x: float = 60, y: float = 150) -> None:
    """Paint a table, each cell with its border; x and y are its top left corner, in points from the page's."""
    width, height = 95, 24
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table):
        column = 0
        for cell in cells:
            text, rows, columns = (cell, 1, 1) if isinstance(cell, str) else cell
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + across) for down in range(rows) for across in range(columns)}
            left, top = x + width * column, y + height * row
            painter.canvas.rect(left, 842 - top - height * rows, width * columns, height * rows)
            painter.text(left + 4, top + height * rows / 2 + 4, text, 10)


def rows_of(document: Document, page: int | None = None) -> list[list[str]]:
    """Return the texts of the cells of each table row (of one page), without empty ones."""
    return [[text for text in row if text] for row in _texts(document, page, lambda block: block.cells)]


def shown_rows_of(document: Document, page: int | None = None) -> list[list[str]]:
    """Return what each column of each table row shows, the text of merged cells in all of their places."""
    return _texts(document, page, lambda block: block.columns)


def _texts(
    document: Document, page: int | None, ranges: Callable[[Block], Sequence[tuple[int, int]]]
) -> list[list[str]]:
    return [
        [document.quote(*place) for place in ranges(block)]
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW and page in (None, document.page_at(block.start))
    ]
