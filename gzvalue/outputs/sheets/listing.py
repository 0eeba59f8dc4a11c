"""数据产品说明书（挂牌信息）: what a buyer or an exchange asks of a data product, field by field."""

from collections.abc import Iterator
from typing import Any

from gzvalue.circulation.listing import Listing, listings_of
from gzvalue.circulation.sample_rows import ProductSample, measured_sample, typed_sample
from gzvalue.circulation.standing import certificates_of, in_force
from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    NOT_FILLED,
    NOT_MEASURED,
    Block,
    Cell,
    Column,
    Heading,
    Marked,
    PageBreak,
    Paragraph,
    RowsTable,
    Together,
)
from gzvalue.outputs.chapters.quality_measured import points
from gzvalue.outputs.sheets.lines import field_table, json_fields, json_records
from gzvalue.outputs.sheets.sheet import Sheet, SheetInput
from gzvalue.outputs.words import text_of
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.product_forms import DataProduct
from gzvalue.schema.quality_scores import DIMENSIONS, MARK_DECLARED, MEASURED, DimensionScore, quality_scores

NO_SAMPLE = "没有样例：没有填写样例行，数据集也尚未实测。"
_SOURCE = "栏目按交易机构产品说明书的通行字段整理，未经官方文本核对；字数上限为本软件约定，以交易机构的表单为准。"
_MOST_FIELDS = 200


def listing_sheet(given: SheetInput) -> Sheet:
    """Every product made of the data set, one after the other."""
    every = listings_of(given.around, given.data_set)
    blocks: list[Block] = []
    for number, one in enumerate(every):
        if number:
            blocks.append(PageBreak())
        if len(every) > 1:
            code = one.product.code if one.product is not None else ""
            blocks.append(Heading(f"{code or ''} {one.name}".strip() or "数据产品", 2))
        blocks += _product(given, one, 3 if len(every) > 1 else 2)
    problems = tuple(dict.fromkeys(problem for one in every for problem in one.problems))
    return Sheet(
        tuple(blocks), problems, json_fields(every[0].lines), _data(given, every),
        signatures=("提供方（盖章处）：", "经办人：", "日期："), limits=(_SOURCE,),
        records=tuple(one.product for one in every if one.product is not None),
    )  # fmt: skip


def _product(given: SheetInput, one: Listing, level: int) -> Iterator[Block]:
    yield field_table(DataProduct.form, one.lines, counted=True)
    yield Heading("字段信息", level)
    yield _dictionary(one.fields) if one.fields else Paragraph("字段字典尚未填写。")
    yield Together((Heading("样例", level), *_sample(sample_of(given, one))))
    yield Together((Heading("数据质量", level), _quality(given, one.data_sets)))
    yield Together((Heading("权利与凭证", level), _rights(given, one.data_sets)))


# --- parts ----------------------------------------------------------------------------------------


def _dictionary(fields: tuple[DataField, ...]) -> RowsTable:
    columns = (Column("数据集", 1.1, "code"), Column("字段名", 2.4), Column("中文名", 2.2), Column("类型", 1, "code"), Column("长度", 0.9, "code"),
               Column("标记", 1.5), Column("说明", 3.4))  # fmt: skip
    rows = tuple(_field(one) for one in fields[:_MOST_FIELDS])
    left = len(fields) - len(rows)
    note = f"共 {len(fields)} 个字段。" if left <= 0 else f"共 {len(fields)} 个字段，列出前 {len(rows)} 个；全部见随附的字段字典。"
    return RowsTable(columns, rows, note=note)


def _field(one: DataField) -> tuple[Cell, ...]:
    marks = [word for word, flag in (("主键", one.key), ("个人信息，不提供", one.personal)) if flag]
    marked: Cell = Marked("、".join(marks), "attention" if one.personal else "plain") if marks else "—"
    length = f"{one.length:,}" if one.length is not None else "—"
    return (text_of(one.data_set), text_of(one.name), one.label or "—", one.type or "—", length, marked, one.description or "—")


def sample_of(given: SheetInput, one: Listing) -> ProductSample | None:
    """Rows of the file at hand, else typed rows, else example values of the measured columns."""
    if given.sample is not None:
        return given.sample
    typed = typed_sample(one.product.sample, one.fields) if one.product is not None else None
    if typed is not None:
        return typed
    scores = quality_scores(given.project)
    return next((found for each in one.data_sets if (found := measured_sample(scores.get(each.code or ""), one.fields))), None)


def _sample(found: ProductSample | None) -> Iterator[Block]:
    if found is None:
        yield Paragraph(NO_SAMPLE)
        return
    columns = tuple(Column(head) for head in found.heads) if found.whole else (Column("字段", 2), Column("类型", 1), Column("取值样例", 5))
    yield RowsTable(
        columns, tuple(tuple(cell or "（空）" for cell in row) for row in found.rows), caption="样例行" if found.whole else "取值样例"
    )
    yield Paragraph(found.note, "small")


_SORTS = "实测：由本软件在数据文件上逐格计数；申报·未实测：企业自行申报，没有对数据文件测量。维度按 GB/T 36344-2018。"


def _quality(given: SheetInput, data_sets: tuple[DataSet, ...]) -> RowsTable:
    """Every dimension with its fraction for one data set, a line each for several; each score says whether it was measured or declared."""
    scores = quality_scores(given.project)
    known = [found for one in data_sets if (found := scores.get(one.code or "")) is not None]
    if len(known) > 1:
        columns = (Column("数据集", 1.1, "code"), *(Column(label, 1.6) for label in DIMENSIONS.values()))
        several = tuple((one.code, *(_both(part) for part in one.dimensions.values())) for one in known)
        return RowsTable(columns, several, caption="质量得分", unit="分（0–100）", note=_SORTS)
    columns = (Column("数据集", 1.1, "code"), Column("维度", 1.6), Column("得分", 1.3, "figure"), Column("性质", 1.8), Column("口径", 4))
    rows = tuple((one.code, part.label, *_score(part)) for one in known for part in one.dimensions.values())
    return RowsTable(columns, rows or ((NOT_FILLED, "—", "—", NOT_MEASURED, "—"),), caption="质量得分", unit="分（0–100）", note=_SORTS)


def _both(part: DimensionScore) -> Cell:
    score, sort, _ = _score(part)
    word = sort.text if isinstance(sort, Marked) else sort
    return Marked(f"{score}\n{word}", "plain" if part.source == MEASURED else "attention" if part.score is not None else "quiet")


def _score(part: DimensionScore) -> tuple[Cell, Cell, Cell]:
    if part.score is None:
        return NOT_APPLICABLE, Marked(NOT_MEASURED, "quiet"), "—"
    if part.source == MEASURED:
        return points(part), "实测", f"{part.numerator or 0:,}／{part.denominator or 0:,} 符合"
    return f"{part.score * 100:.2f}", Marked(MARK_DECLARED, "attention"), "—"


def _rights(given: SheetInput, data_sets: tuple[DataSet, ...]) -> RowsTable:
    columns = (Column("编号", 1, "code"), Column("登记名称", 3.4), Column("权利", 1.9), Column("来源", 1.6), Column("权利期限至", 1.9, "code"),
               Column("凭证", 3.2), Column("核查", 1.2))  # fmt: skip
    rows = tuple(_right(given, one) for one in data_sets) or ((NOT_FILLED, *("—",) * 6),)
    return RowsTable(columns, rows, note="登记凭证是登记机构的形式审查结果，不证明独占；“—”表示没有或未约定。")


def _right(given: SheetInput, one: DataSet) -> tuple[Cell, ...]:
    told = []
    for each in certificates_of(given.project, one.code or ""):
        state = "有效" if in_force(each, given.as_of) else "已过期" if each.state == "已发证" else each.state or "状态未填"
        told.append(f"{each.number or '（无编号）'}，{state}{f'，至 {each.valid_until.isoformat()}' if each.valid_until else ''}")
    return (
        text_of(one.code), text_of(one.registration_name or one.name), "、".join(one.rights or ()) or NOT_FILLED, text_of(one.source_type),
        one.right_until.isoformat() if one.right_until else "—", "；".join(told) or "—", text_of(one.restriction),
    )  # fmt: skip


# --- JSON -----------------------------------------------------------------------------------------


def _data(given: SheetInput, every: tuple[Listing, ...]) -> dict[str, Any]:
    records = json_records((one.product.code or "" if one.product is not None else "", one.lines) for one in every)
    scores = quality_scores(given.project)
    for record, one in zip(records, every, strict=True):
        sample = sample_of(given, one)
        record["dictionary"] = [
            {"data_set": each.data_set, "name": each.name, "label": each.label, "type": each.type, "length": each.length,
             "key": bool(each.key), "personal": bool(each.personal), "description": each.description} for each in one.fields
        ]  # fmt: skip
        record["sample"] = (
            None if sample is None else {"heads": list(sample.heads), "rows": [list(row) for row in sample.rows], "whole": sample.whole}
        )
        record["quality"] = [
            {"data_set": each.code, "dimension": part.key, "label": part.label, "score": None if part.score is None else f"{part.score * 100:.2f}",
             "source": {"实测": "measured", "申报": "declared"}.get(part.source)}
            for each in one.data_sets if (found := scores.get(each.code or "")) is not None for part in found.dimensions.values()
        ]  # fmt: skip
    return {"records": records}
