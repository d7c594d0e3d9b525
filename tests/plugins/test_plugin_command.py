"""Plug-ins as they are seen on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = """
    class Letters:
        def render(self, records, *, lang):
            return "".join(f"{record.path} {record.status} {lang}\\n" for record in records)

    class Bytes(Letters):
        def render(self, records, *, lang):
            return b"\\xff\\x00" + bytes([len(list(records))])

    class Broken(Letters):
        def render(self, records, *, lang):
            raise ValueError("no ink")

    class Odd(Letters):
        def render(self, records, *, lang):
            return 7
"""
ENTRY = """
    [contract_scan.renderers]
    letters = letters_plugin:Letters
    bytes = letters_plugin:Bytes
    broken = letters_plugin:Broken
    odd = letters_plugin:Odd
    missing = letters_plugin:Missing
    [contract_scan.rule_packs]
    gone = letters_plugin:gone
"""
AGREEMENT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


@pytest.fixture
def run(install, tmp_path, monkeypatch):
    """Runs the command where these plug-ins are installed."""
    place = install("letters", ENTRY, MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(place), prepend=":")
    monkeypatch.setenv("CONTRACT_SCAN_JOBS", "0")
    Path("a.txt").write_text(AGREEMENT, "utf-8")

    def command(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([sys.executable, "-m", "contract_scan", *arguments], capture_output=True, check=False)

    return command


def test_the_list_names_each_with_its_package_and_what_is_wrong(run) -> None:
    done = run("plugins", "--format", "json")
    assert done.returncode == 0
    listed = {plugin["name"]: plugin for plugin in json.loads(done.stdout)}
    assert listed["letters"] == {
        "kind": "renderer",
        "name": "letters",
        "distribution": "letters",
        "version": "1.0",
        "entry_point": "letters_plugin:Letters",
        "status": "ok",
        "problem": None,
    }
    assert listed["missing"]["status"] == listed["gone"]["status"] == "left_out"
    text = run("plugins").stdout.decode()
    assert "letters 1.0" in text
    assert "已略过" in text
    assert "AttributeError" in text


def test_a_format_of_a_plugin(run) -> None:
    done = run("scan", "a.txt", "--format", "letters", "--lang", "en")
    assert (done.returncode, done.stdout) == (0, b"a.txt ok en\n")
    # What is left out is told in one line, not as Python tells a warning.
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("注意: 插件 gone（letters 1.0） 不能用，已略过：")
    assert run("scan", "a.txt", "--together", "-f", "letters").stdout == b"a.txt ok zh\n"
    assert run("scan", "a.txt", "-f", "bytes", "-o", "out.bin").returncode == 0
    assert Path("out.bin").read_bytes() == b"\xff\x00\x01"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-f", "broken"), "插件 broken 写不出结果：ValueError: no ink"),
        (("-f", "odd"), "插件 odd 写不出结果：render 给出的是 int"),
        (("-f", "missing"), "插件 missing（letters 1.0） 不能用"),
        (("-f", "letters", "--no-plugins"), "没有输出格式 letters 的插件"),
        (("-f", "nothing"), "没有这种格式 nothing；可用：text、json"),
    ],
)
def test_a_format_that_cannot_be_had_is_one_clear_line(run, arguments, said) -> None:
    done = run("scan", "a.txt", *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert not done.stdout
