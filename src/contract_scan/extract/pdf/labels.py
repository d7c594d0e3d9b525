"""What the text of a line says about its place: a clause's number, a field of a form, a reference inside a sentence."""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = [
    "ends_in_field_name",
    "ends_in_reference",
    "ends_in_value",
    "is_field",
    "label_end",
    "label_kind",
    "parts_fields",
    "starts_item",
]

_NUMERAL = "[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾]"
#: How a clause or list item starts.
_LABEL = re.compile(
    rf"第\s*(?:{_NUMERAL}+|\d+)\s*[条章节款项编部]|{_NUMERAL}{{1,3}}\s*[、．.]|[（(]\s*(?:{_NUMERAL}{{1,3}}|\d{{1,2}}|[a-zA-Z])\s*[）)]"
    rf"|\d{{1,2}}(?:\s?[.．]\s?\d{{1,2}}){{1,4}}(?![\d%％‰])(?!\s*[元万%％‰倍个年月日天])|\d{{1,2}}\s*[.．、)）](?!\d)|[①-⑳⑴-⒇❶-❿]"
    r"|[a-zA-Z][.、)）](?![a-zA-Z.])|[•●■◆▪➢·□☐☑☒✓※](?=\s*\S)|附[件表页录]\s*[一二三四五六七八九十\d]|(?:Article|Section|Clause)\s+\d",
)
#: 开户行：…: a field of a form, on a line of its own.
_FIELD = re.compile(r"[^，。；、]{1,12}[:：]")
_CROSS_REFERENCE = re.compile(
    r"(?:[按依据照据见至到和与或及、在由的之同本如除因对第]|上述|前述|本协议|本合同|协议|合同|约定|规定|根据|附件)$"
)
_BOXES = "□☐☑☒"
_DIGITS = re.compile(rf"{_NUMERAL}+|\d+|[a-zA-Z①-⑳⑴-⒇❶-❿]")
#: The same where no blank stands before the colon: with one, it may be the end of a value and the next field's name.
_FIELD_NAME = re.compile(r"[^，。；、\s_]{1,12}[:：]")
#: What stands after the last blank of a line: the beginning of the next field's name, or the unit of the blank's value.
_AFTER_BLANK = re.compile(r"[_\s]([^_\s:：，。；、]{1,12})$")
_UNITS = "年月日元台个份件张天号路弄室幢栋楼层"


# A line is asked for the same several times over while a document is put together.
_asked = lru_cache(maxsize=1024)


@_asked
def starts_item(text: str) -> bool:
    """Tell whether a line's text starts like a clause or list item."""
    return _LABEL.match(text) is not None


@_asked
def is_field(text: str) -> bool:
    """Tell whether a line's text is a field of a form: a short name, a colon, and what is filled in."""
    return _FIELD.match(text) is not None


def label_end(text: str) -> int:
    """Return where the number ends that a line's text starts with; 0 where there is none."""
    label = _LABEL.match(text)
    return label.end() if label is not None else 0


@_asked
def label_kind(text: str) -> str:
    """Return the form of the number that a line's text starts with, whatever it counts to; "" where there is none."""
    return _DIGITS.sub("#", "".join(text[: label_end(text)].split()))


def ends_in_reference(text: str) -> bool:
    """Tell whether a line ends with what a clause's number may follow inside of a sentence: 按照本协议 / 第三条."""
    return _CROSS_REFERENCE.search(text) is not None


def parts_fields(above: str, below: str) -> bool:
    """Tell whether a line's end parts two fields, or two boxes to tick, of one line of a form."""
    if below[0] in _BOXES:
        return True
    return is_field(above) and _FIELD_NAME.match(below) is not None and not ends_in_field_name(above, below)


def ends_in_field_name(above: str, below: str) -> bool:
    """Tell whether a line of a form ends inside of a field's name: 姓名：____ 联系 / 电话：____."""
    found = _AFTER_BLANK.search(above)
    if found is None:
        return False
    return found[1] not in _UNITS or found[1] + below[0] == "日期"


def ends_in_value(text: str) -> bool:
    """Tell whether a line of a form ends with a blank to fill in, or with the unit of one."""
    return "_" in text and text[-1] in "_" + _UNITS
