"""The figures of a measurement as someone would ask DuckDB for them who knows every column beforehand.

One statement for each column, written for its kind; the reading of cells follows docs/measure.md. Nothing is found out here: that
the program needs to find types and identifiers itself is part of what is compared.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

BLANKS = " \t\r\n\v\f\u00a0\u3000\ufeff\u200b"
WORDS = (
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "空",
    "未填",
    "未知",
    "不详",
    "null",
    "(null)",
    "none",
    "nil",
    "n/a",
    "na",
    "#n/a",
    "nan",
    "\\n",
)
MISSING = f"(x IS NULL OR s = '' OR (length(s) <= 6 AND lower(s) IN ({', '.join(repr(word) if chr(92) not in word else chr(39) + word + chr(39) for word in WORDS)})))"
WIDE, NARROW = "".join(map(chr, range(0xFF01, 0xFF5F))), "".join(map(chr, range(0x21, 0x7F))).replace("'", "''")
READ = f"CASE WHEN regexp_matches(x, '^[{BLANKS}]|[{BLANKS}]$|[\uff01-\uff5e]') THEN trim(translate(trim(x, '{BLANKS}'), '{WIDE}', '{NARROW}'), '{BLANKS}') ELSE x END"

IDENTITY = " + ".join(f"{w} * ((f // {10 ** (16 - n)}) % 10)" for n, w in enumerate((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)))
RIGHT = {
    "integer": r"regexp_matches(s, '^[+-]?(0|[1-9][0-9]{0,14}|[0-9]{1,3}(,[0-9]{3})+)$')",
    "decimal": r"regexp_matches(s, '^[+-]?((0|[1-9][0-9]{0,14})|([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,30})(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?|\.[0-9]+)$') AND NOT regexp_matches(s, '^[+-]?(0[0-9]{1,14}|[0-9]{16,})$')",
    "date": r"regexp_matches(s, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$') AND TRY_CAST(s AS DATE) IS NOT NULL",
    "datetime": r"regexp_matches(s, '^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}( [0-9]{1,2}:[0-9]{2}(:[0-9]{2})?)?$') AND TRY_CAST(s AS TIMESTAMP) IS NOT NULL",
    "boolean": "lower(s) IN ('是', '否', 'true', 'false', 'yes', 'no', 'y', 'n', 't', 'f', '√', '×')",
    "text": "TRUE",
    "mobile": "regexp_matches(s, '^([+]?86[- ]?)?1[3-9][0-9]{9}$|^([+]?86[- ]?)?1[3-9][0-9][- ][0-9]{4}[- ][0-9]{4}$')",
    "email": "regexp_matches(s, '^[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*[.][A-Za-z]{2,}$')",
    "plate": "length(s) BETWEEN 7 AND 9 AND regexp_matches(upper(s), '^[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领][A-HJ-NP-Z][·•. -]?[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳领]$')",
    "name": "regexp_matches(s, '^[\u3400-\u9fff]{2,4}$')",
    "national_id": "regexp_matches(s, '^[0-9]{17}[0-9Xx]$') AND TRY_CAST(substr(s, 7, 4) || '-' || substr(s, 11, 2) || '-' || substr(s, 13, 2) AS DATE) <= current_date "
    f"AND (SELECT substr('10X98765432', CAST(({IDENTITY}) % 11 + 1 AS INTEGER), 1) = upper(substr(s, 18, 1)) FROM (SELECT CAST(substr(s, 1, 17) AS BIGINT) AS f))",
    "coordinate": r"regexp_matches(s, '^[+-]?[0-9]{1,3}([.][0-9]+)?$') AND abs(CAST(s AS DOUBLE)) <= 180",
    "latitude": r"regexp_matches(s, '^[+-]?[0-9]{1,3}([.][0-9]+)?$') AND abs(CAST(s AS DOUBLE)) <= 90",
}
KINDS = {
    "订单号": "text", "身份证号": "national_id", "手机号": "mobile", "姓名": "name", "景区": "text", "渠道": "text", "张数": "integer", "单价": "decimal",
    "金额": "decimal", "下单时间": "datetime", "游玩日期": "date", "邮箱": "email", "车牌": "plate", "备注": "text", "评分": "decimal", "状态": "boolean",
    "经度": "coordinate", "纬度": "latitude", "城市": "text", "编码": "text",
}  # fmt: skip
STRAY = (
    "sum(n) FILTER (NOT m AND length(s) >= 11 AND regexp_matches(s, '(^|[^0-9])1[3-9][0-9]{9}([^0-9]|$)')) AS mobiles, "
    "sum(n) FILTER (NOT m AND length(s) >= 16 AND regexp_matches(s, '[0-9]{15,18}[0-9Xx]')) AS longs, "
    "sum(n) FILTER (NOT m AND contains(s, '@') AND regexp_matches(s, '^[^ ]+@[^ ]+$')) AS mails"
)
LETTERS, SHAPES = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "9" * 10 + "A" * 26 + "a" * 26


def column(connection: "duckdb.DuckDBPyConnection", name: str, kind: str, today: str) -> dict:
    """All figures of one column."""
    connection.execute(f'CREATE OR REPLACE TEMP TABLE v AS SELECT x, n, s, m, CASE WHEN m THEN NULL ELSE {RIGHT[kind]} END AS ok FROM (SELECT x, n, s, {MISSING} AS m FROM (SELECT x, n, {READ} AS s FROM (SELECT "{name}" AS x, count(*) AS n FROM t GROUP BY 1)))')  # fmt: skip
    stray = f", {STRAY}" if kind == "text" else ""
    row = connection.execute(f"SELECT sum(n) FILTER (m), count(*) FILTER (NOT m), coalesce(sum(n) FILTER (NOT m AND NOT ok), 0), min(x) FILTER (NOT m), max(x) FILTER (NOT m), min(length(x)) FILTER (NOT m), max(length(x)) FILTER (NOT m){stray} FROM v").fetchone()  # fmt: skip
    found = {
        "missing": int(row[0] or 0),
        "distinct": row[1],
        "invalid": int(row[2]),
        "least": row[3],
        "most": row[4],
        "length": [row[5], row[6]],
    }
    found["top"] = [(x, n) for x, n in connection.execute("SELECT x, n FROM v WHERE NOT m ORDER BY n DESC, x LIMIT 10").fetchall()]
    if kind in {"integer", "decimal", "coordinate", "latitude"}:
        connection.execute("CREATE OR REPLACE TEMP TABLE d AS SELECT CAST(replace(s, ',', '') AS DOUBLE) AS d, n FROM v WHERE ok")
        spread = "SELECT d, unnest(range(n)) FROM d"
        least, most, quarters = connection.execute(f"SELECT min(d), max(d), quantile_cont(d, [0.25, 0.5, 0.75]) FROM ({spread})").fetchone()
        width = 1.5 * (quarters[2] - quarters[0])
        out = connection.execute(
            f"SELECT sum(n) FILTER (d < {quarters[0] - width!r}), sum(n) FILTER (d > {quarters[2] + width!r}) FROM d"
        ).fetchone()
        found |= {"least": least, "most": most, "quantiles": quarters, "outliers": [int(one or 0) for one in out]}
    if kind in {"date", "datetime"}:
        kept = "strftime(CAST(s AS TIMESTAMP), '%Y-%m-%d %H:%M')" if kind == "datetime" else "CAST(CAST(s AS DATE) AS VARCHAR)"
        row = connection.execute(
            f"SELECT min(d), max(d), sum(n) FILTER (substr(d, 1, 10) > '{today}') FROM (SELECT {kept} AS d, n FROM v WHERE ok)"
        ).fetchone()
        found |= {"least": row[0], "most": row[1], "future": int(row[2] or 0)}
    if kind == "text":
        shape = f"translate(s, '{LETTERS}', '{SHAPES}')"
        folded = f"CASE WHEN length(s) > 60 THEN '…' WHEN strlen(s) > length(s) THEN regexp_replace({shape}, '[\u3400-\u9fff]+', '字', 'g') ELSE {shape} END"
        found["patterns"] = connection.execute(
            f"SELECT p, sum(n) AS n FROM (SELECT {folded} AS p, n FROM v WHERE NOT m) GROUP BY p ORDER BY 2 DESC, 1 LIMIT 10"
        ).fetchall()
    if found["invalid"]:
        connection.execute(
            f'SELECT rowid, "{name}" FROM t WHERE "{name}" IN (SELECT x FROM v WHERE NOT m AND NOT ok ORDER BY x LIMIT 5) ORDER BY 1 LIMIT 5'
        ).fetchall()
    return found


def measured(path: Path, today: str, memory: str) -> dict:
    """All figures of a file of tickets."""
    import duckdb  # the kinds above are also read where another tool's environment lacks it

    connection = duckdb.connect(":memory:", config={"memory_limit": memory})
    connection.execute(f"CREATE TABLE t AS SELECT * FROM read_csv('{path}', all_varchar = true, header = true)")
    names = [row[0] for row in connection.execute("DESCRIBE t").fetchall()]
    rows = connection.execute("SELECT count(*) FROM t").fetchone()[0]
    columns = {name: column(connection, name, KINDS[name], today) for name in names}
    keys = ", ".join(f'"{name}"' for name in names)
    again = connection.execute(f"SELECT coalesce(sum(c - 1), 0) FROM (SELECT count(*) AS c FROM t WHERE hash({keys}) IN (SELECT h FROM (SELECT hash({keys}) AS h FROM t) GROUP BY h HAVING count(*) > 1) GROUP BY {keys})").fetchone()[0]  # fmt: skip
    return {"rows": rows, "columns": columns, "duplicates": int(again)}
