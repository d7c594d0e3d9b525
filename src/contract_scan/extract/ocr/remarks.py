"""What a reader of the report should know about text that was recognised in a picture."""

from __future__ import annotations

import re

from contract_scan.extract.ocr.result import Scan
from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["FATAL", "OVERTIME", "TRUSTED", "remarks_on"]

#: Why a page is not read that ended a process before.
FATAL = "读这一页时程序停住或崩溃，已跳过"
#: Why a page was not read once the time for a file is over.
OVERTIME = "文字识别（OCR）用时超过 {seconds:g} 秒，没有读到这一页；可以用 Bounds(ocr_seconds=...) 放宽"
TRUSTED = 0.75  # mean confidence under which a page does not count as read
_LOST = 0.3  # share of lines that could not be read from which a page does not
_RATE = re.compile(r"\d\s*[%％‰]")
_NAMED = 6  # figures


def remarks_on(
    scan: Scan, page: int, *, whole: bool = True, blank: bool = False
) -> tuple[list[Unread], list[ReadingWarning]]:
    """Say how well page `page` was read.

    `whole` tells that nothing else of it was read than what was recognised, `blank` that there is no ink on it.
    """
    sure = f"{scan.confidence:.0%}"
    where = f"第{page}页"
    found = len(scan.lines) + scan.illegible
    unread: list[Unread] = []
    warnings: list[ReadingWarning] = []
    if not scan.lines:
        if whole and not blank:
            unread.append(Unread(where, "这一页是图片，文字识别（OCR）没有读出文字，请核对原件", page))
        return unread, warnings
    if whole and scan.confidence < TRUSTED:
        unread.append(Unread(where, f"这一页是图片，文字识别（OCR）的把握只有{sure}，请核对原件", page))
    elif whole and scan.illegible > _LOST * found:
        reason = f"这一页是图片，{found}行里有{scan.illegible}行文字识别（OCR）没有认出来，请核对原件"
        unread.append(Unread(where, reason, page))
    elif scan.illegible:
        message = f"{where}有{scan.illegible}处文字识别没有认出来（可能是手写、印章或污迹），请核对原件"
        warnings.append(ReadingWarning("ocr_illegible", message, page))
    what = "是扫描件" if whole else "有图片"
    warnings.append(ReadingWarning("ocr", f"{where}{what}，文字由识别（OCR）得来，把握{sure}，可能有错字", page))
    if any(_RATE.search(line.text) for line in scan.lines):
        message = f"{where}的百分数由识别得来，% 与 ‰ 容易混淆，费率请核对原件"
        warnings.append(ReadingWarning("ocr_rates", message, page))
    figures = list(dict.fromkeys(figure for line in scan.lines for figure in line.doubtful_figures))
    if figures:
        more = f"等{len(figures)}个" if len(figures) > _NAMED else ""
        message = (
            f"{where}有些数字识别得没有把握（{'、'.join(figures[:_NAMED])}{more}）："
            "0 与字母 O、1 与字母 l 容易混淆，小数点容易漏掉，请核对原件"
        )
        warnings.append(ReadingWarning("ocr_figures", message, page))
    return unread, warnings
