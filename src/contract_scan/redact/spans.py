"""Where something personal stands, and of which sort it is."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Sort", "Span"]

Sort = Literal["name", "identity", "phone", "card", "credit_code", "email", "address", "account"]


class Span(NamedTuple):
    """The half-open range ``[start, end)`` of a text and the sort of what stands there."""

    start: int
    end: int
    sort: Sort
