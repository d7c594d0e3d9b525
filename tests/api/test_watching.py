"""Progress and cancellation: told between stages, pages and files; stopped there, with nothing left running."""

from __future__ import annotations

import asyncio
import io
import threading
from pathlib import Path

import pytest

from contract_scan import (
    Bounds,
    FolderProgress,
    Pages,
    ScanCancelledError,
    Scanner,
    ScanProgress,
    scan_folder,
    scan_set,
)

AGREEMENT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


def pdf(pages: int) -> bytes:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for number in range(1, pages + 1):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 700, f"第{number}条 乙方向甲方交纳押金300元，押金概不退还。")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture(scope="module")
def three_pages() -> bytes:
    return pdf(3)


def test_stages_and_pages_are_told_in_order(scanner: Scanner, three_pages: bytes) -> None:
    told: list[ScanProgress] = []
    report = scanner.scan(three_pages, on_progress=told.append)
    assert [(step.stage, step.page, step.pages) for step in told] == [
        ("open", None, None),
        ("read", None, None),
        ("read", 1, 3),
        ("read", 2, 3),
        ("read", 3, 3),
        ("understand", None, None),
        ("assess", None, None),
        ("done", None, None),
    ]
    assert report.to_json() == scanner.scan(three_pages).to_json()


def test_the_documents_of_a_set_are_told_apart(scanner: Scanner) -> None:
    told: list[ScanProgress] = []
    scanner.scan_set([AGREEMENT, AGREEMENT], on_progress=told.append)
    assert [step.document for step in told if step.stage == "read"] == [0, 1]


@pytest.mark.parametrize("at", ["open", "read", 2, "understand", "assess", "done"])
def test_a_scan_stops_where_it_is_called_off(scanner: Scanner, three_pages: bytes, at: str | int) -> None:
    stop, told = threading.Event(), []

    def watch(step: ScanProgress) -> None:
        told.append(step)
        if at in (step.stage, step.page) and not (isinstance(at, str) and step.page):
            stop.set()

    if at == "done":  # nothing is left to be called off
        assert scanner.scan(three_pages, on_progress=watch, cancel=stop).refund.verdict == "non_refundable"
        return
    with pytest.raises(ScanCancelledError):
        scanner.try_scan(three_pages, on_progress=watch, cancel=stop)
    assert at in (told[-1].stage, told[-1].page)


def test_a_scan_that_was_called_off_before_reads_nothing(scanner: Scanner, tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(ScanCancelledError):
        scanner.scan(tmp_path / "none.pdf", cancel=stop)
    with pytest.raises(ScanCancelledError):
        scan_set([AGREEMENT], cancel=stop)


@pytest.mark.parametrize("stage", ["open", "read", "understand"])
def test_an_error_of_the_callers_function_reaches_the_caller(scanner: Scanner, three_pages: bytes, stage: str) -> None:
    def fail(step: ScanProgress) -> None:
        if step.stage == stage and (step.page == 2 or stage != "read"):
            raise KeyError("the caller's own")

    with pytest.raises(KeyError, match="the caller's own"):
        scanner.scan(three_pages, on_progress=fail)
    # And leaves nothing locked or half open behind.
    assert scanner.scan(three_pages).document.status == "read"


def test_pages_of_a_picture_are_told_and_may_be_avoided(painted_tiff: bytes, scanner: Scanner) -> None:
    told: list[ScanProgress] = []
    scanner.scan(painted_tiff, on_progress=told.append)
    assert [(step.page, step.pages) for step in told if step.page] == [(1, 2), (2, 2)]
    bounds = Bounds(avoided_pages=frozenset({2}))
    unread = scanner.with_bounds(bounds).scan(painted_tiff).document.unread
    assert [part.page for part in unread if "已跳过" in part.reason] == [2]


@pytest.fixture
def painted_tiff(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A picture of two pages, and a recogniser that knows what stands on them."""
    from support.scanning import PaintedEngine, bars, encoded

    painted = PaintedEngine(["押金概不退还。"])
    monkeypatch.setattr("contract_scan.extract.ocr.scan.shared_engine", lambda: painted)
    page = bars(["押金概不退还。"])
    return encoded(page, "TIFF", save_all=True, append_images=[page])


# -- async ---------------------------------------------------------------------------------------------------------


def test_awaiting_gives_the_same_report_and_tells_in_the_loop(scanner: Scanner, three_pages: bytes) -> None:
    told: list[tuple[str, bool]] = []

    async def main() -> str:
        loop = asyncio.get_running_loop()

        def watch(step: ScanProgress) -> None:
            told.append((step.stage, asyncio.get_running_loop() is loop))

        return (await scanner.ascan(three_pages, name="a.pdf", on_progress=watch)).to_json()

    assert asyncio.run(main()) == scanner.scan(three_pages, name="a.pdf").to_json()
    assert told[0] == ("open", True)
    assert told[-1] == ("done", True)


def test_many_at_once(scanner: Scanner) -> None:
    async def main() -> list[str]:
        reports = await asyncio.gather(*(scanner.ascan(AGREEMENT) for _ in range(8)))
        return [report.to_json() for report in reports]

    assert set(asyncio.run(main())) == {scanner.scan(AGREEMENT).to_json()}


def test_a_cancelled_task_calls_its_scan_off(scanner: Scanner) -> None:
    begun, may_go_on, reached = threading.Event(), threading.Event(), []

    class Slow(io.BytesIO):
        """A file that is being read until it is told to go on."""

        def read(self, size: int | None = -1) -> bytes:
            begun.set()
            may_go_on.wait(20)
            reached.append("read")
            return super().read(size)

    async def main() -> None:
        task = asyncio.create_task(
            scanner.ascan(Slow(AGREEMENT.encode()), on_progress=lambda step: reached.append(step))
        )
        await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        may_go_on.set()

    asyncio.run(main())  # waits for the thread
    assert "read" in reached
    assert not [step for step in reached if isinstance(step, ScanProgress) and step.stage not in ("open",)]


# -- folders -------------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(4):
        tmp_path.joinpath(f"{number}.txt").write_text(f"{AGREEMENT}\n第{number}份。", "utf-8")
    return tmp_path


def test_files_are_told_as_they_are_done(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = tmp_path_factory.mktemp("store") / "store"
    told: list[FolderProgress] = []
    assert len(list(scan_folder(folder, jobs=0, store=store, on_progress=told.append))) == 4
    assert [(step.done, step.total, step.earlier) for step in told] == [(number, 4, 0) for number in range(5)]
    assert told[0].path is None
    assert [Path(step.path or "").name for step in told[1:]] == ["0.txt", "1.txt", "2.txt", "3.txt"]
    told.clear()
    list(scan_folder(folder, jobs=0, store=store, on_progress=told.append))
    assert told == [FolderProgress(done=4, total=4, earlier=4)]


def test_a_folder_is_called_off_and_goes_on_later(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = tmp_path_factory.mktemp("store") / "store"
    stop = threading.Event()

    def watch(step: FolderProgress) -> None:
        if step.done == 2:
            stop.set()

    with pytest.raises(ScanCancelledError):
        list(scan_folder(folder, jobs=0, store=store, on_progress=watch, cancel=stop))
    told: list[FolderProgress] = []
    assert len(list(scan_folder(folder, jobs=0, store=store, on_progress=told.append))) == 4
    assert told[0].earlier == 2


def test_pages_are_scanned_like_any_input(scanner: Scanner) -> None:
    told: list[ScanProgress] = []
    scanner.scan(Pages([AGREEMENT]), on_progress=told.append)
    assert [step.stage for step in told] == ["open", "read", "understand", "assess", "done"]
