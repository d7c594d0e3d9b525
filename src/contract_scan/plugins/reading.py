"""A file read by the first extractor that accepts it, or as if there were none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from contract_scan.errors import ContractScanError
from contract_scan.extract.bounds import Bounds
from contract_scan.log import logger
from contract_scan.model.document import Block, Document, Layout, ReadingWarning, Region
from contract_scan.plugins.entry import Plugin
from contract_scan.plugins.kinds import Extractor
from contract_scan.sources import Source

__all__ = ["read_by"]

_CODE = "plugin_failed"


def read_by(
    extractors: Iterable[tuple[Plugin, Extractor]], source: Source, bounds: Bounds, otherwise: Callable[[], Document]
) -> Document:
    """Return what the first extractor that accepts `source` reads of it, or what `otherwise` does.

    A plug-in that fails is passed over; the document says so in a warning. Raises what `otherwise` raises, or the
    `ContractScanError` of the extractor.
    """
    faults: list[ReadingWarning] = []
    for plugin, extractor in extractors:
        try:
            if not extractor.accepts(source):
                continue
            document = _checked(extractor.extract(source, bounds=bounds), source)
        except ContractScanError as error:
            error.args = (_named(source, str(error)),)
            raise
        except MemoryError:
            raise
        except Exception as error:  # a plug-in's fault must not cost the scan
            logger.warning("extractor %s failed: %s", plugin.name, type(error).__name__)
            faults.append(ReadingWarning(_CODE, f"插件 {plugin} 出错，这份文件没有用它读：{_told(error)}"))
            continue
        bounds.check("characters", len(document.text))
        return replace(document, warnings=(*faults, *document.warnings), layout=_Trusted(document.layout))
    try:
        document = otherwise()
    except ContractScanError as error:
        if faults:
            error.args = ("；".join((str(error), *(fault.message for fault in faults))),)
        raise
    return replace(document, warnings=(*faults, *document.warnings)) if faults else document


def _named(source: Source, message: str) -> str:
    return message if message.startswith(f"{source.name}: ") else f"{source.name}: {message}"


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _checked(document: object, source: Source) -> Document:
    """Return what an extractor gave, if the floors above can rely on it.

    Raises TypeError or ValueError with what is wrong.
    """
    if not isinstance(document, Document):
        raise TypeError(f"extract() gave {type(document).__name__}, not a Document")
    if document.sha256 != source.sha256:
        raise ValueError("the document's sha256 is not that of the source")
    length = len(document.text)
    _in_order("blocks", [(block.start, block.end) for block in document.blocks], length)
    _in_order("pages", [(page.start, page.end) for page in document.pages], length)
    _in_order("recognised", [(part.start, part.end) for part in document.recognised], length)
    if any(not _cells_fit(block, length) for block in document.blocks):
        raise ValueError("a cell or label lies outside of its block, or of the text")
    return document


def _cells_fit(block: Block, length: int) -> bool:
    label = block.label_end is None or block.start <= block.label_end <= block.end
    inside = all(block.start <= start <= end <= block.end for start, end in block.cells)
    # A merged cell may lie before the block that it covers.
    return label and inside and all(0 <= start <= end <= length for start, end in block.columns)


def _in_order(what: str, ranges: Sequence[tuple[int, int]], length: int) -> None:
    at = 0
    for start, end in ranges:
        if not at <= start <= end <= length:
            raise ValueError(f"{what}: [{start}, {end}) is outside of the text, or before the one that it follows")
        at = end


@dataclass(frozen=True, slots=True)
class _Trusted:
    """The layout of a plug-in, whose faults cost the boxes and not the report."""

    layout: Layout

    def regions(self, start: int, end: int) -> Sequence[Region]:
        try:
            return tuple(self.layout.regions(start, end))
        except Exception as error:  # as above
            logger.warning("a plug-in's layout failed: %s", type(error).__name__)
            return ()
