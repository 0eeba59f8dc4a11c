"""Registration within the chapter of rights: terms of certificates, papers that differ, fingerprints, materials still wanted."""

from dataclasses import replace

from gzvalue.outputs.blocks import NOT_APPLICABLE, Block, Column, Heading, Marked, Paragraph, RowsTable, Tone
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import listed, text_of
from gzvalue.registries.board import ALARMS
from gzvalue.registries.consistency import SUBJECTS, Difference
from gzvalue.registries.state import PrintedFingerprint, RegistrationState, Term, Wanting

_TONES: dict[str, Tone] = {"临近到期": "attention", "已失效": "stop"}


def blocks(content: Content) -> tuple[Block, ...]:
    """Tables under headings of level 2; those without rows are absent."""
    state = content.registration
    if state is None or state.empty:
        return ()
    made: list[Block] = []
    if state.terms:
        made += [Heading("凭证期限与续期", 2), _terms(state)]
    if _compared(content):
        made += [Heading("名称与编码核对", 2), *_differences(state)]
    if state.fingerprints:
        made += [Heading("存证指纹", 2), _fingerprints(state.fingerprints)]
    if state.materials:
        made += [Heading("登记材料准备情况", 2), _materials(state.materials)]
    return tuple(made)


def _compared(content: Content) -> bool:
    """Whether there are two papers to be compared."""
    return bool(content.project.certificates or content.project.stated_names)


def _terms(state: RegistrationState) -> RowsTable:
    columns = (
        Column("凭证", 4),
        Column("份数", 0.9, "figure"),
        Column("凭证种类", 2.6),
        Column("阶段", 1.4, "code"),
        Column("发证日期", 1.7, "code"),
        Column("有效期至", 1.7, "code"),
        Column("剩余天数", 1.4, "figure"),
        Column("续期窗口", 3),
        Column("提示", 4.4),
    )
    days = "、".join(str(day) for day in ALARMS)
    note = f"按编制日期 {state.on or '（未填写）'} 计算；到期前 {days} 天提醒为本软件约定。工作日未扣除法定节假日。"
    alike: dict[Term, list[str]] = {}
    for one in state.terms:
        alike.setdefault(replace(one, code=""), []).append(one.code or "（无编号）")
    return RowsTable(
        columns, tuple(_term(one, codes) for one, codes in alike.items()), caption="凭证台账", note=f"情况相同的凭证合为一行。{note}"
    )


def _term(one: Term, codes: list[str]) -> tuple[str | Marked, ...]:
    left = NOT_APPLICABLE if one.days_left is None else f"{one.days_left:,}".replace("-", "−")
    return (
        listed(codes, 40), str(len(codes)), text_of(one.kind), Marked(one.stage, _TONES.get(one.stage, "plain")), one.issued_on or NOT_APPLICABLE,
        one.valid_until or NOT_APPLICABLE, left, one.renewal or NOT_APPLICABLE, one.words or NOT_APPLICABLE,
    )  # fmt: skip


def _differences(state: RegistrationState) -> list[Block]:
    if not state.differences:
        return [Paragraph("数据目录、权属凭证和所列文件中的数据名称、凭证编码、权利人逐字核对，没有发现不一致。")]
    columns = (Column("数据集", 1.2, "code"), Column("项目", 1.2, "code"), Column("各文件的写法", 9), Column("程度", 2))
    rows = tuple(_difference(one) for one in state.differences)
    note = "逐字比较；一个凭证覆盖多个数据集的不比较名称。银行、登记机构通常要求各文件一字不差。"
    return [RowsTable(columns, rows, caption="名称、编码与权利人的差异", note=note)]


def _difference(one: Difference) -> tuple[str | Marked, ...]:
    told = "\n".join(f"{said.paper}：{said.text}" for said in one.statements)
    degree = Marked("仅全半角、空格或大小写", "attention") if one.slight else Marked("不一致", "stop")
    return (one.data_set, SUBJECTS[one.subject], told, degree)


def _fingerprints(found: tuple[PrintedFingerprint, ...]) -> RowsTable:
    columns = (
        Column("数据集", 1.1, "code"),
        Column("文件", 2.6),
        Column("行数", 1.3, "figure"),
        Column("大小（字节）", 1.6, "figure"),
        Column("SHA-256 / SM3", 6),
        Column("计算时间", 2.2),
        Column("存证", 2.6),
    )
    rows = tuple(
        (
            text_of(one.data_set), text_of(one.file_name), NOT_APPLICABLE if one.rows is None else f"{one.rows:,}",
            NOT_APPLICABLE if one.size is None else f"{one.size:,}",
            "\n".join(part for part in (one.sha256, one.sm3) if part) or NOT_APPLICABLE, one.taken_at or NOT_APPLICABLE, one.deposit or "未存证",
        )
        for one in found
    )  # fmt: skip
    return RowsTable(columns, rows, caption="数据文件的摘要值", note="摘要值证明某一时刻的文件内容，不证明权属与真实。")


def _materials(found: tuple[Wanting, ...]) -> RowsTable:
    columns = (
        Column("登记", 2.4),
        Column("材料", 3),
        Column("要求", 1.2, "code"),
        Column("已有", 1, "figure"),
        Column("可由本软件生成", 1.6, "figure"),
        Column("尚缺的数据集", 4),
    )
    rows = tuple(
        (
            one.registry, f"{one.material}{'' if one.verified else '＊'}", "必备" if one.required else "可选", str(one.at_hand), str(one.made),
            Marked(listed(list(one.missing)), "attention") if one.missing else NOT_APPLICABLE,
        )
        for one in found
    )  # fmt: skip
    return RowsTable(columns, rows, caption="申请中的登记的材料", note="只列尚未发证的登记；“＊”为未与官方文本核对的要求，以登记机构为准。")
