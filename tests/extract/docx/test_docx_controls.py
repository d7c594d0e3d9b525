"""Content controls show what Word shows in them: check boxes, bound data, blanks that nobody has filled in."""

from __future__ import annotations

import pytest

from support.wordml import cell, paragraph, run, table

BOX = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
PROMPT = "<w:showingPlcHdr/>"


def control(properties, content):
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


AROUND = {
    "inline": lambda p, text: f"<w:p>{control(p, run(text))}{run('同意')}</w:p>",
    "block": lambda p, text: control(p, paragraph(text)) + paragraph("同意"),
    "cell": lambda p, text: f"<w:tbl><w:tr>{control(p, cell(text))}{cell('同意')}</w:tr></w:tbl>",
}
GAPS = {"inline": "", "block": "\n", "cell": " | "}


@pytest.mark.parametrize("level", AROUND)
@pytest.mark.parametrize(
    ("properties", "inside", "shown"),
    [
        (BOX.format(1), "☒", "☑"),
        (BOX.format("true"), "☐", "☑"),
        (BOX.format(0), "☐", "☐"),
        ("<w:text/>", "299元", "299元"),
        (PROMPT + "<w:text/>", "单击此处输入文字。", "____"),
        (PROMPT + '<w:date w:fullDate="2024-05-01T00:00:00Z"/>', "单击以输入日期。", "____"),
        (PROMPT + '<w:dropDownList><w:listItem w:value="1"/></w:dropDownList>', "选择一项。", "____"),
        ('<w:date w:fullDate="2024-05-01T00:00:00Z"/>', "2024年5月1日", "2024年5月1日"),
        (PROMPT, "长" * 60, "长" * 60),
    ],
)
def test_controls_at_every_level(read, level, properties, inside, shown):
    document = read(AROUND[level](properties, inside))
    assert document.text == f"{shown}{GAPS[level]}同意"
    unfilled = shown == "____"
    assert [warning.code for warning in document.warnings] == ["unfilled_controls"] * unfilled
    assert not unfilled or inside in document.warnings[0].message


def test_a_check_box_drawn_as_a_symbol_and_one_without_content(read):
    drawn = control(BOX.format(1), '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>')
    assert read(f"<w:p>{drawn}{control(BOX.format(0), '')}</w:p>").text == "☑☐"


ITEM = "{0A1B2C3D-0000-0000-0000-000000000001}"
PROPERTIES = (
    '<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml" '
    f'ds:itemID="{ITEM.upper()}"/>'
)
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def bound(path, kind="<w:text/>", shown="100元", extra=""):
    binding = f'<w:dataBinding w:prefixMappings="xmlns:d=\'urn:d\'" w:xpath="{path}" w:storeItemID="{ITEM}"/>'
    return f"<w:p>{control(binding + kind + extra, run(shown))}</w:p>"


LIST = '<w:dropDownList><w:listItem w:displayText="按月" w:value="299元"/></w:dropDownList>'


@pytest.mark.parametrize(
    ("body", "text", "said"),
    [
        (bound("/d:deal[1]/d:deposit[1]"), "299元", ["bound_value"]),
        (bound("/d:deal/@no"), "A-1", ["bound_value"]),
        (bound("/d:deal[1]/d:deposit[1]", shown="299元"), "299元", []),
        (bound("/d:deal[1]/d:deposit[1]", LIST), "按月", ["bound_value"]),
        (bound("/d:deal[1]/d:deposit[1]", extra=PROMPT), "299元", ["bound_value"]),
        (bound("/d:deal[1]/d:empty[1]"), "100元", []),
        (bound("/d:deal[1]/d:nothing[1]"), "100元", []),
        (bound("/x:deal[1]"), "100元", []),
        (bound("//*[count(//*) = 1]"), "100元", []),
        (bound("/d:deal[1]/d:deposit[1]", "<w:date/>"), "100元", []),
    ],
)
def test_bound_values_are_those_of_the_data(read, body, text, said):
    link = f'<Relationship Id="x" Type="{OFFICE}/customXml" Target="../customXml/item1.xml"/>'
    extra = {
        "customXml/item1.xml": '<d:deal xmlns:d="urn:d" no="A-1"><d:deposit>299元</d:deposit><d:empty/></d:deal>',
        "customXml/itemProps1.xml": PROPERTIES,
        "customXml/_rels/item1.xml.rels": (
            f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="p" Type="{OFFICE}/customXmlProps" '
            'Target="itemProps1.xml"/></Relationships>'
        ),
    }
    document = read(body, relationships=link, extra=extra)
    assert document.text == text
    assert [warning.code for warning in document.warnings] == said


def test_controls_of_headers_too(read):
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    document = read(paragraph("文") + section, header1=f"<w:p>{run('编号')}{control(PROMPT, run('编号'))}</w:p>")
    assert document.text == "编号____\n文"


def test_a_row_and_a_table_inside_of_a_control(read):
    inner = table(cell("甲") + cell("乙"))
    assert read(control("<w:docPartObj/>" + PROMPT, inner)).text == "甲 | 乙"
