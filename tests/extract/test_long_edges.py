"""Page numbers are told apart without looking for them in a line of any length."""

from __future__ import annotations

import pytest

from contract_scan.extract.docx import margins
from contract_scan.extract.pdf import furniture


class Counted:
    """A pattern that notes the longest text it was shown."""

    def __init__(self, pattern):
        self.pattern, self.longest = pattern, 0

    def fullmatch(self, text):
        self.longest = max(self.longest, len(text))
        return self.pattern.fullmatch(text)


@pytest.mark.parametrize("run", ["1", "\u3000", "-"])
def test_a_long_run_at_an_edge_is_no_page_number(run, monkeypatch):
    counted = Counted(margins._PAGE_NUMBER)
    monkeypatch.setattr(margins, "_PAGE_NUMBER", counted)
    assert margins._is_page_number("- 1 -")
    assert not margins._is_page_number(run * 200_000 + "押")
    assert counted.longest < 200


@pytest.mark.parametrize("run", ["1", "-", "/"])
def test_a_long_running_line_is_compared_as_it_stands(run):
    text = run * 200_000 + "押"
    assert furniture._keys(text, 1) == {text}
    assert furniture._keys("第 3 页", 3) > {"第3页"}
