"""Projects of any size, for timing: every data set with costs, scores, a unit and five years of income."""

from decimal import Decimal

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import Enterprise, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import date_kind
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_forms import Certificate, Financing
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Weighting
from gzvalue.schema.valuation_forms import CostItem, Discount, IncomeYear, UnitMember, ValuationUnit

_DAY = date_kind().parse


def project(count: int) -> Project:
    """A complete project of ``count`` data sets: a unit for every two, five income years each, three cost items and two score sheets."""
    records: list[Record] = [
        Enterprise(name="测速用示例企业有限公司", credit_code="91520000MAEXAMPL87", industry="批发和零售业-零售业"),
        ValuationHead(
            valuation_date=_DAY("2025-12-31"), as_of=_DAY("2026-05-31"), purpose="测速", value_type="市场价值", preparer="甲", reviewer="乙",
            timing="期中", tax_rate=Decimal("0.25"), sample_mark="示例数据·非企业真实记录",
        ),
        Discount(
            method="累加法", basis="税后", risk_free=Decimal("0.0185"), risk_free_date=_DAY("2025-12-31"), risk_free_source="测速",
            industry_premium=Decimal("0.0265"), management=Decimal("0.02"), circulation=Decimal("0.03"), security=Decimal("0.02"),
            regulation=Decimal("0.025"),
        ),
        Weighting(method="默认权重"),
        Financing(loan_asked=Decimal(40_000_000), term_months=24, annual_rate=Decimal("0.042"), pledge_rate=Decimal("0.4")),
        Expert(id=1, code="E1", name="甲"),
        Expert(id=2, code="E2", name="乙"),
    ]  # fmt: skip
    for number in range(1, count + 1):
        records += _data_set(number)
    for number in range(1, (count + 1) // 2 + 1):
        records += _unit(number, count)
    return project_of(records)


def _data_set(n: int) -> list[Record]:
    code = f"D{n:05d}"
    scores = {
        key: Decimal(50 + (n * 7 + i * 11) % 50) for i, key in enumerate(k for k in ExpertScore.form.fields if "_" in k and k != "data_set")
    }
    return [
        DataSet(
            id=n, code=code, name=f"第{n}号业务数据集", business_domain=f"业务域{n % 13}", structure="表格/结构化", record_count=1000 * n,
            storage_gb=Decimal(n) / 10, span_start="2015", span_end="2025", frequency="按天", source_system="业务系统", holder="测速用示例企业有限公司",
            rights=("持有权", "使用权", "经营权"), source_type="采集生成", grade="L2", personal_information=False, registered_personal="否",
            scenarios="经营分析、客源预测", industry="批发和零售业-零售业", used_years=Decimal("2.5"), remaining_years=Decimal(5), restriction="无限制",
        ),
        *(
            CostItem(id=3 * n + i, data_set=code, category=category, name=category, amount=Decimal(10_000 + 137 * n + i))
            for i, category in enumerate(("前期费用", "直接成本-采集", "间接成本"))
        ),
        *(ExpertScore(id=2 * n + i, expert=f"E{i + 1}", data_set=code, **scores) for i in range(2)),
        Certificate(
            id=n, code=f"Z{n:05d}", kind="数据要素登记凭证", registry="示例登记机构", number=f"SL{n:08d}", name=f"第{n}号业务数据集",
            holder="测速用示例企业有限公司", rights=("持有权", "使用权", "经营权"), state="已发证", issued_on=_DAY("2025-08-15"),
            valid_until=_DAY("2028-12-31"), data_sets=(code,),
        ),
    ]  # fmt: skip


def _unit(n: int, count: int) -> list[Record]:
    code, members = f"U{n:05d}", [m for m in (2 * n - 1, 2 * n) if m <= count]
    return [
        ValuationUnit(
            id=n, code=code, name=f"第{n}号数据产品", kind="数据产品", version="登记版", main_method="收益法-直接", method_reason="有合同，可单独核算",
            life_years=Decimal(5), life_reason="测速", income_basis="税前", rate_basis="税后", allocation="按重置成本",
        ),
        *(UnitMember(id=m, unit=code, data_set=f"D{m:05d}") for m in members),
        *(
            IncomeYear(id=5 * n + i, unit=code, year=2026 + i, version="登记版", basis="预测", transferable=Decimal(100_000 + 991 * n + 10_000 * i))
            for i in range(5)
        ),
    ]  # fmt: skip
