"""A registration kit as blocks: the filled form, the check list, the sample, the dictionary, the fingerprint, the sources."""

from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Block,
    Cell,
    Column,
    Heading,
    Items,
    Marked,
    Panel,
    Panels,
    Paragraph,
    RecordTable,
    RowsTable,
    SignatureBox,
    SignatureBoxes,
    Together,
    Tone,
)
from gzvalue.registries.filling import FilledField
from gzvalue.registries.fingerprints import Fingerprint
from gzvalue.registries.kit import NO_SAMPLE, Kit, Sample
from gzvalue.registries.materials import AT_HAND, EXPIRED, MADE, MISSING, MaterialState
from gzvalue.registries.registry import Registry

_TONES: dict[str, Tone] = {AT_HAND: "good", MADE: "plain", EXPIRED: "stop", MISSING: "stop"}
_MOST_ROWS, _MOST_COLUMNS, _MOST_CELL = 10, 8, 40
UNCHECKED = "＊"
REFERENCE = "本表为填报参考，由企业自行核对后填入登记平台；登记平台的表单与官方文本优先。带“＊”的字段或要求尚未与官方文本核对。"


def form_blocks(kit: Kit) -> tuple[Block, ...]:
    """The whole paper for one kit."""
    registry, form = kit.registry, kit.form.form
    blocks: list[Block] = [Heading(form.label, 1), _head(kit), Paragraph(REFERENCE, "small")]
    notes = tuple(text for text in (registry.note, form.note) if text)
    blocks.append(Panels((Panel("先读", notes),)))
    if kit.faults:
        blocks.append(Panels((Panel(f"提交前须处理 {len(kit.faults)} 处", tuple(kit.faults[:12]) + _more(kit.faults), "stop"),)))
    blocks += [Heading("填报内容", 2), _fields(kit)]
    if form.signers:
        blocks.append(Together((SignatureBoxes(tuple(SignatureBox(role) for role in form.signers)),)))
    if kit.materials:
        blocks += [Heading("材料清单", 2), _materials(kit.materials)]
    blocks += _sample(kit)
    if kit.fingerprint is not None:
        blocks += [Heading("存证指纹", 2), *fingerprint_blocks(kit.fingerprint)]
    return (*blocks, Heading("依据与时限", 2), *_sources(registry))


def _more(faults: tuple[str, ...]) -> tuple[str, ...]:
    return (f"另有 {len(faults) - 12} 处，见各字段。",) if len(faults) > 12 else ()


def _head(kit: Kit) -> RecordTable:
    registry = kit.registry
    items: list[tuple[str, Cell]] = [
        ("登记", registry.label),
        ("登记机构", registry.body or NOT_APPLICABLE),
        ("提交人", f"由{registry.filed_by}提交"),
        ("内容时点", f"{registry.as_of}，{'据公开文本整理' if registry.verified else '未经官方文本核对'}"),
        ("数据集", f"{kit.code} {kit.title}".strip()),
    ]
    return RecordTable(tuple(items), columns=2, card=True)


def _fields(kit: Kit) -> RowsTable:
    columns = (Column("字段", 2.1), Column("填报文字", 6.2), Column("字数", 1.1, "code"), Column("须处理", 2.2))
    asked = [one for one in kit.form.fields if one.field.kind != "system"]
    given = [one.field.label for one in kit.form.fields if one.field.kind == "system"]
    note = f"由登记系统产生、不填：{'、'.join(given)}。" if given else ""
    return RowsTable(columns, tuple(_field(one) for one in asked), caption=kit.form.form.label, note=note)


def _field(one: FilledField) -> tuple[Cell, ...]:
    field = one.field
    label = f"{field.label}{'' if field.verified else UNCHECKED}{'（必填）' if field.required else ''}"
    text: Cell = one.text if one.text else Marked("（空）", "stop" if one.missing else "quiet")
    count = f"{len(one.text)}／{field.limit}" if field.limit else str(len(one.text))
    over = one.overlong
    if over is not None:
        return (label, one.text, Marked(count, "stop"), Marked(f"超出 {over.over} 字。{over.advice}。超出部分：“{over.tail}”", "stop"))
    todo: Cell = Marked("".join(one.faults), "stop" if one.missing else "attention") if one.faults else "—"
    return (label, text, count, todo)


def _materials(states: tuple[MaterialState, ...]) -> RowsTable:
    columns = (Column("材料", 3), Column("要求", 1.6), Column("状态", 1.7, "code"), Column("附件或办法", 4.6))
    rows = tuple(material_row(one) for one in states)
    return RowsTable(columns, rows, caption="登记材料", note="状态由已关联的证据附件得出；附件是否足以证明由登记机构判断。")


def material_row(one: MaterialState) -> tuple[Cell, ...]:
    """A material with its state."""
    material = one.material
    label = f"{material.label}{'' if material.verified else UNCHECKED}"
    need = "必备" if material.required else material.when or "可选"
    return (label, need, Marked(one.state, _TONES.get(one.state, "quiet")), one.words)


def _sample(kit: Kit) -> list[Block]:
    blocks: list[Block] = []
    if kit.sample is not None:
        blocks += [Heading("数据样例", 2), Paragraph(kit.sample.note, "quiet"), _sample_table(kit.sample)]
    elif kit.code:
        blocks += [Heading("数据样例", 2), Paragraph(NO_SAMPLE)]
    if kit.dictionary:
        columns = (Column("字段名", 2.4, "code"), Column("中文名", 2.4), Column("类型", 1, "code"), Column("说明", 4))
        rows = tuple(
            (one.name or NOT_APPLICABLE, one.label or NOT_APPLICABLE, one.type or NOT_APPLICABLE, one.description or NOT_APPLICABLE)
            for one in kit.dictionary
        )
        blocks += [Heading("数据字典", 2), RowsTable(columns, rows, caption="字段")]
    return blocks


def _sample_table(sample: Sample) -> RowsTable:
    if not sample.whole:
        shares = (2, 1, 4, 3, 1)
        columns = tuple(Column(head, share) for head, share in zip(sample.heads, shares, strict=True))
        return RowsTable(columns, tuple(tuple(_short(cell) for cell in row) for row in sample.rows), caption="各列取值样例")
    wide = sample.heads[:_MOST_COLUMNS]
    rows = tuple(tuple(_short(cell) or "（空）" for cell in row[: len(wide)]) for row in sample.rows[:_MOST_ROWS])
    left = len(sample.heads) - len(wide)
    note = f"共 {len(sample.rows)} 行样例，此处印 {len(rows)} 行{f'、前 {len(wide)} 列（另有 {left} 列）' if left else ''}；全部见随附的样例文件。"
    return RowsTable(tuple(Column(head or "（无列名）") for head in wide), rows, caption="样例行", note=note)


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CELL else text[: _MOST_CELL - 1] + "…"


def fingerprint_rows(found: Fingerprint) -> tuple[tuple[str, str], ...]:
    """The record of the digests as label and text."""
    rows = [
        ("文件", found.file_name or NOT_APPLICABLE),
        ("大小", f"{found.size:,} 字节" if found.size is not None else NOT_APPLICABLE),
        ("行数", f"{found.rows:,} 行" if found.rows is not None else NOT_APPLICABLE),
        ("列数", f"{found.columns:,} 列" if found.columns is not None else NOT_APPLICABLE),
        ("SHA-256", found.sha256 or NOT_APPLICABLE),
        ("SM3", found.sm3 or NOT_APPLICABLE),
        ("计算时间", found.taken_at or NOT_APPLICABLE),
    ]
    for one in found.deposits:
        told = (one.platform, one.number, one.deposited_on.isoformat() if one.deposited_on else None)
        rows.append(("存证", "，".join(str(part) for part in told if part) or NOT_APPLICABLE))
    return tuple(rows)


def fingerprint_blocks(found: Fingerprint) -> tuple[Block, ...]:
    """The record of the digests, and where they were lodged."""
    blocks: list[Block] = [
        RecordTable(fingerprint_rows(found), columns=1, dense=True),
        Paragraph("摘要值证明某一时刻的文件内容，不证明权属与真实；文件改动一个字节，摘要即不同。", "small"),
    ]
    return (*blocks, Items(found.faults)) if found.faults else tuple(blocks)


def _sources(registry: Registry) -> list[Block]:
    said = [
        f"{limit.what}：{limit.working_days} 个工作日{f'，可延长 {limit.more} 个工作日' if limit.more else ''}（{limit.source}{_mark(limit.verified)}）。"
        for limit in {limit.what: limit for limit in registry.time_limits}.values()
    ]
    if registry.validity is not None:
        most = "不超过" if registry.validity.at_most else "一般"
        said.append(f"有效期：{most} {registry.validity.years} 年（{registry.validity.source}{_mark(registry.validity.verified)}）。")
    if registry.renewal is not None:
        when = f"到期前 {registry.renewal.opens_months} 个月至到期前 {registry.renewal.closes_days} 日"
        said.append(f"续期：{when}（{registry.renewal.source}{_mark(registry.renewal.verified)}）。")
    said += [
        f"出处：{one.title}{f'，{one.date}' if one.date else ''}{f'；{one.note}' if one.note else ''}{_mark(one.verified)}。"
        for one in registry.sources
    ]
    return [Items(tuple(said))]


def _mark(verified: bool) -> str:
    return "" if verified else "；未经官方文本核对"
