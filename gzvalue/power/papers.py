"""Bills, lists of breaches and states, and the contract of supply."""

from collections.abc import Sequence
from datetime import date

from gzvalue.power.columns import Places, Row, Unread, cell, is_total, places_of
from gzvalue.power.conventions import Head, event_kind, says_paid, says_unpaid, tells_of_supply
from gzvalue.power.shapes import contract, long
from gzvalue.power.source import DAY, Bill, Event, Tables
from gzvalue.power.stamps import amount, day_of, moment_in, month_in


def bills(cells: Sequence[str], heads: Sequence[Head | None], body: Sequence[Row], tables: Tables, unit: str = "") -> None:
    """One row per bill, or per part payment of one; energy that stands on it counts where no reading tells it."""
    places = places_of(heads)
    if "due_on" not in places:
        tables.say("error", "账单表没有“应缴日期”一列：缴费及时率与逾期天数不能计算；请补上该列后重新导入。")
    wrong, unsure = Unread("缴费期限"), Unread("缴费日期")
    for row in body:
        if not any(row.cells) or is_total(row):
            continue
        due_on = day_of(cell(row, places, "due_on"))
        if due_on is None and "due_on" in places:
            wrong.note(row)
            continue
        try:
            tables.bills.append(_bill(row, places, due_on))
        except ValueError:
            unsure.note(row)
    wrong.tell(tables)
    unsure.tell(tables)
    if "kwh" in places and {"bill_month", "time", "start"} & places.keys():
        energies = Tables()
        long(cells, heads, body, energies, unit)
        tables.remarks += energies.remarks
        tables.zones, tables.demands, tables.capacities = energies.zones, energies.demands, energies.capacities
        for meter, found in energies.readings.items():
            tables.billed.setdefault(meter, []).extend(found)


def _bill(row: Row, places: Places, due_on: date | None) -> Bill:
    """One row of a list of bills.

    Raises:
        ValueError: the day of payment is told but cannot be understood.
    """
    told = cell(row, places, "bill_month") or cell(row, places, "time")
    month = moment_in(told) or month_in(cell(row, places, "year"), told)
    asked = amount(cell(row, places, "amount"), places.get("amount", (0, ""))[1])
    part = amount(cell(row, places, "paid_amount"), places.get("paid_amount", (0, ""))[1])
    text = cell(row, places, "paid_on")
    paid_on = day_of(text)
    state = cell(row, places, "paid_state")
    if paid_on is None and not says_unpaid(text):
        raise ValueError(text)
    if paid_on is None and says_paid(state):
        raise ValueError(state)  # settled, but nobody knows when
    if state and says_unpaid(state) and part is None:
        paid_on = None
    first = None if month is None else date.fromordinal(month[0] // DAY).replace(day=1)
    return Bill(due_on, paid_on, asked, first, row.number, cell(row, places, "meter"), part)


def settled(found: Sequence[Bill], tables: Tables) -> list[Bill]:
    """Bills with their part payments put together: a bill is paid on the day on which the parts reach its amount.

    Rows of one meter with the same due day and month are parts of one bill; equal rows are one bill listed twice. Rows that
    tell no month stay bills of their own.
    """
    by_bill: dict[tuple[str, date | None, date | None], list[Bill]] = {}
    for one in found:
        by_bill.setdefault((one.meter, one.due_on, one.month), []).append(one)
    whole: list[Bill] = []
    repeated = joined = 0
    for several in by_bill.values():
        if any(one.part is not None for one in several):
            whole.append(_from_parts(several))
            continue
        single = list({one[:4]: one for one in several}.values())
        repeated += len(several) - len(single)
        if len(single) > 1 and single[0].month is not None:
            joined += 1
            single = [_from_rows(single)]
        whole += single
    if joined:
        tables.say("notice", f"有 {joined:,} 张账单分几行缴纳，合并为一张：全部缴清之日为缴费日期。")
    if repeated:
        tables.say("notice", f"账单有 {repeated:,} 行与前面的行完全重复，只计一次。")
    credits = sum(one.amount is not None and one.amount < 0 for one in whole)
    if credits:
        tables.say("notice", f"有 {credits:,} 张账单金额为负（退费或冲减）：计入电费合计，不计入缴费及时率。")
    return whole


def _from_parts(several: Sequence[Bill]) -> Bill:
    asked = [one.amount for one in several if one.amount is not None]
    whole = max(asked) if asked and len(set(asked)) == 1 else (sum(asked) if asked else None)
    paid, paid_on = 0.0, None
    for one in sorted((one for one in several if one.paid_on is not None), key=lambda one: one.paid_on or date.min):
        paid += one.part if one.part is not None else (one.amount or 0.0)
        if whole is None or paid >= whole - 0.005:
            paid_on = one.paid_on
            break
    return several[0]._replace(amount=whole, paid_on=paid_on, part=paid)


def _from_rows(several: Sequence[Bill]) -> Bill:
    """Rows of one bill that do not say how much was paid: settled when the last one is; equal amounts are the bill's, told again."""
    asked = [one.amount for one in several if one.amount is not None]
    days = [one.paid_on for one in several]
    return several[0]._replace(
        amount=(asked[0] if len(set(asked)) == 1 else sum(asked)) if asked else None,
        paid_on=None if None in days else max(one for one in days if one is not None),
    )


def is_list_of_events(heads: Sequence[Head | None], body: Sequence[Row]) -> bool:
    """Whether a table lists breaches and states: at least one of its entries is one, or says that there is none; an empty list is one too."""
    places = places_of(heads)
    told = [words for row in body if (words := cell(row, places, "event"))]
    return not told or any(tells_of_supply(words) for words in told)


def events(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """One row per breach, theft or change of supply status; a normal state is no event."""
    places = places_of(heads)
    tables.events_told = True
    wrong = Unread("发生日期")
    for row in body:
        words = cell(row, places, "event")
        kind = event_kind(words)
        if kind is None:
            continue
        on = day_of(cell(row, places, "event_on") or cell(row, places, "time"))
        if on is None:
            wrong.note(row)
            continue
        tables.events.append(Event(on, kind, words, row.number))
    wrong.tell(tables)


def account(heads: Sequence[Head | None], body: Sequence[Row], tables: Tables) -> None:
    """What the contract of supply tells: capacities of several meters add up."""
    places = places_of(heads)
    for row in body:
        if not is_total(row):
            contract(row, places, tables)
            tables.sector = tables.sector or cell(row, places, "sector")
