"""The short version of at most eight pages: one page each for the summary, what is missing, the inventory, the loan, stress, risks, signing."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.outputs.blocks import Block, Cell, Column, Heading, Marked, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.chapters import financing, front, lender, risks, signing, summary
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import percent, wan, yuan
from gzvalue.schema.figures import shortened
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.quality_scores import quality_scores

_MOST_ERRORS, _MOST_NOTICES, _MOST_UNITS, _MOST_SETS = 6, 6, 7, 7
_LONGEST = 66
"""Characters of a message; the full version has all of it."""

_NAME = 22
"""Characters of a name, for the same reason."""

_SEE = "全部见完整版。"


def blocks(content: Content, options: Options) -> tuple[Block, ...]:
    """All pages of the short version."""
    return (
        front.cover(content),
        *summary.chapter(content, options),
        *_missing(content),
        *_inventory(content),
        *_loan(content),
        *_stress(content),
        *risks.chapter(content, options),
        *signing.chapter(content, options, duties=False),
    )


def _missing(content: Content) -> Iterator[Block]:
    wrong = [one for one in content.problems if one.level == "error"]
    notices = [one for one in content.problems if one.level != "error"]
    yield PageBreak()
    yield Heading("待补正、未测量与没有依据的事项", 1)
    yield Paragraph(f"错误 {len(wrong)} 处，提醒 {len(notices)} 处；{_SEE}")
    rows: list[tuple[Cell, ...]] = [(Marked("错误", "stop"), _place(one.form, one.key), _cut(one.message)) for one in wrong[:_MOST_ERRORS]]
    rows += [(Marked("提醒", "attention"), _place(one.form, one.key), _cut(one.message)) for one in notices[:_MOST_NOTICES]]
    if rows:
        yield RowsTable((Column("级别", 0.9), Column("位置", 2.6), Column("问题与处理", 7)), tuple(rows), caption="错误与提醒")
    yield Heading("未测量", 2)
    yield Paragraph(unmeasured(content))
    yield Heading("没有证据附件的输入", 2)
    backing = content.backing
    if backing.percent is None:
        yield Paragraph("尚无进入测算的输入。")
    else:
        yield Paragraph(f"进入测算的 {backing.count} 项输入中，{len(backing.bare)} 项没有证据附件（有依据的占 {backing.percent}%）。")


def unmeasured(content: Content) -> str:
    """How many data sets were measured, how many are only declared, how many neither."""
    found = quality_scores(content.project)
    counts = {mark: sum(one.mark == mark for one in found.values()) for mark in ("实测", "申报·未实测", "未测量")}
    if not found:
        return "目录中还没有数据集。"
    if counts["实测"] == len(found):
        return f"全部 {len(found)} 个数据集都用实际数据文件测量过质量；各自没有测到的维度见质量评价。"
    return (
        f"{len(found)} 个数据集中，用实际数据文件测量过质量的 {counts['实测']} 个，只有企业申报、未实测的 {counts['申报·未实测']} 个，"
        f"既未申报也未测量的 {counts['未测量']} 个。申报的分数不进入测算。"
    )


def _place(form: str, key: str) -> str:
    known = BY_NAME.get(form)
    if known is None:
        return "本材料"
    field = known.fields.get(key)
    return f"{known.label} · {field.label}" if field else known.label


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _inventory(content: Content) -> Iterator[Block]:
    yield PageBreak()
    yield Heading("数据与价值", 1)
    if not content.valued:
        yield Paragraph(content.valuation.stopped or "尚未得出测算结果。")
        return
    units = [one for one in content.units if one.value is not None]
    rows: list[tuple[Cell, ...]] = [
        (one.code, shortened(one.name, _NAME), one.main_method or "—", yuan(one.value), _share(content, one.value))
        for one in units[:_MOST_UNITS]
    ]
    rest = units[_MOST_UNITS:]
    if rest:
        value = sum((one.value or Decimal(0) for one in rest), Decimal(0))
        rows.append(("—", f"其余 {len(rest)} 个单元", "—", yuan(value), _share(content, value)))
    columns = (
        Column("编号", 1, "code"),
        Column("评估单元", 3.4),
        Column("主要方法", 1.8),
        Column("测算结果", 2.2, "figure"),
        Column("占比", 0.9, "figure"),
    )
    total = ("合计", f"{len(units)} 个单元", "—", yuan(content.valuation.total), "100%")
    yield RowsTable(columns, tuple(rows), (total,), caption="评估单元的测算结果（未经评估）", unit="元")
    yield _data_sets(content)


def _share(content: Content, value: Decimal | None) -> str:
    total = content.valuation.total
    return percent((value or Decimal(0)) / total, 0) if total else "—"


def _data_sets(content: Content) -> RowsTable:
    marks = quality_scores(content.project)
    valued = sorted((one for one in content.valuation.data_sets if one.value), key=lambda one: (-(one.value or 0), one.code))
    rows: list[tuple[Cell, ...]] = []
    for one in valued[:_MOST_SETS]:
        row = content.pooled.get(one.code)
        mark = marks[one.code].mark if one.code in marks else "—"
        rows.append(
            (one.code, shortened(one.name, _NAME), row.status if row else "—", mark, yuan(one.value), yuan(row.pooled) if row else "—")
        )
    rest = valued[_MOST_SETS:]
    if rest:
        value = sum((one.value or Decimal(0) for one in rest), Decimal(0))
        pooled = sum((content.pooled[one.code].pooled for one in rest if one.code in content.pooled), Decimal(0))
        rows.append(("—", f"其余 {len(rest)} 个数据集", "—", "—", yuan(value), yuan(pooled)))
    columns = (Column("编号", 0.9, "code"), Column("数据集", 3.2), Column("权利状态", 1.6), Column("质量", 1.7),
               Column("分摊价值", 2, "figure"), Column("计入质押池", 2, "figure"))  # fmt: skip
    note = f"目录共 {len(content.project.data_sets)} 个数据集，其中 {len(valued)} 个有分摊价值。"
    return RowsTable(columns, tuple(rows), caption="数据集", unit="元", note=note)


def _loan(content: Content) -> Iterator[Block]:
    if content.financing is None or not content.loan_asked:
        return
    yield PageBreak()
    yield Heading("申请金额的检验", 1)
    yield from financing.short_blocks(content, content.financing)


def _stress(content: Content) -> Iterator[Block]:
    found, plan = content.lending, content.financing
    if found is None or plan is None or not content.loan_asked or not found.stress.lines:
        return
    yield PageBreak()
    yield Heading("压力测试", 1)
    tables = [one for one in lender.stress_blocks(found.stress, plan) if isinstance(one, RowsTable)]
    yield from tables
    if found.lender.distance is not None:
        yield Paragraph(found.lender.distance.words)
    yield Paragraph(f"数据质押单独可支持 {wan(plan.lendable)} 万元。", "quiet")
