"""Which years of a forecast enter the income approach, and how much of each counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.valuation_forms import Contract, IncomeYear, ValuationUnit
from gzvalue.valuation.doubts import ONE, ZERO, Doubts, number
from gzvalue.valuation.formula import given, step
from gzvalue.valuation.formulas.income import remaining_stock
from gzvalue.valuation.formulas.unit_income import remaining_portion
from gzvalue.valuation.income_life import Life
from gzvalue.valuation.periods import Period, Timing, periods
from gzvalue.valuation.result import Step

_MOST_YEARS = 60
_TIMING: dict[str, Timing] = {"期中": "mid", "期末": "end"}


def forecast_rows(unit: ValuationUnit, rows: Sequence[IncomeYear], doubts: Doubts, without: str) -> dict[int, IncomeYear]:
    """The forecast of the unit's own version by year."""
    version = doubts.value(unit, "version", without)
    found: dict[int, IncomeYear] = {}
    for row in rows:
        missing = next((key for key in ("basis", "version", "year") if getattr(row, key) is None), None)
        if missing:
            doubts.error(row, missing, f"{row.name_for_people} 未填“{row.form.fields[missing].label}”，这一行没有计入")
        elif row.basis == "预测" and row.version == version and row.year is not None:
            if row.year in found:
                doubts.block(row, "year", f"{unit.code} 的 {row.year} 年有两行{version}预测，请合并或删去一行，{without}")
            found[row.year] = row
    if version is not None and not found:
        doubts.block(unit, "version", f"{unit.code or unit.name_for_people} 没有{version}的收益预测，{without}")
    return found


def spans_of(
    unit: ValuationUnit, chosen: Mapping[int, Record], what: str, head: ValuationHead, life: Life, doubts: Doubts, without: str
) -> tuple[Period, ...]:
    """The years that count, in order; a year that is lacking blocks the value.

    Args:
        unit: whose income.
        chosen: year → the record that gives it.
        what: how the records are called, e.g. 登记版预测.
        head: valuation date and timing.
        life: how long income is counted.
        doubts: takes what is wrong.
        without: what cannot be had then.
    """
    base, timing = doubts.value(head, "valuation_date", without), doubts.value(head, "timing", without)
    if base is None or timing is None or doubts.blocked or not chosen:
        return ()
    years = life.years
    if years is None:
        doubts.notice(unit, "life_years", f"{unit.code} 未填收益期限，暂按收益预测到 {max(chosen)} 年为止计算")
    spans = _counted(base, _TIMING[timing], years, None if years is not None else max(chosen))
    _name_gaps(unit, chosen, what, spans, base, years, doubts, without)
    return spans


@lru_cache(maxsize=512)
def _counted(base: date, timing: Timing, life: Decimal | None, last: int | None) -> tuple[Period, ...]:
    """The years of which some part counts, in order; many units ask for the same."""
    end = base.year + _MOST_YEARS if last is None else min(last, base.year + _MOST_YEARS)
    return tuple(span for span in periods(base, range(base.year, end + 1), timing, life) if span.portion > ZERO)


def _name_gaps(
    unit: ValuationUnit, chosen: Mapping[int, Record], what: str, spans: Sequence[Period], base: date, life: Decimal | None,
    doubts: Doubts, without: str,
) -> None:  # fmt: skip
    counted = [span.year for span in spans]
    gaps = [year for year in counted if year not in chosen]
    if gaps:
        shown = "、".join(str(year) for year in gaps[:6]) + ("…" if len(gaps) > 6 else "")
        reach = f"收益期限到 {counted[-1]} 年" if life is not None else "收益预测须逐年连续"
        doubts.block(unit, "life_years", f"{unit.code} 的{reach}，缺 {shown} 年的{what}，{without}；请补填或缩短收益期限")
    if not spans:
        doubts.block(unit, "life_years", f"{unit.code} 的收益预测都不在评估基准日 {base.isoformat()} 之后，{without}")
    for year in (year for year in chosen if year < base.year or (year == base.year and year not in counted)):
        doubts.notice(chosen[year], "year", f"{unit.code} 的 {year} 年预测不在评估基准日之后，没有计入")


def check_locked(unit: ValuationUnit, rows: Sequence[IncomeYear], contracts: Sequence[Contract], doubts: Doubts) -> None:
    """Income said to be locked by contract in a year after all of the unit's contracts have ended."""
    ends = [one.ends for one in contracts if one.ends is not None]
    if not ends or len(ends) < len(contracts):
        return
    last = max(ends)
    for row in rows:
        if row.contracted and row.year is not None and row.year > last.year:
            doubts.notice(
                row,
                "contracted",
                f"{unit.code or ''} 的 {row.year} 年填了合同已锁定的收益，而单元所列合同最晚 {last.isoformat()} 到期，请核对",
            )


# --- wear of today's stock --------------------------------------------------------------------------


def check_stock(unit: ValuationUnit, doubts: Doubts, without: str) -> None:
    """Today's stock wears off, or it is kept up at a cost: one of the two, never both."""
    attrition, upkeep = doubts.sound(unit, "attrition", without), doubts.sound(unit, "upkeep", without)
    if attrition is not None and upkeep is not None:
        doubts.block(unit, "upkeep", f"{unit.code or ''} 同时填了年衰减率和维护更新成本，同一损耗会扣两次，{without}；请只留一项")
    if attrition == ONE:
        doubts.block(unit, "attrition", f"{unit.code or ''} 的年衰减率须小于 100%，{without}")


def portions_of(
    unit: ValuationUnit, path: str, about: tuple[str, int], spans: Sequence[Period]
) -> tuple[Sequence[Decimal | Step], tuple[Step, ...]]:
    """What counts of each year: its part, times what is left of today's stock when the income comes."""
    if not unit.attrition:
        return [span.portion for span in spans], ()
    rate = given(unit.attrition, (*about, "attrition"))
    portions, steps = [], []
    for span in spans:
        left = step(remaining_stock, id=f"{path}/留存比例/{span.year}", about=about, name=f"{span.year} 年存量数据留存比例",
                    attrition=rate, years=span.exponent)  # fmt: skip
        made = step(remaining_portion, id=f"{path}/计入部分/{span.year}", about=about, name=f"{span.year} 年计入部分（存量衰减后）",
                    portion=span.portion, stock=left)  # fmt: skip
        portions.append(made)
        steps += [left, made]
    return portions, tuple(steps)


def counted_value(portion: Decimal | Step) -> Decimal:
    """What counts of a year, as a number."""
    return number(portion) if isinstance(portion, Step) else portion
