"""Measures scans of many files: ``python benchmarks/batch.py [NAME ...] [--files N]``, all of these without names.

- ``speedup``: two processes against one, on copies of the sample agreements that differ in a few bytes. On a machine
  that is busy with other work the ratio of times says little; that of processor times holds there too.
- ``isolation``: what a process of its own costs a file, against reading in the driver.
- ``memory``: the driver's memory over many tiny files.
- ``kill``: the driver killed at 20 random moments, each time started again; the result must be that of an undisturbed
  run, to the byte.
- ``cost``: processor time, time and store for each 1,000 contracts of the samples' mix.

Ratios can be compared between machines; seconds cannot.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from contract_scan import Scanner, scan_folder
from contract_scan.batch import Plan, engine_for
from contract_scan.batch.engines.base import processors
from contract_scan.batch.work import job_of
from contract_scan.model.report import ScanRecord

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
MIX = [path for path in sorted(SAMPLES.glob("[0-9]*")) if "scanned" not in path.name]


class Nothing:
    """A scanner that does nothing, so that what is around it can be measured."""

    fingerprint = "nothing"

    def try_scan(self, *_: object, path: str = "", **__: object) -> ScanRecord:
        return ScanRecord(path=path, status="ok")


@contextmanager
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="batch-benchmark-"))
    try:
        yield made
    finally:
        shutil.rmtree(made)


def contracts(target: Path, count: int) -> None:
    """Write so many agreements of the samples' mix, no two alike: bytes behind a file's end are read by nobody."""
    for at in range(count):
        source = MIX[at % len(MIX)]
        data = source.read_bytes()
        if source.suffix in (".txt", ".html"):
            data += f"\n<!-- {at} -->\n".encode()
        elif source.suffix == ".pdf":
            data += f"\n% {at}\n".encode()
        (target / f"{at:05}{source.suffix}").write_bytes(data)
        if source.suffix == ".docx":
            import zipfile

            with zipfile.ZipFile(target / f"{at:05}{source.suffix}", "a") as package:
                package.comment = str(at).encode()


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def speedup(files: int) -> None:
    """Time between the first records and the last: the start of the workers is the same for one and for many."""

    def steady(jobs: int) -> tuple[float, float]:
        todo = [job_of(at, str(path)) for at, path in enumerate(paths)]
        stream = filter(None, engine_for("local").run(iter(todo), Plan(Scanner(), jobs=jobs)))
        for _ in range(2 * jobs):
            next(stream)
        family = [psutil.Process(), *psutil.Process().children(recursive=True)]
        before = sum(sum(one.cpu_times()[:2]) for one in family)
        # Closed with its last record, at which the workers end and their times with them.
        count, began, used = 2 * jobs, time.perf_counter(), 0.0
        for _ in stream:
            count += 1
            used = sum(sum(one.cpu_times()[:2]) for one in family) - before if count == len(paths) else used
        return (time.perf_counter() - began) / (len(paths) - 2 * jobs), used / (len(paths) - 2 * jobs)

    with folder() as place:
        contracts(place, files)
        paths = sorted(place.iterdir())
        random.Random(0).shuffle(paths)
        (one, one_used), (two, two_used) = steady(1), steady(2)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    print(f"speedup: {one / two:.2f} times with two processes ({files} files, {1000 * one:.0f} ms a file with one)")
    print(f"         {one_used / two_used:.2f} is the processor time of one process by that of two, of 1;")
    print(f"         {processors()} processors, load {load:.1f} at the end")


def isolation(files: int) -> None:
    with folder() as place:
        for at in range(files):
            (place / f"{at}.txt").write_text(str(at))
        jobs = [job_of(at, str(place / f"{at}.txt")) for at in range(files)]
        taken = {}
        for name, count in (("in the driver", 0), ("guarded", 1)):
            plan = Plan(Nothing(), jobs=max(count, 1))  # type: ignore[arg-type]
            stream = filter(None, engine_for("local", count).run(iter(jobs), plan))
            next(stream)
            taken[name] = seconds(lambda stream=stream: list(stream)) / (files - 1)
    print(f"isolation: {1000 * (taken['guarded'] - taken['in the driver']):.2f} ms a file ({files} files)")


def memory(files: int) -> None:
    """The driver's resident memory after a tenth of the files, and the most after that."""
    with folder() as place:
        for at in range(files):
            parent = place / f"{at // 1000:03}"
            parent.mkdir(exist_ok=True)
            (parent / f"{at:06}.txt").write_text(str(at))
        process, sizes = psutil.Process(), []
        began = time.perf_counter()
        for at, _ in enumerate(scan_folder(place, scanner=Nothing(), jobs=2, store=place / "store")):  # type: ignore[arg-type]
            if at % 1000 == 0:
                sizes.append(process.memory_info().rss / 2**20)
        taken = time.perf_counter() - began
    early, most = sizes[len(sizes) // 10], max(sizes)
    rate = files / taken
    print(f"memory: {early:.0f} MiB after a tenth of {files:,} files, {most:.0f} MiB at most; {rate:.0f} a second")


def kill(files: int, kills: int = 20) -> None:
    with folder() as place:
        (place / "in").mkdir()
        contracts(place / "in", files)

        def command(output: str) -> list[str]:
            words = ["scan", str(place / "in"), "-f", "jsonl", "-o", str(place / output), "-j", "2", "-q"]
            return [sys.executable, "-m", "contract_scan", *words]

        whole = seconds(lambda: subprocess.run(command("undisturbed.jsonl"), check=False, stderr=subprocess.DEVNULL))
        chance, begun, done_at = random.Random(20), 0, []
        output = place / "killed.jsonl"
        for _ in range(kills):
            driver = subprocess.Popen(command("killed.jsonl"), stderr=subprocess.DEVNULL)
            begun += 1
            timer = threading.Timer(chance.uniform(0.2, 2.5 * whole / kills + 3), driver.kill)
            timer.start()
            driver.wait()
            timer.cancel()
            done_at.append(sum(1 for _ in output.open("rb")) if output.exists() else 0)
        subprocess.run(command("killed.jsonl"), check=False, stderr=subprocess.DEVNULL)
        same = output.read_bytes() == (place / "undisturbed.jsonl").read_bytes()
    word = "the same" if same else "NOT THE SAME"
    print(f"kill: {word} after {begun} kills over {files} files; lines at each: {done_at}")
    if not same:
        raise SystemExit(1)


def cost(files: int) -> None:
    with folder() as place:
        (place / "in").mkdir()
        contracts(place / "in", files)
        size = sum(path.stat().st_size for path in (place / "in").iterdir())
        words = ["scan", str(place / "in"), "-f", "jsonl", "-o", str(place / "out.jsonl"), "-j", "2", "-q"]
        driver = subprocess.Popen([sys.executable, "-m", "contract_scan", *words], stderr=subprocess.DEVNULL)
        process, used, began = psutil.Process(driver.pid), {}, time.perf_counter()
        while driver.poll() is None:
            for one in (process, *process.children(recursive=True)):
                try:
                    times = one.cpu_times()
                    used[one.pid] = times.user + times.system
                except psutil.Error:
                    pass
            time.sleep(0.2)
        taken = time.perf_counter() - began
        store, lines = ((place / name).stat().st_size for name in ("out.jsonl.scan-store", "out.jsonl"))
    of, mib = 1000 / files, 1000 / files / 2**20
    print(f"cost of 1,000 contracts: {sum(used.values()) * of:.0f} s of processor time ({files} files)")
    print(f"         {taken * of:.0f} s on two processes")
    print(f"         {size * mib:.0f} MiB read, {store * mib:.0f} MiB of store, {lines * mib:.0f} MiB of JSON Lines")


MEASURES: dict[str, tuple[Callable[[int], None], int]] = {
    "speedup": (speedup, 120),
    "isolation": (isolation, 2000),
    "memory": (memory, 100_000),
    "kill": (kill, 300),
    "cost": (cost, 240),
}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", choices=[*MEASURES, []], default=[])
    parser.add_argument("--files", type=int)
    arguments = parser.parse_args()
    for name in arguments.names or MEASURES:
        measure, usual = MEASURES[name]
        measure(arguments.files or usual)
