"""Times, sizes and bounds as people write them: ``90``, ``5m``, ``800M``, ``2G``, ``pages=9000``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Final

from contract_scan.errors import UsageError
from contract_scan.extract.bounds import DEFAULT_BOUNDS, Bounds

__all__ = ["bounds_of", "seconds_of", "size_of"]

_WRITTEN = re.compile(r"(\d{1,15}(?:\.\d{1,15})?)\s*([a-z]*)", re.IGNORECASE)
_SECONDS: Final = {"": 1, "s": 1, "m": 60, "min": 60, "h": 3600}
_BYTES: Final = {"k": 1 << 10, "m": 1 << 20, "g": 1 << 30}


def bounds_of(settings: Iterable[str]) -> Bounds:
    """Return the bounds in which each ``NAME=VALUE`` of `settings` is set; a value may end in k, M or G.

    Raises:
        UsageError: there is no such bound, or the value is no number above nothing.
    """
    names = {field.name: type(getattr(DEFAULT_BOUNDS, field.name)) for field in fields(Bounds)}
    known = {name: kind for name, kind in names.items() if kind in (int, float)}
    given: dict[str, Any] = {}
    for setting in settings:
        name, _, value = setting.partition("=")
        match = _WRITTEN.fullmatch(value.strip().replace(",", "").replace("_", ""))
        unit = match.group(2).lower().removesuffix("b").removesuffix("i") if match else "?"
        if name.strip() not in known or match is None or unit not in {"", *_BYTES}:
            raise UsageError(f"{setting}：不是上限；请写成 NAME=VALUE，如 pages=9000，NAME 有 {'、'.join(known)}")
        amount = float(match.group(1)) * _BYTES.get(unit, 1)
        if amount <= 0:
            raise UsageError(f"{setting}：上限要大于 0")
        given[name.strip()] = known[name.strip()](amount)
    return replace(DEFAULT_BOUNDS, **given)


def seconds_of(text: str) -> float:
    """Return the seconds that ``90``, ``90s``, ``1.5m`` or ``2h`` stand for.

    Raises:
        UsageError: `text` is no time.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if match is None or match.group(2).lower() not in _SECONDS:
        raise UsageError(f"{text}：不是时间；请写成 90（秒）、5m 或 1h")
    return float(match.group(1)) * _SECONDS[match.group(2).lower()]


def size_of(text: str) -> int:
    """Return the bytes that ``800M``, ``2G``, ``2GB`` or ``1.5GiB`` stand for; a number alone is one of MiB.

    Raises:
        UsageError: `text` is no size.
    """
    match = _WRITTEN.fullmatch(text.strip())
    unit = match.group(2).lower().removesuffix("b").removesuffix("i") if match else "?"
    if match is None or (unit or "m") not in _BYTES:
        raise UsageError(f"{text}：不是内存大小；请写成 800M 或 2G")
    return int(float(match.group(1)) * _BYTES[unit or "m"])
