"""Rules asked of the rows: which break one, how many, and some of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from gzvalue.errors import UserError
from gzvalue.quality import classes, plan
from gzvalue.quality.classes import Reading
from gzvalue.quality.engines.engine import Engine
from gzvalue.quality.expression import bound, translated
from gzvalue.quality.measurement import BadCell, Json
from gzvalue.quality.profile import Profiled, bad_cell
from gzvalue.quality.rules import ColumnRules, Rules, place_of
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sql_text import any_of, as_read, literal, matches

FIGURES = frozenset({"integer", "decimal"})
DATES = frozenset({"date", "datetime"})


@dataclass(frozen=True)
class Asked:
    """One rule as SQL: ``broken`` is true in rows that break it; ``kind`` is required, unique, format, value or expression."""

    name: str
    broken: str
    columns: tuple[int, ...]
    kind: str = "expression"


@dataclass(frozen=True)
class Broken:
    """How many rows break a rule, with some of them; ``examined`` are the cells or rows that could."""

    name: str
    rows: int
    sample: tuple[BadCell, ...]
    kind: str = "expression"
    examined: int = 0

    def as_json(self) -> Json:
        """For the JSON."""
        return {"name": self.name, "broken": self.rows, "sample": [one.as_json() for one in self.sample]}


class RuleCheck:
    """Asks the rules of a loaded source.

    Args:
        engine: asked.
        loaded: the source.
        profiled: its columns, so that a figure is compared as a figure.
        reading: how cells are classed.
        today: ISO date.
    """

    def __init__(self, engine: Engine, loaded: Loaded, profiled: Sequence[Profiled], reading: Reading, today: str) -> None:
        self._engine, self._loaded, self._profiled, self._reading, self._today = engine, loaded, profiled, reading, today

    def broken(self, rules: Rules) -> tuple[int, list[Broken]]:
        """Rows that break at least one rule, and each rule's own.

        Raises:
            UserError: a rule names what is not there, or cannot be asked.
        """
        asked = self.asked(rules)
        if not asked or not self._loaded.rows:
            return 0, [Broken(one.name, 0, (), one.kind) for one in asked]
        relation = self._relation(asked)
        sums = ", ".join(f"sum(CASE WHEN b{n} THEN 1 ELSE 0 END) AS n{n}" for n in range(len(asked)))
        any_broken = " OR ".join(f"coalesce(b{n}, FALSE)" for n in range(len(asked)))
        total, *counts = self._engine.ask(
            f"SELECT sum(CASE WHEN {any_broken} THEN 1 ELSE 0 END) AS total, {sums} FROM {relation}", "检查规则"
        )[0]
        found = [
            Broken(one.name, int(rows), self._sample(n, one, relation) if rows else (), one.kind, self._examined(one))
            for n, (one, rows) in enumerate(zip(asked, counts, strict=True))
        ]
        return int(total), found

    def _examined(self, one: Asked) -> int:
        """Cells of the column that are filled, for what only those can break; rows for the rest."""
        return self._profiled[one.columns[0]].column.filled if one.kind in {"format", "value"} else self._loaded.rows

    def rows(self, one: Asked) -> str:
        """A statement that gives row number and first cell of the rows that break a rule."""
        return f"SELECT r, c{one.columns[0]} FROM {self._relation([one])} WHERE b0"

    def asked(self, rules: Rules) -> list[Asked]:
        """The rules of a set one by one, in the order in which `broken` counts them.

        Raises:
            UserError: a rule names what is not there, or cannot be asked.
        """
        asked = [one for name, column in rules.columns.items() for one in self._of_column(name, column)]
        if rules.key:
            asked.append(self._key(rules.key, f"主键 {'＋'.join(rules.key)} 不空且不重复", missing_breaks=True))
        return asked + [self._expression(one.name, one.expression) for one in rules.rules]

    def _relation(self, asked: Sequence[Asked]) -> str:
        used = sorted({k for one in asked for k in one.columns})
        reads = "".join(f", {as_read(f'c{k}')} AS s{k}" for k in used)
        cells = "".join(f", c{k}, s{k}" for k in used)
        kinds = "".join(f", {classes.cell_class(self._reading, x=f'c{k}', s=f's{k}', k=str(k))} AS t{k}" for k in used)
        breaks = "".join(f", {one.broken} AS b{n}" for n, one in enumerate(asked))
        texts = "".join(f", c{k}" for k in used)
        inner = f"(SELECT r{texts}{reads} FROM {self._engine.relation(used)}) AS read_"
        return f"(SELECT r{texts}{breaks} FROM (SELECT r{cells}{kinds} FROM {inner}) AS classed) AS judged"

    def _sample(self, n: int, one: Asked, relation: str) -> tuple[BadCell, ...]:
        k = one.columns[0]
        rows = self._engine.ask(f"SELECT r, c{k} FROM {relation} WHERE b{n} ORDER BY r LIMIT {plan.SAMPLES}", "检查规则")
        return tuple(bad_cell(self._loaded, row, self._profiled[k].column, x) for row, x in rows)

    # --- one rule at a time ---------------------------------------------------------------------

    def _of_column(self, name: str, column: ColumnRules) -> list[Asked]:
        k = place_of(name, self._loaded.names, "规则文件")
        filled = f"t{k} <> 'm'"
        found = []
        if column.required:
            found.append(Asked(f"{name} 不能为空", f"t{k} = 'm'", (k,), "required"))
        if column.unique:
            found.append(self._key((name,), f"{name} 不重复", missing_breaks=False))
        if column.type is not None:
            found.append(
                Asked(f"{name} 类型为 {column.type}", f"({filled} AND NOT {classes.classes_fit(column.type, f't{k}')})", (k,), "format")
            )
        if column.range is not None:
            found.append(Asked(f"{name} 在范围内", f"({filled} AND {self._outside(k, column.range)})", (k,), "value"))
        if column.allowed is not None:
            found.append(Asked(f"{name} 为允许值", f"({filled} AND NOT {any_of(f's{k}', column.allowed)})", (k,), "value"))
        if column.pattern is not None:
            found.append(Asked(f"{name} 符合格式", f"({filled} AND NOT {matches(f's{k}', f'^(?:{column.pattern})$')})", (k,), "format"))
        if column.length is not None:
            least, most = column.length
            found.append(
                Asked(f"{name} 长度 {least}–{most}", f"({filled} AND NOT length(s{k}) BETWEEN {least} AND {most})", (k,), "format")
            )
        if column.no_future:
            found.append(
                Asked(f"{name} 不晚于今天", f"({filled} AND substr({self._value(k)}, 1, 10) > {literal(self._today)})", (k,), "value")
            )
        return found

    def _key(self, names: Sequence[str], words: str, *, missing_breaks: bool) -> Asked:
        places = tuple(place_of(name, self._loaded.names, "规则文件") for name in names)
        missing = " OR ".join(f"t{k} = 'm'" for k in places)
        again = f"row_number() OVER (PARTITION BY {', '.join(f'c{k}' for k in places)} ORDER BY r) > 1"
        return Asked(words, f"(CASE WHEN {missing} THEN {str(missing_breaks).upper()} ELSE {again} END)", places, "unique")

    def _outside(self, k: int, bounds: tuple[float | str | None, float | str | None]) -> str:
        parts = []
        for limit, sign in zip(bounds, ("<", ">"), strict=True):
            if limit is None:
                continue
            if isinstance(limit, str) == (self._profiled[k].column.type in FIGURES):
                raise UserError(
                    f"列“{self._loaded.names[k]}”是 {self._profiled[k].column.type}，范围的界限“{limit}”与它不能比较；请改写规则文件。"
                )
            parts.append(f"{self._value(k)} {sign} {literal(limit) if isinstance(limit, str) else repr(limit)}")
        return f"({' OR '.join(parts)})" if parts else "FALSE"

    def _expression(self, name: str, expression: str) -> Asked:
        broken, used = translated(expression, self._loaded.names, self._value)
        if not used:
            raise UserError(f"规则“{expression}”没有用到任何列；请把列名写在方括号中。")
        bound(expression, self._loaded.names, lambda k: self._profiled[k].column.type in FIGURES)
        return Asked(name, f"(NOT ({broken}))", used)

    def _value(self, k: int) -> str:
        """A cell's value by the type of its column; null where it is missing or fails the type, so that no rule is broken by it twice."""
        type = self._profiled[k].column.type
        fits = classes.classes_fit(type, f"t{k}")
        if type in FIGURES:
            return f"CASE WHEN {fits} THEN CAST(replace(s{k}, ',', '') AS DOUBLE) END"
        if type in DATES:
            return f"CASE WHEN {fits} THEN {plan.moment(f's{k}', f't{k}')} END"
        return f"CASE WHEN t{k} <> 'm' THEN s{k} END"
