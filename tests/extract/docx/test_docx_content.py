"""Everything that Word prints is read, once, and what it does not print is kept apart or said."""

from __future__ import annotations

import io
import zipfile

import pytest

from contract_scan.model.document import BlockKind
from support.wordml import field

TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic><a:graphicData>'
    "<wps:wsp><wps:txbx><w:txbxContent>{0}</w:txbxContent></wps:txbx></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice>"
    "<mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)


def kinds(document):
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def codes(document):
    return [warning.code for warning in document.warnings]


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<w:hyperlink r:id="x"><w:r><w:t>链接</w:t></w:r></w:hyperlink>', "链接"),
        ("<w:smartTag><w:r><w:t>标签</w:t></w:r></w:smartTag>", "标签"),
        ("<w:customXml><w:r><w:t>自定义</w:t></w:r></w:customXml>", "自定义"),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件"),
        ('<w:fldSimple w:instr="MERGEFIELD a"><w:r><w:t>域值</w:t></w:r></w:fldSimple>', "域值"),
        (field("begin", "!REF _a", "separate", "第五条", "end"), "第五条"),
        (field("begin", "!IF ", "begin", "!X", "separate", "内", "end", "!=1", "separate", "外", "end"), "外"),
        (field("begin", "!eq \\o\\ac(○,3)", "end"), "③"),
        (field("begin", "!MACROBUTTON NoMacro [填写金额]", "end"), "[填写金额]"),
        ("<w:r><w:t>前</w:t><w:tab/><w:t>后</w:t></w:r>", "前\t后"),
        ("<w:r><w:t>400</w:t><w:noBreakHyphen/><w:t>8</w:t><w:softHyphen/></w:r>", "400-8"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t></w:r>', "☑是"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:t>否</w:t></w:r>', "☐否"),
        (
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>X</w:t></w:r></w:sdtContent></w:sdt>",
            "☑",
        ),
        (
            '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
            "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>",
            "☐",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/><w:checked/>'
            "</w:checkBox></w:ffData></w:fldChar></w:r>" + field("!FORMCHECKBOX", "end"),
            "☑",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/>'
            '<w:listEntry w:val="月"/><w:listEntry w:val="年"/></w:ddList></w:ffData></w:fldChar></w:r>'
            + field("!FORMDROPDOWN", "end"),
            "年",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>ya</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>押</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>",
            "押",
        ),
        ("<m:oMath><m:r><m:t>0.6%</m:t></m:r></m:oMath>", "0.6%"),
        ("<w:r><w:t> 裁 </w:t></w:r><w:r><w:t>剪</w:t></w:r>", "裁剪"),
        ('<w:bdo w:val="ltr"><w:r><w:t>方向</w:t></w:r></w:bdo>', "方向"),
    ],
)
def test_inline_content(read, inner, text):
    assert read(f"<w:p>{inner}</w:p>").text == text


def test_field_that_spans_paragraphs(docx, read):
    body = (
        f"<w:p>{field('begin', '!TOC', 'separate', '目录一')}</w:p>"
        f"<w:p>{field('目录二', 'end')}</w:p><w:p>{field('begin', '!不印')}</w:p>"
        f"<w:p>{field('也不印', 'end', '印')}</w:p>"
    )
    assert read(body).text == "目录一\n目录二\n印"


@pytest.mark.parametrize(
    "inner",
    [
        field("begin", "!MERGEFIELD amount", "end"),
        field("begin", "!LISTNUM 条款", "end"),
        '<w:fldSimple w:instr="REF clause5"/>',
    ],
)
def test_field_without_a_stored_result_is_said(docx, read, inner):
    assert codes(read(f"<w:p>{docx.run('押金为')}{inner}</w:p>")) == ["field_without_result"]


def test_page_number_fields_need_no_result(docx, read):
    assert codes(read(f"<w:p>{docx.run('第')}{field('begin', '!PAGE', 'end')}</w:p>")) == []


def test_table_of_contents_is_no_clause(docx, read):
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    body = (
        f"<w:p>{field('begin', '!TOC ', 'separate', '第一条 押金')}<w:r><w:tab/><w:t>3</w:t></w:r></w:p>"
        f"<w:p>{field('第二条 费用')}</w:p><w:p>{field('end', '正文')}</w:p>"
        + docx.paragraph("附件", props='<w:pStyle w:val="TOC1"/>')
        + docx.paragraph("第一条 押金")
    )
    document = read(body, styles=styles)
    assert kinds(document) == [
        ("contents", "第一条 押金\t3"), ("contents", "第二条 费用"), ("paragraph", "正文"), ("contents", "附件"),
        ("paragraph", "第一条 押金"),
    ]  # fmt: skip
    assert [document.text[b.start : b.end] for b in document.body()] == ["正文", "第一条 押金"]


def test_line_break_parts_blocks(read):
    document = read('<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:br w:type="page"/><w:t>丙</w:t></w:r></w:p>')
    assert [text for _, text in kinds(document)] == ["甲", "乙", "丙"]


def test_headings_by_outline_and_by_style(docx, read):
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="sub"><w:name w:val="Sub"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    props = ['<w:pStyle w:val="1"/>', '<w:pStyle w:val="sub"/>', '<w:pStyle w:val="T"/>', '<w:outlineLvl w:val="2"/>']
    props += ['<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>']
    document = read("".join(docx.paragraph("题", props=p) for p in props), styles=styles)
    assert [(b.kind.value, b.level) for b in document.blocks] == [
        ("heading", 0), ("heading", 1), ("heading", 0), ("heading", 2), ("paragraph", None),
    ]  # fmt: skip


def test_tables_merged_cells_once(docx, read):
    body = docx.table(
        docx.cell("卡种") + docx.cell("费率", props='<w:gridSpan w:val="2"/>'),
        docx.cell("信用卡", props='<w:vMerge w:val="restart"/>') + docx.cell("境内") + docx.cell("0.6%"),
        docx.cell(props="<w:vMerge/>") + docx.cell("境外") + docx.cell("1.8%"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + docx.cell("其他") + docx.cell(),
    )
    document = read(body)
    assert document.text == "卡种 | 费率\n信用卡 | 境内 | 0.6%\n境外 | 1.8%\n其他 | "
    cells = [[document.text[a:b] for a, b in block.cells] for block in document.blocks]
    assert cells == [["卡种", "费率", ""], ["信用卡", "境内", "0.6%"], ["", "境外", "1.8%"], ["", "其他", ""]]
    assert [(b.table, b.row) for b in document.blocks] == [(0, 0), (0, 1), (0, 2), (0, 3)]


def test_cell_paragraphs_nested_tables_and_layout_tables(docx, read):
    nested = docx.table(docx.cell("内一") + docx.cell("内二"))
    body = (
        docx.table(docx.cell("押金", "（可退）") + docx.cell("299元"))
        + docx.table(docx.cell("外", nested) + docx.cell("右"))
        + docx.table(docx.cell("第一条 总则", "第二条 押金", nested))
        + docx.table(docx.cell("条款") + docx.cell(*["乙方应按时缴纳全部费用。" * 8] * 3))
    )
    found = kinds(read(body))
    assert found[0] == ("table_row", "押金 （可退） | 299元")
    assert found[1:3] == [("table_row", "外 | 右"), ("table_row", "内一 | 内二")]
    assert found[3:6] == [("paragraph", "第一条 总则"), ("paragraph", "第二条 押金"), ("table_row", "内一 | 内二")]
    assert found[6] == ("paragraph", "条款")
    assert len(found) == 10


def test_numbers_in_cells_and_rows_inside_controls(docx, read):
    numbering = docx.one_list(docx.level(0, "decimal", "%1"))
    row = f"<w:tr>{docx.cell(docx.paragraph(num=1))}{docx.cell('甲')}</w:tr>"
    body = f"<w:tbl>{row}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert read(body, numbering=numbering).text == "1 | 甲\n2 | 甲"


def test_text_boxes_once(docx, read):
    body = f"<w:p>{docx.run('正文')}{TEXT_BOX.format(docx.paragraph('框内'))}</w:p>"
    assert kinds(read(body)) == [("paragraph", "正文"), ("text_box", "框内")]


def test_choice_that_word_does_not_know_falls_back(read):
    body = (
        '<w:p><w:r><mc:AlternateContent><mc:Choice Requires="zz9"><w:t>新</w:t></mc:Choice>'
        "<mc:Fallback><w:t>旧</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert read(body).text == "旧"


def test_notes_follow_the_paragraph_that_refers_to_them(docx, read):
    body = (
        f"<w:p>{docx.run('押金299元')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        f"<w:p>{docx.run('费率')}<w:r><w:endnoteReference w:id='2'/></w:r></w:p>"
    )
    footnotes = (
        f'<w:footnote w:id="0" w:type="separator">{docx.paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="2">{docx.paragraph("不计利息")}</w:footnote>'
    )
    endnotes = f'<w:endnote w:id="2">{docx.paragraph("以公告为准")}</w:endnote>'
    assert kinds(read(body, footnotes=footnotes, endnotes=endnotes)) == [
        ("paragraph", "押金299元"), ("footnote", "不计利息"), ("paragraph", "费率"), ("footnote", "以公告为准"),
    ]  # fmt: skip


def test_headers_footers_page_numbers_and_watermarks(docx, read):
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
        '<w:headerReference w:type="first" r:id="header2"/>'
        '<w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    )
    watermark = '<w:p><w:r><w:pict><v:shape><v:textpath string="样本"/></v:shape></w:pict></w:r></w:p>'
    document = read(
        docx.paragraph("正文") + section,
        header1=docx.paragraph("特约商户协议") + watermark,
        header2=docx.paragraph("首页页眉未启用"),
        footer1=docx.paragraph("第 1 页 共 3 页") + docx.paragraph("内部资料"),
    )
    assert kinds(document) == [
        ("header", "特约商户协议"), ("watermark", "样本"), ("paragraph", "正文"), ("page_number", "第 1 页 共 3 页"),
        ("footer", "内部资料"),
    ]  # fmt: skip
    assert [document.text[b.start : b.end] for b in document.body()] == ["正文"]


CHANGES = (
    "<w:p><w:r><w:t>押金</w:t></w:r><w:del><w:r><w:delText>可退</w:delText></w:r></w:del>"
    "<w:ins><w:r><w:t>不退</w:t></w:r></w:ins></w:p>"
)


@pytest.mark.parametrize(("tracked", "text"), [("final", "押金不退"), ("original", "押金可退")])
def test_tracked_changes(read, tracked, text):
    document = read(CHANGES, tracked=tracked)
    assert document.text == text
    assert codes(document) == ["tracked_changes"]


@pytest.mark.parametrize(("tracked", "text"), [("final", "乙\n甲"), ("original", "甲\n乙")])
def test_moved_text(docx, read, tracked, text):
    moved = docx.run("甲")
    body = (
        f"<w:p><w:pPr><w:rPr><w:moveFrom/></w:rPr></w:pPr><w:moveFrom>{moved}</w:moveFrom></w:p>"
        + docx.paragraph("乙")
        + f"<w:p><w:pPr><w:rPr><w:moveTo/></w:rPr></w:pPr><w:moveTo>{moved}</w:moveTo></w:p>"
    )
    assert read(body, tracked=tracked).text == text


@pytest.mark.parametrize(("tracked", "text"), [("final", "前半后半"), ("original", "前半\n后半")])
def test_deleted_paragraph_mark_joins(docx, read, tracked, text):
    assert read(docx.paragraph("前半", mark="<w:del/>") + docx.paragraph("后半"), tracked=tracked).text == text


@pytest.mark.parametrize(("tracked", "text"), [("final", "甲 | 1\n丙 | 3"), ("original", "甲 | 1\n乙 | 2")])
def test_tracked_rows(docx, read, tracked, text):
    body = docx.table(
        docx.cell("甲") + docx.cell("1"),
        "<w:trPr><w:del/></w:trPr>" + docx.cell("乙") + docx.cell("2"),
        "<w:trPr><w:ins/></w:trPr>" + docx.cell("丙") + docx.cell("3"),
    )
    assert read(body, tracked=tracked).text == text


@pytest.mark.parametrize(("tracked", "text"), [("final", "条"), ("original", "1. 条")])
def test_changed_numbering(docx, read, tracked, text):
    before = '<w:pPrChange><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    numbering = docx.one_list(docx.level(0, "decimal", "%1."))
    assert read(docx.paragraph("条", props=before), numbering=numbering, tracked=tracked).text == text


def test_comments_are_kept_apart(docx, read):
    comments = f'<w:comment w:id="1" w:author="法务">{docx.paragraph("此处请改")}</w:comment>'
    document = read(docx.paragraph("正文"), comments=comments)
    assert kinds(document) == [("paragraph", "正文"), ("comment", "此处请改")]
    assert codes(document) == ["comments"]


def test_hidden_text_is_reported_not_read_as_body(docx, read):
    styles = (
        '<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    by_style = docx.run("甲", '<w:rStyle w:val="H"/>')
    switched_off = docx.run("显", '<w:vanish w:val="0"/>')
    body = (
        f"<w:p>{docx.run('押金可退')}{docx.run('但须满三年', '<w:vanish/>')}</w:p><w:p>{by_style}</w:p>"
        + docx.paragraph("乙", props='<w:pStyle w:val="P"/>')
        + f"<w:p>{switched_off}</w:p>"
    )
    document = read(body, styles=styles)
    assert kinds(document) == [
        ("paragraph", "押金可退"), ("hidden", "但须满三年"), ("hidden", "甲"), ("hidden", "乙"), ("paragraph", "显"),
    ]  # fmt: skip
    assert codes(document) == ["hidden_text"]


@pytest.mark.parametrize(
    ("run", "around", "hidden"),
    [
        ('<w:color w:val="FFFFFF"/>', "{}", True),
        ('<w:sz w:val="2"/>', "{}", True),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="000000"/>', "{}", False),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="black"/>', "{}", False),
        (
            '<w:color w:val="ffffff"/>',
            '<w:tbl><w:tr><w:tc><w:tcPr><w:shd w:fill="1F3864"/></w:tcPr>{}</w:tc></w:tr></w:tbl>',
            False,
        ),
        ('<w:color w:val="FFFFFF"/>', "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", True),
        ('<w:sz w:val="21"/><w:color w:val="FF0000"/>', "{}", False),
    ],
)
def test_text_that_cannot_be_seen(docx, read, run, around, hidden):
    document = read(docx.paragraph("正文") + around.format(f"<w:p>{docx.run('押金不退', run)}</w:p>"))
    assert (("hidden", "押金不退") in kinds(document)) is hidden
    assert codes(document) == ["hidden_text"] * hidden


def picture(wide, high):
    return (
        f'<w:p><w:r><w:drawing><wp:inline><wp:extent cx="{wide * 360000}" cy="{high * 360000}"/><a:graphic>'
        '<a:graphicData><pic:pic><a:blip r:embed="p"/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>'
        "</w:r></w:p>"
    )


@pytest.mark.parametrize(
    ("text", "drawn", "unread"),
    [
        ("正文" * 100, picture(18, 25), True),
        ("正文" * 100, picture(3, 3), False),
        ("短", picture(3, 3), True),
        (
            "正文" * 100,
            '<w:p><w:r><w:pict><v:shape style="width:15cm;height:300pt"><v:imagedata r:id="p"/></v:shape></w:pict>'
            "</w:r></w:p>",
            True,
        ),
    ],
    ids=["a page", "a seal", "nothing else in the file", "an old drawing"],
)
def test_pictures_that_may_hold_text_are_said(docx, read, text, drawn, unread):
    link = (
        '<Relationship Id="p" Target="media/image1.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
    )
    document = read(docx.paragraph(text) + drawn, relationships=link, extra={"word/media/image1.png": b"PNG"})
    assert [part.part for part in document.unread] == ["word/media/image1.png"] * unread


def test_text_in_an_unknown_place_is_not_lost_in_silence(docx, read):
    lost = "<w:p><w:pPr><w:r><w:t>押金不退</w:t></w:r></w:pPr></w:p>"
    document = read(docx.paragraph("正文") + lost)
    assert [part.part for part in document.unread] == ["word/document.xml"]


def test_hidden_paragraph_mark_joins_as_a_style_separator(docx, read):
    body = docx.paragraph("第一条", mark="<w:vanish/><w:specVanish/>") + docx.paragraph("押金条款")
    assert read(body).text == "第一条押金条款"


def test_text_in_a_covered_cell_is_hidden_text(docx, read):
    body = docx.table(
        docx.cell("甲", props='<w:vMerge w:val="restart"/>') + docx.cell("1"),
        docx.cell("看不见", props="<w:vMerge/>") + docx.cell("2"),
    )
    document = read(body)
    assert ("hidden", "看不见") in kinds(document)
    assert codes(document) == ["hidden_text"]


def test_diagram_text(docx, read):
    drawing = (
        '<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><dgm:relIds r:dm="rd"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    link = (
        '<Relationship Id="rd" Target="diagrams/data1.xml" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/diagramData"/>'
    )
    data = docx.element("dgm:dataModel", "<a:p><a:r><a:t>退款</a:t></a:r><a:r><a:t>流程</a:t></a:r></a:p>")
    document = read(drawing, relationships=link, extra={"word/diagrams/data1.xml": data})
    assert kinds(document) == [("text_box", "退款流程")]


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ('<w:altChunk r:id="x"/>', "altChunk"),
        ('<w:p><w:subDoc r:id="x"/></w:p>', "sub-document"),
        ('<w:p><w:r><w:object><o:OLEObject ProgID="Word.Document.12"/></w:object></w:r></w:p>', "embedded object"),
        ("<w:p><w:r><w:drawing><a:graphic><c:chart/></a:graphic></w:drawing></w:r></w:p>", "chart"),
    ],
)
def test_what_is_not_read_is_said(docx, read, body, part):
    document = read(docx.paragraph("正文") + body)
    assert [unread.part for unread in document.unread] == [part]
    assert codes(document) == ["unread_part"]


@pytest.mark.parametrize(
    "main_type",
    [
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ],
    ids=["docm", "dotx"],
)
def test_macro_files_and_templates(docx, read, main_type):
    assert read(docx.package(docx.paragraph("正文"), main_type=main_type)).text == "正文"


def test_strict_open_xml(docx, read):
    numbering = docx.one_list(docx.level(0, "chineseCounting", "第%1条"))
    data = docx.package(docx.paragraph("押金", num=1), strict=True, numbering=numbering)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"purl.oclc.org" in archive.read("word/document.xml")
    assert read(data).text == "第一条 押金"


def test_wrappers_around_paragraphs(docx, read):
    inner = docx.paragraph("控件里的条款")
    body = f"<w:sdt><w:sdtPr/><w:sdtContent><w:customXml>{inner}</w:customXml></w:sdtContent></w:sdt>"
    document = read(body)
    assert kinds(document) == [("paragraph", "控件里的条款")]
    assert all(block.kind is BlockKind.PARAGRAPH for block in document.blocks)


def test_flat_package(docx, read):
    parts = "".join(
        f'<pkg:part pkg:name="/{name}" pkg:contentType="{content_type}"><pkg:xmlData>{xml}</pkg:xmlData></pkg:part>'
        for name, content_type, xml in (
            (
                "_rels/.rels",
                "application/vnd.openxmlformats-package.relationships+xml",
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                'Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
                'Target="word/document.xml"/></Relationships>',
            ),
            (
                "word/document.xml",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
                docx.element("w:document", f"<w:body>{docx.paragraph('押金不予退还')}</w:body>").split("?>")[1],
            ),
        )
    )
    flat = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        f'<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">{parts}</pkg:package>'
    )
    assert read(flat.encode()).text == "押金不予退还"
