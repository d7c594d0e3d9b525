"""Reports for programs and readers: how the format is chosen, where it goes, and the marked copy beside it."""

import json

import docx
import pytest
from typer.testing import CliRunner

from contract_scan.cli.app import app


def run(*arguments, **options):
    return CliRunner().invoke(app, [str(argument) for argument in arguments], **options)


@pytest.fixture
def agreement(tmp_path):
    document = docx.Document()
    for line in (
        "商户服务协议",
        "甲方（收单机构）：",
        "乙方（特约商户）：",
        "第一条 押金",
        "乙方交押金300元，押金概不退还。",
    ):
        document.add_paragraph(line)
    document.save(tmp_path / "协议.docx")
    return tmp_path / "协议.docx"


@pytest.mark.usefixtures("fake", "folder")
class TestFormats:
    @pytest.mark.parametrize(
        ("name", "begins"),
        [
            ("report.html", b"<!doctype html>"),
            ("report.HTM", b"<!doctype html>"),
            ("report.md", b"# "),
            ("report.json", b'{\n  "schema_version"'),
            ("report.jsonl", b'{"path"'),
            ("report.csv", b"\xef\xbb\xbf"),
            ("report.xlsx", b"PK\x03\x04"),
            ("report.sarif", b'{\n  "$schema"'),
            ("report.out", "文件  fine.txt".encode()),
        ],
    )
    def test_the_suffix_of_the_output_says_the_format(self, tmp_path, name, begins):
        result = run("scan", "fine.txt", "-o", tmp_path / name)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / name).read_bytes().startswith(begins)

    def test_what_is_asked_for_goes_before_the_suffix(self, tmp_path):
        assert run("scan", "fine.txt", "-f", "json", "-o", tmp_path / "report.html").exit_code == 0
        assert json.loads((tmp_path / "report.html").read_text(encoding="utf-8"))

    def test_html_of_many_is_their_index(self, tmp_path):
        run("scan", ".", "-o", tmp_path / "index.html", "--quiet", "--jobs", "0")
        said = (tmp_path / "index.html").read_text(encoding="utf-8")
        assert "fine.txt" in said
        assert "locked.pdf" in said

    def test_html_of_a_file_that_was_not_read_says_so(self):
        result = run("scan", "locked.pdf", "--format", "html")
        assert result.exit_code == 3
        assert "文件有密码" in result.stdout
        assert "文件有密码" in result.stderr

    def test_sarif_of_many_is_one_log(self, tmp_path):
        result = run("scan", ".", "-o", tmp_path / "all.sarif", "--quiet", "--jobs", "0")
        assert result.exit_code == 3
        (one,) = json.loads((tmp_path / "all.sarif").read_text(encoding="utf-8"))["runs"]
        assert sorted(artifact["location"]["uri"].rpartition("/")[2] for artifact in one["artifacts"]) == [
            *("bad.txt", "fine.txt", "half.docx", "locked.pdf")
        ]
        assert one["invocations"][0]["executionSuccessful"] is False

    def test_english(self):
        assert '<html lang="en">' in run("scan", "fine.txt", "--format", "html", "--lang", "en").stdout


class TestAnnotate:
    def test_the_copy_stands_beside_the_report(self, agreement, tmp_path):
        result = run("scan", agreement, "--annotate", tmp_path / "marked.docx")
        assert result.exit_code == 0
        assert result.stdout.startswith("文件  协议.docx")
        comments = list(docx.Document(tmp_path / "marked.docx").comments)
        assert any("高风险" in comment.text for comment in comments)
        assert not list(docx.Document(agreement).comments)

    def test_from_standard_input(self, agreement, tmp_path):
        result = run("scan", "-", "--annotate", tmp_path / "marked.docx", input=agreement.read_bytes())
        assert result.exit_code == 0
        assert list(docx.Document(tmp_path / "marked.docx").comments)

    def test_neither_the_contract_nor_the_report_is_written_over(self, agreement, tmp_path):
        before = agreement.read_bytes()
        for taken, output in ((agreement, tmp_path / "r.html"), (tmp_path / "r.html", tmp_path / "r.html")):
            result = run("scan", agreement, "--annotate", taken, "-o", output)
            assert result.exit_code == 2
            assert "盖掉" in result.stderr
        assert agreement.read_bytes() == before

    def test_one_contract_at_a_time(self, agreement, tmp_path):
        result = run("scan", agreement.parent, "--annotate", tmp_path / "marked.docx")
        assert result.exit_code == 2
        assert "一次标一份" in result.stderr

    def test_what_cannot_be_marked_is_wrong_use(self, tmp_path):
        (tmp_path / "a.txt").write_text("商户服务协议\n第一条 乙方交押金300元，押金概不退还。", encoding="utf-8")
        result = run("scan", tmp_path / "a.txt", "--annotate", tmp_path / "marked.pdf")
        assert result.exit_code == 2
        assert "--format html" in result.stderr
        assert not (tmp_path / "marked.pdf").exists()

    def test_a_file_that_is_not_there_is_told_by_the_scan(self, tmp_path):
        result = run("scan", tmp_path / "none.pdf", "--annotate", tmp_path / "marked.pdf")
        assert result.exit_code == 3
        assert not (tmp_path / "marked.pdf").exists()
