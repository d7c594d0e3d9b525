"""The guide to writing rules, followed to the letter: each file as it stands there, each command in its order."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from pages import ROOT, blocks

GUIDE = ROOT / "docs" / "rules.md"
CHINESE = ROOT / "docs" / "rules.zh-CN.md"
CONTRACT = (
    "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：某某店\n第一条 乙方交纳终端押金300元。\n"
    "收款音箱另收押金50元。\n"
)


def test_the_guide_leads_to_a_tested_rule(tmp_path: Path) -> None:
    (tmp_path / "contract.txt").write_text(CONTRACT, "utf-8")
    said: dict[str, str] = {}
    for block in blocks(GUIDE):
        if block.marker.startswith("guide: "):
            (tmp_path / block.marker.removeprefix("guide: ")).write_text(block.body, "utf-8")
        elif block.marker == "guide":
            for command in block.body.splitlines():
                done = subprocess.run(
                    [sys.executable, "-m", "contract_scan", *shlex.split(command)[1:]],
                    cwd=tmp_path,
                    capture_output=True,
                    timeout=120,
                    check=False,
                )
                output = (done.stdout + done.stderr).decode("utf-8", "replace")
                assert done.returncode == 0, f"{command}\n{output}"
                said[command] = output
    assert len(said) == 6
    assert "2 条规则的 12 个例句全部通过" in said["contract-scan rules test my-rules"]
    assert "错误 0，警告 0" in said["contract-scan rules lint my-rules"]
    assert "除了终端押金，音箱还要再交一份押金" in said["contract-scan scan contract.txt --rules my-rules"]
    assert "读了 1 份合同" in said["contract-scan rules coverage my-rules --on contract.txt"]


def test_both_guides_show_the_same() -> None:
    assert [block.body for block in blocks(CHINESE)] == [
        block.body for block in blocks(GUIDE) if block.language != "python"
    ]


@pytest.mark.parametrize("page", [GUIDE, CHINESE], ids=lambda page: page.name)
def test_the_page_shows_every_command(page: Path) -> None:
    text = page.read_text("utf-8")
    for name in ("new", "test", "lint", "coverage", "schema", "show"):
        assert f"rules {name}" in text
    for option in ("--rules", "--disable", "--suppress", "--on", "--of", "--format json"):
        assert option in text
