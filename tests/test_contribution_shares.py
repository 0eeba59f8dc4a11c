"""The shareholding of a contribution to the share: whole numbers, exact sums, nothing negative, whatever is brought in."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gzvalue.circulation.contribution import contribution, contribution_problems
from gzvalue.circulation.contribution_shares import by_largest_remainder, issued, percentages, places_needed, stated
from gzvalue.schema.contribution_forms import Contribution, Contributor
from gzvalue.schema.project import project_of

_UNITS = st.integers(0, 10**12)
_FEN = st.integers(1, 10**13)


def _yuan(fen):
    return Decimal(fen).scaleb(-2)


@given(st.integers(0, 10**15), st.lists(_UNITS, min_size=1, max_size=8).filter(any))
def test_largest_remainder_against_the_slow_way(total, weights):
    exact = [Fraction(total * weight, sum(weights)) for weight in weights]
    slow = [int(one) for one in exact]
    while sum(slow) < total:  # one by one to whoever is furthest below, the earlier of equal ones, each at most once
        behind = max(range(len(weights)), key=lambda place: (exact[place] - slow[place], -place))
        slow[behind] += 1
    parts = by_largest_remainder(total, weights)
    assert parts == tuple(slow)
    assert sum(parts) == total
    assert min(parts) >= 0
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


def test_largest_remainder_ties_go_to_the_earlier():
    assert by_largest_remainder(10, [1, 1, 1]) == (4, 3, 3)
    assert by_largest_remainder(11, [1, 1, 1]) == (4, 4, 3)
    for bad in ((5, [0, 0]), (-1, [1]), (5, [1, -1]), (5, [])):
        with pytest.raises(ValueError, match="split"):
            by_largest_remainder(*bad)


@given(st.lists(_UNITS, min_size=1, max_size=8).filter(any))
def test_percentages_foot_and_tell_holdings_apart(units):
    places = places_needed(units)
    shown = percentages(units, places)
    assert sum(shown) == 100
    assert all(0 <= share <= 100 for share in shown)
    if places < 12:
        assert all((share > 0) == (held > 0) for share, held in zip(shown, units, strict=True))
    for share, held in zip(shown, units, strict=True):
        assert abs(Fraction(share) - Fraction(100 * held, sum(units))) < Fraction(1, 10**places)


def test_thirds_need_no_more_than_four_decimals():
    assert places_needed([1, 1, 1]) == 4
    assert [str(one) for one in percentages([1, 1, 1], 4)] == ["33.3334", "33.3333", "33.3333"]
    assert places_needed([1, 10**9]) > 4, "a holding that four decimals would print as 0"


@given(st.lists(_FEN, min_size=1, max_size=6), st.integers(0, 10**13), st.permutations(range(6)))
@settings(max_examples=60)
def test_founding_of_a_limited_company(subscribed, premium, order):
    capital = sum(subscribed)
    record = Contribution(id=1, code="C", mode="新设公司", company_type="有限责任公司", registered_capital=_yuan(capital),
                          agreed_price=_yuan(subscribed[0] + premium), contributor="股东0")  # fmt: skip
    rows = [Contributor(id=n + 1, contribution="C", name=f"股东{n}", kind="货币" if n else "数据", subscribed=_yuan(fen))
            for n, fen in enumerate(subscribed)]  # fmt: skip
    table = contribution(project_of([record, *rows]), record).table
    assert table is not None
    assert [one.units_after for one in table.holders] == subscribed
    assert sum(one.share_after for one in table.holders) == 100
    assert table.premium == _yuan(premium)
    assert table.capital_after == _yuan(capital)
    shuffled = [Contributor(**{**vars(rows[n]), "id": place + 1}) for place, n in enumerate(n for n in order if n < len(rows))]
    other = contribution(project_of([record, *shuffled]), record).table
    assert {one.name: one.units_after for one in other.holders} == {one.name: one.units_after for one in table.holders}


@given(st.lists(_FEN, min_size=1, max_size=6), st.integers(1, 10**9), st.sampled_from(["无面额股"]))
@settings(max_examples=60)
def test_founding_by_shares_without_par_gives_out_every_share(subscribed, shares, sort):
    record = Contribution(id=1, code="C", mode="新设公司", company_type="股份有限公司", share_sort=sort, shares=shares,
                          registered_capital=_yuan(sum(subscribed)), agreed_price=_yuan(subscribed[0]), contributor="股东0")  # fmt: skip
    rows = [Contributor(id=n + 1, contribution="C", name=f"股东{n}", kind="货币" if n else "数据", amount=_yuan(fen))
            for n, fen in enumerate(subscribed)]  # fmt: skip
    table = contribution(project_of([record, *rows]), record).table
    assert sum(one.units_after for one in table.holders) == shares == sum(one.units for one in table.subscriptions)
    assert tuple(one.units for one in table.subscriptions) == by_largest_remainder(shares, subscribed)
    assert min(one.units_after for one in table.holders) >= 0


@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=5).filter(any),
    st.lists(st.integers(1, 10**12), min_size=1, max_size=4),
    st.integers(0, 10**13),
    st.sampled_from([1, 100, 1000]),
)
@settings(max_examples=80)
def test_increase_by_shares_is_exact_to_the_share(held, brought, above, par):
    total = sum(held)
    worth = total * par + above
    record = Contribution(
        id=1, code="C", mode="增资", company_type="股份有限公司", share_sort="面额股", par_value=_yuan(par), shares=total,
        registered_capital=_yuan(total * par), pre_money=_yuan(worth), agreed_price=_yuan(brought[0]), contributor="新0",
    )  # fmt: skip
    rows = [Contributor(id=n + 1, contribution="C", name=f"旧{n}", held_shares=shares) for n, shares in enumerate(held)]
    rows += [Contributor(id=100 + n, contribution="C", name=f"新{n}", kind="货币" if n else "数据", amount=_yuan(fen))
             for n, fen in enumerate(brought)]  # fmt: skip
    table = contribution(project_of([record, *rows]), record).table
    price = Fraction(worth, total)
    for line, fen in zip(table.subscriptions, brought, strict=True):
        assert line.units == int(Fraction(fen) / price), "whole shares, cut"
        assert line.capital + line.premium == line.amount == _yuan(fen)
        assert line.premium >= 0
        assert Fraction(fen) - line.units * price < price, "what no share takes is less than a share"
    assert table.units_before == total
    assert table.units_after == total + sum(one.units for one in table.subscriptions)
    assert table.capital_after == _yuan(table.units_after * par)
    assert sum(one.share_before for one in table.holders) == 100 == sum(one.share_after for one in table.holders)
    assert sum(one.change for one in table.holders) == 0
    old = [one for one in table.holders if one.name.startswith("旧")]
    assert all(Fraction(one.units_after, table.units_after) <= Fraction(one.units_before, table.units_before) for one in old)
    assert table.worth_after == _yuan(worth + sum(brought))
    assert table.price == stated(price / 100, 8)


@given(st.lists(st.integers(1, 10**10), min_size=1, max_size=5), st.integers(1, 10**11), st.integers(0, 10**12))
@settings(max_examples=60)
def test_increase_of_a_limited_company_is_exact_to_the_fen(held, agreed, above):
    capital = sum(held)
    record = Contribution(id=1, code="C", mode="增资", company_type="有限责任公司", registered_capital=_yuan(capital),
                          pre_money=_yuan(capital + above), agreed_price=_yuan(agreed), contributor="旧0")  # fmt: skip
    rows = [Contributor(id=n + 1, contribution="C", name=f"旧{n}", held_capital=_yuan(fen), kind=None if n else "数据")
            for n, fen in enumerate(held)]  # fmt: skip
    table = contribution(project_of([record, *rows]), record).table
    new = issued(agreed, capital, capital + above)
    assert table.holders[0].units_after == held[0] + new
    assert len(table.holders) == len(held)
    assert table.capital_after == _yuan(capital + new)
    assert table.data[0].premium == _yuan(agreed - new) >= 0


def _record(**more):
    given = {"id": 1, "code": "C", "mode": "新设公司", "company_type": "有限责任公司", "registered_capital": Decimal(1000),
             "agreed_price": Decimal(600), "contributor": "甲"}  # fmt: skip
    return Contribution(**(given | more))


def _result(record, *rows):
    return contribution(project_of([record, *rows]), record)


def _row(id, name="甲", **more):
    return Contributor(id=id, contribution="C", name=name, **more)


@pytest.mark.parametrize(
    ("record", "rows", "said"),
    [
        (_record(agreed_price=Decimal(1200)), [], "作价金额 1,200.00 元高于注册资本 1,000.00 元"),
        (_record(agreed_price=Decimal(1200), mode=None, company_type=None), [], "高于注册资本"),
        (_record(), [_row(1, kind="数据", subscribed=Decimal(1001))], "认缴出资额 1,001.00 元高于注册资本"),
        (_record(), [_row(1, kind="数据"), _row(2, "乙", kind="货币", amount=Decimal(401))], "认缴合计 1,001.00 元高于注册资本"),
        (_record(registered_capital=Decimal(0)), [], "注册资本为 0"),
        (_record(registered_capital=Decimal("0.001"), mode="增资", pre_money=Decimal(5)), [], "注册资本为 0"),
        (_record(agreed_price=Decimal(-1)), [], "应不小于 0.00"),
        (_record(agreed_price=Decimal(10) ** 20), [], "应不大于"),
        (_record(mode="增资", pre_money=Decimal(999)), [_row(1, "乙", held_capital=Decimal(1000))], "低于 1 元"),
        (_record(mode="增资", pre_money=Decimal(2000)), [_row(1, "乙", held_capital=Decimal(1001))], "高于公司全部"),
        (_record(mode="增资", pre_money=Decimal(2000), capital_after=Decimal(1299)), [_row(1, "乙", held_capital=Decimal(1000))],
         "增资后注册资本为 1,300.00 元，高于章程修正案所载 1,299.00 元"),
        (_record(mode="增资", pre_money=Decimal(999), company_type="股份有限公司", share_sort="面额股", par_value=Decimal(1), shares=1000), [], "票面金额"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_in_a_sentence(record, rows, said):
    result = _result(record, *rows)
    assert result.table is None
    assert said in result.refused
    assert any(said in one.message and one.level == "notice" for one in contribution_problems(project_of([record, *rows])))


@pytest.mark.parametrize(
    ("record", "rows", "key"),
    [
        (_record(mode=None), [], "mode"),
        (_record(agreed_price=None), [], "agreed_price"),
        (_record(registered_capital=None), [], "registered_capital"),
        (_record(mode="增资"), [], "pre_money"),
        (_record(mode="增资", pre_money=Decimal("0.001")), [], "pre_money"),
        (_record(company_type="股份有限公司", share_sort="面额股", par_value=Decimal(3)), [], "shares"),
        (_record(company_type="股份有限公司", share_sort="面额股", par_value=Decimal(1), shares=999), [], "shares"),
        (_record(company_type="股份有限公司"), [], "share_sort"),
        (_record(), [_row(1, "乙", kind="货币")], "amount"),
        (_record(company_type="股份有限公司", share_sort="面额股", par_value=Decimal("0.001")), [], "par_value"),
        (_record(mode="增资", pre_money=Decimal(2000), company_type="股份有限公司", share_sort="无面额股", shares=10, capital_per_share=Decimal("0.015")),
         [], "capital_per_share"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named_and_nothing_is_invented(record, rows, key):
    result = _result(record, *rows)
    assert result.table is None
    assert not result.refused
    assert key in [one.key for one in result.problems]


@pytest.mark.parametrize(
    ("record", "rows", "key", "said"),
    [
        (_record(agreed_price=Decimal(0)), [], "agreed_price", "作价金额为 0"),
        (_record(), [_row(1, kind="数据", amount=Decimal(0)), _row(2, "乙", kind="货币", amount=Decimal(1000))], "amount", "金额为 0"),
        (_record(), [_row(1, None, kind="数据"), _row(2, "乙", kind="货币", amount=Decimal(400))], "name", "未填股东名称"),
        (_record(), [_row(1, kind="数据"), _row(2, "乙", kind="货币", amount=Decimal(400), paid=Decimal(401))], "paid", "已实缴 401.00 元高于"),
        (_record(mode="增资", pre_money=Decimal(2000), agreed_price=Decimal("0.01")), [_row(1, "乙", held_capital=Decimal(1000))],
         "agreed_price", "没有取得股权"),
        (_record(mode="增资", pre_money=Decimal(2000), agreed_price=Decimal(1001)), [_row(1, "乙", held_capital=Decimal(1000))],
         "agreed_price", "高于增资前的注册资本 1,000.00 元，其中计入注册资本 500.50 元"),
    ],
)  # fmt: skip
def test_what_is_odd_is_said_beside_the_table(record, rows, key, said):
    result = _result(record, *rows)
    assert result.table is not None
    (found,) = [one for one in result.problems if said in one.message]
    assert found.key == key
    assert found.level == ("notice" if "注册资本 1,000.00" in said else "error"), "data above the capital before is lawful with a premium"


def test_what_is_not_covered_is_a_shortfall_and_no_negative_reserve():
    rows = [_row(1, kind="数据", subscribed=Decimal(500)), _row(2, "乙", kind="货币", amount=Decimal(200), subscribed=Decimal(500))]
    table = _result(_record(), *rows).table
    assert [(one.premium, one.shortfall) for one in table.subscriptions] == [(100, 0), (0, 300)]
    assert (table.premium, table.shortfall) == (100, 300)
    assert all(one.amount == one.capital + one.premium - one.shortfall for one in table.subscriptions)


def test_nobody_subscribed_the_rest_is_a_line_of_its_own():
    result = _result(_record())
    assert [(one.name, one.units_after, str(one.share_after)) for one in result.table.holders] == [
        ("甲", 60000, "60.0000"), ("（尚未认缴）", 40000, "40.0000"),
    ]  # fmt: skip
    assert "少 400.00 元" in result.problems[0].message


def test_the_same_shareholder_twice_is_one_holder():
    rows = [
        _row(1, kind="数据", subscribed=Decimal(500)),
        _row(2, " 甲 ", kind="货币", amount=Decimal(100)),
        _row(3, "乙", kind="货币", amount=Decimal(400)),
    ]
    table = _result(_record(), *rows).table
    assert [(one.name, one.units_after) for one in table.holders] == [("甲", 60000), ("乙", 40000)]
    assert table.premium == 100, "the price above what is subscribed goes to the capital reserve"


def test_a_whole_percent_of_a_large_company_by_hand():
    """3,000 万 pre-money over 1,000 万 shares is 3 元 a share; 800 万 of data buy 2,666,666 shares and leave 2 元."""
    record = _record(mode="增资", company_type="股份有限公司", share_sort="面额股", par_value=Decimal(1), shares=10_000_000,
                     registered_capital=Decimal(10_000_000), pre_money=Decimal(30_000_000), agreed_price=Decimal(8_000_000))  # fmt: skip
    table = _result(record, _row(1, "乙", held_shares=6_000_000), _row(2, "丙", held_shares=4_000_000)).table
    assert table.data[0].units == 2_666_666
    assert table.data[0].premium == Decimal("5333334.00")
    assert table.price == 3
    assert table.worth_after == 38_000_000
    assert [str(one.share_after) for one in table.holders] == ["47.3684", "31.5790", "21.0526"]
    assert table.holders[0].change < 0


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_better_price_never_buys_more(amount, units, worth):
    assume(worth > 1)
    assert issued(amount, units, worth) <= issued(amount, units, worth - 1)
