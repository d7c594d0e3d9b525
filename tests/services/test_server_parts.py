"""The parts of the service that need no process: names, preferences, and slow senders."""

from __future__ import annotations

import asyncio
import json
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract_scan import UsageError
from contract_scan.server.gate import Gate
from contract_scan.server.media import Form, wanted_form
from contract_scan.server.origins import is_for_us, is_foreign
from contract_scan.server.problems import Problem, Refused
from contract_scan.server.settings import ServerSettings


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", Form.JSON),
        ("*/*", Form.JSON),
        ("image/png", Form.JSON),
        ("text/html", Form.HTML),
        ("application/json;q=0.5, text/html;q=0.9", Form.HTML),
        ("text/html;q=0.5, application/*", Form.JSON),
        ("text/*, application/json;q=0.1", Form.HTML),
        ("text/html;q=0, */*", Form.JSON),
        ("application/x-ndjson", Form.PROGRESS),
        ("text/html;q=high, nonsense", Form.JSON),
    ],
)
def test_what_a_client_likes_best(accept: str, form: Form) -> None:
    assert wanted_form(Headers({"accept": accept})) is form


def test_the_names_of_a_service() -> None:
    here = ServerSettings(host="192.0.2.7", allowed_hosts=("Contracts.example",))
    for host in ("192.0.2.7:8000", "contracts.EXAMPLE", "localhost", "[::1]:8000"):
        assert is_for_us(host, here)
    for host in (
        None,
        "",
        "other.example",
        "192.0.2.8",
        "contracts.example/x",
        "a@contracts.example",
        "[::1",
        "x:port",
    ):
        assert not is_for_us(host, here)
    everywhere = ServerSettings(host="0.0.0.0")
    # An address cannot be pointed elsewhere; a name can.
    assert is_for_us("192.0.2.8:8000", everywhere)
    assert not is_for_us("other.example:8000", everywhere)


def test_who_is_foreign() -> None:
    own = {"host": "contracts.example"}
    for headers in ({}, {"origin": "https://contracts.example"}, {"sec-fetch-site": "none"}):
        assert not is_foreign(own | headers)
    for headers in (
        {"origin": "https://contracts.example.evil"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://["},
    ):
        assert is_foreign(own | headers)


@pytest.mark.parametrize("wrong", [{"port": 70_000}, {"workers": 0}, {"waiting": -1}, {"max_bytes": 0}])
def test_settings_must_make_sense(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        ServerSettings(**wrong)


def test_who_never_ends_sending_is_not_waited_for() -> None:
    def answer(_: Headers, problem: Problem) -> Response:
        return Response(problem.model_dump_json(), problem.status)

    async def refused(request: Request, error: Refused) -> Response:
        return answer(request.headers, error.problem)

    async def scan(request: Request) -> Response:
        await request.body()
        return Response("read")

    application = Starlette(routes=[Route("/scan", scan, methods=["POST"])], exception_handlers={Refused: refused})

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.01)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def run() -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []

        async def send(message: Any) -> None:
            sent.append(message)

        pool: Any = SimpleNamespace(capacity=1)
        gate = Gate(application, ServerSettings(upload_seconds=0.1), lambda: pool, answer)
        scope = {"type": "http", "method": "POST", "path": "/scan", "headers": [(b"host", b"localhost")]}
        await gate(scope, receive, send)
        return sent

    head, body = asyncio.run(run())
    assert head["status"] == 408
    assert json.loads(body["body"])["code"] == "UploadTimeError"
