"""What a PDF holds besides its pages that a reader of the report should know of: it is told and never acted on."""

from __future__ import annotations

import io
import re
import zipfile

from contract_scan.extract.pdf.native import NativeDocument, wide_string
from contract_scan.model.document import ReadingWarning, Unread

__all__ = ["oddities"]

_SCRIPT, _LAUNCH, _COLLECTION = "JavaScript", "Launch", "Collection"


def _spelled(name: str) -> str:
    """Return the pattern of a name, any of whose letters may be written as a number: #4AavaScript."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


_NAMES = re.compile(
    "/(?:{})(?![A-Za-z])".format(
        "|".join(f"(?P<{name}>{_spelled(name)})" for name in (_SCRIPT, _LAUNCH, _COLLECTION))
    ).encode()
)
_MARK = b"%PDF-"
_HEAD = 1024 + len(_MARK)  # bytes in which readers look for the mark
_FOREIGN = (
    (re.compile(rb"(?i)<!doctype\s+html|<html|<script|<body"), "网页"),
    (re.compile(rb"PK\x03\x04"), "压缩包"),
    (re.compile(rb"\A(?:MZ|\x7fELF)"), "程序"),
    (re.compile(rb"\A(?:\xff\xd8\xff|\x89PNG|GIF8)"), "图片"),
)
_XFA_ALONE, _XFA_BESIDE = 2, 3  # the kinds of form that FPDF_GetFormType tells
_MOST_NAMED = 5


def oddities(
    data: bytes, document: NativeDocument, packed: bytes = b""
) -> tuple[tuple[Unread, ...], tuple[ReadingWarning, ...]]:
    """Return what an open PDF holds besides its pages: what of it was not read, and warnings.

    `packed` are the texts of its packed objects, whose names are not to be seen in `data`.
    """
    names = {match.lastgroup for text in (data, packed) for match in _NAMES.finditer(text)}
    unread: list[Unread] = []
    warnings: list[ReadingWarning] = []

    raw = document.raw
    if _SCRIPT in names or raw.FPDFDoc_GetJavaScriptActionCount(document.handle) > 0:
        warnings.append(
            ReadingWarning("script", "文件里有脚本（JavaScript），没有运行；用别的程序打开时，脚本可能改变显示的内容")
        )
    if _LAUNCH in names:
        warnings.append(ReadingWarning("launch", "文件里有启动别的程序的动作，没有执行；请不要在别的程序里点开它"))
    held = _attachments(document)
    if held and _COLLECTION in names:
        unread.append(Unread("附件", f"这是文件包，合同可能在附件里，附件没有读：{held}；请取出来再读"))
    elif held:
        warnings.append(
            ReadingWarning("attachments", f"文件里有附件，附件没有读：{held}；如果是合同的一部分，请取出来一起读")
        )
    kind = raw.FPDF_GetFormType(document.handle)
    if kind == _XFA_ALONE:
        unread.append(Unread("XFA 表单", "这是动态表单，里面的内容没有读；请用填写它的程序打印成普通的 PDF"))
    elif kind == _XFA_BESIDE:
        warnings.append(
            ReadingWarning("xfa_form", "文件里有 XFA 表单，读的是页面上的内容；个别程序显示的可能不同，请对照")
        )
    warnings += [
        ReadingWarning("other_content", f"文件同时也是{other}：换一个程序打开，看到的可能是另一份东西")
        for other in _foreign(data)
    ]
    return tuple(unread), tuple(warnings)


def _attachments(document: NativeDocument) -> str:
    """Return the names of the files inside, the first few and how many there are; nothing where there are none."""
    raw = document.raw
    count = raw.FPDFDoc_GetAttachmentCount(document.handle)
    names = []
    for index in range(min(count, _MOST_NAMED)):
        found = raw.FPDFDoc_GetAttachment(document.handle, index)
        name = wide_string(lambda buffer, size, found=found: raw.FPDFAttachment_GetName(found, buffer, size))  # type: ignore[misc]
        names.append(name or "（没有名字）")
    if count > _MOST_NAMED:
        names.append(f"等{count}个")
    return "、".join(names)


def _foreign(data: bytes) -> list[str]:
    """Return which other formats the file is of too."""
    before = data[:_HEAD].partition(_MARK)[0]
    found = [name for pattern, name in _FOREIGN if pattern.search(before)]
    if "压缩包" not in found and zipfile.is_zipfile(io.BytesIO(data)):
        found.append("压缩包")
    return found
