"""The inventory of all data sets, on landscape pages."""

from decimal import Decimal

from gzvalue.outputs.blocks import NOT_FILLED, Block, Cell, Column, Heading, PageBreak, Paragraph, RowsTable
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import UNFILLED, figure, filled, text_of
from gzvalue.schema.data_set import DataSet

_COLUMNS = (
    Column("编号", 1.0, "code"),
    Column("数据名称", 4.6),
    Column("业务域", 2.0),
    Column("来源系统", 4.0),
    Column("时间跨度", 2.0, "code"),
    Column("更新频率", 1.4, "code"),
    Column("记录数（条）", 2.2, "figure"),
    Column("存储量（GB）", 1.6, "figure"),
    Column("数据级别", 1.6, "code"),
    Column("个人信息", 1.8, "code"),
    Column("质押适合度", 1.6, "code"),
    Column("责任部门", 1.8),
)


_NOTE = "个人信息：斜线前为原始数据，斜线后为拟登记版本。质押适合度为企业内部初判。"


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """A sentence on the whole, then one line for each data set; absent without data sets."""
    sets = content.project.data_sets
    if not sets:
        return ()
    return (PageBreak(landscape=True), Heading("数据目录", 1), Paragraph(_opening(sets)), _table(sets))


def _opening(sets: tuple[DataSet, ...]) -> str:
    domains = {one.business_domain for one in sets if one.business_domain}
    starts = [one.span_start[:4] for one in sets if one.span_start]
    ends = [one.span_end[:4] for one in sets if one.span_end]
    text = f"本企业编入目录的数据集共 {len(sets)} 项"
    if domains:
        text += f"，分属 {len(domains)} 个业务域"
    if starts and ends:
        text += f"，时间跨度 {min(starts)}–{max(ends)} 年"
    personal = sum(1 for one in sets if one.personal_information)
    registered = sum(1 for one in sets if one.registered_personal == "是")
    text += f"。原始数据含个人信息的 {personal} 项，拟登记版本含个人信息的 {registered} 项。"
    return text + "记录数与存储量为企业申报的约数。"


def _table(sets: tuple[DataSet, ...]) -> RowsTable:
    records = sum(one.record_count or 0 for one in sets)
    storage = sum((one.storage_gb or Decimal(0) for one in sets), Decimal(0))
    total: tuple[Cell, ...] = ("合计", f"{len(sets)} 项", "—", "—", "—", "—", f"{records:,}", figure(storage, 1), "—", "—", "—", "—")
    return RowsTable(_COLUMNS, tuple(_row(one) for one in sets), (total,), caption="数据集清单", note=_NOTE)


def _row(one: DataSet) -> tuple[Cell, ...]:
    return (
        text_of(one.code),
        text_of(one.name),
        text_of(one.business_domain),
        text_of(one.source_system),
        span(one),
        text_of(one.frequency),
        filled(one, "record_count", unit=False),
        UNFILLED if one.storage_gb is None else figure(one.storage_gb, 1),
        text_of(one.grade),
        f"{_yes(one.personal_information)}／{one.registered_personal or NOT_FILLED}",
        text_of(one.pledge_suitability),
        text_of(one.department),
    )


def _yes(flag: bool | None) -> str:
    return NOT_FILLED if flag is None else "是" if flag else "否"


def span(one: DataSet) -> str:
    """``2005–2025``, or what is known of it."""
    if not one.span_start and not one.span_end:
        return NOT_FILLED
    return f"{one.span_start or '？'}–{one.span_end or '？'}"
