"""The workers of a service: tasks wait their turn, cost themselves alone, and end with whoever asked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_scanner import HostileScanner

from contract_scan import BusyError, ContractScanError, Scanner, TimeLimitError, UsageError, WorkerCrashedError
from contract_scan.batch import Given, Limits, ScanTask, WorkerPool, guard

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
Use = Callable[[WorkerPool], Awaitable[None]]


def task(name: str) -> ScanTask:
    return ScanTask(given=(Given(name, "押金不退。"),))


def with_pool(use: Use, **options: Any) -> None:
    async def run() -> None:
        with WorkerPool(HostileScanner(), workers=1, **options) as pool:  # type: ignore[arg-type]
            await use(pool)

    asyncio.run(run())


def test_a_task_that_kills_its_worker_costs_itself_alone() -> None:
    async def use(pool: WorkerPool) -> None:
        for name in ("abort.txt", "segfault.txt", "fault.txt"):
            with pytest.raises(WorkerCrashedError, match=name):
                await pool.ask(task(name))
            assert (await pool.ask(task("fine.txt"))).status == "ok"

    with_pool(use)


def test_a_task_that_takes_too_long_is_ended() -> None:
    async def use(pool: WorkerPool) -> None:
        with pytest.raises(TimeLimitError):
            await pool.ask(task("hang.txt"))
        assert (await pool.ask(task("fine.txt"))).status == "ok"

    with_pool(use, limits=Limits(timeout=0.3))


def test_a_caller_that_leaves_ends_the_work() -> None:
    """Were the worker to go on, the next task would wait for ever."""

    async def use(pool: WorkerPool) -> None:
        begun = asyncio.Event()
        asked = asyncio.ensure_future(pool.ask(task("hang.txt"), on_begin=begun.set))
        waiting = asyncio.ensure_future(pool.ask(task("hang.txt")))
        await begun.wait()
        asked.cancel()
        waiting.cancel()
        assert (await pool.ask(task("fine.txt"))).status == "ok"

    with_pool(use, limits=Limits(timeout=1000))


def test_more_than_may_wait_are_turned_away() -> None:
    async def use(pool: WorkerPool) -> None:
        asked = [asyncio.ensure_future(pool.ask(task("hang.txt"))) for _ in range(2)]
        await asyncio.sleep(0)
        assert pool.busy
        with pytest.raises(BusyError):
            await pool.ask(task("fine.txt"))
        for one in asked:
            one.cancel()

    with_pool(use, waiting=1)


def test_closing_ends_what_is_under_way() -> None:
    async def run() -> None:
        pool = WorkerPool(HostileScanner(), workers=1)  # type: ignore[arg-type]
        begun = asyncio.Event()
        asked = asyncio.ensure_future(pool.ask(task("hang.txt"), on_begin=begun.set))
        queued = asyncio.ensure_future(pool.ask(task("fine.txt")))
        await begun.wait()
        await asyncio.to_thread(pool.close)
        for one in (asked, queued):
            with pytest.raises(ContractScanError):
                await asyncio.wait_for(one, 60)
        with pytest.raises(BusyError):
            await pool.ask(task("fine.txt"))

    asyncio.run(run())


def test_the_last_page_is_told_however_quickly_it_was_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "_LOOK_SECONDS", 120.0)
    name = "04-fair-merchant-terms-chromium.pdf"
    given = Given(name, (SAMPLES / name).read_bytes())
    pages: list[int] = []

    async def run() -> None:
        with WorkerPool(Scanner(), workers=1) as pool:
            record = await pool.ask(ScanTask(given=(given,)), on_page=pages.append)
            assert record.report is not None
            assert pages == [record.report.document.page_count]
            await pool.ask(task("fine.txt"), on_page=pages.append)

    asyncio.run(run())
    assert len(pages) == 1


def test_a_worker_has_no_network() -> None:
    async def use(pool: WorkerPool) -> None:
        record = await pool.ask(task("network.txt"))
        assert record.error is not None
        assert record.error.message == "PermissionError"

    with_pool(use)


def test_an_archive_stands_for_its_one_contract() -> None:
    import io
    import zipfile

    def packed(*names: str) -> Given:
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            for name in names:
                archive.writestr(name, "甲方收取押金，概不退还。")
        return Given("合同.zip", held.getvalue())

    assert packed("a.txt").opened().name == "合同.zip!/a.txt"
    with pytest.raises(UsageError, match="不止一份"):
        packed("a.txt", "b.txt").opened()
    with pytest.raises(UsageError, match="是空的"):
        Given("a.pdf", b"").opened()
    # A text is never taken for a path, whatever it looks like.
    assert Given("text", "/etc/hostname").opened().data == b"/etc/hostname"
