"""What is said of the conclusion: whole 万元 and how it was formed, why each approach is used or not, differences explained."""

from collections.abc import Iterator

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Column, Heading, Paragraph, RecordTable, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import UNFILLED, figure, percent, yuan
from gzvalue.schema.conclusion_forms import ConclusionNote
from gzvalue.valuation.conclusion_result import ApproachUse, Difference

_NOT_SAID = "（未填写理由）"


def conclusion_words(content: Content) -> str:
    """The conclusion in one sentence; empty while there is none."""
    found = content.valuation.conclusion
    if found.wan is None:
        return ""
    kind = found.value_type or "未填写"
    return f"结论：于评估基准日，价值类型为{kind}，纳入测算的数据资产价值为 {figure(found.wan, 0)} 万元（未经评估），精确值 {yuan(found.exact)} 元。"


def forming(content: Content) -> Iterator[Block]:
    """The conclusion, its premise, how it was formed, weights where there are any."""
    found, note = content.valuation.conclusion, content.project.single(ConclusionNote)
    if found.wan is None:
        return
    yield Heading("结论", 2)
    yield Paragraph(conclusion_words(content))
    said = [
        ("价值前提", found.premise or UNFILLED),
        ("结论的形成", note.forming or "各评估单元按主要方法的结果（扣除不得纳入的数据集）相加，四舍五入到整万元。"),
    ]
    if note.value_type_reason:
        said.append(("价值类型理由", note.value_type_reason))
    yield RecordTable(tuple(said))
    if found.weights:
        rows = [
            (unit, method, percent(weight, 2), found.weight_reasons.get(unit, ""))
            for unit, weights in found.weights.items()
            for method, weight in weights.items()
        ]
        columns = (Column("单元", 1, "code"), Column("方法", 2), Column("权重", 1, "figure"), Column("加权理由", 6))
        yield RowsTable(columns, tuple(rows), caption="由几种方法加权得出结论的评估单元", note="其余单元采用主要方法的结果，不加权。")
    yield Paragraph("本结论不是账面价值，不作为入账依据；账面价值按会计准则另行列示，两者不得混用。")


def applicability(content: Content) -> Iterator[Block]:
    """The three approaches: used or not and why, with the answers to the questions of applicability."""
    uses = content.valuation.conclusion.approaches
    if not uses:
        return
    yield Heading("评估方法的适用性与选择", 2)
    columns = (Column("方法", 1.2, "code"), Column("采用情况", 1.5, "code"), Column("评估单元", 2.4), Column("理由", 8))
    rows = tuple((one.approach, one.use, _units(one), one.reason or _NOT_SAID) for one in uses)
    note = "采用情况按各评估单元的主要方法与交叉验证方法归纳；条文要求以中评协〔2023〕17号官方文本为准。"
    yield RowsTable(columns, rows, caption="三种基本方法的采用与不采用", note=note)
    answered = [(use.approach, answer) for use in uses for answer in use.answers if answer.answer]
    if answered:
        heads = (Column("方法", 1.2, "code"), Column("适用性问题", 6), Column("回答", 1, "code"), Column("说明", 4.5))
        lines = tuple((approach, one.text, one.answer, one.note or NOT_APPLICABLE) for approach, one in answered)
        yield RowsTable(heads, lines, caption="适用性问答", note="问题由本软件按方法的适用条件归纳，回答不改变计算。")


def _units(use: ApproachUse) -> str:
    if not use.units:
        return NOT_APPLICABLE
    return "、".join(use.units[:8]) + (f" 等 {len(use.units)} 个" if len(use.units) > 8 else "")


def differences(content: Content) -> Iterator[Block]:
    """Differences above the limit, with what is said of them."""
    found = content.valuation.conclusion.differences
    note = content.project.single(ConclusionNote).difference_reason
    if note:
        yield Paragraph(f"差异分析：{' '.join(note.split())}")
    if not found:
        return
    columns = (Column("单元", 1, "code"), Column("方法", 1.8), Column("结论", 2.2, "figure"), Column("该方法结果", 2.2, "figure"),
               Column("差异率", 1.2, "figure"), Column("说明", 5))  # fmt: skip
    rows = tuple(
        (one.unit or "合计", one.method, yuan(one.conclusion), yuan(one.other), percent(one.gap), _explained(one, note)) for one in found
    )
    yield RowsTable(columns, rows, caption="超过结论 30% 的方法差异及说明", unit="元", note="差异率以结论为分母；30% 为本软件约定。")


def _explained(one: Difference, note: str | None) -> str:
    if not one.reason:
        return "（未说明，列为待补正）"
    return "见上文差异分析" if note and one.reason == note else one.reason
