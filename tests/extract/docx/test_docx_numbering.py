"""Automatic numbers are part of what a person reads: 第一条 is often nowhere in the text itself."""

from __future__ import annotations

import pytest

from contract_scan.extract.numerals import numeral


def labels(document):
    return [document.text[b.start : b.label_end] if b.label_end else None for b in document.blocks]


def test_number_is_written_before_the_text_and_marked_as_a_label(docx, read):
    numbering = docx.one_list(docx.level(0, "chineseCountingThousand", "第%1条"))
    document = read(docx.paragraph("押金", num=1) + docx.paragraph("费用", num=1), numbering=numbering)
    assert document.text == "第一条 押金\n第二条 费用"
    assert labels(document) == ["第一条", "第二条"]
    assert [b.level for b in document.blocks] == [0, 0]


def test_levels_restart_below_and_show_the_numbers_above(docx, read):
    numbering = docx.one_list(
        docx.level(0, "decimal", "%1."), docx.level(1, "decimal", "%1.%2"), docx.level(2, "lowerLetter", "(%3)")
    )
    order = [0, 1, 1, 2, 2, 1, 2, 0, 1, 2]
    body = "".join(docx.paragraph("条", num=1, level=n) for n in order)
    assert labels(read(body, numbering=numbering)) == [
        "1.", "1.1", "1.2", "(a)", "(b)", "1.3", "(a)", "2.", "2.1", "(a)",
    ]  # fmt: skip


def test_skipped_level_counts_as_printed(docx, read):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."), docx.level(1, "decimal", "%1.%2"))
    body = docx.paragraph("条", num=1, level=1) + docx.paragraph("条", num=1)
    assert labels(read(body, numbering=numbering)) == ["1.1", "2."]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [("0", ["1.", "a", "2.", "b"]), ("1", ["1.", "a", "2.", "a"])],
    ids=["never", "after level 1"],
)
def test_restart_rule(docx, read, restart, expected):
    numbering = docx.one_list(
        docx.level(0, "decimal", "%1."), docx.level(1, "lowerLetter", "%2", extra=f'<w:lvlRestart w:val="{restart}"/>')
    )
    body = "".join(docx.paragraph("条", num=1, level=n) for n in (0, 1, 0, 1))
    assert labels(read(body, numbering=numbering)) == expected


def test_legal_level_prints_all_numbers_as_digits(docx, read):
    numbering = docx.one_list(
        docx.level(0, "chineseCounting", "第%1章"), docx.level(1, "decimal", "%1.%2", extra="<w:isLgl/>")
    )
    body = docx.paragraph("总则", num=1) + docx.paragraph("押金", num=1, level=1)
    assert labels(read(body, numbering=numbering)) == ["第一章", "1.1"]


def test_start_and_start_override(docx, read):
    first = docx.one_list(docx.level(0, "decimal", "%1.", start=3))
    restarted = (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
        '</w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
    )
    body = "".join(docx.paragraph("条", num=n) for n in (1, 1, 2, 2, 3))
    assert labels(read(body, numbering=first + restarted)) == ["3.", "4.", "1.", "2.", "3."]


def test_a_level_starts_again_where_its_override_says(docx, read):
    numbering = docx.one_list(
        docx.level(0, "decimal", "%1."),
        docx.level(1, "decimal", "%1.%2"),
        overrides='<w:lvlOverride w:ilvl="1"><w:startOverride w:val="5"/></w:lvlOverride>',
    )
    body = "".join(docx.paragraph("条", num=1, level=n) for n in (0, 1, 1, 0, 1))
    assert labels(read(body, numbering=numbering)) == ["1.", "1.5", "1.6", "2.", "2.5"]


def test_a_paragraph_that_names_another_list_keeps_the_level_of_its_style(docx, read):
    numbering = "".join(
        docx.one_list(docx.level(0, "decimal", f"{sign}%1"), docx.level(1, "decimal", f"{sign}%1.%2"), num=num)
        for num, sign in ((1, "甲"), (2, "乙"))
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    other = '<w:pStyle w:val="Item"/><w:numPr><w:numId w:val="2"/></w:numPr>'
    higher = '<w:pStyle w:val="Item"/><w:numPr><w:ilvl w:val="0"/></w:numPr>'
    body = "".join(docx.paragraph("条", props=props) for props in ('<w:pStyle w:val="Item"/>', other, higher))
    assert labels(read(body, numbering=numbering, styles=styles)) == ["甲1.1", "乙1.1", "甲2"]


def test_a_number_that_is_hidden_counts_and_is_not_shown(docx, read):
    hidden = docx.level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    numbering = docx.one_list(hidden, docx.level(1, "decimal", "%1.%2"))
    body = "".join(docx.paragraph("条", num=1, level=n) for n in (0, 0, 1))
    assert read(body, numbering=numbering).text == "条\n条\n2.1 条"


def test_a_level_without_a_format_keeps_its_words(docx, read):
    numbering = docx.one_list(docx.level(0, "none", "附则："), docx.level(1, "decimal", "%2%1)"))
    body = docx.paragraph("条", num=1) + docx.paragraph("条", num=1, level=1)
    assert labels(read(body, numbering=numbering)) == ["附则：", "1)"]


def test_a_numbered_paragraph_whose_text_alone_is_hidden_still_counts(docx, read):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."))
    numbered = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = docx.paragraph("甲", num=1) + f"<w:p>{numbered}{docx.run('藏', '<w:vanish/>')}</w:p>"
    body += docx.paragraph("乙", num=1)
    assert labels(read(body, numbering=numbering)) == ["1.", "2.", None, "3."]


def test_bullets_of_symbol_fonts(docx, read):
    def bullet(index, char, font):
        fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:lvl>'
        return docx.level(index, "bullet", char).replace("</w:lvl>", fonts)

    signs = [("\uf0b7", "Symbol"), ("\uf0fc", "Wingdings"), ("o", "Courier New"), ("R", "Wingdings 2")]
    numbering = docx.one_list(*(bullet(index, *sign) for index, sign in enumerate(signs)))
    body = "".join(docx.paragraph("项", num=1, level=index) for index in range(len(signs)))
    assert labels(read(body, numbering=numbering)) == ["•", "✓", "o", "☑"]


def test_heading_levels_number_through_styles_only(docx, read):
    """The usual multilevel list of headings: styles name the list, the list names the styles."""
    numbering = docx.one_list(
        *(
            docx.level(index, number_format, text, extra=f'<w:pStyle w:val="{index + 1}"/>')
            for index, (number_format, text) in enumerate(
                [("chineseCountingThousand", "第%1章"), ("decimal", "%1.%2"), ("ideographTraditional", "%3、")]
            )
        )
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{index + 1}"><w:name w:val="heading {index + 1}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{index}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for index in range(3)
    )
    body = "".join(docx.paragraph("题", props=f'<w:pStyle w:val="{n}"/>') for n in (1, 2, 3, 3, 2, 1, 3))
    document = read(body, numbering=numbering, styles=styles)
    assert labels(document) == ["第一章", "一.1", "甲、", "乙、", "一.2", "第二章", "甲、"]
    assert {block.kind.value for block in document.blocks} == {"heading"}
    assert [block.level for block in document.blocks] == [0, 1, 2, 2, 1, 0, 2]


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ('<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/>', "001"),
        ('<w:numFmt w:val="custom" w:format="?"/>', "1"),
        ('<w:numFmt w:val="chineseCounting"/>', "一"),
    ],
)
def test_a_format_newer_than_the_standard(docx, read, choice, expected):
    wrapped = (
        f'<mc:AlternateContent><mc:Choice Requires="w14">{choice}</mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/>'
        "</mc:Fallback></mc:AlternateContent>"
    )
    numbering = docx.one_list(docx.level(0, "x", "%1").replace('<w:numFmt w:val="x"/>', wrapped))
    assert labels(read(docx.paragraph("条", num=1), numbering=numbering)) == [expected]


def test_level_override_replaces_the_format(docx, read):
    override = f'<w:lvlOverride w:ilvl="0">{docx.level(0, "upperRoman", "%1、", start=4)}</w:lvlOverride>'
    numbering = docx.one_list(docx.level(0, "decimal", "%1."), overrides=override)
    assert labels(read(docx.paragraph("条", num=1), numbering=numbering)) == ["IV、"]


@pytest.mark.parametrize(("suffix", "text"), [("tab", "1. 条"), ("space", "1. 条"), ("nothing", "1.条")])
def test_suffix(docx, read, suffix, text):
    level = docx.level(0, "decimal", "%1.").replace("</w:lvl>", f'<w:suff w:val="{suffix}"/></w:lvl>')
    assert read(docx.paragraph("条", num=1), numbering=docx.one_list(level)).text == text


def test_number_comes_from_the_style_and_its_ancestors(docx, read):
    numbering = docx.one_list(
        docx.level(0, "chineseCounting", "第%1条", extra='<w:pStyle w:val="Clause"/>'),
        docx.level(1, "decimal", "%1.%2", extra='<w:pStyle w:val="Item"/>'),
    )
    styles = (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Child"><w:name w:val="Child"/><w:basedOn w:val="Clause"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Item"><w:name w:val="Item"/>'
        '<w:pPr><w:numPr><w:ilvl w:val="5"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(docx.paragraph("条", props=f'<w:pStyle w:val="{name}"/>') for name in ("Clause", "Child", "Item"))
    off = '<w:pStyle w:val="Clause"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    document = read(body + docx.paragraph("条", props=off), numbering=numbering, styles=styles)
    assert labels(document) == ["第一条", "第二条", "二.1", None]


def test_list_that_stands_for_a_numbering_style(docx, read):
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Terms"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Terms"/>{docx.level(0, "decimal", "§%1")}'
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="Terms"><w:name w:val="Terms"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    assert labels(read(docx.paragraph("条", num=1), numbering=numbering, styles=styles)) == ["§1"]


def test_lists_of_one_abstract_list_count_together(docx, read):
    second = '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    numbering = docx.one_list(docx.level(0, "decimal", "%1.")) + second
    body = "".join(docx.paragraph("条", num=n) for n in (1, 2, 1))
    assert labels(read(body, numbering=numbering)) == ["1.", "2.", "3."]


def test_bullets_and_no_number(docx, read):
    wingdings = '<w:rPr><w:rFonts w:hAnsi="Wingdings"/></w:rPr></w:lvl>'
    numbering = docx.one_list(
        docx.level(0, "bullet", "\uf0a8").replace("</w:lvl>", wingdings), docx.level(1, "none", "")
    )
    body = docx.paragraph("同意", num=1) + docx.paragraph("条", num=1, level=1)
    document = read(body, numbering=numbering)
    assert document.text == "☐ 同意\n条"
    assert labels(document) == ["☐", None]


def test_empty_numbered_paragraph_still_counts_and_shows(docx, read):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."))
    body = docx.paragraph("甲", num=1) + docx.paragraph(num=1) + docx.paragraph("乙", num=1)
    assert read(body, numbering=numbering).text == "1. 甲\n2.\n3. 乙"


def test_hidden_paragraphs_count_and_deleted_ones_do_not(docx, read):
    numbering = docx.one_list(docx.level(0, "decimal", "%1."))
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    hidden = f"<w:p><w:pPr>{numbered}<w:rPr><w:vanish/></w:rPr></w:pPr>{docx.run('藏', '<w:vanish/>')}</w:p>"
    skipped = f"<w:p><w:pPr>{numbered}<w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"
    deleted = (
        f"<w:p><w:pPr>{numbered}<w:rPr><w:del/></w:rPr></w:pPr>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>"
    )
    body = docx.paragraph("甲", num=1) + hidden + skipped + deleted + docx.paragraph("乙", num=1)
    assert read(body, numbering=numbering).text == "1. 甲\n藏\n4. 乙"


@pytest.mark.parametrize(
    ("number_format", "value", "expected"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCounting", 105, "一○五"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 205, "二百〇五"),
        ("chineseCountingThousand", 10010, "一万〇一十"),
        ("japaneseCounting", 111, "百十一"),
        ("chineseLegalSimplified", 11, "壹拾壹"),
        ("chineseLegalSimplified", 103, "壹佰零叁"),
        ("ideographLegalTraditional", 23, "貳拾參"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("ideographZodiac", 12, "亥"),
        ("ideographZodiacTraditional", 61, "甲子"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 3, "⒊"),
        ("ideographEnclosedCircle", 10, "㈩"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 28, "BB"),
        ("lowerRoman", 14, "xiv"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("ordinal", 112, "112th"),
        ("cardinalText", 42, "Forty-two"),
        ("ordinalText", 20, "Twentieth"),
        ("numberInDash", 3, "- 3 -"),
        ("taiwaneseCounting", 12, "十二"),
        ("taiwaneseCountingThousand", 120, "一百二十"),
        ("taiwaneseDigital", 10, "一○"),
        ("japaneseCounting", 20, "二十"),
        ("japaneseLegal", 21, "弐拾壱"),
        ("japaneseDigitalTenThousand", 15, "一五"),
        ("decimalHalfWidth", 12, "12"),
        ("decimalEnclosedFullstop", 21, "21"),
        ("ideographEnclosedCircle", 11, "11"),
        ("chicago", 5, "**"),
        ("lowerLetter", 26, "z"),
        ("001", 7, "007"),
        ("none", 3, ""),
        ("chineseCounting", 0, "0"),
        ("someFormatOfTomorrow", 4, "4"),
    ],
)
def test_number_formats(number_format, value, expected):
    assert numeral(value, number_format) == expected
