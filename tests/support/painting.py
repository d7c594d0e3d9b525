"""The agreement that the PDF tests print, and a small painter of PDF pages."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from typing import Any

import pytest

_SENTENCES = (
    "乙方向甲方提供POS终端设备一台，并收取设备押金人民币299元。",
    "甲方累计交易量达到88万元且无违规行为的，押金予以退还。",
    "未达标的，押金不予退还，视为甲方自愿放弃。",
    "结算手续费率为0.6%，单笔封顶20元；",
    "本协议自双方签字盖章之日起生效，有效期三年，期满前30日内任何一方未提出异议的，自动续期一年。",
    "甲方应按照本协议第三条的约定使用终端，不得将终端用于套现、洗钱等违法活动。",
)
_TITLES = ("总则", "押金", "费用", "甲方义务", "乙方义务", "违约责任", "保密", "争议解决", "协议的解除", "附则")


def agreement(clauses: int = 20, seed: int = 1) -> list[str]:
    """Return the paragraphs of an agreement."""
    choice = random.Random(seed)
    paragraphs = ["特约商户收单服务协议"]
    for number in range(1, clauses + 1):
        paragraphs.append(f"第{number}条 {_TITLES[number % len(_TITLES)]}")
        paragraphs.extend(
            f"{number}.{item} {''.join(choice.choices(_SENTENCES, k=choice.randint(1, 6)))}"
            for item in range(1, choice.randint(2, 5))
        )
        paragraphs.extend(f"（{'一二三四'[item]}）{choice.choice(_SENTENCES)}" for item in range(choice.randint(0, 3)))
    return paragraphs


def agreement_html(*, style: str = "", before: str = "", paragraph: str = "text-indent:2em") -> str:
    """Return the agreement as a web page."""
    body = "".join(f"<p style='{paragraph}'>{text}</p>" for text in agreement())
    return (
        f"<html><head><meta charset=utf-8><style>body{{font:11pt 'Noto Sans CJK SC'}} {style}</style></head>"
        f"<body>{before}<div>{body}</div></body></html>"
    )


def wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines of at most `width` characters."""
    return [text[at : at + width] for at in range(0, len(text), width)]


class Painter:
    """Paints PDF pages with reportlab, in a Chinese font that is not embedded."""

    def __init__(self) -> None:
        pytest.importorskip("reportlab")
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfgen.canvas import Canvas

        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self._buffer = io.BytesIO()
        self.canvas: Any = Canvas(self._buffer, pagesize=(595, 842))

    def text(self, x: float, y: float, text: str, size: float = 12) -> None:
        """Write one line; `y` is its baseline from the page's top."""
        self.canvas.setFont("STSong-Light", size)
        self.canvas.drawString(x, 842 - y, text)

    def width(self, text: str, size: float = 12) -> float:
        """Return how wide a line is, in points."""
        return float(self.canvas.stringWidth(text, "STSong-Light", size))

    def field(self, name: str, place: tuple[float, float, float, float], value: str, size: float = 12) -> None:
        """Put a filled field; `place` is x, its bottom from the page's top, width and height."""
        x, bottom, width, height = place
        self.canvas.acroForm.textfield(
            name=name, x=x, y=842 - bottom, width=width, height=height, value=value, fontSize=size, borderWidth=0
        )

    def prose(self, x: float, y: float, paragraphs: Sequence[str], *, width: int = 38, pitch: float = 20) -> float:
        """Write paragraphs with their first line indented by two characters; return the next baseline."""
        for paragraph in paragraphs:
            first, rest = paragraph[: width - 2], wrapped(paragraph[width - 2 :], width)
            for number, line in enumerate([first, *rest]):
                self.text(x + (0 if number else 24), y, line)
                y += pitch
        return y

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Rule a full grid; coordinates from the page's top left."""
        for x in xs:
            self.canvas.line(x, 842 - ys[0], x, 842 - ys[-1])
        for y in ys:
            self.canvas.line(xs[0], 842 - y, xs[-1], 842 - y)

    def next_page(self) -> None:
        self.canvas.showPage()

    def data(self) -> bytes:
        """Finish and return the file."""
        self.canvas.save()
        return self._buffer.getvalue()
