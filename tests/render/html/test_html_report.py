"""The page as text: everything said, everything escaped, nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from contract_scan import render_html
from contract_scan.model.report import Clause, ContractReport, Verdict
from contract_scan.render.html import render_html_record
from contract_scan.render.html.charts import score_bars, shares
from contract_scan.render.html.contract import contract_lines
from contract_scan.render.html.references import Quote, Reference
from contract_scan.render.phrases import phrases
from contract_scan.render.summary import Driver
from render.report_factory import (
    EVIL,
    TEXT,
    evidence,
    finding,
    hostile,
    not_assessed,
    partial,
    record,
    report,
    unreadable,
)


def page(made: ContractReport, **options: Any) -> html.HtmlElement:
    return html.document_fromstring(render_html(made, **options))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_everything_is_said() -> None:
    made = report()
    said = text_of(page(made))
    for one in made.findings:
        assert one.title in said
    for part in (
        *(made.findings[0].message, made.findings[0].advice, made.refund.conditions[0].text, made.refund.missing[0]),
        *(made.actions[1].detail, made.legal_basis["cc-497"].paraphrase, made.refund.drivers[1].text),
        *("机具押金 299 元/台", "72 / 100", "流量费", "每年 60 元", "第三条 押金", "违约责任", "不是法律意见"),
        *("附件没有随合同提供", "首年免收"),
    ):
        assert part in said, part


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_every_verdict_has_its_sentence_and_its_limits(verdict: str) -> None:
    made = report() if verdict == "conditional" else not_assessed() if verdict == "not_assessed" else None
    if made is None:
        made = report(refund=report().refund.model_copy(update={"verdict": verdict}))
    for lang in ("zh", "en"):
        said = text_of(page(made, lang=lang))
        words = phrases(lang)
        assert words[f"verdict.{verdict}"] in said
        assert words["page.limits"] in said
        assert words["disclaimer"] in said


def test_what_was_not_read_is_said_beside_the_verdict() -> None:
    said = text_of(page(partial()))
    assert "整页是图片，没有文字" in said
    assert phrases("zh")["sentence.partial"] in said
    assert phrases("zh")["page.read_whole"] not in said


def test_nothing_judged_is_no_clean_bill() -> None:
    said = text_of(page(not_assessed()))
    assert phrases("zh")["not_assessed.caution"] in said
    assert phrases("zh")["counts.none"] not in said
    assert phrases("zh")["page.read_whole"] not in said


def test_the_frame_is_english_where_asked() -> None:
    made = page(report(), lang="en")
    assert made.get("lang") == "en"
    frame = made.xpath("//h2 | //dt | //nav//a | //thead//th | //summary | //label[@class] | //p[@class='limits']")
    assert len(frame) > 20
    assert not [text_of(one) for one in frame if re.search("[\u4e00-\u9fff]", text_of(one))]
    assert page(report()).get("lang") == "zh-Hans"


def test_only_the_pages_own_style_and_script_may_run() -> None:
    made = page(report())
    (policy,) = made.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy
    for tag in ("style", "script"):
        (own,) = made.iter(tag)
        digest = base64.b64encode(hashlib.sha256(own.text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_in_a_contract_or_a_name_becomes_markup(lang: str) -> None:
    raw = render_html(hostile(), lang=lang)  # type: ignore[arg-type]
    made = html.document_fromstring(raw)
    assert len(list(made.iter("script"))) == len(list(made.iter("style"))) == 1
    assert not list(made.iter("img"))
    assert not [name for element in made.iter() for name in element.attrib if name.startswith("on") or name == "style"]
    targets = made.xpath("//@href | //@src | //@action | //@formaction")
    assert [target for target in targets if not target.startswith("#")] == ["data:,"]
    assert text_of(made).count("{{ 7*7 }}") > 10
    assert "49" not in re.findall(r"\d+", text_of(made.get_element_by_id("f-1")))
    assert "\x00" not in raw
    assert "\u202e" not in raw
    raw.encode("utf-8")


def test_the_page_of_a_file_that_gave_no_report() -> None:
    made = html.document_fromstring(render_html_record(unreadable(f"{EVIL}.pdf")))
    said = text_of(made)
    assert phrases("zh")["not_assessed.no_report"] in said
    assert phrases("zh")["hint.encrypted"] in said
    assert "<img src=x" in said
    assert not list(made.iter("img"))
    assert text_of(html.document_fromstring(render_html_record(record()))) == text_of(page(report()))


def test_every_quote_stands_marked_in_the_contract_and_both_sides_lead_to_each_other() -> None:
    made = report()
    shown = page(made)
    for one in made.findings:
        for place in one.evidence:
            anchor = f"q-{place.start}-{place.end}"
            assert shown.get_element_by_id(anchor) is not None
            marks = [mark for mark in shown.iter("mark") if anchor in (mark.get("data-quotes") or "").split()]
            assert "".join(mark.text_content() for mark in marks) == place.quote
            if one.outcome != "protection":
                assert shown.xpath(f"//article//a[@href='#{anchor}']")
    targets = {target[1:] for target in shown.xpath("//a/@href")}
    assert targets <= set(shown.xpath("//@id"))
    assert {"f-1", "f-3"} <= {target[1:] for target in shown.xpath("//a[@class='ref']/@href")}
    ids = shown.xpath("//@id")
    assert len(ids) == len(set(ids))


def test_the_contract_stands_there_whole() -> None:
    shown = page(report())
    for reference in shown.xpath("//a[@class='ref']"):
        reference.drop_tree()
    (text,) = shown.find_class("text")
    for mark in text.find_class("page-mark"):
        mark.drop_tree()
    said = "".join(text.text_content().split())
    assert said == "".join(TEXT.split())


def test_findings_in_the_same_words_come_together() -> None:
    first = finding("f1", evidence=(evidence("押金不予退还"),))
    second = finding("f2", evidence=(evidence("转为服务费"),))
    other = finding("f3", evidence=(evidence("封顶20元"),), advice="另一种做法。")
    shown = page(report(findings=(first, second, other)))
    assert [len(one.xpath(".//blockquote")) for one in shown.iter("article")] == [2, 1]


def test_conditions_show_how_they_were_settled() -> None:
    made = report()
    settled = made.refund.conditions[0].model_copy(update={"status": "unmet", "why": "已刷 12 万元，还差 18 万元"})
    said = text_of(page(made.model_copy(update={"refund": made.refund.model_copy(update={"conditions": (settled,)})})))
    assert "未满足" in said
    assert "还差 18 万元" in said
    assert phrases("zh")["page.no_facts"] not in said
    assert phrases("zh")["page.no_facts"] in text_of(page(made))


@pytest.mark.parametrize(
    ("points", "bars"),
    [
        ([40, 6, -4], [(0, 40, True), (40, 6, True), (42, 4, False)]),
        ([90, 20, -15], [(0, 90, True), (90, 10, True), (95, 5, False)]),
        ([10, -20], [(0, 10, True), (0, 10, False)]),
    ],
)
def test_score_bars_go_on_where_the_last_ended(points: list[int], bars: list[tuple[float, float, bool]]) -> None:
    found = score_bars(Driver("x", one) for one in points)
    assert [(bar.start, bar.length, bar.up) for bar in found] == bars


def test_shares_are_of_the_largest() -> None:
    assert shares([2556.0, 0.0, 1278.0]) == (100.0, 0.0, 50.0)
    assert shares([0.0]) == (0.0,)
    assert shares([]) == ()


_SPAN = st.tuples(st.integers(0, 40), st.integers(1, 15)).map(lambda pair: (pair[0], min(41, sum(pair))))


@given(st.text("押金退还。\n ", min_size=41, max_size=41), st.lists(_SPAN, max_size=6, unique=True))
def test_however_quotes_overlap_nothing_is_lost_or_doubled(text: str, spans: list[tuple[int, int]]) -> None:
    quotes = [Quote(*span, "bad", (Reference(f"f-{span[0]}-{span[1]}", "1", "x"),)) for span in spans]
    lines = list(contract_lines(text, (), quotes))
    assert (
        "".join(piece.text for line in lines for piece in line.pieces).split()
        == "".join(line for line in text.split("\n") if line.strip()).split()
    )
    for quote in quotes:
        covered = "".join(p.text for line in lines for p in line.pieces if quote.anchor in p.quotes)
        wanted = text[quote.start : quote.end]
        assert "".join(covered.split()) == "".join(wanted.split())
        if wanted.strip() and all(line.strip() for line in text.split("\n") if line):
            assert sum(p.anchors.count(quote.anchor) for line in lines for p in line.pieces) == 1
            assert sum(p.references.count(quote.references[0]) for line in lines for p in line.pieces) >= 1


def test_a_heading_and_the_page_that_a_clause_begins_on_show() -> None:
    text = "第一条 押金\n（一）交押金。\n第二条 费用\n"
    clauses = (
        Clause(id="c1", number="第一条", heading="押金", path=("第一条",), start=0, end=14, page=1),
        Clause(id="c2", number="（一）", path=("第一条", "（一）"), start=7, end=14, page=1),
        Clause(id="c3", number="第二条", heading="费用", path=("第二条",), start=15, end=21, page=2),
    )
    lines = list(contract_lines(text, clauses, ()))
    assert [(line.depth, line.heading, line.page) for line in lines] == [(0, True, 1), (1, False, None), (0, True, 2)]
