"""A scanner that does to its process what the name of a file says, in a module that workers can import."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from contract_scan.model.report import ScanError, ScanRecord
from contract_scan.sources import as_source

TAKE_MEMORY = "x = []\nwhile True: x.append(b'x' * 20_000_000)"


class HostileScanner:
    """Acts on the first word of a file's name; any other file is fine, after `seconds`."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds

    def try_scan(self, source, *, path=None, facts=None):
        data = as_source(source).data
        act = getattr(self, "_" + Path(path).stem.partition("-")[0], None)
        time.sleep(self.seconds)
        found = act(path) if act else None
        error = None if found is None else ScanError(type="Found", message=str(found))
        return ScanRecord(path=path, sha256=hashlib.sha256(data).hexdigest(), status="ok", error=error)

    def _hang(self, path):
        time.sleep(1000)

    def _spin(self, path):
        while True:
            pass

    def _bomb(self, path):
        exec(TAKE_MEMORY)

    def _grandchild(self, path):
        subprocess.run([sys.executable, "-c", TAKE_MEMORY], check=False, start_new_session=True)

    def _abort(self, path):
        os.abort()

    def _exit(self, path):
        os._exit(0)

    def _segfault(self, path):
        ctypes.string_at(0)

    def _killed(self, path):
        os.kill(os.getpid(), signal.SIGKILL)

    def _fault(self, path):
        raise ZeroDivisionError("x")

    def _killsparent(self, path):
        """Kills whoever it works for: on an engine of machines, the machine goes down."""
        import multiprocessing

        os.kill(multiprocessing.parent_process().pid, signal.SIGKILL)
        time.sleep(1000)

    def _network(self, path):
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as talking:
                talking.connect(("127.0.0.1", 9))
        except OSError as error:
            return type(error).__name__
        return "connected"

    def _write(self, path):
        """Tries to write beside the contract, itself and by a program; then to its own folder."""
        target = Path(path).with_name("written.txt")
        try:
            target.write_text("x", encoding="utf-8")
        except OSError as error:
            found = type(error).__name__
        else:
            found = "written"
        subprocess.run(["/bin/sh", "-c", f'echo x > "{target}"'], check=False, stderr=subprocess.DEVNULL)
        own = Path(os.environ["TMPDIR"], "own")
        own.write_text("x", encoding="utf-8")
        return f"{found} {own.exists()} {own.parent}"
