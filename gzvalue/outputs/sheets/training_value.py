"""The split of a training set's joint value on paper: every combination, the steps to each Shapley value, the amounts."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from gzvalue.circulation.training_result import PlayerShare, Split, TrainingResult
from gzvalue.outputs.blocks import NOT_APPLICABLE, Bar, BarChart, Block, Cell, Column, Heading, Marked, Paragraph, RecordTable, RowsTable
from gzvalue.outputs.sheets.sheet import SheetInput
from gzvalue.outputs.words import filled, minus, yuan
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.figures import grouped, rounded
from gzvalue.schema.training_forms import BY_COALITION, TrainingSet

_MOST_SHOWN = 40
"""Combinations that are printed; the rest stands in the JSON."""
_NAMED, _SAME = 4, 12
"""Data sets that a caption names; decimals to which contributions are compared."""


def value_blocks(given: SheetInput, record: TrainingSet, result: TrainingResult) -> Iterator[Block]:
    """The chapter; absent where nothing of it was filled in."""
    split = result.split
    if split is None and record.split_by is None and record.metric is None:
        return
    yield Heading("评价与价值分配", 2)
    keys = tuple(key for key in ("metric", "metric_value", "split_by", "gain_in", "missing") if getattr(record, key) is not None)
    if keys:
        yield RecordTable(tuple((record.form.fields[key].label, filled(record, key)) for key in keys), dense=True)
    if split is None:
        if record.split_by is not None:
            yield Paragraph("资料不全，价值尚不能分配，见页首“待补正”。", "quiet")
        return
    yield _gains(split)
    if split.basis == BY_COALITION:
        yield _steps(split)
    else:
        yield _scenario_steps(split)
    yield _amounts(given, split)
    if len(split.shares) > 1:
        yield _bars(given, split)
    yield Paragraph(_how(split), "small")


def number(value: Decimal) -> str:
    """A gain as printed: at most six decimals, without idle zeros."""
    places = min(6, max(0, -int(value.normalize().as_tuple().exponent)))
    return minus(grouped(value, places))


def _gains(split: Split) -> RowsTable:
    coalitions = split.basis == BY_COALITION
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        ("、".join(one.data_sets), number(one.gain), Marked("补足", "attention") if one.filled else "填报")
        for one in split.gains[:_MOST_SHOWN]
    )
    left = len(split.gains) - len(rows)
    said = [f"另有 {left} 个未列出，见 JSON。"] if left > 0 else []
    if split.filled:
        said.append(f"补足的 {len(split.filled)} 个组合取其所含组合中最大的增益（本软件规则，非实测）。")
    columns = (
        Column("只用这些数据集" if coalitions else "缺一不可的数据集", 4),
        Column(f"增益（{split.unit}）", 2.4, "figure"),
        Column("来源", 1, "code"),
    )
    return RowsTable(columns, rows, caption="各组合的增益" if coalitions else "各场景的增益", note="".join(said), width=0.8)


def _steps(split: Split) -> RowsTable:
    count = len(split.shares)
    heads = tuple(Column(f"加入 {size} 项" if size else "单独", 1.3, "figure") for size in range(count))
    rows = tuple((one.code, *(number(part) for part in one.by_size), number(one.value)) for one in split.shares)
    sums = ("合计", *("",) * count, number(split.whole))
    return RowsTable(
        (Column("数据集", 1.2, "code"), *heads, Column("沙普利值", 1.6, "figure")), rows, (sums,), caption="平均边际增益与沙普利值",
        note=f"“加入 k 项”为该数据集加入其他任意 k 项时增益增加的平均数；沙普利值＝各列的平均数。单位：{split.unit}，显示六位小数，计算不舍入。",
    )  # fmt: skip


def _scenario_steps(split: Split) -> RowsTable:
    codes = tuple(one.code for one in split.shares)
    rows = []
    for number_of, gain in enumerate(split.gains[:_MOST_SHOWN], 1):
        part = gain.gain / len(gain.data_sets)
        rows.append(
            (f"场景 {number_of}", *(number(part) if code in gain.data_sets else NOT_APPLICABLE for code in codes), number(gain.gain))
        )
    sums = ("沙普利值", *(number(one.value) for one in split.shares), number(split.whole))
    return RowsTable(
        (Column("场景", 1.2, "code"), *(Column(code, 1.2, "figure") for code in codes), Column("合计", 1.4, "figure")), tuple(rows), (sums,),
        caption="各场景平均分给缺一不可的数据集", note=f"单位：{split.unit}。",
    )  # fmt: skip


def _named(given: SheetInput, one: PlayerShare) -> str:
    known = given.project.by_code[DataSet.form.name].get(one.code)
    return (known.name if isinstance(known, DataSet) else None) or NOT_APPLICABLE


def _amounts(given: SheetInput, split: Split) -> RowsTable:
    money = split.joint is not None
    rows = tuple(
        (one.code, _named(given, one), number(one.value), f"{minus(grouped(one.share, split.places))}%", *((yuan(one.amount),) if money else ()))
        for one in split.shares
    )  # fmt: skip
    sums = ("合计", "", number(split.whole), f"{grouped(Decimal(100), split.places)}%", *((yuan(split.joint),) if money else ()))
    columns = [
        Column("数据集", 1, "code"),
        Column("数据名称", 3),
        Column(f"沙普利值（{split.unit}）", 2, "figure"),
        Column("占比", 1.4, "figure"),
    ]
    if money:
        columns.append(Column("分得（元）", 2, "figure"))
    return RowsTable(tuple(columns), rows, (sums,), caption="联合价值的分配" if money else "贡献的比例")


def _bars(given: SheetInput, split: Split) -> BarChart:
    ordered = sorted(split.shares, key=lambda one: -one.share)
    bars = tuple(
        Bar(f"{one.code} {_named(given, one)}", (max(one.share, Decimal(0)),), f"{minus(grouped(one.share, 1))}%") for one in ordered
    )  # fmt: skip
    return BarChart(_greatest(ordered), "%", bars, most=Decimal(100))


def _greatest(ordered: Sequence[PlayerShare]) -> str:
    """Who contributes most; of equal contributions nobody does."""
    first = ordered[0]
    equal = [one for one in ordered if rounded(one.value, _SAME) == rounded(first.value, _SAME)]
    if len(equal) == len(ordered) > 1:
        return f"{len(equal)} 个数据集的贡献相同"
    named = "、".join(one.code for one in equal[:_NAMED]) + (f" 等 {len(equal)} 个" if len(equal) > _NAMED else "")
    return f"{named} 的贡献最大，{'各' if len(equal) > 1 else ''}占 {grouped(first.share, 1)}%"


def _how(split: Split) -> str:
    said = [
        "沙普利值 φᵢ＝Σ |S|!(n−|S|−1)!÷n!×〔v(S∪{i})−v(S)〕，"
        f"{'v 为组合的增益，不用任何数据时为 0' if split.basis == BY_COALITION else 'v 为所需数据集齐备的场景增益之和'}；各项之和等于全部数据合在一起的增益。"
    ]
    if split.joint is not None:
        said.append(f"联合价值 {yuan(split.joint)} 元（{split.joint_from}）按沙普利值的比例分配到分，尾差按最大余数、相同的按次序。")
    else:
        said.append("没有填联合价值，只列比例。")
    if any(one.value < 0 for one in split.shares):
        said.append("沙普利值为负的数据集使结果变差，分得为负；建议核实后移出。")
    return "".join(said)
