"""Ruled and borderless tables."""

from __future__ import annotations

import io

import pytest

from contract_scan.model.document import BlockKind, Document

_ROWS = [
    ["交易类型", "费率", "封顶"],
    ["借记卡", "0.5%", "20元"],
    ["贷记卡", "0.6%", "不封顶"],
    ["扫码支付", "0.38%", "不封顶"],
]


def rows(document: Document) -> list[list[str]]:
    return [
        [document.quote(start, end) for start, end in block.cells]
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


def paint(painter, table, x=70, y=200, width=110, pitch=24):
    columns = len(table[0])
    painter.grid([x + width * i for i in range(columns + 1)], [y + pitch * i for i in range(len(table) + 1)])
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            painter.text(x + width * c + 4, y + pitch * r + 16, cell, 11)


def test_ruled_table_in_the_flow(painter, read):
    painter.text(70, 100, "第三条 费用")
    paint(painter, _ROWS)
    painter.text(70, 400, "第四条 押金")
    document = read(painter.data())
    assert rows(document) == _ROWS
    kinds = [block.kind for block in document.blocks]
    assert kinds == [BlockKind.PARAGRAPH, *[BlockKind.TABLE_ROW] * 4, BlockKind.PARAGRAPH]
    assert [block.row for block in document.blocks[1:5]] == [0, 1, 2, 3]
    assert document.text.splitlines()[2] == "借记卡 | 0.5% | 20元"


def test_cells_that_stand_close_are_parted_at_the_border(painter, read):
    table = [["押金金额人民", "299元整", "一次性"], ["设备押金人民", "500元整", "一次性"]]
    paint(painter, table, width=71)
    assert rows(read(painter.data())) == table


def test_merged_cell_is_written_once(painter, read):
    line = painter.canvas.line
    for y in (200, 224, 248):
        line(70 if y != 224 else 180, 842 - y, 400, 842 - y)
    for x in (70, 180, 290, 400):
        line(x, 842 - 200, x, 842 - 248)
    painter.text(80, 228, "押金", 11)
    for column, texts in enumerate((("首年", "次年"), ("299元", "0元"))):
        for row, text in enumerate(texts):
            painter.text(185 + 110 * column, 216 + 24 * row, text, 11)
    assert rows(read(painter.data())) == [["押金", "首年", "299元"], ["次年", "0元"]]


def test_table_goes_on_over_the_page(painter, read):
    painter.text(70, 100, "费用表")
    paint(painter, _ROWS, y=690)
    painter.text(290, 830, "- 1 -", 9)
    painter.next_page()
    paint(painter, [_ROWS[0], ["云闪付", "0.3%", "不封顶"]], y=60)
    painter.text(290, 830, "- 2 -", 9)
    document = read(painter.data())
    assert rows(document) == [*_ROWS, ["云闪付", "0.3%", "不封顶"]]
    assert {block.table for block in document.blocks if block.kind is BlockKind.TABLE_ROW} == {0}
    assert [block.kind for block in document.blocks].count(BlockKind.HEADER) == 1


def test_frame_around_the_page_is_no_table(painter, read):
    painter.grid([50, 545], [60, 780])
    painter.text(70, 100, "第一条 押金")
    painter.text(70, 140, "押金不予退还。")
    assert [block.kind for block in read(painter.data()).blocks] == [BlockKind.PARAGRAPH] * 2


def test_borderless_fee_table(painter, read):
    painter.text(70, 100, "收费标准如下：")
    for r, row in enumerate(_ROWS):
        for c, cell in enumerate(row):
            painter.text(70 + 130 * c, 130 + 20 * r, cell, 11)
    painter.text(70, 240, "以上费率以系统显示为准。")
    assert rows(read(painter.data())) == _ROWS


def test_signature_block_is_no_table(painter, read):
    for number, text in enumerate(("（盖章）：", "法定代表人：", "日期：2025年1月1日")):
        painter.text(70, 100 + 30 * number, f"甲方{text}")
        painter.text(320, 100 + 30 * number, f"乙方{text}")
    document = read(painter.data())
    assert not rows(document)
    assert document.text.splitlines()[0] == "甲方（盖章）： 乙方（盖章）："


def test_chromium_table(chromium, read):
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in _ROWS)
    style = "table{border-collapse:collapse} td{border:1px solid black;padding:2px}"
    html = f"<meta charset=utf-8><style>{style}</style><p>前文</p><table>{cells}</table><p>后文</p>"
    document = read(chromium(html))
    assert rows(document) == _ROWS
    assert [document.blocks[0].kind, document.blocks[-1].kind] == [BlockKind.PARAGRAPH] * 2


def test_libreoffice_table_with_merged_cells_and_long_text(libreoffice, read, tmp_path):
    from docx import Document as Word

    long = "甲方累计交易量达到88万元且无违规行为的，押金予以退还；未达标的，押金不予退还。"
    word = Word()
    word.add_paragraph("费用表")
    table = word.add_table(rows=4, cols=3, style="Table Grid")
    for r, row in enumerate([*_ROWS[:3], ["押金", long, ""]]):
        for c, cell in enumerate(row):
            table.cell(r, c).text = cell
    table.cell(3, 1).merge(table.cell(3, 2))
    path = tmp_path / "table.docx"
    word.save(path)
    assert rows(read(libreoffice(path))) == [*_ROWS[:3], ["押金", long]]


def test_rules_of_a_page_whose_text_lies_in_a_form(painter, read):
    pikepdf = pytest.importorskip("pikepdf")
    paint(painter, _ROWS)
    for number in range(40):
        painter.text(70, 320 + 12 * number, f"第{number + 1}条", 9)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(painter.data())) as pdf:
        sheet = pikepdf.new()
        sheet.add_blank_page(page_size=(595, 842))
        sheet.pages[0].add_overlay(pdf.pages[0])
        sheet.save(out)
    assert rows(read(out.getvalue())) == _ROWS


def test_header_that_comes_back_in_the_next_column(chromium, read):
    cells = [_ROWS[0], *([f"第{number}档", f"{number}元", "不封顶"] for number in range(1, 60))]
    head, *rest = ("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    style = "table{border-collapse:collapse;width:100%} td{border:1px solid black;padding:2px}"
    document = read(
        chromium(
            f"<meta charset=utf-8><style>{style}</style><div style='columns:2'>"
            f"<table><thead>{head}</thead>{''.join(rest)}</table></div>"
        )
    )
    assert rows(document) == cells


def test_row_whose_inner_borders_are_left_out(painter, read):
    line = painter.canvas.line
    for number in range(5):
        line(70, 842 - 200 - 24 * number, 400, 842 - 200 - 24 * number)
    for x in (70, 400):
        line(x, 842 - 200, x, 842 - 296)
    for x in (180, 290):
        line(x, 842 - 224, x, 842 - 248)
        line(x, 842 - 272, x, 842 - 296)
    for r, row in enumerate(_ROWS):
        for c, cell in enumerate(row):
            painter.text(74 + 110 * c, 216 + 24 * r, cell, 11)
    assert rows(read(painter.data())) == _ROWS


def test_borderless_table_with_heads_to_the_left_and_figures_to_the_right(painter, read):
    table = [["项目", "单价（元）", "小计（元）"], ["终端", "1,299.00", "2,598.00"], ["押金", "299.00", "598.00"]]
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            shift = 100 - painter.width(cell, 11) if r and c else 0
            painter.text(70 + 150 * c + shift, 130 + 20 * r, cell, 11)
    assert rows(read(painter.data())) == table


def test_labels_to_the_left_of_the_grid(painter, read):
    for number, row in enumerate(_ROWS):
        painter.text(74, 216 + 24 * number, row[0], 11)
    paint(painter, [row[1:] for row in _ROWS], x=180)
    painter.text(70, 400, "以上费率以系统显示为准。")
    assert rows(read(painter.data())) == _ROWS


def test_first_column_without_lines(painter, read):
    for r, row in enumerate(_ROWS):
        for c, cell in enumerate(row):
            painter.text(74 + 110 * c, 216 + 24 * r, cell, 11)
    for number in range(5):
        painter.canvas.line(70 if number in (0, 1) else 180, 642 - 24 * number, 400, 642 - 24 * number)
    for x in (180, 290, 400):
        painter.canvas.line(x, 642, x, 546)
    assert rows(read(painter.data())) == _ROWS
