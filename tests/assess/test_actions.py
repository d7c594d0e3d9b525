"""The next steps: the right ones in the right order, citing only what the reader can rely on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from contract_scan.assess.actions import ActionBook
from contract_scan.assess.law import LawBook
from contract_scan.errors import RuleError, UsageError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.report import Action, Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
NONE: frozenset[str] = frozenset()
CLAIMING: tuple[Verdict, ...] = ("refundable", "conditional", "non_refundable", "silent", "contradictory")


@pytest.fixture(scope="module")
def book() -> ActionBook:
    return ActionBook.load()


@pytest.fixture(scope="module")
def law() -> LawBook:
    return LawBook.load()


def titles(actions: tuple[Action, ...]) -> list[str]:
    return [action.title for action in actions]


def has(actions: tuple[Action, ...], part: str) -> bool:
    return any(part in title for title in titles(actions))


@pytest.mark.parametrize("verdict", VERDICTS)
def test_each_verdict_has_steps_even_where_nothing_more_is_known(
    book: ActionBook, law: LawBook, verdict: Verdict
) -> None:
    actions = book.actions_for(verdict, tags=NONE, law=law)
    assert len(actions) >= 4
    assert len(set(titles(actions))) == len(actions)
    assert all(action.due is None for action in actions)


@pytest.mark.parametrize("verdict", CLAIMING)
def test_a_claim_walks_from_evidence_to_court(book: ActionBook, law: LawBook, verdict: Verdict) -> None:
    found = titles(book.actions_for(verdict, tags=NONE, law=law))
    stages = ["先停手", "先存证据", "官方提交书面退款申请", "催告函", "人民银行", "调解", "起诉", "不要做"]
    places = [next(place for place, title in enumerate(found) if stage in title) for stage in stages]
    assert places == sorted(places)


@pytest.mark.parametrize("verdict", ["no_deposit", "not_assessed"])
def test_nobody_is_sent_to_court_over_what_was_not_taken_or_not_read(
    book: ActionBook, law: LawBook, verdict: Verdict
) -> None:
    assert not has(book.actions_for(verdict, tags=frozenset(book.tags), law=law), "起诉")


def test_what_was_not_read_is_not_called_safe(book: ActionBook, law: LawBook) -> None:
    assert has(book.actions_for("not_assessed", tags=NONE, law=law), "别当它没有问题")


@pytest.mark.parametrize(
    ("verdict", "tag", "part"),
    [
        ("silent", "payee_agent", "机构和收款人一起找"),
        ("refundable", "bank_acquirer", "金融监管总局"),
        ("silent", "no_copy", "索要您签过的那份合同"),
        ("refundable", "has_deadline", "过了合同写的期限"),
        ("refundable", "has_device_return", "交机和退钱写在一起"),
        ("conditional", "has_volume", "还差多少"),
        ("conditional", "has_application_window", "先按期申请"),
        ("conditional", "has_review", "要书面理由"),
        ("conditional", "conditions_met", "条件已满足"),
        ("non_refundable", "has_conversion", "转成购机款"),
        ("non_refundable", "has_first_swipe", "首笔交易里扣走"),
        ("contradictory", "has_holds", "被冻结的钱"),
        ("non_refundable", "has_penalty", "违约金太高"),
        ("conditional", "has_unilateral_change", "签约那天的规则"),
        ("conditional", "stopped_by_provider", "被机构关停"),
        ("contradictory", "promise_differs", "宣传和口头承诺"),
        ("silent", "impersonation", "报警"),
        ("silent", "has_arbitration", "约定了仲裁"),
        ("silent", "has_remote_court", "对方所在地打官司"),
        ("contradictory", "forum_conflict", "争议解决写得矛盾"),
        ("refundable", "has_auto_renewal", "书面通知不续"),
    ],
)
def test_a_tag_brings_its_step(book: ActionBook, law: LawBook, verdict: Verdict, tag: str, part: str) -> None:
    assert not has(book.actions_for(verdict, tags=NONE, law=law), part)
    assert has(book.actions_for(verdict, tags=frozenset({tag}), law=law), part)


def test_every_tag_is_asked_for_by_some_step(book: ActionBook) -> None:
    asked = {tag for verdict in VERDICTS for step in book.steps(verdict) for tag in step.when | step.unless}
    assert asked == set(book.tags)


def test_an_arbitration_clause_takes_the_place_of_the_court(book: ActionBook, law: LawBook) -> None:
    actions = book.actions_for("silent", tags=frozenset({"has_arbitration", "has_remote_court"}), law=law)
    assert not has(actions, "起诉")
    assert not has(actions, "对方所在地")


def test_one_reminder_only(book: ActionBook, law: LawBook) -> None:
    for tags in (NONE, frozenset({"has_deadline"})):
        actions = book.actions_for("refundable", tags=tags, law=law)
        assert sum("催告函" in title for title in titles(actions)) == 1


def test_met_conditions_make_talk_of_the_gap_needless(book: ActionBook, law: LawBook) -> None:
    actions = book.actions_for("conditional", tags=frozenset({"has_volume", "conditions_met"}), law=law)
    assert not has(actions, "还差多少")
    assert not has(actions, "没达标")


def test_an_unknown_tag_is_refused(book: ActionBook, law: LawBook) -> None:
    with pytest.raises(UsageError, match="payee_agnt"):
        book.actions_for("silent", tags=frozenset({"payee_agnt"}), law=law)


def test_every_law_id_resolves_and_none_is_for_consumers(book: ActionBook, law: LawBook) -> None:
    for verdict in VERDICTS:
        for step in book.steps(verdict):
            for law_id in step.law:
                allowed = {"merchant", "user"} | ({"supervisory"} if step.purpose == "complaint" else set())
                assert law.get(law_id).scope in allowed, (step.id, law_id)
                assert law.get(law_id).verified, (step.id, law_id)
    for group in book.evidence:
        assert law.citable(group.law) == group.law


def test_only_a_complaint_leans_on_the_supervisor(book: ActionBook, law: LawBook) -> None:
    for verdict in VERDICTS:
        for action in book.actions_for(verdict, tags=frozenset(book.tags), law=law):
            if any(law.get(law_id).scope == "supervisory" for law_id in action.legal_basis):
                assert re.search("投诉|举报", action.title + action.detail), action.title


def test_law_not_yet_in_force_is_not_cited(book: ActionBook, law: LawBook) -> None:
    old = book.actions_for("silent", tags=NONE, law=law.seen_by(on=date(2020, 6, 1), today=date(2026, 2, 1)))
    cited = {law_id for action in old for law_id in action.legal_basis}
    assert not [law_id for law_id in cited if law_id.startswith(("cc-", "ci-", "cr-"))]
    assert "cp-165" in cited


def test_suggested_days_are_called_suggested(book: ActionBook) -> None:
    for step in book.steps("silent"):
        if "给15日" in step.title or "3至7日" in step.detail:
            assert re.search("建议|自定", step.detail), step.id


def test_no_step_promises_an_outcome() -> None:
    text = (lexicon_root() / "actions.yaml").read_text("utf-8")
    assert not re.search("一定能|保证退|必胜|法院一般支持|胜诉率|成功率", text)


def test_the_evidence_checklist_has_five_groups_with_stable_ids(book: ActionBook) -> None:
    assert [group.id for group in book.evidence] == ["contract", "payment", "promise", "condition", "return"]
    items = [item.id for group in book.evidence for item in group.items]
    assert len(items) == len(set(items)) == 25


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    - stop\n", "    - stopp\n", "unknown step 'stopp'"),
        ("    - stop\n", "    - stop\n    - stop\n", "names the step 'stop' twice"),
        ("  silent:\n", "  quiet:\n", "look at 'quiet'"),
        ("when: [no_copy]", "when: [no_copie]", "get-copy: unknown tag 'no_copie'"),
        ("    - get-copy\n", "", "get-copy: no verdict uses this step"),
        ("due: {by: now, words: 立即，在", "due: {by: noon, words: 立即，在", "evidence: due.by: "),
        ("channel: association", "channel: associaton", "unknown channel 'associaton'"),
        ("  has_holds: {rules", "  has_hods: {rules", "signs: unknown tag 'has_hods'"),
        ("rules: [DIS-BOTH]", "rule: [DIS-BOTH]", "signs: "),
        ("banks: ['银行", "banks: ['(银行", "banks: a broken pattern"),
        ("tags:\n", "tag:\n", "unknown key 'tag'"),
        ("  no_copy: 商户手里没有所签的文本", "  no_copy: [1]", "'tags' must map"),
    ],
)
def test_a_wrong_file_says_what_to_mend(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (lexicon_root() / "actions.yaml").read_text("utf-8")
    assert old in text
    (tmp_path / "actions.yaml").write_text(text.replace(old, new), "utf-8")
    with pytest.raises(RuleError, match=re.escape(message)) as caught:
        ActionBook.load(tmp_path).steps("silent")
    assert caught.value.file == str(tmp_path / "actions.yaml")
