import pytest
import report_factory as make

from contract_scan.model.report import Evidence
from contract_scan.render.markdown import escape, render_markdown, render_markdown_record, render_markdown_table
from contract_scan.render.table import row


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("第三条（一）", "第三条（一）"),
        ("1. 押金", "1\\. 押金"),
        ("2) 退还", "2\\) 退还"),
        ("2024年", "2024年"),
        ("- 条", "\\- 条"),
        ("    缩进", "缩进"),
        ("# 标题", "\\# 标题"),
        ("a|b", "a\\|b"),
        ("<script>", "\\<script\\>"),
        ("*不退*_x_`y`", "\\*不退\\*\\_x\\_\\`y\\`"),
        ("![图](http://x)", "\\!\\[图\\](http\\://x)"),
        ("见 www.example.com", "见 www\\.example.com"),
        ("a@example.com", "a&#64;example.com"),
        ("A&B", "A\\&B"),
    ],
)
def test_markup_is_escaped(text, escaped):
    assert escape(text) == escaped


def test_everything_of_the_summary_is_there():
    text = render_markdown(make.partial())
    for line in (
        "# 某某支付特约商户协议.pdf · 共 3 页",
        "- 第 3 页：整页是图片，没有文字",
        "**有条件才退**：满足合同写的条件，押金才退。",
        "- 风险分：72 / 100；0 分最稳妥，100 分等于拿不回来",
        "### 1\\. \\[高\\] 刷不够量，押金就不退",
        "> 累计交易额未达到30万元的，押金不予退还，转为服务费",
        "> 第三条（二） · 第 2 页",
        "依据：民法典 第四百九十七条",
        "| 刷卡手续费 | 交易额的 0.6%，封顶 20 元 | 贷记卡 | 第五条 · 第 1 页 |",
        "- 未能判断：附件费率表（附件没有随合同提供）",
        "- 民法典 第四百九十七条：格式条款不合理地加重对方责任的，该条款无效。",
    ):
        assert line in text.split("\n"), text
    assert text.index("没有读全") < text.index("**有条件才退**")


def test_a_quote_cannot_break_out_of_its_block():
    quote = "押金\n\n# 已退还 <b>ok</b>\n| x |"
    finding = make.finding(evidence=(Evidence(start=0, end=5, quote=quote, page=1),))
    lines = render_markdown(make.report(findings=(finding,))).split("\n")
    assert "> 押金  \\# 已退还 \\<b\\>ok\\</b\\> \\| x \\|" in lines


def test_not_assessed_is_spelled_out():
    text = render_markdown(make.not_assessed())
    assert "**未能判断**：读到的文字不是中文合同" in text
    assert "没有找到要提醒的条款" not in text


def test_a_file_without_a_report():
    text = render_markdown_record(make.unreadable())
    assert text.startswith("# 合同/加密.pdf\n\n**未能判断**：")
    assert "- 文件有密码：the file needs a password \\[EncryptedFileError\\]" in text


def test_the_table_of_many():
    text = render_markdown_table([row(make.record()), row(make.unreadable())])
    assert "| 有条件才退 | 72 | 299 元/台 | 1 | 2 | 合同/甲.pdf |" in text
    assert "- 合同/加密.pdf：文件有密码" in text
