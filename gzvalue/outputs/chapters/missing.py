"""What is missing: errors that hold the draft mark one by one, notices gathered by what they are about."""

from collections.abc import Iterator

from gzvalue.outputs.blocks import Block, Column, Heading, Marked, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.chapters.short import unmeasured
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import listed
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.problems import Problem

_MOST = 120
"""Errors printed one by one; a project with more is far from being handed in."""


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """A page or two after the summary."""
    wrong = [one for one in content.problems if one.level == "error"]
    notices = [one for one in content.problems if one.level != "error"]
    blocks: list[Block] = [PageBreak(), Heading("待补正事项", 1), Paragraph(_opening(len(wrong), len(notices)))]
    if wrong:
        blocks += [Heading("错误", 2), _errors(content, wrong)]
        if len(wrong) > _MOST:
            blocks.append(Paragraph(f"此处列出前 {_MOST} 处，其余 {len(wrong) - _MOST} 处见软件的待补正清单。", "quiet"))
    if notices:
        blocks += [Heading("提醒", 2), _notices(content, notices)]
    blocks += _unbacked(content)
    return tuple(blocks)


def _opening(wrong: int, notices: int) -> str:
    if not wrong and not notices:
        return "截至编制日期，软件未查出错误或提醒。这只说明填报内容前后一致、必填项齐全，不说明内容属实。"
    first = f"错误 {wrong} 处，补正之前本材料为草稿" if wrong else "没有错误"
    return f"截至编制日期：{first}；提醒 {notices} 处，不影响成稿，但影响贷款人对材料的判断。"


def _place(problem: Problem) -> str:
    form = BY_NAME.get(problem.form)
    if form is None:
        return "本材料"
    field = form.fields.get(problem.key)
    return f"{form.label} · {field.label}" if field else form.label


def _errors(content: Content, wrong: list[Problem]) -> RowsTable:
    rows = tuple((str(n), Marked("错误", "stop"), _place(one), one.message) for n, one in enumerate(wrong[:_MOST], 1))
    columns = (Column("序号", 1, "code"), Column("级别", 1, "code"), Column("位置", 3.6), Column("问题与处理", 8))
    return RowsTable(columns, rows, caption="须补正的错误")


def _notices(content: Content, notices: list[Problem]) -> RowsTable:
    gathered: dict[tuple[str, str], list[Problem]] = {}
    for one in notices:
        gathered.setdefault((one.form, one.key), []).append(one)
    rows = tuple((Marked("提醒", "attention"), _place(few[0]), str(len(few)), _said(content, few)) for few in gathered.values())
    columns = (Column("级别", 1, "code"), Column("位置", 3.6), Column("处数", 1, "figure"), Column("问题与处理", 9))
    return RowsTable(columns, rows, caption="提醒（按位置汇总）")


def _said(content: Content, few: list[Problem]) -> str:
    if len(few) <= 2:
        return "\n".join(one.message for one in few)
    names = list(dict.fromkeys(_names(content, few)))
    others = f"\n涉及：{listed(names, 16)}" if names else ""
    return f"例如：{few[0].message}{others}"


def _names(content: Content, few: list[Problem]) -> Iterator[str]:
    for one in few:
        form = BY_NAME.get(one.form)
        record = content.project.get(one.form, one.id) if form is not None else None
        code = getattr(record, form.code, None) if form is not None and form.code and record is not None else None
        if code:
            yield str(code)


def _unbacked(content: Content) -> Iterator[Block]:
    """Where the value stands on nothing but the applicant's word, and what was not measured."""
    bare = content.backing.bare
    if bare:
        records: dict[str, list[str]] = {}
        for form, id, key in bare:
            record = content.project.get(form, id)
            place = f"{BY_NAME[form].label} · {BY_NAME[form].fields[key].label}"
            records.setdefault(place, []).append("" if record is None else record.words)
        rows = tuple(
            (place, str(len(names)), listed(list(dict.fromkeys(name for name in names if name)), 24) or "全项目")
            for place, names in sorted(records.items(), key=lambda pair: -len(pair[1]))
        )
        yield Heading("没有证据附件的测算输入", 2)
        share = f"进入测算的输入 {content.backing.count} 项，有证据附件 {len(content.backing.backed)} 项，没有 {len(bare)} 项。"
        yield Paragraph(share)
        columns = (Column("输入", 4), Column("项数", 1, "figure"), Column("是哪些", 8))
        yield RowsTable(columns, rows, caption="进入测算而没有证据附件的输入")
    yield Heading("未测量", 2)
    yield Paragraph(unmeasured(content))
