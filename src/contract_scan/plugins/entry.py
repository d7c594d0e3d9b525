"""One plug-in: which package it comes from, and how it is loaded and checked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final, Literal

from contract_scan.errors import PluginError
from contract_scan.plugins.kinds import Extractor, Renderer

__all__ = ["GROUPS", "Kind", "Plugin"]

Kind = Literal["extractor", "rule_pack", "renderer"]
#: The entry point group of each kind.
GROUPS: Final[dict[Kind, str]] = {
    "extractor": "contract_scan.extractors",
    "rule_pack": "contract_scan.rule_packs",
    "renderer": "contract_scan.renderers",
}


@dataclass(frozen=True, slots=True, order=True)
class Plugin:
    """A plug-in as a package declares it. Nothing of it is imported before it is loaded.

    `value` is its entry point, ``module:attribute``; `distribution` and `version` are those of its package.
    """

    kind: Kind
    name: str
    distribution: str
    version: str
    value: str

    def __str__(self) -> str:
        return f"{self.name}（{self.distribution} {self.version}）"

    def extractor(self) -> Extractor:
        """Return the extractor.

        Raises:
            PluginError: it cannot be imported, or is none. The message is the reason alone.
        """
        made = self._made()
        if not (callable(getattr(made, "accepts", None)) and callable(getattr(made, "extract", None))):
            raise PluginError(f"{self.value} 没有 accepts 和 extract 这两个方法")
        suffixes = self._guarded(lambda: getattr(made, "suffixes", None))
        if isinstance(suffixes, str) or not isinstance(suffixes, set | frozenset | tuple | list):
            raise PluginError(f'{self.value} 的 suffixes 应是后缀的集合，如 {{".ofd"}}；没有就写空集合')
        found: Extractor = made  # type: ignore[assignment]  # what it has was looked at
        return found

    def folder(self) -> Path:
        """Return the folder of a rule pack.

        Raises:
            PluginError: it cannot be imported, or gives no folder. The message is the reason alone.
        """
        found = self._object()
        if callable(found):
            found = self._guarded(found)
        if not isinstance(found, str | os.PathLike):
            raise PluginError(f"{self.value} 给出的是 {type(found).__name__}，应是文件夹的路径")
        folder = Path(os.fsdecode(found))
        if not folder.is_dir():
            raise PluginError(f"{self.value} 给出的 {folder.name} 不是文件夹")
        return folder

    def renderer(self) -> Renderer:
        """Return the renderer.

        Raises:
            PluginError: it cannot be imported, or is none. The message is the reason alone.
        """
        made = self._made()
        if not callable(getattr(made, "render", None)):
            raise PluginError(f"{self.value} 没有 render 这个方法")
        found: Renderer = made  # type: ignore[assignment]  # as above
        return found

    def _made(self) -> object:
        found = self._object()
        return self._guarded(found) if isinstance(found, type) else found

    def _object(self) -> object:
        module, _, attribute = self.value.partition(":")

        def find() -> object:
            found: object = import_module(module.strip())
            for part in filter(None, attribute.partition("[")[0].strip().split(".")):
                found = getattr(found, part)
            return found

        return self._guarded(find)

    def _guarded(self, step: object) -> object:
        """Call `step`; whatever goes wrong in it is the plug-in's fault."""
        try:
            return step()  # type: ignore[operator]  # callable, as every caller made sure
        except (Exception, SystemExit) as error:
            raise PluginError(f"{self.value} 出错：{type(error).__name__}: {error}") from error
