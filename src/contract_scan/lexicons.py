"""Where the lexicons are, and how a lexicon file is read.

The lexicons are the only home of legal and linguistic knowledge. In an installed wheel they lie inside the package; in
an editable install, which does not carry them there, they lie at the top of the checkout.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from contract_scan.errors import RuleError

__all__ = ["lexicon_files", "lexicon_root", "line_of", "read_yaml"]


def lexicon_root() -> Path:
    """Return the directory of the lexicons that come with the package."""
    here = Path(__file__).resolve().parent
    packed = here / "lexicons"
    return packed if packed.is_dir() else here.parents[1] / "lexicons"


def lexicon_files(directory: Path, folder: str) -> list[Path]:
    """Return the YAML files of one lexicon folder, sorted by name; none where the folder is missing."""
    return sorted((directory / folder).glob("*.yaml"))


def read_yaml(path: Path) -> Any:
    """Return what a YAML file holds.

    Raises:
        RuleError: the file cannot be read, is no YAML, or names a key twice. Says file and line.
    """
    import yaml

    class UniqueKeys(_safe_loader()):  # type: ignore[misc]
        """A safe loader that refuses a key given twice, which YAML would settle in silence."""

    def mapping(loader: Any, node: Any) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            if key in made:
                raise RuleError(
                    f"the key {key!r} is given twice; keep one", file=str(path), line=key_node.start_mark.line + 1
                )
            made[key] = loader.construct_object(value_node, deep=True)
        return made

    UniqueKeys.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, mapping)
    try:
        with path.open("rb") as stream:
            return yaml.load(stream, Loader=UniqueKeys)  # noqa: S506 - a safe loader's child
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror or error}", file=str(path)) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise RuleError(f"is no valid YAML: {problem}", file=str(path), line=mark.line + 1 if mark else None) from error


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
