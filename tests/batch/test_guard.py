"""Files that hang, eat memory or kill their process, in real processes: each costs itself alone."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import psutil
import pytest
from hostile_scanner import HostileScanner

from contract_scan import scan_folder
from contract_scan.batch import Limits, Plan, engine_for
from contract_scan.batch.guard import Slot, may_fork
from contract_scan.batch.limits import allowed
from contract_scan.batch.work import job_of
from contract_scan.errors import UsageError

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits are of POSIX systems")
linux = pytest.mark.skipif(sys.platform != "linux", reason="what the kernel refuses is told by Linux")
MIB = 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


def files(folder, *names):
    for name in names:
        (folder / name).write_text(f"{name} 押金", encoding="utf-8")


def scanned(folder, **options):
    values = {"scanner": HostileScanner(), "jobs": 2, "timeout": 12, "memory": 450 * MIB} | options
    return {Path(record.path).name: record for record in scan_folder(folder, **values)}


def test_each_bad_file_costs_itself_alone(tmp_path):
    names = {
        "hang.txt": "timeout",
        "bomb.txt": "out_of_memory",
        "grandchild.txt": "out_of_memory",
        "abort.txt": "crashed",
        "exit.txt": "crashed",
        "segfault.txt": "crashed",
        "killed.txt": "crashed",
        "fault.txt": "crashed",
    }
    files(tmp_path, *names, *(f"ok-{at}.txt" for at in range(8)))
    records = scanned(tmp_path)
    assert {name: record.status for name, record in records.items() if record.status != "ok"} == names
    assert len(records) == 16
    assert records["hang.txt"].error.type == "TimeLimitError"
    assert "took longer than 12 s" in records["hang.txt"].error.message
    assert records["bomb.txt"].error.type == "MemoryLimitError"
    assert "SIGABRT" in records["abort.txt"].error.message
    assert records["killed.txt"].sha256, "what was in it is known all the same"


def test_processor_time_is_limited_too(tmp_path):
    files(tmp_path, "spin.txt", "ok.txt")
    plan = Plan(HostileScanner(), Limits(timeout=300, cpu=1.0), 1)
    jobs = [job_of(at, str(tmp_path / name)) for at, name in enumerate(("spin.txt", "ok.txt"))]
    outcomes = filter(None, engine_for("local").run(iter(jobs), plan))
    statuses = {outcome.number: outcome.entries[0].status for outcome in outcomes}
    assert statuses == {0: "timeout", 1: "ok"}


def test_a_bad_contract_in_an_archive_costs_itself_alone(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in ("a.txt", "killed-1.txt", "b.txt", "hang-2.txt", "c.txt"):
            archive.writestr(name, f"{name} 押金")
    (tmp_path / "offers.zip").write_bytes(stream.getvalue())
    records = [(Path(r.path).name, r.status) for r in scan_folder(tmp_path, scanner=HostileScanner(), timeout=3)]
    assert records == [
        ("a.txt", "ok"),
        ("killed-1.txt", "crashed"),
        ("b.txt", "ok"),
        ("hang-2.txt", "timeout"),
        ("c.txt", "ok"),
    ]


@pytest.mark.parametrize(("act", "status"), [("abort", "crashed"), ("hang", "timeout")])
def test_a_page_that_ends_its_process_is_left_out_and_the_others_are_read(tmp_path, act, status):
    """The process is ended from inside of the reader, which no scanner's class can do: by a patch that workers load."""
    shutil.copy(ROOT / "samples" / "06-three-party-agent-watermark.pdf", tmp_path / "contract.pdf")
    code = (
        "import sys, json; sys.path.insert(0, sys.argv[1])\n"
        "from fatal_page import FatalPage\nfrom contract_scan import scan_folder\n"
        "for r in scan_folder(sys.argv[2], scanner=FatalPage(), jobs=1, timeout=8):\n"
        "    print(r.model_dump_json(by_alias=True))\n"
    )
    arguments = [str(Path(__file__).parent), str(tmp_path)]
    environment = os.environ | {"FATAL_ACT": act, "FATAL_PAGE": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    record = json.loads(done.stdout)
    assert record["status"] == status
    assert record["error"]["type"] in ("WorkerCrashedError", "TimeLimitError")
    document = record["report"]["document"]
    assert document["status"] == "partial"
    assert [part["page"] for part in document["unread"]] == [2]
    assert "第一条" in document["text"], "what stands on the other pages is there"


def test_a_page_that_goes_no_step_forward_is_given_up_early(tmp_path):
    """Also where the file is no file but bytes, as from standard input."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from fatal_page import FatalPage\nfrom contract_scan.batch.guard import Slot\n"
        "from contract_scan.batch.limits import Limits\nfrom contract_scan.batch.work import Job\n"
        "slot = Slot(FatalPage(), Limits(timeout=300, page=1.0))\n"
        "outcome = slot.run(Job(0, '-', '-', data=open(sys.argv[2], 'rb').read()))\n"
        "slot.close()\n"
        "print(outcome.entries[0].record().model_dump_json(by_alias=True))\n"
    )
    arguments = [str(Path(__file__).parent), str(ROOT / "samples" / "06-three-party-agent-watermark.pdf")]
    environment = os.environ | {"FATAL_ACT": "spin", "FATAL_PAGE": "2"}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, env=environment
    )
    record = json.loads(done.stdout)
    assert record["status"] == "timeout"
    assert "page 2" in record["error"]["message"]
    assert [part["page"] for part in record["report"]["document"]["unread"]] == [2]


def test_limits_keep_within_those_of_the_system(monkeypatch):
    resource = pytest.importorskip("resource")
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (40, 40))
    assert allowed(Limits()).cpu_seconds == 30
    assert allowed(Limits(timeout=2)).cpu_seconds == 4
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert allowed(Limits()) == Limits()


@linux
def test_a_worker_has_no_network_and_writes_to_its_own_folder_only(tmp_path):
    files(tmp_path, "network.txt", "write.txt")
    records = scanned(tmp_path)
    assert records["network.txt"].error.message == "PermissionError"
    found, own, folder = records["write.txt"].error.message.split(" ")
    assert (found, own) == ("PermissionError", "True")
    assert not (tmp_path / "written.txt").exists()
    assert not Path(folder).exists(), "removed at the end"


@pytest.mark.parametrize("what", ["network", "write"])
def test_where_no_kernel_refuses_python_does(tmp_path, what):
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from contract_scan.batch import confine\n"
        "confine.refuse_network = confine.refuse_writing = lambda *_: False\n"
        "import os; os.environ['TMPDIR'] = sys.argv[2]\n"
        "confine.confine(sys.argv[2])\n"
        "from hostile_scanner import HostileScanner\n"
        f"print(HostileScanner()._{what}(sys.argv[3]))\n"
    )
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    other.mkdir()
    arguments = [str(Path(__file__).parent), str(own), str(other / "contract.txt")]
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("PermissionError"), done.stderr


def test_a_script_needs_no_main_guard(tmp_path):
    files(tmp_path, "a.txt", "b.txt")
    script = tmp_path / "script.py"
    script.write_text(
        f"from contract_scan import scan_folder\nprint([r.status for r in scan_folder({str(tmp_path)!r}, jobs=1)])\n",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.count("[") == 1, done.stderr
    assert done.returncode == 0


def test_workers_end_with_a_driver_that_is_killed(tmp_path):
    files(tmp_path, "hang.txt", "spin.txt")
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from hostile_scanner import HostileScanner\nfrom contract_scan import scan_folder\n"
        "list(scan_folder(sys.argv[2], scanner=HostileScanner(), jobs=2, timeout=300))\n"
    )
    driver = subprocess.Popen([sys.executable, "-c", code, str(Path(__file__).parent), str(tmp_path)])
    process, deadline = psutil.Process(driver.pid), time.monotonic() + 60
    family = []
    while sum(one.cpu_times().user > 0.5 for one in family) < 2 and time.monotonic() < deadline:  # forkserver and spin
        time.sleep(0.2)
        family = process.children(recursive=True)
    assert len(family) >= 3
    driver.kill()
    driver.wait()
    _, alive = psutil.wait_procs(family, timeout=20)
    assert not alive


# A command that scans files of this folder in one worker, which is a copy of it; prints what came of each.
_FORKED = """
import os, sys
sys.path.insert(0, sys.argv[1])
import psutil
from hostile_scanner import HostileScanner
from contract_scan.batch import Limits, Plan
from contract_scan.batch.engines.local import LocalProcesses
from contract_scan.batch.work import job_of

engine, plan = LocalProcesses(), Plan(HostileScanner(), Limits(timeout=float(sys.argv[2])), 1)
engine.begin(plan)
worker = engine._first._process.pid
assert psutil.Process(worker).ppid() == os.getpid()
print(worker, flush=True)
for outcome in filter(None, engine.run((job_of(at, path) for at, path in enumerate(sys.argv[3:])), plan)):
    record = outcome.entries[0].record()
    print(os.path.basename(record.path), record.status, record.error and record.error.message, flush=True)
engine.close()
print("left", *(child.pid for child in psutil.Process().children() if child.pid == worker))
"""


def _forked(folder, seconds, *names):
    files(folder, *names)
    arguments = [str(Path(__file__).parent), str(seconds), *(str(folder / name) for name in names)]
    return subprocess.Popen([sys.executable, "-c", _FORKED, *arguments], stdout=subprocess.PIPE, text=True)


@linux
def test_a_worker_that_is_a_copy_of_the_command_is_guarded_as_any(tmp_path):
    names = ("ok.txt", "network.txt", "write.txt", "hang.txt", "segfault.txt", "last.txt")
    told, _ = _forked(tmp_path, 4, *names).communicate(timeout=60)
    worker, *lines, left = told.splitlines()
    found = {name: (status, message) for name, status, message in (line.split(" ", 2) for line in lines)}
    assert found["ok.txt"] == found["last.txt"] == ("ok", "None")
    assert found["network.txt"] == ("ok", "PermissionError")
    assert found["write.txt"][1].startswith("PermissionError True ")
    assert not (tmp_path / "written.txt").exists()
    assert found["hang.txt"][0] == "timeout"
    assert found["segfault.txt"][0] == "crashed"
    assert left == "left", f"{worker} is gone"


@linux
def test_a_worker_that_is_a_copy_of_the_command_ends_with_it(tmp_path):
    driver = _forked(tmp_path, 300, "hang.txt")
    assert driver.stdout is not None
    worker = psutil.Process(int(driver.stdout.readline()))
    driver.kill()
    driver.communicate()
    _, alive = psutil.wait_procs([worker], timeout=20)
    assert not alive


@linux
def test_a_process_with_threads_makes_no_copy_of_itself():
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        assert not may_fork()
    finally:
        stop.set()
        thread.join()


def test_what_cannot_be_sent_to_a_worker_is_told(tmp_path):
    class Local(HostileScanner):
        pass

    files(tmp_path, "a.txt")
    with pytest.raises(UsageError, match="jobs=0"):
        scanned(tmp_path, scanner=Local())


def test_a_memory_limit_under_that_of_a_worker_is_told(tmp_path):
    files(tmp_path, "a.txt")
    with pytest.raises(UsageError, match="too low"):
        scanned(tmp_path, memory=5 * MIB)


def test_a_worker_serves_many_files_and_grown_ones_are_replaced(tmp_path, monkeypatch):
    files(tmp_path, *(f"{at}.txt" for at in range(5)))
    slot = Slot(HostileScanner())
    try:
        pids = []
        for at in range(5):
            slot.run(job_of(at, str(tmp_path / f"{at}.txt")))
            pids.append(slot._process.pid)
            if at == 2:
                monkeypatch.setattr("contract_scan.batch.guard._MOST_FILES", 4)
        assert len(set(pids[:4])) == 1
        assert pids[4] != pids[3]
    finally:
        slot.close()


def test_closing_the_stream_ends_the_work(tmp_path):
    files(tmp_path, "a.txt", "hang-1.txt", "hang-2.txt")
    before = {child.pid for child in psutil.Process(os.getpid()).children(recursive=True)}
    stream = scan_folder(tmp_path, scanner=HostileScanner(), jobs=2, timeout=300)
    assert next(stream).status == "ok"
    stream.close()
    after = psutil.Process(os.getpid()).children(recursive=True)
    # The server that workers are forked from stays, for the next scan.
    assert len([child for child in after if child.pid not in before]) <= 2
