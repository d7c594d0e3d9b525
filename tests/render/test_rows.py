"""Reports as rows: every column, its type, and a text cut into clauses without losing a word that matters."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
import report_factory as make

from contract_scan import ClauseRow, FeeRow, FindingRow, ReportRow, ScanRecord, UsageError, rows, scan, scan_set
from contract_scan.model.ranking import is_warning

SAMPLES = Path(__file__).parents[2] / "samples"
KINDS = (ReportRow, FindingRow, FeeRow, ClauseRow)
AGREEMENT = """收单服务协议
甲方：某某支付有限公司
乙方（商户）：某某小吃店

第一章 押金
第一条 乙方向甲方交纳终端押金300元。
第二条 有下列情形之一的，押金不予退还：
（一）交易量未达到30万元的；
（二）终端丢失的。
第二章 费用
第三条 手续费率为0.6%，甲方可以随时调整。
第四条 流量费每年60元。
"""


@pytest.fixture(scope="module")
def report():
    return scan(AGREEMENT, name="小吃店.txt")


def fits(value: Any, hint: Any) -> bool:
    if isinstance(hint, UnionType):
        return any(fits(value, one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(fits(one, get_args(hint)[0]) for one in value)
    return type(value) is (NoneType if hint is None else hint)


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_has_the_type_that_its_column_names(kind, report):
    hints = get_type_hints(kind)
    assert list(hints) == [field.name for field in fields(kind)]
    found = list(rows([report, make.unreadable("锁.pdf")], kind))
    assert found
    for row in found:
        for name, hint in hints.items():
            assert fits(getattr(row, name), hint), (name, getattr(row, name))


def test_a_report_a_record_or_several_give_the_same(report):
    record = ScanRecord.of(report)
    assert (record.path, record.status, record.sha256) == ("小吃店.txt", "ok", report.document.sha256)
    expected = list(rows(report, FindingRow))
    assert expected
    assert list(rows(record, FindingRow)) == expected
    assert list(rows(iter([record, report]), FindingRow)) == expected * 2


def test_another_kind_is_refused(report):
    with pytest.raises(UsageError, match="ReportRow, FindingRow, FeeRow, ClauseRow"):
        rows(report, dict)


def test_what_was_not_read_has_a_report_row_alone():
    record = make.unreadable("锁.pdf")
    (row,) = rows(record, ReportRow)
    assert (row.path, row.status, row.verdict, row.score) == ("锁.pdf", "encrypted", "not_assessed", None)
    assert row.error_type == "EncryptedFileError"
    assert row.deposit_amounts is None
    assert not [*rows(record, FindingRow), *rows(record, FeeRow), *rows(record, ClauseRow)]


def test_a_report_row_says_what_the_report_says(report):
    (row,) = rows(report, ReportRow)
    assert row.verdict == report.refund.verdict
    assert row.deposit_amounts == (Decimal(300),)
    assert row.provider == "某某支付有限公司"
    warnings = [finding for finding in report.findings if is_warning(finding)]
    assert row.high + row.medium + row.low == len(warnings) > 0


def test_findings_quote_the_text_and_name_their_clause(report):
    found = list(rows(report, FindingRow))
    assert [row.finding_id for row in found] == [finding.id for finding in report.findings]
    for row in found:
        if row.start is None:
            assert (row.quote, row.clause, row.searched is not None) == (None, None, True)
        else:
            assert row.quote == report.document.text[row.start : row.end]
    assert {row.clause for row in found if row.quote and "30万元" in row.quote} == {"第二条（一）"}


def test_a_contradiction_keeps_its_other_quotes():
    first, second = make.evidence("机具押金299元"), make.evidence("押金不予退还")
    record = make.record("a.txt", report=make.report(findings=(make.finding(evidence=(first, second)),)))
    (row,) = rows(record, FindingRow)
    assert (row.quote, row.other_quotes) == (first.quote, (second.quote,))


def test_fees_are_numbers_with_their_place(report):
    rate, data = rows(report, FeeRow)
    assert (rate.rate, rate.clause, rate.changeable_by) == (Decimal("0.006"), "第三条", "provider")
    assert (data.amount, data.period, data.clause) == (Decimal(60), "year", "第四条")
    assert data.quote == report.document.text[data.start : data.end]


def test_clauses_keep_items_with_what_introduces_them(report):
    found = list(rows(report, ClauseRow))
    assert [row.clause for row in found] == [None, "第一条", "第二条", "第三条", "第四条"]
    assert found[0].text.startswith("收单服务协议\n")
    assert found[2].text.endswith("（二）终端丢失的。")
    assert [row.headings for row in found] == [(), ("押金",), ("押金",), ("费用",), ("费用",)]
    assert found[2].high
    assert {row.verdict for row in found} == {report.refund.verdict}


def test_metadata_is_plain_and_leaves_out_what_is_unknown(report):
    found = list(rows(report, ClauseRow))
    assert len({row.uid for row in found}) == len(found)
    assert [row.uid for row in rows(report, ClauseRow)] == [row.uid for row in found]
    for row in found:
        metadata = row.metadata()
        assert {type(value) for value in metadata.values()} <= {str, int}
        assert (metadata["start"], metadata["end"], metadata["verdict"]) == (row.start, row.end, row.verdict)
    head, _, forfeiture, change, _ = (row.metadata() for row in found)
    assert "clause" not in head
    assert forfeiture["severity"] == change["severity"] == "high"
    assert forfeiture["rule_ids"].split(",") == list(found[2].rule_ids)
    assert (forfeiture["clause"], forfeiture["headings"]) == ("第二条", "押金")


def test_no_warning_is_lost_between_clauses(report):
    found = list(rows(report, ClauseRow))
    named = {name for row in found for name in row.finding_ids}
    assert {one.id for one in report.findings if is_warning(one) and one.evidence} <= named


def test_a_heading_is_a_row_where_a_warning_rests_on_it():
    heading = "一、押金概不退还\n1. 乙方交纳终端押金300元。\n2. 乙方应当妥善保管终端。"
    report = scan(f"收单服务协议\n{heading}\n二、费用\n1. 手续费率为0.6%。\n2. 流量费每年60元。")
    found = list(rows(report, ClauseRow))
    assert [row.text for row in found if row.text.startswith(("一", "二"))] == ["一、押金概不退还"]
    assert [row.high for row in found if row.text.startswith("一")] > [0]


def test_documents_of_a_set_are_kept_apart():
    report = scan_set([AGREEMENT, "补充协议\n一、合作终止后，甲方退还押金。\n二、以本补充协议为准。"])
    found = list(rows(report, ClauseRow))
    documents = {row.document for row in found}
    assert documents == {part.name for part in report.document.parts}
    for row in found:
        (part,) = (part for part in report.document.parts if part.start <= row.start < part.end)
        assert (row.document, row.end <= part.end) == (part.name, True)


@pytest.mark.parametrize("name", ["03*", "05*", "06*", "08*", "09*", "12*"])
def test_clauses_cover_the_text_and_never_overlap(name):
    (path,) = SAMPLES.glob(name)
    report = scan(path)
    text, at = report.document.text, 0
    left = []
    for row in rows(report, ClauseRow):
        assert at <= row.start < row.end
        assert row.text == text[row.start : row.end]
        left.append(text[at : row.start])
        at = row.end
    left.append(text[at:])
    headings = {clause.heading for clause in report.clauses}
    for words in "".join(left).split("\n"):
        assert not words.strip() or any(heading and heading in words for heading in headings), words
    quoted = {finding.id for finding in report.findings if is_warning(finding) and finding.evidence}
    assert quoted <= {name for row in rows(report, ClauseRow) for name in row.finding_ids}
