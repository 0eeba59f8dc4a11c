"""The questions of the Company Law and of practice that a contribution of data must answer. Pure; never raises on a draft."""

from collections.abc import Callable, Iterator, Mapping
from datetime import MAXYEAR, date

from gzvalue.circulation.contribution_checks_data import (
    compliance,
    exclusive,
    hold_right,
    owned,
    pledge,
    registrable,
    right_term,
    transferable,
)
from gzvalue.circulation.contribution_facts import Facts
from gzvalue.circulation.contribution_result import MET, TO_DO, UNSURE, Check
from gzvalue.circulation.contribution_rules import rules
from gzvalue.circulation.contribution_saying import Answer
from gzvalue.schema.contribution_forms import BY_SHARES, FOUNDING, INCREASE, NO_PAR, PAR, Contributor
from gzvalue.schema.figures import grouped, in_percent

_YEARS = 5
"""Within so many years a limited company's capital is paid (公司法 art. 47, to be checked against the official text)."""


def measurable(facts: Facts) -> Answer:
    """Whether a value was put on the data, and whose."""
    worth = facts.worth
    if worth.appraised is not None:
        return Answer(MET, f"评估值 {grouped(worth.appraised, 2)} 元。", "appraised_value")
    if worth.measured is not None:
        return Answer(UNSURE, "只有本软件测算值，没有评估值；测算值不能代替评估。", "appraised_value")
    return Answer(TO_DO, "没有评估值，也没有测算值，看不出能否用货币估价。", "appraised_value")


def appraised(facts: Facts) -> Answer:
    """Whether an appraiser's report is named and may still be used when the data are handed over."""
    record = facts.record
    missing = [record.form.fields[key].label for key in ("appraised_value", "appraiser", "appraisal_number", "appraised_on")
               if getattr(record, key) is None]  # fmt: skip
    if missing:
        return Answer(TO_DO, f"未填{'、'.join(missing)}。", "appraised_value")
    if record.appraisal_until is None:
        return Answer(UNSURE, "未填评估结论使用有效期，看不出是否仍可使用。", "appraisal_until")
    used_on = record.transferred_on or record.founded_on or facts.as_of
    if used_on is None:
        return Answer(UNSURE, "未填转移、登记或编制日期，看不出评估结论是否仍可使用。", "appraisal_until")
    if record.appraisal_until < used_on:
        return Answer(TO_DO, f"评估结论使用有效期至 {record.appraisal_until}，早于 {used_on}，须重新评估。", "appraisal_until")
    return Answer(MET, f"{record.appraiser}，{record.appraisal_number}，有效期至 {record.appraisal_until}。", "appraisal_number")


def fair_price(facts: Facts) -> Answer:
    """The agreed price against the appraised value, both ways."""
    worth = facts.worth
    if worth.agreed is None or worth.appraised is None:
        return Answer(UNSURE, "评估值或作价金额未填，不能比较。", "agreed_price" if worth.agreed is None else "appraised_value")
    if not worth.appraised:
        return Answer(TO_DO, "评估值为 0，请核对。", "appraised_value")
    apart = abs(worth.agreed - worth.appraised) / worth.appraised
    if worth.agreed > worth.appraised:
        return Answer(TO_DO, f"作价金额 {grouped(worth.agreed, 2)} 元高于评估值 {grouped(worth.appraised, 2)} 元（高 {in_percent(apart)}），"
                             "请降低作价，或另行评估。", "agreed_price")  # fmt: skip
    if worth.agreed < worth.appraised:
        result = TO_DO if facts.state_owned else UNSURE
        more = "国有资产低于评估值作价须经批准并说明" if facts.state_owned else "请各股东书面说明不是低估"
        return Answer(result, f"作价金额 {grouped(worth.agreed, 2)} 元低于评估值 {grouped(worth.appraised, 2)} 元（低 {in_percent(apart)}），{more}。",
                      "agreed_price")  # fmt: skip
    return Answer(MET, "作价金额等于评估值。", "agreed_price")


def subscribed(facts: Facts) -> Answer:
    """Whether the subscriptions make up the registered capital."""
    table = facts.table
    if table is None:
        return Answer(UNSURE, "占股尚不能计算，见待补正。", "registered_capital")
    if table.unplaced:
        words = "原股东没有列全" if table.increase else "各股东认缴合计少于注册资本"
        return Answer(TO_DO, f"{words}，请补充股东表。", "registered_capital")
    return Answer(MET, f"各股东合计等于注册资本 {grouped(table.capital_after, 2)} 元。", "registered_capital")


def term_of_payment(facts: Facts) -> Answer | None:
    """Of a limited company."""
    if facts.record.company_type == BY_SHARES:
        return None
    founded = facts.record.founded_on
    if founded is None:
        return Answer(UNSURE, "未填公司成立或增资登记日期，不能核对出资期限。", "founded_on")
    last = _years_later(founded, _YEARS)
    bringing = [one for one in facts.rows if one.kind is not None]
    late = [one for one in bringing if one.due_on is not None and one.due_on > last]
    if late:
        return Answer(TO_DO, f"{_names(late)}的出资期限晚于 {last}（自 {founded} 起五年），请提前。", "due_on", late[0])
    missing = [one for one in bringing if one.due_on is None]
    if missing or not bringing:
        which = f"{_names(missing)}未填出资期限" if missing else "没有股东表"
        return Answer(UNSURE, f"{which}，不能核对。", "due_on", missing[0] if missing else None)
    return Answer(MET, f"全部出资期限不晚于 {last}。", "founded_on")


def term_of_payment_shares(facts: Facts) -> Answer | None:
    """Of a company limited by shares: everything is paid before it is founded or the issue registered."""
    if facts.record.company_type != BY_SHARES:
        return None
    bringing = [one for one in facts.rows if one.kind is not None]
    if not bringing:
        return Answer(UNSURE, "没有股东表，不能核对。", "code")
    lines = {} if facts.table is None else {one.id: one for one in facts.table.subscriptions}
    open_rows = [one for one in bringing if one.paid is None or (one.id in lines and one.paid < lines[one.id].amount)]
    if open_rows:
        return Answer(TO_DO, f"{_names(open_rows)}尚未缴足股款；股份有限公司应在成立（发行登记）前缴足。", "paid", open_rows[0])
    return Answer(MET, "各股东均已缴足。", "code")


def transfer(facts: Facts) -> Answer:
    """Whether the data were handed over, and in time."""
    record = facts.record
    if record.transfer == "已完成":
        if not record.procedure or record.transferred_on is None:
            return Answer(TO_DO, "转移状态为已完成，但未写明手续或完成日期。", "procedure" if not record.procedure else "transferred_on")
        if facts.as_of is not None and record.transferred_on > facts.as_of:
            return Answer(TO_DO, f"转移完成日期 {record.transferred_on} 晚于编制日期，请核对。", "transferred_on")
        late = record.due_on is not None and record.transferred_on > record.due_on
        more = f"，晚于约定的 {record.due_on}，给公司造成损失的应当赔偿" if late else ""
        return Answer(TO_DO if late else MET, f"手续于 {record.transferred_on} 完成{more}。", "transferred_on")
    if record.transfer is None:
        return Answer(UNSURE, "未填转移状态。", "transfer")
    overdue = record.due_on is not None and facts.as_of is not None and record.due_on < facts.as_of
    more = f"，已过约定期限 {record.due_on}" if overdue else f"，约定期限 {record.due_on}" if record.due_on else "，没有约定期限"
    return Answer(TO_DO, f"转移手续{record.transfer}{more}。", "transfer")


def full_value(facts: Facts) -> Answer:
    """Whether what is brought in is worth the capital subscribed for it."""
    table, value = facts.table, facts.worth.appraised
    if table is None:
        return Answer(UNSURE, "占股尚不能计算，见待补正。", "registered_capital")
    short = [one for one in table.subscriptions if one.shortfall > 0]
    if short:
        one = short[0]
        return Answer(
            TO_DO,
            f"{one.name}的出资 {grouped(one.amount, 2)} 元低于其认缴出资额 {grouped(one.capital, 2)} 元，差额须补足。",
            "agreed_price",
        )
    capital = table.data_capital
    if value is None:
        return Answer(UNSURE, "没有评估值，看不出实际价额。", "appraised_value")
    if value < capital:
        joint = "；设立时的其他股东承担连带责任" if facts.record.mode == FOUNDING else ""
        return Answer(
            TO_DO, f"评估值 {grouped(value, 2)} 元低于数据认缴出资额 {grouped(capital, 2)} 元，差额须补足{joint}。", "appraised_value"
        )
    return Answer(MET, f"评估值不低于数据认缴出资额 {grouped(capital, 2)} 元。", "appraised_value")


def par_price(facts: Facts) -> Answer | None:
    """Of a company limited by shares with par value."""
    record, table = facts.record, facts.table
    if record.company_type != BY_SHARES or record.share_sort != PAR or record.mode != INCREASE:
        return None
    if table is None or table.price is None or record.par_value is None:
        return Answer(UNSURE, "每股价格尚不能计算。", "pre_money")
    return Answer(MET, f"每股 {grouped(table.price, 4)} 元，面值 {grouped(record.par_value, 2)} 元。", "pre_money")


def no_par_capital(facts: Facts) -> Answer | None:
    """Of shares without par value: at least half of what is paid for them is registered capital."""
    record, table = facts.record, facts.table
    if record.company_type != BY_SHARES or record.share_sort != NO_PAR:
        return None
    if table is None:
        return Answer(UNSURE, "占股尚不能计算，见待补正。", "capital_per_share")
    low = [one for one in table.subscriptions if one.capital * 2 < one.amount]
    if low:
        one = low[0]
        return Answer(
            TO_DO,
            f"{one.name}的股款 {grouped(one.amount, 2)} 元中计入注册资本 {grouped(one.capital, 2)} 元，不足二分之一。",
            "capital_per_share",
        )
    return Answer(MET, "各笔股款计入注册资本的部分均不少于二分之一。", "capital_per_share")


def state_approval(facts: Facts) -> Answer | None:
    """Of a state-owned contributor."""
    if facts.state_owned is None:
        return Answer(UNSURE, "看不出出资人是否国有，请填写。", "state_owned")
    if not facts.state_owned:
        return None
    number = facts.record.state_approval
    if number:
        return Answer(MET, f"文号 {number}。", "state_approval")
    return Answer(TO_DO, "出资人为国有企业，没有评估结果的核准或备案文号；以非货币财产出资须先办理。", "state_approval")


def resolution(facts: Facts) -> Answer:
    """Whether the shareholders or the board agreed."""
    state = facts.record.resolution
    if state is None:
        return Answer(UNSURE, "未填内部决议。", "resolution")
    return Answer(MET if state == "已通过" else TO_DO, f"内部决议{state}。", "resolution")


_ASKED: Mapping[str, Callable[[Facts], Answer | None]] = {
    one.__name__: one
    for one in (
        measurable, transferable, registrable, hold_right, owned, exclusive, appraised, fair_price, subscribed, term_of_payment,
        term_of_payment_shares, transfer, full_value, par_price, no_par_capital, state_approval, pledge, right_term, compliance, resolution,
    )
}  # fmt: skip
"""Who answers each question of ``resources/circulation/contribution.json``."""


def checks(facts: Facts) -> tuple[Check, ...]:
    """Every question that applies, in the order of the table of rules."""
    return tuple(_checks(facts))


def _checks(facts: Facts) -> Iterator[Check]:
    for key, rule in rules().items():
        answer = _ASKED[key](facts)
        if answer is None:
            continue
        at = facts.record if answer.row is None else answer.row
        yield Check(key, rule.title, answer.result, answer.reason, rule.clause, rule.caveat, at.form.name, at.id, answer.field)


def _names(rows: list[Contributor]) -> str:
    return "、".join(dict.fromkeys(one.name or f"第 {one.id} 行" for one in rows))


def _years_later(day: date, years: int) -> date:
    year = min(day.year + years, MAXYEAR)  # a year mistyped far ahead is complained of elsewhere
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return day.replace(year=year, day=28)
