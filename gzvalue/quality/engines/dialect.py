"""The plan's SQL, written in DuckDB's dialect, as other engines want it; SQLGlot translates, and this says what it cannot know.

The plan compares texts byte by byte, divides whole numbers by ``//`` and lets a pattern's ``$`` stand for the very end of a text.
Functions whose names begin with ``gz_`` stand for what every engine writes in its own way.
"""

import re
from functools import cache
from typing import Any

Dialect = str
"""``postgres``, ``mysql`` or ``spark``: SQLGlot's names."""

NOPAD = "gz_nopad_collation"
"""Stands for the collation of MySQL or MariaDB that compares bytes and does not skip blanks at the end."""


def written(sql: str, dialect: Dialect, collation: str = "") -> str:
    """A statement of the plan in an engine's dialect.

    Args:
        sql: in DuckDB's dialect.
        dialect: of the engine.
        collation: of MySQL's or MariaDB's comparison byte by byte.
    """
    import sqlglot

    tree = sqlglot.parse_one(sql, dialect="duckdb")
    text = str(tree.transform(_portable).sql(dialect=_dialects()[dialect], comments=False, unsupported_level=sqlglot.ErrorLevel.IGNORE))
    return text.replace(NOPAD, collation) if collation else text


def to_the_very_end(pattern: str) -> str:
    """A pattern whose ``$`` ignores a line end behind it in no engine (RE2 and PostgreSQL mean it so, Java and PCRE do not)."""
    parts = re.findall(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", pattern, re.DOTALL)
    return "".join(r"\z" if part == "$" else part for part in parts)


def _portable(node: Any) -> Any:
    from sqlglot import exp

    if isinstance(node, exp.IntDiv):
        # operands with their own brackets: engines write whole division as a function, an operator or a plain slash
        return exp.Anonymous(this="gz_div", expressions=[node.this.transform(_portable), node.expression.transform(_portable)])
    return node


@cache
def _dialects() -> dict[str, Any]:
    from sqlglot import exp
    from sqlglot.dialects.mysql import MySQL
    from sqlglot.dialects.postgres import Postgres
    from sqlglot.dialects.spark import Spark

    def own(names: dict[str, str]) -> Any:
        def anonymous(self: Any, node: Any) -> str:
            form = names.get(str(node.this).lower())
            arguments = [self.sql(one) for one in node.expressions]
            return form.format(*arguments) if form is not None else _call(self, node)

        return anonymous

    def like(operator: str) -> Any:
        def pattern(self: Any, node: Any) -> str:
            expression = node.expression
            if operator != "~" and isinstance(expression, exp.Literal):
                expression = exp.Literal.string(to_the_very_end(expression.this))
            return f"({self.sql(node, 'this')} {operator} {self.sql(expression)})"

        return pattern

    def replaced(self: Any, node: Any) -> str:
        """Replace the first, or with ``g`` every match; all our patterns without ``g`` match once."""
        parts = [self.sql(node, "this"), self.sql(node, "expression"), self.sql(node, "replacement")]
        return f"REGEXP_REPLACE({', '.join(parts)})"

    def replaced_in_postgres(self: Any, node: Any) -> str:
        parts = [self.sql(node, "this"), self.sql(node, "expression"), self.sql(node, "replacement"), "'g'"]
        return f"REGEXP_REPLACE({', '.join(parts)})"

    def dialect_of(parent: Any, name: str, transforms: dict[Any, Any], names: dict[str, str]) -> Any:
        class Generator(parent.Generator):  # type: ignore[misc]
            TRANSFORMS = {  # noqa: RUF012 - SQLGlot's own way to extend a dialect
                **parent.Generator.TRANSFORMS,
                **transforms,
                exp.Anonymous: own(names),
            }

        return type(name, (parent,), {"Generator": Generator})

    return {
        "postgres": dialect_of(
            Postgres, "GzPostgres", {exp.RegexpLike: like("~"), exp.RegexpReplace: replaced_in_postgres, exp.Round: _round_postgres},
            {
                "gz_div": "(({0}) / ({1}))", "gz_text": 'CAST({0} AS TEXT) COLLATE "C"', "gz_hex": "ENCODE({0}, 'hex') COLLATE \"C\"",
                "gz_sha256": "ENCODE(SHA256(CONVERT_TO({0}, 'UTF8')), 'hex')", "gz_bytes": "OCTET_LENGTH({0})",
                "gz_joined": "STRING_AGG({0}, '' ORDER BY {0} COLLATE \"C\")", "translate": "TRANSLATE({0}, {1}, {2})",
            },
        ),
        "mysql": dialect_of(
            MySQL, "GzMySQL",
            {exp.RegexpLike: like("RLIKE"), exp.RegexpReplace: replaced, exp.Trim: _trim_by_pattern, exp.SplitPart: _split_mysql, exp.Translate: _translate_mysql},
            {
                "gz_div": "(({0}) DIV ({1}))", "gz_text": f"CONVERT({{0}} USING utf8mb4) COLLATE {NOPAD}", "gz_hex": "LOWER(HEX({0}))",
                "gz_sha256": "SHA2({0}, 256)", "gz_bytes": "OCTET_LENGTH({0})", "gz_joined": "GROUP_CONCAT({0} ORDER BY {0} SEPARATOR '')",
            },
        ),
        "spark": dialect_of(
            Spark, "GzSpark", {exp.RegexpLike: like("RLIKE"), exp.RegexpReplace: replaced},
            {
                "gz_div": "(({0}) DIV ({1}))", "gz_text": "CAST({0} AS STRING)", "gz_hex": "LOWER(HEX({0}))", "gz_sha256": "SHA2({0}, 256)",
                "gz_bytes": "OCTET_LENGTH({0})", "gz_joined": "CONCAT_WS('', SORT_ARRAY(COLLECT_LIST({0})))", "translate": "TRANSLATE({0}, {1}, {2})",
            },
        ),
    }  # fmt: skip


def _call(self: Any, node: Any) -> str:
    return f"{str(node.this).upper()}({', '.join(self.sql(one) for one in node.expressions if one is not None)})"


def _trim_by_pattern(self: Any, node: Any) -> str:
    """MySQL trims a text, not a set of letters; the plan's sets hold no letter that means something within brackets."""
    from sqlglot import exp

    letters = node.expression.this if isinstance(node.expression, exp.Literal) else " "
    pattern = exp.Literal.string(rf"^[{letters}]+|[{letters}]+\z")
    return f"REGEXP_REPLACE({self.sql(node, 'this')}, {self.sql(pattern)}, '')"


def _split_mysql(self: Any, node: Any) -> str:
    text, by, place = self.sql(node, "this"), self.sql(node, "delimiter"), self.sql(node, "part_index")
    return f"SUBSTRING_INDEX(SUBSTRING_INDEX({text}, {by}, {place}), {by}, -1)"


def _translate_mysql(self: Any, node: Any) -> str:
    """Letter by letter; the plan's pairs of letters do not overlap, so the order does not matter."""
    from sqlglot import exp

    text = self.sql(node, "this")
    for old, new in zip(node.args["from_"].this, node.args["to"].this, strict=True):
        text = f"REPLACE({text}, {self.sql(exp.Literal.string(old))}, {self.sql(exp.Literal.string(new))})"
    return str(text)


def _round_postgres(self: Any, node: Any) -> str:
    """PostgreSQL rounds to places only what is exact."""
    if node.args.get("decimals") is None:
        return f"ROUND({self.sql(node, 'this')})"
    return f"CAST(ROUND(CAST({self.sql(node, 'this')} AS NUMERIC), {self.sql(node, 'decimals')}) AS DOUBLE PRECISION)"
