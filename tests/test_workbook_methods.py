"""The workbook of every approach at once: a change of one input in it recalculates to what the engine finds for the same change."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from valuation_case import cost, d, data_set, head, income, member, project, unit
from workbook_hands import Recalculated, assert_near, figures, written

from gzvalue.schema.conclusion_forms import MethodWeight, UnitConclusion
from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.market_forms import Comparable, MarketState, MarketSubset
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rate_forms import AssetReturn, Discount
from gzvalue.schema.share_forms import ShareBasis

FIVE = dict.fromkeys(("quality", "supply", "timing", "volume", "other"), Decimal("1.1"))


def everything() -> Project:
    """Income by share with a K worked out, cost with δ from quality, the market by its median, a weighted conclusion, a rate by WACC."""
    rate = Discount(
        method="WACC", basis="税后", risk_free=d("0.02"), unlevered_beta=d("0.8"), market_premium=d("0.06"), specific=d("0.01"), equity_value=d(5000),
        debt_value=d(3000), cost_debt=d("0.05"), asset_premium=d("0.05"), capital_source="测试", lpr_five=d("0.035"), lpr_date=date(2025, 12, 20),
        lpr_source="测试",
    )  # fmt: skip
    quality = {"dimensions": {"accuracy": {"indicators": [{"numerator": 9, "denominator": 10}]}}, "personal_information": []}
    cases = [
        Comparable(id=n, unit="U1", subset="甲", name=f"案例{n}", value=d(100_000 * n), deal_date=date(2025, 6, 30), **FIVE)
        for n in (1, 2, 3)
    ]
    cases[2] = replace(cases[2], volume=None, volume_own=d(3), volume_reference=d(4), volume_power=d("0.5"))
    return project(
        head(), rate, data_set(1, "D1", adjustment_by="按实测质量", work_hours=d(10)), data_set(2, "D2", work_hours=d(30)), cost(1, "D1", 200_000),
        cost(2, "D2", 90_000), cost(3, None, 1000, allocation="按工时"), MeasurementRecord(id=1, data_set="D1", document=json.dumps(quality)),
        QualityWeights(accuracy=d("0.5"), completeness=d("0.5")), AssetReturn(id=1, name="固定资产", value=d(100), return_by="5年期以上LPR（税后）"),
        AssetReturn(id=2, name="数据", value=d(60), return_by="折现率"),
        unit(1, "U1", main_method="收益法-分成", share_base="收益", share_basis="K1", cross_methods=("成本法", "市场法")), member(1, "U1", "D1"),
        member(2, "U1", "D2"), income(1, "U1", 2026, 300_000), income(2, "U1", 2027, 400_000), MarketState(active="是", active_reason="测试"),
        MarketSubset(id=1, unit="U1", name="甲", combine="中位数", reason="测试"), *cases,
        ShareBasis(id=1, code="K1", method="约当投资量法", data_sets=("D1", "D2"), asset_profit_rate=d("0.2"), other_cost=d(100_000),
                   other_profit_rate=d("0.1"), basis="测试"),
        UnitConclusion(id=1, unit="U1", by="加权", weight_reason="测试", difference_reason="测试"),
        *(MethodWeight(id=n, unit="U1", method=method, weight=d(weight))
          for n, (method, weight) in enumerate((("收益法-分成", "0.5"), ("成本法", "0.2"), ("市场法", "0.3")), 1)),
    )  # fmt: skip


CHANGES = [
    ("discount", 1, "unlevered_beta", d("0.9")), ("discount", 1, "equity_value", d(9000)), ("discount", 1, "asset_premium", d("0.08")),
    ("discount", 1, "lpr_five", d("0.04")), ("asset_return", 1, "value", d(250)), ("share_basis", 1, "other_cost", d(300_000)),
    ("share_basis", 1, "asset_profit_rate", d("0.35")), ("cost_item", 1, "amount", d(555_555)), ("data_set", 2, "work_hours", d(7)),
    ("quality_weights", 1, "completeness", d("0.25")), ("comparable", 1, "value", d(900_000)), ("comparable", 2, "quality", d("0.7")),
    ("comparable", 3, "volume_own", d("0.01")), ("income_year", 2, "transferable", d(123_456)), ("valuation_head", 1, "tax_rate", d("0.15")),
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    found = everything()
    path = tmp_path_factory.mktemp("book") / "a.xlsx"
    return found, written(found, path), path


def test_all_approaches_stand_in_the_workbook_as_the_engine_finds_them(book):
    found, made, path = book
    assert {"折现率推算", "质量系数", "分成率", "市场法", "加权结论", "核对"} <= set(made.pages)
    assert assert_near(Recalculated.of(path).value, made, figures(found)) > 12


@pytest.mark.parametrize(("form", "id", "key", "value"), CHANGES, ids=[f"{form}.{key}" for form, _, key, _ in CHANGES])
def test_a_changed_input_recalculates_to_the_engine(book, form, id, key, value):
    found, made, path = book
    record = found.get(form, id)
    records = [one for rows in found.rows.values() for one in rows.values() if one is not record]
    other = project_of([*records, replace(record, **{key: value})])
    engine = Recalculated.of(path)
    engine.change({made.inputs[form, id, key]: value})
    expected = figures(other)
    assert_near(engine.value, made, expected)
    assert expected != figures(found)
