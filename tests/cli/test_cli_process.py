"""The command as a process of its own: exit codes, encodings, pipes."""

import json
import os
import re
import subprocess
import sys

import pytest

CONTRACT = """特约商户服务协议
甲方：某某支付有限公司
乙方：某某商户
第一条 押金
乙方向甲方交纳POS机押金299元。
第二条 押金退还
自激活之日起180日内累计交易额未达到30万元的，押金不予退还。
第三条 争议
因本协议发生的争议，由甲方所在地人民法院管辖。
"""


def run(*arguments, cwd=None, stdin=None, **environment):
    return subprocess.run(
        [sys.executable, "-m", "contract_scan", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": "utf-8", "COLUMNS": "80"} | environment,
        timeout=120,
        check=False,
    )


@pytest.fixture
def contract(tmp_path):
    file = tmp_path / "合同.txt"
    file.write_text(CONTRACT, encoding="utf-8")
    return file


def test_version_loads_nothing():
    code = (
        "import sys; sys.argv[1:] = ['--version']; from contract_scan.cli import main; main();"
        "sys.exit(bool({'typer', 'rich', 'pydantic', 'jieba', 'lxml'} & sys.modules.keys()))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stdout.split()[0]) == (0, "contract-scan")


def test_a_contract_is_read_from_a_file_and_from_standard_input_alike(contract):
    file = run("scan", contract, "--format", "json")
    piped = run("scan", "-", "--format", "json", stdin=CONTRACT.encode())
    assert file.returncode == piped.returncode == 0
    one, other = json.loads(file.stdout), json.loads(piped.stdout)
    assert one["refund"] == other["refund"]
    assert one["refund"]["verdict"] in ("conditional", "non_refundable")
    text = one["document"]["text"]
    for finding in one["findings"]:
        for evidence in finding["evidence"]:
            assert evidence["quote"] == text[evidence["start"] : evidence["end"]]


def test_the_summary_without_a_terminal_is_plain(contract):
    out = run("scan", contract).stdout.decode()
    assert "299 元" in out
    assert "\x1b" not in out


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("missing.pdf", None, "SourceNotFoundError"),
        ("corrupt.pdf", b"%PDF-1.7\n\xff\xfe broken", "CorruptFileError"),
        ("sheet.xlsx", b"PK\x03\x04nothing", ""),
    ],
)
def test_bad_input_gives_one_typed_line_and_no_traceback(tmp_path, name, data, kind):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    result = run("scan", name, cwd=tmp_path)
    stderr = result.stderr.decode()
    assert result.returncode == 3
    assert stderr.startswith(f"错误: {name}：")
    assert stderr.count("\n") == 1
    assert kind in stderr
    assert "未能判断" in result.stdout.decode()


def test_what_is_no_contract_is_not_assessed(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir, thank you for the lovely weekend.\n" * 20, encoding="utf-8")
    result = run("scan", "letter.txt", cwd=tmp_path)
    assert "未能判断：" in result.stdout.decode()
    assert "Traceback" not in result.stderr.decode()


def test_a_wrong_rule_file_is_an_error_of_the_command(tmp_path, contract):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text("- id: [broken\n", encoding="utf-8")
    result = run("scan", contract, "--lexicons", tmp_path)
    assert result.returncode == 2
    assert result.stderr.decode().startswith("错误: ")
    assert "own.yaml" in result.stderr.decode()


def test_an_output_encoding_without_chinese_is_replaced(contract):
    result = run("scan", contract, PYTHONIOENCODING="ascii")
    assert "押金" in result.stdout.decode("utf-8")


def test_json_is_utf_8_whatever_the_terminal_takes(contract):
    result = run("scan", contract, "--format", "json", PYTHONIOENCODING="gbk")
    assert json.loads(result.stdout.decode("utf-8"))["document"]["text"].startswith("特约商户服务协议")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes that close signal otherwise there")
def test_a_reader_that_leaves_is_no_error(contract):
    with subprocess.Popen(
        [sys.executable, "-m", "contract_scan", "scan", str(contract), "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        process.stdout.close()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 141
    assert errors == b""


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file systems refuse such names")
def test_a_file_name_that_is_no_text(tmp_path, contract):
    name = b"bad\xff\x1b[31m.txt"
    (tmp_path / os.fsdecode(name)).write_bytes(contract.read_bytes())
    contract.unlink()
    result = run("scan", ".", "--format", "jsonl", cwd=tmp_path)
    record = json.loads(result.stdout)
    assert record["path"] == "bad\\xff\\x1b[31m.txt"
    assert record["status"] == "ok"
    assert b"\x1b" not in run("scan", ".", cwd=tmp_path).stdout


def on_a_terminal(*arguments, **environment):
    """Return what the command prints to a terminal of 80 columns."""
    import fcntl
    import pty
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    process = subprocess.Popen(
        [sys.executable, "-m", "contract_scan", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.DEVNULL,
        env=kept | {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"} | environment,
    )
    os.close(slave)
    chunks = []
    try:
        while chunk := os.read(master, 65536):
            chunks.append(chunk)
    except OSError:  # Linux says so when the other side has closed
        pass
    os.close(master)
    assert process.wait(timeout=60) == 0
    return b"".join(chunks).decode()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_colours_on_a_terminal_and_none_where_they_are_not_wanted(contract):
    colour = re.compile(r"\x1b\[(?:\d+;)*3[0-7]m")
    assert colour.search(on_a_terminal("scan", contract))
    assert not colour.search(on_a_terminal("scan", contract, NO_COLOR="1"))
