"""What changed between two agreements, and whom each kind of change favours."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from contract_scan import Comparison, Scanner, UsageError, compare
from contract_scan.model.comparison import Aspect, Change, Favours
from contract_scan.render.comparison import render_comparison_markdown, render_comparison_text

HEAD = "POS终端服务协议\n甲方：商户\n乙方：某某支付有限公司\n"
DEPOSIT = "第一条 押金\n甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。\n"
FEES = "第二条 费用\n贷记卡手续费为交易金额的0.6%。借记卡手续费为交易金额的0.5%，20元封顶。\n流量费每年60元。\n"
ENDING = "第三条 终止\n甲方可以提前30日书面通知乙方终止本协议。\n"
SECRET = "第四条 保密\n双方对因履行本协议知悉的对方商业秘密负有保密义务，未经对方书面同意不得向第三方披露。\n"
BASE = HEAD + DEPOSIT + FEES + ENDING + SECRET
VOLUME = DEPOSIT.replace(
    "协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。",
    "自激活之日起180日内，贷记卡累计交易额达到10万元的，乙方在15个工作日内退还押金。",
)

Compare = Callable[[str, str], Comparison]


@pytest.fixture(scope="module")
def between(scanner: Scanner) -> Compare:
    return lambda old, new: compare(old, new, scanner=scanner)


def the(found: Comparison, aspect: Aspect) -> list[Change]:
    return [change for change in found.changes if change.aspect == aspect]


def swap(favours: Favours) -> Favours:
    return {"merchant": "provider", "provider": "merchant"}.get(favours, favours)  # type: ignore[return-value]


CASES: list[tuple[str, str, str, Aspect, Favours]] = [
    ("deposit up", DEPOSIT, DEPOSIT.replace("300元", "500元"), "deposit", "provider"),
    ("deadline longer", DEPOSIT, DEPOSIT.replace("10个工作日", "30个工作日"), "deadline", "provider"),
    ("deadline in other units", DEPOSIT, DEPOSIT.replace("10个工作日", "30日"), "deadline", "provider"),
    ("rate down", FEES, FEES.replace("0.6%", "0.55%"), "fee", "merchant"),
    ("cap up", FEES, FEES.replace("20元封顶", "25元封顶"), "fee", "provider"),
    ("cap gone", FEES, FEES.replace("，20元封顶", ""), "fee", "provider"),
    ("dearer by the year", FEES, FEES.replace("每年60元", "每月10元"), "fee", "provider"),
    ("new fee", FEES, FEES + "会员费每年299元。\n", "fee", "provider"),
    ("longer notice", ENDING, ENDING.replace("30日", "60日"), "notice", "provider"),
    ("renews", ENDING, ENDING + "期满前30日未书面提出异议的，本协议自动续期一年。\n", "renewal", "provider"),
    (
        "penalty of the merchant",
        ENDING,
        ENDING + "甲方提前终止协议的，应当向乙方支付违约金500元。\n",
        "penalty",
        "provider",
    ),
    (
        "penalty of the provider",
        ENDING,
        ENDING + "乙方逾期退还押金的，应当按日万分之五向甲方支付违约金。\n",
        "penalty",
        "merchant",
    ),
    ("ends at will", ENDING, ENDING + "乙方可以随时终止本协议，无需说明理由。\n", "ending", "provider"),
]


@pytest.mark.parametrize(("old", "new", "aspect", "favours"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_whom_a_change_favours_there_and_back(
    between: Compare, old: str, new: str, aspect: Aspect, favours: Favours
) -> None:
    after = BASE.replace(old, new)
    assert after != BASE
    there, back = the(between(BASE, after), aspect), the(between(after, BASE), aspect)
    assert [change.favours for change in there] == [favours], there
    assert [change.favours for change in back] == [swap(favours)], back
    kinds = {"added": "removed", "removed": "added", "changed": "changed"}
    assert back[0].kind == kinds[there[0].kind]


@pytest.mark.parametrize(
    ("old", "new", "favours"),
    [
        ("10万元", "20万元", "provider"),
        ("180日内", "120日内", "provider"),
        ("180日内", "365日内", "merchant"),
        # Twice the turnover in half as long again: neither plainly harder nor easier.
        ("180日内，贷记卡累计交易额达到10万元", "365日内，贷记卡累计交易额达到20万元", "unclear"),
    ],
)
def test_turnover_and_its_window(between: Compare, old: str, new: str, favours: Favours) -> None:
    before = HEAD + VOLUME + FEES
    (change,) = the(between(before, before.replace(old, new)), "condition")
    assert (change.kind, change.favours) == ("changed", favours)


def test_a_condition_more_is_harder(between: Compare) -> None:
    before = HEAD + VOLUME + FEES
    after = before.replace("退还押金。", "退还押金。甲方应在达标之日起30日内书面申请，逾期视为放弃，押金不予退还。")
    found = the(between(before, after), "condition")
    assert found
    assert {(change.kind, change.favours) for change in found} == {("added", "provider")}
    assert {(c.kind, c.favours) for c in the(between(after, before), "condition")} == {("removed", "merchant")}


def test_one_more_of_several_ways_is_not_harder(between: Compare) -> None:
    clause = (
        "第一条 押金\n甲方缴纳押金300元。有下列情形之一的，乙方退还押金：\n"
        "（一）使用满24个月；\n（二）协议期满且交还终端。\n"
    )
    more = clause.replace("（二）", "（二）累计刷卡满50万元；\n（三）")
    found = the(between(HEAD + clause + FEES, HEAD + more + FEES), "condition")
    added = [change for change in found if "交易额" in change.title]
    assert [change.favours for change in added] == ["unclear"]


def test_a_refusal_turns_the_verdict(between: Compare) -> None:
    after = BASE.replace(DEPOSIT, "第一条 押金\n甲方缴纳押金300元。押金概不退还。\n")
    (verdict,) = the(between(BASE, after), "verdict")
    assert (verdict.favours, verdict.old.text, verdict.new.text) == ("provider", "能退", "不退")
    assert "概不退还" in verdict.new.evidence[0].quote


def test_no_deposit_any_more(between: Compare) -> None:
    after = BASE.replace(DEPOSIT, "第一条 押金\n乙方不收取任何押金。\n")
    (deposit,) = the(between(BASE, after), "deposit")
    assert (deposit.kind, deposit.favours) == ("removed", "merchant")


def test_a_right_that_goes_is_named(between: Compare) -> None:
    right = "机具的正常磨损，甲方不承担赔偿责任。\n"
    before = BASE.replace(SECRET, "第四条 机具\n" + right + SECRET.replace("第四条", "第五条"))
    found = [change for change in the(between(before, BASE), "right") if change.kind == "removed"]
    assert found
    assert all(change.favours == "provider" for change in found)


def test_a_risk_that_comes_is_named(between: Compare) -> None:
    after = BASE + "第五条 变更\n乙方有权单方修改本协议，公布后即生效，无需甲方同意。\n"
    found = [change for change in the(between(BASE, after), "risk") if change.kind == "added"]
    assert found
    assert all(change.favours == "provider" for change in found)


# Clauses


def test_numbers_that_move_are_no_change(between: Compare) -> None:
    renumbered = (
        BASE.replace("第四条 保密", "第五条 保密")
        .replace("第三条 终止", "第四条 终止")
        .replace("第二条 费用", "第三条 费用")
    )
    assert between(BASE, renumbered).changes == ()


def test_references_that_move_are_no_change(between: Compare) -> None:
    before = BASE + "第五条 其他\n违反第四条的，按第三条处理。\n"
    assert between(before, before.replace("违反第四条的，按第三条处理", "违反第五条的，按第四条处理")).changes == ()


def test_clauses_that_change_places_are_no_change(between: Compare) -> None:
    moved = HEAD + DEPOSIT + FEES + SECRET.replace("第四条", "第三条") + ENDING.replace("第三条", "第四条")
    found = between(BASE, moved)
    assert found.changes == ()
    assert found.relation == "versions"
    assert found.similarity == 1


def test_the_same_has_no_changes(between: Compare) -> None:
    found = between(BASE, BASE)
    assert found.changes == ()
    assert set(found.favours.values()) == {0}


def test_an_inserted_clause_is_one_added_clause(between: Compare) -> None:
    after = BASE.replace("第二条 费用", "第二条 培训\n乙方为甲方提供收银培训。\n第三条 费用").replace(
        "第三条 终止", "第四条 终止"
    )
    clauses = the(between(BASE, after), "clause")
    assert [(change.kind, change.favours) for change in clauses] == [("added", "unclear")]
    assert "收银培训" in clauses[0].new.evidence[0].quote


def test_a_clause_written_anew_has_both_texts(between: Compare) -> None:
    (clause,) = the(between(BASE, BASE.replace("不得向第三方披露", "不得向任何第三方提供或者披露")), "clause")
    assert (clause.kind, clause.favours) == ("changed", "unclear")
    assert "披露" in clause.old.evidence[0].quote
    assert "提供或者披露" in clause.new.evidence[0].quote


def test_a_clause_goes_by_the_terms_in_it(between: Compare) -> None:
    (clause,) = the(between(BASE, BASE.replace("300元", "500元")), "clause")
    assert clause.favours == "provider"
    assert "押金金额" in clause.why
    mixed = BASE.replace("0.6%", "0.5%").replace("每年60元", "每年90元")
    (clause,) = the(between(BASE, mixed), "clause")
    assert clause.favours == "unclear"


def test_names_and_days_filled_in_change_nothing(between: Compare) -> None:
    before = BASE + "第五条 签署\n签订日期：____年__月__日\n"
    (clause,) = the(between(before, before.replace("____年__月__日", "2026年1月5日")), "clause")
    assert clause.favours == "neutral"


@pytest.mark.parametrize("samples", [("04-fair-merchant-terms-chromium.pdf", "03-activation-fee-chapters.docx")])
def test_two_different_agreements_are_compared_by_their_terms(scanner: Scanner, samples: tuple[str, str]) -> None:
    folder = Path(__file__).parents[2] / "samples"
    found = compare(folder / samples[0], folder / samples[1], scanner=scanner)
    assert found.relation == "different"
    assert not the(found, "clause")
    assert the(found, "verdict")[0].favours == "provider"
    assert any(change.favours == "provider" for change in the(found, "fee"))


def test_every_quote_is_verbatim(scanner: Scanner) -> None:
    old, new = scanner.scan(BASE), scanner.scan(BASE.replace("300元", "500元").replace("0.6%", "0.7%"))
    found = compare(old, new)
    assert found.changes
    for change in found.changes:
        for side, report in ((change.old, old), (change.new, new)):
            for place in side.evidence:
                assert place.quote == (report.document.text or "")[place.start : place.end]
    for change in the(found, "fee") + the(found, "deposit"):
        assert change.old.evidence
        assert change.new.evidence


def test_what_was_not_read_is_not_called_gone(scanner: Scanner) -> None:
    old, new = scanner.scan(BASE), scanner.scan(BASE.replace("流量费每年60元。\n", ""))
    part = new.model_copy(update={"document": new.document.model_copy(update={"status": "partial"})})
    gone = [change for change in compare(old, part).changes if change.kind == "removed"]
    assert gone
    assert {change.favours for change in gone} == {"unclear"}
    assert any("没有读全" in note for note in compare(old, part).notes)


def test_a_report_without_text_cannot_be_compared(scanner: Scanner) -> None:
    report = scanner.scan(BASE)
    bare = report.model_copy(update={"document": report.document.model_copy(update={"text": None})})
    with pytest.raises(UsageError, match="原文件"):
        compare(bare, report)


def test_what_is_no_agreement_is_said(between: Compare) -> None:
    assert any("不像" in note for note in between(BASE, "今天天气很好。").notes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_people_see_both_quotes(between: Compare, lang: str) -> None:
    found = between(BASE, BASE.replace("300元", "500元"))
    for shown in (
        render_comparison_text(found, lang=lang),  # type: ignore[arg-type]
        render_comparison_markdown(found, lang=lang),  # type: ignore[arg-type]
    ):
        assert "甲方缴纳押金300元" in shown
        assert "甲方缴纳押金500元" in shown


def test_the_json_is_valid_by_its_schema(between: Compare) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((Path(__file__).parents[2] / "schemas" / "comparison.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema).validate(json.loads(between(BASE, BASE.replace("300", "500")).to_json()))
    assert schema == Comparison.model_json_schema(mode="serialization"), (
        "run: contract-scan schema --of comparison -o schemas/comparison.schema.json"
    )
