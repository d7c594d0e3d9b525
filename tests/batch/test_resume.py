"""The command killed at any moment and started again: every input once, nothing twice, nothing torn."""

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is of POSIX systems")

TEXT = """特约商户服务协议
甲方（收单机构）：
乙方（特约商户）：某某商店{number}
第一条 押金
乙方向甲方交纳押金{sum}元，押金不予退还。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("contracts")
    for number in range(60):
        text = TEXT.format(number=number, sum=200 + number % 50)
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    for number in (7, 21, 42):  # read once, reported for each
        (folder / f"copy-{number}.txt").write_bytes((folder / f"{number:03}.txt").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n\xff\xfe broken")
    return folder


def command(folder, output, *more):
    arguments = ["scan", str(folder), "-f", "jsonl", "-o", str(output), "-j", "2", "-q", *more]
    return [sys.executable, "-m", "contract_scan", *arguments]


def scan(folder, output, *more):
    done = subprocess.run(command(folder, output, *more), capture_output=True, timeout=120, check=False)
    assert done.returncode == 3, done.stderr
    assert b"Traceback" not in done.stderr
    return output.read_bytes()


@pytest.fixture(scope="module")
def undisturbed(folder, tmp_path_factory):
    return scan(folder, tmp_path_factory.mktemp("undisturbed") / "out.jsonl")


def test_a_result_holds_every_input_once_in_order(folder, undisturbed):
    paths = [json.loads(line)["path"] for line in undisturbed.splitlines()]
    assert paths == sorted(map(str, folder.iterdir()))


def test_killed_at_random_moments_the_result_is_that_of_an_undisturbed_run(folder, undisturbed, tmp_path):
    output, chance = tmp_path / "out.jsonl", random.Random(1)
    killed = 0
    while killed < 5:
        driver = subprocess.Popen(command(folder, output), stderr=subprocess.DEVNULL)
        # From the start-up on to where most is done.
        size, wanted = 0, chance.random() * len(undisturbed) * (killed + 1) / 5
        deadline = time.monotonic() + 60
        while size < wanted and driver.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
            size = output.stat().st_size if output.exists() else 0
        driver.kill()
        driver.wait()
        killed += 1
    assert scan(folder, output) == undisturbed
    assert scan(folder, output) == undisturbed, "with nothing left to do"


def test_an_interrupt_keeps_what_is_done(folder, undisturbed, tmp_path):
    output = tmp_path / "out.jsonl"
    driver = subprocess.Popen(command(folder, output), stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while (not output.exists() or not output.stat().st_size) and time.monotonic() < deadline:
        time.sleep(0.01)
    driver.send_signal(signal.SIGINT)
    _, errors = driver.communicate(timeout=60)
    assert driver.returncode in (130, 3)
    assert b"Traceback" not in errors
    lines = output.read_bytes()
    assert undisturbed.startswith(lines)
    assert lines.endswith(b"\n"), "no line is torn"
    assert scan(folder, output) == undisturbed


def test_a_result_that_was_cut_or_lost_is_written_again(folder, undisturbed, tmp_path):
    output = tmp_path / "out.jsonl"
    scan(folder, output)
    os.truncate(output, len(undisturbed) // 2)
    assert scan(folder, output) == undisturbed
    output.unlink()
    assert scan(folder, output) == undisturbed


def test_a_full_disk_is_one_clear_line_and_what_is_done_is_kept(folder, undisturbed, tmp_path):
    import resource

    def small_disk():
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(undisturbed) // 3, resource.RLIM_INFINITY))

    output = tmp_path / "out.jsonl"
    done = subprocess.run(command(folder, output), capture_output=True, timeout=120, check=False, preexec_fn=small_disk)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert done.stderr.decode().count("\n") == 1, done.stderr
    assert "StoreError" in done.stderr.decode()
    assert scan(folder, output) == undisturbed
