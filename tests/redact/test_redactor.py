"""What is personal is masked in every print of it; what is not stays; nothing moves."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from personal_data import HARMLESS, made

from contract_scan.errors import RuleError
from contract_scan.lexicons import lexicon_root
from contract_scan.model.document import Block, BlockKind, Document, ReadingWarning, Unread
from contract_scan.redact import MASK, Redactor
from contract_scan.redact.folding import folded
from contract_scan.redact.numbers import is_credit_code, is_identity, is_luhn


@pytest.fixture(scope="module")
def redactor() -> Redactor:
    return Redactor(lexicon_root())


_SAID = str.maketrans("零〇一二三四五六七八九", "00123456789")


def _bare(text: str) -> str:
    """What a reader could put together again of a text: no spaces, signs or invisible characters, one width."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text.translate(_SAID)))


@pytest.mark.parametrize("seed", range(3))
def test_made_up_data_is_masked_in_every_form(redactor: Redactor, seed: int) -> None:
    told, seen = Counter(), []
    for one in made(seed, 250):
        masked = redactor.text(one.line)
        told[one.sort] += 1
        assert len(masked) == len(one.line)
        if any(_bare(secret) in _bare(masked) for secret in one.secrets):
            seen.append((one.sort, one.line, masked))
    missed = Counter(sort for sort, _, _ in seen)
    for sort, count in told.items():
        assert missed[sort] <= count * 0.005, (sort, [entry for entry in seen if entry[0] == sort][:5])


@pytest.mark.parametrize("line", HARMLESS)
def test_what_is_nobodys_stays(redactor: Redactor, line: str) -> None:
    assert redactor.text(line) == line


@pytest.mark.parametrize(
    ("printed", "masked"),
    [
        ("联系电话：138 0013 8000", "联系电话：*** **** ****"),
        ("手机１３９００１３９０００。", "手机***********。"),
        ("电话13800\n138000", "电话*****\n******"),
        ("身份证号 | 1 | 1 | 0 | 1 | 0 | 1 | 1 | 9 | 9 | 0 | 0 | 3 | 0 | 7 | 8 | 5 | 1 | 5",
         "身份证号 | " + " | ".join("*" * 18)),
        ("一三八〇〇一三八〇〇〇", "*" * 11),
        ("l38OO138OOO", "*" * 11),
        ("邮箱：zhang.wei＠example.com.cn", "邮箱：*****.***＠*******.***.**"),
        ("微信号：wx_zhang888", "微信号：**_********"),
        ("联系刘女士，或者欧阳先生", "联系*女士，或者**先生"),
        ("联系人：阿依古丽·买买提", "联系人：****·***"),
        ("Contact 联系人：John Smith，电话 021-60259093", "Contact 联系人：**** *****，电话 ***-********"),
        ("联系人：张三、李思思  电话：13800138000/13900139000", "联系人：**、***  电话：***********/***********"),
        ("账号：1001 2345 0930 0012 345", "账号：**** **** **** **** ***"),
        ("本合同由张三与某某支付有限公司签订。", "本合同由**与某某支付有限公司签订。"),
        ("甲方与李思思于2024年5月在广州签署本协议", "甲方与***于2024年5月在广州签署本协议"),
        ("今收到王五交来押金300元", "今收到**交来押金300元"),
        ("乙方住在上海市浦东新区世纪大道100号3栋502室，", "乙方住在*********************，"),
        ("退机请寄至广东省深圳市南山区科技园南路18号。", "退机请寄至*****************。"),
        ("本协议由双方签订，乙方与平台签署的附件一并签收", "本协议由双方签订，乙方与平台签署的附件一并签收"),
        ("向市场监督管理局投诉，依照第12号令第3层意思", "向市场监督管理局投诉，依照第12号令第3层意思"),
    ],
)  # fmt: skip
def test_forms(redactor: Redactor, printed: str, masked: str) -> None:
    assert redactor.text(printed) == masked


def test_a_name_is_masked_wherever_it_stands_again(redactor: Redactor) -> None:
    masked = redactor.text("乙方：王小明\n王小明应当交纳押金。\n押金由王小明承担，高峰时段除外。\n联系人：高峰")
    assert "王小明" not in masked
    assert "高峰时段" in masked  # two characters are a name only where they stand alone
    assert masked.endswith("联系人：**")


def test_names_below_their_label_in_a_table(redactor: Redactor, make_document: Callable[[str], Document]) -> None:
    text = "姓名 | 岗位\n赵敏 | 店长\n钱进 | 收银"
    blocks = []
    for match in re.finditer(r".+", text):
        cut = match.group().index(" | ")
        cells = ((match.start(), match.start() + cut), (match.start() + cut + 3, match.end()))
        blocks.append(Block(match.start(), match.end(), BlockKind.TABLE_ROW, table=0, cells=cells))
    document = Document("a.txt", "text/plain", "", 1, text, tuple(blocks))
    assert redactor.document(document).text == "姓名 | 岗位\n** | 店长\n** | 收银"


def test_names_remarks_and_parts_of_a_document_are_masked(
    redactor: Redactor, make_document: Callable[[str], Document]
) -> None:
    from dataclasses import replace

    document = replace(
        make_document("法定代表人：李晓东\n押金300元"),
        name="李晓东-13800138000.pdf",
        unread=(Unread("李晓东的附件", "电话13800138000打不开"),),
        warnings=(ReadingWarning("x", "隐藏的文字：李晓东"),),
    )
    masked = redactor.document(document)
    assert masked.redacted
    assert masked.blocks == document.blocks
    assert masked.name == "***-***********.pdf"
    assert masked.unread == (Unread("***的附件", "电话***********打不开"),)
    assert [warning.code for warning in masked.warnings] == ["x", "redacted"]
    assert "姓名 1" in masked.warnings[1].message
    assert "李晓东" not in repr(masked)
    assert redactor.document(masked) is masked


def test_a_file_name_of_nothing_but_a_name(redactor: Redactor) -> None:
    assert redactor.file_name("合同/张伟/POS协议_李娜.pdf") == "合同/**/POS协议_**.pdf"
    assert redactor.file_name("收单服务协议.pdf") == "收单服务协议.pdf"


def test_checks_of_numbers() -> None:
    assert is_identity("11010519491231002X")
    assert not is_identity("11010519491331002X")
    assert is_luhn("6222021234567890123") is False
    assert is_luhn("4111111111111111")
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")


@given(st.text(max_size=200))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


_PIECES = (
    *("联系人", "：", "张伟", "138", "0013", "8000", "账号", "6222", "0212", "元", "-", "电话", "地址", "市"),
    *("路1号", "@", "a.cn", "\u200b", "先生", "(", ")", " ", "\n", " | "),
)


@given(st.lists(st.sampled_from(_PIECES), max_size=40).map("".join))
def test_masking_keeps_length_and_lines_and_is_done_once(redactor: Redactor, text: str) -> None:
    masked = redactor.text(text)
    assert len(masked) == len(text)
    for before, after in zip(text, masked, strict=True):
        assert after == before or (after == MASK and before.isalnum())
    assert redactor.text(masked) == masked


@pytest.mark.parametrize("broken", ["[]", "person_labels: 张\n", "a: [1]\n"])
def test_a_wrong_lexicon_is_told(tmp_path, broken: str) -> None:
    (tmp_path / "personal.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(RuleError, match=r"personal\.yaml"):
        Redactor(tmp_path)
