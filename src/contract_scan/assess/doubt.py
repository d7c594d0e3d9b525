"""Why a figure that was recognised in a picture should be checked."""

from __future__ import annotations

import re

from contract_scan.model.document import Document

__all__ = ["misread"]

_SURE = 0.8  # the recogniser is surer of nearly every digit in clear print
_SIGN = re.compile(r"[%％‰]")
_NO_POINT = re.compile(r"(?<![\d.])0\d+\s*[%％‰]")


def misread(document: Document, start: int, end: int, *, rate: bool) -> str | None:
    """Say why the figure at ``text[start:end]`` should be checked; None where it may be relied on.

    A `rate` always should: a recogniser takes ‰ for %, and the difference is tenfold.
    """
    sure = document.sureness(start, end)
    if sure is None:
        return None
    printed = document.text[start:end]
    if rate and _NO_POINT.search(printed):
        return "文字识别得来，小数点可能漏了，请核对原件（% 与 ‰ 也容易混淆）"
    if rate and _SIGN.search(printed):
        return "文字识别得来，请核对原件（% 与 ‰ 容易混淆）"
    if sure == 0:
        return "文字来自文件自带的识别层，请核对原件"
    if sure < _SURE:
        return f"文字识别得来，把握只有{sure:.0%}，请核对原件（0 与 O、1 与 l 容易混淆，小数点容易漏掉）"
    return "文字识别得来，请核对原件" if rate else None
