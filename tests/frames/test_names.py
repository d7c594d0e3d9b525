"""An agreement's own names for its deposit, and what names none."""

from __future__ import annotations

from contract_scan import Scanner

TEXT = (
    "商家入驻协议\n平台方：某某网络科技有限公司（以下简称“百宝金”）\n商家：某某餐馆\n"
    "一、商家应按“百宝金”公示的标准向“百宝金”支付平台使用费、保证金等费用。\n"
    "二、商家将保证金2000元支付至“百宝金”指定账户，合作终止后三十日内退还。\n"
    "三、百宝金有权调整页面的布局。\n四、百宝金按月向商家提供报表。\n"
)


def test_a_party_whose_name_ends_like_a_sum_is_no_deposit() -> None:
    report = Scanner().scan(TEXT)
    quotes = [finding.evidence[0].quote for finding in report.findings if finding.kind == "deposit"]
    assert quotes
    assert not any("布局" in quote or "报表" in quote for quote in quotes)
    assert report.deposit.name == "保证金"
