"""Processor time that the system allows: reading ends before the system ends the process."""

from __future__ import annotations

import sys
from time import process_time, sleep

import pytest

from contract_scan import ContractScanError, Scanner, deadline
from contract_scan.deadline import OvertimeError, is_short, processor_left, within_processor_time
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


def test_a_call_that_does_not_end_is_ended_in_time_and_in_silence(allow, capfd):
    allow(8.1)
    with pytest.raises(OvertimeError):
        within_processor_time(turning)
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
