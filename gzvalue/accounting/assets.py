"""The accounts of every booked asset: balances by block and the amortisation schedule."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from gzvalue.accounting import months
from gzvalue.accounting.amortisation import Change, charged, remaining_at, straight_line
from gzvalue.accounting.entries import balances, from_costs, from_ledger, stated_openings, told_openings
from gzvalue.accounting.result import ZERO, AssetBook, Balance, CostLine, Entry, Period, Schedule
from gzvalue.accounting.rules import effective_from
from gzvalue.accounting.terms import RightEnd
from gzvalue.schema.accounting_forms import (
    AMORTISATION,
    ASSET_CLASSES,
    BLOCKS,
    COST,
    DEVELOPMENT,
    EXPENSED,
    FROM_LEDGER,
    IMPAIRMENT,
    INDEFINITE,
    INTANGIBLE,
    OTHER_METHOD,
    SPENDING,
    UNBOOKED,
    WAYS,
    AssetMovement,
    BookedAsset,
)
from gzvalue.schema.figures import shortened
from gzvalue.schema.problems import Problem

_OPENING_OF = {COST: "opening_cost", AMORTISATION: "opening_amortisation", IMPAIRMENT: "opening_impairment", SPENDING: "opening_spending"}
_NAMED = 20
"""How many characters of a name a message repeats."""


@dataclass(frozen=True)
class Compared:
    """Two ways to the same amount of an asset, for the checks: what it is, as used, and as the other source says."""

    asset: str
    what: str
    used: Decimal
    other: Decimal


@dataclass(frozen=True)
class Book:
    """One asset worked out, what of it can be compared, and what is wrong with it."""

    asset: AssetBook
    compared: tuple[Compared, ...]
    problems: tuple[Problem, ...]


def booked(
    asset: BookedAsset, right: RightEnd | None, lines: Sequence[CostLine], movements: Iterable[AssetMovement], period: Period
) -> Book:
    """One asset over the period."""
    return _Booking(asset, right, lines, movements, period).made()


class _Booking:
    def __init__(
        self, asset: BookedAsset, right: RightEnd | None, lines: Sequence[CostLine], movements: Iterable[AssetMovement], period: Period
    ) -> None:
        self.asset, self.right, self.period = asset, right, period
        self.problems: list[Problem] = []
        self.ledger = from_ledger(asset, movements, self.problems)
        self.computed = from_costs(asset, lines)
        self.typed = stated_openings(asset)
        self.by_ledger = asset.amounts_from == FROM_LEDGER
        self.told = {one.block for one in self.ledger if one.on < period.begins}
        self.openings = {**told_openings(self.ledger, period), **self.typed}

    def say(self, key: str, words: str, level: str = "error") -> None:
        """Note what is wrong."""
        name = " ".join(shortened(word, _NAMED) for word in (self.asset.code, self.asset.name) if word) or f"第 {self.asset.id} 条"
        self.problems.append(
            Problem("error" if level == "error" else "notice", self.asset.form.name, self.asset.id, key, f"账面资产 {name}：{words}")
        )

    # --- the whole ------------------------------------------------------------------------------

    def made(self) -> Book:
        """Balances, schedule, comparisons."""
        self._look()
        schedule = self._schedule()
        entries, openings = self._entries(schedule)
        blocks = dict(balances(openings, entries, self.period))
        asset = self.asset
        of_period = sum(blocks[AMORTISATION].increases.values(), ZERO)
        comparable = schedule.months and self.period.ends == months.last_day(months.number(self.period.ends)) and not schedule.note
        book = AssetBook(
            asset, asset.code or "", asset.name or "", asset.data_set or "", asset.asset_class or "", asset.way or "", blocks, schedule,
            self._left(schedule, blocks), of_period, remaining_at(schedule, self.period.ends) if comparable else None,
        )  # fmt: skip
        return Book(book, tuple(self._compared(schedule, blocks)), tuple(self.problems))

    def _left(self, schedule: Schedule, blocks: dict[str, Balance]) -> int | None:
        """Months still to be amortised after the period; 0 once the asset is gone, never more than its life."""
        if schedule.start is None or schedule.life is None:
            return None
        cost = blocks[COST]
        if cost.decreases and not cost.closing:
            return 0
        ends = self.period.ends
        last = months.number(ends) if ends == months.last_day(months.number(ends)) else months.number(ends) - 1
        return max(0, min(schedule.life, schedule.start + schedule.life - last - 1))

    def _entries(self, schedule: Schedule) -> tuple[list[Entry], dict[str, Decimal]]:
        """What the disclosure is made from, and the openings to start with."""
        own = [one for one in self.ledger if self.period.holds(one.on)]
        if self.by_ledger:
            return own, dict(self.openings)
        decreases = [one for one in self.ledger if one.sign < 0 and one.block != IMPAIRMENT]
        impairment = [one for one in self.ledger if one.block == IMPAIRMENT]
        code = self.asset.code or ""
        if schedule.months:
            charges = [
                Entry(code, months.last_day(one.month), AMORTISATION, "计提", one.amount, 1) for one in schedule.months if one.amount
            ]
            openings = {}
        else:  # no schedule of ours: what the ledger amortises counts
            charges = [one for one in self.ledger if one.block == AMORTISATION and one.sign > 0]
            openings = {AMORTISATION: self._before(AMORTISATION)}
        openings[IMPAIRMENT] = self._before(IMPAIRMENT)
        return [*self.computed, *decreases, *impairment, *charges], openings

    def _before(self, block: str) -> Decimal:
        """The opening balance as typed; 0 where the ledger itself tells what came before the period, so that it counts once."""
        return ZERO if block in self.told else self.typed.get(block, ZERO)

    # --- the schedule ---------------------------------------------------------------------------

    def _schedule(self) -> Schedule:
        asset, code = self.asset, self.asset.code or ""
        none = self._no_schedule()
        if none:
            return Schedule(code, None, None, (), (), none, self._right_until())
        ready = months.of_moment(asset.ready_from or "")
        assert ready is not None
        assert asset.life_months is not None
        taken_over = self.openings.get(AMORTISATION, ZERO) if self.by_ledger else ZERO
        schedule = straight_line(code, ready, asset.life_months, self._changes(), self._right_until(), taken_over)
        if schedule.too_long:
            assert self.right is not None
            self.say(
                "life_months",
                f"摊销 {schedule.life} 个月，长于权利的剩余期限 {schedule.allowed} 个月（{months.text(ready)} 至 {self.right.until.isoformat()}，"
                f"见{self.right.where}）；请缩短摊销月数，能续期的先改正该期限并留存续期依据。",
            )
        if schedule.note and schedule.segments:
            self.say("life_months", schedule.note + "。")
        return schedule

    def _right_until(self) -> date | None:
        return self.right.until if self.right else None

    def _no_schedule(self) -> str:
        """Why there is none; empty if there is one to make."""
        asset = self.asset
        if asset.asset_class != INTANGIBLE:
            return "不是无形资产，不摊销"
        if asset.life == INDEFINITE:
            return "使用寿命不确定，不摊销，每年进行减值测试"
        if asset.method == OTHER_METHOD:
            return "采用直线法以外的方法，摊销额按账载发生额"
        if asset.ready_from is None:
            return "未填可供使用的月份，尚不摊销"
        if months.of_moment(asset.ready_from) is None:
            self.say("ready_from", f"可供使用的月份只写了年份 {asset.ready_from}，须写到月份，例如 {asset.ready_from}-05。")
            return "可供使用的月份没有写到月份，没有计算摊销"
        if asset.life_months is None or not 1 <= asset.life_months <= 1200:
            self.say("life_months", "未填摊销月数，或不在 1 至 1200 之间，没有计算摊销。")
            return "未填摊销月数，没有计算摊销"
        return ""

    def _changes(self) -> list[Change]:
        """What makes up the carrying amount, month by month."""
        found: list[Change] = []
        first = months.number(self.period.begins)
        if self.by_ledger:
            carrying = self.openings.get(COST, ZERO) - self.openings.get(AMORTISATION, ZERO) - self.openings.get(IMPAIRMENT, ZERO)
            found += [Change(first, carrying)] if carrying else []
            costs = [one for one in self.ledger if one.block == COST and self.period.holds(one.on)]
        else:
            impaired = self._before(IMPAIRMENT)
            found += [Change(first, -impaired)] if impaired else []
            costs = [one for one in self.computed if one.block == COST]
            costs += [one for one in self.ledger if one.block == COST and one.sign < 0]
        found += [Change(months.number(one.on), one.sign * one.amount) for one in costs if one.on <= self.period.ends]
        for one in self.ledger:
            if one.on > self.period.ends or (one.on < self.period.begins and self.by_ledger):
                continue
            if one.block == AMORTISATION and one.sign < 0:
                found.append(Change(months.number(one.on), one.amount))
            elif one.block == IMPAIRMENT:
                later = 1 if one.sign > 0 else 0  # impaired at the end of its month, written off with the asset
                found.append(Change(months.number(one.on) + later, -one.sign * one.amount))
        return found

    # --- two ways to the same amount ----------------------------------------------------------------

    def _compared(self, schedule: Schedule, blocks: dict[str, Balance]) -> Iterable[Compared]:
        code, period = self.asset.code or "", self.period
        own = [one for one in self.ledger if period.holds(one.on) and one.sign > 0]
        for block, label in ((COST, "本期增加的账面原值"), (AMORTISATION, "本期摊销"), (SPENDING, "本期增加的开发支出")):
            typed = [one.amount for one in own if one.block == block]
            if block == AMORTISATION:
                other = charged(schedule, period.begins, period.ends) if schedule.months else None
            else:
                worked = [one.amount for one in self.computed if one.block == block and one.sign > 0 and period.holds(one.on)]
                other = sum(worked, ZERO) if self.computed or not self.by_ledger else None
            if other is not None and (typed or (self.by_ledger and other)):
                used = sum(blocks[block].increases.values(), ZERO)
                yield Compared(code, label, used, other if self.by_ledger else sum(typed, ZERO))
        if not self.by_ledger:
            for block, label in ((COST, "期初账面原值"), (AMORTISATION, "期初累计摊销"), (SPENDING, "期初开发支出")):
                if block in self.typed:
                    yield Compared(code, label, blocks[block].opening, self.typed[block])
            if IMPAIRMENT in self.typed and IMPAIRMENT in self.told:
                yield Compared(code, "期初减值（跌价）准备", blocks[IMPAIRMENT].opening, self.typed[IMPAIRMENT])

    # --- what is wrong ------------------------------------------------------------------------------

    def _look(self) -> None:
        asset = self.asset
        if asset.asset_class not in ASSET_CLASSES:
            self.say("asset_class", "未填类别，没有列入披露表。")
        elif asset.asset_class not in (EXPENSED, UNBOOKED) and asset.way not in WAYS:
            self.say("way", "未填取得方式，没有列入披露表。")
        if asset.asset_class in (EXPENSED, UNBOOKED, None):
            return
        recognised = asset.recognised_on
        if recognised is None and asset.asset_class != DEVELOPMENT and not self.by_ledger:
            self.say("recognised_on", "未填确认日期，没有计入账面原值；请填入账日期。")
        if recognised is not None and recognised < effective_from():
            self.say("recognised_on", f"确认日期早于暂行规定施行日 {effective_from().isoformat()}；施行前已费用化的不再调整，请核对。")
        if self.by_ledger and not self.typed and not self.told:
            self.say("opening_cost", "金额来源为账载发生额，请填期初余额（新取得的填 0）。", "notice")
        self._look_at_openings()
        self._look_at_entries()
        self._look_at_life()
        self._look_at_disposals()

    def _look_at_openings(self) -> None:
        for block, key in _OPENING_OF.items():
            if getattr(self.asset, key) and block not in self.typed:
                self.say(key, f"{self.asset.asset_class}没有“{block}”这个账户，期初数没有计入；请核对类别，或清空。")

    def _look_at_entries(self) -> None:
        """What was entered before there was an asset to move."""
        recognised, begins = self.asset.recognised_on, self.period.begins
        for one in self.ledger:
            if recognised is not None and one.on < recognised and one.block != SPENDING and one.record is not None:
                record = one.record
                words = f"记账日期 {one.on.isoformat()} 早于资产的确认日期 {recognised.isoformat()}，请核对。"
                self.problems.append(Problem("error", record.form.name, record.id, "entered_on", f"账载发生额 {record.words}：{words}"))
        for block in BLOCKS if self.by_ledger else ():
            if block in self.told and block in self.typed:
                words = f"“{block}”在报告期开始前已有账载发生额，期初数应是 {begins.isoformat()} 的余额并已包含它们，请核对。"
                self.say(_OPENING_OF[block], words, "notice")

    def _look_at_life(self) -> None:
        asset, period = self.asset, self.period
        if asset.asset_class != INTANGIBLE:
            return
        ready = months.of_moment(asset.ready_from) if asset.ready_from else None
        if asset.life is None and asset.life_months is None:
            self.say("life", "未填使用寿命是有限还是不确定。")
        if asset.life == INDEFINITE and asset.life_months is not None:
            self.say("life_months", "使用寿命不确定的不摊销，请清空摊销月数，或改为使用寿命有限。")
        tests = asset.life == INDEFINITE or asset.ready_from is None
        if tests and (asset.tested_on is None or not period.holds(asset.tested_on)):
            self.say("tested_on", "使用寿命不确定或尚未可供使用的无形资产，每年须做减值测试，本期没有测试日期。")
        if asset.life_months is not None and not asset.life_basis:
            self.say("life_basis", "未写寿命依据（更新频率、时效、技术、合同与权利期限）。", "notice")
        if ready is not None and asset.recognised_on is not None and months.number(asset.recognised_on) > ready:
            self.say(
                "ready_from",
                f"{months.text(ready)} 已可供使用，确认日期却在 {asset.recognised_on.isoformat()}；从确认当月起摊销，请核对。",
                "notice",
            )

    def _look_at_disposals(self) -> None:
        out = {months.number(one.on) for one in self.ledger if one.block == COST and one.sign < 0}
        written = {months.number(one.on) for one in self.ledger if one.block == AMORTISATION and one.sign < 0}
        ready = months.of_moment(self.asset.ready_from) if self.asset.ready_from else None
        for month in sorted(out - written):
            if self.asset.asset_class == INTANGIBLE and ready is not None and month > ready:
                self.say("code", f"{months.text(month)} 减少了账面原值，没有同时转出累计摊销，请补记。")
