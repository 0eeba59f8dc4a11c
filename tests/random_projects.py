"""Sound projects of every shape by a seed, and edits of their inputs that leave the shape as it is: for the workbook's oracles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from random_incomes import BOUND, with_incomes
from random_methods import STAYING_KEYS, STAYS, with_methods
from valuation_case import data_set

from gzvalue.outputs.workbook.links import Datum
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Weighting
from gzvalue.schema.valuation_forms import ALLOCATION_KEYS, METHODS, CostItem, Discount, IncomeYear, UnitMember, ValuationUnit
from gzvalue.valuation.parameters import index_system

_PREMIUMS = ("industry_premium", "management", "circulation", "security", "regulation")


def _money(random: Random, most: int) -> Decimal:
    """Amounts of all sizes, to the 分."""
    return Decimal(random.randint(100, 10 ** random.randint(4, most + 2))).scaleb(-2)


class _Maker:
    def __init__(self, seed: int, most: int) -> None:
        self.random = Random(seed)
        self.seed = seed
        self.most = most  # exponent of the greatest amount
        self.records: list[Record] = []
        self.year = 2025
        self.years = self.random.randint(1, 6)
        self.last: dict[str, int] = {}

    def add(self, record: type[Record], **values: Any) -> None:
        name = record.form.name
        self.last[name] = self.last.get(name, 0) + 1
        self.records.append(record(id=self.last[name], **values))

    def project(self) -> Project:
        random = self.random
        self.records.append(Enterprise(name=f"随机企业{random.randint(1, 999)}", status="存续"))
        day = random.choice((date(2025, 12, 31), date(2025, 6, 30), date(2025, 1, 1), date(2025, 3, 17)))
        timing, tax = random.choice(("期中", "期末")), Decimal(random.choice(("0.25", "0.15")))
        self.records.append(ValuationHead(valuation_date=day, as_of=date(2026, 1, 31), timing=timing, tax_rate=tax))
        self._rate()
        count = random.randint(1, 9)
        codes = [f"D{n:02d}" for n in range(1, count + 1)]
        for n, code in enumerate(codes, 1):
            self._data_set(n, code)
        if random.random() < 0.6:
            self._common()
        self._scores(codes)
        for n in range(1, random.randint(1, 5) + 1):
            self._unit(f"U{n}", random.sample(codes, random.randint(1, min(5, count))))
        return with_methods(with_incomes(self.records, self.seed), self.seed, self.most)

    def _rate(self) -> None:
        random = self.random
        if random.random() < 0.3:
            rate = Decimal(random.randint(1, 4000)).scaleb(-4)
            self.records.append(Discount(method="直接录入", entered_rate=rate, entered_reason="测试", basis="税后"))
            return
        parts = {key: Decimal(random.randint(0, 500)).scaleb(-4) for key in ("risk_free", *_PREMIUMS)}
        self.records.append(Discount(method="累加法", basis="税后", **parts))

    def _data_set(self, n: int, code: str) -> None:
        random = self.random
        more: dict[str, Any] = {"record_count": random.randint(1, 10**9), "storage_gb": Decimal(random.randint(1, 10**6)).scaleb(-2)}
        if random.random() < 0.2:
            more |= {"adjustment": Decimal(random.randint(1, 150)).scaleb(-2), "adjustment_reason": "质量评价"}
        more["used_years"], more["remaining_years"] = Decimal(random.randint(0, 40)).scaleb(-1), Decimal(random.randint(5, 60)).scaleb(-1)
        if random.random() < 0.15:
            more["grade"] = "核心"  # a closed gate
        self.records.append(data_set(n, code, **more))
        for _ in range(random.randint(1, 4)):
            self._cost(code)

    def _cost(self, code: str | None, **more: Any) -> None:
        random = self.random
        if random.random() < 0.3:
            more |= {
                "index_then": Decimal(random.randint(900, 1100)).scaleb(-1),
                "index_now": Decimal(random.randint(1000, 1300)).scaleb(-1),
            }
        self.add(CostItem, data_set=code, category="直接成本-采集", name="成本", amount=_money(random, self.most - 1), **more)

    def _common(self) -> None:
        for _ in range(self.random.randint(1, 2)):
            self._cost(None, allocation=self.random.choice(("按记录数", "按存储量", "平均")))

    def _scores(self, codes: list[str]) -> None:
        random = self.random
        self.records.append(Weighting(method=random.choice(("默认权重", "默认权重", "熵权法"))))
        for n in (1, 2):
            self.add(Expert, code=f"E{n}", name="专家")
        for code in codes:
            for n in (1, 2):
                scores = {one.key: Decimal(random.randint(20, 100)) for one in index_system().indicators}
                self.add(ExpertScore, expert=f"E{n}", data_set=code, **scores)

    def _unit(self, code: str, members: list[str]) -> None:
        random = self.random
        method, key = random.choice(METHODS), random.choice(ALLOCATION_KEYS)
        more: dict[str, Any] = {"cross_methods": random.choice((None, METHODS, ()))}
        more |= {"share_base": random.choice(("收益", "收入")), "share_rate": Decimal(random.randint(1, 10000)).scaleb(-4)}
        if random.random() < 0.2:
            more |= {"discount_rate": Decimal(random.randint(0, 3000)).scaleb(-4)}
        if random.random() < 0.2:
            more |= {"tax_rate": Decimal(random.randint(0, 40)).scaleb(-2)}
        if random.random() < 0.85:
            more |= {"life_years": Decimal(random.randint(1, self.years * 10)).scaleb(-1)}
        basis = random.choice((("税前", "税后"), ("税后", "税后")))
        self.add(
            ValuationUnit, code=code, name=f"{code} 单元", kind=random.choice(("数据产品", "场景组")), version="登记版", main_method=method,
            method_reason="理由", allocation=key, income_basis=basis[0], rate_basis=basis[1], **more,
        )  # fmt: skip
        weights = [random.randint(1, 20) for _ in members]
        left = Decimal(1)
        for place, (member, weight) in enumerate(zip(members, weights, strict=True)):
            share = left if place == len(members) - 1 else (Decimal(weight) / sum(weights)).quantize(Decimal("0.0001"))
            left -= share
            self.add(UnitMember, unit=code, data_set=member, share=share)
        for year in range(self.year, self.year + self.years + 1):
            self._income(code, year)

    def _income(self, code: str, year: int) -> None:
        random = self.random
        sort = random.random()
        transferable = None if sort < 0.2 else _money(random, self.most - 1)
        internal = None if sort > 0.6 else _money(random, self.most - 1)
        if transferable is not None and internal is not None and random.random() < 0.2:
            internal = -(transferable * Decimal("0.5")).quantize(Decimal("0.01"))
        revenue = _money(random, self.most - 1)
        self.add(
            IncomeYear, unit=code, year=year, version="登记版", basis="预测", revenue=revenue, transferable=transferable, internal=internal
        )


def random_project(seed: int, most: int = 10) -> Project:
    """A project whose every unit can be valued; amounts up to 10 to the power ``most``."""
    return _Maker(seed, most).project()


def edited(project: Project, data: list[Datum], seed: int, changes: int = 12) -> tuple[Project, Mapping[Datum, Any]]:
    """The project with some of these inputs changed, and the new values; the sorts of figures stay what they are."""
    random = Random(seed)
    entropy = project.weighting.method == "熵权法"
    new: dict[Datum, Any] = {}
    for datum in random.sample(sorted(data), min(changes * 4, len(data))):
        form, id, key = datum
        record = project.get(form, id)
        assert record is not None
        value = _changed(random, form, key, getattr(record, key), entropy)
        if value is not None and len(new) < changes:
            new[datum] = value
    records: dict[tuple[str, int], Record] = {(r.form.name, r.id): r for rows in project.rows.values() for r in rows.values()}
    for (form, id, key), value in new.items():
        records[form, id] = replace(records[form, id], **{key: value})
    return project_of(records.values()), new


def _changed(random: Random, form: str, key: str, value: Any, entropy: bool) -> Any:
    """Another sound value, or ``None`` for what must stay."""
    if key in BOUND or form in STAYS or (form, key) in STAYING_KEYS or key.endswith(("_low", "_high")):
        return None
    if (form, key) == ("unit_member", "share") or value is None or (form == "expert_score" and entropy):
        return None  # shares must sum to 100 %; entropy weights are procedure values
    if key == "valuation_date":
        return date(2025, 1, 1) + timedelta(days=random.randint(0, 364))
    if (form, key) == ("valuation_head", "timing"):
        return "期末" if value == "期中" else "期中"
    if key == "life_years":
        return (value * Decimal(random.randint(10, 100)) / 100).quantize(Decimal("0.01")) or None
    if form == "expert_score":
        return Decimal(random.randint(0, 100))
    if form == "weighting":
        return None
    factor = Decimal(random.randint(50, 100)) / 100
    places = {"amount": 2, "revenue": 2, "transferable": 2, "internal": 2, "record_count": 0, "use_count": 0, "work_hours": 1}.get(key, 4)
    found = (value * factor).quantize(Decimal(1).scaleb(-places))
    return (int(found) if key in ("record_count", "use_count") else found) or None
