"""Whether places meet others is told as if each were held against each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contract_scan.assess.checks.evaluate import _Ground
from contract_scan.model.report import Evidence

PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda p: (p[0], p[0] + p[1])), max_size=8)


@given(PLACES, PLACES)
def test_as_each_against_each(ground, asked):
    every = [Evidence(start=start, end=end, quote="") for start, end in ground]
    told = _Ground(every)
    for start, end in asked:
        expected = any(start < e.end and e.start < end for e in every)
        assert told.meets(Evidence(start=start, end=end, quote="")) == expected
