"""Files to be measured: made by DuckDB from row numbers, the same on every run."""

from pathlib import Path

import duckdb

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def _pick(salt: int, most: int) -> str:
    return f"(hash(i * 1000 + {salt}) % {most})"


def _date(salt: int) -> str:
    return f"(DATE '2020-01-01' + CAST({_pick(salt, 2000)} AS INTEGER))"


def _identity() -> str:
    return (
        f"([522301, 110105, 310101][1 + CAST({_pick(1, 3)} AS INTEGER)]::VARCHAR || (1950 + {_pick(2, 55)})::VARCHAR || lpad((1 + {_pick(3, 12)})::VARCHAR, 2, '0')"
        f" || lpad((1 + {_pick(4, 28)})::VARCHAR, 2, '0') || lpad({_pick(5, 1000)}::VARCHAR, 3, '0'))"
    )


COLUMNS = {
    "订单号": "'T' || lpad(i::VARCHAR, 9, '0')",
    "身份证号": "f17 || substr('10X98765432', 1 + ("
    + " + ".join(f"{w} * (ascii(f17[{n + 1}]) - 48)" for n, w in enumerate(WEIGHTS))
    + ") % 11, 1)",
    "手机号": f"'1' || (3 + {_pick(6, 7)})::VARCHAR || lpad({_pick(7, 10**9)}::VARCHAR, 9, '0')",
    "姓名": f"substr('王李张刘陈杨黄赵吴周', 1 + {_pick(8, 10)}::INTEGER, 1) || ['伟', '芳', '娜', '秀英', '敏', '静', '丽', '强', '磊', '军'][1 + {_pick(9, 10)}::INTEGER]",
    "景区": f"'景区' || {_pick(10, 60)}",
    "渠道": f"['线上', '窗口', '旅行社', '无', '年卡'][1 + {_pick(11, 5)}::INTEGER]",
    "张数": f"1 + {_pick(12, 9)}",
    "单价": f"['80', '120.5', '65', '0', '1,280.00'][1 + {_pick(13, 5)}::INTEGER]",
    "金额": f"({_pick(14, 90000)} / 100)::DECIMAL(9, 2)",
    "下单时间": f"strftime({_date(15)} + INTERVAL (CAST({_pick(16, 86400)} AS INTEGER)) SECOND, '%Y-%m-%d %H:%M:%S')",
    "游玩日期": f"CASE WHEN {_pick(17, 500)} = 0 THEN '2024-02-30' ELSE {_date(18)}::VARCHAR END",
    "邮箱": f"CASE WHEN {_pick(19, 10)} = 0 THEN '' ELSE 'u' || {_pick(20, 300000)} || '@example.com' END",
    "车牌": f"'贵E' || (10000 + {_pick(21, 90000)})",
    "备注": f"['', '', 'N/A', '好评，下次再来', '一般', '排队时间长，建议改进'][1 + {_pick(22, 6)}::INTEGER] || CASE WHEN {_pick(23, 3)} = 0 THEN {_pick(24, 50000)}::VARCHAR ELSE '' END",
    "评分": f"(1 + {_pick(25, 401)} / 100)::DECIMAL(5, 2)",
    "状态": f"['Y', 'N'][1 + {_pick(26, 2)}::INTEGER]",
    "经度": f"(104 + {_pick(27, 3000000)} / 1000000)::DECIMAL(9, 6)",
    "纬度": f"(24 + {_pick(28, 2000000)} / 1000000)::DECIMAL(9, 6)",
    "城市": f"['兴义', '安顺', '贵阳'][1 + {_pick(29, 3)}::INTEGER]",
    "编码": f"lpad({_pick(30, 10**6)}::VARCHAR, 6, '0')",
}

TEN = ("订单号", "身份证号", "手机号", "景区", "渠道", "张数", "金额", "下单时间", "游玩日期", "备注")


def tickets(path: Path, rows: int, columns: tuple[str, ...] = tuple(COLUMNS)) -> Path:
    """Tickets with identifiers, figures, dates and faults."""
    if not path.exists():
        listed = ", ".join(f'{COLUMNS[name]} AS "{name}"' for name in columns)
        inner = f"SELECT i, {_identity()} AS f17 FROM (SELECT unnest(range({rows})) AS i)"
        duckdb.sql(f"COPY (SELECT {listed} FROM ({inner})) TO '{path}' (FORMAT csv, HEADER true)")
    return path


def wide(path: Path, rows: int, width: int) -> Path:
    """Many columns of figures, words and codes in turn; as large a share of the rows holds values of their own, however many rows there are."""
    if not path.exists():
        kinds = (
            "{0}::VARCHAR",
            "'景区' || ({0} % 60)",
            "({0} / 100)::DECIMAL(12, 2)::VARCHAR",
            "(DATE '2020-01-01' + ({0} % 2000)::INTEGER)::VARCHAR",
        )
        listed = ", ".join(f'{kinds[k % 4].format(_pick(k, 5 * rows))} AS "列{k}"' for k in range(width))
        duckdb.sql(f"COPY (SELECT {listed} FROM (SELECT unnest(range({rows})) AS i)) TO '{path}' (FORMAT csv, HEADER true)")
    return path


def workbook(path: Path, rows: int) -> Path:
    """The same tickets as a workbook."""
    if not path.exists():
        import csv

        import xlsxwriter

        source = tickets(path.with_suffix(".csv"), rows)
        with xlsxwriter.Workbook(path, {"constant_memory": True}) as book, source.open(encoding="utf-8", newline="") as file:
            sheet = book.add_worksheet()
            for number, row in enumerate(csv.reader(file)):
                for place, cell in enumerate(row):
                    if cell.isdigit() and len(cell) < 8 and not cell.startswith("0"):
                        sheet.write_number(number, place, int(cell))
                    else:
                        sheet.write_string(number, place, cell)
    return path
