"""Starts the services as their users do: as processes of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples"
CONTRACT = SAMPLES / "03-activation-fee-chapters.docx"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Service:
    """A running service."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    temporary: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> int:
        """Tell it to end, as a system does, and return its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


@contextmanager
def running(folder: Path, *arguments: str, path: str = "/ready") -> Iterator[Service]:
    """Run ``contract-scan`` with these arguments (``{port}`` is a free one) until `path` answers, and end it after.

    Its temporary files go to a folder of their own.
    """
    port = free_port()
    # Not in the test's own folder: sockets lie in it, whose paths must be short.
    temporary = Path(tempfile.mkdtemp(prefix="cs-"))
    log = folder / f"log-{port}.txt"
    command = [sys.executable, "-m", "contract_scan", *(one.format(port=port) for one in arguments)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env={**os.environ, "TMPDIR": str(temporary)}
        )
    service = Service(process, port, log, temporary)
    try:
        _wait(service, path)
        yield service
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        shutil.rmtree(temporary)


def _wait(service: Service, path: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        assert service.process.poll() is None, service.log.read_text()
        try:
            urllib.request.urlopen(service.url + path, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 503:
                return
        except OSError:
            pass
        else:
            return
        time.sleep(0.1)
    raise AssertionError(service.log.read_text())
