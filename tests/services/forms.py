"""Sends forms as browsers and programs do, byte by byte, so that a test may stop in the middle."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

BOUNDARY = "----test-boundary"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def form(files: Iterable[tuple[str, bytes]], *, named: Iterable[str] = (), **fields: str) -> bytes:
    """Return a form with these files and fields; the files are the fields `named`, or all of them ``files``."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for field, (name, data) in zip(chain(named, repeat("files")), files, strict=False):
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
        parts.append(f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + data + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def send(
    port: int,
    path: str = "/scan",
    body: bytes | Iterable[bytes] | None = None,
    method: str = "POST",
    **headers: str,
) -> Answer:
    """Send one request; a body in pieces goes out piece by piece, its length untold."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(method, path, body, {"Content-Type": TYPE, **named} if body is not None else named)
        return read(connection)
    finally:
        connection.close()


def read(connection: http.client.HTTPConnection) -> Answer:
    response = connection.getresponse()
    return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())


def begun(port: int, body: bytes) -> http.client.HTTPConnection:
    """Send the head of a request and the first half of its body, and hold the rest back."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.putrequest("POST", "/scan")
    connection.putheader("Content-Type", TYPE)
    connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body[: len(body) // 2])
    return connection
