from decimal import Decimal

import report_factory as make
from rich.cells import cell_len

from contract_scan.model.report import Deposit, RefundAssessment
from contract_scan.render.table import render_table, row


def of(verdict, score=None, path="a.pdf", **changes):
    return make.record(path, report=make.report(refund=RefundAssessment(verdict=verdict, score=score), **changes))


def table(*records, **options):
    return render_table((row(record) for record in records), **options)


def test_the_worst_stand_first_and_the_unknown_before_the_good():
    text = table(
        of("refundable", 5, "好.pdf"),
        of("not_assessed", None, "不知.pdf"),
        of("conditional", 40, "轻.pdf"),
        of("conditional", 70, "重.pdf"),
        of("silent", 60, "没写.pdf"),
        of("no_deposit", 0, "无.pdf"),
        make.unreadable("锁.pdf"),
        of("contradictory", 80, "矛盾.pdf"),
        of("non_refundable", 95, "不退.pdf"),
    )
    names = ["不退", "矛盾", "没写", "重", "轻", "不知", "锁", "好", "无"]
    offsets = [text.index(f"{name}.pdf") for name in names]
    assert offsets == sorted(offsets)


def test_a_row_counts_what_warns():
    record = make.record("合同/甲.pdf")
    assert "有条件才退    72  299 元/台   1   2  合同/甲.pdf" in table(record)
    assert row(record).problems == ()


def test_every_input_has_a_row_and_what_was_not_read_a_reason():
    text = table(make.record(), make.record("半.pdf", status="partial", report=make.partial()), make.unreadable())
    lines = text.split("\n")
    assert lines[0] == "扫描结果  共 3 份 · 有条件才退 2 · 未能判断 1"
    assert "没有读全的文件  共 2 份" in lines
    assert "  - 半.pdf  第 3 页：整页是图片，没有文字" in lines
    assert "  - 合同/加密.pdf  文件有密码：the file needs a password [EncryptedFileError]" in lines
    assert "未能判断不等于没有风险" in text


def test_a_long_path_is_wrapped_and_not_cut():
    path = "某某支付/" * 30 + "协议.docx"
    text = table(make.record(path))
    assert max(cell_len(line) for line in text.split("\n")) <= 80
    assert text.replace("\n", "").replace(" ", "").count("某某支付/") == 30


def test_the_folder_of_all_is_said_once():
    text = table(make.record("合同/甲.pdf"), make.record("合同/乙/甲.pdf"))
    assert text.startswith("扫描结果  合同/ · 共 2 份")
    assert [line.split()[-1] for line in text.split("\n")[4:6]] == ["乙/甲.pdf", "甲.pdf"]


def test_several_amounts_are_a_range():
    deposit = Deposit(exists=True, amounts=(Decimal(500), Decimal(300), Decimal(1500)), per="台")
    assert "300 至 1500 元/台" in table(make.record(report=make.report(deposit=deposit)))


def test_escape_sequences_in_a_file_name_are_inert():
    assert "\x1b" not in table(make.record("\x1b[31mred.pdf"), make.unreadable("\x1b]0;x\x07.pdf"))


def test_english_frame():
    assert render_table([row(make.record(), lang="en")], lang="en").startswith(
        "Scan results  files: 1 · conditional 1\n"
    )
