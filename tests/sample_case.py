"""The tourism sample as a project: the inputs of the illustrative figures, carried over, 示例数据·非企业真实记录."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from gzvalue.schema.conclusion_forms import ConclusionNote
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise, FinanceYear, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_forms import Certificate, Financing, OtherSecurity
from gzvalue.schema.valuation_forms import CostItem, Discount, IncomeYear, UnitMember, ValuationUnit

WAN = 10_000
MEDIA = {"D41", "D43", "D44", "D45"}
PENDING = {"D08", "D19", "D25"}
TO_CHECK = {"D13", "D28", "D43"}
NO_OPERATE = {"D05", "D07", "D11", "D18", "D21", "D26", "D27", "D32", "D33", "D36", "D40", "D44"}
NO_CERTIFICATE = {"D24"} - {"D24"}

COSTS = (
    150, 130, 72, 38, 26, 118, 46, 120, 112, 40, 34, 30, 96, 168, 86, 92, 48, 20, 76, 36, 24, 58, 30, 16, 44, 26, 20, 26,
    62, 210, 56, 14, 24, 34, 62, 48, 92, 34, 88, 48, 136, 54, 72, 168, 246,
)  # fmt: skip
"""Replacement costs of D01 … D45 in 万元."""

OUTSIDE = {  # data set: (income 2025 in 万元, EBIT margin)
    "D45": (96, "0.58"), "D06": (92, "0.50"), "D30": (86, "0.52"), "D09": (62, "0.46"), "D16": (44, "0.46"),
    "D41": (38, "0.54"), "D14": (26, "0.46"), "D02": (22, "0.50"), "D39": (20, "0.44"),
}  # fmt: skip
GROWTH = ("1.20", "1.15", "1.10", "1.06", "1.03")

INSIDE = {  # group: (base, effect, flow-through, split)
    "G1": ("8344", "0.016", "1", {"D01": "0.5", "D03": "0.3", "D02": "0.2"}),
    "G2": ("3860", "0.035", "0.7", {"D20": "0.6", "D19": "0.4"}),
    "G3": ("1920", "0.07", "1", {"D14": "0.6", "D15": "0.4"}),
    "G4": ("1460", "0.09", "1", {"D30": "0.6", "D29": "0.4"}),
    "G5": ("980", "0.07", "1", {"D37": "0.7", "D38": "0.3"}),
    "G6": ("1150", "0.05", "1", {"D34": "0.6", "D09": "0.4"}),
    "G7": ("1150", "0.03", "1", {"D22": "0.5", "D23": "0.5"}),
    "G8": ("1980", "0.04", "0.4", {"D08": "0.5", "D25": "0.5"}),
    "G9": ("1300", "0.03", "1", {"D42": "0.6", "D31": "0.4"}),
    "G10": ("960", "0.05", "0.6", {"D16": "0.5", "D17": "0.5"}),
}
SHARE = Decimal(21168) / Decimal(44743)
"""K by 约当投资量: 1,764 × 1.2 ÷ (1,764 × 1.2 + 2,050 × 1.15)."""

EXPECTED = {  # data set: outside, inside, income value in 万元, as published with the sample's figures
    "D01": ("0", "94.2", "94.2"), "D02": ("43.6", "37.7", "81.3"), "D03": ("0", "56.5", "56.5"), "D06": ("182.4", "0", "182.4"),
    "D08": ("0", "22.4", "22.4"), "D09": ("113.1", "32.5", "145.6"), "D14": ("47.4", "113.8", "161.3"), "D15": ("0", "75.9", "75.9"),
    "D16": ("80.3", "20.3", "100.6"), "D17": ("0", "20.3", "20.3"), "D19": ("0", "53.4", "53.4"), "D20": ("0", "80.1", "80.1"),
    "D22": ("0", "24.3", "24.3"), "D23": ("0", "24.3", "24.3"), "D25": ("0", "22.4", "22.4"), "D29": ("0", "74.2", "74.2"),
    "D30": ("177.4", "111.3", "288.6"), "D31": ("0", "22.0", "22.0"), "D34": ("0", "48.7", "48.7"), "D37": ("0", "67.8", "67.8"),
    "D38": ("0", "29.0", "29.0"), "D39": ("34.9", "0", "34.9"), "D41": ("81.4", "0", "81.4"), "D42": ("0", "33.0", "33.0"),
    "D45": ("220.8", "0", "220.8"),
}  # fmt: skip


class _Ids:
    """Ascending ids per form."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def make(self, record: type[Record], **values: Any) -> Record:
        name = record.form.name
        self._last[name] = self._last.get(name, 0) + 1
        return record(id=self._last[name], **values)


def sample_project() -> Project:
    """The whole sample, as far as valuation and financing go."""
    return project_of(list(sample_records()))


def sample_records() -> Iterator[Record]:
    ids = _Ids()
    yield Enterprise(name="示例峰林旅游集团有限公司", status="存续", financing_platform="否")
    yield ValuationHead(valuation_date=date(2025, 12, 31), as_of=date(2026, 5, 31), timing="期中", tax_rate=Decimal("0.25"))
    yield Discount(
        method="累加法", basis="税后", risk_free=Decimal("0.0185"), risk_free_date=date(2025, 12, 31), risk_free_source="示例",
        industry_premium=Decimal("0.0265"), management=Decimal("0.02"), circulation=Decimal("0.03"), security=Decimal("0.02"),
        regulation=Decimal("0.025"),
    )  # fmt: skip
    yield ConclusionNote(difference_reason="成本法只反映重新取得的投入，收益与投入不成比例。")
    yield from _data_sets(ids)
    for code, (income, margin) in OUTSIDE.items():
        yield from _outside(ids, code, Decimal(income) * WAN, Decimal(margin))
    for group, (base, effect, flow, split) in INSIDE.items():
        yield from _inside(ids, group, Decimal(base) * WAN * Decimal(effect) * Decimal(flow), split)
    yield from _financing(ids)


def _data_sets(ids: _Ids) -> Iterator[Record]:
    for number, cost in enumerate(COSTS, start=1):
        code = f"D{number:02d}"
        yield ids.make(
            DataSet, code=code, name=f"{code} 数据集", rights=("持有权", "使用权") if code in NO_OPERATE else ("持有权", "使用权", "经营权"),
            source_type="采集生成", grade="L2", personal_information=False, registered_personal="不登记" if code == "D33" else "否",
            restriction="待核" if code in TO_CHECK else "无限制", record_count=number * 1000,
            used_years=Decimal("3") if code in MEDIA else Decimal("2.5"), remaining_years=Decimal(5),
        )  # fmt: skip
        parts = {"直接成本-采集": "0.48", "间接成本": "0.52"} if code in MEDIA else {"直接成本-采集": "0.34", "间接成本": "0.66"}
        for category, part in parts.items():
            yield ids.make(CostItem, data_set=code, category=category, name=category, amount=Decimal(cost) * WAN * Decimal(part))


def _outside(ids: _Ids, code: str, income: Decimal, margin: Decimal) -> Iterator[Record]:
    unit = f"X{code}"
    yield ids.make(
        ValuationUnit, code=unit, name=f"对外 {code}", kind="数据产品", version="登记版", main_method="收益法-直接", method_reason="有合同",
        life_years=Decimal(5), income_basis="税前", rate_basis="税后", allocation="按录入比例",
    )  # fmt: skip
    yield ids.make(UnitMember, unit=unit, data_set=code, share=Decimal(1))
    yield ids.make(IncomeYear, unit=unit, year=2025, version="登记版", basis="实际", transferable=income * margin, internal=Decimal(0))
    for year, growth in enumerate(GROWTH, start=2026):
        income *= Decimal(growth)
        yield ids.make(
            IncomeYear,
            unit=unit,
            year=year,
            version="登记版",
            basis="预测",
            revenue=income,
            transferable=income * margin,
            internal=Decimal(0),
        )


def _inside(ids: _Ids, group: str, gain: Decimal, split: dict[str, str]) -> Iterator[Record]:
    yield ids.make(
        ValuationUnit, code=group, name=f"内部 {group}", kind="场景组", version="原始版", main_method="收益法-分成", method_reason="内部增收节支",
        share_base="收益", share_rate=SHARE, life_years=Decimal(5), income_basis="税前", rate_basis="税后", allocation="按录入比例",
    )  # fmt: skip
    for code, share in split.items():
        yield ids.make(UnitMember, unit=group, data_set=code, share=Decimal(share))
    for year in range(2026, 2031):
        gain *= Decimal("1.03")
        yield ids.make(IncomeYear, unit=group, year=year, version="原始版", basis="预测", internal=gain)


def _financing(ids: _Ids) -> Iterator[Record]:
    covered = tuple(f"D{n:02d}" for n in range(1, 46) if f"D{n:02d}" not in NO_OPERATE | PENDING)
    whole = ("持有权", "使用权", "经营权")
    until = date(2028, 8, 14)
    yield ids.make(Certificate, code="Z01", kind="数据要素登记凭证", rights=whole, state="已发证", valid_until=until, data_sets=covered)
    yield ids.make(Certificate, code="Z02", kind="数据要素登记凭证", rights=whole, state="审查中", data_sets=tuple(sorted(PENDING)))
    yield ids.make(
        Certificate,
        code="Z03",
        kind="数据资源持有权证书",
        rights=("持有权", "使用权"),
        state="已发证",
        valid_until=until,
        data_sets=tuple(sorted(NO_OPERATE)),
    )
    yield Financing(
        loan_asked=Decimal(40_000_000), loan_kind="固定资产贷款", term_months=24, annual_rate=Decimal("0.042"), drawdown_on=date(2026, 6, 20),
        repayment="分期还本", budget=Decimal(65_000_000), own_capital=Decimal(21_000_000), other_debt=Decimal(0), pledge_rate=Decimal("0.4"),
        repeated_pledge=False, existing_pledges="无",
    )  # fmt: skip
    yield ids.make(
        OtherSecurity,
        kind="应收账款质押",
        name="商铺租金应收账款",
        basis="合同年租金 1,050 万元 × 2 年",
        value=Decimal(21_000_000),
        rate=Decimal("0.6"),
        overlaps=("G6",),
    )
    yield ids.make(
        OtherSecurity,
        kind="收费权质押",
        name="观光车收费权",
        basis="净收费 2,142 万元 × 2 年，6% 折现",
        value=Decimal(40_430_000),
        rate=Decimal("0.5"),
        overlaps=("G3",),
    )
    for year, ebitda, tax, interest, operating, capex, principal in (
        (2023, 5980, 0, 1720, 5820, 1250, 1200), (2024, 6820, 105, 1650, 6665, 1400, 1600), (2025, 7490, 693, 1560, 6737, 1450, 1800),
    ):  # fmt: skip
        yield ids.make(
            FinanceYear, year=year, basis="审计", ebitda=Decimal(ebitda * WAN), income_tax=Decimal(tax * WAN), interest=Decimal(interest * WAN),
            operating_cash_flow=Decimal(operating * WAN), maintenance_capex=Decimal(capex * WAN), scheduled_principal=Decimal(principal * WAN),
        )  # fmt: skip
