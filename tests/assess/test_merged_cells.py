"""What merged cells of printed tables say of each row and column that they stand in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contract_scan import ContractReport, Scanner
from support.painting import Painter
from support.tables import MERGED, paint

_PARTIES = ("甲方：某某支付有限公司", "乙方（商户）：")


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner()


def report(scanner: Scanner, what: str, table) -> ContractReport:
    painter = Painter()
    for number, text in enumerate((*_PARTIES, f"第一条 {what}", f"乙方应当按照下表向甲方支付{what}：")):
        painter.text(60, 50 + 20 * number, text)
    paint(painter, table)
    return scanner.scan(painter.data())


def test_heads_over_heads(scanner):
    fees = {(fee.name, fee.card_type, fee.rate, fee.cap) for fee in report(scanner, "手续费", MERGED).fees}
    assert fees == {
        ("标准类", "借记卡", Decimal("0.005"), Decimal("20.00")),
        ("标准类", "贷记卡", Decimal("0.006"), None),
        ("标准类", "借记卡", Decimal("0.0045"), Decimal("18.00")),
        ("标准类", "贷记卡", Decimal("0.0055"), None),
        ("优惠类", "借记卡", Decimal("0.0038"), Decimal("16.00")),
        ("优惠类", "贷记卡", Decimal("0.0045"), None),
    }


def test_label_of_several_rows(scanner):
    table = (
        ("商户", "卡种", "费率"),
        (("标准类", 2, 1), "借记卡", "0.5%"),
        ("贷记卡", "0.6%"),
    )
    fees = [(fee.card_type, fee.rate) for fee in report(scanner, "手续费", table).fees]
    assert fees == [("借记卡", Decimal("0.005")), ("贷记卡", Decimal("0.006"))]


def test_deposit_in_a_row_under_a_merged_cell(scanner):
    table = (
        ("类型", "机型", "押金", "流量费"),
        (("终端", 2, 1), "传统POS", "199元/台", "36元/年"),
        ("智能POS", "299元/台", "48元/年"),
    )
    found = report(scanner, "押金", table)
    assert set(found.deposit.amounts) == {Decimal(199), Decimal(299)}
