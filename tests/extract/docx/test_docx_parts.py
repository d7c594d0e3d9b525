"""Parts beside the body: embedded files, diagrams and charts, headers, and packages put together in odd ways."""

from __future__ import annotations

import io
import zipfile

import pytest

from support.wordml import cell, element, level, one_list, package, paragraph, run, table

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def link(key, kind, target, more=""):
    return f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"{more}/>'


def kinds(document):
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


def repacked(data, change):
    """The package with each part's name and bytes changed; None leaves a part out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None:
                new.writestr(*changed)
    return stream.getvalue()


# --- files inside of the file -----------------------------------------------------------------------------------------

HTML = "<html><body><p>押金<b>299元</b></p><table><tr><td>费率</td><td>0.6%</td></tr></table></body></html>"


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("chunk.html", HTML.encode(), "押金299元\n费率 | 0.6%"),
        ("chunk.txt", "押金299元\n不予退还".encode("gb18030"), "押金299元\n不予退还"),
        (
            "chunk.docx",
            package(paragraph("押金", num=1), numbering=one_list(level(0, "chineseCounting", "第%1条"))),
            "第一条 押金",
        ),
    ],
)
def test_a_file_embedded_as_text_is_part_of_the_text(read, name, data, text):
    body = paragraph("前") + '<w:altChunk r:id="c"/>' + paragraph("后")
    document = read(body, relationships=link("c", "aFChunk", name), extra={f"word/{name}": data})
    assert document.text == f"前\n{text}\n后"
    assert document.unread == ()


def test_embedded_text_keeps_numbers_and_tables(read):
    inner = package(
        paragraph("押金", num=1) + table(cell("卡种") + cell("0.6%")), numbering=one_list(level(0, "decimal", "%1."))
    )
    document = read(
        '<w:altChunk r:id="c"/>', relationships=link("c", "aFChunk", "c.docx"), extra={"word/c.docx": inner}
    )
    label, row = document.blocks
    assert label.label_end == 2
    assert [document.text[start:end] for start, end in row.cells] == ["卡种", "0.6%"]


NESTED = package(
    '<w:altChunk r:id="c"/>',
    relationships=link("c", "aFChunk", "d.docx"),
    extra={"word/d.docx": package(paragraph("深"))},
)


@pytest.mark.parametrize(
    ("data", "part"),
    [(b"PK\x03\x04 no archive", "word/c.bin"), (NESTED, "word/d.docx")],
    ids=["damaged", "a file in a file in the file"],
)
def test_embedded_files_that_are_not_read_are_said(read, data, part):
    body = paragraph("文") + '<w:altChunk r:id="c"/>'
    document = read(body, relationships=link("c", "aFChunk", "c.bin"), extra={"word/c.bin": data})
    assert document.text == "文"
    assert [unread.part for unread in document.unread] == [part]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('<w:p><w:r><w:object><o:OLEObject ProgID="Word.Document.12" r:id="e"/></w:object></w:r></w:p>', "package"),
        ('<w:p><w:r><w:object><w:control r:id="e"/></w:object></w:r></w:p>', "control"),
        ("", "oleObject"),
    ],
)
def test_embedded_objects_are_named(read, body, kind):
    target = "embeddings/object1.bin"
    document = read(paragraph("文") + body, relationships=link("e", kind, target), extra={f"word/{target}": b"?"})
    assert [unread.part for unread in document.unread] == ["word/embeddings/object1.bin"]


# --- drawings ---------------------------------------------------------------------------------------------------------


def graphic(inner):
    return (
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData>"
        f"{inner}</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )


CHART = element(
    "c:chartSpace",
    "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>各卡种费率</a:t></a:r></a:p></c:rich></c:tx></c:title><c:ser>"
    "<c:tx><c:strRef><c:strCache><c:pt><c:v>费率</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    "<c:cat><c:strRef><c:strCache><c:pt><c:v>借记卡</c:v></c:pt><c:pt><c:v>贷记卡</c:v></c:pt></c:strCache></c:strRef>"
    "</c:cat><c:val><c:numRef><c:numCache><c:formatCode>0.00%</c:formatCode><c:pt><c:v>0.005</c:v></c:pt>"
    "<c:pt><c:v>6.0000000000000001E-3</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser></c:chart>",
)
DRAWN = "<a:r><a:t>{}</a:t></a:r>"
BOX = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"


def test_chart(read):
    document = read(
        graphic('<c:chart r:id="c"/>'),
        relationships=link("c", "chart", "charts/chart1.xml"),
        extra={"word/charts/chart1.xml": CHART},
    )
    assert document.text == "各卡种费率\n | 借记卡 | 贷记卡\n费率 | 0.5% | 0.6%"
    assert document.unread == ()


@pytest.mark.parametrize(
    ("inner", "texts"),
    [
        (f"<wps:wsp><wps:txbx>{BOX.format('形状')}</wps:txbx></wps:wsp>", ["形状"]),
        (
            f"<wpg:wgp><wps:wsp><wps:txbx>{BOX.format('甲')}</wps:txbx></wps:wsp><wpg:grpSp><wps:wsp><wps:txbx>"
            f"{BOX.format('乙')}</wps:txbx></wps:wsp></wpg:grpSp></wpg:wgp>",
            ["甲", "乙"],
        ),
        (f"<wpc:wpc><wps:wsp><wps:txbx>{BOX.format('画布')}</wps:txbx></wps:wsp></wpc:wpc>", ["画布"]),
        (f"<a:sp><a:txBody><a:p>{DRAWN.format('图')}<a:br/>{DRAWN.format('形')}</a:p></a:txBody></a:sp>", ["图 形"]),
    ],
    ids=["shape", "group", "canvas", "locked canvas"],
)  # fmt: skip
def test_shapes(read, inner, texts):
    alternative = '<wp:docPr id="1" name="框" descr="替代文字" title="标题"/>'
    document = read(graphic(alternative + inner))
    assert kinds(document) == [("text_box", text) for text in texts]
    assert document.unread == ()


def art(text, more=""):
    return f'<w:p><w:r><w:pict><v:shape {more}><v:textpath string="{text}"/></v:shape></w:pict></w:r></w:p>'


@pytest.mark.parametrize(
    ("more", "kind"),
    [("", "text_box"), ('id="PowerPlusWaterMarkObject1"', "watermark"), ('style="rotation:315"', "watermark")],
)
def test_word_art_of_the_body(read, more, kind):
    assert kinds(read(paragraph("前") + art("样本", more) + paragraph("后"))) == [
        ("paragraph", "前"), (kind, "样本"), ("paragraph", "后"),
    ]  # fmt: skip


def test_a_drawing_of_a_joined_paragraph_is_kept(read):
    joined = art("样本").replace("<w:p>", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>")
    assert kinds(read(joined + paragraph("文"))) == [("paragraph", "文"), ("text_box", "样本")]


def test_drawings_of_a_header_are_looked_up_from_the_header(read):
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    data = element("dgm:dataModel", "<a:p><a:r><a:t>流程</a:t></a:r></a:p>")
    rels = f'<Relationships xmlns="{RELATIONSHIPS}">{link("d", "diagramData", "diagrams/data1.xml")}</Relationships>'
    extra = {"word/_rels/header1.xml.rels": rels, "word/diagrams/data1.xml": data}
    document = read(paragraph("文") + section, header1=graphic('<dgm:relIds r:dm="d"/>'), extra=extra)
    assert kinds(document) == [("header", "流程"), ("paragraph", "文")]


def test_a_damaged_diagram_costs_no_more_than_itself(read):
    document = read(
        paragraph("文") + graphic('<dgm:relIds r:dm="d"/>'),
        relationships=link("d", "diagramData", "d.xml"),
        extra={"word/d.xml": "<a"},
    )
    assert document.text == "文"
    assert [unread.part for unread in document.unread] == ["word/d.xml"]


# --- headers and notes ------------------------------------------------------------------------------------------------


def section(*references, title=False):
    marks = "".join(f'<w:headerReference w:type="{page}" r:id="{key}"/>' for page, key in references)
    return f"<w:sectPr>{marks}{'<w:titlePg/>' if title else ''}</w:sectPr>"


HEADERS = {"header1": paragraph("常"), "header2": paragraph("首"), "header3": paragraph("偶")}
ALL = (("default", "header1"), ("first", "header2"), ("even", "header3"))
EVEN = {"settings": "<w:evenAndOddHeaders/>"}


@pytest.mark.parametrize(
    ("sections", "settings", "headers"),
    [
        ([section(*ALL)], {}, ["常"]),
        ([section(*ALL, title=True)], {}, ["常", "首"]),
        ([section(*ALL)], EVEN, ["常", "偶"]),
        ([section(*ALL), section(title=True)], {}, ["常", "首"]),
        ([section(ALL[1]), section(ALL[0])], {}, ["常"]),
    ],
    ids=["default", "first page", "even pages", "goes on from the section before", "none in the first section"],
)
def test_headers_are_those_that_some_page_shows(read, sections, settings, headers):
    body = "".join(f"<w:p><w:pPr>{one}</w:pPr>{run('文')}</w:p>" for one in sections)
    found = kinds(read(body, **HEADERS, **settings))
    assert [text for kind, text in found if kind == "header"] == headers


def test_notes_count_their_own_lists_and_keep_custom_marks(read):
    numbering = one_list(level(0, "decimal", "%1."))
    mark = '<w:r><w:footnoteReference w:id="{}" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    body = paragraph("甲", num=1) + f"<w:p>{run('乙')}{mark.format(2)}</w:p>" + paragraph("丙", num=1)
    notes = (
        f'<w:footnote w:id="-1" w:type="separator">{paragraph("线")}</w:footnote>'
        f'<w:footnote w:id="0" w:type="continuationNotice">{paragraph("接下页")}</w:footnote>'
        f'<w:footnote w:id="2">{paragraph("注", num=1)}</w:footnote>'
    )
    assert read(body, numbering=numbering, footnotes=notes).text == "1. 甲\n乙*\n1. 注\n2. 丙"


def test_tables_of_headers_and_boxes(read):
    inner = table(cell("卡种", table(cell("内"))) + cell("费率"))
    box = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
    document = read(box + section(ALL[0]), header1=inner)
    assert kinds(document) == [
        ("header", "卡种 | 费率"), ("header", "内"), ("table_row", "卡种 | 费率"), ("table_row", "内"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1", "- 12 -", "第1页", "第 1 页 共 3 页", "1/3", "Page 1 of 3", "第1页/共3页"])
def test_page_numbers(read, text):
    footer = '<w:sectPr><w:footerReference w:type="default" r:id="footer1"/></w:sectPr>'
    assert kinds(read(paragraph("文") + footer, footer1=paragraph(text)))[1:] == [("page_number", text)]


# --- habits of other programs -----------------------------------------------------------------------------------------

WPS = (
    '<w:p><w:pPr><w:keepNext w:val="0"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:bidi w:val="0"/>'
    '<w:rPr><w:rFonts w:hint="eastAsia"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:pPr>'
    '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t>押金</w:t></w:r>'
    '<w:bookmarkEnd w:id="0"/><w:r><w:rPr><w:rFonts w:hint="default" w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
    '<w:sz w:val="21"/></w:rPr><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>'
    '<w:sdt><w:sdtPr><w:id w:val="1"/><w:placeholder><w:docPart w:val="{x}"/></w:placeholder><w:showingPlcHdr/>'
    "<w:text/></w:sdtPr><w:sdtContent><w:r><w:t>单击此处输入文字。</w:t></w:r></w:sdtContent></w:sdt></w:p>"
)
GOOGLE = (
    '<w:sdt><w:sdtPr><w:id w:val="-1"/><w:tag w:val="goog_rdk_2"/></w:sdtPr><w:sdtContent><w:p><w:pPr>'
    '<w:pageBreakBefore w:val="0"/><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    '<w:shd w:fill="auto" w:val="clear"/><w:rPr>'
    '<w:u w:val="none"/></w:rPr></w:pPr><w:sdt><w:sdtPr><w:tag w:val="goog_rdk_0"/></w:sdtPr><w:sdtContent><w:ins '
    'w:author="x" w:id="0"><w:r w:rsidDel="0"><w:rPr><w:color w:val="000000"/><w:shd w:fill="ffffff" w:val="clear"/>'
    '<w:vertAlign w:val="baseline"/><w:rtl w:val="0"/></w:rPr><w:t xml:space="preserve">押金</w:t></w:r></w:ins>'
    "</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>"
)


@pytest.mark.parametrize(
    ("body", "text"), [(WPS, "第一条 押金☑____"), (GOOGLE, "第一条 押金")], ids=["WPS", "Google Docs"]
)
def test_markup_of_other_programs(read, body, text):
    assert read(body, numbering=one_list(level(0, "chineseCounting", "第%1条"))).text == text


def test_a_note_of_a_cell_stands_below_the_row(read):
    noted = f"<w:p>{run('0.6%')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    document = read(
        table(cell("费率") + cell(noted) + cell("借记卡")),
        footnotes=f'<w:footnote w:id="2">{paragraph("以公告为准")}</w:footnote>',
    )
    assert kinds(document) == [("table_row", "费率 | 0.6% | 借记卡"), ("footnote", "以公告为准")]


# --- packages ---------------------------------------------------------------------------------------------------------

PLAIN = package(paragraph("押金", num=1), numbering=one_list(level(0, "chineseCounting", "第%1条")))


def utf16(name, data):
    if not name.endswith(".xml"):
        return name, data
    return name, data.decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")


def moved(name, data):
    """Everything in one odd folder, referred to from the root, with an escaped name and a prefix of its own."""
    if name == "_rels/.rels":
        return name, data.replace(b"word/document.xml", b"/%E5%90%88%20%E5%90%8C/body.xml")
    name = name.replace("word/", "合 同/").replace("document.xml", "body.xml")
    if name.endswith("body.xml"):
        data = data.replace(b"<w:", b"<ns0:").replace(b"</w:", b"</ns0:").replace(b"xmlns:w=", b"xmlns:ns0=")
        data = data.replace(b" w:", b" ns0:")
    return name, data.replace(b"/word/document.xml", b"/%E5%90%88%20%E5%90%8C/body.xml")


def backslashes(name, data):
    if name.endswith("document.xml.rels"):
        data = data.replace(b'Target="numbering.xml"', b'Target="\\word\\NUMBERING.xml"')
    return name, data


@pytest.mark.parametrize(
    "change",
    [
        utf16,
        moved,
        backslashes,
        lambda name, data: None if name == "[Content_Types].xml" else (name, data),
    ],
    ids=["UTF-16", "moved", "backslashes", "no content types"],
)
def test_odd_packages(read, change):
    assert read(repacked(PLAIN, change)).text == "第一条 押金"


def test_strict_in_utf16(read):
    strict = package(paragraph("押金", num=1), numbering=one_list(level(0, "chineseCounting", "第%1条")), strict=True)
    assert read(repacked(strict, utf16)).text == "第一条 押金"


def test_a_document_without_styles_or_numbering(read):
    body = paragraph("押金", num=7, props='<w:pStyle w:val="Nowhere"/>')
    assert kinds(read(body)) == [("paragraph", "押金")]


def test_compatibility_is_told_by_the_namespace_and_not_by_the_prefix(read):
    choice = (
        '<mc:Choice xmlns:{0}="{1}" Requires="{0}"><w:t>新</w:t></mc:Choice><mc:Fallback><w:t>旧</w:t></mc:Fallback>'
    )
    known = choice.format("q", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape")
    unknown = choice.format("wps", "urn:example:tomorrow")
    for inner, text in ((known, "新"), (unknown, "旧")):
        assert read(f"<w:p><w:r><mc:AlternateContent>{inner}</mc:AlternateContent></w:r></w:p>").text == text


# --- nothing is left unsaid -------------------------------------------------------------------------------------------

FOREIGN = element("w:doc", paragraph("押金不予退还"))


@pytest.mark.parametrize(
    ("kind", "content", "said"),
    [
        ("somethingNew", FOREIGN, True),
        ("somethingNew", element("w:doc", paragraph("正文")), False),
        ("glossaryDocument", FOREIGN, False),
        ("somethingNew", "<x", False),
    ],
    ids=["unknown part", "its text is in the document too", "building blocks", "no XML"],
)
def test_text_of_parts_that_nothing_reads_is_said(read, kind, content, said):
    document = read(paragraph("正文"), relationships=link("x", kind, "other.xml"), extra={"word/other.xml": content})
    assert document.text == "正文"
    assert [unread.part for unread in document.unread] == ["word/other.xml"] * said
