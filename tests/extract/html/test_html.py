"""Pages are read as a browser shows them."""

from __future__ import annotations

import pytest

from contract_scan.errors import SourceTooLargeError
from contract_scan.extract import extract
from contract_scan.sources import as_source


def read(html, encoding="utf-8"):
    document = extract(as_source(html if isinstance(html, bytes) else f"<html><body>{html}".encode(encoding)))
    assert document.media_type == "text/html"
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert all(block.start <= first <= last <= block.end for first, last in block.cells)
        end = block.end
    return document


def kinds(document):
    return [(block.kind.value, document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>押金<b>299</b>元</p>", "押金299元"),
        ("<p>甲方应当\n  缴纳押金</p>", "甲方应当缴纳押金"),
        ("<p>费率\n0.6%</p>", "费率 0.6%"),
        ("<p>a  \n b</p>", "a b"),
        ("<p>一<br>二</p>", "一\n二"),
        ("<div>一<p>二</p>三</div>", "一\n二\n三"),
        ("<p>&lt;押金&gt;&nbsp;&#x9000;</p>", "<押金>\u00a0退"),
        ("<pre>一\n  二</pre>", "一\n二"),
        ("<p>押<ruby>金<rp>(</rp><rt>jin</rt></ruby></p>", "押金"),
        ("<title>题</title><p>正文</p>", "正文"),
        ("<script>var x='押金'</script><style>p{}</style><p>正文<!-- 注 --></p>", "正文"),
        ("<p>正文<img src='a.png' alt=''></p>", "正文"),
        ("<span aria-hidden=true>仍可见</span>", "仍可见"),
        ("<input value='299'>元<input type=hidden value=x><input type=checkbox checked>是", "299元☑是"),
        ("<select><option>月<option selected>年</select>", "年"),
        ("<a href='https://example.com/'>链接</a>", "链接"),
        ("<span style='display:block'>一</span>二", "一\n二"),
    ],
)
def test_visible_text(html, text):
    assert read(html).text == text


def test_headings():
    document = read("<h1>协议</h1><h3>押金<br>条款</h3><p>正文</p>")
    assert [(b.kind.value, b.level) for b in document.blocks] == [
        ("heading", 0), ("heading", 2), ("heading", 2), ("paragraph", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<ol><li>甲<li>乙</ol>", "1. 甲\n2. 乙"),
        ("<ol start=5 type=a><li>甲<li value=9>乙<li>丙</ol>", "e. 甲\ni. 乙\nj. 丙"),
        ("<ol reversed><li>甲<li>乙</ol>", "2. 甲\n1. 乙"),
        ("<ol type=I><li><p>甲</p><p>续</p></li></ol>", "I. 甲\n续"),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲<li>乙</ol>", "一、甲\n二、乙"),
        ("<ol style='list-style:none'><li>甲</ol>", "甲"),
        ("<ol><li>甲<ol type=i><li>乙</ol><li>丙</ol>", "1. 甲\ni. 乙\n2. 丙"),
        ("<ol><li><ol><li>甲</ol></ol>", "1. 甲"),
        ("<ul><li>甲</ul>", "• 甲"),
        ("<ul><li hidden>藏<li>甲</ul>", "藏\n• 甲"),
    ],
)
def test_lists(html, text):
    assert read(html).text == text


def test_list_numbers_are_labels():
    document = read("<ol><li>甲<ol><li>乙</ol></ol>")
    assert [(document.text[b.start : b.label_end], b.level) for b in document.blocks] == [("1.", 0), ("1.", 1)]


def test_tables_with_spans_once():
    document = read(
        "<table><caption>费率表</caption><thead><tr><th>卡种<th colspan=2>费率</thead>"
        "<tr><td rowspan=2>贷记卡<td>境内<td>0.6%<tr><td>境外<td>1.8%<tr><td>借记卡<td><td>0.5%</table>"
    )
    assert document.text == "费率表\n卡种 | 费率\n贷记卡 | 境内 | 0.6%\n境外 | 1.8%\n借记卡 |  | 0.5%"
    cells = [[document.text[a:b] for a, b in block.cells] for block in document.blocks[1:]]
    assert cells == [
        ["卡种", "费率", ""], ["贷记卡", "境内", "0.6%"], ["", "境外", "1.8%"], ["借记卡", "", "0.5%"],
    ]  # fmt: skip


def test_tables_that_only_lay_out_the_page():
    inner = "<table><tr><td>内<td>表</table>"
    document = read(f"<table><tr><td><h2>第一条</h2><p>押金</p>{inner}</table>")
    assert kinds(document) == [("heading", "第一条"), ("paragraph", "押金"), ("table_row", "内 | 表")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>可见<span hidden>押金不退</span></p>",
        "<p>可见<span style='display: none'>押金不退</span></p>",
        "<p>可见<span style='VISIBILITY:hidden!important'>押金不退</span></p>",
        "<p>可见<span style='font-size:0px'>押金不退</span></p>",
        "<style>.x, .y{display:none} @media print{p{display:none}}</style><p>可见</p><div class='a y'>押金不退</div>",
        "<style>/* c */ #z{color:red;opacity:0}</style><p>可见</p><div id=z>押金不退</div>",
        "<p>可见</p><table hidden><tr><td>押金不退</table>",
        "<p>可见</p><table><tr style='display:none'><td>押金不退</table>",
        "<p>可见</p><table><tr><td hidden>押金不退</table>",
        "<p>可见<span style='font-size:1px'>押金不退</span></p>",
        "<p>可见<span style='color:#fff'>押金不退</span></p>",
        "<p>可见<font color=white>押金不退</font></p>",
        "<p>可见<span style='color:transparent'>押金不退</span></p>",
        "<div style='background:#333;color:#fff'>可见<span style='color:#353535'>押金不退</span></div>",
        "<p>可见</p><div style='position:absolute;left:-9999px'>押金不退</div>",
        "<p>可见</p><div style='text-indent:-9999px'>押金不退</div>",
        "<p>可见</p><div style='position:absolute;clip:rect(0,0,0,0)'>押金不退</div>",
        "<p>可见</p><div style='height:0;overflow:hidden'>押金不退</div>",
        "<style>.tip{display:none}</style><p>可见</p><div class=tip style='visibility:visible'>押金不退</div>",
        "<style>.box > p .tip{display:none}</style><div class=box><p>可见<span class=tip>押金不退</span></p></div>",
        "<style>@media screen{.tip{display:none}}</style><p>可见<span class=tip>押金不退</span></p>",
        "<style>#a{display:none!important}</style><p>可见<span id=a style='display:inline'>押金不退</span></p>",
        "<style>[data-x] b[title^=a]{display:none}</style><p data-x=1>可见<b title=abc>押金不退</b></p>",
        "<style>.a[lang=zh][title]{display:none}</style><p>可见</p><p class=a lang=zh title>押金不退</p>",
        "<p>可见</p><div style='content-visibility:hidden'>押金不退</div>",
        "<style>p b{color:#fefefe}</style><p>可见<b>押金不退</b></p>",
        "<iframe srcdoc='<p>可见</p><p hidden>押金不退</p>'></iframe>",
    ],
)
def test_hidden_text_is_reported(html):
    document = read(html)
    assert kinds(document) == [("paragraph", "可见"), ("hidden", "押金不退")]
    assert [warning.code for warning in document.warnings] == ["hidden_text"]


@pytest.mark.parametrize(
    "html",
    [
        "<div style='font-size:0'><span style='font-size:14px'>押金不退</span></div>",
        "<div style='visibility:hidden'><span style='visibility:visible'>押金不退</span></div>",
        "<div style='background:#333'><p style='color:#fff'>押金不退</p></div>",
        "<table bgcolor=navy><tr><td style='color:white'>押金不退</table>",
        "<div style='background:url(a.png) no-repeat'><p style='color:#fff'>押金不退</p></div>",
        "<link rel=stylesheet href=a.css><h1 class=head><font color=white>押金不退</font></h1>",
        "<div style='position:absolute;top:0;color:#fff'>押金不退</div>",
        "<style>.tip{display:none} .tip{display:block}</style><p class=tip>押金不退</p>",
        "<style>.tip{display:none} #a{display:block}</style><p class=tip id=a>押金不退</p>",
        "<style>p .tip{display:none} p > i > .tip{display:none}</style><div><p>押金<i><b>不退</b></i></p></div>",
        "<style>p:hover{display:none} @media print{p{display:none}} @media(max-width:9px){p{display:none}}</style>"
        "<p>押金不退</p>",
        "<style media=print>p{display:none}</style><p>押金不退</p>",
        "<p style='background-color:white;color:#000'>押金不退</p>",
        "<details><summary>押金不退</summary></details>",
        "<p style='width:0'>押金不退</p>",
        "<p style='opacity:.9;left:-9999px'>押金不退</p>",
    ],
)
def test_what_can_be_seen_is_not_hidden(html):
    document = read(html)
    assert document.text == "押金不退"
    assert "hidden" not in [block.kind.value for block in document.blocks]
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<div style='white-space:pre-wrap'>第一条 押金\n押金不退</div>", "第一条 押金\n押金不退"),
        ("<textarea rows=9>\n第一条 押金\n押金不退</textarea>", "第一条 押金\n押金不退"),
        ("<pre>第一条\n<span style='white-space:normal'>押金\n不退</span></pre>", "第一条\n押金 不退"),
        ("<svg width=9><text x=1>押金<tspan>不退</tspan></text><text>乙方</text></svg>", "押金不退\n乙方"),
        ("甲<iframe srcdoc='&lt;p&gt;押金不退&lt;/p&gt;'></iframe>乙", "甲\n押金不退\n乙"),
        ("<span style='font-family:Wingdings'>þ</span>押金<font face=Wingdings>o</font>", "☑押金☐"),
        ("<template>一</template><noscript>二</noscript><xml><w:x>三</w:x></xml>押金", "押金"),
        ("押金<br><br><br>不退", "押金\n不退"),
        ("<select multiple><option>一<option selected>二<option selected>三</select>", "二 三"),
        ("押<wbr>金&shy;不&#36864;&mdash;<span>&copy;</span>", "押金\u00ad不退—©"),
    ],
)
def test_what_a_browser_lays_out(html, text):
    assert read(html).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "<style>body{counter-reset:c} h2{counter-increment:c;counter-reset:i}"
            "h2::before{content:'第' counter(c, cjk-ideographic) '条 '}"
            "p{counter-increment:i} p:before{content:counter(c) '.' counter(i) ' '}</style>"
            "<h2>押金<p>甲<p>乙<h2>费用<p>丙",
            "第一条 押金\n1.1 甲\n1.2 乙\n第二条 费用\n2.1 丙",
        ),
        (
            "<style>ol{list-style:none;counter-reset:n} li{counter-increment:n}"
            "li::before{content:counters(n,'.') '、'}</style><ol><li>甲<ol><li>乙<li>丙</ol><li>丁</ol>",
            "1、甲\n1.1、乙\n1.2、丙\n2、丁",
        ),
        ("<style>ol{list-style-type:upper-roman}</style><ol><li>甲<ol><li>乙</ol></ol>", "I. 甲\nI. 乙"),
        ("<style>.q::before{content:'“'} .q::after{content:'\\201D'}</style>即<span class=q>押金</span>", "即“押金”"),
        ("<style>li{display:block}</style><ul><li>甲</ul>", "甲"),
    ],
)
def test_numbers_that_style_sheets_make(html, text):
    assert read(html).text == text


def test_counted_numbers_are_labels():
    document = read("<style>h2{counter-increment:c} h2:before{content:'第' counter(c) '条'}</style><h2>押金")
    (block,) = document.blocks
    assert (document.text[block.start : block.label_end], block.kind.value) == ("第1条", "heading")


def test_inserted_and_deleted_text():
    html = "<html><body><p>押金<del>不予</del><ins>应予</ins>退还</p>"
    document = extract(as_source(html.encode()))
    assert document.text == "押金应予退还"
    assert [warning.code for warning in document.warnings] == ["tracked_changes"]
    assert extract(as_source(html.encode()), tracked="original").text == "押金不予退还"


@pytest.mark.parametrize("html", ["押金<s>不</s>退", "押金<span style='text-decoration:line-through'>不</span>退"])
def test_struck_text_is_said(html):
    document = read(html)
    assert document.text == "押金不退"
    assert [warning.code for warning in document.warnings] == ["struck_text"]


def test_a_page_of_pictures_is_unread():
    assert [part.part for part in read("<p>协议</p><img src=a.jpg><img src=b.jpg>").unread] == ["图片"]
    assert read("<p>" + "押金不退。" * 40 + "</p><img src=a.jpg>").unread == ()


def test_a_page_whose_agreement_must_be_opened_is_unread():
    agreement = f"<div style='display:none'>{'押金不予退还。' * 40}</div>"
    assert [part.part for part in read("<a href=#>用户协议</a>" + agreement).unread] == ["网页不显示的文字"]
    assert read(f"<p>{'第一条 押金应予退还。' * 40}</p>" + agreement).unread == ()


@pytest.mark.parametrize(
    "data",
    [
        "<html><meta charset=gb2312><p>押金囧</p>".encode("gbk"),
        "<html><head><meta http-equiv=x content='text/html; charset=big5'></head><p>押金囧</p>".encode("big5hkscs"),
        "<html><p>押金囧</p>".encode("utf-16"),
        "<?xml version='1.0' encoding='GBK'?><html><p>押金囧</p></html>".encode("gbk"),
        "<html><meta charset=gbk><p>押金囧</p>".encode(),
    ],
    ids=["meta", "http-equiv", "utf-16", "xml", "wrong meta"],
)
def test_charset(data):
    assert read(data).text == "押金囧"


def test_a_page_that_calls_itself_western():
    page = "<html><meta charset=iso-8859-1><p>押金不予退还，终端另行收费</p>"
    assert read(page.encode("gbk")).text == "押金不予退还，终端另行收费"


def test_nothing_that_is_nested_too_deeply_is_lost_in_silence():
    with pytest.raises(SourceTooLargeError, match="xml_depth"):
        read("<div>" * 5000 + "押金")


def test_nothing_is_fetched(tmp_path):
    secret = tmp_path / "secret.html"
    secret.write_text("机密", encoding="utf-8")
    document = read(
        f"<!DOCTYPE html [<!ENTITY x SYSTEM '{secret.as_uri()}'>]><p>&x;正文</p>"
        f"<iframe src='{secret.as_uri()}'></iframe><link rel=import href='{secret.as_uri()}'>"
    )
    assert "机密" not in document.text


def test_broken_markup_and_odd_spans():
    assert read("<p>押金<b>不<i>退</b></i><p>续<table><tr><td>x").text == "押金不退\n续\nx"
    assert read("<table><tr><td colspan=99999999 rowspan=-4>甲<td>乙</table>").text == "甲 | 乙"
