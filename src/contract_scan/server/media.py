"""Which form of an answer a client wants."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from starlette.datastructures import Headers

__all__ = ["Form", "wanted_form"]


class Form(StrEnum):
    """The form of an answer."""

    JSON = "json"
    HTML = "html"
    #: A line of JSON for each step, the page in the last: for those who show the progress.
    PROGRESS = "progress"


#: What is offered, the dearest first where a client likes several as much.
_OFFERED: Final = {
    ("application", "json"): Form.JSON,
    ("text", "html"): Form.HTML,
    ("application", "x-ndjson"): Form.PROGRESS,
}


def wanted_form(headers: Headers) -> Form:
    """Return the form that the ``Accept`` header likes best; JSON where it likes none or all."""
    accept = ",".join(headers.getlist("accept"))
    ranges = [parsed for one in accept.split(",") if (parsed := _range(one)) is not None]
    best, best_quality = Form.JSON, 0.0
    for (kind, subtype), form in _OFFERED.items():
        fits = [
            (one != "*", two != "*", quality)
            for one, two, quality in ranges
            if one in (kind, "*") and two in (subtype, "*")
        ]
        quality = max(fits)[2] if fits else 0.0
        if quality > best_quality:
            best, best_quality = form, quality
    return best


def _range(text: str) -> tuple[str, str, float] | None:
    kind, *parameters = (part.strip().lower() for part in text.split(";"))
    one, slash, two = kind.partition("/")
    if not slash:
        return None
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name == "q":
            try:
                return one, two, float(value)
            except ValueError:
                return None
    return one, two, 1.0
