"""Which versions of a JSON form a version of the program reads."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["readable_by"]

_VERSION = re.compile(r"(\d+)\.\d+")


def readable_by(own: str) -> Callable[[str], str]:
    """Return a validator that takes the versions, ``MAJOR.MINOR``, of the same major version as `own`.

    A later minor version only adds, and what it adds is passed over; another major version means something else by the
    same names. The validator raises ValueError, which pydantic turns into a ValidationError that names the field.
    """
    major = own.partition(".")[0]

    def checked(version: str) -> str:
        found = _VERSION.fullmatch(version)
        if found is None or found[1] != major:
            raise ValueError(f"{version!r} cannot be read: this version reads {major}.x; see docs/stability.md")
        return version

    return checked
