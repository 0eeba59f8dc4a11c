"""高质量训练数据集说明: what a training set is made of, where it comes from, how good it is, and how its value is split."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.circulation.contribution_result import MET, TO_DO, Check
from gzvalue.circulation.contribution_shares import percentages
from gzvalue.circulation.training import parts_of, training, training_sets_of
from gzvalue.circulation.training_checks import source
from gzvalue.circulation.training_json import training_json
from gzvalue.circulation.training_result import Composition, TrainingResult
from gzvalue.circulation.training_split import gains_of
from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Cell, Column, Heading, Items, Marked, Paragraph, RecordTable, RowsTable, Tone
from gzvalue.outputs.sheets import data_facts
from gzvalue.outputs.sheets.sheet import Sheet, SheetField, SheetInput
from gzvalue.outputs.sheets.training_value import value_blocks
from gzvalue.outputs.words import UNFILLED, filled
from gzvalue.rights.result import SourceReview
from gzvalue.rights.review import review
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.figures import in_percent
from gzvalue.schema.problems import Problem
from gzvalue.schema.progress import missing_fields
from gzvalue.schema.quality_scores import DIMENSIONS, quality_scores
from gzvalue.schema.training_forms import ROLES, TrainingPart, TrainingSet

_WHAT = ("code", "version", "name", "model", "task", "modality", "split_rule")
_RIGHTS = ("licence", "licence_until", "licence_basis", "copyright_note")
_MADE = ("collecting", "duplicates_by", "duplicates", "annotation", "annotators", "agreement_by", "agreement", "checked", "checked_right")
_PEOPLE = ("personal", "personal_note", "generated", "generated_note")
_WEIGHTY = ("licence", "right_to_use", "roles", "personal", "generated", "amounts", "grade")
_TONES: dict[str, Tone] = {MET: "good", TO_DO: "stop"}


def training_sheet(given: SheetInput) -> Sheet:
    """The sheet of every training set of which the data set is a part; a blank one where there is none yet."""
    records = training_sets_of(given.project, given.code)
    if not records:
        blank = TrainingSet(id=0)
        words = f"数据集 {given.code} 还不属于任何训练数据集，请在“其他用途—训练数据集”中新增，并加入组成。"
        return _sheet(given, [(blank, training(given.project, blank))], (Problem("error", blank.form.name, 0, "code", words),))
    needed = any(one.unit for one in records)
    found = [(one, training(given.project, one, given.valuation if needed else None)) for one in records]
    return _sheet(given, found, tuple(problem for one, result in found for problem in _problems(one, result)))


def _sheet(given: SheetInput, found: list[tuple[TrainingSet, TrainingResult]], problems: tuple[Problem, ...]) -> Sheet:
    return Sheet(
        blocks=tuple(block for one, result in found for block in _blocks(given, one, result)),
        problems=problems,
        fields=tuple(_field(one, key) for one, _ in found for key in one.form.fields),
        data={"training_sets": [training_json(one, result) for one, result in found]},
        signatures=("数据提供方（签字、盖章）：", "日期："),
        limits=(f"{source()}。",),
        records=tuple(row for one, _ in found for row in (one, *parts_of(given.project, one), *gains_of(given.project, one))),
    )


def _field(record: TrainingSet, key: str) -> SheetField:
    cell = filled(record, key)
    return SheetField(key, record.form.fields[key].label, "" if isinstance(cell, Marked) else cell)


def _problems(record: TrainingSet, result: TrainingResult) -> Iterator[Problem]:
    yield from result.problems
    told = {(one.form, one.id, one.key) for one in result.problems}
    for one in (record, *result.composition.parts):
        missing = [field for field in missing_fields(one) if field.required and (one.form.name, one.id, field.key) not in told]
        if missing:
            words = f"{one.name_for_people}：未填{'、'.join(field.label for field in missing)}。"
            yield Problem("error", one.form.name, one.id, missing[0].key, words)
    for check in result.checks:
        if check.result == TO_DO and check.key in _WEIGHTY:
            yield Problem("notice", check.form, check.id, check.field, f"{record.name_for_people}：{check.title}：{check.reason}")


# --- the paper ---------------------------------------------------------------------------------


def _blocks(given: SheetInput, record: TrainingSet, result: TrainingResult) -> Iterator[Block]:
    made_of = result.composition
    yield Heading(f"训练数据集　{record.code}" if record.code else "训练数据集", 2)
    yield RecordTable(_items(record, _WHAT), dense=True)
    yield Heading("组成", 2)
    yield from _composition(given, record, made_of)
    codes = (*made_of.players, *made_of.others)
    yield Heading("来源与权利", 2)
    yield RecordTable(_items(record, _RIGHTS), dense=True)
    if codes:
        yield from _provenance(given, codes)
    yield Heading("质量", 2)
    if codes:
        yield _quality(given, codes)
    else:
        yield Paragraph("还没有组成，无从列示。", "quiet")
    yield Heading("采集、清洗与标注", 2)
    yield RecordTable(_items(record, _MADE), dense=True)
    yield from _listed("清洗步骤", record.cleaning, numbered=True)
    yield Heading("个人信息与生成内容", 2)
    yield RecordTable(_items(record, _PEOPLE), dense=True)
    yield Heading("已知局限", 2)
    yield from _listed("", record.limits)
    yield from value_blocks(given, record, result)
    yield Heading("核查", 2)
    yield _checks(result.checks)


def _items(record: TrainingSet, keys: tuple[str, ...]) -> tuple[tuple[str, Cell], ...]:
    return tuple((record.form.fields[key].label, filled(record, key)) for key in keys)


def _listed(title: str, text: str | None, *, numbered: bool = False) -> Iterator[Block]:
    lines = tuple(line.strip() for line in (text or "").splitlines() if line.strip())
    if title:
        yield Paragraph(f"{title}：" if lines else f"{title}：未填写")
    if lines:
        yield Items(lines, numbered=numbered)
    elif not title:
        yield Paragraph("未填写。", "quiet")


def _composition(given: SheetInput, record: TrainingSet, made_of: Composition) -> Iterator[Block]:
    if not made_of.parts:
        yield Paragraph("还没有组成，见页首“待补正”。", "quiet")
        return
    known = given.project.by_code[DataSet.form.name]
    shares = percentages(tuple(one.samples or 0 for one in made_of.parts), 1)  # they foot to 100
    rows = tuple(
        _part(record, one, known.get(one.data_set or ""), share if made_of.total else None)
        for one, share in zip(made_of.parts, shares, strict=True)
    )
    shown = "—" if made_of.total is None else f"{made_of.total:,}"
    columns = (
        Column("编号", 0.8, "code"),
        Column("数据名称", 2.8),
        Column("用途", 0.8, "code"),
        Column("样本数（条）", 1.6, "figure"),
        Column("占比", 1, "figure"),
        Column("取用范围", 2.4),
        Column("训练使用许可", 2),
    )
    roles = "、".join(f"{role} {made_of.by_role[role]:,} 条" for role in ROLES)
    note = f"样本数为去重、清洗之后的条数；按用途：{roles}。"
    whole = "100.0%" if made_of.total else NOT_APPLICABLE
    yield RowsTable(columns, rows, (("合计", "", "", shown, whole, "", ""),), caption="按数据集与用途", note=note)


def _part(record: TrainingSet, one: TrainingPart, about: object, share: Decimal | None) -> tuple[Cell, ...]:
    name: Cell = Marked("数据目录中没有", "stop")
    if isinstance(about, DataSet):
        name = about.name or UNFILLED
    licence = one.licence or record.licence
    basis = f"（{one.licence_basis}）" if one.licence_basis else ""
    return (
        one.data_set or UNFILLED,
        name,
        one.role or UNFILLED,
        NOT_APPLICABLE if one.samples is None else f"{one.samples:,}",
        NOT_APPLICABLE if share is None or one.samples is None else f"{share:.1f}%",
        one.selection or UNFILLED,
        f"{licence}{basis}" if licence else UNFILLED,
    )


def _provenance(given: SheetInput, codes: tuple[str, ...]) -> Iterator[Block]:
    reviews = review(given.project).by_code
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        found = reviews.get(code)
        if found is None:
            rows.append((code, *(NOT_APPLICABLE,) * 5))
            continue
        rows += [(code, *_source(one), found.rights["使用权"]) for one in found.sources or (None,)]
    columns = (
        Column("编号", 0.8, "code"),
        Column("来源", 2),
        Column("采集主体、取得依据", 3),
        Column("持有／使用／经营", 1.6),
        Column("环节的证据", 1.8),
        Column("使用权", 0.9, "code"),
    )
    yield RowsTable(
        columns, tuple(rows), caption="各部分的来源", note="来自权属链条；没有填链条的由数据目录推得。使用权为全部来源合在一起的结论。"
    )
    yield data_facts.table(given, codes)


def _source(one: SourceReview | None) -> tuple[Cell, Cell, Cell, Cell]:
    if one is None:
        return (UNFILLED, UNFILLED, NOT_APPLICABLE, NOT_APPLICABLE)
    said = "；".join(f"{link.label}：{link.text}" for link in one.links if link.text and link.key in ("collector", "basis"))
    proven = sum(link.state == "有证据" for link in one.links)
    state: Cell = f"{proven}／{len(one.links)} 有证据" if one.links else Marked("推得，无证据", "attention")
    return (f"{one.source}{f'（{one.part}）' if one.part else ''}", said or UNFILLED, "／".join(one.rights), state)


def _quality(given: SheetInput, codes: tuple[str, ...]) -> RowsTable:
    scores = quality_scores(given.project)
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        one = scores.get(code)
        figures = tuple(
            NOT_APPLICABLE if one is None or (score := one.dimensions[key].score) is None else in_percent(score) for key in DIMENSIONS
        )
        rows.append((code, *figures, "未测量" if one is None else one.mark))
    columns = (Column("编号", 0.9, "code"), *(Column(label, 1.1, "figure") for label in DIMENSIONS.values()), Column("来源", 1.5))
    return RowsTable(
        columns, tuple(rows), caption="六个维度的分数", note="实测的由本软件逐行计数得出；“—”为未测量也未申报。维度名称按 GB/T 36344-2018。"
    )


def _checks(asked: tuple[Check, ...]) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    for one in asked:
        clause = f"{one.clause}（{one.caveat}）" if one.caveat else one.clause
        rows.append((one.title, Marked(one.result, _TONES.get(one.result, "attention")), one.reason, clause))
    counts = "、".join(f"{result} {sum(one.result == result for one in asked)} 项" for result in dict.fromkeys(one.result for one in asked))
    return RowsTable(
        (Column("核查事项", 2.2), Column("结果", 1.1, "code"), Column("说明", 3.6), Column("依据", 3.2)), tuple(rows),
        note=f"{counts}。结果由填报内容推得，不是法律意见。",
    )  # fmt: skip
