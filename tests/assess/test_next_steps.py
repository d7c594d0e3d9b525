"""The day of each step, edge days included; where to complain; the checklist of evidence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contract_scan import MerchantFacts, Scanner
from contract_scan.model.report import Action, ChecklistItem, ContractReport
from contract_scan.render.markdown import render_markdown
from contract_scan.render.text import render_text

HEAD = "POS终端服务协议\n甲方：商户\n乙方：某某支付有限公司\n第一条 押金\n"
PLAIN = "甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。"
NEVER = "甲方缴纳押金300元。押金概不退还。"
WINDOW = "甲方缴纳押金300元。甲方应在协议终止后30日内书面申请退还押金，逾期视为放弃。乙方在10日内退还。"
VOLUME = "甲方缴纳押金299元。自激活之日起180日内，贷记卡累计交易额达到10万元的，乙方在15个工作日内退还押金。"
RETURNED = {"ended_on": "2026-09-20", "terminal_returned_on": "2026-09-25", "deposit_paid": 300}

Steps = dict[str, Action]


@pytest.fixture(scope="module")
def report(scanner: Scanner) -> Callable[..., ContractReport]:
    def scanned(clause: str, **facts: Any) -> ContractReport:
        return scanner.scan(HEAD + clause, facts=MerchantFacts.model_validate(facts) if facts else None)

    return scanned


@pytest.fixture(scope="module")
def steps(report: Callable[..., ContractReport]) -> Callable[..., Steps]:
    return lambda clause, **facts: {action.id: action for action in report(clause, **facts).actions}


def test_without_facts_every_step_says_when_in_words(report: Callable[..., ContractReport]) -> None:
    for clause in (PLAIN, NEVER, WINDOW, VOLUME):
        for action in report(clause).actions:
            assert action.due is None
            assert action.timing, action.id


@pytest.mark.parametrize(
    ("today", "due", "passed"),
    [
        # The deadline is 2026-10-15 (ten working days over the National Day holiday).
        ("2026-10-10", date(2026, 10, 16), False),
        ("2026-10-15", date(2026, 10, 16), False),
        ("2026-10-16", date(2026, 10, 16), False),
        ("2026-10-17", date(2026, 10, 17), True),
    ],
)
def test_the_reminder_goes_out_the_day_after_the_contracts_deadline(
    steps: Callable[..., Steps], today: str, due: date, passed: bool
) -> None:
    remind = steps(PLAIN, today=today, **RETURNED)["remind-stated"]
    assert remind.due == due
    assert ("2026-10-16 已过" in (remind.timing or "")) is passed


def test_complaints_go_with_the_reminder(steps: Callable[..., Steps]) -> None:
    found = steps(PLAIN, today="2026-10-10", **RETURNED)
    assert found["complain-central-bank"].due == found["remind-stated"].due == date(2026, 10, 16)


def test_the_limitation_ends_three_years_after_the_first_day_overdue(steps: Callable[..., Steps]) -> None:
    sue = steps(PLAIN, today="2026-10-10", **RETURNED)["sue"]
    assert sue.due == date(2029, 10, 16)
    assert "三年" in (sue.timing or "")


def test_a_reminder_starts_the_limitation_anew(steps: Callable[..., Steps]) -> None:
    found = steps(PLAIN, today="2026-12-10", demanded_on="2026-12-01", **RETURNED)
    assert found["sue"].due == date(2029, 12, 1)
    assert found["payment-order"].due == date(2026, 12, 16)
    assert found["remind-stated"].done == date(2026, 12, 1)
    assert found["remind-stated"].due is None
    assert "2026-12-01" in (found["remind-stated"].timing or "")


def test_a_limitation_that_has_run_out_says_so_and_keeps_its_day(steps: Callable[..., Steps]) -> None:
    old = {"ended_on": "2022-09-20", "terminal_returned_on": "2022-09-23", "deposit_paid": 300}
    sue = steps(PLAIN, today="2026-10-10", **old)["sue"]
    assert sue.due is not None
    assert sue.due < date(2026, 10, 10)
    assert "已过" in (sue.timing or "")


def test_three_years_from_a_leap_day_end_on_the_last_of_february(steps: Callable[..., Steps]) -> None:
    found = steps(NEVER, today="2024-03-01", demanded_on="2024-02-29", deposit_paid=300)
    # 28 February 2027 is a Sunday of which the calendar does not tell yet, or carries it to the Monday.
    assert found["sue"].due in (date(2027, 2, 28), date(2027, 3, 1))


def test_a_refusal_may_be_fought_today_and_reminded_in_a_week(steps: Callable[..., Steps]) -> None:
    found = steps(NEVER, today="2026-02-27", deposit_paid=300)
    assert found["claim"].due == date(2026, 2, 27)
    assert found["remind"].due == date(2026, 3, 6)
    # No deadline is stated and none was set by a reminder: no day can be named for the limitation.
    assert found["sue"].due is None


def test_what_was_applied_for_is_done_and_the_week_runs_from_then(steps: Callable[..., Steps]) -> None:
    found = steps(NEVER, today="2026-03-03", applied_on="2026-03-01", deposit_paid=300)
    assert found["claim"].done == date(2026, 3, 1)
    assert found["remind"].due == date(2026, 3, 8)


@pytest.mark.parametrize(("today", "due"), [("2026-09-21", date(2026, 10, 20)), ("2026-10-20", date(2026, 10, 20))])
def test_the_last_day_to_apply(steps: Callable[..., Steps], today: str, due: date) -> None:
    assert steps(WINDOW, today=today, ended_on="2026-09-20", applied_on=False)["apply-in-time"].due == due


def test_the_window_missed_leaves_words(steps: Callable[..., Steps]) -> None:
    apply = steps(WINDOW, today="2026-10-21", ended_on="2026-09-20", applied_on=False)["apply-in-time"]
    assert apply.due in (None, date(2026, 10, 21))
    assert "越早越好" in (apply.timing or "")


def test_the_turnover_has_its_last_day_and_the_claim_waits_for_it(steps: Callable[..., Steps]) -> None:
    volume = {f"2026-{month:02}": {"credit": 12000} for month in range(1, 4)}
    found = steps(VOLUME, today="2026-03-31", activated_on="2026-01-01", volume=volume)
    assert found["measure-gap"].due == date(2026, 6, 30)
    assert found["claim"].due is None
    assert "条件都满足" in (found["claim"].timing or "")


def test_deceit_must_be_fought_within_a_year(steps: Callable[..., Steps]) -> None:
    found = steps(NEVER, today="2026-02-01", signed_on="2025-01-01", deceit_known_on="2025-02-28")
    assert found["rescind"].due == date(2026, 2, 28)
    late = steps(NEVER, today="2026-03-01", signed_on="2025-01-01", deceit_known_on="2025-02-28")["rescind"]
    assert late.due == date(2026, 2, 28)
    assert "已过" in (late.timing or "")


def test_five_years_from_signing_are_the_most(steps: Callable[..., Steps]) -> None:
    found = steps(NEVER, today="2026-02-01", signed_on="2021-03-01", deceit_known_on="2026-01-15")
    assert found["rescind"].due == date(2026, 3, 1)


RENEWS = PLAIN + "\n第二条 期限\n本协议有效期一年，期满前30日任何一方未书面提出异议的，自动续期一年。"


@pytest.mark.parametrize(("ends", "due"), [("2026-12-31", date(2026, 12, 1)), ("2028-03-30", date(2028, 2, 29))])
def test_the_last_day_to_stop_a_renewal(steps: Callable[..., Steps], ends: str, due: date) -> None:
    assert steps(RENEWS, today="2026-10-01", term_ends_on=ends)["stop-renewal"].due == due


def test_what_has_ended_needs_no_notice(steps: Callable[..., Steps]) -> None:
    assert "stop-renewal" not in steps(RENEWS, today="2026-10-01", ended_on="2026-09-01")


def test_arbitration_in_the_contract_leads_there(steps: Callable[..., Steps]) -> None:
    clause = NEVER + "\n第二条 争议\n因本协议产生的争议，提交某某仲裁委员会仲裁。"
    found = steps(clause)
    assert "sue" not in found
    assert found["arbitrate"].channel is not None
    assert found["arbitrate"].channel.id == "arbitration"


def test_a_bank_has_its_own_regulator(scanner: Scanner) -> None:
    bank = HEAD.replace("某某支付有限公司", "某某银行股份有限公司")
    assert "complain-bank-regulator" in {action.id for action in scanner.scan(bank + NEVER).actions}
    assert "complain-bank-regulator" not in {action.id for action in scanner.scan(HEAD + NEVER).actions}


def test_each_place_says_what_it_can_and_cannot_do(steps: Callable[..., Steps]) -> None:
    found = {action.channel.id: action.channel for action in steps(NEVER).values() if action.channel}
    assert {"provider", "central_bank", "association", "market", "court"} <= found.keys()
    assert "不替您判定" in found["central_bank"].cannot
    assert "举报" in found["market"].contact
    assert not found["market"].verified
    assert all(channel.can and channel.cannot for channel in found.values())


@pytest.mark.parametrize("render", [render_text, render_markdown])
def test_people_see_day_place_and_doubt(report: Callable[..., ContractReport], render: Any) -> None:
    shown = "".join(render(report(PLAIN, today="2026-10-10", **RETURNED)).split())
    assert "2026-10-10" in shown
    assert "去哪里" in shown
    assert "什么时候" in shown


def test_markdown_names_what_is_not_verified(report: Callable[..., ContractReport]) -> None:
    assert "受理口径未核" in render_markdown(report(NEVER))


def items(report: ContractReport) -> dict[str, ChecklistItem]:
    return {item.id: item for group in report.checklist for item in group.items}


def test_the_contract_itself_is_ticked(report: Callable[..., ContractReport]) -> None:
    found = items(report(PLAIN))
    assert found["agreement"].status == "shown"
    assert found["courier-slip"].status == "required"
    assert found["chats"].status == "open"


def test_what_a_condition_needs_is_quoted(report: Callable[..., ContractReport]) -> None:
    one = report(VOLUME)
    place = items(one)["monthly-volume"].evidence[0]
    assert place.quote == one.document.text[place.start : place.end]
    assert "10万元" in place.quote


def test_transactions_given_are_ticked(report: Callable[..., ContractReport]) -> None:
    given = [{"date": "2026-01-05", "amount": 100}]
    assert items(report(VOLUME, today="2026-03-31", transactions=given))["monthly-volume"].status == "told"
    assert items(report(VOLUME, today="2026-03-31"))["monthly-volume"].status == "required"


def test_a_receipt_that_the_contract_asks_for(report: Callable[..., ContractReport]) -> None:
    clause = "甲方缴纳押金300元。协议终止后，甲方凭押金收据办理退还，乙方10日内退还押金。"
    assert items(report(clause))["receipt"].status == "required"
    assert items(report(clause, receipt_kept=True))["receipt"].status == "told"
    lost = items(report(clause, receipt_kept=False))["receipt"]
    assert lost.status == "required"
    assert "不在了" in (lost.why or "")


def test_a_day_told_is_no_paper_in_hand(report: Callable[..., ContractReport]) -> None:
    item = items(report(PLAIN, today="2026-10-10", **RETURNED))["signed-for"]
    assert item.status == "required"
    assert "2026-09-25" in (item.why or "")


def test_an_annex_is_ticked(report: Callable[..., ContractReport]) -> None:
    assert items(report(PLAIN + "\n附件一：商户入网申请表\n商户名称：____"))["application-form"].status == "shown"


def test_nothing_taken_needs_no_checklist(report: Callable[..., ContractReport]) -> None:
    one = report("乙方向甲方免费提供终端，不收取任何押金。")
    assert one.refund.verdict == "no_deposit"
    assert one.checklist == ()


def test_the_checklist_is_shown(report: Callable[..., ContractReport]) -> None:
    assert "- [x] 协议正文和全部附件" in render_markdown(report(PLAIN))
    assert "[x] 协议正文和全部附件" in render_text(report(PLAIN))
