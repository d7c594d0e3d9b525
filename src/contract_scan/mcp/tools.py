"""The tools: what an assistant may ask for. Each reads what it is given, in a guarded process, and keeps nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from functools import wraps
from typing import Annotated, Any, Final, Literal, ParamSpec, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp_types import CallToolResult, ToolAnnotations
from pydantic import Field

from contract_scan._version import __version__
from contract_scan.batch import SERVICE_LIMITS, CompareTask, ExplainTask, Given, Limits, ScanTask, WorkerPool
from contract_scan.batch.tasks import Task
from contract_scan.errors import ContractScanError, SourceTooLargeError, UsageError
from contract_scan.mcp.answers import (
    FactsSchema,
    FileList,
    RuleList,
    answer,
    brief,
    failure_text,
    refusal,
    rule_card,
)
from contract_scan.mcp.roots import Roots
from contract_scan.model.comparison import Comparison
from contract_scan.model.explanation import Explanation
from contract_scan.model.facts import MerchantFacts
from contract_scan.model.facts_file import facts_from
from contract_scan.model.report import ContractReport, Perspective
from contract_scan.render.comparison import render_comparison_markdown
from contract_scan.render.explanation import explanation_view
from contract_scan.render.markdown import render_markdown
from contract_scan.render.text import to_text
from contract_scan.scanner import Scanner

__all__ = ["build_server"]

_INSTRUCTIONS: Final = (
    "读中国的 POS 机、收单服务合同，回答商户押金能不能退、有什么条件、要交哪些费用、下一步怎么办。"
    "合同给 path（允许的目录里的文件，先用 list_files 看）或 text（合同全文），二者给一个。"
    "先 scan；商户说了自己的情况再用 assess；问“为什么”用 explain，编号取自 scan 结果的 findings[].id。"
    "引文都是合同原文，照引不要改。document.status 不是 read 时，有的部分没读到，要告诉用户，不能当成没问题。"
    "结果是一般信息，不是法律意见。"
)
_MOST_CHARACTERS: Final = 2_000_000
_WIDTH: Final = 100

PathArgument = Annotated[str, Field(description="合同文件的路径，在允许的目录里；用 list_files 看有哪些。")]
TextArgument = Annotated[str, Field(description="合同全文，代替 path。")]
PasswordArgument = Annotated[str, Field(description="PDF 的密码。")]
PerspectiveArgument = Annotated[
    Perspective, Field(description="给谁引用法律：merchant 商户；consumer 不为经营的个人。")
]
DetailArgument = Annotated[
    Literal["brief", "full"], Field(description="full 另给合同全文、条款、检查清单和不成问题的发现，很长。")
]
FactsArgument = Annotated[
    dict[str, Any], FactsSchema(), Field(description="商户的情况；不知道的不写，没有发生的日期写 false。")
]

_Arguments = ParamSpec("_Arguments")
_Answer = TypeVar("_Answer")


def build_server(
    roots: Roots, scanner: Scanner | None = None, *, workers: int | None = None, limits: Limits = SERVICE_LIMITS
) -> MCPServer[WorkerPool]:
    """Return the server. Its workers start and end with its transport.

    Args:
        roots: the folders from which files may be read.
        scanner: reads the agreements; one with the package's own rules without it.
        workers: how many processes read; as many as there are processors without it.
        limits: what one agreement may cost.
    """
    own = scanner or Scanner()
    pools: list[WorkerPool] = []

    @asynccontextmanager
    async def lifespan(_: MCPServer[WorkerPool]) -> AsyncIterator[WorkerPool]:
        pools.append(WorkerPool(own, workers=workers, limits=limits))
        try:
            yield pools[0]
        finally:
            await asyncio.to_thread(pools.pop().close)

    server: MCPServer[WorkerPool] = MCPServer(
        "contract-scan",
        title="收单合同押金检查",
        instructions=_INSTRUCTIONS,
        version=__version__,
        # What tools were asked may quote a contract.
        log_level="CRITICAL",
        lifespan=lifespan,
    )
    tools = _Tools(roots, own, lambda: pools[0])
    for title, tool in (
        ("读合同", tools.scan),
        ("用商户的情况对照合同", tools.assess),
        ("解释一条发现或一条条款", tools.explain),
        ("比较两份合同", tools.compare),
        ("列出规则", tools.list_rules),
        ("列出能读的文件", tools.list_files),
    ):
        hints = ToolAnnotations(
            title=title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        server.add_tool(tool, title=title, annotations=hints)
    return server


def _told(
    tool: Callable[_Arguments, Awaitable[CallToolResult]],
) -> Callable[_Arguments, Awaitable[CallToolResult]]:
    """Let a tool that raises an error of the library give it back as its result, in its own words."""

    @wraps(tool)
    async def told(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> CallToolResult:
        try:
            return await tool(*args, **kwargs)
        except ContractScanError as error:
            return refusal(failure_text(error))

    return told


class _Tools:
    """The tools of one server; what each says of itself is what clients show."""

    def __init__(self, roots: Roots, scanner: Scanner, pool: Callable[[], WorkerPool]) -> None:
        self._roots = roots
        self._scanner = scanner
        self._pool = pool

    @_told
    async def scan(
        self,
        context: Context[WorkerPool, Any],
        path: PathArgument = "",
        text: TextArgument = "",
        perspective: PerspectiveArgument = "merchant",
        password: PasswordArgument = "",
        detail: DetailArgument = "brief",
    ) -> Annotated[CallToolResult, ContractReport]:
        """读一份合同：押金退不退（refund.verdict、score）、退还条件、费用、风险及原文出处、下一步。"""
        return await self._report(context, await self._given(path, text), None, perspective, password, detail)

    @_told
    async def assess(
        self,
        context: Context[WorkerPool, Any],
        facts: FactsArgument,
        path: PathArgument = "",
        text: TextArgument = "",
        perspective: PerspectiveArgument = "merchant",
        password: PasswordArgument = "",
        detail: DetailArgument = "brief",
    ) -> Annotated[CallToolResult, ContractReport]:
        """用商户的情况（激活日期、每月交易额、机具是否归还等）对照合同：条件满足没有、还差多少、最迟哪天、退多少。"""
        told = facts_from(facts)
        told = told if told.today is not None else told.model_copy(update={"today": date.today()})
        return await self._report(context, await self._given(path, text), told, perspective, password, detail)

    @_told
    async def explain(
        self,
        context: Context[WorkerPool, Any],
        path: PathArgument = "",
        text: TextArgument = "",
        finding: Annotated[str, Field(description="发现的编号：scan 结果里的 findings[].id。")] = "",
        clause: Annotated[str, Field(description="或者条款的编号，如 第五条、5.2、第五条/（一）。")] = "",
        password: PasswordArgument = "",
    ) -> Annotated[CallToolResult, Explanation]:
        """解释一条发现或一条条款：每句怎样读的、哪些规则命中、哪些只差一步。"""
        if bool(finding) == bool(clause):
            raise UsageError("finding 和 clause 要给一个，只给一个")
        given = await self._given(path, text)
        task = ExplainTask(given=(given,), finding=finding or None, clause=clause or None, password=password or None)
        found = await self._asked(context, task)
        shown = to_text(explanation_view(found.sentences), width=_WIDTH)
        if found.finding is not None:
            one = found.finding
            said = (one.title, one.message, one.why, one.searched, one.advice)
            shown = "\n".join((*filter(None, said), "", shown))
        return answer(found, shown)

    @_told
    async def compare(
        self,
        context: Context[WorkerPool, Any],
        old_path: PathArgument = "",
        old_text: TextArgument = "",
        new_path: PathArgument = "",
        new_text: TextArgument = "",
    ) -> Annotated[CallToolResult, Comparison]:
        """比较两份合同：押金、条件、期限、费用、权利改了什么，对谁有利，附两边原文。"""
        old, new = await self._given(old_path, old_text, "old_"), await self._given(new_path, new_text, "new_")
        found = await self._asked(context, CompareTask(given=(old, new)))
        return answer(found, render_comparison_markdown(found))

    @_told
    async def list_rules(
        self,
        search: Annotated[str, Field(description="只列编号、标题或说明里有这些字的；空的列全部。")] = "",
    ) -> Annotated[CallToolResult, RuleList]:
        """列出检查合同的规则：查什么、多严重、为什么、怎么办。"""
        rules = (await asyncio.to_thread(lambda: self._scanner.ruleset)).rules
        wanted = search.casefold()
        cards = tuple(
            rule_card(rule) for rule in rules if wanted in f"{rule.id}\n{rule.title}\n{rule.message}".casefold()
        )
        return answer(
            RuleList(rules=cards), "\n".join(f"{card.id}　{card.title}" for card in cards) or "没有这样的规则"
        )

    @_told
    async def list_files(self) -> Annotated[CallToolResult, FileList]:
        """列出能读的合同文件，按可以写进 path 的样子。"""
        files, more = await asyncio.to_thread(self._roots.listed)
        lines = [*files, *(["……还有更多，没有列出"] if more else [])]
        return answer(
            FileList(files=tuple(files), more=more), "\n".join(lines) or "没有能读的文件；请用 text 给出合同文字"
        )

    async def _report(
        self,
        context: Context[WorkerPool, Any],
        given: Given,
        facts: MerchantFacts | None,
        perspective: Perspective,
        password: str,
        detail: Literal["brief", "full"],
    ) -> CallToolResult:
        task = ScanTask(given=(given,), facts=facts, perspective=perspective, password=password or None)
        record = await self._asked(context, task)
        if record.report is None:
            return refusal(failure_text(record))
        shown = await asyncio.to_thread(render_markdown, record.report)
        return answer(record.report if detail == "full" else brief(record.report), shown)

    async def _given(self, path: str, text: str, prefix: str = "") -> Given:
        if bool(path) == bool(text):
            raise UsageError(f"{prefix}path 和 {prefix}text 要给一个，只给一个")
        if path:
            return await asyncio.to_thread(self._roots.read, path)
        if len(text) > _MOST_CHARACTERS:
            raise SourceTooLargeError(f"文字太长：最多 {_MOST_CHARACTERS:,} 字")
        return Given(f"{prefix}text", text)

    async def _asked(self, context: Context[WorkerPool, Any], task: Task[_Answer]) -> _Answer:
        """Have a worker do it, and tell a client that wants to know which page it is at."""
        pages: asyncio.Queue[int] = asyncio.Queue()
        asked = asyncio.ensure_future(self._pool().ask(task, on_page=pages.put_nowait))
        asked.add_done_callback(lambda _: pages.put_nowait(0))
        try:
            while page := await pages.get():
                await context.report_progress(page, message=f"读到第 {page} 页")
            return await asked
        finally:
            asked.cancel()
