"""Sizes, times and bounds as they are typed."""

import pytest

from contract_scan.cli.amounts import bounds_of, seconds_of, size_of
from contract_scan.errors import UsageError


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        (seconds_of, "1.5m", 90),
        (seconds_of, "2h", 7200),
        (size_of, "800", 800 << 20),
        (size_of, "1.5GiB", 1536 << 20),
        (lambda text: bounds_of([text]).pages, "pages=9,000", 9000),
    ],
)
def test_what_is_typed(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (seconds_of, "soon"),
        (seconds_of, "9" * 400),
        (size_of, "1.5X"),
        (size_of, "9" * 400),
        (lambda text: bounds_of([text]), "pages=" + "9" * 400),
        (lambda text: bounds_of([text]), "leaves=3"),
        (lambda text: bounds_of([text]), "pages=0"),
    ],
)
def test_what_is_no_amount_is_refused(read, text):
    with pytest.raises(UsageError):
        read(text)
