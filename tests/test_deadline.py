"""Processor time that the system allows: reading ends before the system ends the process."""

from __future__ import annotations

import sys
import threading
from time import process_time, sleep, thread_time

import pytest

from contract_scan import Bounds, ContractScanError, Scanner, SourceTooLargeError, deadline
from contract_scan.deadline import (
    OvertimeError,
    SpentError,
    charge,
    excused,
    grant,
    in_callers_thread,
    is_short,
    processor_left,
    within,
    within_processor_time,
)
from contract_scan.errors import MemoryLimitError, TimeLimitError

TEXT = "第一条 押金\n乙方应向甲方交纳终端押金300元。\n押金概不退还。"


@pytest.fixture
def allow(monkeypatch):
    """Let the system allow so many seconds from now on, of a hundred in all."""

    def allowing(seconds: float) -> None:
        began = process_time()
        monkeypatch.setattr(deadline, "process_time", lambda: 100 - seconds + process_time() - began)
        monkeypatch.setattr(deadline, "processor_limit", lambda: 100.0)

    return allowing


def turning(*_args, **_options):
    while True:
        pass


def test_without_a_limit_the_call_is_a_plain_one(monkeypatch):
    monkeypatch.setattr(deadline, "processor_limit", lambda: None)
    assert (processor_left(), is_short()) == (None, False)
    assert within_processor_time(lambda: 3) == 3


def test_a_call_gives_back_and_raises_as_it_would(allow):
    allow(60)
    assert within_processor_time(lambda: 3) == 3
    with pytest.raises(KeyError, match="gone"):
        within_processor_time(lambda: {}["gone"])


@pytest.mark.parametrize("seconds", [None, 100.0])
def test_a_call_that_does_not_end_is_ended_in_time_and_in_silence(allow, capfd, seconds):
    allow(8.1)
    with pytest.raises(OvertimeError) as ended:
        within_processor_time(turning, seconds)
    assert not isinstance(ended.value, SpentError)
    assert processor_left() > 5
    assert capfd.readouterr() == ("", "")


def test_a_call_that_is_told_twice_to_end_prints_nothing(allow, capfd):
    def stubborn():
        try:
            turning()
        finally:
            sleep(0.5)

    allow(8.1)
    with pytest.raises(OvertimeError):
        within_processor_time(stubborn)
    sleep(0.6)
    assert capfd.readouterr() == ("", "")


def test_a_call_that_ends_the_program_does_so(allow):
    allow(60)
    with pytest.raises(SystemExit, match="3"):
        within_processor_time(lambda: sys.exit(3))


@pytest.mark.parametrize(
    "scanning",
    [
        lambda scanner: scanner.scan(TEXT),
        lambda scanner: scanner.scan_set([TEXT, TEXT]),
        lambda scanner: scanner.extract(TEXT),
        lambda scanner: scanner.explain(TEXT),
    ],
)
def test_whatever_is_asked_of_a_scanner_ends_in_a_declared_error(allow, monkeypatch, scanning):
    scanner = Scanner()
    monkeypatch.setattr("contract_scan.extract.extract", turning)
    allow(8.1)
    with pytest.raises(TimeLimitError, match="ulimit -t"):
        scanning(scanner)


def test_a_record_says_what_ran_out(allow, monkeypatch):
    scanner = Scanner()

    def devouring(*_args, **_options):
        raise MemoryError

    monkeypatch.setattr("contract_scan.extract.extract", devouring)
    with pytest.raises(MemoryLimitError, match="ulimit -v"):
        scanner.scan(TEXT)
    assert scanner.try_scan(TEXT).status == "out_of_memory"
    monkeypatch.setattr("contract_scan.extract.extract", turning)
    allow(8.1)
    record = scanner.try_scan(TEXT)
    assert (record.status, record.error.type) == ("timeout", "TimeLimitError")
    assert scanner.try_scan_set([TEXT], paths=["a.txt"]).status == "timeout"


def test_errors_of_limits_are_those_that_are_declared():
    assert issubclass(TimeLimitError, ContractScanError)
    assert issubclass(MemoryLimitError, ContractScanError)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_the_limit_is_that_of_the_system(monkeypatch):
    import resource

    monkeypatch.setattr(resource, "getrlimit", lambda kind: (40, 50) if kind == resource.RLIMIT_CPU else (1, 1))
    assert 40 - process_time() - 1 < processor_left() <= 40


def burning(seconds):
    end = thread_time() + seconds
    while thread_time() < end:
        pass


def test_a_call_that_takes_more_than_it_may_is_ended(capfd):
    with pytest.raises(SpentError):
        within_processor_time(turning, 0.2)
    assert capfd.readouterr() == ("", "")


def test_a_call_that_only_waits_takes_nothing():
    assert within_processor_time(lambda: sleep(0.5) or 3, 0.2) == 3


def test_what_other_threads_take_is_not_counted():
    thread = threading.Thread(target=burning, args=(0.6,))
    thread.start()
    assert within_processor_time(lambda: thread.join() or 3, 0.2) == 3


def test_what_is_excused_is_not_counted_and_what_comes_after_is():
    def excusing(after):
        with excused():
            burning(0.6)
        burning(after)
        return 3

    assert within_processor_time(lambda: excusing(0), 0.3) == 3
    with pytest.raises(SpentError):
        within_processor_time(lambda: excusing(100), 0.3)


def test_what_a_program_takes_is_counted_and_what_is_granted_allows_more():
    def charging():
        charge(10)
        turning()

    def granting():
        grant(10)
        burning(0.6)
        return 3

    with pytest.raises(SpentError):
        within_processor_time(charging, 5)
    assert within_processor_time(granting, 0.2) == 3


def test_what_a_call_within_a_time_takes_is_counted():
    def inner():
        within(100, lambda: burning(0.5))
        turning()

    with pytest.raises(SpentError):
        within_processor_time(inner, 0.4)


def test_nothing_of_it_matters_outside():
    grant(1)
    charge(1)
    with excused():
        in_callers_thread(lambda: None)


@pytest.mark.parametrize("held", [lambda call: within_processor_time(call, 60), lambda call: within(60, call)])
def test_what_is_for_the_callers_thread_is_done_there(held):
    done = []

    def call():
        in_callers_thread(lambda: done.append(threading.get_ident()))
        with pytest.raises(KeyError):
            in_callers_thread(lambda: {}["gone"])
        within(60, lambda: in_callers_thread(lambda: done.append(threading.get_ident())))
        return threading.get_ident()

    assert held(call) != threading.get_ident()
    assert done == [threading.get_ident()] * 2


def test_a_callers_function_that_ends_the_program_does_so():
    with pytest.raises(SystemExit, match="3"):
        within_processor_time(lambda: in_callers_thread(lambda: sys.exit(3)), 60)


def test_a_call_that_waits_for_its_caller_is_ended_too(allow):
    allow(8.5)

    def call():
        while True:
            in_callers_thread(lambda: burning(0.02))

    with pytest.raises(OvertimeError):
        within_processor_time(call, 60)


def test_a_scan_that_takes_more_than_its_bound_says_how_to_raise_it(monkeypatch):
    scanner = Scanner(bounds=Bounds(processor_seconds=0.3))
    monkeypatch.setattr("contract_scan.extract.extract", turning)
    with pytest.raises(SourceTooLargeError, match=r"--limit processor_seconds="):
        scanner.scan(TEXT)
    assert scanner.try_scan(TEXT).status == "too_large"


def test_pages_allow_a_scan_more(monkeypatch):
    from contract_scan.extract.plain import read_plain

    def paged(source, *, bounds, **_options):
        bounds.begin_pages(100)
        burning(0.6)
        return read_plain(source)

    monkeypatch.setattr("contract_scan.extract.extract", paged)
    scanner = Scanner(bounds=Bounds(processor_seconds=0.3))
    monkeypatch.setattr(Scanner, "_report", lambda _self, document, *_: document)
    assert scanner.scan(TEXT).text


def test_progress_is_told_in_the_callers_thread():
    told = []
    Scanner().scan(TEXT, on_progress=lambda _progress: told.append(threading.get_ident()))
    assert set(told) == {threading.get_ident()}
