"""What a sender is told of a file that has no report."""

from __future__ import annotations

import re

from contract_scan.model.report import ScanError, ScanRecord
from contract_scan.render.refusal import refusal_text


def told(path: str, status: str, kind: str, message: str) -> str:
    return refusal_text(ScanRecord(path=path, status=status, error=ScanError(type=kind, message=message)))  # type: ignore[arg-type]


def test_a_message_for_programmers_becomes_one_for_people() -> None:
    text = told("a.pdf", "corrupt", "CorruptFileError", "a.pdf: the PDF is damaged; ask for the file again")
    assert text == "a.pdf：文件损坏。请重新下载，或用 Word、WPS 打开后另存一份。"
    assert told("a.pdf", "unreadable", "SourceNotFoundError", "a.pdf: no such file") == "a.pdf：找不到这个文件。"


def test_a_message_in_chinese_stays() -> None:
    assert told("a.png", "needs_ocr", "MissingExtraError", "读图片需要可选部分：x") == (
        "a.png：读图片需要可选部分：x。请找文字版，或先把扫描件识别成文字。"
    )


def test_of_several_files_the_one_is_named() -> None:
    text = told("合同.txt + b.pdf", "encrypted", "EncryptedFileError", "b.pdf: the file wants a password")
    assert text == "b.pdf：文件有密码。请给出密码，或另存一份不带密码的文件。"


def test_nothing_in_it_can_be_obeyed() -> None:
    text = told("a\x1b[31m\u202e.pdf", "crashed", "WorkerCrashedError", "x")
    assert not re.search(r"[\x00-\x1f\u202e]", text)
