"""A merged cell is written once; each column of each row knows the cell that covers it, also from above."""

from __future__ import annotations

import pytest

from contract_scan import Scanner
from contract_scan.extract import extract
from contract_scan.model.document import BlockKind, Document
from contract_scan.sources import as_source
from support.wordml import cell, package, paragraph, table

_LEAD = (
    "特约商户收单服务协议",
    "甲方（收单机构）：某某支付有限公司",
    "乙方（特约商户）：____",
    "第一条 乙方应当遵守本协议。",
    "第三条 收费标准",
)
_HEAD = ("商户类别", "借记卡", "贷记卡")
_ROWS = ("标准类", "0.5%", "0.6%"), (None, "0.45%", "0.55%"), ("优惠类", "0.38%", None)


def _word() -> bytes:
    rows = [
        "".join(cell(text) for text in _HEAD),
        cell("标准类", props='<w:vMerge w:val="restart"/>') + cell("0.5%") + cell("0.6%"),
        cell("", props="<w:vMerge/>") + cell("0.45%") + cell("0.55%"),
        cell("优惠类") + cell("0.38%", props='<w:gridSpan w:val="2"/>'),
    ]
    lead = "".join(paragraph(line) for line in _LEAD)
    return package(lead + table(*rows))


def _web() -> bytes:
    return (
        "<!doctype html><meta charset=utf-8>" + "".join(f"<p>{line}</p>" for line in _LEAD) + "<table>"
        "<tr><th>商户类别<th>借记卡<th>贷记卡"
        "<tr><td rowspan=2>标准类<td>0.5%<td>0.6%<tr><td>0.45%<td>0.55%"
        "<tr><td>优惠类<td colspan=2>0.38%</table>"
    ).encode()


def _rows(document: Document) -> list[tuple[str, ...]]:
    return [
        tuple(document.quote(*column) for column in block.columns or block.cells)
        for block in document.blocks
        if block.kind is BlockKind.TABLE_ROW
    ]


@pytest.mark.parametrize("make", [_word, _web])
def test_every_column_knows_its_cell(make) -> None:
    document = extract(as_source(make()))
    assert _rows(document) == [
        _HEAD,
        ("标准类", "0.5%", "0.6%"),
        ("标准类", "0.45%", "0.55%"),
        ("优惠类", "0.38%", "0.38%"),
    ]
    assert document.text.count("标准类") == 1
    assert document.text.count("0.38%") == 1


@pytest.mark.parametrize("make", [_word, _web])
def test_fees_beside_a_merged_label_keep_their_card(make) -> None:
    fees = Scanner().scan(make()).fees
    found = {(str(fee.rate), fee.card_type) for fee in fees}
    assert {("0.0045", "借记卡"), ("0.0055", "贷记卡")} <= found
