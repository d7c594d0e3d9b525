"""A process that is watched while it scans, with nothing but an empty place to leave things in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from watching import Canary, Watched

DRIVER = Path(__file__).with_name("driver.py")


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Runs commands in one process, in this one if `jobs` is 0, and tells what came of it."""
    # The path of a socket is short, and the workers' one lies in the folder for temporary files.
    short = tempfile.TemporaryDirectory(prefix="cs", ignore_cleanup_errors=True)

    def run(*commands: list[str], jobs: int = 0) -> Watched:
        room = tmp_path / "room"
        folders = {"tmp": Path(short.name), "cache": room / "cache", "work": room / "work"}
        for folder in folders.values():
            folder.mkdir(parents=True, exist_ok=True)
        room.joinpath("commands.json").write_text(json.dumps(commands), encoding="utf-8")
        environment = os.environ | {
            "TMPDIR": str(folders["tmp"]),
            "HOME": "/nonexistent/home",  # a home that is not there, and cannot be made
            "XDG_CACHE_HOME": str(folders["cache"]),
            "CONTRACT_SCAN_JOBS": str(jobs),
            "PYTHONIOENCODING": "utf-8",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        done = subprocess.run(
            [sys.executable, str(DRIVER), str(room / "report.json"), str(room / "commands.json")],
            cwd=folders["work"],
            env=environment,
            capture_output=True,
            timeout=300,
            check=False,
        )
        errors = done.stderr.decode("utf-8", "replace")
        assert done.returncode == 0, errors
        told = json.loads(room.joinpath("report.json").read_text(encoding="utf-8"))
        left = [str(path) for name in ("tmp", "cache") for path in folders[name].rglob("*")]
        output = done.stdout.decode("utf-8")
        return Watched(told["network"], told["written"], told["codes"], output, errors, left)

    with short:
        yield run


@pytest.fixture
def canary() -> Iterator[Canary]:
    """A running canary."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_HEAD = do_POST = do_OPTIONS = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Canary(f"http://127.0.0.1:{server.server_address[1]}", asked)
        server.shutdown()
