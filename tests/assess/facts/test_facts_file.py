"""Facts as files: what is read, and what an error says."""

from datetime import date
from decimal import Decimal

import pytest

from contract_scan import FactsError, MerchantFacts

TOML = """\
today = 2026-06-30
activated_on = 2026-01-10
applied_on = false
deposit_paid = 299.10
breaches = []
terminal_state = "intact"

[volume.2026-01]
credit = 123.45
"储蓄卡" = 10

[deductions]
"维修费" = 45.5
"""


@pytest.fixture
def write(tmp_path):
    def written(name, content, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(content.encode(encoding))
        return path

    return written


def test_toml(write):
    facts = MerchantFacts.load(write("facts.toml", TOML))
    assert facts.today == date(2026, 6, 30)
    assert facts.applied_on is False
    assert facts.signed_on is None
    assert facts.deposit_paid == Decimal("299.10")
    assert facts.breaches == ()
    assert facts.volume == {"2026-01": {"credit": Decimal("123.45"), "debit": Decimal(10)}}


def test_json_says_the_same(write):
    text = (
        '{"today": "2026-06-30", "activated_on": "2026-01-10", "applied_on": false, "deposit_paid": 299.10,'
        '"breaches": [], "terminal_state": "intact", "volume": {"2026-01": {"credit": 123.45, "debit": 10}},'
        '"deductions": {"维修费": 45.5}}'
    )
    assert MerchantFacts.load(write("facts.json", text)) == MerchantFacts.load(write("facts.toml", TOML))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_beside_it(write, encoding):
    write(
        "swipes.csv",
        '交易日期,金额,卡种,状态\n2026/1/5 12:01,"1,234.50",信用卡,成功\n20260106,9,微信,已退款\n\n',
        encoding,
    )
    facts = MerchantFacts.load(write("facts.toml", 'transactions = "swipes.csv"\n'))
    assert facts.transactions is not None
    first, second = facts.transactions
    assert (first.day, first.amount, first.card_type, first.status) == (
        date(2026, 1, 5), Decimal("1234.50"), "credit", "success",
    )  # fmt: skip
    assert (second.card_type, second.status) == ("qr", "refunded")


def test_windows_line_ends(write):
    assert MerchantFacts.load(write("facts.toml", TOML.replace("\n", "\r\n"))).terminal_state == "intact"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("facts.toml", "today = 2026-06-30\nactivted_on = 2026-01-10\n", "facts.toml:2：activted_on：没有这一项"),
        ("facts.toml", "deposit_paid = -1\n", "facts.toml:1：deposit_paid：不能小于 0"),
        ("facts.toml", "activated_on = true\n", "没有发生的写 false"),
        ("facts.toml", "activated_on = 20260110\n", "facts.toml:1：activated_on：要写成日期"),
        ("facts.toml", 'terminal_state = "broken"\n', "可用 'intact'、'worn'、'damaged'、'lost'"),
        ("facts.toml", "[volume.2026-13]\ncredit = 1\n", "月份要写成 2026-01 的样子"),
        ("facts.toml", "[volume.2026-01]\ncreditt = 1\n", "facts.toml:2：volume.2026-01.creditt"),
        ("facts.toml", "deposit_paid = nan\n", "deposit_paid"),
        ("facts.toml", "today = \n", "facts.toml:1：不是正确的 TOML"),
        (
            "facts.toml",
            "[deductions]\n维修费 = 1\n",
            "facts.toml:2：不是正确的 TOML；日期、数字不加引号，文字和中文名称",
        ),
        ("facts.json", "{\n'a': 1}", "facts.json:2：不是正确的 JSON"),
        ("facts.json", "[]", "最外层要是一张表"),
        ("facts.yaml", "today: 1", "要用 .toml 或 .json"),
        ("facts.toml", "activated_on = 2026-02-01\nended_on = 2026-01-01\n", "ended_on 早于装机或激活日期"),
        ("facts.toml", "records_from = 2026-02-01\nrecords_until = 2026-01-01\n", "records_until 早于 records_from"),
        ("facts.toml", 'terminal_state = "lost"\nterminal_returned_on = 2026-01-01\n', "请改一个"),
        ("facts.toml", 'transactions = "none.csv"\n', "none.csv：打不开"),
        ("facts.json", '{"transactions": "a\\u0000b"}', "文件名写得不对"),
        ("facts.json", '{"transactions": "a\\ud800b"}', "文件名写得不对"),
        ("facts.json", '{"deposit_paid": 1e222222222222222222222}', "facts.json：有一个数太大"),
        ("facts.toml", "deposit_paid = 1e222222222222222222222", "facts.toml：有一个数太大"),
        pytest.param("facts.json", f'{{"deposit_paid": {"9" * 5000}}}', "有一个数太大", id="json of 5000 digits"),
        pytest.param("facts.toml", f"deposit_paid = {'9' * 5000}", "有一个数太大", id="toml of 5000 digits"),
        ("facts.json", '{"deposit_paid": 1e999999}', "facts.json:1：deposit_paid：数太大了"),
        ("facts.json", '{"deposit_paid": 1e-999999}', "facts.json:1：deposit_paid：小数位太多"),
        ("facts.json", '{"deposit_paid": "sNaN"}', "facts.json:1：deposit_paid：要写数字"),
        ("facts.toml", "disputes_open = 1000000000000", "facts.toml:1：disputes_open：数太大了"),
        ("facts.toml", "today = 9999-12-31", "facts.toml:1：today：年份要在 1900 到 2199 之间"),
        ("facts.toml", "signed_on = 0001-01-01", "facts.toml:1：signed_on：年份要在 1900 到 2199 之间"),
        ("facts.toml", "[volume.9999-12]\ncredit = 1\n", "月份要写成 2026-01 的样子"),
    ],
)
def test_errors_say_where_and_what_to_write(write, name, content, says):
    with pytest.raises(FactsError) as error:
        MerchantFacts.load(write(name, content))
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("2026-02-30,1,credit", ":2：date：'2026-02-30' 不是日期"),
        ("2026-01-01,many,credit", ":2：amount：'many' 不是金额"),
        ("2026-01-01,-5,credit", ":2：amount：要大于 0；退款的写在 status 里"),
        ("2026-01-01,5,gold", ":2：card_type：'gold' 不认识"),
        (",5,credit", ":2：date：'' 不是日期"),
        ("2026-01-01,1e999999999999999999999,credit", ":2：amount：'1e999999999999999999999' 不是金额"),
        ("2026-01-01,1e99999,credit", ":2：amount：数太大了"),
    ],
)
def test_errors_of_a_csv(write, row, says):
    write("swipes.csv", f"date,amount,card_type\n{row}\n")
    with pytest.raises(FactsError) as error:
        MerchantFacts.load(write("facts.toml", 'transactions = "swipes.csv"\n'))
    assert says in str(error.value)


def test_a_csv_without_a_column(write):
    write("swipes.csv", "date,sum\n2026-01-01,5\n")
    with pytest.raises(FactsError, match="缺少 amount 列"):
        MerchantFacts.load(write("facts.toml", 'transactions = "swipes.csv"\n'))


def test_a_missing_file(tmp_path):
    with pytest.raises(FactsError, match="打不开"):
        MerchantFacts.load(tmp_path / "none.toml")


def test_floats_keep_their_printed_value():
    assert MerchantFacts(deposit_paid=123.45).deposit_paid == Decimal("123.45")


def test_facts_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        MerchantFacts().today = date(2026, 1, 1)
