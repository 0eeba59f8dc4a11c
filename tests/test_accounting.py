"""The books of data resources: decision, costs, amortisation, disclosure tables, checks, against slow obvious computation."""

import itertools
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from accounting_projects import IN_HOUSE, OWN_USE, YEAR, D, answers, asset, cost, everything, moved, project
from hypothesis import given, settings
from hypothesis import strategies as st

from gzvalue.accounting import months
from gzvalue.accounting.accounts import accounts_of
from gzvalue.accounting.amortisation import Change, straight_line
from gzvalue.accounting.collection import totals
from gzvalue.accounting.disclosure import checks_of
from gzvalue.accounting.recognition import PENDING, decide
from gzvalue.accounting.result import Table
from gzvalue.accounting.rules import cost_rules, item_of_category, questions, tables
from gzvalue.actions.accounting import as_json, books_of
from gzvalue.schema.accounting_forms import BLOCKS, COST_ITEMS, KINDS, QUESTIONS, AccountingAnswer, BookedCost
from gzvalue.schema.cost_forms import COST_CATEGORIES
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import ValuationHead

WORDS = ("是", "否", "待核", "")


def messages(made) -> str:
    return "\n".join(one.message for one in made.problems)


# --- the resources ------------------------------------------------------------------------------


def test_the_rules_cover_the_forms():
    assert tuple(questions()) == QUESTIONS
    assert set(cost_rules()) == set(COST_ITEMS)
    assert set(item_of_category()) == set(COST_CATEGORIES)
    assert {item for item in item_of_category().values() if item} <= set(COST_ITEMS)
    assert not any(item_of_category()[one] for one in ("机会成本", "合理利润"))
    shape = {key: (len(one.rows), len(one.columns) + 1) for key, one in tables().items()}
    assert shape["intangible"] == (27, 4)
    assert all(kind in KINDS for one in tables().values() for row in one.rows for kind in row.kinds)
    assert all(row.block in (*BLOCKS, "账面价值") for one in tables().values() for row in one.rows)
    assert [row.label for row in tables()["intangible"].rows if row.level == 0] == [
        "一、账面原值",
        "二、累计摊销",
        "三、减值准备",
        "四、账面价值",
    ]


def test_an_unverified_basis_says_so():
    assert "待核对" in questions()["D1"].printed
    assert "待核对" in tables()["intangible"].printed
    assert "本软件约定" in tables()["development"].printed


# --- the decision ---------------------------------------------------------------------------------


def expected(a: dict[str, str]) -> str:
    """The rules read from the top, written down a second time."""
    r = [a.get(f"R{n}", "") for n in range(1, 6)]
    if "否" in r:
        return "不确认"
    if r != ["是"] * 5:
        return PENDING
    sale, use, separable, bought, made = (a.get(f"C{n}", "") for n in range(1, 6))
    ways = {("是", "否"): "外购", ("否", "是"): "自行", ("否", "否"): "其他", ("是", ""): "外购", ("是", "待核"): "外购"}
    way = ways.get((bought, made))
    if sale == "是":
        return PENDING if use == "是" or way is None else "存货"
    if sale != "否" or use not in ("是", "否"):
        return PENDING
    if use == "否":
        return "不确认"
    if separable == "否":
        return "费用化"
    if separable != "是" or way is None:
        return PENDING
    if way != "自行":
        return "无形资产"
    conditions = [a.get(f"D{n}", "") for n in range(1, 6)]
    if a.get("P1") == "否":
        return "费用化"
    if a.get("P1") != "是":
        return PENDING
    if "否" in conditions:
        return "费用化"
    if conditions != ["是"] * 5:
        return PENDING
    return {"是": "无形资产", "否": "开发支出"}.get(a.get("U1", ""), PENDING)


def test_the_decision_exhaustively():
    """Every answer of purpose, way, phase and readiness, with each condition of the two groups failing or open in turn."""
    recognition = [["是"] * 5] + [["是"] * n + [word] + ["是"] * (4 - n) for n in range(5) for word in ("否", "待核", "")]
    seen = set()
    for r in recognition:
        few = r != ["是"] * 5
        for c in [("否", "是", "是", "否", "是")] if few else itertools.product(WORDS, repeat=5):
            conditions = recognition if c == ("否", "是", "是", "否", "是") else [["是"] * 5]
            for d in conditions:
                for p, u in itertools.product(WORDS, repeat=2):
                    given_answers = dict(zip(QUESTIONS, (*r, *c, p, *d, u), strict=True))
                    given_answers = {key: word for key, word in given_answers.items() if word}
                    decision = decide(given_answers)
                    assert decision.asset_class == expected(given_answers), given_answers
                    assert decision.reason
                    assert (decision.recognised is None) == (decision.asset_class == PENDING)
                    assert decision.asset_class != PENDING or decision.open
                    keys = [step.question.key for step in decision.path]
                    assert len(keys) == len(set(keys))
                    assert set(given_answers) == {step.question.key for step in decision.path if step.answer} | set(decision.aside)
                    seen.add(decision.asset_class)
    assert seen == {"不确认", PENDING, "存货", "费用化", "无形资产", "开发支出"}


def test_two_answers_to_one_question_count_as_open():
    made = accounts_of(project(*answers("D01", OWN_USE), AccountingAnswer(id=90, data_set="D01", question="R2", answer="否")))
    assert made.recognition[0].decision.asset_class == PENDING
    assert "两个不同的答复" in messages(made)


def test_ownership_against_the_catalogue_is_said():
    restricted = DataSet(id=1, code="D01", name="x", restriction="受限")
    assert "受限" in messages(accounts_of(project(restricted, *answers("D01", OWN_USE))))


def test_books_against_the_decision_are_said():
    made = accounts_of(project(*answers("D01", OWN_USE), asset(1, "D01", asset_class="存货")))
    assert "账上列“存货”，入表判断的结论为“无形资产”" in messages(made)
    made = accounts_of(project(*answers("D01", OWN_USE), asset(1, "D01", way="外购")))
    assert "账上取得方式为“外购”" in messages(made)


# --- what becomes of a cost -----------------------------------------------------------------------


@pytest.mark.parametrize(("more", "outcome", "words"), [
    ({}, "计入成本", "计入无形资产"),
    ({"phase": "研究阶段"}, "费用化", "研究阶段"),
    ({"phase": "研究阶段", "treatment": "计入成本", "reason": "我要"}, "费用化", "研究阶段"),
    ({"phase": None}, "费用化", "研究与开发分不清"),
    ({"phase": "后续支出"}, "费用化", "后续支出"),
    ({"phase": "后续支出", "treatment": "计入成本"}, "费用化", "没有写理由"),
    ({"phase": "后续支出", "treatment": "计入成本", "reason": "扩大了用途"}, "计入成本", "扩大了用途"),
    ({"incurred_on": date(2026, 5, 1)}, "费用化", "2026-04 之后"),
    ({"incurred_on": date(2023, 12, 31)}, "以前已费用化", "不再调整"),
    ({"incurred_on": date(2023, 12, 31), "treatment": "计入成本", "reason": "补记"}, "以前已费用化", "不再调整"),
    ({"incurred_on": date(2023, 12, 31), "expensed_before": False}, "计入成本", "计入无形资产"),
    ({"expensed_before": True}, "以前已费用化", "不再调整"),
    ({"category": "机会成本", "item": None}, "不入账", "不是实际发生"),
    ({"category": "合理利润", "treatment": "计入成本", "reason": "想要"}, "不入账", "不是实际发生"),
    ({"item": "管理费用"}, "费用化", "不计入成本"),
    ({"item": "培训与推广", "treatment": "计入成本", "reason": "x"}, "费用化", "不计入成本"),
    ({"item": "购买价款"}, "费用化", "不属于"),
    ({"treatment": "费用化", "reason": "金额小"}, "费用化", "金额小"),
    ({"item": None}, "待定", "未填成本类别"),
    ({"item": None, "category": "直接成本-标注"}, "计入成本", "数据标注"),
    ({"item": None, "category": "间接成本"}, "费用化", "管理费用"),
])  # fmt: skip
def test_what_becomes_of_a_cost(more, outcome, words):
    given_more = {**more}
    on = given_more.pop("incurred_on", date(2026, 2, 1))
    made = accounts_of(project(
        *answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2026, 4, 10), ready_from="2026-04", life_months=36),
        cost(1, "D01", "1000", on, **given_more),
    ))  # fmt: skip
    (line,) = made.costs
    assert line.outcome == outcome
    assert words in line.reason


def test_without_an_asset_the_decision_counts():
    lines = accounts_of(project(*answers("D01", OWN_USE), cost(1, "D01", 10, date(2026, 1, 2)), cost(2, "D02", 10, date(2026, 1, 2)))).costs
    assert [(one.outcome, one.asset) for one in lines] == [("计入成本", ""), ("待定", "")]
    made = accounts_of(project(*answers("D01", {**OWN_USE, "R4": "否"}), cost(1, "D01", 10, date(2026, 1, 2))))
    assert made.costs[0].outcome == "费用化"


def test_a_common_cost_is_split_to_the_fen():
    made = accounts_of(project(cost(1, None, "100", date(2026, 1, 2), allocation="平均"), codes=("D01", "D02", "D03")))
    assert [one.amount for one in made.costs] == [D("33.34"), D("33.33"), D("33.33")]
    made = accounts_of(project(cost(1, None, "100", date(2026, 1, 2), allocation="按工时")))
    assert made.costs == ()
    assert "投入工时" in messages(made)
    assert not next(one for one in made.checks if one.name.startswith("历史成本合计")).ok


@given(
    st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from(COST_CATEGORIES), st.dates(date(2022, 1, 1), date(2027, 1, 1))), max_size=12)
)
@settings(max_examples=15, deadline=None)
def test_nothing_of_the_costs_is_lost(rows):
    costs = [BookedCost(id=n, data_set="D01", amount=D(fen).scaleb(-2), category=category, incurred_on=day, phase="开发阶段")
             for n, (fen, category, day) in enumerate(rows, 1)]  # fmt: skip
    made = accounts_of(project(*answers("D01", OWN_USE), asset(1, "D01"), *costs))
    assert sum(totals(made.costs).values(), D(0)) == sum((one.amount for one in costs), D(0))


# --- amortisation ---------------------------------------------------------------------------------


@given(st.integers(0, 10**12), st.integers(1, 1200), st.integers(2024 * 12, 2030 * 12))
@settings(max_examples=60, deadline=None)
def test_the_schedule_sums_to_the_cost(fen, life, start):
    made = straight_line("K01", start, life, [Change(start, D(fen).scaleb(-2))])
    amounts = [one.amount for one in made.months]
    assert sum(amounts, D(0)) == D(fen).scaleb(-2)
    assert len(amounts) == life
    assert made.months[-1].remaining == 0
    assert all(abs(Fraction(one) - Fraction(fen, 100 * life)) <= Fraction(1, 100) for one in amounts)
    assert all(one >= 0 for one in amounts)
    assert sum(made.by_year().values()) == D(fen).scaleb(-2)


@given(st.integers(1, 10**9), st.integers(2, 120), st.data())
@settings(max_examples=50, deadline=None)
def test_changes_on_the_way_are_spread_over_what_is_left(fen, life, data):
    start = 2025 * 12
    changes = [Change(start, D(fen).scaleb(-2))]
    further = data.draw(st.lists(st.tuples(st.integers(0, life - 1), st.integers(0, 10**8)), max_size=3))
    changes += [Change(start + month, D(amount).scaleb(-2)) for month, amount in further]
    made = straight_line("K01", start, life, changes)
    assert sum((one.amount for one in made.months), D(0)) == sum((one.amount for one in changes), D(0))
    carrying = D(0)
    for row in made.months:  # month by month, the obvious way
        carrying += sum((one.amount for one in changes if one.month == row.month), D(0))
        left = start + life - row.month
        assert abs(Fraction(row.amount) - Fraction(carrying) / left) <= Fraction(1, 100)
        carrying -= row.amount
        assert row.remaining == carrying


def test_a_disposal_ends_the_amortisation_and_an_impairment_lowers_it():
    start = 2026 * 12
    gone = straight_line("K", start, 12, [Change(start, D(120)), Change(start + 6, D(-60))])
    assert [one.amount for one in gone.months] == [D(10)] * 6 + [D(0)] * 6
    impaired = straight_line("K", start, 12, [Change(start, D(120)), Change(start + 6, D(-30))])
    assert [one.amount for one in impaired.months] == [D(10)] * 6 + [D(5)] * 6


def test_leap_days_and_short_months_change_nothing():
    """A month is a month: 2028-02 has 29 days and the same twelfth."""
    made = straight_line("K", months.number(date(2028, 2, 29)), 12, [Change(months.number(date(2028, 1, 31)), D(1200))])
    assert [one.amount for one in made.months] == [D(100)] * 12
    assert (months.text(made.months[0].month), months.text(made.months[-1].month)) == ("2028-02", "2029-01")
    assert months.last_day(months.number(date(2028, 2, 1))) == date(2028, 2, 29)
    assert months.full_months_until(months.number(date(2028, 1, 1)), date(2028, 2, 28)) == 1
    assert months.full_months_until(months.number(date(2028, 1, 1)), date(2028, 2, 29)) == 2
    assert months.full_months_until(months.number(date(2028, 5, 1)), date(2028, 2, 29)) == 0


def test_a_life_longer_than_the_right_is_named():
    right = DataSet(id=1, code="D01", name="x", right_until=date(2028, 12, 31))
    records = (right, *answers("D01", OWN_USE), cost(1, "D01", 3600, date(2026, 1, 5)))
    fits = accounts_of(project(*records, asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=36)))
    assert not fits.problems
    made = accounts_of(project(*records, asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=37)))
    assert "摊销 37 个月，长于权利的剩余期限 36 个月" in messages(made)
    check = next(one for one in made.checks if "不长于权利" in one.name)
    assert (check.ok, check.left, check.right, check.difference) == (False, 37, 36, 1)
    assert made.assets[0].schedule.too_long


def test_a_right_by_agreement_ends_with_it():
    from gzvalue.schema.rights_chain_forms import SourceLink
    from gzvalue.schema.valuation_forms import Contract

    records = (
        *answers("D01", OWN_USE), cost(1, "D01", 3600, date(2026, 1, 5)), Contract(id=1, code="H01", name="数据许可合同", ends=date(2027, 12, 31)),
        asset(1, "D01", recognised_on=date(2026, 1, 31), ready_from="2026-01", life_months=36),
    )  # fmt: skip
    link = SourceLink(id=1, scope_kind="数据集", scope="D01", source="协议取得", contract="H01")
    made = accounts_of(project(*records, link))
    assert made.assets[0].schedule.allowed == 24
    assert "权属链条“协议取得”的期限" in messages(made)
    assert not accounts_of(project(*records, replace(link, source="委托他人依合同采集"))).problems  # the work is done, the right stays


def test_an_indefinite_life_is_not_amortised_but_tested_every_year():
    given_asset = {"recognised_on": date(2026, 1, 31), "ready_from": "2026-01", "life": "使用寿命不确定"}
    records = (*answers("D01", OWN_USE), cost(1, "D01", 3600, date(2026, 1, 5)))
    made = accounts_of(project(*records, asset(1, "D01", **given_asset)))
    assert made.assets[0].charged == 0
    assert "每年须做减值测试" in messages(made)
    assert not accounts_of(project(*records, asset(1, "D01", tested_on=date(2026, 12, 31), **given_asset))).problems


# --- the tables -----------------------------------------------------------------------------------

_AMOUNT = st.integers(0, 10**9).map(lambda fen: D(fen).scaleb(-2))
_DAY = st.dates(date(2024, 1, 1), date(2027, 6, 30))


@st.composite
def random_books(draw):
    """Assets of every class and way with costs and ledger entries at random."""
    records, costs, moves = [], [], []
    for n in range(1, draw(st.integers(1, 4)) + 1):
        asset_class = draw(st.sampled_from(("无形资产", "存货", "开发支出")))
        way = draw(st.sampled_from(("外购", IN_HOUSE, "其他方式")))
        source = draw(st.sampled_from((None, "按成本归集与摊销表", "按账载发生额")))
        ready = draw(st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2027, 6, 30)).map(lambda day: f"{day:%Y-%m}")))
        openings = {
            key: draw(st.one_of(st.none(), _AMOUNT))
            for key in ("opening_cost", "opening_amortisation", "opening_impairment", "opening_spending")
        }
        records.append(asset(n, f"D{n:02d}", asset_class=asset_class, way=way, amounts_from=source, recognised_on=draw(st.one_of(st.none(), _DAY)),
                             ready_from=ready, life_months=draw(st.one_of(st.none(), st.integers(1, 90))), **openings))  # fmt: skip
        for _ in range(draw(st.integers(0, 4))):
            costs.append(cost(len(costs) + 1, f"D{n:02d}", draw(_AMOUNT), draw(_DAY), item=draw(st.sampled_from(COST_ITEMS))))
        for _ in range(draw(st.integers(0, 4))):
            moves.append(
                moved(len(moves) + 1, f"K{n:02d}", draw(_DAY), draw(st.sampled_from(BLOCKS)), draw(st.sampled_from(KINDS)), draw(_AMOUNT))
            )
    return project(*records, *costs, *moves)


@given(random_books())
@settings(max_examples=60, deadline=None)
def test_the_tables_foot_for_random_books(given_project):
    made = accounts_of(given_project)
    for table in made.tables.values():
        for check in checks_of(table):
            assert check.ok, check
    for check in made.checks:
        if any(words in check.name for words in ("各资产摊销之和", "账面资产合计", "各月摊销之和", "历史成本合计")):
            assert check.ok, check
    for one in made.assets:
        for balance in one.blocks.values():
            assert balance.closing == balance.opening + sum(balance.increases.values()) - sum(balance.decreases.values())


def test_the_tables_of_a_case_worked_by_hand():
    made = accounts_of(everything(), ["D02"])
    assert [one.name for one in made.checks if not one.ok] == []
    table = made.tables["intangible"]
    # 100,000.01 over 36 months from 2025-07; 5,000 impaired at the end of 2026-06 when 66,666.67 were left for 24 months
    first_half, after = D("16666.67"), (D("66666.67") - 5000) / 24 * 6
    assert table.at("amortisation_opening", "developed") == D("16666.67")
    assert abs(table.at("amortisation_increase", "developed") - first_half - after) <= D("0.01")
    # bought for 33,333.33 in March, amortised March to August, gone in September
    assert table.at("amortisation_increase", "purchased") == D("8333.33") == table.at("amortisation_disposed", "purchased")
    assert table.at("carrying_closing", "purchased") == 0
    # taken over with 50,000 left for 55 months
    assert table.at("amortisation_increase", "other") == D("10909.09")
    assert table.at("carrying_closing", "total") == D("46250.00") + D("39090.91")
    inventory = made.tables["inventory"]
    assert (inventory.at("cost_sold", "purchased"), inventory.at("carrying_closing", "total")) == (D(12000), D(39000))
    assert made.tables["development"].at("spending_closing", "total") == D("7800.55")
    assert [(one.code, one.state, one.carrying) for one in made.pledged] == [
        ("K01", "已用于担保", D("46250.00")), ("K02", "拟质押（尚未设立）", D(35000)), ]  # fmt: skip
    assert [one.code for one in made.important] == ["K01"]


def test_development_becomes_an_intangible_asset_on_its_day():
    made = accounts_of(project(
        *answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2026, 6, 30), ready_from="2026-07", life_months=12),
        cost(1, "D01", 1000, date(2025, 11, 1)), cost(2, "D01", 200, date(2026, 6, 30)),
    ))  # fmt: skip
    spent, table = made.tables["development"], made.tables["intangible"]
    assert [spent.at(f"spending_{key}", "total") for key in ("opening", "developed", "transferred", "closing")] == [1000, 200, 1200, 0]
    assert (table.at("cost_developed", "total"), table.at("amortisation_increase", "total")) == (1200, 600)
    assert all(one.ok for one in made.checks)


def test_every_check_of_a_table_can_fail():
    made = accounts_of(everything())
    for table in made.tables.values():
        names = [one.name for one in checks_of(table)]
        failed = set()
        for row, amounts in table.amounts.items():
            for column in amounts:
                wrong = {**table.amounts, row: {**amounts, column: amounts[column] + D("0.01")}}
                bad = [one.name for one in checks_of(Table(table.rule, wrong)) if not one.ok]
                assert bad, (row, column)
                failed.update(bad)
        assert failed == set(names)


def test_every_check_between_tables_can_fail():
    """Each case spoils one thing; the check that speaks of it fails."""
    base = (*answers("D01", OWN_USE), cost(1, "D01", 3600, date(2026, 1, 5)))
    good = {"recognised_on": date(2026, 1, 31), "ready_from": "2026-01", "life_months": 36}
    cases = [
        ("历史成本合计", (*base, asset(1, "D01", **good), cost(2, "D01", 5, None))),
        ("计入成本的支出都有账面资产", base),
        ("开发支出转出", (*base, asset(1, "D01", **good), moved(1, "K01", date(2026, 3, 1), "开发支出", "确认为无形资产", 7))),
        ("本期增加的账面原值", (*base, asset(1, "D01", **good), moved(1, "K01", date(2026, 1, 31), "账面原值", "内部研发", 3601))),
        ("本期摊销，", (*base, asset(1, "D01", **good), moved(1, "K01", date(2026, 12, 31), "累计摊销", "计提", 1201))),
        ("期初账面原值", (*base, asset(1, "D01", opening_cost=D(1), **good))),
        ("摊销表剩余金额", (*base, asset(1, "D01", amounts_from="按账载发生额", opening_cost=D(0), opening_amortisation=D(0), **good),
                      moved(1, "K01", date(2026, 1, 31), "账面原值", "内部研发", 3600), moved(2, "K01", date(2026, 12, 31), "累计摊销", "计提", 1100))),
        ("没有负数", (*base, asset(1, "D01", **good), moved(1, "K01", date(2026, 3, 1), "账面原值", "处置", 4000))),
        ("账面资产合计", (*base, asset(1, "D01", way=None, amounts_from="按账载发生额", opening_cost=D(5)))),
    ]  # fmt: skip
    for words, records in cases:
        made = accounts_of(project(*records))
        assert [one.name for one in made.checks if words in one.name and not one.ok], words
    clean = accounts_of(project(*base, asset(1, "D01", **good)))
    assert all(one.ok for one in clean.checks)


# --- bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("records", "words"), [
    ((moved(1, "K09", date(2026, 1, 1), "账面原值", "处置", 1),), "“K09”不存在"),
    ((asset(1, "D01"), moved(1, "K01", None, "账面原值", "处置", 1)), "未填“记账日期”"),
    ((asset(1, "D01"), moved(1, "K01", date(2026, 1, 1), "账面原值", "处置", -1)), "金额请填正数"),
    ((asset(1, "D01"), moved(1, "K01", date(2026, 1, 1), "减值（跌价）准备", "转回", 1)), "不得转回"),
    ((asset(1, "D01", asset_class="存货"), moved(1, "K01", date(2026, 1, 1), "累计摊销", "计提", 1)), "没有“计提”这种变动"),
    ((asset(1, "D01", ready_from="2026", life_months=3),), "须写到月份"),
    ((asset(1, "D01", ready_from="2026-01"),), "未填摊销月数"),
    ((asset(1, "D09"),), "不在数据目录中"),
    ((asset(1, "D01"), replace(asset(2, "D02"), code="K01")), "与另一项重复"),
    ((replace(asset(1, "D01"), code=None),), "没有编号"),
    ((asset(1, "D01", recognised_on=date(2023, 6, 1)),), "早于暂行规定施行日"),
    ((asset(1, "D01", recognised_on=None),), "未填确认日期"),
    ((cost(1, "D01", None, date(2026, 1, 1)),), "未填历史成本金额"),
    ((cost(1, "D01", -5, date(2026, 1, 1)),), "为负"),
    ((cost(1, "D01", 5, date(2026, 1, 1), asset="K77"),), "“K77”不存在"),
    ((asset(1, "D01"), cost(1, "D02", 5, date(2026, 1, 1), asset="K01"),), "不一致"),
    ((asset(1, "D01"), replace(asset(2, "D01"), code="K02"), cost(1, "D01", 5, date(2026, 1, 1))), "有几项账面资产"),
    ((asset(1, "D01", life="使用寿命不确定", life_months=3),), "请清空摊销月数"),
    ((asset(1, "D01", asset_class="存货", opening_amortisation=D(1)),), "没有“累计摊销”这个账户"),
    ((asset(1, "D01", recognised_on=date(2026, 1, 1), ready_from="2026-01", life_months=12), cost(1, "D01", 120, date(2026, 1, 1)),
      moved(1, "K01", date(2026, 6, 1), "账面原值", "处置", 120)), "没有同时转出累计摊销"),
])  # fmt: skip
def test_bad_lines_are_named_and_nothing_breaks(records, words):
    made = accounts_of(project(*records))
    assert words in messages(made)
    assert all(one.ok for table in made.tables.values() for one in checks_of(table))


def test_a_period_that_ends_before_it_begins_gives_no_tables():
    made = accounts_of(project(asset(1, "D01"), period=replace(YEAR, ends=date(2025, 1, 1))))
    assert made.period is None
    assert "早于开始日" in messages(made)
    assert as_json(books_of(project(asset(1, "D01"), period=replace(YEAR, ends=date(2025, 1, 1)))))["period"] is None


def test_an_unstated_period_is_the_year_of_the_valuation_date_and_said():
    made = accounts_of(
        project(asset(1, "D01"), ValuationHead(valuation_date=date(2025, 10, 31)), period=replace(YEAR, begins=None, ends=None))
    )
    assert made.period is not None
    assert (made.period.begins, made.period.ends, made.period.assumed) == (date(2025, 1, 1), date(2025, 12, 31), True)
    assert "暂按" in messages(made)
    nothing = replace(YEAR, begins=None, ends=None)
    assert accounts_of(project(asset(1, "D01", recognised_on=date(2026, 5, 1)), period=nothing)).period.ends == date(2026, 12, 31)
    made = accounts_of(project(asset(1, "D01"), period=nothing))
    assert made.period is None
    assert "没有任何日期" in messages(made)


@pytest.mark.parametrize(("begins", "ends", "charged"), [
    (date(2026, 1, 1), date(2026, 1, 31), 1), (date(2026, 1, 1), date(2026, 2, 28), 2), (date(2028, 2, 1), date(2028, 2, 29), 1),
    (date(2026, 1, 15), date(2026, 3, 31), 3), (date(2026, 1, 1), date(2026, 3, 30), 2), (date(2026, 1, 1), date(2028, 12, 31), 36),
])  # fmt: skip
def test_periods_of_any_length(begins, ends, charged):
    """A month counts in the period in which its last day lies."""
    made = accounts_of(project(
        *answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2025, 12, 31), ready_from="2025-12", life_months=60),
        cost(1, "D01", 6000, date(2025, 12, 5)), period=replace(YEAR, begins=begins, ends=ends),
    ))  # fmt: skip
    assert made.assets[0].charged == charged * 100
    assert all(one.ok for one in made.checks)


# --- beside the books -----------------------------------------------------------------------------


def test_appraised_values_never_enter_the_books():
    """The whole sample valued or not: the books are the same, and a cost that equals an appraised value is named."""
    from sample_case import sample_project

    sample = sample_project()
    value = next(one for one in books_of(sample).valuation.data_sets if one.value)
    plain = project(*answers("D01", OWN_USE), asset(1, "D01", recognised_on=date(2026, 1, 1)))
    assert accounts_of(plain).tables["intangible"].at("carrying_closing", "total") == 0
    copied = {name: dict(rows) for name, rows in sample.rows.items()}
    copied["booked_cost"] = {1: cost(1, value.code, value.value, date(2026, 1, 1))}
    books = books_of(replace(sample, rows=copied))
    assert any("与测算价值分毫不差" in one.message for one in books.problems)
    (facing,) = books.facing
    assert (facing.data_set, facing.appraised, facing.book) == (value.code, value.value, None)


def test_where_a_pledge_stands():
    from gzvalue.schema.lending_forms import PledgeStructure
    from gzvalue.schema.registration_forms import StatedName
    from gzvalue.schema.rights_forms import Financing

    assets = [asset(n, f"D0{n}", amounts_from="按账载发生额", opening_cost=D(n)) for n in (1, 2, 3, 4)]
    made = accounts_of(project(
        replace(assets[0], restricted="用于担保"), replace(assets[1], restricted="其他受限"), *assets[2:],
        StatedName(id=1, data_set="D03", paper="质押合同", paper_name="质字1号"), PledgeStructure(id=1, kind="数据资产质押", data_sets=("D04",), registered="未办理"),
    ))  # fmt: skip
    assert [(one.code, one.state) for one in made.pledged] == [
        ("K01", "已用于担保"), ("K02", "其他受限"), ("K03", "担保文件已载明"), ("K04", "拟质押（尚未设立）"), ]  # fmt: skip
    assert "质字1号" in messages(made)
    done = accounts_of(project(*assets, PledgeStructure(id=1, kind="数据资产质押", registered="已办理")), ["D02"])
    assert [(one.code, one.state) for one in done.pledged] == [("K02", "担保文件已载明")]
    assert accounts_of(project(*assets, PledgeStructure(id=1, kind="保证", data_sets=("D01",)))).pledged == ()
    assert "已质押给他人" in messages(accounts_of(project(*assets, Financing(repeated_pledge=True))))


def test_json_says_everything_and_money_is_text():
    data = as_json(books_of(everything()))
    assert {
        "recognition",
        "costs",
        "amortisation",
        "intangible",
        "inventory",
        "development",
        "pledged",
        "checks",
        "problems",
        "caveat",
    } <= set(data)
    assert len(data["intangible"]["rows"]) == 27
    assert data["balanced"] is True
    assert data["presentation"][1] == {"line": "无形资产", "label": "其中：数据资源", "opening": "133333.34", "closing": "85340.91"}
    schedule = data["amortisation"][0]
    assert sum(Decimal(one["amount"]) for one in schedule["monthly"]) == Decimal(schedule["total"])
    assert schedule["monthly"][0] == {"month": "2025-07", "amount": "2777.78", "accumulated": "2777.78", "carrying": "97222.23"}
    path = data["recognition"][0]["path"]
    assert [one["key"] for one in path] == [
        "R1",
        "R2",
        "R3",
        "R4",
        "R5",
        "C1",
        "C2",
        "C3",
        "C4",
        "C5",
        "P1",
        "D1",
        "D2",
        "D3",
        "D4",
        "D5",
        "U1",
    ]


def test_a_thousand_data_sets_are_fast():
    import time

    codes = tuple(f"D{n:04d}" for n in range(1, 1001))
    records = []
    for n, code in enumerate(codes, 1):
        records += answers(code, OWN_USE, n * 20)
        records.append(replace(asset(n, code, recognised_on=date(2025, 6, 30), ready_from="2025-07", life_months=36), code=f"K{n:04d}"))
        records.append(cost(n, code, 1234 + n, date(2025, 3, 1)))
    given_project = project(*records, codes=codes)
    started = time.process_time()
    made = accounts_of(given_project)
    assert time.process_time() - started < 3
    assert all(one.ok for one in made.checks)


def test_the_list_of_problems_takes_them_as_notices():
    from gzvalue.actions.check import problems
    from gzvalue.schema.edit import Entry, apply, enter

    given_project = project(asset(1, "D01", ready_from="2026", life_months=3))
    found = [one for one in problems(given_project) if one.form == "booked_asset" and one.key == "ready_from"]
    assert [(one.level, "须写到月份" in one.message) for one in found] == [("notice", True)]
    mended = apply(given_project, enter(given_project, "x", [Entry("booked_asset", 1, "ready_from", "2026-05")]))
    assert not [one for one in problems(mended) if one.form == "booked_asset" and one.key == "ready_from"]
    assert not [one for one in problems(project()) if one.form.startswith(("booked", "accounting", "asset"))]
