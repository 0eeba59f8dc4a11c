"""依据齐备: which inputs of the valuation have a document behind them."""

from decimal import Decimal

from gzvalue.schema.project import project_of
from gzvalue.schema.valuation_forms import Discount, Evidence, EvidenceLink, IncomeYear
from gzvalue.valuation.backing import backing, evidence_of
from gzvalue.valuation.result import Input, Step


def step(*inputs: Input) -> Step:
    return Step("U01/x", "x", "x", "x", inputs, Decimal(1), "元", "", ("valuation_unit", 1))


RATE = Input("i", "折现率", Decimal("0.1"), "%", ("discount", 1, "entered_rate"))
INCOME = Input("F", "收益", (Decimal(1), Decimal(2)), "元", None, (("income_year", 1, "internal"), ("income_year", 2, "internal")))


def project(*links: EvidenceLink):
    return project_of(
        [
            Discount(entered_rate=Decimal("0.1")),
            IncomeYear(id=1, internal=Decimal(1)),
            IncomeYear(id=2, internal=Decimal(2)),
            Evidence(id=1, code="A01", title="国债收益率截图"),
            *links,
        ]
    )


def link(id: int, form: str, about: int, key: str | None) -> EvidenceLink:
    return EvidenceLink(id=id, evidence="A01", about_form=form, about_id=about, about_key=key)


def test_each_datum_counts_once_however_often_it_is_used():
    found = backing(project(), [step(RATE), step(RATE, INCOME)])
    assert found.bare == (("discount", 1, "entered_rate"), ("income_year", 1, "internal"), ("income_year", 2, "internal"))
    assert found.percent == 0


def test_evidence_of_the_field_or_of_the_whole_record_counts_of_another_field_not():
    links = (link(1, "discount", 1, "entered_rate"), link(2, "income_year", 1, None), link(3, "income_year", 2, "revenue"))
    found = backing(project(*links), [step(RATE, INCOME)])
    assert found.backed == (("discount", 1, "entered_rate"), ("income_year", 1, "internal"))
    assert found.bare == (("income_year", 2, "internal"),)
    assert found.percent == 66


def test_computed_and_constant_inputs_are_no_data_and_nothing_gives_no_share():
    found = backing(project(), [step(Input("v", "系数", Decimal(1), "", "U01/y"), Input("1", "常数", Decimal(1)))])
    assert found.count == 0
    assert found.percent is None


def test_an_empty_datum_is_not_one_that_lacks_evidence():
    gone = Input("T", "税率", Decimal("0.25"), "%", ("valuation_head", 1, "tax_rate"))
    removed = Input("F", "收益", Decimal(1), "元", ("income_year", 9, "internal"))
    assert backing(project(), [step(gone, removed)]).count == 0


def test_evidence_of_the_field_stands_before_that_of_the_record():
    found = evidence_of(project(link(1, "income_year", 1, None), link(2, "income_year", 1, "internal")), "income_year", 1, "internal")
    assert [one.id for one in found] == [2, 1]
