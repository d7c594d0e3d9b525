"""What every request passes before anything reads its body: names, origins, size, time, and how many there are."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_scan.batch import WorkerPool
from contract_scan.errors import BusyError
from contract_scan.server.origins import is_for_us, is_foreign
from contract_scan.server.problems import Problem, Refused, problem_of_error
from contract_scan.server.settings import ServerSettings

__all__ = ["AccessLog", "Gate", "SafeHeaders", "too_large"]

_log = logging.getLogger("contract_scan.server.access")

_READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with that, browsers hide from us that our own form is our own.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

Answer = Callable[[Headers, Problem], Response]


class AccessLog:
    """Logs one line for each request: method, path, status, bytes sent, milliseconds. No name of any file.

    A path that is none of the service's own is logged as ``-``: whoever mistypes may have typed anything.
    """

    def __init__(self, app: ASGIApp, paths: frozenset[str]) -> None:
        self._app = app
        self._paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, sent = time.monotonic(), 0, 0

        async def counted(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
            sent += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            path = scope["path"] if scope["path"] in self._paths else "-"
            took = 1000 * (time.monotonic() - began)
            # 499: nobody was there any more.
            _log.info("%s %s %d %d B %.0f ms", scope["method"], path, status or 499, sent, took)


class SafeHeaders:
    """Gives every answer the headers that keep browsers from doing with it what it is not for."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, headed if scope["type"] == "http" else send)


class Gate:
    """Turns away what is not for this service, comes from another site, is too large or too slow, or is too much.

    `answer` makes the response of a problem as the client likes it.
    """

    def __init__(self, app: ASGIApp, settings: ServerSettings, pool: Callable[[], WorkerPool], answer: Answer) -> None:
        self._app = app
        self._settings = settings
        self._pool = pool
        self._answer = answer
        self._inside = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        body = _Body(receive, self._settings)
        try:
            self._check_sender(scope["method"], headers)
            if scope["method"] in _READING:
                await self._app(scope, receive, send)
                return
            await body.check_declared(headers)
            if self._inside >= self._pool().capacity:
                raise Refused.by(problem_of_error(BusyError("正在读的合同太多；请过一会儿再试")))
        except Refused as refused:
            await self._answer(headers, refused.problem)(scope, receive, send)
            return
        self._inside += 1
        try:
            await self._app(scope, body.receive, send)
        finally:
            self._inside -= 1

    def _check_sender(self, method: str, headers: Headers) -> None:
        if not is_for_us(headers.get("host"), self._settings):
            raise Refused(421, "ForeignHostError", "这个服务不用这个名字；要用它，请在启动时写 --allow-host")
        if method not in _READING and is_foreign(headers):
            raise Refused(403, "CrossSiteError", "不接受别的网站发来的请求；请在本服务自己的页面上传")


class _Body:
    """The body of a request as it comes in, counted and timed. Of one that is too large the rest is thrown away."""

    def __init__(self, receive: Receive, settings: ServerSettings) -> None:
        self._receive = receive
        self._most = settings.max_bytes
        self._seconds = settings.upload_seconds
        self._deadline = time.monotonic() + settings.upload_seconds
        self._taken = 0
        self._whole = False

    async def check_declared(self, headers: Headers) -> None:
        """Refuse a body that says itself that it is too large."""
        declared = headers.get("content-length", "0")
        if declared.isdecimal() and int(declared) > self._most:
            if "expect" in headers:  # it waits for our word before it sends
                raise Refused.by(too_large(self._most))
            await self._refuse_size()

    async def receive(self) -> Message:
        """Return the next message. Raises `Refused` where the body has become too large, or takes too long."""
        if self._whole:
            return await self._receive()
        try:
            async with asyncio.timeout(max(0.0, self._deadline - time.monotonic())):
                message = await self._take()
        except TimeoutError as late:
            raise Refused(408, "UploadTimeError", f"上传超过 {self._seconds:g} 秒；请换个网络再试") from late
        if self._taken > self._most:
            await self._refuse_size()
        return message

    async def _take(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._taken += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
        else:
            self._whole = True
        return message

    async def _refuse_size(self) -> None:
        # Browsers that are still sending show a broken connection instead of the answer.
        try:
            async with asyncio.timeout(max(0.0, self._deadline - time.monotonic())):
                while not self._whole and self._taken <= 4 * self._most:
                    await self._take()
        except TimeoutError:
            pass
        raise Refused.by(too_large(self._most))


def too_large(most: int) -> Problem:
    """Return the problem of a request of more than `most` bytes."""
    return Refused(413, "SourceTooLargeError", f"文件太大：一次最多 {most / (1024 * 1024):g} MiB").problem
