import json

import jsonschema
import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app
from contract_scan.model.report import ContractReport, ScanRecord

pytestmark = pytest.mark.usefixtures("fake", "folder")


def run(*arguments, **options):
    return CliRunner().invoke(app, list(arguments), **options)


def test_one_contract_gives_a_summary():
    result = run("scan", "fine.txt")
    assert result.exit_code == 0
    assert result.stdout.startswith("文件  fine.txt\n╭")
    assert "有条件才退：满足合同写的条件，押金才退。" in result.stdout
    assert result.stderr == ""


def test_several_give_a_table_and_every_file_a_row():
    result = run("scan", ".")
    assert result.exit_code == 3
    assert result.stdout.startswith("扫描结果  共 4 份 · 不退 1 · 有条件才退 2 · 未能判断 1\n")
    rows = [line for line in result.stdout.split("\n") if line.startswith(("不退", "有条件才退", "未能判断 "))]
    assert [row.split()[-1] for row in rows] == ["bad.txt", "fine.txt", "sub/half.docx", "locked.pdf"]
    assert "  - locked.pdf  文件有密码：the file needs a password [EncryptedFileError]" in result.stdout
    assert "  - sub/half.docx  第 2 页：没有文字" in result.stdout


def test_plain_progress_on_standard_error_unless_quiet():
    progress, summary, _ = run("scan", ".").stderr.split("\n")
    assert progress.startswith("正在读 4/4 · 每秒 ")
    assert progress.endswith("份 · 文件有密码 1 · 只读到一部分 1")
    assert summary == "读完：共 4 份 · 已读完 2 · 只读到一部分 1 · 文件有密码 1"
    assert run("scan", ".", "--quiet").stderr == ""


def test_json_of_one_input_is_its_report():
    result = run("scan", "fine.txt", "--format", "json")
    data = json.loads(result.stdout)
    jsonschema.validate(data, ContractReport.model_json_schema())
    assert data["document"]["name"] == "fine.txt"


def test_json_of_one_unreadable_input_is_its_record():
    result = run("scan", "locked.pdf", "--format", "json")
    assert result.exit_code == 3
    assert json.loads(result.stdout)["report"] is None
    assert result.stderr == "错误: locked.pdf：文件有密码：the file needs a password [EncryptedFileError]\n"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_several_inputs_stream_one_record_a_line(form):
    result = run("scan", ".", "--format", form, "-q")
    records = [ScanRecord.model_validate_json(line) for line in result.stdout.splitlines()]
    assert [(record.path, record.status) for record in records] == [
        ("bad.txt", "ok"),
        ("fine.txt", "ok"),
        ("locked.pdf", "encrypted"),
        ("sub/half.docx", "partial"),
    ]


def test_a_folder_of_one_file_is_still_many_inputs():
    assert "path" in json.loads(run("scan", "sub", "--format", "json", "-q").stdout)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["fine.txt"], 0),
        (["fine.txt", "--fail-on", "high"], 0),
        (["fine.txt", "--fail-on", "medium"], 1),
        (["fine.txt", "--fail-on", "low"], 1),
        (["bad.txt", "--fail-on", "high"], 1),
        (["sub/half.docx"], 3),
        (["locked.pdf", "--fail-on", "low"], 3),
        (["bad.txt", "locked.pdf", "--fail-on", "high"], 1),
        (["--no-such-option", "fine.txt"], 2),
        (["fine.txt", "--format", "xml"], 2),
        ([], 2),
    ],
)
def test_exit_codes(arguments, code):
    assert run("scan", *arguments).exit_code == code


def test_a_password_opens():
    assert run("scan", "locked.pdf", "--password", "secret").exit_code == 0
    assert run("scan", "locked.pdf", env={"CONTRACT_SCAN_PASSWORD": "secret"}).exit_code == 0


def test_standard_input():
    result = run("scan", "-", "--format", "jsonl", input="押金\n")
    assert json.loads(result.stdout)["path"] == "-"


def test_markdown_of_one_and_of_several():
    assert run("scan", "fine.txt", "--format", "markdown").stdout.startswith("# fine.txt\n\n**有条件才退**")
    several = run("scan", ".", "--format", "markdown", "-q").stdout
    assert several.startswith("# 扫描结果\n\n| 结论 |")
    assert "\n## bad.txt\n" in several
    assert "\n## locked.pdf\n\n**未能判断**" in several


def test_english_frame():
    assert "conditional: The deposit is returned only if" in run("scan", "fine.txt", "--lang", "en").stdout


def test_output_goes_to_a_file(folder):
    result = run("scan", "fine.txt", "-o", "out.txt")
    assert result.stdout == ""
    assert (folder / "out.txt").read_text(encoding="utf-8").startswith("文件  fine.txt\n")


def test_an_output_inside_the_folder_is_no_input_of_the_next_run(folder):
    run("scan", ".", "-o", "out.txt", "-q")
    run("scan", ".", "-o", "out.txt", "-q")
    assert (folder / "out.txt").read_text(encoding="utf-8").startswith("扫描结果  共 4 份")


def test_an_input_is_never_overwritten(folder):
    result = run("scan", "fine.txt", "-o", "./fine.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("错误: ")
    assert (folder / "fine.txt").read_text(encoding="utf-8") == "fine.txt"


def test_an_output_that_cannot_be_written():
    result = run("scan", "fine.txt", "-o", "no/such/folder/out.txt")
    assert result.exit_code == 2
    assert "写不了" in result.stderr


def test_a_folder_without_contracts_is_an_error_and_no_clean_bill(folder):
    (folder / "empty").mkdir()
    result = run("scan", "empty")
    assert result.exit_code == 2
    assert "没有可以读的合同" in result.stderr


def test_an_interrupt_ends_with_130(folder):
    (folder / "interrupted.txt").write_text("x", encoding="utf-8")
    assert run("scan", "interrupted.txt").exit_code == 130


def test_an_index_has_the_pages_that_it_links_to(tmp_path):
    result = run("scan", ".", "-o", str(tmp_path / "index.html"), "--reports", "pages")
    assert result.exit_code == 3
    index = (tmp_path / "index.html").read_text("utf-8")
    pages = sorted(path.name for path in (tmp_path / "pages").iterdir())
    assert [name.split("-")[0] for name in pages] == ["bad.txt", "fine.txt", "half.docx"]
    assert all(f"pages/{name}" in index for name in pages)
    assert "有条件才退" in (tmp_path / "pages" / pages[1]).read_text("utf-8")
