"""The MCP server with the official client, over both transports, each from a process of its own."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import mcp
from processes import CONTRACT, SAMPLES, running

from contract_scan import Comparison, ContractReport, scan
from contract_scan.batch import Limits
from contract_scan.mcp.roots import Roots
from contract_scan.mcp.tools import build_server
from contract_scan.model.explanation import Explanation
from docs.pages import ROOT, blocks

AGREEMENT = "收单服务协议\n甲方：某某支付有限公司\n乙方（商户）：\n第一条 押金\n乙方向甲方交纳押金300元，概不退还。\n"
FAIRER = AGREEMENT.replace("概不退还", "合作终止后十日内退还")

Talk = Callable[[Any], Awaitable[None]]


def said(result: Any) -> str:
    return "".join(block.text for block in result.content)


async def tour(client: Any) -> None:
    """What any client does, whatever the transport."""
    tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {"scan", "assess", "explain", "compare", "list_rules", "list_files"}
    for tool in tools.values():
        assert tool.annotations.read_only_hint
        assert not tool.annotations.open_world_hint
        assert tool.output_schema["type"] == "object"
    assert tools["scan"].output_schema["title"] == "ContractReport"
    assert "signed_on" in json.dumps(tools["assess"].input_schema)

    files = (await client.call_tool("list_files")).structured_content
    assert CONTRACT.name in files["files"]

    scanned = await client.call_tool("scan", {"path": CONTRACT.name, "detail": "full"})
    assert not scanned.is_error, said(scanned)
    report = ContractReport.model_validate(scanned.structured_content)
    assert report.refund == scan(CONTRACT).refund
    assert report.document.text
    finding = next(one for one in report.findings if one.severity == "high")

    explained = await client.call_tool("explain", {"path": CONTRACT.name, "finding": finding.id})
    explanation = Explanation.model_validate(explained.structured_content)
    assert explanation.finding == finding
    assert any(finding.rule_id in {one.rule_id for one in sentence.fired} for sentence in explanation.sentences)
    assert finding.title in said(explained)

    facts = {"signed_on": "2025-01-01", "deposit_paid": 300, "applied_on": False}
    assessed = await client.call_tool("assess", {"path": CONTRACT.name, "facts": facts})
    assert assessed.structured_content["refund"]["outlook"]["signed_on"] == "2025-01-01"

    compared = await client.call_tool("compare", {"old_text": AGREEMENT, "new_text": FAIRER})
    comparison = Comparison.model_validate(compared.structured_content)
    assert comparison.favours["merchant"] > 0
    assert "300" in said(await client.call_tool("scan", {"text": AGREEMENT}))

    rules = (await client.call_tool("list_rules", {"search": finding.rule_id})).structured_content["rules"]
    assert finding.rule_id in {rule["id"] for rule in rules}

    refused = await client.call_tool("scan", {"path": "../pyproject.toml"})
    assert refused.is_error
    assert "不在允许读的目录里" in said(refused)


def test_over_standard_input_and_output() -> None:
    """Started as the page tells clients to start it."""
    # Its path must be short: sockets lie in it.
    temporary = Path(tempfile.mkdtemp(prefix="cs-"))
    (block,) = [block for block in blocks(ROOT / "docs" / "mcp.md") if block.marker == "client-configuration"]
    told = json.loads(block.body)["mcpServers"]["contract-scan"]
    assert told["command"] == "contract-scan"
    folder = told["args"].index("--root") + 1
    told["args"][folder] = str(SAMPLES)
    server = mcp.StdioServerParameters(
        command=sys.executable,
        args=["-m", "contract_scan", *told["args"], "--workers", "1"],
        env={**os.environ, "TMPDIR": str(temporary)},
    )

    async def talk() -> None:
        async with mcp.Client(server) as client:
            await tour(client)

    asyncio.run(talk())
    temporary.rmdir()  # nothing is left in it


def test_over_http(tmp_path: Path) -> None:
    arguments = ("mcp", "--root", str(SAMPLES), "--workers", "1", "--http", "127.0.0.1:{port}")
    with running(tmp_path, *arguments, path="/") as service:

        async def talk() -> None:
            async with mcp.Client(f"{service.url}/mcp") as client:
                await tour(client)

        asyncio.run(talk())
        for headers in ({"Host": "evil.example"}, {"Origin": "http://evil.example"}):
            assert status_of(f"{service.url}/mcp", headers) in (421, 403)
        assert service.stop() == 0
        assert AGREEMENT[-10:] not in service.log.read_text()
        assert list(service.temporary.iterdir()) == []


def status_of(url: str, headers: dict[str, str]) -> int:
    kinds = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    request = urllib.request.Request(url, b"{}", {**kinds, **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return int(response.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code


def test_standard_output_carries_the_protocol_alone() -> None:
    """Word by word, as a client without any library would speak."""
    hello = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
    }
    call = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "scan", "arguments": {"text": AGREEMENT}},
    }
    lines = [hello, {"jsonrpc": "2.0", "method": "notifications/initialized"}, call]
    command = [sys.executable, "-m", "contract_scan", "mcp", "--workers", "1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write("".join(json.dumps(line) + "\n" for line in lines).encode())
        process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for _ in range(2)]
        process.stdin.close()
        rest = process.stdout.read()
        errors = process.stderr.read()
        assert process.wait(timeout=60) == 0
    assert [answer["id"] for answer in answers] == [1, 2]
    assert answers[1]["result"]["structuredContent"]["refund"]["verdict"] == "non_refundable"
    assert rest == b""
    assert errors == b""


def in_process(talk: Talk, *roots: Path, limits: Limits | None = None) -> None:
    """Let a client talk to a server of this process."""

    async def run() -> None:
        server = build_server(Roots(roots), workers=1, **({"limits": limits} if limits else {}))
        async with mcp.Client(server) as client:
            await talk(client)

    asyncio.run(run())


def test_what_cannot_be_done_is_told_in_chinese(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
    (tmp_path / "empty.docx").write_bytes(b"")

    async def talk(client: Any) -> None:
        wrong: list[tuple[str, dict[str, Any], str]] = [
            ("scan", {}, "只给一个"),
            ("scan", {"path": "a.txt", "text": "b"}, "只给一个"),
            ("scan", {"path": "none.pdf"}, "没有这个文件"),
            ("scan", {"path": "broken.pdf"}, "文件损坏"),
            ("scan", {"path": "empty.docx"}, "是空的"),
            ("scan", {"text": "字" * 2_000_001}, "文字太长"),
            ("assess", {"text": AGREEMENT, "facts": {"signed_on": "昨天"}}, "不是日期"),
            ("assess", {"text": AGREEMENT, "facts": {"signed": "2025-01-01"}}, "没有这一项"),
            ("explain", {"text": AGREEMENT}, "只给一个"),
            ("explain", {"text": AGREEMENT, "finding": "NONE-1"}, "没有编号为"),
            ("compare", {"old_text": AGREEMENT}, "new_path"),
        ]
        for tool, arguments, words in wrong:
            result = await client.call_tool(tool, arguments)
            assert result.is_error, (tool, arguments)
            assert words in said(result), said(result)
        assert (await client.call_tool("list_rules", {"search": "没有的规则"})).structured_content == {"rules": []}
        explained = await client.call_tool("explain", {"text": AGREEMENT, "clause": "第一条"})
        assert len(explained.structured_content["sentences"]) == 2

    in_process(talk, tmp_path)


def test_a_brief_report_is_valid_and_leaves_nothing_grave_out() -> None:
    async def talk(client: Any) -> None:
        result = await client.call_tool("scan", {"text": AGREEMENT})
        report, whole = ContractReport.model_validate(result.structured_content), scan(AGREEMENT)
        assert report.document.text is None
        assert [one.id for one in report.findings] == [one.id for one in whole.findings if one.severity != "none"]
        assert report.refund == whole.refund

    in_process(talk)


def test_pages_are_told_and_time_is_limited(tmp_path: Path) -> None:
    pages: list[float] = []

    async def heard(progress: float, total: float | None, message: str | None) -> None:
        pages.append(progress)

    async def talk(client: Any) -> None:
        name = "04-fair-merchant-terms-chromium.pdf"
        await client.call_tool("scan", {"path": name}, progress_callback=heard)
        assert pages == sorted(pages)
        assert pages[0] >= 1

    in_process(talk, SAMPLES)

    async def hurried(client: Any) -> None:
        result = await client.call_tool("scan", {"text": AGREEMENT * 2000})
        assert result.is_error
        assert "读取超时" in said(result) or "longer" in said(result)

    in_process(hurried, limits=Limits(timeout=0.2))


def test_it_is_for_this_machine_alone() -> None:
    command = [sys.executable, "-m", "contract_scan", "mcp", "--http", "0.0.0.0:8001"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "只能在本机用" in done.stderr
