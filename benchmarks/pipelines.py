"""What is measured side by side: this package, what a user would write in an afternoon, and what bounds both."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from contracts import Contract

__all__ = ["PATTERNS", "PIPELINES", "Pipeline"]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One way to get something out of an agreement. `run` is given a contract and returns how much it found."""

    name: str
    of: Literal["PDF", "DOCX"]
    run: Callable[[Contract], int]


#: Fifty patterns such as a first attempt is made of.
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"押金[^。；]{0,30}不予?退",
        r"押金[^。；]{0,30}退还",
        r"保证金[^。；]{0,30}不予?退",
        r"概不退还",
        r"不予退还",
        r"无息退还",
        r"视为放弃",
        r"自愿放弃",
        r"抵作[^。；]{0,10}费",
        r"转为[^。；]{0,10}费",
        r"激活费[^。；]{0,20}",
        r"服务费[^。；]{0,20}元",
        r"通讯费[^。；]{0,20}元",
        r"流量费[^。；]{0,20}元",
        r"每[笔月年][^。；]{0,12}元",
        r"人民币[^。；]{0,12}元",
        r"[\d,]+(?:\.\d+)?元",
        r"\d+(?:\.\d+)?[%％]",
        r"[千万]分之[一二三四五六七八九十]+",
        r"封顶[^。；]{0,10}",
        r"\d+个(?:工作日|自然日|月)",
        r"T\+\d",
        r"自[^。；]{1,20}之日起\d+日",
        r"累计[^。；]{0,20}达到",
        r"交易(?:量|金额)[^。；]{0,20}未?达",
        r"连续[^。；]{0,6}个?月",
        r"违约金[^。；]{0,20}",
        r"赔偿[^。；]{0,20}",
        r"单方[^。；]{0,6}(?:解除|终止)",
        r"有权[^。；]{0,10}(?:暂停|终止|关闭)",
        r"自动(?:续期|续约|延[期续])",
        r"不再另行通知",
        r"最终解释权",
        r"以[^。；]{0,10}公告为准",
        r"仲裁委员会",
        r"人民法院[^。；]{0,10}诉讼",
        r"不承担[^。；]{0,10}责任",
        r"免除[^。；]{0,10}责任",
        r"延迟结算",
        r"冻结[^。；]{0,10}资金",
        r"从[^。；]{0,12}(?:扣除|扣收|抵扣)",
        r"归[甲乙丙]方所有",
        r"丢失[^。；]{0,10}赔偿",
        r"返还[^。；]{0,6}(?:终端|机具|设备)",
        r"提前\d+[日天]",
        r"书面通知",
        r"甲方[:：（(].{2,30}",
        r"乙方[:：（(].{2,30}",
        r"第[一二三四五六七八九十百]+条",
        r"附件[一二三四五六七八九十]",
    )
)


def _matched(text: str) -> int:
    return sum(len(pattern.findall(text)) for pattern in PATTERNS)


@cache
def _scanner():  # type: ignore[no-untyped-def]
    from contract_scan import Scanner

    return Scanner(plugins=False)


def _scan(data: bytes) -> int:
    return len(_scanner().scan(data).model_dump_json())


def _read(data: bytes) -> int:
    return len(_scanner().extract(data).text)


def _plumbed(data: bytes) -> str:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return "\n".join(page.extract_text() for page in document.pages)


def _bare(data: bytes) -> str:
    """Fetch the text with pdfium: no boxes, no order, no paragraphs."""
    import pypdfium2

    texts = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    document.close()
    return "\n".join(texts)


def _word_text(data: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _naive(text: str) -> int:
    import jieba

    return _matched(text) + len(jieba.lcut(text))


PIPELINES = (
    Pipeline("contract-scan, whole report", "PDF", lambda contract: _scan(contract.pdf)),
    Pipeline("contract-scan, reading alone", "PDF", lambda contract: _read(contract.pdf)),
    Pipeline("pdfplumber, jieba.lcut and 50 patterns", "PDF", lambda contract: _naive(_plumbed(contract.pdf))),
    Pipeline("pdfplumber alone", "PDF", lambda contract: len(_plumbed(contract.pdf))),
    Pipeline("pdfium's text and 50 patterns: the floor", "PDF", lambda contract: _matched(_bare(contract.pdf))),
    Pipeline("contract-scan, whole report", "DOCX", lambda contract: _scan(contract.docx)),
    Pipeline("contract-scan, reading alone", "DOCX", lambda contract: _read(contract.docx)),
    Pipeline("python-docx, jieba.lcut and 50 patterns", "DOCX", lambda contract: _naive(_word_text(contract.docx))),
    Pipeline("python-docx alone", "DOCX", lambda contract: len(_word_text(contract.docx))),
)
