"""What holds for any project: splits add up, order does not matter, value falls when the rate rises."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from valuation_case import cost, data_set, head, income, member, rate, unit

from gzvalue.actions.check import problems
from gzvalue.actions.gathering import gathered
from gzvalue.financing.pool import plan
from gzvalue.outputs.fitting import fitted
from gzvalue.schema.accounting_forms import BookedAsset
from gzvalue.schema.chapters import OPTIONAL_FORMS
from gzvalue.schema.field import Form, Record
from gzvalue.schema.forms import FORMS
from gzvalue.schema.kinds import Unreadable
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.valuation_forms import ALLOCATION_KEYS, METHODS
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score

money = st.decimals(min_value=0, max_value=10**9, places=2)
signed = st.one_of(st.none(), st.decimals(min_value=-(10**6), max_value=10**9, places=2))


@st.composite
def records(draw: Any) -> list[Record]:
    """A project of a few data sets and units, some of it missing or unsound."""
    sets = draw(st.integers(1, 4))
    found: list[Record] = [head(timing=draw(st.sampled_from(("期中", "期末")))), rate(draw(st.decimals("0", "0.5", places=3)))]
    costs = members = incomes = 0
    for n in range(1, sets + 1):
        gate = draw(st.sampled_from(("L2", "L2", "L2", "核心")))
        count = draw(st.one_of(st.none(), st.integers(0, 100)))
        found.append(data_set(n, f"D{n}", grade=gate, record_count=count, used_years=draw(st.decimals("0", "5", places=1))))
        for amount in draw(st.lists(money, max_size=3)):
            costs += 1
            found.append(cost(costs, f"D{n}", amount))
    if draw(st.booleans()):
        found.append(cost(costs + 1, None, draw(money), allocation=draw(st.sampled_from(("按记录数", "平均")))))
    for n in range(1, draw(st.integers(0, 4)) + 1):
        share = draw(st.one_of(st.none(), st.decimals("0", "1", places=2)))
        method, key = draw(st.sampled_from(METHODS)), draw(st.sampled_from((*ALLOCATION_KEYS, None)))
        own = unit(
            n,
            f"U{n}",
            main_method=method,
            allocation=key,
            share_base="收益",
            share_rate=share,
            cross_methods=draw(st.sampled_from((None, METHODS))),
        )
        found.append(own)
        chosen = draw(st.lists(st.integers(1, sets), unique=True, max_size=sets))
        for code in chosen:
            members += 1
            found.append(member(members, f"U{n}", f"D{code}", draw(st.sampled_from((None, "0.5", "0.25", "1")))))
        for year in (2026, 2027):
            incomes += 1
            found.append(income(incomes, f"U{n}", year, draw(signed), draw(signed)))
    return found


@settings(max_examples=50, deadline=None)
@given(records())
def test_splits_add_up_to_the_total_and_every_fen_is_accounted_for(found):
    valuation = evaluate(project_of(found))
    assert (
        sum(valuation.by_method.values()) == valuation.total == sum((u.value for u in valuation.units if u.value is not None), Decimal(0))
    )
    for one in valuation.units:
        if one.shares:
            assert sum(one.shares.values()) == one.value
            assert all(part >= 0 for part in one.shares.values())
            assert one.value + sum(one.excluded.values()) == one.by_method[one.main_method]
        if one.transferable is not None:
            assert one.transferable + one.internal == one.value
            assert not one.shares or sum(one.transferable_shares.values()) == one.transferable
    for one in valuation.data_sets:
        assert one.value == (sum(one.by_unit.values()) if one.by_unit else None)
        assert not (one.excluded and one.value)
    ids = [step.id for step in valuation.steps]
    assert len(ids) == len(set(ids))


@settings(max_examples=25, deadline=None)
@given(records(), st.randoms())
def test_the_order_of_records_does_not_matter(found, random):
    def renumbered(several: list[Record]) -> Project:
        last: dict[str, int] = {}
        made = []
        for one in several:
            last[one.form.name] = last.get(one.form.name, 0) + 1
            made.append(one if one.form.single else replace(one, id=last[one.form.name]))
        return project_of(made)

    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = evaluate(renumbered(found)), evaluate(renumbered(shuffled))
    assert one.total == other.total
    assert {u.code: (u.value, dict(u.shares)) for u in one.units} == {u.code: (u.value, dict(u.shares)) for u in other.units}
    assert {s.code: (s.value, s.cost) for s in one.data_sets} == {s.code: (s.value, s.cost) for s in other.data_sets}


@settings(max_examples=25, deadline=None)
@given(st.lists(money, min_size=2, max_size=2), st.decimals("0", "0.4", places=3), st.decimals("0.001", "0.3", places=3))
def test_value_falls_when_the_rate_rises(amounts, low, more):
    def value(of: Decimal) -> Decimal:
        incomes = [income(n, "U1", 2025 + n, amount) for n, amount in enumerate(amounts, 1)]
        return evaluate(project_of([head(), rate(of), data_set(1, "D1"), unit(1, "U1"), member(1, "U1", "D1"), *incomes])).total

    assert value(low + more) <= value(low)


@settings(max_examples=25, deadline=None)
@given(st.lists(money, min_size=2, max_size=2), st.integers(2, 1000))
def test_value_scales_with_the_income(amounts, factor):
    def value(of: int) -> Decimal:
        incomes = [income(n, "U1", 2025 + n, amount * of) for n, amount in enumerate(amounts, 1)]
        return evaluate(project_of([head(), rate(), data_set(1, "D1"), unit(1, "U1"), member(1, "U1", "D1"), *incomes])).total

    assert abs(value(factor) - factor * value(1)) <= Decimal("0.01") * factor


def readable(field: Any) -> st.SearchStrategy[Any]:
    """Any value that a person may have entered into a field, sensible or not."""
    kind = field.kind
    if kind.name == "choices":
        return st.sets(st.sampled_from(kind.choices), min_size=1).map(lambda chosen: tuple(c for c in kind.choices if c in chosen))
    if kind.choices:
        return st.sampled_from(kind.choices).map(kind.parse)
    texts = (
        "0",
        "1",
        "-1",
        "0.5",
        "50%",
        "1e15",
        "9e29",
        "2025",
        "2026",
        "2026-06-30",
        "1900-01-01",
        "D1",
        "U1",
        "A、B",
        "是",
        "1/3",
        "9",
        "criteria",
    )

    def parsed(text: str) -> Any:
        try:
            return kind.parse(text)
        except Unreadable:
            return None

    return st.sampled_from(texts).map(parsed)


STEPS = tuple(form for form in FORMS if form.name not in OPTIONAL_FORMS)


@st.composite
def wild_records(draw: Any, forms: tuple[Form, ...] = STEPS) -> list[Record]:
    """Records of the forms with any readable values; of those that the eight steps use if not said otherwise."""
    found = []
    for form in forms:
        for id in range(1, 2 if form.single else draw(st.integers(1, 3)) + 1):
            chosen = {key: draw(st.one_of(st.none(), readable(field))) for key, field in form.fields.items()}
            found.append(form.record(id=id, **chosen))
    return found


@settings(max_examples=12, deadline=None)
@given(wild_records(), wild_records())
def test_nothing_that_can_be_entered_makes_it_fail_or_lets_it_remember_wrongly(found, others):
    one, other = project_of(found), project_of(others)
    before, scores = evaluate(one), score(one)
    lent = plan(one, before)
    after = evaluate(other, before)
    assert after == evaluate(other)
    assert score(other, scores) == score(other)
    assert plan(other, after, lent) == plan(other, after)


OTHER_USES = tuple(form for form in FORMS if form.name in OPTIONAL_FORMS)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
@given(records(), wild_records(OTHER_USES))
def test_nothing_entered_for_other_uses_stops_the_list_of_problems_or_the_dossier(found, others):
    project = project_of([*found, *others])
    value = evaluate(project)
    assert value.total == evaluate(project_of(found)).total, "other uses never change the value"
    problems(project, value, score(project), plan(project, value))
    gathered(project)


@settings(max_examples=25, deadline=None)
@given(records())
def test_every_step_that_another_one_names_is_there(found):
    valuation = evaluate(project_of([*found, cost(90, None, 1000, allocation="平均", index_then=Decimal(100), index_now=Decimal(120))]))
    ids = {step.id for step in valuation.steps}
    assert "共同成本90/现行成本" in ids
    named = {origin for step in valuation.steps for one in step.inputs for origin in (one.origin, *one.origins) if isinstance(origin, str)}
    assert named <= ids


def test_a_day_out_of_range_is_printed_as_it_is_and_stops_nothing():
    asset = BookedAsset(id=1, code="K01", data_set="D1", ready_from="1700-01-01")
    project = project_of([data_set(1, "D1"), asset])
    assert fitted(project) is project
    gathered(project)
