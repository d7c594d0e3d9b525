"""The options that several commands take, and the format that a result gets."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar

import typer

from contract_scan.cli.choices import Language, PerspectiveOption, ScanFormat, Threshold, Tracked

__all__ = [
    "SCAN_FORMATS",
    "Disabled",
    "FailOn",
    "FrameLanguage",
    "Lexicons",
    "Limit",
    "Memory",
    "NoPlugins",
    "OutputFile",
    "Password",
    "Redact",
    "ReportLanguage",
    "Seen",
    "Suppressed",
    "Timeout",
    "TrackedSide",
    "Workers",
    "format_of",
    "scan_format",
]

Lexicons = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        "--lexicons",
        metavar="DIR",
        help="再加自己的规则：目录或文件；写明 override: true 的替换同名规则。可写多次。",
    ),
]
Disabled = Annotated[
    list[str] | None,
    typer.Option("--disable", metavar="ID", help="不用这条规则或检查，可用通配符，如 FEE-*；可写多次。"),
]
Suppressed = Annotated[
    list[Path] | None,
    typer.Option("--suppress", metavar="FILE", help="写明哪些问题不计入、为什么的文件，见 docs/rules.md；可写多次。"),
]
TrackedSide = Annotated[
    Tracked, typer.Option("--tracked", help="未接受的修订：final 按接受后的文字读，original 按修订前的读。")
]
OutputFile = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件，不打印。")]
Password = Annotated[
    str | None,
    typer.Option("--password", envvar="CONTRACT_SCAN_PASSWORD", show_envvar=True, help="加密文件的密码。"),
]
Redact = Annotated[
    bool, typer.Option("--redact", help="结果里遮盖姓名、证件号、电话、银行账号、地址等个人信息；见 docs/privacy.md。")
]
NoPlugins = Annotated[
    bool,
    typer.Option("--no-plugins", help="不用装上的插件；环境变量 CONTRACT_SCAN_NO_PLUGINS=1 也可以。"),
]
ReportLanguage = Annotated[Language, typer.Option("--lang", help="报告框架用的语言；合同原文不翻译。")]
FrameLanguage = Annotated[Language, typer.Option("--lang", help="框架用的语言；合同原文不翻译。")]
Timeout = Annotated[str, typer.Option("--timeout", metavar="TIME", help="一份合同最多读多久，如 90、5m。")]
Memory = Annotated[str, typer.Option("--memory", metavar="SIZE", help="一份合同最多用多少内存，如 800M。")]
FailOn = Annotated[Threshold | None, typer.Option("--fail-on", help="有这一级或更严重的问题时，退出码为 1。")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, metavar="N", help="同时读几份；不写按处理器数。")]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        "--limit", metavar="NAME=VALUE", help="放宽或收紧一个上限，如 pages=9000；可写多次，见 docs/security.md。"
    ),
]
Seen = Annotated[
    PerspectiveOption,
    typer.Option("--perspective", help="给谁引用法律：merchant 商户；consumer 不为经营的个人，另引消费者法。"),
]
SCAN_FORMATS = f"[{'|'.join(ScanFormat)}]"
_FormatT = TypeVar("_FormatT", bound=StrEnum)


def scan_format(name: str) -> str:
    """Return the name of a format that there is: one of `ScanFormat`, or a plug-in's, which is looked for only then."""
    if name not in set(ScanFormat):
        from contract_scan.plugins import Plugins

        brought = [plugin.name for plugin in Plugins.installed().of("renderer")]
        if name not in brought:
            raise typer.BadParameter(f"没有这种格式 {name}；可用：{'、'.join([*ScanFormat, *brought])}")
    return name


def format_of(given: _FormatT | None, kinds: type[_FormatT], output: Path | str | None) -> _FormatT:
    """Return the format asked for, or that of the output file's suffix, or text."""
    if given is not None:
        return given
    suffix = PurePosixPath(output or "").suffix.lower().removeprefix(".")
    name = {"md": "markdown", "htm": "html"}.get(suffix, suffix)
    return next((kind for kind in kinds if kind.value == name), kinds("text"))
