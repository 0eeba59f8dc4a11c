"""After the loan: what has changed since the pledged snapshot, and which of the agreed lines it crosses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal

from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.kinds import grouped, in_percent, plain, rounded
from gzvalue.schema.lending_forms import Monitoring
from gzvalue.schema.project import Project
from gzvalue.schema.quality_scores import DIMENSIONS, quality_scores
from gzvalue.schema.rights_forms import Certificate
from gzvalue.valuation.doubts import ZERO
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.parameters import parameters
from gzvalue.valuation.result import Valuation

Colour = Literal["green", "yellow", "red", "grey"]

COLOURS: Mapping[Colour, str] = {"green": "正常", "yellow": "关注", "red": "触发", "grey": "无法判断"}

_DAYS = {"实时": 1, "按天": 1, "按周": 7, "按月": 31, "按季": 92, "按年": 366}
_LINES = ("report_fall", "collateral_fall", "certificate_days", "update_times", "quality_drop", "income_fall", "every_months")


@dataclass(frozen=True)
class Light:
    """One thing that is watched: ``green`` 正常, ``yellow`` 关注, ``red`` 触发, ``grey`` 无法判断; with what to do."""

    key: str
    name: str
    colour: Colour
    words: str
    action: str = ""

    @property
    def state(self) -> str:
        """The colour in a word."""
        return COLOURS[self.colour]


@dataclass(frozen=True)
class Changed:
    """One figure or fact that is no longer what it was when pledged."""

    what: str
    before: str
    now: str


@dataclass(frozen=True)
class Watch:
    """The result of monitoring. Money in 元.

    Attributes:
        as_of: the day for which dates are judged.
        pledged_on: valuation date of the pledged snapshot.
        value_before, value_now, pool_before, pool_now: of snapshot and project.
        fall: how far the value of the pledged data sets fell, a ratio; negative for a rise; ``None`` where it was 0.
        lights: all that is watched.
        changes: what changed; empty for an unchanged project.
        lines: the agreed lines by key, with the default of the program where none was agreed.
        defaults: keys of the lines that are the program's default.
    """

    as_of: date
    pledged_on: date | None
    value_before: Decimal
    value_now: Decimal
    pool_before: Decimal
    pool_now: Decimal
    fall: Decimal | None
    lights: tuple[Light, ...]
    changes: tuple[Changed, ...]
    lines: Mapping[str, Decimal]
    defaults: tuple[str, ...]

    @property
    def worst(self) -> Colour:
        """The gravest light."""
        colours = {one.colour for one in self.lights}
        return next((one for one in ("red", "yellow", "grey") if one in colours), "green")


def lines_of(project: Project) -> tuple[dict[str, Decimal], tuple[str, ...]]:
    """The lines of a project, and which of them are the program's default."""
    record = project.single(Monitoring)
    told = {key: getattr(record, key) for key in _LINES}
    known = parameters("lending")
    lines = {key: Decimal(value) if value is not None else known[key].value for key, value in told.items()}
    return lines, tuple(key for key, value in told.items() if value is None)


def monitor(pledged: Project, present: Project, as_of: date) -> Watch:
    """Hold the project against the snapshot that was pledged; both are valued by this program.

    Args:
        pledged: the records of the issued dossier.
        present: the records of today, measured and valued anew as far as they were.
        as_of: the day for which dates are judged.
    """
    before, now = evaluate(pledged), evaluate(present)
    plan_before, plan_now = plan(pledged, before), plan(present, now)
    codes = {row.code for row in plan_before.rows if row.pooled}
    value_before, value_now = _of(before, codes), _of(now, codes)
    fall = (value_before - value_now) / value_before if value_before else None
    lines, defaults = lines_of(present)
    lights = (
        _value_light(fall, lines), *_pool_lights(plan_before, plan_now),
        *_certificate_lights(pledged, present, codes, as_of, int(lines["certificate_days"])), *_right_lights(pledged, present, codes, as_of),
        *_contract_lights(pledged, present, as_of), _income_light(pledged, present, lines["income_fall"]),
        *_update_lights(present, codes, as_of, lines["update_times"]), *_quality_lights(pledged, present, codes, lines["quality_drop"]),
    )  # fmt: skip
    changes = (
        *_money_changes(before, now, plan_before, plan_now),
        *_data_set_changes(before, now),
        *_content_changes(pledged, present, codes),
    )
    return Watch(
        as_of, pledged.head.valuation_date, value_before, value_now, plan_before.pool, plan_now.pool, fall, lights, changes, lines, defaults
    )


def _of(valuation: Valuation, codes: set[str]) -> Decimal:
    return sum((one.value or ZERO for one in valuation.data_sets if one.code in codes), ZERO)


def _data_sets(project: Project) -> dict[str, DataSet]:
    return {one.code: one for one in project.data_sets if one.code}


# --- lights -------------------------------------------------------------------------------------


def _value_light(fall: Decimal | None, lines: Mapping[str, Decimal]) -> Light:
    name = "质押数据价值"
    if fall is None:
        return Light("value", name, "grey", "质押时没有质押池价值，无法比较")
    words = f"较质押时{'下降' if fall >= 0 else '上升'} {in_percent(abs(fall), 1)}"
    if fall >= lines["collateral_fall"]:
        return Light(
            "value", name, "red", f"{words}，达到补充担保线 {in_percent(lines['collateral_fall'], 0)}", "通知银行，协商补充担保或提前还款"
        )
    if fall >= lines["report_fall"]:
        return Light("value", name, "yellow", f"{words}，达到报告线 {in_percent(lines['report_fall'], 0)}", "向银行书面报告原因")
    return Light("value", name, "green", words)


def _pool_lights(before: FinancingPlan, now: FinancingPlan) -> Iterable[Light]:
    present = {row.code: row for row in now.rows}
    for row in before.rows:
        if not row.pooled:
            continue
        other = present.get(row.code)
        if other is None:
            yield Light("pool", f"{row.code} 计入质押池", "red", "已不在质押池中", "查明原因并向银行报告")
        elif other.coefficient < row.coefficient:
            words = f"权利状态由“{row.status}”变为“{other.status}”，系数 {plain(row.coefficient)} → {plain(other.coefficient)}"
            yield Light("pool", f"{row.code} 权利状态", "red", words, "补办登记或授权，或替换质押数据")


def _certificate_lights(pledged: Project, present: Project, codes: set[str], as_of: date, days: int) -> Iterable[Light]:
    there = {one.code: one for one in present.certificates}
    for old in pledged.certificates:
        if not codes & set(old.data_sets or ()) or old.state != "已发证":
            continue
        name, one = f"凭证 {old.code}", there.get(old.code)
        if one is None:
            yield Light("certificate", name, "red", "登记凭证已从项目中删除", "恢复凭证或说明原因")
        else:
            yield _certificate_light(name, one, as_of, days)


def _certificate_light(name: str, one: Certificate, as_of: date, days: int) -> Light:
    if one.state != "已发证":
        return Light("certificate", name, "red", f"状态为“{one.state or '未填'}”", "立即续办，并向银行报告")
    if one.valid_until is None:
        return Light("certificate", name, "grey", "没有填有效期", "补填有效期")
    left = (one.valid_until - as_of).days
    if left < 0:
        return Light("certificate", name, "red", f"已于 {one.valid_until.isoformat()} 到期", "立即续办，并向银行报告")
    if left <= days:
        return Light("certificate", name, "yellow", f"{one.valid_until.isoformat()} 到期，还有 {left} 天", "办理续期")
    return Light("certificate", name, "green", f"有效期至 {one.valid_until.isoformat()}")


def _right_lights(pledged: Project, present: Project, codes: set[str], as_of: date) -> Iterable[Light]:
    before, now = _data_sets(pledged), _data_sets(present)
    for code in sorted(codes):
        old, one = before.get(code), now.get(code)
        if one is None:
            yield Light("right", f"{code}", "red", "数据集已从目录中删除", "恢复或说明原因，向银行报告")
            continue
        lost = [right for right in (old.rights or () if old else ()) if right not in (one.rights or ())]
        if lost:
            yield Light("right", f"{code} 的权利", "red", f"失去{'、'.join(lost)}", "补齐授权，或替换质押数据")
        if one.right_until is not None and one.right_until < as_of:
            yield Light("right", f"{code} 的权利期限", "red", f"已于 {one.right_until.isoformat()} 届满", "续签授权")


def _contract_lights(pledged: Project, present: Project, as_of: date) -> Iterable[Light]:
    there = {one.code or "": one for one in present.contracts}
    for old in pledged.contracts:
        if old.kind != "数据产品收入" or not old.annual_amount:
            continue
        one = there.get(old.code or "")
        if one is None:
            yield Light("contract", f"合同 {old.code}", "red", "收入合同已从项目中删除", "说明是否终止，重新测算")
        elif one.ends is not None and one.ends < as_of:
            yield Light("contract", f"合同 {old.code}", "red", f"已于 {one.ends.isoformat()} 到期", "提供续签合同，或按失去合同重新测算")


def _income(project: Project) -> Decimal:
    return sum((one.annual_amount or ZERO for one in project.contracts if one.kind == "数据产品收入"), ZERO)


def _income_light(pledged: Project, present: Project, line: Decimal) -> Light:
    before, now = _income(pledged), _income(present)
    if not before:
        return Light("income", "合同年收入", "grey", "质押时没有收入合同")
    fall = (before - now) / before
    words = f"{grouped(before, 2)} 元 → {grouped(now, 2)} 元"
    if fall >= line:
        return Light("income", "合同年收入", "red", f"{words}，下降 {in_percent(fall, 1)}", "向银行报告，重新测算")
    return Light("income", "合同年收入", "green", words)


def _update_lights(present: Project, codes: set[str], as_of: date, times: Decimal) -> Iterable[Light]:
    for code, one in sorted(_data_sets(present).items()):
        days, last = _DAYS.get(one.frequency or ""), last_day(one)
        if code in codes and days is not None and last is not None:
            overdue = (as_of - last).days
            if overdue > days * times:
                words = f"更新频率“{one.frequency}”，数据截至 {last.isoformat()}，已 {overdue} 天没有更新"
                yield Light("update", f"{code} 的更新", "yellow", words, "核实数据是否停更，重新测量")


def last_day(one: DataSet) -> date | None:
    """The last day that the span of a data set covers; ``None`` where it is not told."""
    text = (one.span_end or "").strip()
    try:
        if len(text) == 4:
            return date(int(text), 12, 31)
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:7])
            return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _quality_lights(pledged: Project, present: Project, codes: set[str], drop: Decimal) -> Iterable[Light]:
    before, now = quality_scores(pledged), quality_scores(present)
    for code in sorted(codes & before.keys() & now.keys()):
        for key, label in DIMENSIONS.items():
            old, new = before[code].dimensions[key], now[code].dimensions[key]
            if old.source == new.source == "实测" and old.score is not None and new.score is not None:
                fall = (old.score - new.score) * 100
                if fall >= drop:
                    words = f"{plain(rounded(old.score * 100, 1))} 分 → {plain(rounded(new.score * 100, 1))} 分"
                    yield Light("quality", f"{code} 的{label}", "yellow", words, "查明原因，整改后重新测量")


_TOGETHER = {"certificate": "凭证", "update": "更新", "right": "权利", "pool": "质押池", "contract": "收入合同", "quality": "质量"}
_SEVERAL, _NAMED = 3, 8


def gathered(lights: Iterable[Light]) -> tuple[Light, ...]:
    """Lights for a page: many of one kind, colour and action become one that names the first of them."""
    groups: dict[tuple[str, Colour, str], list[Light]] = {}
    for one in lights:
        groups.setdefault((one.key, one.colour, one.action), []).append(one)
    found: list[Light] = []
    for (key, colour, action), several in groups.items():
        if len(several) <= _SEVERAL:
            found += several
            continue
        names = "、".join(one.name.removesuffix(" 的更新").removeprefix("凭证 ") for one in several[:_NAMED])
        more = f"等 {len(several)} 项" if len(several) > _NAMED else ""
        words = {one.words for one in several}
        told = several[0].words if len(words) == 1 else f"例如：{several[0].words}"
        found.append(Light(key, f"{_TOGETHER.get(key, several[0].name)} {len(several)} 项", colour, f"{names}{more}：{told}", action))
    return tuple(found)


# --- changes ------------------------------------------------------------------------------------


def _money_changes(before: Valuation, now: Valuation, plan_before: FinancingPlan, plan_now: FinancingPlan) -> Iterable[Changed]:
    pairs = (("测算价值合计", before.total, now.total), ("质押池价值", plan_before.pool, plan_now.pool),
             ("折现率", before.rate, now.rate))  # fmt: skip
    for what, old, new in pairs:
        if old != new:
            shown = in_percent if what == "折现率" else grouped
            yield Changed(what, "—" if old is None else shown(old, 2), "—" if new is None else shown(new, 2))


def _data_set_changes(before: Valuation, now: Valuation) -> Iterable[Changed]:
    old, new = ({one.code: one.value for one in valuation.data_sets} for valuation in (before, now))
    for code in sorted(old.keys() | new.keys()):
        if old.get(code) != new.get(code):
            first, second = old.get(code), new.get(code)
            yield Changed(f"{code} 的价值", "—" if first is None else grouped(first, 2), "—" if second is None else grouped(second, 2))


def _content_changes(pledged: Project, present: Project, codes: set[str]) -> Iterable[Changed]:
    """Pledged data sets whose newest measuring found other data than the pledged one."""
    before, now = quality_scores(pledged), quality_scores(present)
    for code in sorted(codes):
        old, new = (found[code].measurement if code in found else None for found in (before, now))
        if old is not None and new is not None and old.sha256 != new.sha256:
            yield Changed(f"{code} 的数据指纹", (old.sha256 or "")[:16], (new.sha256 or "")[:16])
