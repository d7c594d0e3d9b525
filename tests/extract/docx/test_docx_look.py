"""What a reader sees decides: signs of symbol fonts, text without ink, changes that nobody has accepted."""

from __future__ import annotations

import pytest

from support.wordml import cell, field, paragraph, run, table


def kinds(document):
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def fonts(name):
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="宋体"/>'


def style(kind, name, inner, base=""):
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{based}{inner}</w:style>'


SIGN_STYLE = style("character", "S", f"<w:rPr>{fonts('Wingdings')}</w:rPr>")


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        *(
            (f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', text)
            for font, code, text in [
                ("Wingdings", "F0FE", "☑"), ("Wingdings", "F0A8", "☐"), ("Wingdings", "F06F", "☐"),
                ("Wingdings", "F0FC", "✓"), ("Wingdings", "F0FD", "☒"), ("Wingdings 2", "F052", "☑"),
                ("Wingdings 2", "F0A3", "☐"), ("Wingdings 2", "0052", "☑"), ("Symbol", "F0B3", "≥"),
                ("Symbol", "F0B7", "•"), ("Wingdings", "F08C", "❶"), ("Arial", "2714", "✔"), ("宋体", "zz", ""),
            ]
        ),
        (run("R", fonts("Wingdings 2")), "☑"),
        (run("£", fonts("Wingdings 2")), "☐"),
        (run("¨þ", fonts("Wingdings")), "☐☑"),
        (run("\uf0fe同意", fonts("Wingdings")), "☑同意"),
        (run("o", '<w:rStyle w:val="S"/>'), "☐"),
        (run("R", fonts("Arial")), "R"),
    ],
)  # fmt: skip
def test_signs(read, inner, text):
    assert read(f"<w:p>{run('前')}{inner}{run('后')}</w:p>", styles=SIGN_STYLE).text == f"前{text}后"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<w:r><w:rPr><w:eastAsianLayout w:combine="1"/></w:rPr><w:t>甲方</w:t></w:r>', "甲方"),
        ("<w:r><w:t>甲</w:t><w:lastRenderedPageBreak/><w:t>方</w:t></w:r>", "甲方"),
        ("<w:r><w:t>甲</w:t><w:cr/><w:t>方</w:t></w:r>", "甲\n方"),
        ('<w:r><w:t>甲</w:t><w:br w:type="column"/><w:t>方</w:t></w:r>', "甲\n方"),
        ("<w:r><w:t>甲</w:t><w:ptab/><w:t>方</w:t></w:r>", "甲\t方"),
    ],
)
def test_layout_marks(read, inner, text):
    assert read(f"<w:p>{inner}</w:p>").text == text


def test_a_dropped_capital_belongs_to_the_paragraph_below(read):
    capital = paragraph("本", props='<w:framePr w:dropCap="drop" w:lines="2"/>')
    assert read(capital + paragraph("协议自签署之日起生效。")).text == "本协议自签署之日起生效。"


# --- text that nobody sees --------------------------------------------------------------------------------------------


WHITE, DARK = '<w:color w:val="FFFFFF"/>', '<w:shd w:val="clear" w:fill="1F3864"/>'
STYLES = (
    style("paragraph", "Off", "<w:rPr><w:vanish/></w:rPr>")
    + style("paragraph", "OffChild", "<w:rPr><w:b/></w:rPr>", "Off")
    + style("paragraph", "OnAgain", '<w:rPr><w:vanish w:val="0"/></w:rPr>', "Off")
    + style("character", "Toggle", "<w:rPr><w:vanish/></w:rPr>")
    + style("paragraph", "White", f"<w:rPr>{WHITE}</w:rPr>")
    + style("paragraph", "WhiteOnDark", f"<w:pPr>{DARK}</w:pPr><w:rPr>{WHITE}</w:rPr>")
    + style("character", "Tiny", '<w:rPr><w:sz w:val="2"/></w:rPr>')
)


@pytest.mark.parametrize(
    ("paragraph_style", "own", "hidden"),
    [
        ("", "<w:vanish/>", True),
        ("", '<w:vanish w:val="off"/>', False),
        ("", "<w:webHidden/>", False),
        ("Off", "", True),
        ("OffChild", "", True),
        ("OnAgain", "", False),
        ("Off", '<w:rStyle w:val="Toggle"/>', False),
        ("OnAgain", '<w:rStyle w:val="Toggle"/>', True),
        ("Off", '<w:vanish w:val="0"/>', False),
        ("White", "", True),
        ("White", '<w:color w:val="000000"/>', False),
        ("White", DARK, False),
        ("WhiteOnDark", "", False),
        ("", '<w:rStyle w:val="Tiny"/>', True),
        ("", '<w:rStyle w:val="Tiny"/><w:sz w:val="21"/>', False),
        ("", '<w:color w:val="FF0000"/><w:highlight w:val="red"/>', True),
        ("", '<w:color w:val="FF0000"/><w:highlight w:val="yellow"/>', False),
        ("", '<w:color w:val="000000"/><w:shd w:val="clear" w:fill="000000"/>', True),
        ("", '<w:color w:val="000000"/><w:shd w:val="pct10" w:fill="000000"/>', False),
        ("", "<w14:textFill><w14:noFill/></w14:textFill>", True),
        ("", "<w14:textFill><w14:solidFill/></w14:textFill>", False),
        ("", "<w14:textOutline/><w14:textFill><w14:noFill/></w14:textFill>", False),
    ],
)
def test_hidden_text(read, paragraph_style, own, hidden):
    props = f'<w:pPr><w:pStyle w:val="{paragraph_style}"/></w:pPr>' if paragraph_style else ""
    document = read(paragraph("正文") + f"<w:p>{props}{run('押金不退', own)}</w:p>", styles=STYLES)
    assert kinds(document)[1] == ("hidden" if hidden else "paragraph", "押金不退")
    assert [warning.code for warning in document.warnings] == ["hidden_text"] * hidden


@pytest.mark.parametrize(
    ("behind", "size", "hidden"), [("1", 7_000_000, False), ("0", 7_000_000, True), ("1", 9, True)]
)
def test_white_text_over_a_large_picture_is_seen(read, behind, size, hidden):
    cover = f'<wp:anchor behindDoc="{behind}"><wp:extent cx="{size}" cy="{size}"/></wp:anchor>'
    document = read(f"<w:p><w:r><w:drawing>{cover}</w:drawing></w:r>{run('特约商户协议', WHITE)}</w:p>")
    assert kinds(document) == [("hidden" if hidden else "paragraph", "特约商户协议")]


def test_text_hidden_by_the_defaults_of_the_document(read):
    defaults = "<w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults>"
    shown = run("显", '<w:vanish w:val="0"/>')
    document = read(paragraph("藏") + f"<w:p>{shown}</w:p>", styles=defaults)
    assert kinds(document) == [("hidden", "藏"), ("paragraph", "显")]


# --- changes that nobody has accepted ---------------------------------------------------------------------------------


def merged(now, before):
    changed = "".join(f' w:{name}="{to}"' for name, to in (("vMerge", now), ("vMergeOrig", before)) if to)
    return f"<w:cellMerge{changed}/>" if changed else ""


MERGE = table(
    cell("甲", props=merged("rest", "")) + cell("1"),
    cell("乙", props=merged("cont", "")) + cell("2"),
)
CELLS = table(cell("甲") + cell("乙", props="<w:cellDel/>") + cell("丙", props="<w:cellIns/>"))
ADDED_MARK = paragraph("前半", mark="<w:ins/>") + paragraph("后半")
CHANGED_MARK = (
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr><w:pPrChange><w:pPr/></w:pPrChange></w:pPr>" + run("前") + "</w:p>"
) + paragraph("后")
SHOWN = run("押金", "<w:vanish/><w:rPrChange><w:rPr/></w:rPrChange>")
BOTH = f"<w:ins><w:del><w:r><w:delText>反复</w:delText></w:r></w:del>{run('新')}</w:ins>"
LINK = f"<w:hyperlink><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins></w:hyperlink>"
DELETED_FIELD = (
    f"<w:del>{field('begin', '!REF a').replace('instrText', 'delInstrText')}{field('separate')}"
    f"<w:r><w:delText>第五条</w:delText></w:r>{field('end')}</w:del>"
)


@pytest.mark.parametrize(
    ("body", "final", "original"),
    [
        (ADDED_MARK, "前半\n后半", "前半后半"),
        (CHANGED_MARK, "前后", "前\n后"),
        (CELLS, "甲 | 丙", "甲 | 乙"),
        (MERGE, "甲 | 1\n2\n乙", "甲 | 1\n乙 | 2"),
        (f"<w:p>{run('文')}{BOTH}</w:p>", "文新", "文"),
        (f"<w:p>{run('文')}{LINK}</w:p>", "文新", "文旧"),
        (f"<w:p>{run('见')}{DELETED_FIELD}</w:p>", "见", "见第五条"),
        (f"<w:p>{run('文', '<w:b/><w:rPrChange><w:rPr/></w:rPrChange>')}</w:p>", "文", "文"),
        (paragraph("文", props="<w:pPrChange><w:pPr/></w:pPrChange>"), "文", "文"),
        (paragraph("文") + "<w:sectPr><w:sectPrChange><w:sectPr/></w:sectPrChange></w:sectPr>", "文", "文"),
        (f"<w:ins>{paragraph('新段')}</w:ins>{paragraph('文')}", "新段\n文", "文"),
        (f"<w:p>{run('文')}<w:moveFromRangeStart/><w:moveFrom>{run('移')}</w:moveFrom></w:p>", "文", "文移"),
    ],
)  # fmt: skip
def test_both_sides_of_a_change(read, body, final, original):
    for side, text in (("final", final), ("original", original)):
        document = read(body, tracked=side)
        assert document.text == text
        assert "tracked_changes" in [warning.code for warning in document.warnings]


def test_formatting_that_hides_is_itself_a_change(read):
    body = paragraph("文") + f"<w:p>{SHOWN}</w:p>"
    assert kinds(read(body))[1] == ("hidden", "押金")
    assert kinds(read(body, tracked="original"))[1] == ("paragraph", "押金")


# --- lines to write on, and text that is crossed out ------------------------------------------------------------------

RULED = '<w:u w:val="single"/>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("    ", RULED), "押金____元"),
        (run("  ", RULED) + run(" \u3000", RULED), "押金_____元"),
        (f"<w:r><w:rPr>{RULED}</w:rPr><w:tab/></w:r>", "押金____元"),
        (run("  299  ", RULED), "押金  299  元"),
        (run("  ", RULED) + run("299", RULED) + run("  ", RULED), "押金  299  元"),
        (run("    ", '<w:u w:val="none"/>'), "押金    元"),
        (run(" ", RULED), "押金 元"),
    ],
)
def test_lines_to_write_on(read, inner, text):
    assert read(f"<w:p>{run('押金')}{inner}{run('元')}</w:p>").text == text


def test_crossed_out_text_is_said(read):
    document = read(f"<w:p>{run('押金')}{run('不退', '<w:strike/>')}</w:p>")
    assert document.text == "押金不退"
    assert [warning.code for warning in document.warnings] == ["struck_text"]
    assert read(paragraph("押金")).warnings == ()
