"""``--redact``: nothing personal in any output of any command, and the same reading as without it."""

from __future__ import annotations

import json
import re
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner

from contract_scan import Ruleset, Scanner, UsageError, annotate, scan_folder
from contract_scan.cli.app import app
from contract_scan.model.facts import MerchantFacts
from contract_scan.render.marked import MarkedCopy

SAMPLES = Path(__file__).parents[2] / "samples"
SECRETS = (
    *("王小明", "欧阳娜娜", "赵敏芝", "13800138000", "13900139111", "11010519491231002X", "6222021234567890128"),
    *("91350100M000100Y43", "中关村大街", "zhangwei", "88886666", "wxid0815"),
)
CONTRACT = """特约商户收单服务协议
甲方（收单机构）：某某支付有限公司
统一社会信用代码：91350100M000100Y43
地址：北京市海淀区中关村大街1号院2号楼
乙方（特约商户）：王小明
身份证号码：110105 19491231 002X
联 系 人：欧阳 娜娜　联系电话：１３８００１３８０００
邮箱：zhangwei@example.com　微信号：wxid0815　传真：010-88886666
第一条 押金
乙方应向甲方交纳终端押金300元。乙方使用满12个月且每月交易额达到30000元的，押金在30个工作日内退还，否则王小明交纳的押金不予退还。
结算账户：6222 0212 3456 7890 128
第二条 费用
手续费费率0.6%，每笔3元；甲方可以单方调整费率。有问题请联系赵敏芝女士，电话139001
39111。
第三条 争议由甲方所在地人民法院管辖。客服热线400-800-1234。
乙方（签字）：王小明　日期：2024年1月1日
"""
FACTS = """
today = 2026-01-31
deposit_paid = 300
[particulars]
merchant_name = "王小明"
contact_person = "欧阳娜娜"
phone = "13800138000"
refund_account = "王小明 6222021234567890128"
merchant_address = "北京市海淀区中关村大街1号"
"""


def _readable(path: Path) -> str:
    """Everything that can be read in an output: the text of all parts of one that is packed."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    if path.suffix == ".parquet":
        import pyarrow.parquet

        return json.dumps(pyarrow.parquet.read_table(path).to_pylist(), ensure_ascii=False, default=str)
    return path.read_text(encoding="utf-8")


def _assert_masked(text: str) -> None:
    # Wrapped, broken and parted print come together; a mark-up's tags and escapes do not hide anything either.
    bare = re.sub(r"<[^>]*>|[\s\u200b│|*\\-]", "", unicodedata.normalize("NFKC", text))
    assert [secret for secret in SECRETS if secret in bare] == []


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ruleset: Ruleset) -> Path:
    """A folder with a contract under a merchant's name, in two forms, and a file that cannot be read."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONTRACT_SCAN_JOBS", "0")
    monkeypatch.setattr(Ruleset, "load", lambda *_: ruleset)  # each command would read the same rules again
    contracts = tmp_path / "contracts"
    contracts.mkdir()
    contracts.joinpath("王小明-13800138000.txt").write_text(CONTRACT, encoding="utf-8")
    document = docx.Document()
    for line in CONTRACT.splitlines():
        document.add_paragraph(line)
    document.save(str(contracts / "赵敏芝.docx"))
    contracts.joinpath("13900139111.pdf").write_bytes(b"%PDF-1.4\nbroken")
    tmp_path.joinpath("facts.toml").write_text(FACTS, encoding="utf-8")
    return contracts


def _run(*arguments: str, codes: tuple[int, ...] = (0,)) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    assert result.exit_code in codes, result.output
    return result.output


@pytest.mark.parametrize("form", ["text", "json", "jsonl", "markdown", "html", "sarif"])
def test_a_scan_of_one(folder: Path, form: str) -> None:
    name = "王小明-13800138000.txt"
    _assert_masked(_run("scan", str(folder / name), "--redact", "--format", form))


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet", "html", "jsonl", "md", "sarif", "txt"])
def test_a_scan_of_many(folder: Path, tmp_path: Path, suffix: str) -> None:
    output = tmp_path / f"all.{suffix}"
    pages = ("--reports", "pages") if suffix == "html" else ()
    said = _run("scan", str(folder), "--redact", "-o", str(output), *pages, codes=(3,))
    _assert_masked(said + _readable(output))
    if pages:
        written = sorted((tmp_path / "pages").iterdir())
        assert len(written) == 2
        for page in written:
            _assert_masked(page.name + _readable(page))
    elif suffix == "jsonl":  # and what was remembered can be merged without showing more
        merged = tmp_path / "merged.jsonl"
        _run("merge", f"{output}.scan-store", "-o", str(merged), codes=(3,))
        assert merged.read_text(encoding="utf-8") == output.read_text(encoding="utf-8")


def test_the_other_commands(folder: Path, tmp_path: Path) -> None:
    one, other = str(folder / "王小明-13800138000.txt"), str(folder / "赵敏芝.docx")
    for arguments in (
        ("assess", one, "--facts", "facts.toml", "--format", "json"),
        ("assess", one, "--facts", "facts.toml"),
        ("draft", one, "--facts", "facts.toml"),
        ("draft", one, "--kind", "complaint", "--to", "central_bank", "--facts", "facts.toml"),
        ("extract", one, "--format", "json"),
        ("extract", one, "--format", "markdown"),
        ("extract", one),
        ("explain", one),
        ("explain", one, "--format", "json"),
        ("compare", one, other, "--format", "json"),
        ("compare", one, other, "--format", "markdown"),
        ("compare", one, other),
        ("scan", "--together", one, other),
        ("scan", "--together", one, other, "--format", "json"),
    ):
        _assert_masked(_run(*arguments, "--redact"))
    _run("draft", one, "--facts", "facts.toml", "--redact", "-o", "letter.docx")
    _assert_masked(_readable(tmp_path / "letter.docx"))


def test_a_marked_copy_is_refused(folder: Path) -> None:
    source = folder / "赵敏芝.docx"
    assert "--redact" in _run("scan", str(source), "--redact", "--annotate", "copy.docx", codes=(2,))
    report = Scanner(redact=True).scan(source)
    with pytest.raises(UsageError, match="遮盖"):
        annotate(source, report)
    assert isinstance(annotate(source, Scanner().scan(source)), MarkedCopy)


def test_the_library_masks_in_worker_processes_too(folder: Path) -> None:
    records = list(scan_folder(folder, scanner=Scanner(redact=True), jobs=1))
    assert [record.status for record in records] == ["corrupt", "ok", "ok"]
    for record in records:
        _assert_masked(record.model_dump_json())
    assert {record.path.removeprefix(str(folder)) for record in records} == {
        "/***********.pdf",
        "/***-***********.txt",
        "/***.docx",
    }


def test_facts_of_persons_are_masked_and_others_stay() -> None:
    redactor = Scanner(redact=True).redactor
    assert redactor is not None
    told = MerchantFacts.model_validate(
        {
            "particulars": {
                "merchant_name": "幸福便利店",
                "contact_person": "李雷",
                "agent_name": "李雷",
                "terminal_serial": "SN123",
            }
        }
    ).particulars
    assert told is not None
    masked = redactor.particulars(told)
    assert (masked.merchant_name, masked.contact_person, masked.agent_name, masked.terminal_serial) == (
        "幸福便利店",
        "**",
        "**",
        "SN123",
    )


@pytest.mark.parametrize("name", ["05-two-column-contradictory.pdf", "01-acquiring-word-numbering.docx"])
def test_the_same_is_read_as_without_masks(name: str, ruleset) -> None:
    plain, masked = Scanner(ruleset).scan(SAMPLES / name), Scanner(ruleset, redact=True).scan(SAMPLES / name)
    assert not plain.document.redacted
    assert masked.document.redacted
    assert [warning.code for warning in masked.document.warnings][-1] == "redacted"
    assert (masked.refund.verdict, masked.refund.score) == (plain.refund.verdict, plain.refund.score)
    for one, other in zip(plain.findings, masked.findings, strict=True):
        assert (one.rule_id, [(e.start, e.end) for e in one.evidence]) == (
            other.rule_id,
            [(e.start, e.end) for e in other.evidence],
        )
        text = masked.document.text
        assert text is not None
        assert all(e.quote == text[e.start : e.end] for e in other.evidence)
