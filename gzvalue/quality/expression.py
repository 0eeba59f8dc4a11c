"""Expressions across columns as users write them: a closed part of SQL, columns in brackets."""

import re
from collections.abc import Callable, Sequence
from typing import Any

from gzvalue.errors import UserError
from gzvalue.quality.rules import place_of
from gzvalue.quality.sql_text import name as quoted

_FUNCTIONS = {"abs", "round", "floor", "ceil", "length", "lower", "upper", "trim", "coalesce", "least", "greatest", "substr"}
_COLUMN = re.compile(r"\[([^\]]+)\]")


def translated(expression: str, names: Sequence[str], cell: Callable[[int], str]) -> tuple[str, tuple[int, ...]]:
    """A user's expression as SQL in the plan's dialect, and the columns it uses.

    Only comparisons, arithmetic, ``and or not in between like is null``, constants and a few functions pass; ``cell`` gives the
    SQL of a column's value.

    Raises:
        UserError: it is no such expression, or names a column that is not there.
    """
    import sqlglot  # 0.2 s that only rules and other engines need
    from sqlglot import exp

    where = f"规则“{expression}”"
    text = _COLUMN.sub(lambda match: quoted(match[1]), expression)
    try:
        tree = sqlglot.parse_one(text, dialect="duckdb")
    except sqlglot.errors.SqlglotError:
        raise UserError(f"{where}看不懂；请写成如 [金额] = [单价] * [数量] 的式子，列名放在方括号中。") from None
    allowed = (
        exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Neg, exp.Not, exp.And, exp.Or, exp.Binary, exp.Between,
        exp.In, exp.Is, exp.Tuple, exp.Case, exp.If, exp.Func, exp.Condition,
    )  # fmt: skip
    for node in tree.walk():
        if not isinstance(node, allowed) or isinstance(node, exp.Query | exp.Subquery | exp.Dot) or not _harmless(node, exp):
            raise UserError(
                f"{where}中的“{node.sql(dialect='duckdb')}”不能使用；可用比较、四则运算、and or not in between like 和 {'、'.join(sorted(_FUNCTIONS))}。"
            )
    used: list[int] = []

    def placed(node: Any) -> Any:
        if isinstance(node, exp.Column):
            place = place_of(node.name, names, where)
            used.append(place)
            return sqlglot.parse_one(cell(place), dialect="duckdb")
        if isinstance(node, exp.Div):
            # what engines make of a division by nothing differs; here it has no value, and no rule is broken by it
            node.set("expression", exp.Nullif(this=exp.paren(node.expression.copy()), expression=exp.Literal.number(0)))
        return node

    return tree.transform(placed).sql(dialect="duckdb"), tuple(dict.fromkeys(used))


def bound(expression: str, names: Sequence[str], is_figure: Callable[[int], bool]) -> None:
    """Try an expression with one sample value for each column, so that no engine compares what has no order in common.

    Raises:
        UserError: it mixes texts and figures, or is no comparison.
    """
    import duckdb

    sql, _ = translated(expression, names, lambda k: "figure" if is_figure(k) else "word")
    with duckdb.connect(":memory:") as connection:
        try:
            ((found, _),) = connection.execute(
                f"SELECT typeof({sql}), {sql} FROM (SELECT CAST(1 AS DOUBLE) AS figure, CAST('甲' AS VARCHAR) AS word)"
            ).fetchall()
        except duckdb.Error:
            raise UserError(
                f"规则“{expression}”把数值和文字（或日期）放在一起比较或计算，或函数的参数不对；请核对各列测得的类型，文字常量加单引号、数值不加。"
            ) from None
    if found != "BOOLEAN":
        raise UserError(f"规则“{expression}”的结果不是“成立或不成立”；请写成比较，如 [金额] >= 0。")


def _harmless(node: Any, exp: Any) -> bool:
    if isinstance(node, exp.Anonymous):
        return str(node.this).lower() in _FUNCTIONS
    if isinstance(node, exp.Func) and not isinstance(node, exp.Case | exp.If | exp.And | exp.Or):
        return bool({name.lower() for name in node.sql_names()} & (_FUNCTIONS | {"substring", "len", "char_length"}))
    return True
