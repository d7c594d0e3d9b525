"""Weights of signs: what they hold, what they add to what the patterns find, and where they are not asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan import Scanner
from contract_scan.assess import condition_weights, figure_weights
from contract_scan.assess.agreement import Agreement
from contract_scan.assess.condition_weights import ConditionWeights
from contract_scan.assess.figure_weights import FigureWeights
from contract_scan.assess.sign_weights import UNKNOWN, SignWeights
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root

HEAD = "收单服务协议\n甲方（收单机构）：某某支付有限公司\n乙方（特约商户）：某某餐馆\n"


def _weights(tmp_path: Path, text: str) -> SignWeights:
    path = tmp_path / "weights.yaml"
    path.write_text(text, "utf-8")
    return SignWeights(path, ("rain", "snow"))


def test_each_sign_weighs_for_or_against(tmp_path: Path) -> None:
    weights = _weights(tmp_path, "rain:\n  \"-1.0\": 'base dry'\n  \"2.0\": 'cloud ''grey'''\n")
    assert weights.questions == {"rain"}
    assert weights.probability("rain", ["cloud", "unknown"]) == pytest.approx(1 / (1 + 2.718281828**-1))
    assert (
        weights.probability("rain", ["dry"]) < weights.probability("rain", []) < weights.probability("rain", ["'grey'"])
    )
    assert weights.probability("snow", ["cloud"]) == UNKNOWN


@pytest.mark.parametrize(
    ("text", "said"),
    [("hail:\n  \"1.0\": 'base'\n", "hail"), ("rain:\n  heavy: 'base'\n", "heavy"), ('rain:\n  "1.0": 3\n', "rain")],
)
def test_a_broken_file_is_told_with_the_mend(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleError, match=f"{said}.*fit the weights anew"):
        _weights(tmp_path, text)


def test_without_a_file_nothing_is_known(tmp_path: Path, agree: Callable[[str], Agreement]) -> None:
    agreement = agree(HEAD + "第一条 乙方每月支付服务费20元。\n")
    reading = agreement.readings[-1]
    (quantity,) = (one for one in reading.quantities if one.kind == "money")
    assert FigureWeights(tmp_path).of("charge", agreement, reading)(quantity, "") == UNKNOWN
    assert ConditionWeights(tmp_path).of(agreement) == {}


def test_a_figure_shows_what_stands_around_it_and_no_other_figure(agree: Callable[[str], Agreement]) -> None:
    agreement = agree(HEAD + "第一条 费用\n乙方每月支付服务费20元，另付押金300元。\n")
    reading = agreement.readings[-1]
    first, second = (one for one in reading.quantities if one.kind == "money")
    signs = figure_weights.signs_of(agreement, reading, first, "金额")
    assert {"l:费", "l:务费", "r:，", "c:每月", "h:费用", "t:金额", "before=merchant", "is=money", "size=1"} <= signs
    assert not any("3" in sign for sign in signs - {f"size={second.value}"})
    assert "s:押金" in signs


def test_a_sentence_shows_its_pairs_twice_where_it_is_of_deposit_and_refund(agree: Callable[[str], Agreement]) -> None:
    agreement = agree(HEAD + "第一条 押金\n乙方交纳押金300元。\n期满后甲方退还押金。\n")
    lodged, returned = agreement.readings[-2:]
    assert "d:押金" in condition_weights.signs_of(agreement, returned)
    assert "d:押金" not in condition_weights.signs_of(agreement, lodged)
    assert not any(sign.startswith("signal=is.") for sign in condition_weights.signs_of(agreement, returned))


def test_a_charge_in_unknown_words_is_found_where_all_around_it_speaks_for_it() -> None:
    scanner = Scanner()
    text = HEAD + "第一条 费用标准\n超出里程的，小型车每公里{}元，于还车时结算。\n"
    (fee,) = scanner.scan(text.format("0.8")).fees
    assert str(fee.amount) == "0.8"


@pytest.mark.parametrize(
    ("clause", "notices"),
    [
        ("甲方不打算继续做的，提前20天短信告诉乙方。", [("provider", 20, "day")]),
        ("乙方若需继续承租的，应提前30天告诉甲方。", []),
        ("乙方变更联系人的，应提前5天书面通知甲方。", []),
    ],
)
def test_a_notice_in_unknown_words(clause: str, notices: list[tuple[str, int, str]]) -> None:
    lease = (
        "房屋租赁合同\n甲方（出租人）：王某\n乙方（承租人）：李某\n第一条 房屋\n"
        f"甲方将房屋出租给乙方，月租金3000元，押金3000元。\n第六条 期限\n{clause}"
    )
    found = Scanner().scan(lease).termination.notice
    assert [(one.by, one.value, one.unit) for one in found] == notices


def test_a_condition_in_unknown_words_is_told_with_its_place() -> None:
    text = (
        "仓储合同\n甲方（仓库方）：某某仓储有限公司\n乙方（货主）：某某商行\n第四条 押金\n乙方交纳押金5000元。\n"
        "乙方凭押金收据申请退还，运费对清、没有货损索赔的，甲方退还押金。\n"
    )
    scanner = Scanner()
    weights = ConditionWeights(lexicon_root())
    agreement, _ = scanner._read(scanner.extract(text))
    likely = {kind for kind, one in weights.of(agreement).items() if one.probability >= condition_weights.LIKELY}
    found = {condition.type: condition for condition in scanner.scan(text).refund.conditions}
    assert likely <= found.keys()
    assert all(condition.evidence for condition in found.values())


def test_what_need_not_be_done_is_no_condition() -> None:
    text = HEAD + "第一条 押金\n乙方交纳押金300元。\n协议终止后，甲方自动退还押金，无需乙方提出申请。\n"
    assert "application" not in {condition.type for condition in Scanner().scan(text).refund.conditions}
