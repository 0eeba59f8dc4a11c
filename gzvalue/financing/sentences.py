"""What to say about a financing plan: finished sentences, so that window and paper say the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.financing.cover import Cover
from gzvalue.financing.result import FinancingPlan, Sentence, Tone
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent, in_wan, plain, rounded
from gzvalue.schema.rights_forms import Financing
from gzvalue.valuation.parameters import parameters


@dataclass(frozen=True)
class Findings:
    """What the sentences speak about."""

    financing: Financing
    plan: FinancingPlan
    cover: Cover


def sentences_of(found: Findings) -> tuple[Sentence, ...]:
    """All sentences: the data, the loan, the combination first; then what stands behind them."""
    return tuple(
        one
        for speak in (_stopped, _data, _loan, _combination, _pending, _limit, _cover, _maturity, _source, _principle)
        for one in speak(found)
    )


def wan(amount: Decimal) -> str:
    """An amount for a sentence: whole 万元, below 10 万元 with two decimals."""
    return f"{in_wan(amount, 0 if abs(amount) >= 100_000 or not amount else 2)} 万元"


def _stopped(found: Findings) -> Iterable[Sentence]:
    if found.plan.stopped:
        yield Sentence("stopped", "stop", f"禁入情形：{found.plan.stopped}。")


def _data(found: Findings) -> Iterable[Sentence]:
    plan = found.plan
    rate = f"质押率 {plain(plan.pledge_rate * 100)}%" + (f"（{OWN_DEFAULT}）" if plan.rate_is_default else "")
    yield Sentence("data", "plain", f"按本方案规则，数据资产质押单独可支持约 {wan(plan.lendable)}（质押池价值 {wan(plan.pool)}，{rate}）。")


def _loan(found: Findings) -> Iterable[Sentence]:
    plan = found.plan
    if plan.loan is None:
        yield Sentence("loan", "attention", "尚未填写申请贷款金额，未作检验。")
        return
    against = f"为质押池价值的 {in_percent(plan.loan_to_pool, 0)}" if plan.loan_to_pool is not None else "而质押池没有价值"
    if plan.carried:
        yield Sentence("loan", "good", f"申请 {wan(plan.loan)}，{against}，数据资产质押单独可以支持。")
    else:
        yield Sentence(
            "loan",
            "stop",
            f"申请 {wan(plan.loan)}，{against}，数据资产质押单独不能支持，差额约 {wan(plan.gap or Decimal(0))}须由其他担保另行覆盖。",
        )


def _combination(found: Findings) -> Iterable[Sentence]:
    plan = found.plan
    others = [row for row in plan.securities[1:] if row.carries is not None]
    if not others:
        if plan.carried is False:
            yield Sentence("combination", "attention", "尚未填写其他担保；请补充应收账款、收费权质押或保证，以覆盖差额。")
        return
    layers = "、".join(f"{row.name} {wan(row.carries or Decimal(0))}" for row in others)
    data = plan.combined - sum((row.carries or Decimal(0) for row in others), Decimal(0))
    taken = f"（与其他担保收益重叠的质押池价值 {wan(plan.overlapped)}已扣除）" if plan.overlapped else ""
    text = f"组合担保合计可支持约 {wan(plan.combined)}：数据资产质押 {wan(data)}{taken}、{layers}"
    if plan.loan is None or plan.combined_gap is None:
        yield Sentence("combination", "plain", f"{text}。")
    elif plan.combined_gap:
        yield Sentence("combination", "attention", f"{text}；仍差约 {wan(plan.combined_gap)}，须减少申请金额或增加担保。")
    else:
        yield Sentence("combination", "good", f"{text}，可以覆盖申请金额。")


def _pending(found: Findings) -> Iterable[Sentence]:
    pending = [row for row in found.plan.rows if row.potential]
    if pending:
        value = sum((row.value for row in pending), Decimal(0))
        codes = "、".join(row.code for row in pending[:6]) + ("等" if len(pending) > 6 else "")
        yield Sentence(
            "pending", "attention",
            f"申请中的 {len(pending)} 个数据集（{codes}）价值 {wan(value)}，发证前按 0 计；发证后质押池约可增加 {wan(found.plan.potential)}，此处不计入。",
        )  # fmt: skip


def _limit(found: Findings) -> Iterable[Sentence]:
    plan = found.plan
    known = [one for one in plan.limits if one.amount is not None]
    unknown = [one.name for one in plan.limits if one.amount is None]
    least = next((one for one in known if one.key == plan.limit_by), None)
    if least is None or least.amount is None:
        return
    amounts = "、".join(f"{one.name} {wan(one.amount or Decimal(0))}" for one in known)
    rest = f"；{'、'.join(unknown)}尚不能测算" if unknown else ""
    yield Sentence("limit", "plain", f"以数据为唯一担保的额度取各项上限中最小者：{amounts}，即 {wan(least.amount)}（{least.name}）{rest}。")


def _cover(found: Findings) -> Iterable[Sentence]:
    lowest = found.cover.lowest
    if lowest is None or lowest.ratio is None:
        return
    limits = parameters("financing")
    reference, warn = limits["dscr_reference"].value, limits["dscr_warn"].value
    tone: Tone = "good"
    if lowest.ratio < warn:
        tone, words = "stop", f"低于提醒线 {warn}"
    elif lowest.ratio < reference:
        tone, words = "attention", f"低于参考下限 {reference}"
    else:
        words = f"不低于参考下限 {reference}"
    text = f"最低偿债备付率 {rounded(lowest.ratio, 2)}（{lowest.year} 年），{words}；{found.cover.note}。"
    yield Sentence("cover", tone, text)


def _maturity(found: Findings) -> Iterable[Sentence]:
    short = [one for one in found.plan.maturities if one.holds is False]
    if short:
        names = "、".join(one.name for one in short[:4]) + ("等" if len(short) > 4 else "")
        yield Sentence("maturity", "attention", f"期限不足：{names}早于所需日期到期，见期限核对表。")
    elif found.plan.maturities and all(one.holds for one in found.plan.maturities):
        yield Sentence("maturity", "good", "权属凭证、权利期限与测算结论均覆盖所需日期。")


def _source(found: Findings) -> Iterable[Sentence]:
    if found.financing.repayment_source:
        yield Sentence("source", "plain", f"第一还款来源：{found.financing.repayment_source}。")


def _principle(found: Findings) -> Iterable[Sentence]:
    yield Sentence("principle", "plain", "申请金额只用于检验，不参与估值；权利状态系数与质押率同时使用属双重扣减，两者均已列明。")
