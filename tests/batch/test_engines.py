"""Scans on engines of several machines: Dask with real processes on loopback, and the rules of flight by themselves."""

import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile_scanner import HostileScanner

from contract_scan import scan_folder, scan_partition
from contract_scan.batch import Limits, engine_for
from contract_scan.batch.engines import chunks, flight
from contract_scan.batch.engines.flight import MachineLostError, fly
from contract_scan.batch.work import Job, Outcome
from contract_scan.errors import EngineError, UsageError

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are of POSIX systems")
MIB = 1024 * 1024


def files(folder, *names):
    for name in names:
        (folder / name).write_text(f"{name} 押金", encoding="utf-8")


@contextmanager
def cluster(workers=2):
    """A scheduler in this process and workers that are processes of their own, without a nanny."""
    import distributed

    here = [sys.executable, "-c"]
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); sys.argv[0] = 'dask-worker'\n"
        "from distributed.cli.dask_worker import main; main()"
    )
    with distributed.LocalCluster(n_workers=0, dashboard_address=None) as scheduler:
        address = scheduler.scheduler_address
        options = [address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        started = [
            subprocess.Popen([*here, code, str(Path(__file__).parent), *options], stderr=subprocess.DEVNULL)
            for _ in range(workers)
        ]
        try:
            with distributed.Client(address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=60)
            yield address.replace("tcp://", "dask://"), started
        finally:
            for worker in started:
                worker.kill()
                worker.wait()


@posix
def test_a_dask_worker_that_is_killed_in_mid_run_loses_nothing(tmp_path):
    names = [f"ok-{at:02}.txt" for at in range(40)] + ["killed.txt", "hang.txt"]
    files(tmp_path, *names)
    with cluster() as (engine, workers):
        records = scan_folder(tmp_path, scanner=HostileScanner(0.1), engine=engine, timeout=3)
        found = [next(records)]
        workers[0].kill()
        found += records
    assert [Path(record.path).name for record in found] == sorted(names)
    assert {Path(record.path).name: record.status for record in found if record.status != "ok"} == {
        "killed.txt": "crashed",
        "hang.txt": "timeout",
    }


def test_no_scheduler_is_told():
    import dask

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(EngineError, match="no scheduler"):
        list(engine_for("dask://127.0.0.1:9").run(iter([]), flight_plan()))


def flight_plan():
    from contract_scan.batch import Plan

    return Plan(HostileScanner())


@pytest.mark.parametrize("name", ["spark", "dask:8786", "local://x", ""])
def test_an_engine_that_is_not_there_is_told(tmp_path, name):
    with pytest.raises(UsageError, match="there is no engine"):
        scan_folder(tmp_path, engine=name)


def test_an_extra_that_is_missing_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.setitem(sys.modules, "distributed", None)
    for name in ("ray", "dask"):
        with pytest.raises(UsageError, match=rf"contract-scan\[{name}\]"):
            list(engine_for(name).run(iter([]), flight_plan()))


class Machines:
    """A cluster in memory. A chunk is through when it is asked for; one with a file of `deadly` is lost."""

    def __init__(self, deadly=(), *, silent=False):
        self.deadly, self.silent = set(deadly), silent
        self.given, self.out, self.most = {}, 0, 0

    def places(self):
        return 2

    def submit(self, jobs):
        self.given[len(self.given)] = jobs
        self.out += len(jobs)
        self.most = max(self.most, self.out)
        return len(self.given) - 1

    def landed(self, tickets, seconds):
        return [] if self.silent else [next(iter(tickets))]

    def result(self, ticket):
        self.out -= len(self.given[ticket])
        if any(job.number in self.deadly for job in self.given[ticket]):
            raise MachineLostError
        return [Outcome(job.number, (), None, 0.0) for job in self.given[ticket]]


def jobs(count, drawn=None):
    for at in range(count):
        if drawn is not None:
            drawn.append(at)
        yield Job(at, f"{at}.txt", f"{at}.txt")


def test_never_more_in_flight_than_the_window():
    machines, drawn = Machines(), []
    most_ahead = done = 0
    for _ in fly(machines, jobs(1000, drawn), Limits()):
        done += 1
        most_ahead = max(most_ahead, len(drawn) - done)
    assert done == 1000
    window = 4 * machines.places() * chunks.FILES_OF_A_CHUNK
    assert machines.most == window
    assert most_ahead <= window


def test_a_file_that_takes_machines_down_is_found_among_its_neighbours():
    machines = Machines(deadly=[11])
    outcomes = {outcome.number: outcome for outcome in fly(machines, jobs(40), Limits())}
    assert sorted(outcomes) == list(range(40))
    assert [number for number, outcome in outcomes.items() if outcome.entries] == [11]
    assert outcomes[11].entries[0].status == "crashed"
    assert sum(11 in [job.number for job in chunk] for chunk in machines.given.values()) == 2


def test_what_takes_no_reading_takes_no_place():
    mixed = iter([None, Job(0, "0", "0"), *[None] * 20, Job(1, "1", "1")])
    found = list(fly(Machines(), mixed, Limits()))
    assert [outcome.number for outcome in found if outcome] == [0, 1]
    assert None in found


def test_workers_that_never_answer_are_not_waited_for_for_ever(monkeypatch):
    monkeypatch.setattr(flight, "_PATIENCE", 0.05)
    started = time.monotonic()
    with pytest.raises(EngineError, match="nothing has come back"):
        for _ in fly(Machines(silent=True), jobs(3), Limits(timeout=0.001)):
            pass
    assert time.monotonic() - started < 30


@posix
def test_a_partition_is_scanned_under_guard_and_drawn_as_it_is_read(tmp_path):
    names = ["a.txt", "killed.txt", "b.txt", "missing.txt"]
    files(tmp_path, *names[:3])
    drawn = []

    def paths():
        for name in names:
            drawn.append(name)
            yield tmp_path / name

    records = scan_partition(paths(), scanner=HostileScanner())
    assert next(records).status == "ok"
    assert drawn == ["a.txt"]
    assert [record.status for record in records] == ["crashed", "ok", "unreadable"]
