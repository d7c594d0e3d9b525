"""Fields, forms and formulas: what Word shows of them, also where the file keeps no result."""

from __future__ import annotations

import pytest

from support.wordml import field, paragraph, run


def form(data, name, *result):
    return f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>' + field(
        "!" + name, *(("separate", *result) if result else ()), "end"
    )


CHOICES = '<w:ddList>{}<w:listEntry w:val="月"/><w:listEntry w:val="年"/></w:ddList>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (form("<w:textInput/>", "FORMTEXT", "299"), "押金299元"),
        (form("<w:textInput/>", "FORMTEXT", "\u2002\u2002", "\u2002\u2002\u2002"), "押金____元"),
        (form("<w:textInput/>", "FORMTEXT"), "押金____元"),
        (form('<w:textInput><w:default w:val="300"/></w:textInput>', "FORMTEXT"), "押金300元"),
        (form('<w:checkBox><w:default w:val="1"/></w:checkBox>', "FORMCHECKBOX"), "押金☑元"),
        (form('<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>', "FORMCHECKBOX"), "押金☐元"),
        (form(CHOICES.format('<w:result w:val="1"/>'), "FORMDROPDOWN"), "押金年元"),
        (form(CHOICES.format('<w:default w:val="1"/>'), "FORMDROPDOWN"), "押金年元"),
        (form(CHOICES.format(""), "FORMDROPDOWN"), "押金月元"),
        (form(CHOICES.format('<w:result w:val="1"/>'), "FORMDROPDOWN", "年"), "押金年元"),
    ],
)
def test_form_fields(read, inner, text):
    assert read(f"<w:p>{run('押金')}{inner}{run('元')}</w:p>").text == text


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (r"eq \o\ac(○,3)", "③"),
        (r"EQ \o\ac(□,√)", "☑"),
        (r'EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(ya),押)', "押"),
        (r"EQ \o(\s\up 5(特约),\s\do 3(商户))", "特约商户"),
        (r"EQ \f(3,1000)", "3/1000"),
        (r"EQ \f(a+b,2)", "(a+b)/2"),
        (r"EQ \r(,2)", "√(2)"),
        (r"EQ \x(保密)", "保密"),
        (r"EQ 押金\(不退\)", "押金(不退)"),
        ("MACROBUTTON NoMacro [填写金额]", "[填写金额]"),
        (r'SYMBOL 254 \f "Wingdings" \s 12', "☑"),
        ("AUTONUM", "1."),
        (r"AUTONUM \* CHINESENUM3 \s 、", "一、"),
        (r"AUTONUMLGL \e", "1"),
        (r"AUTONUMLGL \* ALPHABETIC", "A."),
        ("AUTONUMOUT", "I."),
        ("LISTNUM", "1)"),
        (r"LISTNUM NumberDefault \l 4 \s 3", "(3)"),
        (r"LISTNUM OutlineDefault \l 2", "A."),
        ("XE 押金", ""),
    ],
)
def test_fields_that_keep_no_result(read, code, text):
    for inner in (field("begin", "!" + code, "end"), f"<w:fldSimple w:instr='{code}'/>"):
        document = read(f"<w:p>{run('甲')}{inner}{run('乙')}</w:p>")
        assert document.text == f"甲{text}乙"
        assert document.warnings == ()


def test_automatic_field_numbers_count_on(read):
    body = "".join(f"<w:p>{field('begin', '!' + code, 'end')}{run('条')}</w:p>" for code in ("AUTONUM", "AUTONUM"))
    listed = (r"LISTNUM LegalDefault \l 1", r"LISTNUM LegalDefault \l 2", r"LISTNUM LegalDefault \l 2")
    body += f"<w:p>{''.join(field('begin', '!' + code, 'end') + run('款 ') for code in listed)}</w:p>"
    assert read(body).text == "1.条\n2.条\n1.款 1.1.款 1.2.款"


def test_automatic_field_numbers_of_headings(read):
    codes = [(0, "AUTONUMLGL"), (1, "AUTONUMLGL"), (1, "AUTONUMLGL"), (0, "AUTONUMLGL"), (1, "AUTONUMOUT")]
    body = "".join(
        f'<w:p><w:pPr><w:outlineLvl w:val="{outline}"/></w:pPr>{field("begin", "!" + code, "end")}</w:p>'
        for outline, code in codes
    )
    assert read(body).text.split("\n") == ["1.", "1.1.", "1.2.", "2.", "A."]


def test_contents_made_by_a_simple_field(read):
    document = read(
        f'<w:p><w:fldSimple w:instr="TOC \\o"><w:r><w:t>第一条</w:t></w:r></w:fldSimple></w:p>{paragraph("文")}'
    )
    assert [block.kind.value for block in document.blocks] == ["contents", "paragraph"]


@pytest.mark.parametrize("name", ["dayLong", "yearShort"])
def test_the_day_of_opening_is_said_to_be_missing(read, name):
    assert [w.code for w in read(f"<w:p><w:r><w:t>签于</w:t><w:{name}/></w:r></w:p>").warnings] == [
        "field_without_result"
    ]


def r(text):
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (f"<m:f><m:num>{r('6')}</m:num><m:den>{r('1000')}</m:den></m:f>", "6/1000"),
        (f"<m:sSup><m:e>{r('10')}</m:e><m:sup>{r('4')}</m:sup></m:sSup>", "10^4"),
        (f"<m:sSub><m:e>{r('T')}</m:e><m:sub>{r('1')}</m:sub></m:sSub>", "T_1"),
        (f"<m:d><m:e>{r('a+b')}</m:e></m:d>{r('×c')}", "(a+b)×c"),
        (f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr><m:e>{r("a")}</m:e></m:d>', "[a"),
        (f"<m:rad><m:deg/><m:e>{r('2')}</m:e></m:rad>", "√(2)"),
        (f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub/><m:sup/><m:e>{r("x")}</m:e></m:nary>', "∑x"),
    ],
)
def test_formulas_keep_their_meaning_on_one_line(read, formula, text):
    assert read(f"<w:p><m:oMath>{formula}</m:oMath></w:p>").text == text
