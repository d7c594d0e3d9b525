"""The verdict in many voices: the same few meanings in the words of contracts, slips and apps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from contract_scan import scan

PAPER = (
    "POS机使用协议\n甲方：某某支付有限公司\n乙方：某某商行\n鉴于甲方为乙方提供收单服务，双方约定如下：\n"
    "第一条 甲方向乙方提供终端一台{charge}。\n第二条 {terms}\n第九条 争议由甲方所在地人民法院管辖。\n"
)
APP = (
    "用户服务协议\n欢迎使用闪收宝。本协议由您与某某科技有限公司（以下简称“我们”）签订。\n"
    "一、您领取刷卡器时，我们会向您收取{charge}。\n二、{terms}\n"
    "九、本协议适用中华人民共和国法律，争议由我们所在地法院管辖。\n"
)


def ways() -> Iterator[tuple[str, str]]:
    data = yaml.safe_load(Path(__file__).with_suffix("").with_name("ways_of_saying.yaml").read_text("utf-8"))
    for verdict, entries in data.items():
        for entry in entries:
            if "app" in entry:
                yield verdict, APP.format(charge=entry["charge"], terms=entry["app"])
            elif "free" in entry:
                yield verdict, PAPER.format(charge="", terms=entry["free"])
            else:
                yield verdict, PAPER.format(charge="，乙方交纳押金300元", terms=entry["terms"])


@pytest.mark.parametrize(("verdict", "text"), list(ways()))
def test_the_verdict_is_the_same_in_other_words(verdict: str, text: str) -> None:
    assert scan(text).refund.verdict == verdict
