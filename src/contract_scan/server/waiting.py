"""Work that is done for as long as somebody waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import Request

__all__ = ["GoneError", "while_wanted"]

_T = TypeVar("_T")


class GoneError(Exception):
    """The client has closed the connection."""


async def while_wanted(request: Request, work: Coroutine[Any, Any, _T]) -> _T:
    """Return what comes of `work`; cancel it once the client has gone.

    Raises:
        GoneError: it has gone.
    """
    working = asyncio.ensure_future(work)
    going = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait({working, going}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise GoneError
    finally:
        for one in (working, going):
            one.cancel()
        await asyncio.gather(working, going, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
