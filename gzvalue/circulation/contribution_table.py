"""Who holds what before and after a contribution of data: records in, whole numbers through, a table out.

A newly founded company: what each subscribes over the registered capital; what is brought in beyond it goes to the capital
reserve. An increase: the price of a unit is the agreed worth before ÷ all units before; each line gets whole units, cut, and
what its capital does not take goes to the capital reserve (project's own rule for the cut; 公司法 art. 142, 148 for the price).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from gzvalue.circulation.contribution_result import Holder, ShareTable, Subscription
from gzvalue.circulation.contribution_shares import by_largest_remainder, issued, percentages, places_needed, price, stated
from gzvalue.schema.contribution_forms import BY_SHARES, DATA, FOUNDING, INCREASE, LIMITED, MONEY, NO_PAR, PAR, Contribution, Contributor
from gzvalue.schema.figures import grouped, rounded
from gzvalue.schema.problems import Level, Problem
from gzvalue.schema.rules_within import folded

_FEN = 2
UNSUBSCRIBED, UNLISTED = "（尚未认缴）", "（未列明的原股东）"


class Refused(Exception):
    """The contribution cannot stand: a sentence, and the field to which it leads."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.key = key


@dataclass
class Told:
    """What is missing or contradictory, gathered on the way."""

    record: Contribution
    found: list[Problem] = field(default_factory=list)

    def say(self, key: str, words: str, row: Contributor | None = None, level: Level = "error") -> None:
        """A thing to mend, of the terms or of one shareholder's row; a notice does not make the paper a draft."""
        about = row or self.record
        self.found.append(Problem(level, about.form.name, about.id, key, f"{about.name_for_people}：{words}"))


def fen(amount: Decimal) -> int:
    """An amount in 元 as whole 分, half up."""
    return int(rounded(amount, _FEN).scaleb(_FEN))


def yuan(units: int) -> Decimal:
    """Whole 分 as 元."""
    return Decimal(units).scaleb(-_FEN)


def share_table(record: Contribution, rows: Sequence[Contributor], contributor: str, told: Told) -> ShareTable | None:
    """The table; ``None`` where something is missing, which is told.

    Args:
        record: the terms.
        rows: the shareholders of this contribution.
        contributor: name of who brings the data.
        told: gathers what is missing.

    Raises:
        Refused: the contribution is above the registered capital, or below the price that the law sets.
    """
    _out_of_range(record, rows)
    if record.registered_capital is not None and not fen(record.registered_capital):
        raise Refused("registered_capital", "注册资本为 0，不能计算占股，请填写注册资本。")
    lines = _lines(record, rows, contributor, told)
    if lines is not None and record.mode != INCREASE and record.registered_capital is not None:
        _not_above(lines, fen(record.registered_capital))
    if not _ready(record, told) or lines is None:
        return None
    if record.mode == FOUNDING:
        return _founding(record, lines, told)
    return _increase(record, rows, lines, told)


def _out_of_range(record: Contribution, rows: Sequence[Contributor]) -> None:
    """Amounts that are negative or beyond reason: nothing is worked out of them."""
    for one in (record, *rows):
        for key, declared in one.form.fields.items():
            value = getattr(one, key)
            wrong = declared.kind.verdict(value) if declared.kind.name in ("money", "integer") and value is not None else None
            if wrong is not None:
                whose = "" if one is record else f"{one.name_for_people}："
                raise Refused(key, f"{whose}“{declared.label}”{wrong}，请改正。")


def _is_nothing(value: object) -> bool:
    """Whether a number is 0, or an amount is less than half a 分."""
    return value == 0 or (isinstance(value, Decimal) and not fen(value))


def _ready(record: Contribution, told: Told) -> bool:
    before = len(told.found)
    needed = [("mode", "出资情形（新设公司或增资）"), ("company_type", "公司类型"), ("registered_capital", "注册资本")]
    if record.mode == INCREASE:
        needed.append(("pre_money", "投前估值"))
    if record.company_type == BY_SHARES:
        needed.append(("share_sort", "股份形式（面额股或无面额股）"))
        needed += [("par_value", "每股面值")] if record.share_sort == PAR else []
        needed += [("shares", "股份总数")] if record.share_sort == NO_PAR else []
        needed += [("capital_per_share", "每股计入注册资本的金额")] if record.share_sort == NO_PAR and record.mode == INCREASE else []
    for key, words in needed:
        if getattr(record, key) is None:
            told.say(key, f"未填{words}，不能计算占股。")
        elif _is_nothing(getattr(record, key)):
            told.say(key, f"{words}为 0，不能计算占股，请改正。")
    for key in ("par_value", "capital_per_share"):
        value = getattr(record, key)
        if value is not None and rounded(value, _FEN) != value:
            told.say(key, f"{record.form.fields[key].label} {value:f} 元不是整分，不能计算占股，请改为精确到分的金额。")
    return len(told.found) == before


# --- the lines ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Line:
    """One line brought in, in 分; ``subscribed`` as typed, else the amount."""

    id: int
    name: str
    kind: str
    amount: int
    subscribed: int
    row: Contributor | None


def _lines(record: Contribution, rows: Sequence[Contributor], contributor: str, told: Told) -> list[_Line] | None:
    found, data = [], [row for row in rows if row.kind == DATA]
    if not data:
        if record.agreed_price is None:
            told.say("agreed_price", "未填作价金额，不能计算占股。")
            return None
        if rows:
            told.say("code", "股东表中没有以数据出资的一行，已按作价金额加入，请补充。")
        agreed = fen(record.agreed_price)
        if not agreed:
            told.say("agreed_price", "作价金额为 0，没有出资，请改正。")
        found.append(_Line(0, contributor, DATA, agreed, agreed, None))
    complete = [_line(record, row, len(data), told) for row in rows if _brings(record, row)]
    if any(one is None for one in complete):
        return None
    found += [one for one in complete if one is not None]
    _price_of_lines(record, [one for one in found if one.kind == DATA and one.row is not None], told)
    return found


def _brings(record: Contribution, row: Contributor) -> bool:
    """Whether a row brings something in, or only says what was held before."""
    return row.kind is not None or row.amount is not None or (record.mode != INCREASE and row.subscribed is not None)


def _line(record: Contribution, row: Contributor, data: int, told: Told) -> _Line | None:
    amount = row.amount
    if amount is None and row.kind == DATA and data == 1:
        amount = record.agreed_price
    if amount is None and record.mode != INCREASE:
        amount = row.subscribed
    if amount is None:
        told.say("amount", "未填本次出资金额，不能计算占股。", row)
        return None
    if row.kind is None:
        told.say("kind", "未填出资方式，暂按货币计算，请补充。", row)
    whole = fen(amount)
    _doubtful_line(row, whole, told)
    return _Line(row.id, _named(row), row.kind or MONEY, whole, whole if row.subscribed is None else fen(row.subscribed), row)


def _doubtful_line(row: Contributor, amount: int, told: Told) -> None:
    """What is odd in a row though it can be worked with."""
    if not row.name:
        told.say("name", "未填股东名称，请补充。", row)
    if not amount and not row.subscribed:
        told.say("amount", "本次出资金额为 0，没有出资，请改正。", row)
    due = max(amount, 0 if row.subscribed is None else fen(row.subscribed))
    if row.paid is not None and fen(row.paid) > due:
        told.say("paid", f"已实缴 {_money(fen(row.paid))} 元高于本次出资 {_money(due)} 元，请改正。", row)


def _named(row: Contributor) -> str:
    return row.name or f"（第 {row.id} 行，未填名称）"


def _price_of_lines(record: Contribution, data: Sequence[_Line], told: Told) -> None:
    total = sum(one.amount for one in data)
    if data and record.agreed_price is not None and total != fen(record.agreed_price):
        told.say(
            "agreed_price",
            f"作价金额 {_money(fen(record.agreed_price))} 元与股东表中数据出资合计 {_money(total)} 元不一致，按股东表计算，请改正。",
        )


def _money(units: int) -> str:
    return grouped(yuan(units), 2)


# --- a new company -----------------------------------------------------------------------------


def _founding(record: Contribution, lines: Sequence[_Line], told: Told) -> ShareTable | None:
    capital = fen(record.registered_capital or Decimal(0))
    _not_above(lines, capital)
    parts = [one.subscribed for one in lines]
    open_part = capital - sum(parts)
    if open_part:
        told.say("registered_capital", f"各股东认缴合计 {_money(sum(parts))} 元，比注册资本 {_money(capital)} 元少 {_money(open_part)} 元，"
                                       "注册资本应由全体股东认足，请补充股东或改注册资本。")  # fmt: skip
    total = _total(record, capital, told)
    if total is None:
        return None
    split = by_largest_remainder(total, [*parts, open_part])
    uneven = any(total * part % capital for part in parts)
    subscriptions = tuple(
        Subscription(
            one.id,
            one.name,
            one.kind,
            yuan(one.amount),
            units,
            yuan(one.subscribed),
            yuan(max(one.amount - one.subscribed, 0)),
            yuan(max(one.subscribed - one.amount, 0)),
        )
        for one, units in zip(lines, split, strict=False)
    )
    held = _by_name([(one.name, 0, one.units) for one in subscriptions] + ([(UNSUBSCRIBED, 0, split[-1])] if open_part else []))
    return _table(record, subscriptions, held, yuan(capital), yuan(capital), unplaced=split[-1], uneven=uneven)


def _not_above(lines: Sequence[_Line], capital: int) -> None:
    for one in lines:
        if one.kind == DATA and one.subscribed > capital:
            typed = one.row is not None and one.row.subscribed is not None
            what = "认缴出资额" if typed else "作价金额"
            more = "" if typed else "；超出部分计入资本公积的，请在股东表中填写其中的认缴出资额"
            raise Refused("registered_capital", f"数据出资的{what} {_money(one.subscribed)} 元高于注册资本 {_money(capital)} 元，出资不成立"
                                                f"{more}，请改作价或注册资本。")  # fmt: skip
    total = sum(one.subscribed for one in lines)
    if total > capital:
        raise Refused(
            "registered_capital",
            f"各股东认缴合计 {_money(total)} 元高于注册资本 {_money(capital)} 元，出资不成立，请改认缴出资额或注册资本。",
        )


def _total(record: Contribution, capital: int, told: Told) -> int | None:
    """All units of a new company: 分 of capital, or shares."""
    if record.company_type == LIMITED:
        return capital
    if record.share_sort == NO_PAR:
        return record.shares
    count, rest = divmod(capital, fen(record.par_value or Decimal(0)) or 1)
    if rest or (record.shares is not None and record.shares != count):
        told.say("shares", f"注册资本 {_money(capital)} 元 ÷ 每股面值 {_money(fen(record.par_value or Decimal(0)))} 元"
                           f"{'不是整数' if rest else f'为 {count:,} 股，与所填股份总数 {record.shares:,} 股不一致'}，请改正。")  # fmt: skip
        return None
    return count


# --- an increase of capital --------------------------------------------------------------------


def _increase(record: Contribution, rows: Sequence[Contributor], lines: Sequence[_Line], told: Told) -> ShareTable | None:
    capital, worth = fen(record.registered_capital or Decimal(0)), fen(record.pre_money or Decimal(0))
    total = _total(record, capital, told)
    if total is None:
        return None
    held = [(_named(one), _held(record, one), 0) for one in rows]
    listed = sum(before for _, before, _ in held)
    if listed > total:
        what = "股数" if record.company_type == BY_SHARES else "出资额"
        raise Refused(
            "registered_capital", f"增资前各股东{what}合计 {_units(record, listed)}高于公司全部 {_units(record, total)}，请改正。"
        )
    if listed < total:
        told.say("code", f"增资前的股东没有列全，尚有 {_units(record, total - listed)}未列明，已合并为一行，请补充。")
    _price_allowed(record, total, worth)
    subscriptions = tuple(_subscription(record, one, total, worth, told) for one in lines)
    _above_capital(subscriptions, capital, told)
    after = capital + sum(fen(one.capital) for one in subscriptions)
    _stated_after(record, after, told)
    whole = held + ([(UNLISTED, total - listed, 0)] if listed < total else []) + [(one.name, 0, one.units) for one in subscriptions]
    table = _table(record, subscriptions, _by_name(whole), yuan(capital), yuan(after), unplaced=total - listed)
    exact = price(total, worth) if record.company_type == LIMITED else price(total, worth) / 100
    return replace(table, worth_before=yuan(worth), worth_after=yuan(worth) + table.brought, price=stated(exact, 8))


def _held(record: Contribution, row: Contributor) -> int:
    if record.company_type == BY_SHARES:
        return row.held_shares or 0
    return fen(row.held_capital or Decimal(0))


def _units(record: Contribution, units: int) -> str:
    return f"{units:,} 股" if record.company_type == BY_SHARES else f"{_money(units)} 元"


def _capital_of(record: Contribution) -> int:
    """Registered capital of one new share, in 分; of a limited company a unit is a 分 itself."""
    if record.company_type == LIMITED:
        return 1
    return fen((record.par_value if record.share_sort == PAR else record.capital_per_share) or Decimal(0))


def _price_allowed(record: Contribution, total: int, worth: int) -> None:
    if worth < total * _capital_of(record):
        if record.company_type == LIMITED:
            words = "每 1 元注册资本的价格低于 1 元，认缴额会高于出资额，出资不足额"
        else:
            words = f"每股价格低于{'票面金额' if record.share_sort == PAR else '每股计入注册资本的金额'}，不得发行"
        raise Refused("pre_money", f"投前估值 {_money(worth)} 元折合{words}，出资不成立，请改投前估值。")


def _subscription(record: Contribution, line: _Line, total: int, worth: int, told: Told) -> Subscription:
    units = issued(line.amount, total, worth)
    capital = units * _capital_of(record)
    if line.row is not None and line.row.subscribed is not None and line.subscribed != capital:
        words = f"所填认缴出资额 {_money(line.subscribed)} 元与按投前估值折算的 {_money(capital)} 元不一致，以计算为准，请改正。"
        told.say("subscribed", words, line.row)
    if line.amount and not units:
        got = "1 股" if record.company_type == BY_SHARES else "0.01 元注册资本"
        told.say(
            "amount" if line.row else "agreed_price",
            f"{line.name}的出资 {_money(line.amount)} 元不足{got}的价格，没有取得股权，请改正。",
            line.row,
        )
    return Subscription(line.id, line.name, line.kind, yuan(line.amount), units, yuan(capital), yuan(line.amount - capital))


def _above_capital(subscriptions: Sequence[Subscription], capital: int, told: Told) -> None:
    """Data priced above the whole registered capital before: lawful with a premium, yet what a lawyer looks at first."""
    data = sum(fen(one.amount) for one in subscriptions if one.kind == DATA)
    if data > capital:
        taken = sum(fen(one.capital) for one in subscriptions if one.kind == DATA)
        told.say(
            "agreed_price",
            f"数据出资的作价 {_money(data)} 元高于增资前的注册资本 {_money(capital)} 元，其中计入注册资本 {_money(taken)} 元，"
            "其余计入资本公积，请核对作价与投前估值。",
            level="notice",
        )


def _stated_after(record: Contribution, after: int, told: Told) -> None:
    if record.capital_after is None or fen(record.capital_after) == after:
        return
    stated_capital = fen(record.capital_after)
    if after > stated_capital:
        raise Refused("capital_after", f"按投前估值折算，增资后注册资本为 {_money(after)} 元，高于章程修正案所载 {_money(stated_capital)} 元，"
                                       "出资不成立，请改作价、投前估值或章程修正案。")  # fmt: skip
    told.say(
        "capital_after", f"按投前估值折算，增资后注册资本为 {_money(after)} 元，章程修正案所载为 {_money(stated_capital)} 元，请改正其一。"
    )


# --- the holders -------------------------------------------------------------------------------


def _by_name(entries: Sequence[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Lines of one shareholder together, in the order of the first; what is not placed stands last."""
    found: dict[str, tuple[str, int, int]] = {}
    for name, before, new in sorted(entries, key=lambda entry: entry[0] in (UNSUBSCRIBED, UNLISTED)):
        known = found.get(folded(name), (name, 0, 0))
        found[folded(name)] = (known[0], known[1] + before, known[2] + new)
    return list(found.values())


def _table(
    record: Contribution, subscriptions: tuple[Subscription, ...], held: Sequence[tuple[str, int, int]],
    capital_before: Decimal, capital_after: Decimal, *, unplaced: int, uneven: bool = False,
) -> ShareTable:  # fmt: skip
    before, after = [one[1] for one in held], [one[1] + one[2] for one in held]
    places = places_needed(*(column for column in (before, after) if sum(column)))
    holders = tuple(_holders(held, percentages(before, places), percentages(after, places)))
    increase = record.mode == INCREASE
    return ShareTable(
        increase=increase, by_shares=record.company_type == BY_SHARES, subscriptions=subscriptions, holders=holders,
        capital_before=capital_before if increase else Decimal(0), capital_after=capital_after,
        units_before=sum(before), units_after=sum(after), worth_before=None, worth_after=None, price=None,
        places=places, unplaced=unplaced, uneven=uneven,
    )  # fmt: skip


def _holders(held: Sequence[tuple[str, int, int]], before: Sequence[Decimal], after: Sequence[Decimal]) -> Iterator[Holder]:
    for (name, had, got), share_before, share_after in zip(held, before, after, strict=True):
        yield Holder(name, had, got, had + got, share_before, share_after)
