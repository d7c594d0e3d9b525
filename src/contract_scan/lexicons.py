"""Where the lexicons are, and how a lexicon file is read.

The lexicons are the only home of legal and linguistic knowledge. In an installed wheel they lie inside the package; in
an editable install, which does not carry them there, they lie at the top of the checkout.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Hashable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from contract_scan.errors import RuleError
from contract_scan.prepared import known_data

__all__ = ["is_packaged", "lexicon_files", "lexicon_fingerprint", "lexicon_root", "line_of", "parse_yaml", "read_yaml"]

#: Bytes of the largest lexicon file that is read, and how deep lists and mappings may lie in one another.
_LARGEST: Final = 1024 * 1024
_DEEPEST: Final = 32


def lexicon_root() -> Path:
    """Return the directory of the lexicons that come with the package."""
    here = Path(__file__).resolve().parent
    packed = here / "lexicons"
    return packed if packed.is_dir() else here.parents[1] / "lexicons"


def is_packaged(path: Path) -> bool:
    """Return whether a lexicon file is the package's own, of which tests have proved what others must be asked."""
    return path.is_relative_to(lexicon_root())


def lexicon_files(directory: Path, folder: str) -> list[Path]:
    """Return the YAML files of one lexicon folder, sorted by name; none where the folder is missing."""
    return sorted((directory / folder).glob("*.yaml"))


@lru_cache(maxsize=8)
def lexicon_fingerprint(directory: Path) -> str:
    """Return the fingerprint of all lexicons of a directory. Those with the same one give the same reports."""
    digest = hashlib.sha256()
    for path in sorted(directory.rglob("*.yaml")):
        digest.update(json.dumps(str(path.relative_to(directory))).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds.

    A file of somebody else's is bounded: in size, in depth, and by having no aliases, which could make a few lines hold
    more than memory does. (A test holds the package's own to the same bounds.)

    Raises:
        RuleError: the file cannot be read, is no YAML, names a key twice, or is over a bound. Says file and line.
    """
    data = _bytes(path)
    packaged = is_packaged(path)
    known = known_data(data) if packaged else None
    return known if known is not None else parse_yaml(data, path, trusted=packaged)


def parse_yaml(data: bytes, path: Path, *, trusted: bool = False) -> Any:
    """Return what the content of a YAML file holds; one that is not `trusted` is bounded. Raises RuleError."""
    import yaml

    class UniqueKeys(_safe_loader()):  # type: ignore[misc]
        """A safe loader that refuses a key given twice, which YAML would settle in silence."""

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, Hashable):
                raise RuleError("a key must be a single word or number", file=str(path), line=line)
            if key in made:
                raise RuleError(f"the key {key!r} is given twice; keep one", file=str(path), line=line)
            made[key] = loader.construct_object(value_node, deep=True)
        return made

    UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        if not trusted:
            _bound(data, path)
        return yaml.load(data, Loader=UniqueKeys)  # noqa: S506 - a safe loader's child
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise RuleError(f"is no valid YAML: {problem}", file=str(path), line=mark.line + 1 if mark else None) from error
    except (ValueError, TypeError, OverflowError) as error:
        # A date or number that is none: 2024-13-45.
        raise RuleError(f"has a value that is none: {error}; put it in quotes", file=str(path)) from error


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(_LARGEST + 1)
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    if len(data) > _LARGEST:
        raise RuleError(f"is larger than {_LARGEST // 1024} KB; split it into several files", file=str(path))
    return data


def _bound(data: bytes, path: Path) -> None:
    """Refuse aliases and deep nesting, before anything is built of them."""
    import yaml

    depth, line = 0, 0
    for event in yaml.parse(data, Loader=_safe_loader()):
        line = event.start_mark.line + 1 if event.start_mark else line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise RuleError(
                "anchors (&) and aliases (*) are not read; write it out, or put the text in quotes",
                file=str(path),
                line=line,
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise RuleError(f"is nested more than {_DEEPEST} deep", file=str(path), line=line)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def line_of(path: Path, where: tuple[str | int, ...]) -> int | None:
    """Return the line (from 1) of the deepest part of `where`, a path of keys and indexes, that the file has."""
    import yaml

    with path.open("rb") as stream:
        # The loader that read the file: the two that there are differ in what they take for YAML.
        node = yaml.compose(stream, Loader=_safe_loader())
    line = None
    for part in where:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            pairs = {key.value: (key, value) for key, value in node.value}
            if part not in pairs:
                break
            key, node = pairs[part]
            line = key.start_mark.line + 1
            continue
        else:
            break
        line = node.start_mark.line + 1
    return line


def _safe_loader() -> Any:
    """Return the quick loader where PyYAML was built with it."""
    import yaml

    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)
