"""Small projects for the tests of valuation, scoring and financing: one line per record, sound unless told otherwise."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.valuation_forms import CostItem, Discount, IncomeYear, UnitMember, ValuationUnit


def d(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def head(**more: Any) -> ValuationHead:
    return ValuationHead(
        **{"valuation_date": date(2025, 12, 31), "as_of": date(2026, 5, 31), "timing": "期末", "tax_rate": d("0.25"), **more}
    )


def rate(value: Any = "0.1", **more: Any) -> Discount:
    return Discount(**{"method": "直接录入", "entered_rate": d(value), "entered_reason": "测试", "basis": "税后", **more})


def data_set(id: int, code: str, **more: Any) -> DataSet:
    sound = {"name": f"{code} 名称", "rights": ("持有权", "使用权", "经营权"), "source_type": "采集生成", "grade": "L2", "registered_personal": "否",
             "restriction": "无限制", "used_years": d(5), "remaining_years": d(5)}  # fmt: skip
    return DataSet(id=id, code=code, **{**sound, **more})


def cost(id: int, code: str | None, amount: Any, **more: Any) -> CostItem:
    return CostItem(id=id, data_set=code, **{"category": "直接成本-采集", "name": f"成本{id}", "amount": d(amount), **more})


def unit(id: int, code: str, **more: Any) -> ValuationUnit:
    sound = {"name": f"{code} 单元", "kind": "数据产品", "version": "登记版", "main_method": "收益法-直接", "method_reason": "理由", "life_years": d(2),
             "income_basis": "税前", "rate_basis": "税后", "allocation": "平均", "cross_methods": ()}  # fmt: skip
    return ValuationUnit(id=id, code=code, **{**sound, **more})


def member(id: int, unit: str, code: str, share: Any = None) -> UnitMember:
    return UnitMember(id=id, unit=unit, data_set=code, share=d(share))


def income(id: int, unit: str, year: int, transferable: Any = None, internal: Any = None, **more: Any) -> IncomeYear:
    return IncomeYear(
        id=id, unit=unit, year=year, transferable=d(transferable), internal=d(internal), **{"version": "登记版", "basis": "预测", **more}
    )


def project(*records: Record) -> Project:
    """A project with a sound head and rate unless the records bring their own."""
    found = {type(record) for record in records}
    defaults: Iterable[Record] = (one for one in (head(), rate()) if type(one) not in found)
    return project_of([*defaults, *records])


def messages(problems: Iterable[Problem], level: str | None = None) -> str:
    return "\n".join(one.message for one in problems if level in (None, one.level))


def about(problems: Iterable[Problem], form: str, id: int, key: str) -> Problem:
    """The problem about one datum; fails where there is none."""
    found = [one for one in problems if (one.form, one.id, one.key) == (form, id, key)]
    assert found, [(one.form, one.id, one.key) for one in problems]
    return found[0]
