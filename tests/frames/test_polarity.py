"""Whether it is denied, and whether it must, may or must not be done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from contract_scan.frames import Frame, Reading
from contract_scan.frames.polarity import clause_bounds

Read = Callable[..., tuple[Reading, ...]]


def frame(read: Read, text: str, predicate: str = "return") -> Frame:
    frames = [f for reading in read(text) for f in reading.frames if f.predicate == predicate]
    assert frames, [f for reading in read(text) for f in reading.frames]
    return frames[-1]


@pytest.mark.parametrize(
    ("text", "negative"),
    [
        ("甲方应退还押金。", False),
        ("押金予以退还。", False),
        ("押金全额退还。", False),
        ("押金到期就退。", False),
        ("押金不予退还。", True),
        ("甲方无退还押金的义务。", True),
        ("押金不支持退。", True),
        ("押金不在退还范围之内。", True),
        ("乙方放弃取回押金的权利。", True),
        ("押金一经支付，不因乙方停用而退还。", True),
        ("乙方不得以任何形式索回押金。", True),
        ("甲方负有退还押金的义务。", False),
        ("押金不退。", True),
        ("押金概不退还。", True),
        ("押金一律不退。", True),
        ("押金恕不退还。", True),
        ("押金交了拿不回来。", True),
        ("寄回终端，押金不产生任何退款。", True),
        ("押金不再返还。", True),
        ("押金无法退还。", True),
        ("甲方不得退还押金。", True),
        ("甲方拒绝退还押金。", True),
        ("甲方拒不退还押金。", True),
        ("甲方无须退还押金。", True),
        ("甲方不承诺退还押金，也不予全额退还押金。", True),
        ("乙方无权要求退还押金。", True),
        ("乙方不得要求甲方退还押金。", True),
        ("乙方不得以任何理由请求甲方退还押金。", True),
        ("商户不得以停业为由申请退还押金。", True),
        ("甲方不得以乙方未申请为由不退还押金。", False),
        ("甲方不得拒绝退还押金。", False),
        ("甲方不得以交易量不足为由不予退还押金。", False),
        ("甲方不得以任何理由拒绝退还押金。", False),
        ("甲方不得因乙方未达标而不退押金。", False),
        ("甲方不得无故不退还押金。", False),
        ("甲方不得以系统升级、人员变动为借口拖延退还押金。", False),
        ("甲方不会以任何理由不退押金。", False),
    ],
)
def test_negation_composes(read: Read, text: str, negative: bool) -> None:
    assert frame(read, text).negative is negative


@pytest.mark.parametrize(
    ("text", "predicate", "negative"),
    [
        ("甲方不得扣除押金。", "deduct", True),
        ("甲方有权扣除押金。", "deduct", False),
        ("甲方不得单方解除本协议。", "end", True),
        ("押金不得抵作服务费。", "convert", True),
        ("押金自动抵作服务费。", "convert", False),
        ("甲方不得冻结乙方结算资金。", "hold", True),
        ("本协议到期自动续约。", "renew", False),
    ],
)
def test_other_predicates(read: Read, text: str, predicate: str, negative: bool) -> None:
    assert frame(read, text, predicate).negative is negative


def test_the_reason_is_told(read: Read) -> None:
    (told,) = {f.why for f in [frame(read, "甲方不得以交易量不足为由不予退还押金。")]}
    assert any("forbids the denial" in reason for reason in told)


@pytest.mark.parametrize(
    ("text", "predicate", "modality"),
    [
        ("甲方应当退还押金。", "return", "must"),
        ("甲方须在三日内退还押金。", "return", "must"),
        ("甲方可以退还押金。", "return", "may"),
        ("甲方有权扣除押金。", "deduct", "may"),
        ("甲方可随时解除本协议。", "end", "may"),
        ("甲方不得扣除押金。", "deduct", "must_not"),
        ("严禁扣除押金。", "deduct", "must_not"),
        ("押金到期退还。", "return", None),
        ("甲方有权暂停服务，解除本协议。", "end", "may"),
    ],
)
def test_modality(read: Read, text: str, predicate: str, modality: str | None) -> None:
    assert frame(read, text, predicate).modality == modality


@pytest.mark.parametrize(
    ("at", "clause"), [(0, "押金不退"), (5, "费用自理"), (10, "终端归甲方"), (16, "")], ids=lambda v: str(v)
)
def test_clause_bounds(at: int, clause: str) -> None:
    text = "押金不退，费用自理；终端归甲方。"
    start, end = clause_bounds(text, at)
    assert text[start:end] == clause
