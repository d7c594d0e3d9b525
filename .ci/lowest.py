"""Prints the lowest versions that pyproject.toml allows, as constraints for pip: ``lowest.py parquet remote``.

Its arguments are the extras to take besides the package's own dependencies.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

_BOUND = re.compile(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*>=\s*([0-9][0-9.]*)")


def lowest(project: dict[str, object], extras: list[str]) -> list[str]:
    """Return ``name==version`` for each requirement. Each must have a lower bound, but for stubs of types."""
    optional = project["optional-dependencies"]
    wanted = [*project["dependencies"], *(one for extra in extras for one in optional[extra])]
    found = []
    for requirement in wanted:
        match = _BOUND.match(requirement)
        if match is not None:
            found.append(f"{match[1]}=={match[2]}")
        elif not requirement.startswith(("contract-scan[", "types-")):
            raise SystemExit(f"{requirement}: has no lower bound; state the lowest version that works")
    return found


if __name__ == "__main__":
    pyproject = Path(__file__).parents[1] / "pyproject.toml"
    print("\n".join(lowest(tomllib.loads(pyproject.read_text(encoding="utf-8"))["project"], sys.argv[1:])))
