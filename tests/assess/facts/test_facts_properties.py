"""What holds of any facts: no error, the same counts, and more turnover never does harm."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

CLAUSE = (
    "甲方缴纳押金299元。激活后6个月内，贷记卡累计交易额达到10万元且每月交易不少于5笔的，甲方应在达标后30日内申请，"
    "逾期不予退还。连续60天无交易的，押金不予退还。甲方交还终端且终端完好、无欠费、经审核后，乙方在次月20日前退还押金。"
)
_FAR = (
    "甲方缴纳押金299元。激活满N个月、累计交易额达到N元后，乙方在N日内退还押金。甲方应在达标后N日内申请。"
    "合同期限N年，期满前N日未书面通知的，自动续期N年。签订日期：9999年12月31日"
)
_ALL_DAYS = ["today", "signed_on", "activated_on", "applied_on", "ended_on", "term_ends_on", "demanded_on",
             "deceit_known_on", "qualified_on", "notice_given_on", "terminal_returned_on", "records_from"]  # fmt: skip
_ALL_SUMS = ["0", "0.000000000000000000000000000001", "999999999999.99"]
_DAYS = st.dates(date(2023, 12, 1), date(2027, 3, 1))
_EVENTS = st.none() | st.just(False) | _DAYS
_MONTHS = st.dictionaries(
    st.builds("{}-{:02}".format, st.integers(2024, 2026), st.integers(1, 12)),
    st.dictionaries(st.sampled_from(["credit", "debit", "qr", "total"]), st.integers(0, 200000), min_size=1),
    max_size=14,
)
_ROWS = st.lists(
    st.fixed_dictionaries(
        {"date": st.dates(date(2024, 1, 1), date(2026, 12, 31)), "amount": st.integers(1, 90000)},
        optional={
            "card_type": st.sampled_from(["credit", "debit", "qr"]),
            "status": st.sampled_from(["success", "refunded", "failed"]),
        },
    ),
    max_size=12,
)
_FACTS = st.fixed_dictionaries(
    {},
    optional={
        "today": _DAYS, "applied_on": _EVENTS, "reviewed_on": _EVENTS, "qualified_on": _EVENTS,
        "terminal_returned_on": _EVENTS, "activated_on": st.none() | st.dates(date(2023, 12, 1), date(2024, 6, 1)),
        "ended_on": st.none() | st.just(False) | st.dates(date(2024, 6, 1), date(2026, 12, 31)),
        "volume": _MONTHS, "count": _MONTHS, "transactions": _ROWS, "qualifying_only": st.booleans(),
        "terminal_state": st.sampled_from(["intact", "worn", "damaged"]), "arrears": st.integers(0, 500),
        "deposit_paid": st.integers(0, 500), "records_from": st.just(date(2023, 12, 1)),
        "records_until": st.just(date(2026, 12, 31)),
    },
)  # fmt: skip
_QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_RANK = {"unmet": 0, "unknown": 1, "met": 2}


@_QUICK
@given(facts=_FACTS)
def test_any_facts_give_a_reason_for_each_status(judge, facts):
    found = judge(CLAUSE, **facts)
    conditions, outlook = found.report.refund.conditions, found.outlook
    assert all(condition.why for condition in conditions)
    assert outlook.met + outlook.unmet + outlook.unknown == len(conditions)
    assert outlook.qualifies is not True or outlook.unmet == outlook.unknown == 0
    assert outlook.due_amount is None or 0 <= outlook.due_amount <= facts["deposit_paid"]
    assert outlook.next_step


@_QUICK
@given(
    days=st.dictionaries(
        st.sampled_from(_ALL_DAYS), st.sampled_from([date(1900, 1, 1), date(2026, 2, 28), date(2199, 12, 31)])
    ),
    sums=st.dictionaries(st.sampled_from(["deposit_paid", "arrears", "deposit_returned"]), st.sampled_from(_ALL_SUMS)),
    figure=st.sampled_from(["1", "9999999", "999999999999999999999", "0.0000001"]),
)
def test_no_day_and_no_sum_is_too_far(judge, days, sums, figure):
    if "ended_on" in days:
        days["ended_on"] = date(2199, 12, 31)
    found = judge(_FAR.replace("N", figure), **days, **sums)
    assert all(condition.why for condition in found.report.refund.conditions)


@_QUICK
@given(facts=_FACTS, row=st.tuples(st.dates(date(2024, 1, 1), date(2026, 12, 31)), st.integers(1, 90000)))
def test_one_more_swipe_does_turnover_no_harm(judge, facts, row):
    facts = {**facts, "records_from": date(2023, 12, 1), "records_until": date(2026, 12, 31)}
    rows = facts.get("transactions", [])
    more = [*rows, {"date": row[0], "amount": row[1], "card_type": "credit"}]
    before = judge(CLAUSE, **{**facts, "transactions": rows})["volume_threshold"]
    after = judge(CLAUSE, **{**facts, "transactions": more})["volume_threshold"]
    assert _RANK[after.status] >= _RANK[before.status]
