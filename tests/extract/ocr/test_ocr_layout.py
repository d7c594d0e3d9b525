"""From ruled lines in pictures to tables and blanks, and from lines to what a reader should check in them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

import numpy
import pytest
from PIL import Image, ImageDraw

from contract_scan.extract.assemble import DocumentBuilder
from contract_scan.extract.ocr import ReadLine, Scan, Strip, recognise
from contract_scan.extract.ocr import picture_of as picture_in_colour
from contract_scan.extract.ocr.remarks import remarks_on
from contract_scan.extract.ocr.rulings import Ruling, Rulings, rulings_of
from contract_scan.extract.pdf.flow import PageContent, write_pages
from contract_scan.extract.pdf.recognised import laid_out
from support.scanning import picture_of

SCALE = 150 / 72
XS, YS = (60, 200, 340, 540), (100, 122, 144, 166)  # points


def ruled(*, angle: float = 0.0, noise: float = 0.0) -> Image.Image:
    """Return an A4 page at 150 dpi with a grid of hairlines."""
    image = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(image)
    for x in XS:
        draw.line((x * SCALE, YS[0] * SCALE, x * SCALE, YS[-1] * SCALE), fill=60)
    for y in YS:
        draw.line((XS[0] * SCALE, y * SCALE, XS[-1] * SCALE, y * SCALE), fill=60)
    image = image.rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=250)
    grain = Image.frombytes("L", image.size, random.Random(2).randbytes(image.width * image.height))
    return Image.blend(image, grain, noise)


def line(text: str, x0: float, y: float, em: float = 10.0, *, sure: Sequence[float] = ()) -> ReadLine:
    """Return a recognised line of this size that starts at `x0`, its middle at `y`."""
    steps = [em if ord(char) > 0x2000 else em / 2 for char in text]
    centres = [x0 + sum(steps[:index]) + step / 2 for index, step in enumerate(steps)]
    sureness = tuple(sure) or (0.98,) * len(text)
    return ReadLine(text, 0.98, x0, x0 + sum(steps), y, em / 0.72, tuple(centres), sureness)


def scan(
    *lines: ReadLine, across: Sequence[Ruling] = (), down: Sequence[Ruling] = (), dashes: Sequence[Ruling] = ()
) -> Scan:
    return Scan(lines, 595.0, 842.0, 0, 0.0, Rulings(tuple(across), tuple(down), tuple(dashes)), 0)


def blocks(found: Scan) -> list[str]:
    tables, body = laid_out(found)
    builder = DocumentBuilder()
    write_pages([PageContent(1, 595, 842, body, tables)], builder)
    return [f"{block.kind}: {builder.text[block.start : block.end]}" for block in builder.blocks]


@pytest.mark.parametrize(("angle", "noise"), [(0.0, 0.0), (3.0, 0.0), (-1.5, 0.15)])
def test_rules_are_found_askew_and_in_noise(angle: float, noise: float) -> None:
    found = rulings_of(numpy.asarray(ruled(angle=angle, noise=noise)), -angle, SCALE)
    assert sorted(ruling.at for ruling in found.across) == pytest.approx(YS, abs=1.0)
    assert sorted(ruling.at for ruling in found.down) == pytest.approx(XS, abs=1.0)
    assert all(ruling.end - ruling.start == pytest.approx(480, abs=3) for ruling in found.across)


def test_letters_and_dark_areas_are_no_rules() -> None:
    image = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 1240, 30), fill=20)  # the shadow of the page's edge
    for x in range(200, 1000, 24):  # the strokes of letters in a row
        draw.line((x, 300, x + 20, 300), fill=0, width=2)
        draw.line((x + 10, 290, x + 10, 312), fill=0, width=2)
    found = rulings_of(numpy.asarray(image), 0.0, SCALE)
    assert found == Rulings()


def test_ruled_cells_become_rows() -> None:
    cells = [("项目", "标准", "备注"), ("贷记卡", "0.60%", ""), ("借记卡", "0.50%", "20元封顶")]
    lines = [
        line(text, x + 4, y + 11)
        for row, y in zip(cells, YS, strict=False)
        for text, x in zip(row, XS, strict=False)
        if text
    ]
    found = scan(
        *lines,
        line("第一条 手续费标准如下：", 60, 80),
        across=[Ruling(y, XS[0], XS[-1]) for y in YS],
        down=[Ruling(x, YS[0], YS[-1]) for x in XS],
    )
    assert blocks(found) == [
        "paragraph: 第一条 手续费标准如下：",
        "table_row: 项目 | 标准 | 备注",
        "table_row: 贷记卡 | 0.60% | ",
        "table_row: 借记卡 | 0.50% | 20元封顶",
    ]


def test_cells_stay_doubtful_where_a_border_parts_a_line() -> None:
    found = scan(
        line("项目　　　　　标准", 150, 111),
        line("押金", 64, 133),
        across=[Ruling(y, XS[0], XS[2]) for y in YS[:3]],
        down=[Ruling(x, YS[0], YS[2]) for x in XS[:3]],
    )
    (table,), _ = laid_out(found)
    parts = [part for row in table.rows for cell in row for part in cell.fragments]
    assert [part.text for part in parts] == ["项目", "标准", "押金"]
    assert all(part.confidence == 0.98 for part in parts)


def test_ruled_blanks_become_underscores() -> None:
    found = scan(
        line("押金为人民币", 60, 100),
        line("元，大写", 160, 100),
        line("合同专用条款的标题", 60, 60),
        across=[Ruling(105, 120, 160), Ruling(105, 200, 300), Ruling(68, 50, 545), Ruling(400, 60, 160)],
    )
    body = blocks(found)
    assert body == ["paragraph: 合同专用条款的标题", "paragraph: 押金为人民币________元，大写____________________"]


def test_a_filled_blank_keeps_what_is_written_on_it() -> None:
    found = scan(line("押金299元，于当日交纳", 60, 100), across=[Ruling(105, 80, 95)])
    assert blocks(found) == ["paragraph: 押金299元，于当日交纳"]


class _OneLine:
    """Finds one line across the page and reads where it was cut."""

    def __init__(self, x0: float, y: float, x1: float) -> None:
        corners = ((x0, y - 8), (x1, y - 8), (x1, y + 8), (x0, y + 8))
        self._quad = tuple((x * SCALE, y * SCALE) for x, y in corners)
        self.widths: list[int] = []

    def detect(self, pixels):
        return [self._quad]

    def read(self, strip):
        self.widths.append(strip.shape[1])
        return Strip("格", 0.9, (0.5,), (0.9,))


def test_a_line_over_several_cells_is_cut_at_their_borders() -> None:
    found = recognise(picture_of(ruled()), engine=_OneLine(70, 133, 530))
    assert [round(found.x0) for found in found.lines] == [70, 201, 341]
    outside = recognise(picture_of(ruled()), engine=_OneLine(70, 300, 530))
    assert len(outside.lines) == 1


def test_short_lines_are_as_large_as_the_long_ones() -> None:
    long = line("乙方应当在三十日内退还押金，逾期的每日", 60, 100)
    short = replace(line("付。", 60, 118), height=long.height * 1.25)
    _, body = laid_out(scan(long, short))
    assert body[0].size == pytest.approx(body[1].size)


def test_a_gap_that_the_recogniser_did_not_see_is_a_space() -> None:
    heading = line("第三条押金的退还", 60, 100)
    moved = tuple(centre + 10 * (index > 2) for index, centre in enumerate(heading.centres))
    assert blocks(scan(replace(heading, centres=moved, x1=heading.x1 + 10))) == ["paragraph: 第三条 押金的退还"]


def test_figures_to_check_are_named() -> None:
    sure = [0.98] * 12
    sure[5] = 0.4
    unsure = line("押金人民币600元，共计", 60, 100, sure=sure)
    lost = line("手续费率为06%，", 60, 120)
    _, warnings = remarks_on(scan(unsure, lost, line("第2条 共1,000元", 60, 140)), 3)
    (message,) = [warning.message for warning in warnings if warning.code == "ocr_figures"]
    assert "（600、06%）" in message
    assert "第3页" in message
    assert unsure.trust == 0.4


def test_what_was_found_and_not_read_is_said() -> None:
    legible = scan(*(line(f"第{number}条 押金", 60, 100 + 20 * number) for number in range(8)))
    _, warnings = remarks_on(replace(legible, illegible=1), 1)
    assert [warning.code for warning in warnings] == ["ocr_illegible", "ocr"]
    unread, _ = remarks_on(replace(legible, illegible=5), 1)
    assert "13行里有5行" in unread[0].reason


def test_a_lone_dash_in_a_cell_is_kept() -> None:
    found = scan(
        line("借记卡", 64, 111),
        line("封顶", 204, 111),
        line("贷记卡", 64, 133),
        across=[Ruling(y, XS[0], XS[2]) for y in YS[:3]],
        down=[Ruling(x, YS[0], YS[2]) for x in XS[:3]],
        dashes=[Ruling(133, 204, 214), Ruling(133, 70, 80), Ruling(300, 204, 214)],
    )
    assert blocks(found) == ["table_row: 借记卡 | 封顶", "table_row: 贷记卡 | —"]


def test_a_tick_that_no_one_made_is_left_out() -> None:
    class Ticks(_OneLine):
        def read(self, strip):
            text = "合格☑ □不合格□□"
            places = (0.05, 0.1, 0.14, 0.14, 0.17, 0.25, 0.3, 0.35, 0.4, 0.43)
            return Strip(text, 0.9, places, (0.99, 0.99, 0.6, 0.5, 0.99, 0.99, 0.99, 0.99, 0.98, 0.98))

    found = recognise(picture_of(ruled()), engine=Ticks(70, 300, 270))
    assert [found.text for found in found.lines] == ["合格 □不合格□□"]


class _Inks(_OneLine):
    """Reads black ink, red ink where no black is, and stumbles where both are."""

    def read(self, strip):
        black, red = (strip < 60).any(), ((strip > 60) & (strip < 200)).mean() > 0.2
        if black and red:
            return Strip("押?", 0.7, (0.3, 0.6), (0.9, 0.5))
        text = "押金" if black else "特别提示" if red else ""
        return Strip(text, 0.98, tuple(0.1 + 0.2 * index for index in range(len(text))), (0.98,) * len(text))


@pytest.mark.parametrize(("black", "expected"), [(True, "押金"), (False, "特别提示")])
def test_red_ink_is_a_seal_or_the_text(black: bool, expected: str) -> None:
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((200, 600, 800, 660), fill=(225, 50, 40))
    if black:
        draw.rectangle((300, 610, 500, 650), fill=(20, 20, 20))
    found = recognise(picture_in_colour(page, SCALE), engine=_Inks(90, 302, 400))
    assert [found.text for found in found.lines] == [expected]


def test_a_page_without_red_ink_is_read_once() -> None:
    assert picture_in_colour(Image.new("RGB", (600, 800), (250, 240, 235)), SCALE).bleached is None


def test_borders_that_stand_out_a_little_make_no_column() -> None:
    found = scan(
        line("借记卡", 64, 111),
        line("封顶", 204, 111),
        across=[Ruling(YS[0], XS[0] - 4, XS[2] + 4), Ruling(YS[1], XS[0], XS[2] + 4)],
        down=[Ruling(x, YS[0], YS[1]) for x in XS[:3]],
    )
    assert blocks(found) == ["table_row: 借记卡 | 封顶"]
