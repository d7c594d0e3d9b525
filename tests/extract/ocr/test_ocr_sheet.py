"""A photograph of a page that lies on a table, seen at a slant."""

from __future__ import annotations

import cv2
import numpy
import pytest
from PIL import Image

from contract_scan.extract.ocr.sheet import sheet_of
from support.scanning import bars, encoded, picture_of, read

LINES = [
    "第一条 乙方交纳终端押金人民币二百九十九元，协议终止后乙方凭",
    "押金收据到甲方营业网点办理退还手续，甲方在三十日内退还。",
    "第二条 手续费率为0.60%，甲方不得擅自调整。",
]
CORNERS = [(90, 120), (1180, 60), (1230, 1690), (20, 1730)]


def photographed(image: Image.Image, corners=CORNERS) -> Image.Image:
    """Return a page as it lies on a dark table, its corners at these pixels."""
    width, height = image.size
    edges = numpy.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=numpy.float32)
    matrix = cv2.getPerspectiveTransform(edges, numpy.array(corners, dtype=numpy.float32))
    return Image.fromarray(cv2.warpPerspective(numpy.asarray(image), matrix, image.size, borderValue=70))


def test_corners_are_found() -> None:
    sheet = sheet_of(picture_of(photographed(bars(LINES))))
    assert sheet is not None
    assert numpy.array(sheet.corners) * 150 / 72 == pytest.approx(numpy.array(CORNERS), abs=6)


@pytest.mark.parametrize(
    "image",
    [
        bars(LINES),
        bars(LINES).rotate(3, fillcolor=255),
        bars(LINES).rotate(3, fillcolor=60),
        photographed(bars(LINES), [(400, 400), (800, 380), (820, 800), (390, 810)]),
    ],
    ids=["scan", "scan askew", "sheet askew", "slip"],
)
def test_what_is_no_sheet_at_a_slant_is_left_alone(image: Image.Image) -> None:
    assert sheet_of(picture_of(image)) is None


@pytest.mark.parametrize("turned", [0, 90])
def test_boxes_lie_on_the_ink_of_the_photograph(painted_engine, turned: int) -> None:
    painted_engine(LINES)
    image = photographed(bars(LINES)).rotate(turned, expand=True)
    document = read(encoded(image, "PNG", dpi=(150, 150)))
    assert [document.text[block.start : block.end] for block in document.body()] == [LINES[0] + LINES[1], LINES[2]]
    at = document.text.index("手续费率")
    (region,) = document.layout.regions(at, at + 4)
    box = region.box
    middle = ((box.x0 + box.x1) / 2 * 150 / 72, (box.top + box.bottom) / 2 * 150 / 72)
    assert image.getpixel((round(middle[0]), round(middle[1]))) == pytest.approx(120, abs=2)
    assert document.pages[0].width == pytest.approx(image.width * 0.48, abs=0.5)
