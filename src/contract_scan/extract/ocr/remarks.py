"""What a reader of the report should know about text that was recognised in a picture."""

from __future__ import annotations

import re

from contract_scan.extract.ocr.scan import Scan
from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["remarks_on"]

_TRUSTED = 0.75  # mean confidence under which a page does not count as read
_RATE = re.compile(r"\d\s*[%％‰]")


def remarks_on(scan: Scan, page: int, *, whole: bool = True) -> tuple[list[Unread], list[ReadingWarning]]:
    """Say how well page `page` was read; `whole` tells that nothing else of it was read than what was recognised."""
    sure = f"{scan.confidence:.0%}"
    unread: list[Unread] = []
    if whole and not scan.lines:
        return [Unread(f"第{page}页", "这一页是图片，文字识别（OCR）没有读出文字，请核对原件", page)], []
    if not scan.lines:
        return [], []
    if whole and scan.confidence < _TRUSTED:
        unread.append(Unread(f"第{page}页", f"这一页是图片，文字识别（OCR）的把握只有{sure}，请核对原件", page))
    what = "是扫描件" if whole else "有图片"
    warnings = [ReadingWarning("ocr", f"第{page}页{what}，文字由识别（OCR）得来，把握{sure}，可能有错字", page)]
    if any(_RATE.search(line.text) for line in scan.lines):
        message = f"第{page}页的百分数由识别得来，% 与 ‰ 容易混淆，费率请核对原件"
        warnings.append(ReadingWarning("ocr_rates", message, page))
    return unread, warnings
