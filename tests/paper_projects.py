"""Projects for the tests of the paper: one set, forty-five, all fields empty, and every text as long as can be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from gzvalue.schema.conclusion_forms import ConclusionNote
from gzvalue.schema.data_set import DataField, DataSet, DeclaredQuality
from gzvalue.schema.enterprise import Enterprise, FinanceYear, StepDuty, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.forms import FORMS
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_forms import Certificate, Financing, OtherSecurity
from gzvalue.schema.scoring_forms import Expert, ExpertScore, Weighting
from gzvalue.schema.valuation_forms import CostItem, Discount, Evidence, EvidenceLink, IncomeYear, UnitMember, ValuationUnit

HOSTILE = "<b>粗体</b> & “引号” =1+1 @cmd {x} %d \\n 𠮷 㼆 🙂👨‍👩‍👧 a\tb"


def head(**more: object) -> list[Record]:
    """Enterprise, head, rate and loan, complete enough for no error of theirs."""
    values = {
        "valuation_date": date(2025, 12, 31), "as_of": date(2026, 5, 31), "purpose": "为质押融资提供内部参考", "value_type": "市场价值",
        "preparer": "李会计", "reviewer": "陈主任", "timing": "期中", "tax_rate": Decimal("0.25"), **more,
    }  # fmt: skip
    return [
        Enterprise(
            name="示例峰林旅游集团有限公司", credit_code="91520000MAEXAMPL87", legal_representative="张某某", registered_address="贵州省兴义市",
            industry="水利、环境和公共设施管理业-公共设施管理业", financing_platform="否", contact_person="王敏", ownership="国有独资", status="存续",
        ),
        ValuationHead(**values),  # type: ignore[arg-type]
        Discount(
            method="累加法", basis="税后", risk_free=Decimal("0.0185"), risk_free_date=date(2025, 12, 31), risk_free_source="示例",
            industry_premium=Decimal("0.0265"), management=Decimal("0.02"), circulation=Decimal("0.03"), security=Decimal("0.02"),
            regulation=Decimal("0.025"),
        ),
        Weighting(method="默认权重"),
        ConclusionNote(difference_reason="成本法只计投入，收益法计可得的收益，两者不成比例。"),
        Financing(
            loan_asked=Decimal(40_000_000), lender="示例银行", loan_kind="固定资产贷款", use_of_funds="设备更新", repayment_source="景区经营现金流",
            term_months=24, annual_rate=Decimal("0.042"), pledge_rate=Decimal("0.4"), existing_pledges="无", repeated_pledge=False,
            drawdown_on=date(2026, 6, 20), repayment="到期一次还本",
        ),
        FinanceYear(id=1, year=2024, revenue=Decimal(243_500_000), ebitda=Decimal(68_200_000), basis="审计"),
        FinanceYear(id=2, year=2025, revenue=Decimal(261_800_000), ebitda=Decimal(74_900_000), basis="审计"),
    ]  # fmt: skip


def sets(count: int) -> list[Record]:
    """Data sets with costs, scores, declared quality, a unit each, certificates and evidence."""
    rows: list[Record] = [Expert(id=1, code="E1", name="赵工", organisation="信息部", independent="外部")]
    for n in range(1, count + 1):
        code = f"D{n:02d}"
        rows.append(_set(n, code))
        rows.append(CostItem(id=n, data_set=code, category="直接成本-采集", name="采集", amount=Decimal(100_000 * n)))
        rows.append(DataField(id=n, data_set=code, name="order_no", label="订单号", type="文本", key=True, personal=False))
        if n % 3 == 1:
            rows.append(DeclaredQuality(id=n, data_set=code, conformity=Decimal(90), completeness=Decimal(88), basis="抽查"))
            rows.append(_unit(n))
            rows.append(UnitMember(id=n, unit=f"U{n:02d}", data_set=code, share=Decimal(1)))
            rows += [_income(n, year) for year in range(2026, 2031)]
            rows.append(Certificate(id=n, code=f"Z{n:02d}", kind="数据要素登记凭证", registry="示例登记机构", number=f"GZ{n:04d}", name=f"{code} 登记名",
                                    holder="示例峰林旅游集团有限公司", rights=("持有权", "使用权", "经营权"), state="已发证",
                                    valid_until=date(2028, 8, 14), data_sets=(code,)))  # fmt: skip
        scores = {
            key: Decimal(50 + (n * 7 + i * 5) % 50)
            for i, key in enumerate(ExpertScore.form.fields)
            if key.count("_") == 1 and key != "data_set"
        }
        rows.append(ExpertScore(id=n, expert="E1", data_set=code, **scores))  # type: ignore[arg-type]
    rows.append(Evidence(id=1, code="A01", title="合同扫描件", pages=12, sha256="ab" * 32))
    rows.append(EvidenceLink(id=1, evidence="A01", about_form="income_year", about_id=10))
    rows.append(
        OtherSecurity(id=1, kind="应收账款质押", name="商铺租金应收账款", basis="合同", value=Decimal(21_000_000), rate=Decimal("0.6"))
    )
    rows.append(StepDuty(id=1, step="数据目录", department="信息部", filler="王敏"))
    return rows


def _set(n: int, code: str) -> DataSet:
    return DataSet(
        id=n, code=code, name=f"第 {n} 项业务数据集", business_domain="票务销售", record_count=1000 * n, storage_gb=Decimal("1.5"), span_start="2005",
        span_end="2025", frequency="按天", source_system="票务管理系统", holder="示例峰林旅游集团有限公司", rights=("持有权", "使用权", "经营权"),
        source_type="采集生成", exclusive="非独占", restriction="无限制", grade="L2", personal_information=False, registered_personal="否",
        industry="水利、环境和公共设施管理业-公共设施管理业", scenarios="客源预测", used_years=Decimal("2.5"), remaining_years=Decimal(5),
    )  # fmt: skip


def _unit(n: int) -> ValuationUnit:
    return ValuationUnit(
        id=n, code=f"U{n:02d}", name=f"第 {n} 个单元", kind="数据产品", version="登记版", main_method="收益法-直接", method_reason="有合同",
        life_years=Decimal(5), income_basis="税前", rate_basis="税后", allocation="按录入比例",
    )  # fmt: skip


def _income(n: int, year: int) -> IncomeYear:
    return IncomeYear(id=n * 10 + year - 2026, unit=f"U{n:02d}", year=year, version="登记版", basis="预测",
                      transferable=Decimal(300_000 + 1000 * n), internal=Decimal(100_000))  # fmt: skip


def complete(count: int = 45, **more: object) -> Project:
    """A project with so many data sets."""
    return project_of([*head(**more), *sets(count)])


def longest(char: str = "长") -> Project:
    """Every text of a small project as long as its field allows, long texts with ten thousand characters."""
    rows = []
    for record in complete(2).rows.values():
        rows += [_stretched(one, char) for one in record.values()]
    return project_of(rows)


def _stretched(record: Record, char: str) -> Record:
    values: dict[str, object] = {}
    for key, field in record.form.fields.items():
        if field.kind.name == "text" and key not in ("about_form", "about_key", "sha256", "credit_code"):
            values[key] = (char * 400)[: 400 if field.kind.verdict(char * 400) is None else 100]
        elif field.kind.name == "long_text":
            values[key] = char * 10_000
    return replace(record, **values)


def hostile() -> Project:
    """Text that is markup, formula, control sequence or not in the font, in every text field."""
    rows = []
    for record in complete(1).rows.values():
        for one in record.values():
            texts = {
                k: HOSTILE
                for k, f in one.form.fields.items()
                if f.kind.name in ("text", "long_text") and k not in ("about_form", "about_key")
            }
            rows.append(replace(one, **texts))
    return project_of(rows)


def empty_rows() -> Project:
    """One record of every form, nothing filled in."""
    return project_of(one.record(id=1) for one in FORMS if one.name != "raw_text")
