"""Patterns with which a PDF tiles an area: those too fine to draw are told, however they are written."""

from __future__ import annotations

import pytest

from contract_scan.extract.pdf.objects import plain_names
from contract_scan.extract.pdf.patterns import has_fine_pattern


@pytest.mark.parametrize(
    ("entries", "fine"),
    [
        (b"/XStep 9/YStep 9", False),
        (b"/XStep 12.5\n/YStep -9.0 /Matrix [1 0 0 1 0 0]", False),
        (b"/XStep .01/YStep 9", True),
        (b"/XStep 9/YStep 9/Matrix[.001 0 0 .001 0 0]", True),
        (b"/XSt#65p .01/YStep 9", True),
        (b"/XStep%\n.01/YStep 9", True),
        (b"/XStep 12 0 R/YStep 9", True),
        (b"/XStep 9/YStep 9/Matrix%\n[.001 0 0 .001 0 0]", True),
        (b"/XStep 9/YStep 9/Matrix 7 0 R", True),
    ],
)
def test_steps(entries, fine):
    assert has_fine_pattern(b"1 0 obj\n<<" + entries + b">>\nstream\n\nendstream\nendobj") == fine


@pytest.mark.parametrize(
    ("spelt", "plain"),
    [
        (b"/Wi#64th 3", b"/Width   3"),
        (b"/#4b#69ds[1 0 R]", b"/Kids    [1 0 R]"),
        (b"/A#20B#2fC /D", b"/A#20B#2FC /D"),
        (b"/A#zz (#41) #41", b"/A#zz (#41) #41"),
    ],
)
def test_names_that_are_spelt_by_numbers_stay_in_their_place(spelt, plain):
    assert plain_names(spelt) == plain
    assert len(plain) == len(spelt)
