"""The plug-ins that a scan uses: found once, loaded when they are needed, the faulty ones left out and named."""

from __future__ import annotations

import os
import threading
import warnings
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from contract_scan.errors import ContractScanError, PluginError
from contract_scan.extract.bounds import Bounds
from contract_scan.log import logger
from contract_scan.model.document import Document
from contract_scan.plugins.entry import GROUPS, Kind, Plugin
from contract_scan.plugins.kinds import Extractor, Renderer
from contract_scan.plugins.reading import read_by
from contract_scan.sources import Source

if TYPE_CHECKING:
    from contract_scan.model.report import ScanRecord
    from contract_scan.rules import Ruleset

__all__ = ["PluginState", "PluginWarning", "Plugins"]

_Loaded = TypeVar("_Loaded")
_SWITCH: Final = "CONTRACT_SCAN_NO_PLUGINS"
_FALSE: Final = frozenset({"", "0", "false", "no", "off"})


class PluginWarning(UserWarning):
    """A plug-in cannot be used and is left out. The message names it, its package and the reason."""


@dataclass(frozen=True, slots=True)
class PluginState:
    """A plug-in, and why it is left out; None where it works as far as loading it shows."""

    plugin: Plugin
    problem: str | None


class Plugins:
    """A set of plug-ins, that does not change. Threads may share it.

        >>> from contract_scan import Plugins
        >>> Plugins.installed(False).found
        ()

    It crosses to other processes by the names of its plug-ins, and each loads them for itself.
    """

    def __init__(self, found: Iterable[Plugin] = ()) -> None:
        self._found = tuple(sorted(found))
        self._loading = threading.RLock()

    @classmethod
    def installed(cls, allowed: bool | None = None) -> Plugins:
        """Return the plug-ins of the packages that are installed; none unless they are `allowed`.

        Without `allowed`, they are unless the environment variable ``CONTRACT_SCAN_NO_PLUGINS`` is set to anything but
        0, false, no or off.
        """
        if allowed is None:
            allowed = os.environ.get(_SWITCH, "").strip().lower() in _FALSE
        if not allowed:
            return cls()
        from importlib.metadata import entry_points

        points = entry_points()
        return cls(
            Plugin(
                kind,
                point.name,
                point.dist.name if point.dist is not None else "?",
                point.dist.version if point.dist is not None else "?",
                point.value,
            )
            for kind, group in GROUPS.items()
            for point in points.select(group=group)
        )

    @property
    def found(self) -> tuple[Plugin, ...]:
        """Every plug-in, by kind, name and package."""
        return self._found

    def of(self, kind: Kind) -> tuple[Plugin, ...]:
        """Return the plug-ins of a kind, by name."""
        return tuple(plugin for plugin in self._found if plugin.kind == kind)

    def without_packs(self) -> Plugins:
        """Return these plug-ins but for the rule packs."""
        return Plugins(plugin for plugin in self._found if plugin.kind != "rule_pack")

    def states(self) -> tuple[PluginState, ...]:
        """Load every plug-in; return each with what is wrong with it. Nothing is raised and nothing warned of."""
        problems: dict[Plugin, str] = {}
        self._load("extractor", Plugin.extractor, problems)
        self._load("renderer", Plugin.renderer, problems)
        if self.of("rule_pack"):
            self._with_packs(problems)
        return tuple(PluginState(plugin, problems.get(plugin)) for plugin in self._found)

    def ruleset(self, *directories: str | os.PathLike[str]) -> Ruleset:
        """Return the package's rules with the rule packs added, then the rules of `directories`.

        Raises:
            RuleError: one of `directories` is wrong. A pack that is wrong is left out.
        """
        problems: dict[Plugin, str] = {}
        ruleset = self._with_packs(problems)
        _warn(problems)
        return ruleset.extend(*directories) if directories else ruleset

    def read(self, source: Source, bounds: Bounds, otherwise: Callable[[], Document]) -> Document:
        """Return what the first extractor that accepts a file reads of it, or what `otherwise` does."""
        return read_by(self.extractors, source, bounds, otherwise)

    @property
    def extractors(self) -> tuple[tuple[Plugin, Extractor], ...]:
        """The extractors that can be used."""
        with self._loading:
            return self._extractors

    @cached_property
    def _extractors(self) -> tuple[tuple[Plugin, Extractor], ...]:
        problems: dict[Plugin, str] = {}
        loaded = self._load("extractor", Plugin.extractor, problems)
        _warn(problems)
        return tuple(loaded.items())

    @property
    def suffixes(self) -> Collection[str]:
        """The endings of the files that the extractors read, in small letters."""
        return frozenset(suffix.lower() for _, extractor in self.extractors for suffix in extractor.suffixes)

    def renderer(self, name: str) -> Renderer:
        """Return the renderer of a format.

        Raises:
            PluginError: there is none of this name, or it cannot be loaded.
        """
        for plugin in self.of("renderer"):
            if plugin.name == name:
                try:
                    return plugin.renderer()
                except PluginError as error:
                    raise PluginError(f"插件 {plugin} 不能用：{error}") from error
        known = "、".join(plugin.name for plugin in self.of("renderer")) or "一个也没有"
        raise PluginError(f"没有输出格式 {name} 的插件；装有的：{known}")

    def render(self, name: str, records: Iterable[ScanRecord], *, lang: Literal["zh", "en"] = "zh") -> bytes:
        """Return records in the format of a renderer; a text is written in UTF-8.

        Raises:
            PluginError: there is no such renderer, or it failed.
        """
        renderer = self.renderer(name)
        try:
            made = renderer.render(records, lang=lang)
        except ContractScanError:
            raise
        except Exception as error:
            raise PluginError(f"插件 {name} 写不出结果：{type(error).__name__}: {error}") from error
        if isinstance(made, str):
            return made.encode("utf-8", errors="replace")
        if not isinstance(made, bytes):
            raise PluginError(f"插件 {name} 写不出结果：render 给出的是 {type(made).__name__}，应是文字或字节")
        return made

    @property
    def fingerprint(self) -> tuple[tuple[str, str, str], ...]:
        """What a report hangs on besides the rules: which extractors there are, of which version."""
        return tuple((plugin.name, plugin.distribution, plugin.version) for plugin in self.of("extractor"))

    def _load(
        self, kind: Kind, load: Callable[[Plugin], _Loaded], problems: dict[Plugin, str]
    ) -> dict[Plugin, _Loaded]:
        loaded: dict[Plugin, _Loaded] = {}
        for plugin in self.of(kind):
            twin = next((other for other in loaded if other.name == plugin.name), None)
            if twin is not None:
                problems[plugin] = f"{twin.distribution} 已有同名的插件"
                continue
            try:
                loaded[plugin] = load(plugin)
            except PluginError as error:
                problems[plugin] = str(error)
        return loaded

    def _with_packs(self, problems: dict[Plugin, str]) -> Ruleset:
        from contract_scan.rules import Ruleset

        ruleset = Ruleset.default()
        for plugin, folder in self._load("rule_pack", Plugin.folder, problems).items():
            try:
                ruleset = ruleset.extend(folder)
            except ContractScanError as error:
                problems[plugin] = str(error)
        return ruleset

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plugins) and self._found == other._found

    def __hash__(self) -> int:
        return hash(self._found)

    def __repr__(self) -> str:
        return f"Plugins({list(map(str, self._found))})"

    def __getstate__(self) -> dict[str, Any]:
        return {"_found": self._found}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(state["_found"])  # type: ignore[misc]


def _warn(problems: dict[Plugin, str]) -> None:
    for plugin, problem in problems.items():
        logger.warning("plug-in %s of %s is left out", plugin.name, plugin.distribution)
        warnings.warn(f"插件 {plugin} 不能用，已略过：{problem}", PluginWarning, stacklevel=4)
