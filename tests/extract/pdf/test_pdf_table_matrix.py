"""Fee tables in many looks, and pages that look like tables and are none."""

from __future__ import annotations

import pytest

from contract_scan.model.document import BlockKind, Document
from support.painting import agreement
from support.tables import AFTER, BEFORE, MERGED, SHEETS, pages_of, paint, rows_of, shown_rows_of

_FIELDS = ("商户名称", "法定代表人", "经营地址", "开户银行", "账号")
_LINE = "border-bottom:1px solid black"
_CLAUSES = "".join(f"<p>{text}</p>" for text in agreement(9))
_COLUMNS = "columns:2;column-gap:30px;text-align:justify"
_NO_TABLES = {
    "frame": f"<div style='border:1px solid black;padding:10pt'>{_CLAUSES}</div>",
    "frames": "<div style='border:1px solid black;margin:4pt'><p>押金299元</p><p>不予退还</p></div>" * 5,
    "blanks": "".join(f"<p>{name}：________________ 电话：____________</p>" for name in _FIELDS),
    "filled blanks": "".join(
        f"<p>{name}：<span style='display:inline-block;width:150pt;{_LINE}'>某某{number}</span>"
        f" 电话：<span style='{_LINE}'>1380000000{number}</span></p>"
        for number, name in enumerate(_FIELDS)
    ),
    "rules between paragraphs": _CLAUSES.replace("</p><p>", "</p><hr><p>"),
    "underlined headings": _CLAUSES.replace("<p>第", f"<p style='{_LINE}'>第"),
    "two columns": f"<div style='{_COLUMNS}'>{_CLAUSES}</div>",
    "ruled columns": f"<div style='{_COLUMNS};column-rule:1px solid black;border:solid black;border-width:1px 0'>"
    f"{_CLAUSES}</div>",
    "contents": "".join(
        f"<div style='display:flex'><span style='flex:1'>第{number}条 总则</span><span>{number}</span></div>"
        for number in range(1, 9)
    ),
    "contents with titles apart": "<table>"
    + "".join(
        f"<tr><td>第{number}章</td><td>{title}</td><td>{number}</td></tr>"
        for number, title in enumerate(("总则", "押金", "费用", "违约责任"), 1)
    )
    + "</table>",
    "options": "".join(f"<p>□ 借记卡　　□ 贷记卡　　□ 扫码支付{number}</p>" for number in range(4)),
    "list": "".join(
        f"<div style='display:flex'><div style='width:20%'>1.{number}</div><div style='width:80%'>{text}</div></div>"
        for number, text in enumerate(agreement(3))
    ),
    "parties": "<table>"
    + "".join(f"<tr><td>甲方{name}：某某{name}1</td><td>乙方{name}：某某{name}2</td></tr>" for name in _FIELDS)
    + "</table>",
}


@pytest.fixture(scope="module")
def sheets(chromium, read) -> Document:
    """Every sheet on a page of its own."""
    return read(chromium(pages_of((sheet.html, sheet.style) for sheet in SHEETS)))


@pytest.mark.parametrize(("number", "sheet"), list(enumerate(SHEETS, 1)), ids=[sheet.name for sheet in SHEETS])
def test_table_in_a_look(sheets, number, sheet):
    assert rows_of(sheets, number) == sheet.rows
    assert [sheets.quote(b.start, b.end) for b in sheets.blocks if b.kind is BlockKind.PARAGRAPH].count(AFTER) == 15


def test_merged_cell_is_shown_in_each_of_its_places(sheets):
    number = [sheet.table for sheet in SHEETS].index(MERGED) + 1
    upper, lower, *_ = shown_rows_of(sheets, number)
    assert upper == ["商户类别", "借记卡", "借记卡", "贷记卡", "贷记卡"]
    assert lower == ["商户类别", "费率", "封顶", "费率", "封顶"]
    assert shown_rows_of(sheets, number)[3] == ["标准类", "0.45%", "18元", "0.55%", "不封顶"]
    assert len(set(shown_rows_of(sheets, number)[5])) == 1
    assert sheets.text.count("商户类别") == 1


def test_what_is_no_table(chromium, read):
    document = read(chromium(pages_of((markup, "") for markup in _NO_TABLES.values())))
    assert rows_of(document) == []


def test_word_table_printed_by_libreoffice(libreoffice, read, tmp_path):
    """Cells merged both ways, one column far narrower than its text, and a row that the page's end splits."""
    from docx import Document as Word

    word = Word()
    for text in [BEFORE] * 13:
        word.add_paragraph(text)
    table = word.add_table(rows=5, cols=3, style="Table Grid")
    long = "交易满88万元，终端完好，附件齐全，没有拆改，没有欠费，也没有未处理完的调单；" * 4
    texts = [["项目", "说明", "金额"], ["押金", long, "299元"], ["", "遗失终端的，押金不退", "0元"]]
    texts += [["备注", "", ""], ["服务费", "按年收取，到期前一个月内支付", "36元"]]
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(3, 0).merge(table.cell(3, 2))
    path = tmp_path / "table.docx"
    word.save(path)
    document = read(libreoffice(path))
    assert document.page_count == 2
    assert rows_of(document) == [[text for text in row if text] for row in texts]
    assert shown_rows_of(document)[2] == ["押金", *texts[2][1:]]
    row = next(block for block in document.blocks if block.row == 1)
    assert {region.page for region in document.layout.regions(row.start, row.end)} == {1, 2}
    assert len({block.table for block in document.blocks if block.kind is BlockKind.TABLE_ROW}) == 1


def test_row_longer_than_a_page(libreoffice, read, tmp_path):
    from docx import Document as Word

    word = Word()
    long = "交易满88万元，终端完好，附件齐全，没有拆改，没有欠费，也没有未处理完的调单；" * 50
    texts = [["项目", "说明", "金额"], ["押金", long, "299元"], ["服务费", "按年收取", "36元"]]
    table = word.add_table(rows=3, cols=3, style="Table Grid")
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    path = tmp_path / "long.docx"
    word.save(path)
    document = read(libreoffice(path))
    assert document.page_count > 2
    assert rows_of(document) == texts


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_table_drawn_sideways(painter, read, angle):
    painter.canvas.translate(297, 421)
    painter.canvas.rotate(angle)
    painter.canvas.translate(-297, -421)
    paint(painter, MERGED, y=200)
    painter.text(60, 400, BEFORE[:30])
    document = read(painter.data())
    assert rows_of(document) == [[cell if isinstance(cell, str) else cell[0] for cell in row] for row in MERGED]
