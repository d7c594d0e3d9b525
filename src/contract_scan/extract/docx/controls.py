"""Content controls, brought to what Word shows in them before the text is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from contract_scan.errors import CorruptFileError
from contract_scan.extract.docx.names import CUSTOM_XML, W14, child, is_on, local, value, w
from contract_scan.extract.docx.package import Package
from contract_scan.extract.symbols import CHECKED, UNCHECKED

if TYPE_CHECKING:
    from lxml.etree import _Element

    from contract_scan.extract.docx.reading import Reading

__all__ = ["BLANK", "BoundData", "settle_controls"]

#: What stands for a place that is to be filled in and is not.
BLANK = "____"

# A prompt asks for a value in a few words. What is longer is text of the agreement that somebody put there.
_PROMPT = 40
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Controls whose placeholder is no place to write in.
_NO_BLANK = frozenset({"picture", "group", "docPartObj", "docPartList", "repeatingSection", "repeatingSectionItem"})
_TEXTUAL = frozenset({"text", "dropDownList", "comboBox"})
_PRINTED = frozenset({"t", "sym", "tab", "br", "cr", "noBreakHyphen"})
# The document's own properties can be bound to as if they were custom XML.
_PROPERTIES = {
    "core-properties": "{6c3c8bc8-f283-45ae-878a-bab7291924a1}",
    "extended-properties": "{6668398d-a668-4e3e-a5eb-62b293d839f1}",
}
# The paths that Word writes. Others could be made to take for ever.
_PATH = re.compile(r"(?:/(?:[\w.-]+:)?[\w.-]+(?:\[\d{1,6}\])?)+(?:/@(?:[\w.-]+:)?[\w.-]+)?")
_PREFIX = re.compile(r"xmlns:([\w.-]+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\")")


class BoundData:
    """The XML parts of a package that content controls may show values of."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._stores: dict[str, _Element] | None = None

    def find(self, binding: _Element) -> str | None:
        """Return the text that a ``w:dataBinding`` leads to, or None where it leads nowhere."""
        from lxml import etree

        path = value(binding, "xpath") or ""
        if not _PATH.fullmatch(path):
            return None
        if self._stores is None:
            self._stores = dict(self._load())
        store = self._stores.get((value(binding, "storeItemID") or "").lower())
        if store is None:
            return None
        prefixes = {name: one or two for name, one, two in _PREFIX.findall(value(binding, "prefixMappings") or "")}
        try:
            found = store.getroottree().xpath(path, namespaces=prefixes)
        except etree.XPathError:  # a prefix that is not declared: the path leads nowhere
            return None
        first = found[0] if isinstance(found, list) and found else None
        if isinstance(first, etree._Element):
            return "".join(str(text) for text in first.itertext())
        return first if isinstance(first, str) else None

    def _load(self) -> Iterator[tuple[str, _Element]]:
        package = self._package
        try:
            for kind, key in _PROPERTIES.items():
                for part in package.related("", kind):
                    yield key, package.xml(part)
            for part in package.related(package.main, "customXml"):
                for described in package.related(part, "customXmlProps"):
                    item = package.xml(described).get(f"{{{CUSTOM_XML}}}itemID")
                    if item:
                        yield item.lower(), package.xml(part)
        except CorruptFileError:
            return  # then the controls show what they last showed


def settle_controls(root: _Element, data: BoundData, reading: Reading) -> None:
    """Put into each content control of `root` what Word shows there.

    A check box becomes ☑ or ☐, a bound value is the one in the data, and a prompt to write becomes a blank.
    """
    for control in list(root.iter(w("sdt"))):
        properties, content = child(control, "sdtPr"), child(control, "sdtContent")
        if properties is None or content is None:
            continue
        box = properties.find(f"{{{W14}}}checkbox")
        if box is not None:
            checked = box.find(f"{{{W14}}}checked")
            on = checked is not None and checked.get(f"{{{W14}}}val") in {"1", "true", "on"}
            _put(content, CHECKED if on else UNCHECKED)
            continue
        bound = _bound_value(properties, data)
        if bound is not None:
            _bind(content, bound, reading)
        elif is_on(child(properties, "showingPlcHdr")):
            _blank(properties, content, reading)


def _bind(content: _Element, bound: str, reading: Reading) -> None:
    shown = _shown(content)
    if bound.split() != shown.split():
        reading.warn("bound_value", f"“{shown.strip()}”处绑定的数据是“{bound.strip()}”，按 Word 显示的后者读取")
        _put(content, bound)


def _blank(properties: _Element, content: _Element, reading: Reading) -> None:
    if any(local(child) in _NO_BLANK for child in properties) or any(True for _ in content.iter(w("sdt"))):
        return
    shown = _shown(content)
    if len(shown) > _PROMPT:
        return
    reading.prompts.append(shown.strip())
    _put(content, BLANK)


def _bound_value(properties: _Element, data: BoundData) -> str | None:
    binding = child(properties, "dataBinding")
    # Dates are kept in another form than they are shown in; rich text and pictures are no plain value.
    kind = next((child for child in properties if local(child) in _TEXTUAL), None)
    if binding is None or kind is None:
        return None
    found = data.find(binding)
    if found is None or not found.strip():
        return None
    for choice in kind.iter(w("listItem")):
        if value(choice, "value") == found:
            return value(choice, "displayText") or found
    return found


def _shown(content: _Element) -> str:
    return "".join(text.text or "" for text in content.iter(w("t")))


def _put(content: _Element, text: str) -> None:
    """Replace the printed text of a control's content by `text`, in the formatting of its first piece."""
    from lxml import etree

    printed = [element for element in content.iter() if local(element) in _PRINTED and _in_run(element)]
    shown = etree.Element(w("t"), {_SPACE: "preserve"})
    shown.text = text
    if printed:
        first = printed[0]
        parent = first.getparent()
        if parent is not None:
            parent.replace(first, shown)
        for other in printed[1:]:
            run = other.getparent()
            if run is not None:
                run.remove(other)
        return
    holder = next(content.iter(w("p")), content)
    etree.SubElement(holder, w("r")).append(shown)


def _in_run(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == w("r")
