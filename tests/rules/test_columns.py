"""What the heads of a table's columns say of its rows."""

from __future__ import annotations

import pytest

from contract_scan import Scanner

HEAD = (
    "POS终端租赁合同\n甲方：某某公司\n乙方：某某店\n"
    "第一条 甲方向乙方出租POS终端，乙方交押金300元，退机时退还。\n附件：设备清单\n"
)


def kinds(table: str, row: str) -> set[str]:
    """The kinds of the findings that quote a row."""
    report = Scanner().scan(HEAD + table)
    return {f.kind for f in report.findings for e in f.evidence if row in e.quote}


@pytest.mark.parametrize("stroke", ["|", "｜", "‖"])
def test_a_figure_under_a_price_is_a_charge(stroke: str) -> None:
    table = "序号 | 名称 | 台数 | 月租（元）\n1 | 双屏收银机 | 2 | 168\n2 | 扫码盒 | 1 | 15\n".replace("|", stroke)
    assert "fee" in kinds(table, "扫码盒")


def test_a_table_without_a_price_has_no_charges() -> None:
    assert "fee" not in kinds("序号 | 名称 | 台数 | 序列号\n1 | 双屏收银机 | 2 | 168\n", "双屏收银机")


def test_another_table_has_heads_of_its_own() -> None:
    table = "名称 | 月租（元）\n收银机 | 168\n交接记录：\n部件 | 序列号\n收银盒 | 168\n"
    assert "fee" not in kinds(table, "收银盒")
