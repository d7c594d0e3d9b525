"""The commands that scan, one agreement or a folder of them, and put shards together: what may be typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contract_scan.cli.choices import Language, PerspectiveOption, ScanFormat, Tracked
from contract_scan.cli.options import (
    SCAN_FORMATS,
    Disabled,
    FailOn,
    Lexicons,
    Limit,
    Memory,
    NoPlugins,
    Password,
    Redact,
    ReportLanguage,
    Seen,
    Suppressed,
    Timeout,
    TrackedSide,
    format_of,
    scan_format,
)
from contract_scan.cli.streams import reported

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(
    epilog="退出码：0 全部读完；1 达到 --fail-on；2 命令、设置或规则文件有错；3 有文件没有读全（1 优先于 3）。"
)
@reported
def scan(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="合同文件、文件夹或网址；- 表示标准输入。", show_default=False),
    ],
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            "-f",
            parser=scan_format,
            metavar=SCAN_FORMATS,
            help="不写就看 -o 的后缀，没有就是 text。一份合同的 json 是报告，多份的是每行一条记录（jsonl）。"
            "插件可以带来别的格式。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件，不打印。")] = None,
    fail_on: FailOn = None,
    lang: ReportLanguage = Language.ZH,
    lexicons: Lexicons = None,
    disable: Disabled = None,
    suppress: Suppressed = None,
    password: Password = None,
    tracked: TrackedSide = Tracked.FINAL,
    perspective: Seen = PerspectiveOption.MERCHANT,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="FILE", help="另写一份标出问题的合同：PDF 加底色和批注，DOCX 加批注。"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示进度。")] = False,
    together: Annotated[
        bool,
        typer.Option("--together", help="这些文件是一份合同（正文、附件、补充协议、收据），合出一份报告。"),
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option("--include", metavar="PATTERN", help="文件夹里只读相符的，如 '*.pdf'、'2024/**'；可写多次。"),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option("--exclude", metavar="PATTERN", help="文件夹里跳过相符的文件和子文件夹；可写多次。"),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=0,
            envvar="CONTRACT_SCAN_JOBS",
            metavar="N",
            help="同时读几份；不写按处理器数。0 在本进程里读，没有保护。",
        ),
    ] = None,
    timeout: Timeout = "10m",
    memory: Memory = "2G",
    limit: Limit = None,
    store: Annotated[
        Path | None, typer.Option("--store", metavar="FILE", help="记住已读结果的文件；不写时放在 -o 的文件旁边。")
    ] = None,
    resume: Annotated[bool, typer.Option("--resume/--no-resume", help="接着上次中断的地方读，或者从头读。")] = True,
    retry_failed: Annotated[
        bool, typer.Option("--retry-failed", help="上次超时、内存不够或中断的，再读一次。")
    ] = False,
    engine: Annotated[
        str,
        typer.Option("--engine", metavar="ENGINE", help="在哪里读：local、dask、ray；见 docs/scaling.md。"),
    ] = "local",
    shard: Annotated[
        str | None, typer.Option("--shard", metavar="I/N", help="只读 N 份中的第 I 份，如 3/10；用 merge 合并。")
    ] = None,
    reports: Annotated[
        str | None,
        typer.Option(
            "--reports",
            metavar="DIR",
            help="html 总表：每份合同的网页写到这个目录（相对总表所在位置），并从表里链接过去；网址则只链接。",
        ),
    ] = None,
    no_plugins: NoPlugins = False,
    redact: Redact = False,
) -> int:
    """读合同，说明押金退不退、有什么条件、要交哪些费用、下一步怎么办。"""
    from contract_scan.batch import Limits
    from contract_scan.cli.amounts import bounds_of, seconds_of, size_of
    from contract_scan.cli.ruleset import RuleChoice
    from contract_scan.cli.scan import Options, run

    return run(
        Options(
            paths=tuple(paths),
            format=format_ or format_of(None, ScanFormat, output).value,
            output=output,
            fail_on=fail_on.value if fail_on else None,
            lang=lang.value,
            rules=RuleChoice(tuple(lexicons or ()), tuple(disable or ()), tuple(suppress or ())),
            password=password,
            quiet=quiet,
            tracked=tracked.value,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            jobs=jobs,
            limits=Limits(timeout=seconds_of(timeout), memory=size_of(memory)),
            bounds=bounds_of(limit or ()),
            store=store,
            resume=resume,
            retry_failed=retry_failed,
            engine=engine,
            shard=shard,
            reports=reports,
            perspective=perspective.value,
            together=together,
            annotate=annotate,
            no_plugins=no_plugins,
            redact=redact,
        )
    )


@commands.command(epilog="退出码：0 全部读完；1 达到 --fail-on；2 命令有错；3 有文件没有读全（1 优先于 3）。")
@reported
def merge(
    stores: Annotated[
        list[Path], typer.Argument(metavar="STORE...", help="各分片的结果文件（.scan-store）。", show_default=False)
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="写到文件。")],
    format_: Annotated[
        str, typer.Option("--format", "-f", parser=scan_format, metavar=SCAN_FORMATS, help="结果的格式。")
    ] = ScanFormat.JSONL.value,
    fail_on: FailOn = None,
    lang: ReportLanguage = Language.ZH,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="不显示总结。")] = False,
) -> int:
    """把 scan --shard 分开读的结果合成一个。"""
    from contract_scan.cli.merge import run

    return run(
        stores,
        output,
        kind=format_,
        fail_on=fail_on.value if fail_on else None,
        lang=lang.value,
        quiet=quiet,
    )
