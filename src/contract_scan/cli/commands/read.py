"""The commands that read one agreement or two: what may be typed. Each loads what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contract_scan.cli.choices import (
    Addressee,
    ExplainFormat,
    ExtractFormat,
    Format,
    Language,
    Letter,
    PerspectiveOption,
    SchemaOf,
    Tracked,
)
from contract_scan.cli.options import (
    Disabled,
    FrameLanguage,
    Lexicons,
    Limit,
    NoPlugins,
    OutputFile,
    Password,
    Redact,
    ReportLanguage,
    Seen,
    Suppressed,
    TrackedSide,
    format_of,
)
from contract_scan.cli.streams import OK, opened, reported

__all__ = ["commands"]

commands = typer.Typer()


@commands.command(epilog="退出码：0 读完；2 命令、事实文件或规则文件有错；3 合同没有读全。")
@reported
def assess(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="合同文件；一份合同有几个文件（附件、补充协议）就都写上；- 表示标准输入。",
            show_default=False,
        ),
    ],
    facts: Annotated[
        Path, typer.Option("--facts", metavar="FACTS", help="您的情况：.toml 或 .json，写法见 docs/facts.md。")
    ],
    format_: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="不写就看 -o 的后缀，没有就是 text。json 是一份报告，refund.outlook 是结论。",
            show_default=False,
        ),
    ] = None,
    output: OutputFile = None,
    lang: ReportLanguage = Language.ZH,
    lexicons: Lexicons = None,
    disable: Disabled = None,
    suppress: Suppressed = None,
    password: Password = None,
    perspective: Seen = PerspectiveOption.MERCHANT,
    no_plugins: NoPlugins = False,
    limit: Limit = None,
    redact: Redact = False,
) -> int:
    """用您的情况对照合同：条件满足没有、还差多少、退多少、最迟哪天。"""
    from contract_scan.cli.amounts import bounds_of
    from contract_scan.cli.assess import run
    from contract_scan.cli.ruleset import RuleChoice

    return run(
        tuple(files),
        facts,
        kind=format_of(format_, Format, output).value,
        output=output,
        lang=lang.value,
        rules=RuleChoice(tuple(lexicons or ()), tuple(disable or ()), tuple(suppress or ())),
        password=password,
        perspective=perspective.value,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@commands.command(epilog="退出码：0 写成；2 命令、事实文件有错，或者写不了（会说明原因）；3 合同没有读全。")
@reported
def draft(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="合同文件；- 表示标准输入。", show_default=False)],
    kind: Annotated[
        Letter, typer.Option("--kind", "-k", help="demand 退还押金催告函；complaint 投诉、举报材料。")
    ] = Letter.DEMAND,
    to: Annotated[
        Addressee | None,
        typer.Option(
            "--to",
            help="投诉写给谁：provider 收单机构，central_bank 人民银行，bank_regulator 金融监管总局（收单方是银行的），"
            "association 支付清算协会，market 市场监管。",
        ),
    ] = None,
    facts: Annotated[
        Path | None, typer.Option("--facts", metavar="FACTS", help="您的情况，写法见 docs/facts.md；没有的留空。")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="写到 .docx 或 .md；不写则打印 Markdown。")
    ] = None,
    lexicons: Lexicons = None,
    password: Password = None,
    perspective: Seen = PerspectiveOption.MERCHANT,
    no_plugins: NoPlugins = False,
    limit: Limit = None,
    redact: Redact = False,
) -> int:
    """起草催告函或投诉材料：合同写的都附原文，您没说的都留空，由您改定。"""
    from contract_scan.cli.amounts import bounds_of
    from contract_scan.cli.draft import run

    return run(
        file,
        facts,
        kind=kind.value,
        to=to.value if to else None,
        output=output,
        lexicons=tuple(lexicons or ()),
        password=password,
        perspective=perspective.value,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@commands.command(epilog="退出码：0 读完；2 命令有错；3 文件没有读全。")
@reported
def extract(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="合同文件；- 表示标准输入。", show_default=False)],
    format_: Annotated[ExtractFormat, typer.Option("--format", "-f", help="text 和 markdown 给人看，json 带位置。")] = (
        ExtractFormat.TEXT
    ),
    output: OutputFile = None,
    password: Password = None,
    tracked: TrackedSide = Tracked.FINAL,
    no_plugins: NoPlugins = False,
    limit: Limit = None,
    redact: Redact = False,
) -> int:
    """只读文件，打印读到的文字、分段、页码和位置；说明见 docs/extract.md。"""
    from contract_scan.cli.amounts import bounds_of
    from contract_scan.cli.extract import run

    return run(
        file,
        kind=format_.value,
        output=output,
        password=password,
        tracked=tracked.value,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@commands.command(epilog="退出码：0 读完；2 命令有错、没有这一条款或规则；3 合同没有读成。")
@reported
def explain(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="合同文件；- 表示标准输入。", show_default=False)],
    clause: Annotated[
        str | None,
        typer.Option("--clause", metavar="NUMBER", help="只看这一条，写印出的编号：第五条、5.2、第五条/（一）。"),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="ID", help="一定要说明这条规则为何命中或没有命中；可写多次。")
    ] = None,
    format_: Annotated[ExplainFormat, typer.Option("--format", "-f", help="text 给人看，json 给程序。")] = (
        ExplainFormat.TEXT
    ),
    output: OutputFile = None,
    lang: FrameLanguage = Language.ZH,
    lexicons: Lexicons = None,
    password: Password = None,
    no_plugins: NoPlugins = False,
    limit: Limit = None,
    redact: Redact = False,
) -> int:
    """逐句说明怎样读的：谁、可以还是必须、做什么；哪些规则命中，哪些只差一步、差在哪里。"""
    from contract_scan.cli.amounts import bounds_of
    from contract_scan.cli.explain import run

    return run(
        file,
        clause=clause,
        rules=tuple(rule or ()),
        as_json=format_ is ExplainFormat.JSON,
        output=output,
        lang=lang.value,
        lexicons=tuple(lexicons or ()),
        password=password,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@commands.command(epilog="退出码：0 读完；2 命令有错；3 有一份没有读全。")
@reported
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧的一份。", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的一份。", show_default=False)],
    format_: Annotated[ExtractFormat, typer.Option("--format", "-f", help="text 和 markdown 给人看，json 给程序。")] = (
        ExtractFormat.TEXT
    ),
    output: OutputFile = None,
    lang: FrameLanguage = Language.ZH,
    lexicons: Lexicons = None,
    password: Password = None,
    tracked: TrackedSide = Tracked.FINAL,
    no_plugins: NoPlugins = False,
    limit: Limit = None,
    redact: Redact = False,
) -> int:
    """比较两份合同：押金、条件、期限、费用、权利改了什么，对谁有利，附两边原文。"""
    from contract_scan.cli.amounts import bounds_of
    from contract_scan.cli.compare import run

    return run(
        old,
        new,
        kind=format_.value,
        output=output,
        lang=lang.value,
        lexicons=tuple(lexicons or ()),
        password=password,
        tracked=tracked.value,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@commands.command()
@reported
def schema(
    output: OutputFile = None,
    of: Annotated[SchemaOf, typer.Option("--of", help="report 一份报告；comparison 两份合同的比较。")] = (
        SchemaOf.REPORT
    ),
) -> int:
    """打印 JSON Schema。"""
    import json

    from contract_scan.model.comparison import Comparison
    from contract_scan.model.report import ContractReport

    model = ContractReport if of is SchemaOf.REPORT else Comparison
    with opened(output) as out:
        out.data(json.dumps(model.model_json_schema(mode="serialization"), ensure_ascii=False, indent=2) + "\n")
    return OK
