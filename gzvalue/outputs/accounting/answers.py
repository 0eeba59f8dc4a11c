"""Pages 说明, 确认判断 and 待补正."""

from gzvalue.accounting.accounts import CAVEAT, nothing_made
from gzvalue.accounting.disclosure import TOTAL
from gzvalue.outputs.accounting.sheaf import TITLE, Sheaf
from gzvalue.outputs.words import day
from gzvalue.outputs.workbook.page import Column, Jump, Live, Page, Ref
from gzvalue.schema.accounting_forms import AccountingPeriod
from gzvalue.schema.problems import LEVEL_WORDS

_ANSWER_COLUMNS = (
    Column("数据集", 10), Column("名称", 26), Column("序", 6), Column("问题", 52), Column("答复", 9), Column("含义", 40), Column("依据", 36),
)  # fmt: skip
_PROBLEM_COLUMNS = (Column("级别", 9), Column("要补正的事项", 110))
_WORDS_COLUMNS = (Column("索引号", 12), Column("工作表", 20), Column("内容", 80))


def lay_index(sheaf: Sheaf) -> Page:
    """The first page, still empty."""
    return sheaf.draft.page("说明", "A1", "本底稿是什么、报告期、政策与目录", _WORDS_COLUMNS, title=TITLE, landscape=False)


def fill_index(sheaf: Sheaf, page: Page) -> None:
    """Fill it when all other pages stand."""
    project, stated = sheaf.draft.material.project, sheaf.draft.material.project.single(AccountingPeriod)
    page.heading()
    page.put(0, project.enterprise.name or "企业名称未填写", role="section")
    page.next()
    if project.head.sample_mark:
        page.wide(project.head.sample_mark, "mark")
    page.wide(CAVEAT)
    page.heights[page.row - 1] = 36
    nothing = nothing_made(project, sheaf.accounts)
    if nothing is not None:
        page.wide(nothing, "attention")
    page.next()
    period = sheaf.period
    span = "未填" if period is None else f"{day(period.begins)} 至 {day(period.ends)}" + ("（未填全，暂定）" if period.assumed else "")
    people = "　".join(f"{word}：{name or '未填'}" for word, name in (("编制", stated.preparer), ("复核", stated.reviewer)))
    for words, value in (
        ("报告期", span), ("会计准则", stated.standard or "未填"), ("会计政策", stated.policy or "未填"), ("数据来源", stated.basis or "未填"),
        ("评估影响", f"评估结果对报表有重要影响：{stated.appraisal_effect or '未填'}"), ("人员", people),
    ):  # fmt: skip
        page.put(0, words, role="label")
        page.wide(value, "wrapped", first=1)
    page.next()
    _figures(sheaf, page)
    page.heads()
    for one in sheaf.draft.pages:
        page.put(0, one.number, role="code")
        page.put(1, Jump(one.name, Ref(one, 0, 0)))
        page.put(2, one.about, role="wrapped")
        page.next()
    page.next()
    page.put(0, "浅蓝底为录入或账载的数，可以改；其余为公式，改后自动重算，“勾稽检查”随之变化。", role="note")


def _figures(sheaf: Sheaf, page: Page) -> None:
    rows = (("存货　其中：数据资源", "inventory", "carrying_closing"), ("无形资产　其中：数据资源", "intangible", "carrying_closing"),
            ("开发支出　其中：数据资源", "development", "spending_closing"))  # fmt: skip
    page.put(0, "资产负债表列示（期末，元）", role="section")
    page.next()
    for words, table, row in rows:
        page.put(0, words)
        page.put(1, None)
        page.put(2, Live(f"={sheaf.tables[table, row, TOTAL].on(page)}", sheaf.accounts.tables[table].at(row, TOTAL)), "money", "live")
        page.next()
    if sheaf.overall is not None:
        bad = sum(not one.ok for one in sheaf.accounts.checks)
        page.put(0, "勾稽检查")
        page.put(1, None)
        words = "全部相符" if not bad else f"不符 {bad} 项"
        cell = sheaf.overall.on(page)
        page.put(2, Live(f'=IF({cell}=0,"全部相符","不符 "&{cell}&" 项")', words), "text", "strong")
        page.next()
    page.next()


def lay_answers(sheaf: Sheaf) -> None:
    """Every data set: conclusion, then its path with every answer."""
    page = sheaf.draft.page("确认判断", "B1", "每个数据集的问题、答复与结论", _ANSWER_COLUMNS)
    page.heading("问题按判断路径排列；待核和未回答的按尚未满足处理。依据未经官方文本核对的已注明。")
    page.heads(freeze=True, columns=2)
    unanswered = []
    for one in sheaf.accounts.recognition:
        decision = one.decision
        if not any(step.answer for step in decision.path) and not one.booked:
            unanswered.append(one.data_set)
            continue
        page.put(0, one.data_set, role="strong")
        page.put(1, one.name, role="strong")
        page.put(2, None)
        page.put(3, f"结论：{decision.asset_class}" + (f"（{decision.way_words}）" if decision.way else ""), role="strong")
        page.put(4, None)
        page.put(5, decision.reason, role="wrapped")
        booked = "、".join(one.booked)
        page.put(6, f"账上列：{booked}" if booked else "账上未列", role="wrapped")
        page.next()
        for step in decision.path:
            values = (
                one.data_set,
                "",
                step.question.key,
                step.question.question,
                step.answer or "未答",
                step.outcome,
                step.question.printed,
            )
            for place, value in enumerate(values):
                page.put(place, value, role="wrapped" if place in (3, 5, 6) else "plain")
            page.next()
    if unanswered:
        page.next()
        page.wide(f"尚未回答的数据集 {len(unanswered)} 个：{'、'.join(unanswered[:60])}{'等' if len(unanswered) > 60 else ''}", "wrapped")


def lay_problems(sheaf: Sheaf) -> None:
    """What is still to be mended."""
    problems = sheaf.draft.material.problems
    if not problems:
        return
    page = sheaf.draft.page("待补正", "K1", "编制中发现的问题", _PROBLEM_COLUMNS)
    page.heading()
    page.heads(freeze=True)
    for one in sorted(problems, key=lambda one: one.level != "error"):
        page.put(0, LEVEL_WORDS[one.level], role="attention" if one.level == "error" else "plain")
        page.put(1, one.message, role="wrapped")
        page.next()
