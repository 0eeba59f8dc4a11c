"""What random projects have besides units and incomes: rates of every method, share rates, markets, measured quality, weights."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from gzvalue.schema.conclusion_forms import MethodWeight, UnitConclusion
from gzvalue.schema.cost_forms import CostItem, QualityWeights
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.market_forms import Comparable, MarketState, MarketSubset
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rate_forms import RISKS, AssetReturn, Discount, RiskFactor
from gzvalue.schema.share_forms import ShareBasis, ShareFactor
from gzvalue.schema.valuation_forms import ValuationUnit
from gzvalue.valuation.evaluate import evaluate

STAYS = {"method_weight", "quality_weights", "product_price", "price_mode", "price_tier", "price_quote"}
"""Forms whose figures an edit leaves alone: weights must sum to 100 %, coefficients keep to their ranges, counts are whole."""

STAYING_KEYS = {("risk_factor", "weight"), ("share_factor", "weight"), ("comparable", "weight"), ("share_basis", "low"), ("share_basis", "high"),
                ("share_basis", "royalty"), ("share_basis", "margin"), ("share_basis", "additional"), ("share_basis", "whole")}  # fmt: skip
"""Figures that bind each other."""


def ratio(random: Random, low: int, high: int, places: int = 4) -> Decimal:
    """A ratio between ``low`` and ``high`` units of its last place."""
    return Decimal(random.randint(low, high)).scaleb(-places)


def weights(random: Random, count: int) -> list[Decimal]:
    """Weights with two decimals that sum to 1."""
    cuts = sorted(random.sample(range(1, 100), count - 1))
    return [Decimal(b - a).scaleb(-2) for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]


def with_methods(records: Sequence[Record], seed: int, most: int) -> Project:
    """The project of these records with more of what the program can do."""
    random = Random(seed * 7 + 1)
    found: dict[tuple[str, int], Record] = {(one.form.name, one.id): one for one in records}
    last = {name: max(id for form, id in found if form == name) for name in {form for form, _ in found}}

    def put(record: Record) -> None:
        found[record.form.name, record.id] = record

    def add(form: type[Record], **values: Any) -> None:
        last[form.form.name] = last.get(form.form.name, 0) + 1
        put(form(id=last[form.form.name], **values))

    of: dict[str, list[Any]] = {}
    for one in found.values():
        of.setdefault(one.form.name, []).append(one)
    _rate(random, add, put)
    _quality(random, of["data_set"], add, put)
    for item in of.get("cost_item", []):
        if isinstance(item, CostItem) and item.data_set is None and random.random() < 0.5:
            put(replace(item, allocation=random.choice(("按工时", "按使用次数"))))
    _shares(random, of["data_set"], of["valuation_unit"], add, put)
    units = [found["valuation_unit", one.id] for one in of["valuation_unit"]]
    _market(random, units, most, add, put)
    project = project_of(found.values())
    _weigh(random, project, add)
    return project_of(found.values())


def _rate(random: Random, add: Any, put: Any) -> None:
    sort = random.random()
    if sort < 0.4:
        return
    capital: dict[str, Any] = {
        "risk_free": ratio(random, 0, 400), "market_premium": ratio(random, 100, 900), "specific": ratio(random, 0, 300), "capital_source": "测试",
        "equity_value": ratio(random, 10**6, 10**11, 2), "debt_value": ratio(random, 0, 10**11, 2), "cost_debt": ratio(random, 100, 900),
        "asset_premium": ratio(random, 0, 900), "asset_premium_reason": "测试", "lpr_one": ratio(random, 200, 500), "lpr_five": ratio(random, 200, 500),
        "lpr_date": date(2025, 12, 20), "lpr_source": "测试", random.choice(("beta", "unlevered_beta")): ratio(random, 2000, 20000),
    }  # fmt: skip
    if sort < 0.7:
        capital |= {"method": random.choice(("CAPM", "WACC"))}
    else:
        capital |= {
            "method": "累加法",
            "premium_by": "因素评分",
            "industry_premium": ratio(random, 0, 500),
            "management_high": Decimal("0.06"),
        }
        for risk in RISKS.values():
            for weight in weights(random, random.randint(1, 3)):
                add(RiskFactor, risk=risk, name="因素", weight=weight, score=ratio(random, 0, 100, 2))
    put(Discount(basis="税后", **capital))
    if random.random() < 0.6:
        for by in ("1年期LPR（税后）", "5年期以上LPR（税后）", "折现率", "录入"):
            add(AssetReturn, name=by, value=ratio(random, 10**4, 10**11, 2), return_by=by, return_rate=ratio(random, 100, 900))


def _quality(random: Random, sets: Sequence[DataSet], add: Any, put: Any) -> None:
    if random.random() < 0.3:
        put(QualityWeights(conformity=Decimal("0.4"), accuracy=Decimal("0.1"), basis="测试"))
    for one in sets:
        more: dict[str, Any] = {"work_hours": ratio(random, 1, 10**6, 1), "use_count": random.randint(1, 10**7)}
        if random.random() < 0.25:
            more["adjustment_by"] = "按实测质量"
            keys = random.sample(
                ("conformity", "completeness", "accuracy", "consistency", "timeliness", "accessibility"), random.randint(1, 6)
            )
            document = {key: {"indicators": [{"numerator": random.randint(1, 999), "denominator": 999}]} for key in keys}
            add(MeasurementRecord, data_set=one.code, document=json.dumps({"dimensions": document, "personal_information": []}))
        put(replace(one, **more))


def _shares(random: Random, sets: Sequence[DataSet], units: Sequence[ValuationUnit], add: Any, put: Any) -> None:
    if random.random() < 0.3:
        return
    codes = tuple(one.code for one in sets)
    sort = random.randint(0, 4)
    if sort == 0:
        more: dict[str, Any] = {"method": "约当投资量法", "asset_profit_rate": ratio(random, 0, 9000), "other_cost": ratio(random, 1, 10**11, 2),
                                "other_profit_rate": ratio(random, 0, 9000), "data_sets": codes}  # fmt: skip
    elif sort == 1:
        more = {
            "method": "区间与加权得分",
            "low": ratio(random, 100, 1500),
            "high": ratio(random, 1500, 5000),
            "score_by": "综合评分",
            "data_sets": codes,
        }
    elif sort == 2:
        more = {"method": "区间与加权得分", "low": ratio(random, 100, 1500), "high": ratio(random, 1500, 5000), "score_by": "因素评分"}
        for weight in weights(random, 3):
            add(ShareFactor, share_basis="K1", name="因素", weight=weight, score=ratio(random, 0, 100, 2))
    elif sort == 3:
        more = {"method": "许可费率折算", "royalty": ratio(random, 1, 400), "margin": ratio(random, 500, 9000)}
    else:
        more = {"method": "边际分析法", "additional": ratio(random, 1, 10**6, 2), "whole": ratio(random, 10**7, 10**9, 2)}
    add(ShareBasis, code="K1", basis="测试", range_source="测试", **more)
    for one in units:
        if random.random() < 0.6:
            put(replace(one, share_basis="K1"))


def _market(random: Random, units: Sequence[Any], most: int, add: Any, put: Any) -> None:
    put(MarketState(active="是", active_reason="测试"))
    for one in units:
        if one.main_method == "市场法" or random.random() < 0.3:
            if one.main_method != "市场法":
                put(replace(one, cross_methods=tuple({*(one.cross_methods or ()), "市场法"})))
            _comparables(random, one.code, most, add)


def _comparables(random: Random, unit: str, most: int, add: Any) -> None:
    listed = random.random() < 0.7
    for place in range(1, random.randint(1, 2) + 1):
        count = random.randint(1, 4)
        combine = random.choice(("平均", "中位数", "加权")) if count > 1 else "平均"
        if listed:
            add(MarketSubset, unit=unit, name=f"子{place}", combine=combine, reason="测试")
        for weight in weights(random, count):
            factors: dict[str, Any] = {key: ratio(random, 50, 200, 2) for key in ("quality", "supply", "timing", "volume", "other")}
            if random.random() < 0.4:
                factors |= {"timing": None, "index_now": ratio(random, 900, 1200, 1), "index_then": ratio(random, 900, 1200, 1)}
            if random.random() < 0.4:
                factors |= {"volume": None, "volume_own": ratio(random, 10, 9000, 0), "volume_reference": ratio(random, 10, 9000, 0)}
                factors |= {"volume_power": random.choice((None, Decimal("0.7")))}
            add(
                Comparable, unit=unit, subset=f"子{place}", name="案例", source="测试", deal_date=date(2025, 6, 30), weight=weight,
                value=ratio(random, 100, 10 ** random.randint(4, most + 1), 2), **factors,
            )  # fmt: skip


def _weigh(random: Random, project: Project, add: Any) -> None:
    for one in evaluate(project).units:
        methods = [method for method, value in one.by_method.items() if value is not None]
        if one.value is not None and len(methods) > 1 and random.random() < 0.3:
            add(UnitConclusion, unit=one.code, by="加权", weight_reason="测试")
            for method, weight in zip(methods, weights(random, len(methods)), strict=True):
                add(MethodWeight, unit=one.code, method=method, weight=weight)
