"""Public cases: what could not be verified is never shown as fact."""

import csv
from decimal import Decimal

from gzvalue.financing.public_cases import median_pledge_loan, pledge_ratios, public_cases
from gzvalue.paths import resource

_NAMES = {"valuation_cny": "valuation", "loan_cny": "loan", "number_of_datasets": "data_sets", "lender": "lender", "date": "date",
          "region": "region", "enterprise": "enterprise", "industry": "industry"}  # fmt: skip


def test_fields_named_as_unverified_are_empty():
    with resource("standards", "public_cases.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = public_cases()
    assert len(cases) == len(rows) == 37
    blanked = 0
    for row, case in zip(rows, cases, strict=True):
        for key in filter(None, row["unverified_fields"].split(";")):
            if key in _NAMES:
                assert getattr(case, _NAMES[key]) is None, (case, key)
                blanked += 1
    assert blanked > 15


def test_the_model_case_keeps_no_amount_and_no_lender():
    model = public_cases()[0]
    assert (model.loan, model.lender, model.data_sets) == (None, None, None)


def test_loan_to_value_only_where_both_are_verified_and_it_was_a_pledge():
    ratios = pledge_ratios()
    assert ratios == tuple(sorted(ratios))
    assert [round(ratio, 3) for ratio in ratios] == [Decimal("0.499"), Decimal("0.558")]


def test_the_middle_pledge_loan_is_about_ten_million():
    assert median_pledge_loan() == Decimal(10_000_000)
