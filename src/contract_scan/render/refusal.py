"""Why a file has no report, in a sentence or two for whoever sent it to a service."""

from __future__ import annotations

import re
from typing import Final

from contract_scan.model.report import ScanRecord
from contract_scan.render.phrases import phrases
from contract_scan.render.safe import inert

__all__ = ["refusal_text"]

_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_HINTS: Final = {
    "encrypted": "请给出密码，或另存一份不带密码的文件。",
    "needs_ocr": "请找文字版，或先把扫描件识别成文字。",
    "corrupt": "请重新下载，或用 Word、WPS 打开后另存一份。",
    "unsupported": "请另存为 PDF 或 DOCX 再试。",
    "too_large": "请只给合同本身，或把它拆小。",
    "timeout": "请只给合同本身，或把它拆小。",
    "out_of_memory": "请只给合同本身，或把它拆小。",
    "crashed": "请用 Word、WPS 打开后另存一份再试。",
}


def refusal_text(record: ScanRecord) -> str:
    """Return what kept a record from having a report, and what to do. Its options are no command line's."""
    words = phrases("zh")
    message = inert(record.error.message) if record.error else ""
    # Of several files the message begins with the one that it is about.
    name = next((one for one in record.path.split(" + ") if message.startswith(one)), record.path)
    reason = message.removeprefix(name).lstrip("：: ")
    if not _CHINESE.search(reason):
        kind = record.error.type if record.error else ""
        reason = words.get(f"error.{kind}", words[f"status.{record.status}"])
    return f"{inert(name)}：{reason.rstrip('。')}。{_HINTS.get(record.status, '')}"
