"""The plan after the loan: trigger lines of monitoring, due dates, and the exit; absent while no loan is asked for."""

from gzvalue.financing.due_dates import due_dates
from gzvalue.financing.monitoring import lines_of
from gzvalue.financing.structures import Structure, chosen
from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Items, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import percent
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import plain
from gzvalue.schema.lending_forms import Monitoring

_MOST_DUE = 24
_EXIT = (
    "违约时只能与出质人协议折价，或者就拍卖、变卖所得优先受偿；约定违约即归债权人所有的条款无效。",
    "数据可以复制，处置所得主要来自经营权与持续供应：须事先约定接管经营、接口开关与副本封存的办法。",
    "含个人信息的原始数据不得一次性转让；处置的是登记版（匿名化、聚合）的经营权。",
    "可以并用的退出安排：交易场所挂牌、回购或保证、风险补偿、替换质押物、应收账款回款归集。",
)


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Monitoring, structure and exit."""
    if content.financing is None or not content.loan_asked:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("担保结构、贷后监测与退出", 1)]
    structures = chosen(content.project)
    if structures:
        blocks += [Heading("担保结构", 2)]
        for row, one in structures:
            about = "、".join((*(row.data_sets or ()), *(row.contracts or ())))
            blocks += [*_structure(one, f"{one.kind}{f'（{about}）' if about else ''}")]
    blocks += [
        Heading("预警线与补充担保线", 2),
        _lines(content),
        Heading("到期事项", 2),
        _due(content),
        Heading("退出安排及其限制", 2),
        Items(_EXIT, numbered=True),
    ]
    return tuple(blocks)


def _structure(one: Structure, title: str) -> list[Block]:
    basis = f"依据：{one.basis}。" if one.verified else f"办理提示（未与官方文本核对）：{one.basis}。"
    return [
        Heading(title, 3),
        Paragraph(f"{basis}登记：{one.place}。"),
        Items((*one.consequences, *(f"风险：{risk}" for risk in one.risks))),
    ]


def _lines(content: Content) -> RowsTable:
    lines, defaults = lines_of(content.project)
    fields = Monitoring.form.fields
    doing = {
        "report_fall": "向贷款人书面报告原因",
        "collateral_fall": "协商补充担保或提前还款",
        "certificate_days": "办理续期",
        "update_times": "核实是否停更，重新测量",
        "quality_drop": "查明原因，整改后重新测量",
        "income_fall": "报告并重新测算",
        "every_months": "重新测量、重新测算，生成贷后监测数据表",
    }
    rows = []
    for key, action in doing.items():
        value = percent(lines[key], 0) if fields[key].kind.unit == "%" or key.endswith("_fall") else f"{plain(lines[key])} {_unit(key)}"
        rows.append((fields[key].label, value, OWN_DEFAULT if key in defaults else "约定", action))
    note = "质押时的记录、测量与测算已随本材料冻结，贷后监测以它为对照。"
    columns = (Column("监测线", 2.4), Column("数值", 1.4, "figure"), Column("来历", 2.4), Column("达到后须做", 3.8))
    return RowsTable(columns, tuple(rows), caption="贷后监测的预警线与补充担保线", note=note)


def _unit(key: str) -> str:
    return {"certificate_days": "天", "update_times": "倍", "quality_drop": "分", "every_months": "个月"}[key]


def _due(content: Content) -> RowsTable:
    assert content.financing is not None
    head = content.project.head
    start = head.as_of or head.valuation_date
    due = due_dates(content.project, content.financing, start) if start is not None else ()
    rows: tuple[tuple[Cell, ...], ...] = tuple((one.on.isoformat(), one.title, one.words or "—") for one in due[:_MOST_DUE])
    more = len(due) - _MOST_DUE
    note = f"另有 {more} 项，见日历文件（gzvalue monitor --ics）。" if more > 0 else ""
    return RowsTable((Column("日期", 1.3, "code"), Column("事项", 4), Column("说明", 4)), rows, caption="到期事项", note=note)
