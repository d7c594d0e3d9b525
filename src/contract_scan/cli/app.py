"""The command line: what may be typed. Each command loads what it needs when it runs, so that help is quick."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar

import typer

from contract_scan.cli.streams import OK, opened, reported

__all__ = ["app"]

app = typer.Typer(
    help="读 POS 机、收单服务合同，告诉商户押金能不能退。提供信息，不是法律意见。",
    no_args_is_help=True,
    add_completion=False,
    # Typer's boxes cut Chinese help short: it has no spaces to break at.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(
    help="查看、编写和检验规则，见 docs/rules.zh-CN.md。", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(rules_app, name="rules")


class Format(StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    HTML = "html"
    SARIF = "sarif"


class ScanFormat(StrEnum):
    """How the result of a scan is printed; plug-ins may bring more formats."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    MARKDOWN = "markdown"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"
    HTML = "html"
    SARIF = "sarif"


class ExtractFormat(StrEnum):
    """How an extracted text is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"


class ExplainFormat(StrEnum):
    """How an explanation is printed."""

    TEXT = "text"
    JSON = "json"


class Tracked(StrEnum):
    """Which side of unaccepted changes is read."""

    FINAL = "final"
    ORIGINAL = "original"


class Threshold(StrEnum):
    """The least severity that makes a scan fail."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SchemaOf(StrEnum):
    """Which JSON form a schema describes."""

    REPORT = "report"
    COMPARISON = "comparison"


class RuleFile(StrEnum):
    """Which kind of rule file a schema describes."""

    RULES = "rules"
    TERMS = "terms"
    RISKS = "risks"
    LAW = "law"
    SUPPRESSIONS = "suppressions"


class Letter(StrEnum):
    """What is drafted."""

    DEMAND = "demand"
    COMPLAINT = "complaint"


class Addressee(StrEnum):
    """Whom a complaint goes to."""

    PROVIDER = "provider"
    CENTRAL_BANK = "central_bank"
    BANK_REGULATOR = "bank_regulator"
    ASSOCIATION = "association"
    MARKET = "market"


class PerspectiveOption(StrEnum):
    """For whom law is cited."""

    MERCHANT = "merchant"
    CONSUMER = "consumer"


class Language(StrEnum):
    """The language of a report's frame."""

    ZH = "zh"
    EN = "en"


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


def _scan_format(name: str) -> str:
    """Return the name of a format that there is: one of `ScanFormat`, or a plug-in's, which is looked for only then."""
    if name not in set(ScanFormat):
        from contract_scan.plugins import Plugins

        brought = [plugin.name for plugin in Plugins.installed().of("renderer")]
        if name not in brought:
            raise typer.BadParameter(f"没有这种格式 {name}；可用：{'、'.join([*ScanFormat, *brought])}")
    return name


_SCAN_FORMATS = f"[{'|'.join(ScanFormat)}]"


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


_FormatT = TypeVar("_FormatT", bound=StrEnum)


def _format(given: _FormatT | None, kinds: type[_FormatT], output: Path | str | None) -> _FormatT:
    """Return the format asked for, or that of the output file's suffix, or text."""
    if given is not None:
        return given
    suffix = PurePosixPath(output or "").suffix.lower().removeprefix(".")
    name = {"md": "markdown", "htm": "html"}.get(suffix, suffix)
    return next((kind for kind in kinds if kind.value == name), kinds("text"))


def _version(wanted: bool) -> None:
    if wanted:
        from contract_scan._version import __version__

        typer.echo(f"contract-scan {__version__}")
        raise typer.Exit(OK)


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本号。")] = False,
) -> None:
    pass


@app.command(
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
            parser=_scan_format,
            metavar=_SCAN_FORMATS,
            help="不写就看 -o 的后缀，没有就是 text。一份合同的 json 是报告，多份的是每行一条记录（jsonl）。"
            "插件可以带来别的格式。",
            show_default=False,
        ),
    ] = None,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="写到文件，不打印。")] = None,
    fail_on: Annotated[
        Threshold | None, typer.Option("--fail-on", help="有这一级或更严重的问题时，退出码为 1。")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="报告框架用的语言；合同原文不翻译。")] = Language.ZH,
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
    timeout: Annotated[str, typer.Option("--timeout", metavar="TIME", help="一份合同最多读多久，如 90、5m。")] = "10m",
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="一份合同最多用多少内存，如 800M。")] = "2G",
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
            format=format_ or _format(None, ScanFormat, output).value,
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


@app.command(epilog="退出码：0 全部读完；1 达到 --fail-on；2 命令有错；3 有文件没有读全（1 优先于 3）。")
@reported
def merge(
    stores: Annotated[
        list[Path], typer.Argument(metavar="STORE...", help="各分片的结果文件（.scan-store）。", show_default=False)
    ],
    output: Annotated[str, typer.Option("--output", "-o", metavar="FILE", help="写到文件。")],
    format_: Annotated[
        str, typer.Option("--format", "-f", parser=_scan_format, metavar=_SCAN_FORMATS, help="结果的格式。")
    ] = ScanFormat.JSONL.value,
    fail_on: Annotated[
        Threshold | None, typer.Option("--fail-on", help="有这一级或更严重的问题时，退出码为 1。")
    ] = None,
    lang: Annotated[Language, typer.Option("--lang", help="报告框架用的语言；合同原文不翻译。")] = Language.ZH,
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


@app.command(epilog="退出码：0 读完；2 命令、事实文件或规则文件有错；3 合同没有读全。")
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
    lang: Annotated[Language, typer.Option("--lang", help="报告框架用的语言；合同原文不翻译。")] = Language.ZH,
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
        kind=_format(format_, Format, output).value,
        output=output,
        lang=lang.value,
        rules=RuleChoice(tuple(lexicons or ()), tuple(disable or ()), tuple(suppress or ())),
        password=password,
        perspective=perspective.value,
        no_plugins=no_plugins,
        bounds=bounds_of(limit or ()),
        redact=redact,
    )


@app.command(epilog="退出码：0 写成；2 命令、事实文件有错，或者写不了（会说明原因）；3 合同没有读全。")
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


@app.command(epilog="退出码：0 读完；2 命令有错；3 文件没有读全。")
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


@app.command(epilog="退出码：0 读完；2 命令有错、没有这一条款或规则；3 合同没有读成。")
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
    lang: Annotated[Language, typer.Option("--lang", help="框架用的语言；合同原文不翻译。")] = Language.ZH,
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


@app.command(epilog="退出码：0 读完；2 命令有错；3 有一份没有读全。")
@reported
def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="旧的一份。", show_default=False)],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="新的一份。", show_default=False)],
    format_: Annotated[ExtractFormat, typer.Option("--format", "-f", help="text 和 markdown 给人看，json 给程序。")] = (
        ExtractFormat.TEXT
    ),
    output: OutputFile = None,
    lang: Annotated[Language, typer.Option("--lang", help="框架用的语言；合同原文不翻译。")] = Language.ZH,
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


@app.command()
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


Packs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PACK...]", help="自己的规则：目录或文件。不写就是程序自带的规则。", show_default=False),
]
AsJson = Annotated[ExplainFormat, typer.Option("--format", "-f", help="text 给人看，json 给程序。", show_default=False)]


@app.command(epilog="退出码：0 正常结束；2 命令有错，或没有装 contract-scan[server]。")
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
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="同时读几份；不写按处理器数。")
    ] = None,
    waiting: Annotated[
        int | None, typer.Option("--waiting", min=0, metavar="N", help="最多几份排队，再多的请稍后再试。")
    ] = None,
    max_size: Annotated[str, typer.Option("--max-size", metavar="SIZE", help="一次上传最多多大，如 32M。")] = "32M",
    timeout: Annotated[str, typer.Option("--timeout", metavar="TIME", help="一份合同最多读多久，如 90、5m。")] = "2m",
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="一份合同最多用多少内存，如 800M。")] = "1G",
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


@app.command(epilog="退出码：0 正常结束；2 命令有错，或没有装 contract-scan[mcp]。")
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
    workers: Annotated[
        int | None, typer.Option("--workers", min=1, metavar="N", help="同时读几份；不写按处理器数。")
    ] = None,
    timeout: Annotated[str, typer.Option("--timeout", metavar="TIME", help="一份合同最多读多久，如 90、5m。")] = "2m",
    memory: Annotated[str, typer.Option("--memory", metavar="SIZE", help="一份合同最多用多少内存，如 800M。")] = "1G",
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


@app.command()
@reported
def plugins(
    format_: Annotated[ExplainFormat, typer.Option("--format", "-f", help="text 给人看，json 给程序。")] = (
        ExplainFormat.TEXT
    ),
) -> int:
    """列出装上的插件：名称、来自哪个包、能不能用；不能用的说明原因。"""
    from contract_scan.cli.plugged import list_plugins

    return list_plugins(format_.value)


@rules_app.command("list")
@reported
def rules_list(lexicons: Lexicons = None, no_plugins: NoPlugins = False) -> int:
    """列出全部规则。"""
    from contract_scan.cli.rules import list_rules

    return list_rules(tuple(lexicons or ()), no_plugins=no_plugins)


@rules_app.command("show")
@reported
def rules_show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="规则编号，见 rules list。", show_default=False)],
    lexicons: Lexicons = None,
    no_plugins: NoPlugins = False,
) -> int:
    """显示一条规则：为什么提醒、怎么办、依据、例句。"""
    from contract_scan.cli.rules import show_rule

    return show_rule(rule_id, tuple(lexicons or ()), no_plugins=no_plugins)


@rules_app.command("new", epilog="退出码：0 写成；2 文件夹不是空的，或者写不了。")
@reported
def rules_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的文件夹。", show_default=False)],
) -> int:
    """新建规则包：一条能用的规则，每一行有说明，附命中和不命中的例句。"""
    from contract_scan.cli.rules import make_pack

    return make_pack(folder)


@rules_app.command("test", epilog="退出码：0 全部通过；2 有例句不通过，或者规则文件有错。")
@reported
def rules_test(
    packs: Packs = None,
    lexicons: Lexicons = None,
    everything: Annotated[bool, typer.Option("--all", help="自带的规则也一起检验。")] = False,
    format_: AsJson = ExplainFormat.TEXT,
) -> int:
    """用规则自带的例句检验规则，说明卡在哪一项条件。"""
    from contract_scan.cli.rules import check_rules

    return check_rules(
        (*(packs or ()), *(lexicons or ())), everything=everything, as_json=format_ is ExplainFormat.JSON
    )


@rules_app.command("lint", epilog="退出码：0 没有错误和警告；1 只有警告；2 有错误。")
@reported
def rules_lint(
    packs: Packs = None,
    hints: Annotated[bool, typer.Option("--hints", help="提示也逐条列出。")] = False,
    format_: AsJson = ExplainFormat.TEXT,
) -> int:
    """找出有毛病的规则：重复、被别的规则盖住、从不命中、例句太少、编号写错、表达式危险。"""
    from contract_scan.cli.rules import lint_rules

    return lint_rules(tuple(packs or ()), hints=hints, as_json=format_ is ExplainFormat.JSON)


@rules_app.command("coverage", epilog="退出码：0 完成；2 命令或规则文件有错；3 有合同没有读全。")
@reported
def rules_coverage(
    packs: Packs = None,
    contracts: Annotated[
        list[Path] | None,
        typer.Option("--on", metavar="PATH", help="在这些合同（文件或文件夹）上看哪些规则命中；可写多次。"),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="自带的规则也一起统计。")] = False,
    format_: AsJson = ExplainFormat.TEXT,
) -> int:
    """统计规则、词和已知风险各有多少例句，在合同上命中多少次。"""
    from contract_scan.cli.rules import cover_rules

    return cover_rules(
        tuple(packs or ()),
        tuple(contracts or ()),
        everything=everything,
        as_json=format_ is ExplainFormat.JSON,
    )


@rules_app.command("schema")
@reported
def rules_schema(
    of: Annotated[
        RuleFile,
        typer.Option("--of", help="哪种文件：rules 规则、terms 词表、risks 风险、law 法律、suppressions 不计入的。"),
    ] = RuleFile.RULES,
) -> int:
    """打印规则等文件的 JSON Schema，编辑器用它提示和检查。"""
    from contract_scan.cli.rules import print_schema

    return print_schema(of.value)
