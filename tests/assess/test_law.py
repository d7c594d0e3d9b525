"""The law that a report may cite: honest flags, the right reader, the right day."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from contract_scan.assess.law import LawBook
from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root

# What was never read in its own text. A flag turned to "verified" without reading the article fails here.
UNVERIFIED = {
    "bc-agreement",
    "bc-highrisk",
    "bc-hold",
    "bc-nodeposit",
    "bc-nosurcharge",
    "bc-settle30",
    "cpir-auto",
    "cup-2021",
    "fc-def",
    "nbr-fee30",
    "nbr-keep5",
    "p259-one",
    "p261-nosale",
    "p85-hold",
    "pc-guide2021",
    "pc-outs2020",
    "pc-outs2025",
}
MARK = "（条文未核"

STATUTE = """\
statutes:
  - title: 某法
    short: 某法
    level: 法律
    issuer: 某机关
    effective: '2021-01-01'
    effective_verified: true
    provisions:
      - id: x-1
        article: 第一条
        paraphrase: 一句转述。
        kinds: [refund]
        scope: merchant
        verified: true
"""


@pytest.fixture(scope="module")
def book() -> LawBook:
    return LawBook.load()


def written(tmp_path: Path, text: str, name: str = "some.yaml") -> LawBook:
    folder = tmp_path / "law"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return LawBook.load(tmp_path)


def test_every_provision_is_there(book: LawBook) -> None:
    assert len(book.provisions) == 242


def test_an_unverified_provision_is_never_shown_as_verified(book: LawBook) -> None:
    shown_as_verified = {law_id for law_id in book.provisions if book.get(law_id).verified}
    unmarked = {law_id for law_id in book.provisions if not book.get(law_id).paraphrase.startswith(MARK)}
    assert shown_as_verified.isdisjoint(UNVERIFIED)
    assert unmarked.isdisjoint(UNVERIFIED)
    assert book.provisions.keys() - shown_as_verified == UNVERIFIED
    assert unmarked == shown_as_verified


def test_a_second_hand_is_told_from_no_text_at_all(book: LawBook) -> None:
    assert book.get("bc-hold").paraphrase.startswith("（条文未核，内容有转载印证）")
    assert book.get("bc-settle30").paraphrase.startswith("（条文未核）")


@pytest.mark.parametrize("flag", ["partially", "false"])
def test_the_flag_in_the_file_decides(tmp_path: Path, flag: str) -> None:
    basis = written(tmp_path, STATUTE.replace("        verified: true", f"        verified: {flag}")).get("x-1")
    assert basis.verified is False
    assert basis.paraphrase.startswith(MARK)


def test_a_basis_says_what_the_report_needs(book: LawBook) -> None:
    basis = book.get("cc-497")
    assert (basis.title, basis.article, basis.effective) == ("中华人民共和国民法典", "第四百九十七条", "2021-01-01")
    assert basis.scope == "merchant"
    assert basis.paraphrase.startswith("格式条款有三类不算数")


def test_a_date_that_was_not_verified_is_left_out(book: LawBook) -> None:
    assert book.provision("nbr-fee30").statute.effective == "2024-07"
    assert book.get("nbr-fee30").effective is None
    assert book.get("cpl-2").effective is None


def test_a_merchant_gets_nothing_meant_for_consumers_or_for_drawing_borders(book: LawBook) -> None:
    cited = book.citable(book.provisions)
    assert {book.get(law_id).scope for law_id in cited} == {"merchant", "user"}
    assert not [law_id for law_id in cited if re.match(r"(cpl|cpir|cv|pf|sme|cr0)-", law_id)]
    assert not {"ecl-2", "ecl-19", "ecl-21", "ecl-49", "ecl-78", "cpi-31", "bj1-deposit", "bc-nodeposit"} & set(cited)


def test_a_consumer_gets_consumer_law_too(book: LawBook) -> None:
    ids = ["cpl-26", "ecl-21", "cc-497", "bj1-deposit", "ecl-2", "cr0-14"]
    assert book.citable(ids) == ("cc-497",)
    assert book.citable(ids, perspective="consumer") == ("cpl-26", "ecl-21", "cc-497")


def test_what_must_not_be_cited_is_cited_for_nobody(book: LawBook) -> None:
    ids = ["pf-1", "pf-9", "pp-9", "sme-13", "bc-nodeposit", "cr0-21"]
    assert book.citable(ids, perspective="consumer", purpose="complaint", on=date(2025, 6, 1)) == ()


def test_a_supervisors_paper_supports_a_complaint_and_no_claim(book: LawBook) -> None:
    ids = ["nb-34", "bj1-deposit"]
    assert book.citable(ids) == ("nb-34",)
    assert book.citable(ids, purpose="complaint") == ("nb-34", "bj1-deposit")


def test_citations_keep_their_order_and_come_once(book: LawBook) -> None:
    assert book.citable(["nb-34", "cc-497", "nb-34", "cc-6"]) == ("nb-34", "cc-497", "cc-6")
    assert book.citable([]) == ()


@pytest.mark.parametrize(
    ("law_id", "signed", "cited"),
    [
        ("cc-497", date(2020, 12, 31), False),
        ("cc-497", date(2021, 1, 1), True),
        ("nb-34", date(2024, 4, 30), False),
        ("nb-34", date(2024, 5, 1), True),
        # Renumbered: what is article 9 since 2025-10-15 was article 8 before.
        ("au-9", date(2017, 12, 31), False),
        ("au-9", date(2018, 1, 1), True),
        ("au-15", date(2025, 10, 14), False),
        ("au-9", date(2025, 10, 15), True),
        # Expired.
        ("f169-card", date(2024, 9, 30), True),
        ("f169-card", date(2024, 10, 1), False),
        # Known to the month only: not before the month has ended.
        ("nbr-fee30", date(2024, 7, 30), False),
        ("nbr-fee30", date(2024, 7, 31), True),
        # Known to the year only.
        ("p85-hold", date(2019, 12, 30), False),
        ("p85-hold", date(2019, 12, 31), True),
    ],
)
def test_the_contracts_date_decides(book: LawBook, law_id: str, signed: date, cited: bool) -> None:
    assert book.citable([law_id], on=signed) == ((law_id,) if cited else ())


def test_without_a_date_what_has_expired_is_not_cited(book: LawBook) -> None:
    assert book.citable(["f169-card", "cc-497"]) == ("cc-497",)


@pytest.mark.parametrize(("today", "cited"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True), (None, True)])
def test_procedure_goes_by_the_day_of_the_step(book: LawBook, today: date | None, cited: bool) -> None:
    assert book.citable(["ar-29"], on=date(2022, 5, 1), today=today) == (("ar-29",) if cited else ())


def test_the_old_number_of_a_renumbered_article_is_kept(book: LawBook) -> None:
    assert book.provision("ar-27").formerly == "第十六条"
    assert book.provision("au-9").formerly == "第八条"


@pytest.mark.parametrize(
    ("signed", "article", "version", "verified"),
    [
        (None, "第九条", "2025-06-27第二次修订", True),
        (date(2025, 10, 15), "第九条", "2025-06-27第二次修订", True),
        (date(2025, 10, 14), "第八条", "2019-04-23修正", False),
    ],
)
def test_a_renumbered_article_is_cited_as_of_the_contracts_day(
    book: LawBook, signed: date | None, article: str, version: str, verified: bool
) -> None:
    basis = book.seen_by(on=signed).get("au-9")
    assert (basis.article, basis.version, basis.verified) == (article, version, verified)
    assert basis.paraphrase.startswith(MARK) is not verified


def test_the_version_of_a_rule_of_procedure_goes_by_the_step(book: LawBook) -> None:
    assert book.get("ar-27", on=date(2020, 1, 1), today=date(2026, 3, 1)).article == "第二十七条"
    assert book.get("ar-27", on=date(2020, 1, 1), today=date(2026, 2, 28)).article == "第十六条"


def test_a_number_that_was_not_verified_is_left_out(book: LawBook) -> None:
    assert book.get("nb-34").doc_no == "国务院令第768号"
    assert book.provision("cc-497").statute.doc_no
    assert book.get("cc-497").doc_no is None


def test_a_replaced_regulation_has_an_end_and_a_successor(book: LawBook) -> None:
    historical = [provision for provision in book.provisions.values() if provision.scope == "historical"]
    assert len(historical) == 3
    assert all(provision.statute.until and provision.statute.replaced_by for provision in historical)


def test_an_unknown_id_is_an_error_wherever_it_is_asked_for(book: LawBook) -> None:
    with pytest.raises(RuleError, match="unknown law id 'cc-99999'"):
        book.get("cc-99999")
    with pytest.raises(RuleError, match="unknown law id 'cc-99999'"):
        book.citable(["cc-497", "cc-99999"])


def test_nothing_is_read_before_the_first_citation(tmp_path: Path) -> None:
    book = written(tmp_path, "statutes: [")
    assert book.citable([]) == ()
    with pytest.raises(RuleError, match="no valid YAML"):
        book.get("x-1")


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("        verified: true\n", "        scop: user\n        verified: true\n", "x-1: scop: ", 9),
        ("        verified: true\n", "", "x-1: verified: ", 9),
        ("scope: merchant", "scope: everybody", "x-1: scope: ", 9),
        ("'2021-01-01'", "'2021-13-01'", "x-1: statute.effective: ", 9),
        ("'2021-01-01'", "next year", "write YYYY-MM-DD", 9),
        ("statutes:", "statues:", "unknown key 'statues'", 1),
    ],
)
def test_a_wrong_file_is_named_with_the_line(tmp_path: Path, old: str, new: str, message: str, line: int) -> None:
    changed = STATUTE.replace(old, new)
    with pytest.raises(RuleError, match=re.escape(message)) as caught:
        written(tmp_path, changed).get("x-1")
    assert caught.value.file == str(tmp_path / "law" / "some.yaml")
    assert caught.value.line == line


def test_an_id_used_in_two_files_is_refused(tmp_path: Path) -> None:
    written(tmp_path, STATUTE, "one.yaml")
    with pytest.raises(RuleError, match=r"two\.yaml:9: x-1: this id is used twice"):
        written(tmp_path, STATUTE, "two.yaml").get("x-1")


def test_a_directory_without_law_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no law is there"):
        LawBook.load(tmp_path).get("cc-497")


def test_paraphrases_are_whole_sentences_and_files_hold_no_addresses() -> None:
    for path in (lexicon_root() / "law").glob("*.yaml"):
        assert not re.search(r"https?:|www\.|@", path.read_text("utf-8")), path.name
    for provision in LawBook.load().provisions.values():
        assert provision.paraphrase.endswith("。"), provision.id
