"""A scan told step by step: lines of JSON for a page that shows how far it is."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request

from contract_scan.batch import ScanTask, WorkerPool
from contract_scan.errors import ContractScanError, WorkerError
from contract_scan.model.report import ContractReport
from contract_scan.server.problems import Problem, problem_of_error, problem_of_record, problem_of_worker
from contract_scan.server.waiting import GoneError, while_wanted

__all__ = ["progress_lines"]

_News = dict[str, Any]


async def progress_lines(
    request: Request, pool: WorkerPool, task: ScanTask, page_of: Callable[[ContractReport], Awaitable[str]]
) -> AsyncIterator[str]:
    """Yield ``waiting``, ``reading``, ``page`` with its number as a PDF is read (always the last one, no quick ones
    before it), and in the end ``report`` with the page, or ``problem``.
    """
    news: asyncio.Queue[_News] = asyncio.Queue()

    async def work() -> None:
        news.put_nowait(await _outcome(pool, task, page_of, news))

    working = asyncio.ensure_future(while_wanted(request, work()))
    working.add_done_callback(lambda _: news.put_nowait({"event": "end"}))
    try:
        yield _line({"event": "waiting"})
        while (told := await news.get())["event"] != "end":
            yield _line(told)
    finally:
        working.cancel()
        for ended in await asyncio.gather(working, return_exceptions=True):
            if isinstance(ended, Exception) and not isinstance(ended, GoneError):
                raise ended


async def _outcome(
    pool: WorkerPool,
    task: ScanTask,
    page_of: Callable[[ContractReport], Awaitable[str]],
    news: asyncio.Queue[_News],
) -> _News:
    try:
        record = await pool.ask(
            task,
            on_begin=lambda: news.put_nowait({"event": "reading"}),
            on_page=lambda page: news.put_nowait({"event": "page", "page": page}),
        )
    except WorkerError as error:
        return _problem(problem_of_worker(task.name, error))
    except ContractScanError as error:
        return _problem(problem_of_error(error))
    if record.report is None:
        return _problem(problem_of_record(record))
    return {"event": "report", "html": await page_of(record.report)}


def _problem(problem: Problem) -> _News:
    return {"event": "problem", "problem": problem.model_dump()}


def _line(news: _News) -> str:
    return json.dumps(news, ensure_ascii=False) + "\n"
