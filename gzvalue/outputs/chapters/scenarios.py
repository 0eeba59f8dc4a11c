"""Scenarios and their limits, sources of information, experts: what a reader of a valuation must be told beside figures."""

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Items, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import UNFILLED, text_of
from gzvalue.schema.valuation_forms import ValuationUnit


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without valuation units."""
    project = content.project
    if not project.units:
        return ()
    blocks: list[Block] = [PageBreak(), Heading("应用场景与信息来源", 1)]
    blocks += [Heading("应用场景及其限制", 2), _scenarios(content)]
    blocks += [
        Heading("宏观经济与行业前景", 2),
        Paragraph(
            "企业未就应用场景所在行业的宏观经济与前景提交专门分析，本说明不作预测；收益预测的增长率为企业自行判断，采用者应另行取得行业资料加以核对。"
        ),
        Heading("信息来源", 2),
        Items(_sources(content)),
        Heading("利用专家工作与第三方报告的情况", 2),
        Paragraph(_experts(content)),
    ]
    return tuple(blocks)


def _scenarios(content: Content) -> RowsTable:
    columns = (
        Column("单元", 1, "code"),
        Column("单元名称", 2.6),
        Column("类型与版本", 1.4),
        Column("成员数据集", 1.8),
        Column("应用场景", 4.2),
        Column("权利限制", 3.8),
    )
    rows = tuple(_row(content, one) for one in content.project.units)
    return RowsTable(columns, rows, caption="评估单元的应用场景与权利限制")


def members_of(content: Content, unit: ValuationUnit) -> list[str]:
    """Codes of the data sets that serve a unit."""
    return [one.data_set for one in content.project.unit_members if one.unit == unit.code and one.data_set]


def _row(content: Content, unit: ValuationUnit) -> tuple[Cell, ...]:
    members = members_of(content, unit)
    records = [content.project.by_code["data_set"].get(code) for code in members]
    uses = dict.fromkeys(text for one in records if (text := getattr(one, "scenarios", None)))
    limits = dict.fromkeys(text for one in records if (text := getattr(one, "right_limits", None)) and text != "无")
    none_named = any(getattr(one, "right_limits", None) == "无" for one in records)
    limited: Cell = "；".join(limits) if limits else "无" if none_named else UNFILLED
    return (
        text_of(unit.code),
        text_of(unit.name),
        f"{text_of(unit.kind)}\n{text_of(unit.version)}",
        "、".join(members) or "—",
        "；".join(uses) or UNFILLED,
        limited,
    )


def _sources(content: Content) -> tuple[str, ...]:
    project = content.project
    said = ["企业各部门填报的目录、成本、收益与合同信息；各项数字的具体来源在测算过程中逐项列出。"]
    audited = [str(y.year) for y in project.finance_years if y.basis == "审计" and y.year]
    if audited:
        said.append(f"企业财务数据：{'、'.join(audited)} 年为经审计口径。")
    discount = project.discount
    if discount.risk_free_source:
        on = f"，取值日期 {discount.risk_free_date.isoformat()}" if discount.risk_free_date else ""
        said.append(f"无风险利率：{discount.risk_free_source}{on}。")
    if project.comparables:
        said.append(f"可比案例 {len(project.comparables)} 个，只作背景，没有进入结论。")
    if project.evidence:
        said.append(f"证据附件 {len(project.evidence)} 份，见“附件索引”。")
    return tuple(said)


def _experts(content: Content) -> str:
    experts = content.project.experts
    if not experts:
        return "没有利用专家工作，也没有采用第三方报告。"
    outside = sum(1 for one in experts if one.independent == "外部")
    who = "、".join(f"{text_of(one.name)}（{one.organisation or '单位未填'}，{one.field or '专业未填'}）" for one in experts)
    return f"综合评分由 {len(experts)} 位专家完成，其中外部专家 {outside} 位：{who}。评分只用于排序与分摊，不直接决定价值。没有采用第三方评估、法律或质量报告。"
