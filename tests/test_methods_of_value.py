"""Rates by every method, share rates, the market, measured quality, weighted conclusions and what must be said of them: by hand."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from valuation_case import about, cost, d, data_set, head, income, member, messages, project, unit

from gzvalue.actions.value import as_json, value
from gzvalue.schema.conclusion_forms import Approach, ApproachAnswer, ConclusionNote, MethodWeight, UnitConclusion
from gzvalue.schema.cost_forms import QualityWeights
from gzvalue.schema.market_forms import Comparable, MarketState, MarketSubset
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.rate_forms import AssetReturn, Discount, RiskFactor
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Weighting
from gzvalue.schema.share_forms import ShareBasis, ShareFactor
from gzvalue.valuation.conclusion import questions
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.rate_suggestions import suggested_factors

ACTIVE = MarketState(active="是", active_reason="某交易所 2025 年同类成交 46 笔")
FIVE = ("quality", "supply", "timing", "volume", "other")


def step(valuation, id):
    return next(one for one in valuation.steps if one.id == id)


def one_unit(*more, **fields):
    """D1 earns 110 and 121: 200 at 10 %."""
    return project(data_set(1, "D1"), unit(1, "U1", income_basis="税后", **fields), member(1, "U1", "D1"),
                   income(1, "U1", 2026, 110), income(2, "U1", 2027, 121), *more)  # fmt: skip


# --- the rate -----------------------------------------------------------------------------------

CAPITAL = {"risk_free": d("0.0185"), "market_premium": d("0.065"), "specific": d("0.02"), "beta": d("1.1"), "equity_value": d(52900),
           "debt_value": d(32600), "cost_debt": d("0.047"), "asset_premium": d("0.0585"), "capital_source": "测试", "basis": "税后",
           "asset_premium_reason": "测试"}  # fmt: skip


def test_capm_and_wacc_as_the_sample_has_them_by_hand():
    capm = evaluate(one_unit(Discount(method="CAPM", **CAPITAL)))
    assert step(capm, "折现率/资本成本/权益").value == Decimal("0.11")  # 1.85 % + 1.1 × 6.5 % + 2 %
    assert capm.rate == Decimal("0.1685")
    wacc = evaluate(one_unit(Discount(method="WACC", **CAPITAL)))
    by_hand = Fraction(11, 100) * Fraction(529, 855) + Fraction(47, 1000) * Fraction(3, 4) * Fraction(326, 855) + Fraction(585, 10000)
    assert abs(Fraction(wacc.rate) - by_hand) < Fraction(1, 10**30)
    assert wacc.units[0].rate == wacc.rate


def test_beta_is_levered_where_only_the_unlevered_one_is_given():
    found = evaluate(one_unit(Discount(method="CAPM", **{**CAPITAL, "beta": None, "unlevered_beta": d("0.8")})))
    expected = Decimal("0.8") * (1 + Decimal("0.75") * 32600 / 52900)
    assert abs(step(found, "折现率/资本成本/β").value - expected) < Decimal("1e-25")


@pytest.mark.parametrize(
    "missing", ["risk_free", "market_premium", "specific", "beta", "asset_premium", "equity_value", "debt_value", "cost_debt"]
)
def test_a_missing_part_of_wacc_is_named_and_no_rate_invented(missing):
    found = evaluate(one_unit(Discount(method="WACC", **{**CAPITAL, missing: None})))
    assert found.rate is None
    assert about(found.problems, "discount", 1, missing).level == "error"


def test_capital_cost_is_after_tax_and_says_so():
    found = evaluate(one_unit(Discount(method="CAPM", **{**CAPITAL, "basis": "税前"})))
    assert found.rate is None
    assert "税后折现率" in about(found.problems, "discount", 1, "basis").message


def test_a_rate_not_above_minus_100_percent_is_refused():
    found = evaluate(one_unit(Discount(method="CAPM", **{**CAPITAL, "specific": d("-0.9"), "asset_premium": d("-0.9")})))
    assert found.rate is None
    assert "不大于 −100%" in about(found.problems, "discount", 1, "method").message
    entered = evaluate(one_unit(Discount(method="直接录入", entered_rate=d("-1.2"), entered_reason="错", basis="税后")))
    assert entered.rate is None
    assert "折现率（录入）" in about(entered.problems, "discount", 1, "entered_rate").message


def factors(**scores):
    return [
        RiskFactor(id=n, risk=risk, name="因素", weight=d("0.5"), score=d(scores.get(risk, "0.4")))
        for n, risk in enumerate([risk for risk in ("管理风险", "流通风险", "数据安全风险", "监管风险") for _ in range(2)], 1)
    ]


def test_premiums_by_scored_factors_within_their_ranges():
    built = {"method": "累加法", "basis": "税后", "premium_by": "因素评分", "risk_free": d("0.02"), "industry_premium": d("0.03")}
    found = evaluate(one_unit(Discount(**built, circulation_low=d("0.01"), circulation_high=d("0.06")), *factors(流通风险="0.6")))
    assert step(found, "折现率/风险报酬/管理风险").value == Decimal("0.02")  # 0 + 5 % × 0.4, the usual range
    assert step(found, "折现率/风险报酬/流通风险").value == Decimal("0.04")  # 1 % + 5 % × 0.6
    assert found.rate == Decimal("0.15")
    none = evaluate(one_unit(Discount(**built), *factors()[:2]))
    assert none.rate is None
    assert "流通风险还没有因素评分" in messages(none.problems, "error")
    off = evaluate(one_unit(Discount(**built), *factors()[:-1]))
    assert "监管风险的因素权重合计为 50%" in messages(off.problems, "error")


def test_suggested_factors_weigh_100_percent_per_risk_and_bring_no_scores():
    by_risk = {}
    for one in suggested_factors():
        assert set(one) == {"risk", "name", "weight"}
        by_risk.setdefault(one["risk"], []).append(Decimal(one["weight"]))
    assert {risk: sum(weights) for risk, weights in by_risk.items()} == dict.fromkeys(
        ("管理风险", "流通风险", "数据安全风险", "监管风险"), Decimal(1)
    )


def test_returns_of_all_assets_are_held_against_the_cost_of_capital():
    assets = [
        AssetReturn(id=1, name="固定资产", value=d(600), return_by="5年期以上LPR（税后）"),
        AssetReturn(id=2, name="数据", value=d(400), return_by="折现率"),
    ]
    lpr = {"lpr_one": d("0.03"), "lpr_five": d("0.04"), "lpr_date": date(2025, 12, 20), "lpr_source": "同业拆借中心"}
    found = evaluate(one_unit(Discount(method="WACC", **CAPITAL, **lpr), *assets))
    expected = Decimal("0.6") * Decimal("0.03") + Decimal("0.4") * found.rate
    assert abs(step(found, "折现率/核对/加权平均资产回报率").value - expected) < Decimal("1e-25")
    assert "相差超过" not in messages(found.problems)
    undated = evaluate(one_unit(Discount(method="WACC", **CAPITAL, lpr_five=d("0.04")), *assets))
    assert "LPR 须写明日期和来源" in messages(undated.problems, "notice")


def test_a_rate_below_the_cost_of_capital_is_noticed():
    found = evaluate(one_unit(Discount(**{**CAPITAL, "method": "直接录入", "entered_rate": d("0.05"), "entered_reason": "低"})))
    assert "低于加权平均资本成本" in messages(found.problems, "notice")
    assert found.rate == Decimal("0.05")


# --- share rates --------------------------------------------------------------------------------


def shared(*more, **fields):
    return one_unit(*more, main_method="收益法-分成", share_base="收益", share_basis="K1", share_rate=d("0.9"), **fields)


def test_equivalent_investment_takes_the_replacement_cost_of_the_data_sets_named():
    basis = ShareBasis(id=1, code="K1", method="约当投资量法", data_sets=("D1",), asset_profit_rate=d("0.2"), other_cost=d(20_500_000),
                       other_profit_rate=d("0.15"), basis="测试")  # fmt: skip
    found = evaluate(shared(cost(1, "D1", 17_640_000), basis))
    rate = step(found, "分成率/K1/约当投资量法").value
    assert abs(Fraction(rate) - Fraction(21168, 21168 + 23575)) < Fraction(1, 10**30)  # 1,764 × 1.2 and 2,050 × 1.15
    assert found.total == (200 * rate).quantize(Decimal("0.01"))


def test_the_other_ways_to_a_share_rate():
    def of(**fields):
        return evaluate(shared(ShareBasis(id=1, code="K1", basis="测试", **fields), ShareFactor(id=1, share_basis="K1", name="甲", weight=d("0.25"), score=d(1)),
                               ShareFactor(id=2, share_basis="K1", name="乙", weight=d("0.75"), score=d("0.4"))))  # fmt: skip

    ranged = of(method="区间与加权得分", low=d("0.16"), high=d("0.26"), range_source="合同", score_by="因素评分")
    assert step(ranged, "分成率/K1/区间与加权得分").value == Decimal("0.215")  # 16 % + 10 % × 0.55
    royalty = of(method="许可费率折算", royalty=d("0.04"), margin=d("0.16"))
    assert (step(royalty, "分成率/K1/许可费率折算").value, royalty.total) == (Decimal("0.25"), Decimal("50.00"))
    assert step(of(method="边际分析法", additional=d(30), whole=d(120)), "分成率/K1/边际分析法").value == Decimal("0.25")
    above = of(method="许可费率折算", royalty=d("0.3"), margin=d("0.2"))
    assert above.total == 0
    assert "不大于 100%" in about(above.problems, "share_basis", 1, "method").message
    assert "K1 没有结果" in about(above.problems, "valuation_unit", 1, "share_basis").message


def test_a_range_by_the_value_score():
    scores = {one.key: Decimal(80) for one in index_system().indicators}
    basis = ShareBasis(id=1, code="K1", method="区间与加权得分", low=d("0.16"), high=d("0.27"), range_source="合同", score_by="综合评分",
                       data_sets=("D1",), basis="测试")  # fmt: skip
    found = evaluate(
        shared(basis, Weighting(method="默认权重"), Expert(id=1, code="E1"), ExpertScore(id=1, expert="E1", data_set="D1", **scores))
    )
    assert step(found, "分成率/K1/区间与加权得分").value == Decimal("0.248")  # 16 % + 11 % × 80 / 100


def test_without_a_derivation_the_entered_rate_stays():
    assert evaluate(one_unit(main_method="收益法-分成", share_base="收益", share_rate=d("0.9"))).total == Decimal("180.00")


# --- the market ---------------------------------------------------------------------------------


def case(id, value, weight=None, **more):
    sound = {"subset": "甲", "deal_date": date(2025, 6, 30), **dict.fromkeys(FIVE, d(1))}
    return Comparable(id=id, unit="U1", name=f"案例{id}", value=d(value), weight=d(weight), **{**sound, **more})


def market(*more, **fields):
    return evaluate(one_unit(ACTIVE, *more, main_method="市场法", **fields))


def test_five_factors_and_the_sum_of_the_parts():
    found = market(
        case(1, 100, quality=d("1.1"), supply=d("0.9"), timing=d("1.02"), volume=d("0.8"), other=d("1.05")), case(2, 50, subset="乙")
    )
    assert found.total == (100 * Decimal("1.1") * Decimal("0.9") * Decimal("1.02") * Decimal("0.8") * Decimal("1.05") + 50).quantize(
        Decimal("0.01")
    )
    assert found.units[0].by_method == {"市场法": found.total}
    assert found.by_method["市场法"] == found.total
    assert found.data_sets[0].income is None


@pytest.mark.parametrize(("combine", "expected"), [("平均", "120.00"), ("中位数", "100.00"), ("加权", "142.00")])
def test_several_comparables_of_one_part(combine, expected):
    subset = MarketSubset(id=1, unit="U1", name="甲", combine=combine, reason="可比程度")
    found = market(subset, case(1, 100, "0.3"), case(2, 60, "0.2"), case(3, 200, "0.5"))
    assert found.total == Decimal(expected)


def test_factors_from_pairs_of_figures():
    found = market(
        case(
            1,
            100,
            timing=None,
            index_now=d(105),
            index_then=d(100),
            volume=None,
            volume_own=d(1),
            volume_reference=d(4),
            volume_power=d("0.5"),
        )
    )
    assert found.total == Decimal("52.50")  # 100 × 1.05 × (1/4)^0.5


@pytest.mark.parametrize(
    ("records", "form", "key", "said"),
    [
        ([MarketState(), case(1, 100)], "market_state", "active", "活跃市场"),
        ([MarketState(active="否"), case(1, 100)], "market_state", "active", "填为“否”"),
        ([MarketState(active="是"), case(1, 100)], "market_state", "active_reason", "须写明理由"),
        ([ACTIVE, case(1, 100, deal_date=None)], "comparable", "deal_date", "没有交易日期"),
        ([ACTIVE, case(1, 100, other=None)], "comparable", "other", "不需要调整的填 1"),
        ([ACTIVE, case(1, 100, quality=d(0))], "comparable", "quality", "须大于 0"),
        ([ACTIVE, case(1, None)], "comparable", "value", "案例价值"),
        ([ACTIVE], "valuation_unit", "main_method", "没有可比案例"),
        ([ACTIVE, case(1, 100), MarketSubset(id=1, unit="U1", name="乙", combine="平均")], "comparable", "subset", "不在 U1 的子数据集中"),
        ([ACTIVE, case(1, 100, "0.5"), MarketSubset(id=1, unit="U1", name="甲", combine="加权", reason="因")], "comparable", "weight", "50%"),
        ([ACTIVE, case(1, 100), MarketSubset(id=1, unit="U1", name="甲", combine="中位数")], "market_subset", "reason", "取值理由"),
    ],
)  # fmt: skip
def test_the_market_approach_is_refused_by_name(records, form, key, said):
    found = evaluate(one_unit(*records, main_method="市场法"))
    assert found.total == 0
    problem = about(found.problems, form, 1, key)
    assert problem.level == "error"
    assert said in problem.message
    checked = evaluate(one_unit(*records, cross_methods=("市场法",)))
    assert checked.total == Decimal("200.00")
    assert not [one for one in checked.problems if one.level == "error" and said in one.message]


# --- cost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "expected"), [("按工时", ("33.33", "66.67")), ("按使用次数", ("25.00", "75.00")), ("按记录数", ("50.00", "50.00"))]
)
def test_common_costs_by_hours_and_uses_sum_exactly(key, expected):
    sets = [
        data_set(1, "D1", work_hours=d(10), use_count=5, record_count=7),
        data_set(2, "D2", work_hours=d(20), use_count=15, record_count=7),
    ]
    found = evaluate(project(*sets, cost(1, None, 100, allocation=key)))
    assert tuple(str(one.replacement_cost) for one in found.data_sets) == expected
    missing = evaluate(project(sets[0], data_set(2, "D2", record_count=7), cost(1, None, 100, allocation="按工时")))
    assert "投入工时未填" in messages(missing.problems)


def measured(**scores):
    parts = {key: {"indicators": [{"numerator": n, "denominator": 100}]} for key, n in scores.items()}
    return MeasurementRecord(id=1, data_set="D1", document=json.dumps({"dimensions": parts, "personal_information": []}))


def by_quality(*more):
    return evaluate(project(data_set(1, "D1", adjustment_by="按实测质量"), cost(1, "D1", 1000), *more))


def test_delta_from_measured_quality_with_its_bounds():
    found = by_quality(measured(completeness=90, accuracy=80))  # weights 0.2 and 0.2 of 1
    assert found.data_sets[0].adjustment == Decimal("0.85")
    assert found.data_sets[0].cost == Decimal("850.00")
    assert step(found, "D1/成本法/价值调整系数/下限").value == Decimal("0.34")
    assert step(found, "D1/成本法/价值调整系数/上限").value == Decimal("0.94")
    assert "在 34.0% 至 94.0% 之间" in messages(found.problems, "notice")
    weighed = by_quality(measured(completeness=90, accuracy=80), QualityWeights(completeness=d("0.6")))
    assert weighed.data_sets[0].adjustment == Decimal("0.875")  # (0.6 × 0.9 + 0.2 × 0.8) ÷ 0.8


def test_without_a_measurement_no_delta_from_quality():
    found = by_quality()
    assert found.data_sets[0].cost is None
    assert "还没有实测结果" in about(found.problems, "data_set", 1, "adjustment_by").message


def test_the_way_to_delta_is_chosen_and_not_guessed():
    both = {"adjustment": d("0.3"), "adjustment_reason": "报告"}
    entered, life = (evaluate(project(data_set(1, "D1", adjustment_by=by, **both), cost(1, "D1", 1000))) for by in ("录入", "按剩余年限"))
    assert (entered.data_sets[0].cost, life.data_sets[0].cost) == (Decimal("300.00"), Decimal("500.00"))
    missing = evaluate(project(data_set(1, "D1", adjustment_by="录入"), cost(1, "D1", 1000)))
    assert about(missing.problems, "data_set", 1, "adjustment")


# --- the conclusion -----------------------------------------------------------------------------


def weighted(*more, reason="两种方法的数据可靠程度相近"):
    return evaluate(one_unit(cost(1, "D1", 300), UnitConclusion(id=1, unit="U1", by="加权", weight_reason=reason),
                             MethodWeight(id=1, unit="U1", method="收益法-直接", weight=d("0.7")),
                             MethodWeight(id=2, unit="U1", method="成本法", weight=d("0.3")), *more))  # fmt: skip


def test_a_weighted_conclusion_only_with_written_reasons():
    found = weighted()
    assert found.total == Decimal("185.00")  # 0.7 × 200 + 0.3 × 150
    assert sum(found.units[0].shares.values()) == found.total
    assert found.units[0].weights == {"收益法-直接": Decimal("0.7"), "成本法": Decimal("0.3")}
    assert found.conclusion.weight_reasons == {"U1": "两种方法的数据可靠程度相近"}
    refused = weighted(reason=None)
    assert refused.total == 0
    assert about(refused.problems, "unit_conclusion", 1, "weight_reason").level == "error"
    off = weighted(MethodWeight(id=3, unit="U1", method="市场法", weight=d("0.1")))
    assert "市场法没有结果，不能参与加权" in messages(off.problems, "error")


def test_the_conclusion_is_whole_wan_with_the_exact_total_beside_it():
    found = value(project(head(value_type="市场价值", premise="持续使用"), data_set(1, "D1"), unit(1, "U1", income_basis="税后", life_years=d(1)),
                          member(1, "U1", "D1"), income(1, "U1", 2026, "11049999.5")))  # fmt: skip
    told = as_json(found)
    assert told["total"] == told["conclusion"]["exact"] == "10045454.09"
    assert (told["conclusion"]["wan"], told["conclusion"]["amount"]) == ("1005", "10050000.00")
    assert (told["conclusion"]["value_type"], told["conclusion"]["premise"]) == ("市场价值", "持续使用")
    assert step(found.valuation, "合计/结论（万元）").value == 1005


def test_every_approach_says_whether_and_why():
    found = evaluate(one_unit(cost(1, "D1", 300), cross_methods=("成本法",)))
    assert {one.approach: one.use for one in found.conclusion.approaches} == {"收益法": "采用", "成本法": "交叉验证", "市场法": "不采用"}
    assert messages(found.problems).count("须写明") == 3
    said = [
        Approach(id=n, approach=one, use=use, reason="理由")
        for n, (one, use) in enumerate((("收益法", "采用"), ("成本法", "采用"), ("市场法", "不采用")), 1)
    ]
    answered = evaluate(
        one_unit(cost(1, "D1", 300), *said, ApproachAnswer(id=1, item="market_active", answer="否"), cross_methods=("成本法",))
    )
    assert "须写明" not in messages(answered.problems)
    assert "填了“采用”，而各评估单元的方法显示为“交叉验证”" in about(answered.problems, "approach", 2, "use").message
    market_use = answered.conclusion.approaches[2]
    assert [one.answer for one in market_use.answers if one.key == "market_active"] == ["否"]
    assert next(one for one in market_use.answers if one.key == "market_active").favours is False


def test_no_reason_anywhere_holds_the_draft_mark():
    found = evaluate(one_unit(method_reason=None))
    assert "须写明" in messages(found.problems, "error")


def test_questions_are_asked_of_each_approach_and_never_said_to_be_law():
    assert {one.approach for one in questions()} == {"收益法", "成本法", "市场法"}
    assert len({one.key for one in questions()}) == len(questions())


def test_the_difference_of_the_totals_is_explained_once_for_all():
    plain = evaluate(one_unit(cost(1, "D1", 100), cross_methods=("成本法",)))
    assert [(one.unit, one.method) for one in plain.conclusion.differences] == [("U1", "成本法"), ("", "成本法")]
    assert messages(plain.problems, "error").count("请说明差异") == 2
    said = evaluate(one_unit(cost(1, "D1", 100), ConclusionNote(difference_reason="投入与收益不成比例"), cross_methods=("成本法",)))
    assert "请说明差异" not in messages(said.problems)
    assert {one.reason for one in said.conclusion.differences} == {"投入与收益不成比例"}


# --- gates --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "key", "said"),
    [
        ({"rights": ("持有权", "使用权")}, "rights", "不含经营权"), ({"rights": None}, "rights", "未填权利类型"), ({"grade": "核心"}, "grade", "核心"),
        ({"grade": "重要（待识别）"}, "grade", "重要"), ({"source_type": "公共数据授权运营"}, "source_type", "不得用于担保举债"),
        ({"source_type": None}, "source_type", "来源"), ({"registered_personal": "是"}, "registered_personal", "个人信息"),
    ],
)  # fmt: skip
def test_a_closed_gate_takes_out_that_data_set_alone_and_names_it(fields, key, said):
    found = evaluate(project(
        data_set(1, "D1"), data_set(2, "D2", **fields), unit(1, "U1", income_basis="税后", life_years=d(1)), member(1, "U1", "D1"),
        member(2, "U1", "D2"), income(1, "U1", 2026, 220),
    ))  # fmt: skip
    assert (found.total, found.units[0].excluded) == (Decimal("100.00"), {"D2": Decimal("100.00")})
    assert not found.stopped
    problem = about(found.problems, "data_set", 2, key)
    assert "D2 不纳入结论" in problem.message
    assert said in problem.message


def test_what_is_not_stated_of_personal_information_closes_no_gate():
    unstated = data_set(1, "D1", personal_information=True, registered_personal=None)
    assert (
        evaluate(
            project(unstated, unit(1, "U1", income_basis="税后", life_years=d(1)), member(1, "U1", "D1"), income(1, "U1", 2026, 110))
        ).total
        == 100
    )
