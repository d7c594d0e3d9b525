"""The whole walk: verbatim quotes, the same bytes for the same input, threads, and bad input that never raises."""

from __future__ import annotations

import io
import json
import pickle
import random
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_scan import ContractReport, ContractScanError, Ruleset, Scanner, ScanRecord, scan
from contract_scan.model.report import Evidence

AGREEMENT = """\
POS机服务协议
甲方：某某支付有限公司
乙方（特约商户）：某某餐饮店

第一条 押金
1.1 乙方领取终端时向甲方交纳押 金３００元。
1.2 有下列情形之一的，押金不予退还：
（一）乙方累计交易量不足10万元；
（二）乙方擅自移机。
1.3 其余情形，甲方应在乙方交还终端后10个工作日内退还押jin。
第二条 费用
2.1 交易手续费费率0.6%，流量费每年60元。
2.2 甲方有权单方调整手续费，乙方继续使用视为同意。
第三条 期限与终止
3.1 本协议有效期一年，到期自动续约一年。
3.2 任何一方可提前30日书面通知对方解除本协议。
第四条 争议由甲方所在地人民法院管辖。
附件一：费用表
项目 | 标准
"""


@pytest.fixture(scope="module")
def report(scanner: Scanner) -> ContractReport:
    return scanner.scan(AGREEMENT)


def evidence_of(node: object) -> list[dict[str, object]]:
    """Return every evidence anywhere in a report's JSON form."""
    if isinstance(node, dict):
        own = [node] if {"start", "end", "quote"} <= node.keys() else []
        return own + [e for value in node.values() for e in evidence_of(value)]
    if isinstance(node, list):
        return [e for value in node for e in evidence_of(value)]
    return []


def assert_sound(report: ContractReport) -> None:
    """Hold a report to what every caller may rely on."""
    text = report.document.text
    assert text is not None
    for evidence in evidence_of(json.loads(report.to_json())):
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"] != ""  # type: ignore[misc, index]
    for finding in report.findings:
        assert finding.evidence or finding.searched
        for fact in finding.facts:
            assert any(e.start <= fact.start < fact.end <= e.end for e in finding.evidence)
        assert set(finding.legal_basis) <= report.legal_basis.keys()
    known = {clause.id for clause in report.clauses}
    assert {f.clause_id for f in report.findings if f.clause_id} <= known
    assert len({f.id for f in report.findings}) == len(report.findings)


def test_every_quote_is_verbatim(report: ContractReport) -> None:
    assert_sound(report)
    assert len(report.findings) > 8
    assert all(isinstance(e, Evidence) for f in report.findings for e in f.evidence)


def test_reads_the_agreement(report: ContractReport) -> None:
    assert [(p.label, p.role) for p in report.parties] == [("甲方", "provider"), ("乙方", "merchant")]
    assert report.deposit.exists
    assert [str(a) for a in report.deposit.amounts] == ["300"]
    assert report.refund.deadline is not None
    assert (report.refund.deadline.value, report.refund.deadline.unit) == (10, "working_day")
    assert {f.kind for f in report.findings} >= {"deposit", "refund", "fee", "termination", "dispute", "auto_renewal"}
    numbers = {clause.number for clause in report.clauses}
    assert {"第一条", "1.2", "（一）", "附件一"} <= numbers


def test_a_disguise_is_said(report: ContractReport) -> None:
    said = [f for f in report.findings if "变形写法" in f.message]
    hidden = {printed for f in said for printed in ("押 金", "押jin") if f"「{printed}」" in f.message}
    assert hidden == {"押 金", "押jin"}
    assert all(any(f"「{word}」" in f.message and word in f.evidence[0].quote for word in hidden) for f in said)


def test_the_report_fits_its_schema(report: ContractReport) -> None:
    schema = ContractReport.model_json_schema(mode="serialization", by_alias=True)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(report.to_json()), schema)
    assert ContractReport.model_validate_json(report.to_json()) == report


def test_the_same_input_gives_the_same_bytes(report: ContractReport, ruleset: Ruleset) -> None:
    fresh = Scanner(ruleset)
    assert report.to_json() == fresh.scan(AGREEMENT).to_json() == fresh.scan(AGREEMENT).to_json()


def test_threads_share_a_scanner(ruleset: Ruleset, report: ContractReport) -> None:
    fresh = Scanner(ruleset)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: fresh.scan(AGREEMENT).to_json(), range(8)))
    assert set(found) == {report.to_json()}


def test_a_scanner_survives_pickling(report: ContractReport) -> None:
    copy = pickle.loads(pickle.dumps(Scanner()))
    assert copy.scan(AGREEMENT).to_json() == report.to_json()


def test_bytes_text_and_file_read_alike(scanner: Scanner, report: ContractReport, tmp_path: Path) -> None:
    path = tmp_path / "agreement.txt"
    path.write_text(AGREEMENT, "utf-8")
    for source in (path, str(path), AGREEMENT.encode(), AGREEMENT.encode("gb18030"), io.BytesIO(AGREEMENT.encode())):
        found = scanner.scan(source)
        assert found.findings == report.findings
        assert found.refund == report.refund


def test_scan_is_the_short_way(report: ContractReport, ruleset: Ruleset) -> None:
    assert scan(AGREEMENT).findings == report.findings
    assert scan(AGREEMENT, ruleset=ruleset).to_json() == report.to_json()


def test_the_generator_names_the_rules(report: ContractReport, ruleset: Ruleset) -> None:
    assert report.generator.ruleset.sha256 == ruleset.sha256


# --- What is no agreement -------------------------------------------------------------------------

_ENGLISH = "This Agreement is made between the Merchant and the Acquirer. The deposit is not refundable.\n" * 20
_NOVEL = (
    "那年冬天，老街的雪下得很大。她推开窗，看见远处的灯一盏一盏亮起来，像是谁在河上撒了一把星子。\n"
    "“你还记得那条船吗？”他问。她没有回答，只是把围巾又裹紧了一些，慢慢地走下楼去。\n"
    "院子里的枣树落光了叶子，枝头停着一只麻雀，歪着头看她，好像也有话要说。\n"
) * 6
_NEWS = "记者昨日从发布会上获悉，今年全市新增绿地三百公顷。市民普遍表示欢迎。天气预报称明日有小雨。\n" * 10


@pytest.mark.parametrize("text", [_ENGLISH, _NOVEL, _NEWS, "你好。\n", "。。。\n", "12345\n67890\n", "押金\n"])
def test_no_agreement_is_never_cleared(scanner: Scanner, text: str) -> None:
    report = scanner.scan(text)
    assert report.refund.verdict == "not_assessed"
    assert report.refund.score is None
    assert report.refund.reasons
    assert not report.findings
    assert not [check for check in report.checks if check.outcome == "clear"]
    assert_sound(report)


# --- Bad input ------------------------------------------------------------------------------------


def _encrypted_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def _empty_docx() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "<w:document")
        package.writestr("[Content_Types].xml", "")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "statuses"),
    [
        (b"", {"unreadable", "unsupported", "corrupt"}),
        (random.Random(7).randbytes(2000), {"unsupported", "unreadable"}),
        (b"%PDF-1.7\ngarbage", {"corrupt"}),
        (b"PK\x03\x04garbage", {"corrupt", "unsupported"}),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, {"unsupported", "needs_ocr", "corrupt"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, {"unsupported", "corrupt"}),
        (_encrypted_pdf(), {"encrypted"}),
        (_empty_docx(), {"corrupt", "unsupported"}),
    ],
    ids=["empty", "noise", "pdf", "zip", "png", "ole", "encrypted", "docx"],
)
def test_bad_bytes_give_a_record(scanner: Scanner, data: bytes, statuses: set[str]) -> None:
    record = scanner.try_scan(data, path="x.bin")
    assert record.path == "x.bin"
    assert record.status in statuses
    assert record.report is None
    assert record.error is not None
    assert record.error.message
    assert ScanRecord.model_validate_json(record.model_dump_json(by_alias=True)) == record


def test_bad_paths_give_a_record(scanner: Scanner, tmp_path: Path) -> None:
    missing = scanner.try_scan(tmp_path / "none.pdf")
    assert missing.error is not None
    assert missing.error.type == "SourceNotFoundError"
    folder = scanner.try_scan(tmp_path)
    assert folder.error is not None
    assert folder.status == "unreadable"


def test_a_good_input_gives_its_report(scanner: Scanner, tmp_path: Path) -> None:
    path = tmp_path / "agreement.txt"
    path.write_text(AGREEMENT, "utf-8")
    record = scanner.try_scan(path)
    assert (record.status, record.error) == ("ok", None)
    assert record.report is not None
    assert record.sha256 == record.report.document.sha256


_WORDS = st.sampled_from(
    [
        "甲方",
        "乙方（特约商户）：",
        "应",
        "不得",
        "不予",
        "退还",
        "押金",
        "押jin",
        "手续费",
        "0.6%",
        "300元",
        "30个工作日",
        "第一条 ",
        "（一）",
        "附件一",
        "，",
        "。",
        "：",
        "\n",
        " | ",
        "以……为由",
        "解除本协议",
        "自动续约",
        "视为同意",
        "\u200b",
        "？",
        "协议\n",
    ]
) | st.text(max_size=4)


@given(st.lists(_WORDS, max_size=60).map("".join))
@settings(max_examples=60)
def test_any_text_gives_a_sound_report_or_a_declared_error(scanner: Scanner, text: str) -> None:
    try:
        report = scanner.scan(text.encode("utf-8", "replace"))
    except ContractScanError:
        return
    assert_sound(report)


@given(st.binary(max_size=300))
@settings(max_examples=40)
def test_any_bytes_give_a_record(scanner: Scanner, data: bytes) -> None:
    record = scanner.try_scan(data)
    assert (record.report is None) == (record.error is not None)
