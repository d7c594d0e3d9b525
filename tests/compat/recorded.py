"""What earlier versions wrote and offered, as ``record.py`` stored it."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: A folder for each recorded version. Those named ``.dev`` are states between releases.
REPORTS = HERE / "reports"
INPUTS = HERE / "inputs"
INTERFACE = HERE / "interface.json"


@dataclass(frozen=True)
class Recorded:
    """One version. What it could not write yet is None."""

    version: str
    folder: Path

    def part(self, name: str) -> bytes | None:
        path = self.folder / f"{name}.xz"
        return lzma.decompress(path.read_bytes()) if path.exists() else None

    def _json(self, name: str) -> Any:
        data = self.part(name)
        return None if data is None else json.loads(data)

    @property
    def schemas(self) -> dict[str, Any] | None:
        return self._json("schemas.json")

    @property
    def names(self) -> dict[str, list[str]] | None:
        return self._json("names.json")

    @property
    def inputs(self) -> Path:
        return self.folder / "inputs"


def recorded(version: str) -> Recorded:
    return Recorded(version, REPORTS / version)


def versions() -> list[Recorded]:
    return [recorded(path.name) for path in sorted(REPORTS.iterdir())]
