import pytest
import report_factory as make

from contract_scan.model.report import Clause
from contract_scan.render.phrases import phrases
from contract_scan.render.wording import Wording


def place(*numbers, path):
    """Return how the clause with the last of `numbers` is named, its path being `path`."""
    clauses = [Clause(id=f"c{index}", number=number, start=0, end=9) for index, number in enumerate(numbers)]
    clauses[-1] = clauses[-1].model_copy(update={"path": path})
    return Wording(make.report(clauses=tuple(clauses)), phrases("zh")).place((), clauses[-1].id)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (("第五条",), "第五条"),
        (("第二章", "第五条"), "第五条"),
        (("特约商户协议", "第五条", "（二）"), "第五条（二）"),
        (("第五条", "（二）", "1."), "第五条（二） 1."),
        (("五、", "5.2"), "五、 5.2"),
        (("5", "5.2", "5.2.1"), "5.2.1"),
        (("附件一", "1."), "附件一 1."),
    ],
)
def test_a_clause_is_named_so_that_it_can_be_found(path, name):
    numbers = [step for step in path if step != "特约商户协议"]
    assert place(*numbers, path=path) == name


def test_a_clause_without_a_number_is_named_by_its_heading():
    clause = Clause(id="c", heading="押金说明", path=("押金说明",), start=0, end=9)
    assert Wording(make.report(clauses=(clause,)), phrases("zh")).place((), "c") == "押金说明"


def test_the_innermost_clause_is_found_by_the_place_of_the_quote():
    assert Wording(make.report(), phrases("zh")).place((make.evidence("机具押金"),)) == "第三条（一） · 第 1 页"
