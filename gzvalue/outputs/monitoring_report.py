"""The 贷后监测 report as blocks: lights first, then what changed, on one page where they are few."""

from decimal import Decimal

from gzvalue.financing.due_dates import DueDate
from gzvalue.financing.monitoring import COLOURS, Watch, gathered
from gzvalue.outputs.blocks import (
    Block,
    Column,
    Heading,
    KeyFigure,
    KeyFigures,
    Marked,
    Paragraph,
    RowsTable,
    SignatureLines,
    Tone,
)
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.kinds import in_percent, in_wan, plain
from gzvalue.schema.lending_forms import Monitoring
from gzvalue.schema.project import Project

_TONES: dict[str, Tone] = {"green": "good", "yellow": "attention", "red": "stop", "grey": "quiet"}
_ORDER = ("red", "yellow", "grey", "green")
_MOST_LIGHTS, _MOST_CHANGES, _MOST_DUE = 10, 6, 5


def monitoring_blocks(project: Project, watch: Watch, due: tuple[DueDate, ...], snapshot: str) -> tuple[Block, ...]:
    """The report.

    Args:
        project: the project of today.
        watch: what monitoring found.
        due: what comes next.
        snapshot: number and version of the pledged dossier.
    """
    blocks: list[Block] = [
        Heading("贷后监测数据表（供银行检查）", 1),
        Paragraph(f"{project.enterprise.name or ''}　监测日 {watch.as_of.isoformat()}　对照 {snapshot}", "quiet"),
        _figures(watch),
        Heading("监测指标", 2),
        _lights(watch),
    ]
    if watch.changes:
        blocks += [Heading("与质押时相比的变化", 2), _changes(watch)]
    else:
        blocks.append(Paragraph("与质押时相比，价值、质押池与数据指纹没有变化。"))
    if due:
        blocks += [Heading("近期事项", 2), _due(due)]
    lines = SignatureLines((f"监测责任人：{project.single(Monitoring).responsible or ''}", "企业（盖章处）：", "日期："))
    return (*blocks, Paragraph(_basis(watch), "small"), lines)


def _figures(watch: Watch) -> KeyFigures:
    fall = "—" if watch.fall is None else in_percent(watch.fall, 1)
    tone = _TONES[next(one.colour for one in watch.lights if one.key == "value")]
    return KeyFigures(
        (
            KeyFigure("质押时价值", in_wan(watch.value_before, 2), "万元"),
            KeyFigure("现在价值", in_wan(watch.value_now, 2), "万元"),
            KeyFigure("价值下降", fall, "", COLOURS[next(one.colour for one in watch.lights if one.key == "value")], tone),
            KeyFigure("质押池", in_wan(watch.pool_now, 2), "万元", f"质押时 {in_wan(watch.pool_before, 2)} 万元"),
        ),
        per_row=4,
    )


def _lights(watch: Watch) -> RowsTable:
    ordered = sorted(gathered(watch.lights), key=lambda one: _ORDER.index(one.colour))
    rows = tuple((one.name, Marked(one.state, _TONES[one.colour]), one.words, one.action) for one in ordered[:_MOST_LIGHTS])
    more = len(ordered) - _MOST_LIGHTS
    note = f"另有 {more} 项，见 JSON。" if more > 0 else ""
    return RowsTable((Column("监测事项", 2), Column("状态", 0.9), Column("情况", 4), Column("须做", 2.6)), rows, note=note)


def _changes(watch: Watch) -> RowsTable:
    rows = tuple((one.what, one.before, one.now) for one in watch.changes[:_MOST_CHANGES])
    more = len(watch.changes) - _MOST_CHANGES
    note = f"另有 {more} 项变化，见 JSON。" if more > 0 else ""
    return RowsTable((Column("内容", 2), Column("质押时", 2, "code"), Column("现在", 2, "code")), rows, note=note)


def _due(due: tuple[DueDate, ...]) -> RowsTable:
    return RowsTable((Column("日期", 1.2, "code"), Column("事项", 5)), tuple((one.on.isoformat(), one.title) for one in due[:_MOST_DUE]))


def _basis(watch: Watch) -> str:
    lines = watch.lines
    words = (
        f"报告线 {in_percent(lines['report_fall'], 0)}，补充担保线 {in_percent(lines['collateral_fall'], 0)}，凭证到期前 "
        f"{plain(lines['certificate_days'])} 天，更新周期 {plain(lines['update_times'])} 倍，质量下降 {plain(lines['quality_drop'])} 分，"
        f"合同收入下降 {in_percent(Decimal(lines['income_fall']), 0)}"
    )
    own = f"（其中 {len(watch.defaults)} 项为{OWN_DEFAULT}，以借款合同为准）" if watch.defaults else "（按约定）"
    return f"监测线：{words}{own}。两个时点的价值都由本软件按各自的记录重新测算，未经评估；没有重新测量的数据集沿用上一次的测量结果。"
