"""What is a charge and what is none, in words that stand near each other."""

from __future__ import annotations

import pytest

from contract_scan import scan

PAPER = (
    "商户服务协议\n甲方：某某支付有限公司（收单机构）\n乙方：某某商行（特约商户）\n第一条 甲方向乙方提供终端一台。\n"
    "第三条 费用\n{clause}\n第九条 争议由甲方所在地人民法院管辖。"
)
SAID: list[tuple[str, list[tuple[str | None, str | None]]]] = [
    ("乙方应交保证金1000元，并支付10%的商品销售额作为佣金。", [("0.1", None)]),
    ("乙方每月按8%的营业额作为技术服务费支付。", [("0.08", None)]),
    ("乙方按销售额的12%交纳管理费。", [("0.12", None)]),
    ("租金总额：8699", [(None, "8699")]),
    ("旅行意外保险100美金", [(None, "100")]),
    ("甲方收取200元装机费用，押金300元。", [(None, "200")]),
    ("乙方月销售额达到10%的增长。", []),
    ("服务期内，未超过服务费3%的增减项不另计。", []),
    ("乙方未还机的，押金不退，并收取300元赔偿费用。", []),
]


@pytest.mark.parametrize(("clause", "charges"), SAID)
def test_charges_are_told_from_what_is_none(clause: str, charges: list[tuple[str | None, str | None]]) -> None:
    fees = scan(PAPER.format(clause=clause)).fees
    found = [(fee.rate and str(fee.rate), fee.amount and str(fee.amount)) for fee in fees]
    assert [tuple(None if part is None else float(part) for part in one) for one in found] == [
        tuple(None if part is None else float(part) for part in one) for one in charges
    ]
