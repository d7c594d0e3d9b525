"""The commands that show, write and test rules: what may be typed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from contract_scan.cli.choices import ExplainFormat, RuleFile
from contract_scan.cli.options import Lexicons, NoPlugins
from contract_scan.cli.streams import reported

__all__ = ["commands"]

commands = typer.Typer(
    help="查看、编写和检验规则，见 docs/rules.zh-CN.md。", no_args_is_help=True, rich_markup_mode=None
)


Packs = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[PACK...]", help="自己的规则：目录或文件。不写就是程序自带的规则。", show_default=False),
]
AsJson = Annotated[ExplainFormat, typer.Option("--format", "-f", help="text 给人看，json 给程序。", show_default=False)]


@commands.command("list")
@reported
def rules_list(lexicons: Lexicons = None, no_plugins: NoPlugins = False) -> int:
    """列出全部规则。"""
    from contract_scan.cli.rules import list_rules

    return list_rules(tuple(lexicons or ()), no_plugins=no_plugins)


@commands.command("show")
@reported
def rules_show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="规则编号，见 rules list。", show_default=False)],
    lexicons: Lexicons = None,
    no_plugins: NoPlugins = False,
) -> int:
    """显示一条规则：为什么提醒、怎么办、依据、例句。"""
    from contract_scan.cli.rules import show_rule

    return show_rule(rule_id, tuple(lexicons or ()), no_plugins=no_plugins)


@commands.command("new", epilog="退出码：0 写成；2 文件夹不是空的，或者写不了。")
@reported
def rules_new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="新的文件夹。", show_default=False)],
) -> int:
    """新建规则包：一条能用的规则，每一行有说明，附命中和不命中的例句。"""
    from contract_scan.cli.rules import make_pack

    return make_pack(folder)


@commands.command("test", epilog="退出码：0 全部通过；2 有例句不通过，或者规则文件有错。")
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


@commands.command("lint", epilog="退出码：0 没有错误和警告；1 只有警告；2 有错误。")
@reported
def rules_lint(
    packs: Packs = None,
    hints: Annotated[bool, typer.Option("--hints", help="提示也逐条列出。")] = False,
    format_: AsJson = ExplainFormat.TEXT,
) -> int:
    """找出有毛病的规则：重复、被别的规则盖住、从不命中、例句太少、编号写错、表达式危险。"""
    from contract_scan.cli.rules import lint_rules

    return lint_rules(tuple(packs or ()), hints=hints, as_json=format_ is ExplainFormat.JSON)


@commands.command("coverage", epilog="退出码：0 完成；2 命令或规则文件有错；3 有合同没有读全。")
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


@commands.command("schema")
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
