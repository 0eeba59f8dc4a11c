"""Rules that look at several records: double codes, lost references, members, years, dates of the head, names."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from gzvalue.schema.chapters import OPTIONAL_FORMS
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.field import Record
from gzvalue.schema.figures import shortened
from gzvalue.schema.forms import BY_NAME, FORMS
from gzvalue.schema.kinds import first_day
from gzvalue.schema.measured_personal import personal_problems
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.project import Project
from gzvalue.schema.rules_within import folded
from gzvalue.schema.valuation_forms import IncomeYear, UnitMember, ValuationUnit

_NAMED = 8
"""How many records a message names before it only counts the rest."""


def problem(level: Level, record: Record, key: str, words: str) -> Problem:
    """A problem of one record; its message begins with what the record is called."""
    return Problem(level, record.form.name, record.id, key, f"{record.name_for_people}：{words}")


def between(project: Project) -> Iterator[Problem]:
    """All problems between records."""
    for rule in _RULES:
        yield from rule(project)


# --- codes and references ---------------------------------------------------------------------


def _double_codes(project: Project) -> Iterator[Problem]:
    for form in FORMS:
        if form.code:
            key = form.code
            label = form.fields[key].label
            rows = ((row, getattr(row, key)) for row in project.rows[form.name].values())
            for first, second in _doubles((row, value) for row, value in rows if value is not None):
                level: Level = "notice" if form.name in OPTIONAL_FORMS else "error"
                yield problem(level, second, key, f"{label}与“{_short(first)}”重复（{getattr(first, key)}），请改掉其中一个。")


def _doubles(pairs: Iterable[tuple[Record, Hashable]]) -> Iterator[tuple[Record, Record]]:
    seen: dict[Hashable, Record] = {}
    for row, value in pairs:
        first = seen.setdefault(value, row)
        if first is not row:
            yield first, row


def _short(record: Record) -> str:
    words = record.words
    return f"{words}（第 {record.id} 条）" if words else record.name_for_people


def _lost_references(project: Project) -> Iterator[Problem]:
    for form in FORMS:
        for key, field in form.fields.items():
            target = field.kind.target
            if not target:
                continue
            known = project.by_code[target]
            for row in project.rows[form.name].values():
                value = getattr(row, key)
                if value is None or value in known:  # several codes are a tuple, which no code equals
                    continue
                lost = [code for code in ((value,) if isinstance(value, str) else value) if code not in known]
                if lost:
                    place = BY_NAME[target].label
                    words = f"{field.label}“{shortened('、'.join(lost), 60)}”在{place}中没有"
                    level: Level = "notice" if form.name in OPTIONAL_FORMS else "error"
                    yield problem(level, row, key, f"{words}，请改正编号，或先在{place}中加入。")


def _lost_evidence(project: Project) -> Iterator[Problem]:
    for row in project.evidence_links:
        if row.about_form is None or row.about_id is None:
            continue
        form = BY_NAME.get(row.about_form)
        if form is None or row.about_id not in project.rows[form.name]:
            yield problem("error", row, "about_id", "所证明的记录已不存在，请删除这条对应或改指其他记录。")
        elif row.about_key and row.about_key not in form.fields:
            yield problem("error", row, "about_key", f"{form.label}中没有字段“{row.about_key}”，请改正。")


def _double_pairs(project: Project) -> Iterator[Problem]:
    for first, second in _doubles((m, (m.unit, m.data_set)) for m in project.unit_members if m.unit and m.data_set):
        yield problem("error", second, "data_set", f"同一数据集在单元中出现两次（另见第 {first.id} 条），请删除一条。")
    for first, second in _doubles((s, (s.expert, s.data_set)) for s in project.expert_scores if s.expert and s.data_set):
        yield problem("error", second, "data_set", f"同一专家给同一数据集打了两次分（另见第 {first.id} 条），请删除一条。")
    judged = ((j, (j.expert, j.group, frozenset((j.first, j.second)))) for j in project.judgements if j.group and j.first and j.second)
    for first, second in _doubles(judged):
        yield problem("error", second, "second", f"这两项已在第 {first.id} 条比较过（反过来的判断由倒数得出），请删除一条。")
    for first, second in _doubles((p, p.due_on) for p in project.principal_payments if p.due_on):
        yield problem("error", second, "due_on", f"同一天已有一笔还本（第 {first.id} 条），请合并为一笔或改正日期。")
    for first, second in _doubles((f, (f.data_set, f.name)) for f in project.data_fields if f.data_set and f.name):
        yield problem("notice", second, "name", f"字段名在该数据集中重复（另见第 {first.id} 条），请核对。")


# --- units and their members ------------------------------------------------------------------


def _members(project: Project) -> Iterator[Problem]:
    members: dict[str, list[UnitMember]] = defaultdict(list)
    for member in project.unit_members:
        if member.unit:
            members[member.unit].append(member)
    for unit in project.units:
        if unit.code:
            yield from _shares(unit, members.get(unit.code, []))
    for member in project.unit_members:
        data_set = project.by_code["data_set"].get(member.data_set or "")
        if isinstance(data_set, DataSet):
            yield from _admission(member, data_set)


def _shares(unit: ValuationUnit, members: list[UnitMember]) -> Iterator[Problem]:
    if not members:
        yield problem("error", unit, "code", "还没有数据集，价值无处分摊，请加入单元成员。")
    if unit.allocation != "按录入比例" or not members:
        return
    missing = [member for member in members if member.share is None]
    for member in missing:
        yield problem("error", member, "share", f"评估单元 {unit.code} 按录入比例分摊，请填写分摊比例。")
    total = sum((member.share for member in members if member.share is not None), Decimal(0))
    if not missing and total != 1:
        shown = UnitMember.form.fields["share"].kind.format(total)
        yield problem("error", unit, "allocation", f"各成员分摊比例合计 {shown}，应为 100%，请调整单元成员的分摊比例。")


def _admission(member: UnitMember, one: DataSet) -> Iterator[Problem]:
    where = f"已纳入评估单元 {member.unit}"
    if one.grade == "核心":
        yield problem("error", one, "grade", f"数据级别为核心，不得纳入，现{where}，请移出。")
    if one.source_type == "受托处理":
        yield problem("error", one, "source_type", f"数据来源为受托处理，权利属于委托方，不得纳入，现{where}，请移出或更正来源。")
    if one.registered_personal == "是":
        yield problem("error", one, "registered_personal", f"登记版含个人信息，现{where}，请先匿名化，或移出。")
    if one.restriction in ("受限", "待核"):
        yield problem("notice", one, "restriction", f"权利核查为“{one.restriction}”，现{where}，请附说明或核实结果。")


def _empty_catalogue(project: Project) -> Iterator[Problem]:
    if not project.data_sets:
        yield Problem("error", DataSet.form.name, 0, "code", "数据目录中还没有数据集，请新增，或从 Excel 导入。")


def _undeclared(project: Project) -> Iterator[Problem]:
    declared = {one.data_set for one in project.declared_quality}
    silent = [one for one in project.data_sets if one.code and one.code not in declared]
    if silent:
        yield Problem("notice", "declared_quality", 0, "data_set", f"{_listed(silent)}尚未申报质量，请补充。")


def _listed(rows: list[DataSet]) -> str:
    named = "、".join(str(row.code) for row in rows[:_NAMED])
    return f"数据集 {named} " + (f"等 {len(rows)} 个" if len(rows) > _NAMED else "")


# --- costs and incomes ------------------------------------------------------------------------


def _costs(project: Project) -> Iterator[Problem]:
    lost = {item.data_set for item in project.cost_items if item.category == "机会成本"}
    for item in project.cost_items:
        if item.category == "合理利润" and item.data_set in lost:
            whose = item.data_set or "共同成本"
            yield problem("notice", item, "category", f"{whose}同时列有机会成本与合理利润，可能重复计算，请保留其一或说明。")


def _incomes(project: Project) -> Iterator[Problem]:
    series: dict[tuple[str, str, str], dict[int, IncomeYear]] = defaultdict(dict)
    for row in project.income_years:
        if row.unit and row.year and row.version and row.basis:
            years = series[row.unit, row.version, row.basis]
            first = years.setdefault(row.year, row)
            if first is not row:
                yield problem(
                    "error", row, "year", f"{row.version}{row.basis}的 {row.year} 年已有一条（第 {first.id} 条），请合并或删除一条。"
                )
    for (_, version, basis), years in series.items():
        listed = sorted(years)
        for before, after in pairwise(listed):
            if after - before > 1:
                gap = str(before + 1) if after - before == 2 else f"{before + 1}–{after - 1}"
                level: Level = "error" if basis == "预测" else "notice"
                yield problem(level, years[after], "year", f"{version}{basis}缺 {gap} 年，请补齐；没有收益的年份填 0。")


# --- against the head and the enterprise ------------------------------------------------------


def _dates(project: Project) -> Iterator[Problem]:
    on = project.head.valuation_date
    if on is None:
        return
    for contract in project.contracts:
        if contract.ends is not None and contract.ends < on:
            yield problem("notice", contract, "ends", f"已于 {contract.ends} 到期，早于评估基准日，不能锁定以后的收益；续签的请更新。")
    for certificate in project.certificates:
        if certificate.state == "已发证" and certificate.valid_until is not None and certificate.valid_until < on:
            yield problem(
                "notice", certificate, "valid_until", f"已于 {certificate.valid_until} 到期，早于评估基准日，请续期或把状态改为已失效。"
            )
    for one in project.data_sets:
        if one.right_until is not None and one.right_until < on:
            yield problem("notice", one, "right_until", f"权利期限已于 {one.right_until} 届满，早于评估基准日，请核对或续期。")
        if one.span_start and first_day(one.span_start) > (project.head.as_of or on):
            yield problem("notice", one, "span_start", f"时间跨度起（{one.span_start}）晚于编制日期，请核对。")
    yield from _dates_of_figures(project, on)


def _dates_of_figures(project: Project, on: date) -> Iterator[Problem]:
    for item in project.cost_items:
        if item.incurred_on is not None and item.incurred_on > on:
            yield problem("notice", item, "incurred_on", f"发生日期（{item.incurred_on}）晚于评估基准日，请核对。")
    for row in project.income_years:
        if row.year is not None and row.basis == "实际" and row.year > on.year:
            yield problem("notice", row, "basis", f"{row.year} 年晚于评估基准日，应为预测，请核对。")
        if row.year is not None and row.basis == "预测" and row.year < on.year:
            yield problem("notice", row, "basis", f"{row.year} 年早于评估基准日，不进入折现，应为实际，请核对。")
    for case in project.comparables:
        if case.deal_date is not None and case.deal_date > on:
            yield problem("notice", case, "deal_date", f"交易日期（{case.deal_date}）晚于评估基准日，请核对。")
    taken = project.discount.risk_free_date
    if taken is not None and taken > on:
        yield problem("notice", project.discount, "risk_free_date", f"无风险利率日期（{taken}）晚于评估基准日，请改取基准日的数值。")


def _names(project: Project) -> Iterator[Problem]:
    firm = project.enterprise.name
    if not firm:
        return
    same = {folded(firm), folded("本企业"), folded("本公司")}
    told = (
        (project.data_sets, "holder", "产权持有人"),
        (project.certificates, "holder", "凭证所载权利人"),
        (project.contracts, "party", "签约主体"),
    )
    for rows, key, label in told:
        for row in rows:
            name = getattr(row, key)
            if name and folded(name) not in same:
                words = f"{label}“{shortened(name, 40)}”与企业名称“{shortened(firm, 40)}”不一致"
                yield problem("notice", row, key, f"{words}，请核对；确为其他主体的请附授权。")


_RULES: tuple[Callable[[Project], Iterator[Problem]], ...] = (
    _double_codes,
    _lost_references,
    _lost_evidence,
    _double_pairs,
    _members,
    _empty_catalogue,
    _undeclared,
    personal_problems,
    _costs,
    _incomes,
    _dates,
    _names,
)
