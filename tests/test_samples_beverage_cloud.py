"""The filling plant and the rendering centre: their figures worked out here by hand, and what else they show."""

from decimal import Decimal

import pytest

from gzvalue.actions.samples import build_sample
from gzvalue.financing.pool import plan
from gzvalue.schema.kinds import rounded
from gzvalue.schema.price_forms import PriceQuote, ProductPrice
from gzvalue.schema.training_forms import TrainingGain, TrainingSet
from gzvalue.schema.valuation_forms import Increment
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate

WAN = Decimal(10_000)
CANS_PER_HOUR, HOURS, LINES = 24_000, 5_200, 3


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    opened = {}
    for name in ("beverage", "cloud"):
        with Store.open(build_sample(name, folder / f"{name}.gzv"), write=False) as store:
            opened[name] = store.project
    return opened


@pytest.fixture(scope="module")
def valuations(projects):
    return {name: evaluate(project) for name, project in projects.items()}


def wan(amount: Decimal, places: int = 1) -> Decimal:
    return rounded(amount / WAN, places)


def saved(project, unit: str, year: int) -> tuple[Decimal, Decimal]:
    """In 元: what is saved in all, and what of it is the data's."""
    rows = [one for one in project.all(Increment) if one.unit == unit and one.year == year]
    gains = [one.without_data - one.with_data for one in rows]
    return max(gains), sum(gains)


BY_HAND = {
    "U01": LINES * HOURS * Decimal("0.46") * Decimal("0.0311"),
    "U02": CANS_PER_HOUR * HOURS * Decimal("0.78") * LINES / WAN * Decimal("0.42") * Decimal("0.0110") * Decimal("0.3182"),
    "U03": LINES * 420 * (Decimal(95) / 60) * Decimal("0.46") * Decimal("0.2632"),
}
"""万元 a year: hours × cost an hour; cans × material × scrap; changeovers × minutes × cost an hour; each times what falls away."""


@pytest.mark.parametrize("unit", BY_HAND)
def test_each_saving_of_the_filling_lines_is_its_own_arithmetic(projects, unit):
    for year in range(2026, 2031):
        whole, of_data = saved(projects["beverage"], unit, year)
        assert wan(whole) == rounded(BY_HAND[unit], 1)
        assert wan(of_data, 2) == rounded(BY_HAND[unit] * Decimal("0.1815"), 2)


def test_the_shares_that_fall_away_are_those_of_the_records():
    assert rounded(1 - Decimal("78.0") / Decimal("80.5"), 4) == Decimal("0.0311")
    assert rounded((Decimal("1.10") - Decimal("0.75")) / Decimal("1.10"), 4) == Decimal("0.3182")
    assert rounded(Decimal(95 - 70) / 95, 4) == Decimal("0.2632")


def test_the_data_get_what_equivalent_investment_gives_them(projects, valuations):
    used = {"D01", "D02", "D03", "D04", "D05", "D07", "D08", "D11"}
    cost = sum(one.amount for one in projects["beverage"].cost_items if one.data_set in used)
    weighted = cost * Decimal("1.2")
    assert rounded(weighted / (weighted + 48_000_000 * Decimal("1.15")), 4) == Decimal("0.1815")


def discounted(yearly: list[Decimal], rate: Decimal, tax: Decimal) -> Decimal:
    """Mid-year, after tax, in the unit of the yearly amounts."""
    return sum(
        (amount * (1 - tax) / (1 + rate) ** (Decimal(number) + Decimal("0.5")) for number, amount in enumerate(yearly)), start=Decimal(0)
    )


def test_the_filling_plant_is_worth_its_savings_and_services(valuations):
    value = valuations["beverage"]
    savings = sum(BY_HAND.values()) * Decimal("0.1815")
    assert abs(wan(value.by_method["收益法-增量"]) - discounted([savings] * 5, Decimal("0.145"), Decimal("0.25"))) < Decimal("0.1")
    assert wan(value.total, 0) == 534
    assert not [one for one in value.problems if one.level == "error"]


def test_the_rendering_centre_is_worth_its_three_products_and_the_energy_saved(valuations):
    value = valuations["cloud"]
    kept = Decimal("504") / (504 + 2185) * 3400 * Decimal("0.032")
    assert abs(wan(value.by_method["收益法-分成"], 2) - discounted([kept] * 4, Decimal("0.155"), Decimal("0.25"))) < Decimal("0.05")
    revenue, yearly = Decimal(148), []
    for growth in (14, 10, 6, 3):
        revenue *= 1 + Decimal(growth) / 100
        yearly.append(revenue * Decimal("0.52"))
    index = next(unit for unit in value.units if unit.code == "U01")
    assert abs(wan(index.value, 2) - discounted(yearly, Decimal("0.155"), Decimal("0.25"))) < Decimal("0.02")
    assert wan(value.total, 0) == 730


@pytest.mark.parametrize(("name", "pool", "asked"), [("beverage", "510.6", 180), ("cloud", "730.5", 260)])
def test_the_data_alone_carry_what_is_asked_and_not_much_more(projects, valuations, name, pool, asked):
    loan = plan(projects[name], valuations[name])
    assert wan(loan.pool) == Decimal(pool)
    assert loan.loan == asked * WAN
    assert loan.carried is True
    assert loan.loan / loan.lendable > Decimal("0.85")


def test_what_customers_compute_is_no_data_of_the_centre(projects):
    assert all("作业内容" not in (one.name or "") for one in projects["cloud"].data_sets)
    assert "不得使用" in next(one.note for one in projects["cloud"].contracts if one.code == "H04")


def test_the_other_uses_are_filled_in(projects):
    cloud, beverage = projects["cloud"], projects["beverage"]
    assert {one.data_set for one in cloud.all(ProductPrice)} == {"D08", "D09"}
    assert len(cloud.all(PriceQuote)) == 2
    assert {frozenset(one.data_sets) for one in cloud.all(TrainingGain)} >= {frozenset({"D02"}), frozenset({"D02", "D09", "D10"})}
    assert cloud.all(TrainingSet)[0].joint_value == 900_000
    for form, count in (("booked_asset", 2), ("booked_cost", 10), ("data_licence", 1), ("data_product", 1)):
        assert len(beverage.rows[form]) == count
