"""The financing plan: what the data carries by right status and pledge rate, and what must carry the rest.

The loan asked for is tested against the value; nothing is solved back from it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, DecimalException, localcontext

from gzvalue.financing.cover import Cover, cover_of
from gzvalue.financing.maturities import maturities_of, maturity_problems
from gzvalue.financing.repayment import repayment_of
from gzvalue.financing.result import FinancingPlan, Limit, PoolRow
from gzvalue.financing.rights_status import Status, certificates_by_data_set, circumstances_of, right_status
from gzvalue.financing.securities import securities_of
from gzvalue.financing.sentences import Findings, sentences_of, wan
from gzvalue.financing.working_capital import working_capital_limit
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import FinanceYear
from gzvalue.schema.field import Record
from gzvalue.schema.kinds import in_wan, plain, rounded
from gzvalue.schema.lending_forms import WorkingCapital
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rights_forms import Financing, OtherSecurity, PrincipalPayment
from gzvalue.valuation.doubts import ZERO, Doubts, number
from gzvalue.valuation.evaluate_whole import total_of
from gzvalue.valuation.formula import EXACT, Given, given, step
from gzvalue.valuation.formulas.income import sum_of_values
from gzvalue.valuation.formulas.lending import least_limit, loan_gap, loan_need
from gzvalue.valuation.formulas.loan import loan_to_value, pledge_limit, pool_value
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Step, Valuation

_NEEDS_BUDGET = ("固定资产贷款", "项目贷款")

_RowInputs = tuple[DataSet, Decimal, Status, str]


@dataclass(frozen=True)
class Memory:
    """What the next plan may use again: rows by their inputs."""

    rows: Mapping[int, tuple[_RowInputs, tuple[PoolRow, Step]]] = field(default_factory=dict)


def plan(project: Project, valuation: Valuation, previous: FinancingPlan | None = None) -> FinancingPlan:
    """The financing plan of a project; never raises on a draft.

    Args:
        project: all records.
        valuation: its valuation.
        previous: an earlier plan; rows whose inputs are equal are taken over. The result is the same without it.
    """
    memory = previous.memory if previous is not None and isinstance(previous.memory, Memory) else Memory()
    with localcontext(EXACT):
        try:
            return _plan(project, valuation, memory)
        except DecimalException:
            beyond = Problem("error", Financing.form.name, 1, "loan_asked", "融资方案的数字超出可计算的范围，请核对金额、利率与期限")
            return _plan(_without_terms(project), valuation, Memory(), (beyond,))


def _without_terms(project: Project) -> Project:
    """The project with an empty plan: what can still be said about the data alone."""
    bare: dict[str, Mapping[int, Record]] = {Financing.form.name: {1: Financing()}, OtherSecurity.form.name: {}, FinanceYear.form.name: {},
                                               PrincipalPayment.form.name: {}}  # fmt: skip
    return Project({**project.rows, **bare}, project.last_ids)


def _plan(project: Project, valuation: Valuation, memory: Memory, problems: Sequence[Problem] = ()) -> FinancingPlan:
    financing, doubts = project.financing, Doubts()
    around = circumstances_of(project)
    rows, row_steps, kept = _rows(project, valuation, memory)
    pool = step(
        sum_of_values,
        id="融资/质押池价值",
        about=_ABOUT,
        name="质押池价值",
        values=[given(row.pooled, f"融资/质押池/{row.code}") for row in rows],
    )
    rate, is_default = _pledge_rate(financing, doubts)
    lendable = step(pledge_limit, id="融资/额度/数据质押", about=_ABOUT, value=pool, pledge_rate=rate)
    stated = {"pool": rounded(number(pool), 2), "lendable": rounded(number(lendable), 2)}
    repayment = repayment_of(financing, project.principal_payments, around.as_of, doubts)
    cover = cover_of(financing, repayment, project.finance_years, around.as_of, doubts)
    need, need_steps = _need(project, financing, doubts)
    how = f"质押池价值 {in_wan(stated['pool'], 1)} 万元 × 质押率 {plain(number(rate) * 100)}%"
    limits = (Limit("pledge", "数据质押", stated["lendable"], how), need, cover.limit)
    least, limit_by, least_steps = _least(limits)
    loan = _loan(financing, doubts)
    ratio, gap, loan_steps = _tested(loan, stated["pool"], stated["lendable"])
    securities = securities_of(project, valuation, {row.code: row for row in rows}, pool, rate, how, doubts)
    combined_gap = None if loan is None else rounded(loan_gap(loan, securities.combined), 2)
    maturities = maturities_of(project, rows)
    stopped = "企业为融资平台公司，未经法律意见和授权文件确认，不得以数据资产提供担保" if around.platform else ""
    made = FinancingPlan(
        rows=rows, value=valuation.total, pool=stated["pool"], potential=total_of(row.potential for row in rows), pledge_rate=number(rate),
        rate_is_default=is_default, lendable=stated["lendable"], limits=limits, limit=least, limit_by=limit_by, loan=loan,
        carried=None if loan is None else stated["lendable"] >= loan, loan_to_pool=ratio, gap=gap, securities=securities.rows,
        combined=securities.combined, overlapped=securities.overlapped, combined_gap=combined_gap, cover=cover.years, cover_note=cover.note,
        maturities=maturities, sentences=(), problems=(), stopped=stopped, status_counts=_counts(rows),
        steps=(*row_steps, pool, lendable, *need_steps, *least_steps, *loan_steps, *securities.steps,
               *(repayment.steps if repayment else ()), *cover.steps),
        schedule=repayment.rows if repayment else (), schedule_note=repayment.note if repayment else "",
        schedule_stated=repayment is not None and repayment.stated, memory=Memory(kept),
    )  # fmt: skip
    _name_weaknesses(project, made, cover, doubts)
    said = dict.fromkeys((*problems, *doubts.found, *maturity_problems(maturities)))
    return replace(made, sentences=sentences_of(Findings(financing, made, cover)), problems=tuple(said))


_ABOUT = (Financing.form.name, 1)


# --- the pool -----------------------------------------------------------------------------------


def _rows(
    project: Project, valuation: Valuation, memory: Memory
) -> tuple[tuple[PoolRow, ...], list[Step], dict[int, tuple[_RowInputs, tuple[PoolRow, Step]]]]:
    around, certificates = circumstances_of(project), certificates_by_data_set(project)
    kept: dict[int, tuple[_RowInputs, tuple[PoolRow, Step]]] = {}
    for one in sorted(valuation.data_sets, key=lambda one: one.code):
        record = project.get(DataSet.form.name, one.id)
        if one.value is None or not isinstance(record, DataSet):
            continue
        origin = f"{record.code or one.id}/价值/各单元分摊合计"
        inputs = (record, one.value, right_status(record, certificates.get(one.code, ()), around), origin)
        before = memory.rows.get(one.id)
        kept[one.id] = before if before is not None and before[0] == inputs else (inputs, _row(*inputs))
    made = [pair for _, pair in kept.values()]
    return tuple(row for row, _ in made), [one for _, one in made], kept


def _row(record: DataSet, value: Decimal, status: Status, origin: str) -> tuple[PoolRow, Step]:
    about, code = (record.form.name, record.id), record.code or ""
    pooled = step(
        pool_value, id=f"融资/质押池/{code}", about=about, name=f"{code} 计入质押池的价值",
        value=given(value, origin), status=given(status.coefficient, None),
    )  # fmt: skip
    potential = rounded(pool_value(value, status.potential), 2) if status.potential else ZERO
    row = PoolRow(
        record.id,
        code,
        record.name or "",
        value,
        status.word,
        status.coefficient,
        status.reason,
        rounded(number(pooled), 2),
        potential,
        status.certificate,
    )
    return row, pooled


def _counts(rows: Sequence[PoolRow]) -> Mapping[str, int]:
    words = [row.status for row in rows]
    return {word: words.count(word) for word in dict.fromkeys(words)}


def _pledge_rate(financing: Financing, doubts: Doubts) -> tuple[Given, bool]:
    """The rate entered, else the program's own default; a high one is warned of."""
    limits = parameters("financing")
    entered = doubts.sound(financing, "pledge_rate", "暂按默认质押率计算")
    if entered is None:
        return given(limits["pledge_rate"].value, None), True
    if entered > limits["pledge_rate_warn"].value:
        doubts.notice(
            financing,
            "pledge_rate",
            f"质押率 {plain(entered * 100)}% 超过 {plain(limits['pledge_rate_warn'].value * 100)}%，高于常见水平，请核对",
        )
    return given(entered, (*_ABOUT, "pledge_rate")), False


# --- bounds and the test of the loan ------------------------------------------------------------


def _need(project: Project, financing: Financing, doubts: Doubts) -> tuple[Limit, tuple[Step, ...]]:
    """What is to be financed: by the formula of working capital, or by budget and own capital."""
    if financing.loan_kind == "流动资金贷款":
        return working_capital_limit(project.single(WorkingCapital), doubts)
    if financing.loan_kind not in _NEEDS_BUDGET:
        kind = financing.loan_kind or "贷款品种未填"
        return Limit("need", "资金需求", None, f"{kind}：须按监管公式或实际用途另行测算"), ()
    values = {key: doubts.sound(financing, key, "资金需求未测算") for key in ("budget", "own_capital", "other_debt")}
    missing = [financing.form.fields[key].label for key in ("budget", "own_capital") if values[key] is None]
    if missing:
        return Limit("need", "资金需求", None, f"未填{'、'.join(missing)}，未测算"), ()
    figures = {key: ZERO if value is None else value for key, value in values.items()}
    made = step(
        loan_need, id="融资/额度/资金需求", about=_ABOUT, budget=given(figures["budget"], (*_ABOUT, "budget")),
        own=given(figures["own_capital"], (*_ABOUT, "own_capital")), other=given(figures["other_debt"], (*_ABOUT, "other_debt")),
    )  # fmt: skip
    shown = " − ".join(f"{financing.form.fields[key].label} {in_wan(value)}" for key, value in figures.items())
    return Limit("need", "资金需求", rounded(number(made), 2), f"{shown} 万元"), (made,)


def _least(limits: Sequence[Limit]) -> tuple[Decimal | None, str, tuple[Step, ...]]:
    known = [one for one in limits if one.amount is not None]
    if not known:
        return None, "", ()
    ids = {"pledge": "数据质押", "need": "资金需求", "cash": "现金流"}
    made = step(least_limit, id="融资/额度/最小", about=_ABOUT, name="以数据为唯一担保的额度",
                limits=[given(one.amount or ZERO, f"融资/额度/{ids[one.key]}") for one in known])  # fmt: skip
    least = min(known, key=lambda one: one.amount or ZERO)
    return least.amount, least.key, (made,)


def _loan(financing: Financing, doubts: Doubts) -> Decimal | None:
    """The loan asked for, to the 分; ``None`` if there is none to test."""
    asked = doubts.sound(financing, "loan_asked", "申请金额没有检验")
    return rounded(asked, 2) if asked else None


def _tested(loan: Decimal | None, pool: Decimal, lendable: Decimal) -> tuple[Decimal | None, Decimal | None, tuple[Step, ...]]:
    """拟质押率 and what the data does not carry."""
    if loan is None:
        return None, None, ()
    asked = given(loan, (*_ABOUT, "loan_asked"))
    gap = step(
        loan_gap, id="融资/差额", about=_ABOUT, name="数据质押以外须覆盖的差额", loan=asked, carried=given(lendable, "融资/额度/数据质押")
    )
    if not pool:
        return None, rounded(number(gap), 2), (gap,)
    ratio = step(loan_to_value, id="融资/拟质押率", about=_ABOUT, loan=asked, value=given(pool, "融资/质押池价值"))
    return number(ratio), rounded(number(gap), 2), (gap, ratio)


def _name_weaknesses(project: Project, made: FinancingPlan, cover: Cover, doubts: Doubts) -> None:
    """What a credit officer would ask about first."""
    financing, enterprise = project.financing, project.enterprise
    if made.stopped:
        doubts.error(enterprise, "financing_platform", made.stopped)
    if financing.repeated_pledge:
        doubts.error(financing, "repeated_pledge", "声明拟质押数据已质押给他人，质押池按 0 计；请解除原质押或从方案中剔除有关数据")
    if made.combined_gap and made.gap:
        doubts.notice(financing, "loan_asked", f"申请金额比数据与其他担保合计可支持的金额多 {wan(made.combined_gap)}，请减少申请或补充担保")
    lowest, warn = cover.lowest, parameters("financing")["dscr_warn"].value
    if lowest is not None and lowest.ratio is not None and lowest.ratio < warn:
        doubts.notice(
            financing,
            "repayment",
            f"{lowest.year} 年偿债备付率为 {rounded(lowest.ratio, 2)}，低于提醒线 {warn}，请说明还款安排（口径见还款能力说明）",
        )
