import pytest

from contract_scan.render.safe import inert


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("押金 299 元", "押金 299 元"),
        ("\x1b[31m红\x1b]0;title\x07", "␛[31m红␛]0;title␇"),
        ("a\x9b31mb", "a\ufffd31mb"),
        ("a\x7fb", "a␡b"),
        ("合同\u202egpj.exe", "合同\ufffdgpj.exe"),
        ("押\u200b金\ufeff", "押金"),
        ("一\r\n二\t三\u2028四", "一  二 三 四"),
        ("bad\udcff.pdf", "bad\\xff.pdf"),
        ("lone\ud800", "lone\ufffd"),
        ("工\ufffe日\uffff", "工\ufffd日\ufffd"),
    ],
)
def test_nothing_that_a_terminal_obeys_is_left(text, printed):
    assert inert(text) == printed
    inert(text).encode("utf-8")


def test_line_breaks_may_stay():
    assert inert("一\n二\x1b", one_line=False) == "一\n二␛"
