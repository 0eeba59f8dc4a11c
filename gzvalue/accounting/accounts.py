"""The whole of the books of a project. A draft never fails: what cannot be worked out is a problem."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from gzvalue.accounting.assets import Compared, booked
from gzvalue.accounting.collection import collected
from gzvalue.accounting.crosschecks import all_checks
from gzvalue.accounting.disclosure import filled
from gzvalue.accounting.pledged import doubts, pledged
from gzvalue.accounting.recognition import PENDING, Decision, decide
from gzvalue.accounting.result import Accounts, AssetBook, CostLine, Period, Recognised
from gzvalue.accounting.terms import RightEnd, right_end
from gzvalue.schema.accounting_forms import (
    INDEFINITE,
    INTANGIBLE,
    NO,
    OPEN,
    YES,
    AccountingAnswer,
    AccountingPeriod,
    AssetMovement,
    BookedAsset,
    BookedCost,
)
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project

NOTHING = "账上没有数据资源：披露表各项为零。先回答入表判断的问题、归集历史成本，再建立账面资产。"
"""Said where nothing is booked."""

NOT_MADE = "有账面资产，但没有编制披露表，各项为零；原因见待补正。"
"""Said where something is booked of which no tables could be made."""

CAVEAT = "账面价值只按历史成本计量；测算（评估）价值不是入账依据，不进入任何账面金额。依据为财会〔2023〕11号的公开转载本，以官方文本和审计意见为准。"
"""Said with every output."""


def accounts_of(project: Project, pool: Iterable[str] = ()) -> Accounts:
    """The books of a project.

    Args:
        project: all records.
        pool: codes of the data sets in the pledge pool of the financing plan, named in the pledged-asset disclosure as proposed.
    """
    problems: list[Problem] = []
    data_sets = {one.code: one for one in project.data_sets if one.code}
    costs = project.all(BookedCost)
    assets = _told_apart(project.all(BookedAsset), problems)
    period = period_of(project, problems)
    decisions = decisions_of(project, data_sets, problems)
    lines, wrong = collected(costs, data_sets, assets, decisions)
    problems += wrong
    by_asset, moved = _by_asset(lines), _moved(project, assets, problems)
    books: list[AssetBook] = []
    compared: list[Compared] = []
    for asset in assets if period is not None else ():
        assert period is not None
        code = asset.code or ""
        one = booked(asset, _right(project, data_sets.get(asset.data_set or "")), by_asset.get(code, ()), moved.get(code, ()), period)
        books.append(one.asset)
        compared += one.compared
        problems += one.problems
    tables = filled(books)
    problems += _disagreements(assets, data_sets, decisions)
    problems += _readiness(books, decisions, period)
    problems += _policy(project.single(AccountingPeriod))
    secured = pledged(project, books, frozenset(pool))
    problems += doubts(project, secured)
    return Accounts(
        period, _recognised(data_sets, decisions, assets), lines, tuple(books), tables, secured,
        _important(project, books), all_checks(tables, books, lines, costs, compared), tuple(dict.fromkeys(problems)),
    )  # fmt: skip


def nothing_made(project: Project, made: Accounts) -> str | None:
    """Why the tables are zeros; ``None`` where they are made of something."""
    if made.booked:
        return None
    return NOT_MADE if project.all(BookedAsset) else NOTHING


# --- the period -------------------------------------------------------------------------------------


def period_of(project: Project, problems: list[Problem]) -> Period | None:
    """The reporting period; where none is stated the calendar year of the valuation date, else of the last entry, which is said."""
    stated = project.single(AccountingPeriod)
    begins, ends = stated.begins, stated.ends
    name = stated.form.name
    if begins is not None and ends is not None:
        if begins > ends:
            problems.append(Problem("error", name, 1, "ends", f"报告期截止日 {ends} 早于开始日 {begins}，没有编制披露表；请改正。"))
            return None
        return Period(begins, ends)
    day = ends or begins or project.head.valuation_date or project.head.as_of or _last_entry(project)
    if day is None:
        if project.all(BookedAsset):
            words = "未填报告期，也没有任何日期可以推断，没有编制披露表；请填写报告期开始日和截止日。"
            problems.append(Problem("error", name, 1, "begins", words))
        return None
    assumed = Period(begins or date(day.year, 1, 1), ends or date(day.year, 12, 31), True)
    if project.all(BookedAsset):
        words = f"报告期没有填全，暂按 {assumed.begins} 至 {assumed.ends} 编制；请填写报告期开始日和截止日。"
        problems.append(Problem("notice", name, 1, "begins", words))
    return assumed


def _last_entry(project: Project) -> date | None:
    """The last day that an entry of the books bears."""
    days = [one.recognised_on for one in project.all(BookedAsset)] + [one.incurred_on for one in project.all(BookedCost)]
    days += [one.entered_on for one in project.all(AssetMovement)]
    return max((day for day in days if day is not None), default=None)


def _policy(stated: AccountingPeriod) -> Iterable[Problem]:
    """What the policy itself asks for."""
    name = stated.form.name
    if stated.standard is not None and stated.standard != "企业会计准则":
        words = f"暂行规定适用于执行企业会计准则的企业，本项目填的是“{stated.standard}”，请核对是否适用。"
        yield Problem("notice", name, 1, "standard", words)
    if stated.appraisal_effect == YES:
        words = "评估结果对报表有重要影响的，须另行披露信息来源、评估假设与限制、方法选择、重要参数的来源与计算（以官方文本为准）。"
        yield Problem("notice", name, 1, "appraisal_effect", words)


# --- answers ----------------------------------------------------------------------------------------


def answers_of(project: Project) -> Mapping[str, Mapping[str, AccountingAnswer]]:
    """Data set → question → the record that answers it, the first of several."""
    found: dict[str, dict[str, AccountingAnswer]] = defaultdict(dict)
    for one in project.all(AccountingAnswer):
        if one.data_set and one.question:
            found[one.data_set].setdefault(one.question, one)
    return found


def decisions_of(project: Project, data_sets: Mapping[str, DataSet], problems: list[Problem]) -> Mapping[str, Decision]:
    """The decision on every data set of the catalogue."""
    said: dict[str, dict[str, str]] = defaultdict(dict)
    for one in project.all(AccountingAnswer):
        if not one.data_set or not one.question or not one.answer:
            continue
        before = said[one.data_set].get(one.question)
        if before is not None and before != one.answer:
            problems.append(Problem("error", one.form.name, one.id, "answer",
                                    f"{one.data_set} 的 {one.question} 有两个不同的答复，按待核处理；请删去其中一个。"))  # fmt: skip
        said[one.data_set][one.question] = one.answer if before in (None, one.answer) else OPEN
    for code, answers in said.items():
        one_set = data_sets.get(code)
        if one_set is not None and answers.get("R2") == YES:
            problems += _against_rights(project, one_set)
    unanswered = decide({})
    return {code: decide(said[code]) if code in said else unanswered for code in data_sets}


def _against_rights(project: Project, one: DataSet) -> Iterable[Problem]:
    """The catalogue says otherwise about ownership or control."""
    why = ""
    if one.restriction == "受限":
        why = "数据目录的权利核查为“受限”"
    elif one.source_type == "受托处理":
        why = "数据来源为受托处理，数据属于委托方"
    elif one.rights is not None and not one.rights:
        why = "数据目录没有任何权利"
    if why:
        answer = answers_of(project)[one.code or ""]["R2"]
        yield Problem("notice", answer.form.name, answer.id, "answer", f"{one.code} 答复为“合法拥有或者控制”，但{why}，请核对。")


def _recognised(
    data_sets: Mapping[str, DataSet], decisions: Mapping[str, Decision], assets: Sequence[BookedAsset]
) -> tuple[Recognised, ...]:
    booked_as: dict[str, dict[str, None]] = defaultdict(dict)
    for one in assets:
        if one.data_set and one.asset_class:
            booked_as[one.data_set][one.asset_class] = None
    return tuple(Recognised(code, one.name or "", decisions[code], tuple(booked_as.get(code, ()))) for code, one in data_sets.items())


def _disagreements(assets: Sequence[BookedAsset], data_sets: Mapping[str, DataSet], decisions: Mapping[str, Decision]) -> Iterable[Problem]:
    """Where the books and the decision differ."""
    for one in assets:
        decision = decisions.get(one.data_set or "")
        name = one.form.name
        if decision is None:
            if one.data_set not in data_sets:
                yield Problem(
                    "error",
                    name,
                    one.id,
                    "data_set",
                    f"{one.name_for_people}：数据集“{one.data_set or '（未填）'}”不在数据目录中，请改正。",
                )
            continue
        if decision.asset_class == PENDING:
            yield Problem("notice", name, one.id, "asset_class", f"{one.name_for_people}：{one.data_set} 的入表判断待核（{decision.reason}），账上已列“{one.asset_class or '未填'}”。")  # fmt: skip
        elif one.asset_class is not None and decision.asset_class != one.asset_class:
            yield Problem("error", name, one.id, "asset_class", f"{one.name_for_people}：账上列“{one.asset_class}”，入表判断的结论为“{decision.asset_class}”（{decision.reason}），请核对。")  # fmt: skip
        elif decision.way and one.way and decision.way != one.way:
            yield Problem(
                "error", name, one.id, "way", f"{one.name_for_people}：账上取得方式为“{one.way}”，入表判断为“{decision.way}”，请核对。"
            )


def _readiness(books: Iterable[AssetBook], decisions: Mapping[str, Decision], period: Period | None) -> Iterable[Problem]:
    """Where the answer on readiness for use and the amortisation of the books differ."""
    for one in books:
        decision, record = decisions.get(one.data_set), one.record
        if decision is None or one.asset_class != INTANGIBLE or period is None:
            continue
        said = next((step.answer for step in decision.path if step.question.key == "U1"), "")
        if said == NO and one.charged:
            words = "入表判断答复为尚未达到预定用途（U1），本期却有摊销，请核对。"
            yield Problem("error", record.form.name, record.id, "ready_from", f"账面资产 {one.label}：{words}")
        elif said == YES and record.ready_from is None and record.life != INDEFINITE:
            words = "入表判断答复为已可供使用（U1），却未填可供使用的月份，没有计算摊销。"
            yield Problem("error", record.form.name, record.id, "ready_from", f"账面资产 {one.label}：{words}")


def _right(project: Project, one: DataSet | None) -> RightEnd | None:
    return None if one is None else right_end(project, one)


def _told_apart(assets: Sequence[BookedAsset], problems: list[Problem]) -> tuple[BookedAsset, ...]:
    """The assets that have a code of their own: what has none cannot be told from others, and nothing is counted twice."""
    found: dict[str, BookedAsset] = {}
    for one in assets:
        if one.code is None or one.code in found:
            why = "没有编号" if one.code is None else f"编号 {one.code} 与另一项重复"
            problems.append(Problem("error", one.form.name, one.id, "code", f"账面资产第 {one.id} 条{why}，没有计入；请填写不重复的编号。"))
        else:
            found[one.code] = one
    return tuple(found.values())


# --- records by asset -------------------------------------------------------------------------------


def _by_asset(lines: Iterable[CostLine]) -> Mapping[str, Sequence[CostLine]]:
    found: dict[str, list[CostLine]] = defaultdict(list)
    for one in lines:
        if one.asset:
            found[one.asset].append(one)
    return found


def _moved(project: Project, assets: Sequence[BookedAsset], problems: list[Problem]) -> Mapping[str, Sequence[AssetMovement]]:
    known = {one.code for one in assets if one.code}
    found: dict[str, list[AssetMovement]] = defaultdict(list)
    for one in project.all(AssetMovement):
        if one.asset in known:
            found[one.asset or ""].append(one)
        else:
            words = f"账载发生额第 {one.id} 条：账面资产“{one.asset or '（未填）'}”不存在，没有计入；请改正编号。"
            problems.append(Problem("error", one.form.name, one.id, "asset", words))
    return found


def _important(project: Project, books: Sequence[AssetBook]) -> tuple[AssetBook, ...]:
    least: Decimal | None = project.single(AccountingPeriod).important_from
    return tuple(
        one
        for one in books
        if one.record.important or (least is not None and one.asset_class and max(one.carrying(), one.spending()) >= least)
    )
