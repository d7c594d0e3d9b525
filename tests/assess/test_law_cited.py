"""Law as reports show it: every id resolves, doubts are marked in every output, and the right reader gets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from contract_scan import ContractReport, MerchantFacts, Scanner
from contract_scan.assess.law import LawBook
from contract_scan.lexicons import lexicon_root
from contract_scan.render.markdown import render_markdown
from contract_scan.render.phrases import TABLES, Lang
from contract_scan.render.text import render_text

HEAD = "POS终端服务协议\n甲方：商户\n乙方：某某支付有限公司\n第一条 押金\n"
#: An unverified provision (bc-hold) is cited for holds without a limit.
HELD = (
    HEAD + "甲方缴纳押金300元，协议终止后10日内退还。\n"
    "第二条 结算\n乙方认为有风险的，可以冻结甲方的结算资金，直至风险消除。\n"
)
UNLIMITED = HEAD + "甲方缴纳押金300元。协议终止后10日内退还。"


def _cited(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in ("law", "legal_basis") and isinstance(value, list):
                yield from value
            else:
                yield from _cited(value)
    elif isinstance(node, list):
        for value in node:
            yield from _cited(value)


@pytest.mark.parametrize("path", sorted(lexicon_root().rglob("*.yaml")), ids=lambda path: path.stem)
def test_every_law_id_of_a_lexicon_resolves(path: Path) -> None:
    known = LawBook.load().provisions
    unknown = set(_cited(yaml.safe_load(path.read_text(encoding="utf-8")))) - known.keys()
    assert not unknown


def test_the_search_for_ids_finds_them() -> None:
    found = {law for path in lexicon_root().rglob("*.yaml") for law in _cited(yaml.safe_load(path.read_text("utf-8")))}
    assert {"cc-497", "nb-34", "cr-3", "bc-hold"} <= found


@pytest.fixture(scope="module")
def held(scanner: Scanner) -> ContractReport:
    report = scanner.scan(HELD)
    assert "bc-hold" in report.legal_basis
    return report


def test_what_is_unverified_is_so_in_the_json(held: ContractReport) -> None:
    basis = held.legal_basis["bc-hold"]
    assert basis.verified is False
    assert basis.paraphrase.startswith("（条文未核")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("render", [render_markdown, render_text])
def test_what_is_unverified_is_never_shown_without_its_mark(held: ContractReport, render: Any, lang: Lang) -> None:
    """Wherever an unverified article is named, by its number too, the mark stands beside it."""
    shown = re.sub(r"\s+|\\\\", "", render(held, lang=lang))
    mark = re.sub(r"\s+", "", TABLES[lang]["law.unverified"])
    article = re.sub(r"\s+", "", held.legal_basis["bc-hold"].article)
    title = "银行卡收单业务管理办法"
    places = [found.end() for found in re.finditer(re.escape(title + article), shown)]
    if render is render_markdown:
        assert places
    for end in places:
        rest = shown[end : end + 400]
        assert mark in rest.split("第", 1)[0] or mark in rest, rest


def test_verified_law_is_not_marked(scanner: Scanner) -> None:
    report = scanner.scan(UNLIMITED)
    assert all(basis.verified for basis in report.legal_basis.values())
    assert TABLES["zh"]["law.unverified"] not in render_markdown(report)


@pytest.mark.parametrize("perspective", ["merchant", "consumer"])
def test_consumer_law_needs_the_consumers_perspective(
    scanner: Scanner, perspective: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in scanner.ruleset.rules if rule.id == "REF-NEVER")
    changed = tuple(
        one.model_copy(update={"legal_basis": ("cpl-26", "cc-497")}) if one is rule else one
        for one in scanner.ruleset.rules
    )
    from dataclasses import replace

    own = Scanner(replace(scanner.ruleset, rules=changed), perspective=perspective)
    report = own.scan(HEAD + "甲方缴纳押金300元。押金概不退还。")
    found = next(finding for finding in report.findings if finding.rule_id == "REF-NEVER")
    assert report.perspective == perspective
    assert ("cpl-26" in found.legal_basis) is (perspective == "consumer")
    assert "cc-497" in found.legal_basis


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("签订日期：2020年3月1日", date(2020, 3, 1)),
        ("签署时间：2020-03-01", date(2020, 3, 1)),
        ("本协议由双方于2020年3月1日签订。", date(2020, 3, 1)),
        ("甲方（签字）：　　　日期：2020年3月1日\n乙方（盖章）：　　　日期：2020年3月5日", date(2020, 3, 5)),
        ("签订日期：____年__月__日", None),
        ("本规则于2020年3月1日发布。", None),
        ("本协议自2020年3月1日起生效。", None),
        ("甲方应当于2020年3月1日前交纳押金。", None),
    ],
)
def test_the_contracts_own_day(scanner: Scanner, line: str, day: date | None) -> None:
    report = scanner.scan(f"{UNLIMITED}\n第二条 其他\n{line}")
    assert (report.signed.day if report.signed else None) == day
    if report.signed:
        assert report.signed.source == "contract"
        assert all(place.quote == report.document.text[place.start : place.end] for place in report.signed.evidence)


def test_the_merchants_word_goes_before_the_paper(scanner: Scanner) -> None:
    facts = MerchantFacts(signed_on=date(2022, 5, 1))
    signed = scanner.scan(f"{UNLIMITED}\n签订日期：2020年3月1日", facts=facts).signed
    assert signed is not None
    assert (signed.day, signed.source) == (date(2022, 5, 1), "facts")


def test_what_was_not_in_force_on_the_contracts_day_is_not_cited(scanner: Scanner) -> None:
    old = scanner.scan(f"{UNLIMITED}\n签订日期：2020年3月1日")
    assert old.legal_basis
    assert not [law_id for law_id in old.legal_basis if law_id.startswith(("cc-", "ci-"))]
    new = scanner.scan(f"{UNLIMITED}\n签订日期：2021年3月1日")
    assert [law_id for law_id in new.legal_basis if law_id.startswith("cc-")]
