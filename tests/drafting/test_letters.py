"""Letters state what the contract says and the merchant told, and leave the rest blank."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from contract_scan import Draft, DraftError, MerchantFacts, RuleError, Scanner, draft, draft_docx, draft_markdown
from contract_scan.assess.actions import ActionBook
from contract_scan.assess.law import LawBook
from contract_scan.drafting.book import LetterBook
from contract_scan.lexicons import lexicon_root
from contract_scan.model.draft import BLANK
from contract_scan.model.report import ContractReport

HEAD = "POS终端服务协议\n甲方：商户\n乙方：某某支付有限公司\n第一条 押金\n"
PLAIN = "甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。"
NEVER = "甲方缴纳押金300元。押金概不退还。"
SILENT = "甲方应向乙方缴纳终端押金300元。"
BOTH = "甲方缴纳押金300元。协议终止后乙方退还全部押金。\n第二条 其他\n无论何种原因，押金概不退还。"
VOLUME = "甲方缴纳押金299元。自激活之日起180日内，贷记卡累计交易额达到10万元的，乙方在15个工作日内退还押金。"
FREE = "乙方向甲方免费提供终端，不收取任何押金。"
TOLD: dict[str, Any] = {
    "today": "2026-10-16",
    "signed_on": "2025-12-20",
    "ended_on": "2026-09-20",
    "terminal_returned_on": "2026-09-25",
    "deposit_paid": 300,
    "particulars": {"merchant_name": "某某小吃店", "refund_account": "某某银行 0000", "terminal_serial": "SN0001"},
}

Make = Callable[..., Draft]


@pytest.fixture(scope="module")
def reports(scanner: Scanner) -> Callable[..., tuple[ContractReport, MerchantFacts]]:
    def scanned(clause: str, **facts: Any) -> tuple[ContractReport, MerchantFacts]:
        told = MerchantFacts.model_validate(facts)
        return scanner.scan(HEAD + clause, facts=told), told

    return scanned


@pytest.fixture(scope="module")
def make(reports: Callable[..., tuple[ContractReport, MerchantFacts]]) -> Make:
    def made(clause: str, kind: Any = "demand", to: Any = None, **facts: Any) -> Draft:
        report, told = reports(clause, **facts)
        return draft(report, kind, facts=told, to=to)

    return made


def text(letter: Draft) -> str:
    return "\n".join(part.text for part in letter.parts)


@pytest.mark.parametrize("clause", [PLAIN, NEVER, SILENT, BOTH, VOLUME])
@pytest.mark.parametrize(
    ("kind", "to"),
    [("demand", None), ("complaint", "provider"), ("complaint", "central_bank"), ("complaint", "association")],
)
@pytest.mark.parametrize("facts", [{}, TOLD])
def test_every_quote_is_verbatim_and_has_its_place(
    reports: Any, clause: str, kind: Any, to: Any, facts: dict[str, Any]
) -> None:
    report, told = reports(clause, **facts)
    letter = draft(report, kind, facts=told, to=to)
    quotes = [part for part in letter.parts if part.role == "quote"]
    assert quotes
    for part in quotes:
        (place,) = part.evidence
        assert part.text == place.quote == report.document.text[place.start : place.end]
        assert part.place is not None
        assert re.search(r"第[一二]条", part.place)


@pytest.mark.parametrize("clause", [PLAIN, NEVER, SILENT, BOTH, VOLUME])
def test_without_facts_no_day_sum_or_name_is_made_up(make: Make, clause: str) -> None:
    letter = make(clause)
    for part in letter.parts:
        if part.role in ("quote", "heading", "title"):
            continue
        assert not re.search(r"20\d\d", part.text), part.text
        # A figure of the contract's own has the contract's words beside it.
        assert part.evidence or not re.search(r"\d+ ?元", part.text), part.text
        assert part.facts in ((), ("provider",)), part.facts
    assert "实付押金" in letter.blanks
    assert f"{BLANK}年__月__日" in text(letter)


def test_a_promise_to_return_the_terminal_is_not_said_to_be_kept(make: Make) -> None:
    told = text(make(PLAIN))
    assert "终端交还日期" not in told
    assert "已满足" not in told
    assert "我方的情况和凭证：____" in told


def test_what_the_merchant_told_is_in_the_letter(make: Make) -> None:
    letter = make(PLAIN, **TOLD)
    told = text(letter)
    for expected in ("某某小吃店", "SN0001", "某某银行 0000", "终端交还日期：2026年9月25日", "退还押金 300 元"):
        assert expected in told
    assert "2026年10月15日届满" in told
    assert told.count("已满足：") == 2
    paid = next(part for part in letter.parts if part.text.startswith("实际交纳"))
    assert paid.facts == ("deposit_paid",)
    assert paid.blanks == ("交押金日期", "押金怎样交的")


def test_a_deadline_that_runs_is_not_said_to_be_over(make: Make) -> None:
    assert "届满" not in text(make(PLAIN, **{**TOLD, "today": "2026-10-15"}))
    assert "届满" in text(make(PLAIN, **TOLD))


def test_a_condition_that_is_not_met_is_left_to_the_merchant(make: Make) -> None:
    volume = {f"2026-{month:02}": {"credit": 1000} for month in range(1, 7)}
    letter = make(VOLUME, today="2026-07-15", activated_on="2026-01-01", deposit_paid=299, volume=volume)
    assert not [part for part in letter.parts if "6,000" in part.text]
    assert any("6,000" in note for note in letter.notes)


@pytest.mark.parametrize(
    ("clause", "expected", "law"),
    [
        (NEVER, "不能按定金没收", "ci-67"),
        (SILENT, "可以随时请求返还", "cc-511"),
        (BOTH, "不利于提供格式条款一方", "cc-498"),
        (VOLUME, "视为条件已经满足", "cc-159"),
        (PLAIN, "应当按约退还", "cc-579"),
    ],
)
def test_each_verdict_has_its_own_reasons(make: Make, clause: str, expected: str, law: str) -> None:
    letter = make(clause)
    assert expected in text(letter)
    assert law in letter.legal_basis


def test_both_places_of_a_contradiction_are_quoted(make: Make) -> None:
    quotes = [part.text for part in make(BOTH).parts if part.role == "quote"]
    assert any("退还全部押金" in quote for quote in quotes)
    assert any("概不退还" in quote for quote in quotes)


def test_headings_count_on_whatever_is_left_out(make: Make) -> None:
    for clause in (PLAIN, NEVER, SILENT, BOTH):
        found = [part.text[:2] for part in make(clause).parts if part.role == "heading"]
        assert found == [f"{digit}、" for digit in "一二三四五六七"[: len(found)]]


@pytest.mark.parametrize(("clause", "why"), [(FREE, "没有押金"), ("", "没有读成")])
def test_no_letter_where_there_is_nothing_to_ask_for(scanner: Scanner, clause: str, why: str) -> None:
    report = scanner.scan(HEAD + clause if clause else "今天天气很好。")
    for kind in ("demand", "complaint"):
        with pytest.raises(DraftError, match=why):
            draft(report, kind)  # type: ignore[arg-type]


def test_a_complaint_goes_only_where_a_step_leads(make: Make, scanner: Scanner) -> None:
    with pytest.raises(DraftError, match=r"不写给市场监督管理部门.*central_bank"):
        make(PLAIN, "complaint", "market")
    with pytest.raises(DraftError, match="金融监督管理总局"):
        make(NEVER, "complaint", "bank_regulator")
    bank = scanner.scan(HEAD.replace("某某支付有限公司", "某某银行股份有限公司") + NEVER)
    assert "监管局" in text(draft(bank, "complaint", to="bank_regulator"))


def test_a_demand_has_one_recipient(make: Make) -> None:
    with pytest.raises(DraftError, match="complaint"):
        make(PLAIN, "demand", "market")


def test_the_market_regulator_gets_a_report_and_no_consumer_complaint(make: Make) -> None:
    letter = make(NEVER, "complaint", "market")
    assert "举报" in letter.title
    assert "不是消费投诉" in text(letter)


def test_letters_assert_no_breach(make: Make) -> None:
    for to in ("central_bank", "association", "market"):
        told = text(make(NEVER, "complaint", to))
        assert re.search("请依[法规]认定", told)
        assert not re.search("违反了|构成违法|已经违法|属于诈骗", told)


def test_only_law_that_was_verified_and_fits_the_reader_is_cited(make: Make) -> None:
    book = LawBook.load()
    for to in ("provider", "central_bank", "association", "market"):
        letter = make(NEVER, "complaint", to)
        for law_id, basis in letter.legal_basis.items():
            assert basis.verified, law_id
            assert book.provision(law_id).scope in ("merchant", "user", "supervisory")
    # A supervisor's paper founds no claim.
    assert all(basis.scope != "supervisory" for basis in make(NEVER).legal_basis.values())


def test_law_of_another_day_is_not_cited(make: Make) -> None:
    letter = make(NEVER, signed_on="2019-05-01", today="2026-10-01")
    assert not [law_id for law_id in letter.legal_basis if law_id.startswith(("cc-49", "ci-"))]


def test_law_is_named_and_never_quoted(make: Make) -> None:
    letter = make(NEVER)
    for basis in letter.legal_basis.values():
        assert basis.paraphrase not in text(letter)
    assert "《中华人民共和国民法典》第四百九十六条" in text(letter)


@pytest.mark.parametrize("path", sorted((lexicon_root() / "letters").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_letter_cites_what_there_is(path: Path) -> None:
    known = LawBook.load()
    for law_id in re.findall(r"\b(?:[a-z]{2,4}\d?)-\w+(?=[,\]])", path.read_text("utf-8")):
        assert known.provision(law_id).verified is True, law_id


def test_every_letter_goes_to_a_place_that_steps_know() -> None:
    book, places = LetterBook.load(), ActionBook.load().places
    for to in ("provider", "central_bank", "bank_regulator", "association", "market"):
        assert book.letter("complaint", to).title  # type: ignore[arg-type]
        assert to in places


# Word and Markdown


def test_the_word_file_holds_every_part_and_marks_the_blanks(make: Make) -> None:
    letter = make(NEVER, **TOLD)
    opened = docx.Document(io.BytesIO(draft_docx(letter)))
    paragraphs = [paragraph.text for paragraph in opened.paragraphs]
    whole = "\n".join(paragraphs)
    assert paragraphs[0] == "退还押金催告函"
    for part in letter.parts:
        assert part.text in whole
        if part.place:
            assert f"「{part.text}」（{part.place}）" in whole
    for note in letter.notes:
        assert note in whole
    runs = [run for paragraph in opened.paragraphs for run in paragraph.runs]
    assert all(bool(run.font.highlight_color) is ("__" in run.text) for run in runs)
    assert any(run.font.highlight_color for run in runs)
    assert opened.core_properties.author == ""


def test_a_date_left_blank_is_marked_whole(make: Make) -> None:
    opened = docx.Document(io.BytesIO(draft_docx(make(NEVER))))
    marked = {run.text for p in opened.paragraphs for run in p.runs if run.font.highlight_color}
    assert f"{BLANK}年__月__日" in marked


def test_markdown_shows_blanks_quotes_and_notes(make: Make) -> None:
    shown = draft_markdown(make(PLAIN, **TOLD))
    assert shown.startswith("# 退还押金催告函\n")
    assert "> 「甲方缴纳押金300元」（合同第一条）" in shown
    assert "\\_\\_\\_\\_" in shown
    assert "起草说明" in shown


def test_contract_text_cannot_become_markup_or_template(scanner: Scanner) -> None:
    report = scanner.scan(HEAD + "甲方缴纳押金300元。<b>{{ f.merchant }}</b>押金概不退还{% raw %}。")
    shown = draft_markdown(draft(report))
    assert "{{ f.merchant }}" in shown
    assert "<b>" not in shown.replace("\\<b\\>", "")


# Templates


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("use: return-terms", "use: return-term", "unknown block 'return-term'"),
        ("{{ f.refund_account }}", "{{ f.refund_acount }}", "refund_acount"),
        ("{{ f.refund_account }}", "{{ f.refund_account", "letters: "),
        ("role: address", "rule: address", "demand: parts"),
    ],
)
def test_a_wrong_template_says_what_to_mend(tmp_path: Path, scanner: Scanner, old: str, new: str, message: str) -> None:
    import shutil

    root = tmp_path / "lexicons"
    shutil.copytree(lexicon_root(), root)
    path = root / "letters" / "demand.yaml"
    written = path.read_text("utf-8")
    assert old in written
    path.write_text(written.replace(old, new), "utf-8")
    with pytest.raises(RuleError, match=re.escape(message) if message != "letters: " else "letters"):
        draft(scanner.scan(HEAD + PLAIN), root=root)
