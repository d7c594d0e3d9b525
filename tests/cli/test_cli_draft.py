"""``contract-scan draft`` from end to end."""

import docx
import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app

CONTRACT = """POS终端服务协议
甲方：商户
乙方：某某支付有限公司
第一条 押金
甲方缴纳押金300元。协议终止且甲方交还终端的，乙方自收到终端之日起10个工作日内退还押金。
"""
FACTS = """today = 2026-10-16
ended_on = 2026-09-20
terminal_returned_on = 2026-09-25
deposit_paid = 300

[particulars]
merchant_name = "某某小吃店"
"""


def run(*arguments, **options):
    return CliRunner().invoke(app, ["draft", *map(str, arguments)], **options)


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "contract.txt").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "facts.toml").write_text(FACTS, encoding="utf-8")
    return tmp_path


def test_a_word_file(files):
    result = run("contract.txt", "--facts", "facts.toml", "-o", "letter.docx")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    text = "\n".join(paragraph.text for paragraph in docx.Document(files / "letter.docx").paragraphs)
    assert "某某小吃店" in text
    assert "2026年10月15日届满" in text


def test_markdown_to_a_file_and_to_the_screen(files):
    assert run("contract.txt", "--kind", "complaint", "--to", "central_bank", "-o", "letter.md").exit_code == 0
    written = (files / "letter.md").read_text(encoding="utf-8")
    assert "中国人民银行" in written
    assert run("contract.txt", "--kind", "complaint", "--to", "central_bank").stdout.startswith("# 反映支付机构")


def test_without_facts_it_is_blank(files):
    result = run("contract.txt")
    assert result.exit_code == 0
    assert "某某小吃店" not in result.stdout
    assert "\\_\\_\\_\\_元" in result.stdout


def test_a_contract_from_standard_input(files):
    assert "退还押金催告函" in run("-", input=CONTRACT).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("contract.txt", "-o", "letter.pdf"), 2, ".docx 或 .md"),
        (("contract.txt", "-o", "contract.md", "--kind", "demand", "--to", "market"), 2, "complaint"),
        (("contract.txt", "--kind", "complaint", "--to", "market"), 2, "可以写给"),
        (("none.txt",), 3, "none.txt"),
        ((".",), 2, "文件夹"),
        (("contract.txt", "-o", "no/such/folder.docx"), 2, "写不了"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(files, arguments, code, message):
    result = run(*arguments)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_no_deposit_no_letter(files):
    (files / "free.txt").write_text(CONTRACT.split("甲方缴纳")[0] + "乙方不收取任何押金。", encoding="utf-8")
    result = run("free.txt", "-o", "letter.docx")
    assert result.exit_code == 2
    assert "没有押金" in result.stderr
    assert not (files / "letter.docx").exists()


def test_no_input_is_written_over(files):
    (files / "contract.md").write_text(CONTRACT, encoding="utf-8")
    assert run("contract.md", "-o", "contract.md").exit_code == 2
    assert (files / "contract.md").read_text(encoding="utf-8") == CONTRACT
