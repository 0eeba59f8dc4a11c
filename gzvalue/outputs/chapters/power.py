"""附：企业用电画像 of the borrower: authorisation, indicators, score and weights, same months beside each other, curves, what is missing, caveat."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from gzvalue.outputs.blocks import (
    NOT_APPLICABLE,
    Block,
    Cell,
    Column,
    Heading,
    Items,
    KeyFigure,
    KeyFigures,
    LineChart,
    Marked,
    PageBreak,
    Panel,
    Panels,
    Paragraph,
    RadarChart,
    RecordTable,
    RowsTable,
)
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import day, filled, items, text_of
from gzvalue.power.assessment import Assessment, Month
from gzvalue.power.conventions import rules
from gzvalue.power.indicators import Indicator
from gzvalue.power.plain import CAVEAT
from gzvalue.power.words import decimal_of, figure, inputs_words, percent, shown
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.figures import shortened
from gzvalue.schema.power_forms import PARTS, PowerAccount
from gzvalue.schema.valuation_forms import Evidence

_YEARS = 4
_MONTHS = 60
_REMARKS = 20
_WAN = 10_000
_YEAR = 12


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """Absent without a kept profile and a valid written authorisation."""
    found = content.power
    if found is None:
        return ()
    blocks: list[Block] = [
        PageBreak(),
        Heading("附：企业用电画像", 1),
        Paragraph(
            f"本附件由本软件根据企业提供的用电表格计算，截至 {day(found.as_of)}。项目中只保留指标的计数、月电量与典型日负荷，不保留读数。"
            f"{CAVEAT}本附件不参与价值测算与贷款测试。"
        ),
        *_authorisation(content, found),
        Heading("结论", 2),
        *_conclusion(found),
        Heading("指标", 2),
        _indicators(found),
        Heading("评分与权重", 2),
        *_score(found),
    ]
    if found.months:
        blocks += [Heading("月电量与同月比较", 2), *_months(found.months)]
    if found.curve is not None:
        blocks += [Heading("日负荷曲线", 2), _curve(found)]
    blocks += _missing(found)
    blocks += [Heading("来源", 2), _sources(found)]
    return tuple(blocks)


def _authorisation(content: Content, found: Assessment) -> list[Block]:
    account = content.project.single(PowerAccount)
    told = found.authorisation
    rows: list[tuple[str, Cell]] = [
        ("用电企业", text_of(told.enterprise)),
        *items(account, "meters", "authorisation_number", "authorised_on", "authorised_by", "authorised_to", "valid_until"),
        ("授权书证据", _evidence(content, told.evidence)),
        ("授权范围", filled(account, "scope")),
    ]
    return [Heading("书面授权", 2), RecordTable(tuple(rows), columns=2, card=True)]


def _evidence(content: Content, code: str | None) -> Cell:
    """The scanned authorisation among the attachments; a code that is not there proves nothing."""
    found = content.project.by_code["evidence"].get(code or "")
    return f"{code} {found.title or ''}".strip() if isinstance(found, Evidence) else Marked("未附扫描件", "attention")


# --- conclusion ------------------------------------------------------------------------------------


def _conclusion(found: Assessment) -> list[Block]:
    score = found.score
    total = NOT_APPLICABLE if score.total is None else figure(score.total, 1)
    note = f"按已测权重 {percent(score.measured, 0)} 计"
    figures = [
        KeyFigure("用电评分", total, "分", note),
        KeyFigure("等级", score.grade or NOT_APPLICABLE, "", "有否决事项，按最低等级" if score.vetoes else grade_lines()),
    ]
    if found.months:
        last_year = found.months[-_YEAR:]
        whole = sum(one.kwh for one in last_year)
        figures.append(KeyFigure(f"近 {len(last_year)} 个完整月用电", figure(whole / _WAN, 1), "万千瓦时", _span(last_year)))
    blocks: list[Block] = [KeyFigures(tuple(figures))]
    signs = (*(f"否决事项：{one}。" for one in score.vetoes), *score.signs)
    if signs:
        blocks.append(Panels((Panel("须先核实", signs, "stop"),)))
    else:
        blocks.append(
            Paragraph("没有发现否决事项（窃电、违约用电、欠费超过 3 个月、销户），也没有空壳迹象；没有提供的资料无从发现，见“未能计算”。")
        )
    return blocks


def grade_lines() -> str:
    """Where the grades begin."""
    return "，".join(f"{name} ≥ {line}" for name, line in rules()["grades"] if line)


def _span(months: Sequence[Month]) -> str:
    return f"{months[0].month:%Y-%m} 至 {months[-1].month:%Y-%m}"


# --- indicators ------------------------------------------------------------------------------------


def _indicators(found: Assessment) -> RowsTable:
    rows: list[tuple[Cell, ...]] = []
    for one in found.indicators:
        value: Cell = shown(one) if one.value is not None else Marked("未能计算", "quiet")
        inputs = inputs_words(one.inputs) or one.why_not
        rows.append((one.name, value, one.formula, inputs, one.window, one.source))
    columns = (Column("指标", 1.7), Column("值", 1.1), Column("公式", 2.8), Column("代入", 2.4), Column("窗口", 1.7), Column("依据", 2.1))
    return RowsTable(columns, tuple(rows), caption="用电指标", note="增长率为负表示下降；标准差为总体标准差。")


def _score(found: Assessment) -> list[Block]:
    weighed = {key: (own, reason) for key, own, reason in found.weighed}
    rows: list[tuple[Cell, ...]] = []
    for part in found.score.parts:
        own, reason = weighed[part.key]
        basis = f"企业录入：{shortened(reason, 100) or '未填理由'}" if own else OWN_DEFAULT
        points = Marked("未测", "quiet") if part.points is None else figure(part.points, 1)
        scale = "，".join(f"{_mark(x)}→{_mark(y)}" for x, y in part.scale)
        rows.append((PARTS[part.key], figure(part.weight, 0 if part.weight == int(part.weight) else 2), points, scale, basis))
    columns = (
        Column("评分项", 2),
        Column("权重", 0.9, "figure"),
        Column("得分", 0.9, "figure"),
        Column("换算（指标值→分，其间取直线）", 3.4),
        Column("权重依据", 3),
    )
    whole = found.weights_sum
    total = NOT_APPLICABLE if found.score.total is None else figure(found.score.total, 1)
    note = "总分＝Σ 权重 × 得分 ÷ Σ 已测各项权重；未测的项不计入，也不当作零分。" + (
        "" if whole == 100 else f"权重合计为 {figure(whole, 2)}，不是 100，按所占比例计分。"
    )
    totals: tuple[tuple[Cell, ...], ...] = (("合计", figure(whole, 0 if whole == int(whole) else 2), total, "", ""),)
    table = RowsTable(
        columns, tuple(rows), totals=tuple(tuple(cell or " " for cell in row) for row in totals), caption="评分", unit="分", note=note
    )
    measured = [part for part in found.score.parts if part.points is not None]
    if len(measured) < 3:
        return [table]
    best = max(measured, key=lambda part: part.points or 0)
    worst = min(measured, key=lambda part: part.points or 0)
    title = f"得分最高的是{PARTS[best.key]}，最低的是{PARTS[worst.key]}" if best.points != worst.points else "各项得分相同"
    values = tuple(decimal_of(part.points or 0.0, 1) for part in measured)
    return [table, RadarChart(title, tuple(PARTS[part.key] for part in measured), ((_who(found), values),))]


def _mark(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _who(found: Assessment) -> str:
    return shortened(found.authorisation.enterprise or "本企业", 30)


# --- months and day --------------------------------------------------------------------------------


def _scaled(months: Sequence[Month]) -> tuple[str, float, int]:
    """Unit, how many kWh one of it is, and decimals that fit."""
    most = max(one.kwh for one in months)
    return ("万千瓦时", _WAN, 2) if most >= _WAN else ("kWh", 1, 0)


def _months(months: Sequence[Month]) -> list[Block]:
    unit, scale, places = _scaled(months)
    shown_months = months[-_MONTHS:]
    by_month = {one.month: decimal_of(one.kwh / scale, places) for one in shown_months}
    axis = _every_month(shown_months[0].month, shown_months[-1].month)
    top = max(shown_months, key=lambda one: one.kwh)
    chart = LineChart(
        f"{_span(shown_months)}，用电最多的是 {top.month:%Y-%m}（{figure(top.kwh / scale, places)} {unit}）", unit,
        tuple(f"{one:%Y-%m}" for one in axis), (("月电量", tuple(by_month.get(one) for one in axis)),),
        note="只画完整的月份；断开处为缺少完整电量的月份。",
    )  # fmt: skip
    return [chart, *_seasons(months, unit, scale, places)]


def _every_month(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * _YEAR + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // _YEAR, (first.month - 1 + n) % _YEAR + 1, 1) for n in range(count)]


def _seasons(months: Sequence[Month], unit: str, scale: float, places: int) -> list[Block]:
    """The same month of several years beside each other; absent where only one year is known."""
    years = sorted({one.month.year for one in months})[-_YEARS:]
    if len(years) < 2:
        return []
    by_place = {(one.month.year, one.month.month): one for one in months}
    series = tuple(
        (str(year), tuple(_amount(by_place.get((year, month)), scale, places) for month in range(1, _YEAR + 1))) for year in reversed(years)
    )
    compared = [one for one in months if one.change is not None and one.month.year == years[-1]]
    fallen = sum(1 for one in compared if (one.change or 0) < 0)
    title = f"{years[-1]} 年可与上年同月相比的 {len(compared)} 个月中，{len(compared) - fallen} 个月不低于上年" if compared else "同月比较"
    note = "旅游等季节性行业按同月比较，不作环比。"
    chart = LineChart(title, unit, tuple(f"{month} 月" for month in range(1, _YEAR + 1)), series, note=note)
    rows: list[tuple[Cell, ...]] = []
    for month in range(1, _YEAR + 1):
        here = [by_place.get((year, month)) for year in years]
        if not any(here):
            continue
        cells: list[Cell] = [NOT_APPLICABLE if one is None else figure(one.kwh / scale, places) for one in here]
        last = here[-1]
        rows.append((f"{month} 月", *cells, NOT_APPLICABLE if last is None or last.change is None else percent(last.change)))
    columns = (Column("月份", 1), *(Column(f"{year} 年", 1.4, "figure") for year in years), Column(f"{years[-1]} 年同比", 1.4, "figure"))
    return [chart, RowsTable(columns, tuple(rows), caption="同月比较", unit=unit, note="“—”表示没有该月的完整电量，或不能相比。")]


def _amount(one: Month | None, scale: float, places: int) -> Decimal | None:
    return None if one is None else decimal_of(one.kwh / scale, places)


def _curve(found: Assessment) -> LineChart:
    curve = found.curve
    assert curve is not None
    labels = tuple(f"{n * curve.minutes // 60:02}:{n * curve.minutes % 60:02}" for n in range(len(curve.mean)))
    top = max(range(len(curve.mean)), key=lambda n: curve.mean[n])
    mean = tuple(decimal_of(one, 1) for one in curve.mean)
    peak = tuple(None if one is None else decimal_of(one, 1) for one in curve.peak)
    return LineChart(
        f"平均一天中负荷最高在 {labels[top]}（{figure(curve.mean[top], 1)} kW）", "kW", labels,
        (("平均日", mean), (f"{curve.peak_day:%m-%d}", peak)),
        note=f"平均日为近 12 个月 {curve.days} 天的平均；另一条为出现最高负荷的 {curve.peak_day}。每 {curve.minutes} 分钟一点。",
    )  # fmt: skip


# --- what is missing, sources ----------------------------------------------------------------------


def _missing(found: Assessment) -> list[Block]:
    missing: list[Indicator] = [one for one in found.indicators if one.value is None]
    remarks = [one.message for one in found.remarks if "书面授权" not in one.message]
    blocks: list[Block] = []
    if missing or found.missing:
        gaps = [f"{month:%Y-%m}" for month in found.missing]
        lines = [f"{one.name}：{one.why_not}" for one in missing]
        if gaps:
            lines.append(f"没有完整电量的月份：{'、'.join(gaps[:24])}{'等' if len(gaps) > 24 else ''}。")
        blocks += [Heading("未能计算", 2), Items(tuple(lines))]
    if remarks or found.outdated:
        more = f"另有 {len(remarks) - _REMARKS} 条，见软件。" if len(remarks) > _REMARKS else ""
        blocks += [Heading("数据中的问题", 2), Items((*found.outdated, *remarks[:_REMARKS], *((more,) if more else ())))]
    return blocks


def _sources(found: Assessment) -> RowsTable:
    rows: list[tuple[Cell, ...]] = [(shortened(name, 80), sha256 or NOT_APPLICABLE) for name, sha256 in found.sources] or [
        ("—", NOT_APPLICABLE)
    ]
    meters = "、".join(f"{shortened(meter, 24) or '（未写户号）'} {count:,} 条" for meter, count in found.meters[:12])
    more = f"等 {len(found.meters)} 块电表" if len(found.meters) > 12 else ""
    period = f"读数自 {found.first} 至 {found.last}；" if found.first and found.last else ""
    note = f"生成于 {found.measured_at[:19].replace('T', ' ')}；{period}计入读数 {found.rows:,} 条{f'：{meters}{more}' if meters else ''}。"
    return RowsTable((Column("文件", 3), Column("SHA-256", 5)), tuple(rows), caption="用电表格及其指纹", note=note)
