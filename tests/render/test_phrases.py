import string
from typing import get_args

import pytest

from contract_scan.model.report import CheckOutcome, Kind, LegalBasis, Outcome, Role, Severity, Status, Verdict
from contract_scan.render.phrases import TABLES


def test_both_languages_have_the_same_keys():
    assert TABLES["zh"].keys() == TABLES["en"].keys()


@pytest.mark.parametrize("key", sorted(TABLES["zh"]))
def test_both_languages_fill_in_the_same_values(key):
    def fields(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert fields(TABLES["zh"][key]) == fields(TABLES["en"][key])


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("verdict", Verdict),
        ("sentence", Verdict),
        ("severity", Severity),
        ("outcome", CheckOutcome),
        ("status", Status),
        ("role", Role),
        ("kind", Kind),
        ("finding", Outcome),
    ],
)
def test_every_value_of_the_report_has_a_word(prefix, values):
    assert {f"{prefix}.{value}" for value in get_args(values)} <= TABLES["zh"].keys()


def test_every_scope_that_does_not_plainly_protect_a_merchant_is_explained():
    scopes = set(get_args(LegalBasis.model_fields["scope"].annotation)) - {"merchant", "user"}
    assert {f"law.{scope}" for scope in scopes} <= TABLES["zh"].keys()
