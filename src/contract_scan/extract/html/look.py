"""How an element of a page looks, as far as it decides whether and how a reader sees its text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["Look", "look_of"]

Color = tuple[int, int, int]

_BLACK: Color = (0, 0, 0)
_WHITE: Color = (255, 255, 255)
_NAMED: dict[str, Color] = {
    "black": _BLACK, "white": _WHITE, "snow": (255, 250, 250), "ivory": (255, 255, 240), "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240), "whitesmoke": (245, 245, 245), "azure": (240, 255, 255),
}  # fmt: skip
_LENGTH = re.compile(r"(-?\d*\.?\d+)(px|pt|em|rem|%|vw|vh|cm|mm|in)?")
_PIXELS = {"px": 1.0, "": 1.0, "pt": 96 / 72, "em": 16.0, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
_RGB = re.compile(r"rgba?\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*(?:[,/]\s*([\d.]+)(%?)\s*)?\)")
# Two pixels (1.5 points) and less cannot be read; nor can a colour that differs this little from its ground.
_TINY = 2.0
_SAME = 10
_FAINT = 0.05
# Pixels: text that begins so far from where it belongs is meant to be off the screen.
_OFF = -500
_COLORS = {"font": "color", "body": "text"}
_NO_GROUND_WORDS = "none transparent initial unset no-repeat repeat repeat-x repeat-y scroll fixed top left"
_NO_GROUND = frozenset(_NO_GROUND_WORDS.split())


@dataclass(frozen=True, slots=True)
class Look:
    """What an element inherits and hands on. A colour is None where it cannot be told from the page alone."""

    gone: bool = False
    invisible: bool = False
    tiny: bool = False
    clear: bool = False
    color: Color | None = _BLACK
    ground: Color | None = _WHITE
    space: str = "normal"
    font: str = ""
    list_style: str | None = None
    struck: bool = False

    @property
    def hidden(self) -> bool:
        """True if a reader does not see the text."""
        if self.gone or self.invisible or self.tiny or self.clear:
            return True
        if self.color is None or self.ground is None:
            return False
        return max(abs(one - other) for one, other in zip(self.color, self.ground, strict=True)) <= _SAME

    @property
    def keeps_lines(self) -> bool:
        """True if the line breaks of the source are shown."""
        return self.space in {"pre", "pre-wrap", "pre-line", "break-spaces"}


def look_of(element: _Element, properties: dict[str, str], parent: Look) -> Look:
    """Return the look of an element with these properties inside of one that looks like `parent`."""
    given = {**_attributes(element), **properties}
    if not given:
        return parent
    look = parent
    if _removes(given):
        look = replace(look, gone=True)
    if (visibility := given.get("visibility")) in {"hidden", "collapse", "visible"}:
        look = replace(look, invisible=visibility != "visible")
    if (tiny := _is_tiny(given.get("font-size", ""))) is not None:
        look = replace(look, tiny=tiny)
    if given.get("white-space"):
        look = replace(look, space=given["white-space"])
    if given.get("font-family"):
        look = replace(look, font=given["font-family"].split(",")[0].strip(" '\""))
    styles = [given[name].split(" ")[0] for name in given if name in {"list-style", "list-style-type"}]
    if styles:
        look = replace(look, list_style=styles[-1])
    if "line-through" in given.get("text-decoration", "") + given.get("text-decoration-line", ""):
        look = replace(look, struck=True)
    return _coloured(look, given)


def _coloured(look: Look, given: dict[str, str]) -> Look:
    if given.get("position") in {"absolute", "fixed", "sticky"}:
        look = replace(look, ground=None)  # it may stand on anything
    for name in given:
        if name in {"background", "background-color"}:
            look = replace(look, ground=_ground(given[name], look.ground))
        elif name == "background-image" and given[name] not in _NO_GROUND:
            look = replace(look, ground=None)
    if (color := given.get("color")) and color not in {"inherit", "currentcolor"}:
        value, alpha = _color(color)
        look = replace(look, color=value, clear=alpha <= _FAINT)
    return look


def _attributes(element: _Element) -> dict[str, str]:
    """Properties that attributes stand for."""
    name, found = str(element.tag).lower(), {}
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        found["display"] = "none"
    for attribute, property_ in (("bgcolor", "background-color"), ("background", "background-image")):
        if name in {"body", "table", "tr", "td", "th", "tbody", "thead"} and (value := element.get(attribute)):
            found[property_] = value.strip().lower()
    if name in _COLORS and (color := element.get(_COLORS[name])):
        found["color"] = color.strip().lower()
    if name == "font" and (face := element.get("face")):
        found["font-family"] = face.lower()
    if name in {"pre", "textarea", "listing", "xmp"}:
        found["white-space"] = "pre"
    if name in {"s", "strike"}:
        found["text-decoration"] = "line-through"
    return found


def _removes(given: dict[str, str]) -> bool:
    """True if these properties take the element with all that is in it off the screen."""
    opacity = _number(given.get("opacity", ""))
    if given.get("display") == "none" or given.get("content-visibility") == "hidden":
        return True
    if opacity is not None and opacity <= _FAINT:
        return True
    if (_pixels(given.get("text-indent", "")) or 0.0) <= _OFF:
        return True
    placed = given.get("position") in {"absolute", "fixed"}
    if placed and any((_pixels(given.get(name, "")) or 0.0) <= _OFF for name in ("left", "top", "right")):
        return True
    clip = given.get("clip", "") + given.get("clip-path", "")
    if placed and re.match(r"rect\(\s*([01](?:px)?)(?:[\s,]+\1){3}\s*\)", clip):
        return True
    if re.match(r"inset\(\s*(?:50|100)%", given.get("clip-path", "")):
        return True
    if re.match(r"scale[xy]?\(\s*0(?:\.0+)?\s*[,)]", given.get("transform", "")):
        return True
    sizes = (_pixels(given.get(name, "")) for name in ("height", "max-height", "width", "max-width"))
    return "hidden" in given.get("overflow", "") and any(size is not None and size <= 1 for size in sizes)


def _is_tiny(size: str) -> bool | None:
    """Whether a font size cannot be read; None where it depends on what is around."""
    match = _LENGTH.fullmatch(size)
    if not match:
        return False if size in {"medium", "large", "larger", "small", "initial"} else None
    value = float(match[1])
    if match[2] in {"em", "%", "vw", "vh"} and value > 0:
        return None
    return value * _PIXELS.get(match[2] or "", 1.0) <= _TINY


def _number(text: str) -> float | None:
    match = re.fullmatch(r"(\d*\.?\d+)(%?)", text)
    return float(match[1]) / (100 if match[2] else 1) if match else None


def _pixels(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) * _PIXELS.get(match[2] or "", 10.0) if match else None


def _ground(value: str, below: Color | None) -> Color | None:
    """The colour that a background gives, None where it is a picture or not known here."""
    if value in _NO_GROUND:
        return below
    if "url(" in value or "gradient" in value:
        return None
    rest = [word for word in re.split(r"\s+(?![^(]*\))", value) if word not in _NO_GROUND and not _LENGTH.match(word)]
    if not rest:
        return below
    color, alpha = _color(rest[0])
    if alpha == 0:
        return below
    return color if alpha == 1 else None


def _color(text: str) -> tuple[Color | None, float]:
    """A colour and how opaque it is from 0 to 1; the colour is None where it is of none of the forms known here."""
    if text == "transparent":
        return None, 0.0
    if text in _NAMED:
        return _NAMED[text], 1.0
    digits = text.removeprefix("#")
    if re.fullmatch(r"[0-9a-f]{3,8}", digits) and len(digits) in {3, 4, 6, 8}:
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        alpha = int(digits[6:8], 16) / 255 if len(digits) == 8 else 1.0
        return (int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)), alpha
    if match := _RGB.fullmatch(text):
        alpha = float(match[4]) / (100 if match[5] else 1) if match[4] else 1.0
        return (int(match[1]), int(match[2]), int(match[3])), alpha
    return None, 1.0
