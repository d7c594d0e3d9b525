"""The commands that serve other programs, and the plug-ins that serve this one: what may be typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contract_scan.cli.choices import ExplainFormat
from contract_scan.cli.options import Lexicons, Memory, Redact, Timeout, Workers
from contract_scan.cli.streams import reported

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(epilog="退出码：0 正常结束；2 命令有错，或没有装 contract-scan[server]。")
@reported
def serve(
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="在哪个地址上等；默认只有本机连得上。")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", "-p", min=1, max=65535, help="端口。")] = 8000,
    allow_host: Annotated[
        list[str] | None,
        typer.Option("--allow-host", metavar="NAME", help="浏览器里可以用这个名字打开；可写多次。"),
    ] = None,
    workers: Workers = None,
    waiting: Annotated[
        int | None, typer.Option("--waiting", min=0, metavar="N", help="最多几份排队，再多的请稍后再试。")
    ] = None,
    max_size: Annotated[str, typer.Option("--max-size", metavar="SIZE", help="一次上传最多多大，如 32M。")] = "32M",
    timeout: Timeout = "2m",
    memory: Memory = "1G",
    lexicons: Lexicons = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不记录访问。")] = False,
    redact: Redact = False,
) -> int:
    """开一个网页服务：在浏览器里交合同看报告，或用程序调用；说明见 docs/server.md。"""
    from contract_scan.batch import Limits
    from contract_scan.cli.amounts import seconds_of, size_of
    from contract_scan.cli.serve import run

    return run(
        host,
        port,
        allow_hosts=tuple(allow_host or ()),
        workers=workers,
        waiting=waiting,
        max_bytes=size_of(max_size),
        limits=Limits(timeout=seconds_of(timeout), memory=size_of(memory)),
        lexicons=tuple(lexicons or ()),
        quiet=quiet,
        redact=redact,
    )


@commands.command(epilog="退出码：0 正常结束；2 命令有错，或没有装 contract-scan[mcp]。")
@reported
def mcp(
    root: Annotated[
        list[Path] | None,
        typer.Option("--root", metavar="DIR", help="允许读这个目录里的文件；可写多次。不写就不读任何文件，只读文字。"),
    ] = None,
    http: Annotated[
        str | None,
        typer.Option("--http", metavar="HOST:PORT", help="用 HTTP（streamable HTTP）而不是标准输入输出；只限本机。"),
    ] = None,
    workers: Workers = None,
    timeout: Timeout = "2m",
    memory: Memory = "1G",
    lexicons: Lexicons = None,
    redact: Redact = False,
) -> int:
    """作为 MCP 服务器，让 AI 助手读合同、解释、比较；说明见 docs/mcp.md。"""
    from contract_scan.batch import Limits
    from contract_scan.cli.amounts import seconds_of, size_of
    from contract_scan.cli.mcp import run

    return run(
        tuple(root or ()),
        http,
        workers=workers,
        limits=Limits(timeout=seconds_of(timeout), memory=size_of(memory)),
        lexicons=tuple(lexicons or ()),
        redact=redact,
    )


@commands.command()
@reported
def plugins(
    format_: Annotated[ExplainFormat, typer.Option("--format", "-f", help="text 给人看，json 给程序。")] = (
        ExplainFormat.TEXT
    ),
) -> int:
    """列出装上的插件：名称、来自哪个包、能不能用；不能用的说明原因。"""
    from contract_scan.cli.plugged import list_plugins

    return list_plugins(format_.value)
