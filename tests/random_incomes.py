"""What random projects have for the income methods: assets, increments, royalties, lives, wear, upkeep, tails, bridges."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from gzvalue.schema.field import Record
from gzvalue.schema.income_forms import ContributoryAsset, IncomeChange, Increment
from gzvalue.schema.valuation_forms import Contract, IncomeYear, ValuationUnit

EXCESS = ("收益法-超额", "收益法-单期超额")
BOUND = {"with_data", "without_data"}
"""Figures that bind each other: what the data adds must stay above nothing."""


def with_incomes(records: Sequence[Record], seed: int) -> list[Record]:
    """The records, with everything that the units' income methods ask for; excess earnings for one unit at most."""
    maker = _Incomes(records, Random(seed * 13 + 5))
    return maker.made()


class _Incomes:
    def __init__(self, records: Sequence[Record], random: Random) -> None:
        self.random = random
        self.others = [one for one in records if not isinstance(one, ValuationUnit | IncomeYear)]
        self.units = [one for one in records if isinstance(one, ValuationUnit)]
        self.rows = {one.id: one for one in records if isinstance(one, IncomeYear)}
        self.more: list[Record] = []
        self.last: dict[str, int] = {}

    def made(self) -> list[Record]:
        excess = self.random.choice([one.code for one in self.units])
        units = [self._unit(one, may_exceed=one.code == excess) for one in self.units]
        return [*self.others, *units, *self.rows.values(), *self.more]

    def add(self, form: type[Record], **values: Any) -> None:
        name = form.form.name
        self.last[name] = self.last.get(name, 0) + 1
        self.more.append(form(id=self.last[name], **values))

    def ratio(self, low: int, high: int) -> Decimal:
        return Decimal(self.random.randint(low, high)).scaleb(-4)

    def _unit(self, unit: ValuationUnit, *, may_exceed: bool) -> ValuationUnit:
        allowed = {method for method in (unit.main_method, *(unit.cross_methods or ())) if method and (may_exceed or method not in EXCESS)}
        main = unit.main_method if unit.main_method in allowed else "收益法-直接"
        crosses = None if unit.cross_methods is None else tuple(method for method in unit.cross_methods if method in allowed)
        rows = [row for row in self.rows.values() if row.unit == unit.code]
        more: dict[str, Any] = {
            "main_method": main,
            "cross_methods": crosses,
            "royalty_rate": self.ratio(1, 1000),
            "royalty_reason": "可比",
        }
        more |= {"single_year": rows[0].year, "growth": -self.ratio(0, 300), "terminal_reason": "长期授权", "income_basis": "税前"}
        several = {main, *(crosses or ())}
        if several & set(EXCESS):
            self._assets(unit.code or "", rows)
        if "收益法-增量" in several:
            self._increments(unit.code or "", rows)
        self._locked(rows)
        if self.random.random() < 0.2:
            self._bridge(unit.code or "", rows)
        more |= self._life(unit, single="收益法-单期超额" in several)
        return replace(unit, **more)

    def _least(self, rows: Sequence[IncomeYear]) -> Decimal:
        return min((row.transferable or Decimal(0)) + (row.internal or Decimal(0)) for row in rows)

    def _assets(self, code: str, rows: Sequence[IncomeYear]) -> None:
        room = self._least(rows)
        for kind in ("流动资金", "固定资产", "人力")[: self.random.randint(1, 3)]:
            year = self.random.choice((None, None, self.random.choice(rows).year))
            value = (room * self.ratio(1000, 9000)).quantize(Decimal("0.01"))
            self.add(ContributoryAsset, unit=code, kind=kind, value=value, required_return=self.ratio(1, 1000), year=year)

    def _increments(self, code: str, rows: Sequence[IncomeYear]) -> None:
        for row in rows:
            for kind in self.random.sample(("增收", "节支", "息税前利润"), self.random.randint(1, 2)):
                less = Decimal(self.random.randint(100, 10**9)).scaleb(-2)
                more = less + Decimal(self.random.randint(100, 10**9)).scaleb(-2)
                after, before = (less, more) if kind == "节支" else (more, less)
                self.add(Increment, unit=code, year=row.year, kind=kind, with_data=after, without_data=before,
                         margin=self.ratio(100, 9000) if kind == "增收" else None, belongs=self.random.choice((None, "可转让", "内部")))  # fmt: skip

    def _locked(self, rows: Sequence[IncomeYear]) -> None:
        if self.random.random() < 0.3:
            for row in rows:
                if row.transferable and self.random.random() < 0.7:
                    self.rows[row.id] = replace(row, contracted=(row.transferable * self.ratio(1000, 10000)).quantize(Decimal("0.01")))

    def _bridge(self, code: str, rows: Sequence[IncomeYear]) -> None:
        years = {row.year: (row.transferable or Decimal(0)) + (row.internal or Decimal(0)) for row in rows}
        for year in sorted(years)[1:]:
            half = ((years[year] - years[year - 1]) / 2).quantize(Decimal("0.01"))
            self.add(IncomeChange, unit=code, year=year, cause="新增", amount=half)
            self.add(IncomeChange, unit=code, year=year, cause="价格", amount=years[year] - years[year - 1] - half)

    def _life(self, unit: ValuationUnit, *, single: bool) -> dict[str, Any]:
        random, sort = self.random, self.random.random()
        life = unit.life_years or Decimal(1)
        if single or sort < 0.4:
            return {}
        plain = {unit.main_method, *(unit.cross_methods or ())} <= {"收益法-直接", "成本法", "市场法"}
        if plain and unit.main_method == "收益法-直接" and sort < 0.8:
            rows = [row for row in self.rows.values() if row.unit == unit.code]
            return {"upkeep": (self._least(rows) * self.ratio(100, 3000)).quantize(Decimal("0.01")) or None}
        if sort < 0.55:
            return {"attrition": self.ratio(100, 6000)}
        if sort < 0.8:
            return {
                "terminal": "计入",
                "terminal_income": Decimal(random.randint(100, 10**8)).scaleb(-2),
                "capitalisation_rate": self.ratio(500, 4000),
            }
        self.add(Contract, code=f"H{unit.code}", name="合同", ends=date(2026 + random.randint(0, 3), 6, 30))
        limits = {"life_update": (life * self.ratio(2000, 15000)).quantize(Decimal("0.01")) or Decimal(1), "contracts": (f"H{unit.code}",)}
        if random.random() < 0.5:
            limits |= {"attrition": self.ratio(500, 3000), "decay_floor": self.ratio(4000, 9000)}
        return {**limits, "life_years": life, "renewable": random.choice(("可续期", "不可续期")), "renewal_reason": "合同约定"}
