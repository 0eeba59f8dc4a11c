"""The same data gives the same counts on every engine: real servers, started by the tests themselves."""

import csv
import importlib.util
import io
import json
import shutil
import time

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings

from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.quality.measure import Options, measure_file
from gzvalue.quality.measure_table import measure_cluster, measure_table, tables_at
from gzvalue.quality.rules import read_rules
from tests import measure_oracle as oracle
from tests import servers
from tests.test_measure_counts import expect, tables, write
from tests.test_measure_identifiers import MAKERS

FEW = settings(
    max_examples=8,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Base:
    """One server with one way to fill a table."""

    def __init__(self, engine, connection, address):
        self.engine, self.connection, self.address = engine, connection, address

    def run(self, sql, values=None, many=False):
        with self.connection.cursor() as cursor:
            (cursor.executemany if many else cursor.execute)(sql, values)

    def name(self, text):
        mark = '"' if self.engine == "postgres" else "`"
        return mark + text.replace(mark, mark * 2) + mark

    def fill(self, table, heads, rows, key=False, type="text"):
        self.run(f"DROP TABLE IF EXISTS {self.name(table)}")
        columns = ", ".join(f"{self.name(head)} {type}" for head in heads)
        number = ("nr serial primary key, " if self.engine == "postgres" else "nr int primary key auto_increment, ") if key else ""
        self.run(f"CREATE TABLE {self.name(table)} ({number}{columns})" + (" CHARACTER SET utf8mb4" if self.engine == "mysql" else ""))
        listed = ", ".join(self.name(head) for head in heads).replace("%", "%%")
        self.run(f"INSERT INTO {self.name(table).replace('%', '%%')} ({listed}) VALUES ({', '.join(['%s'] * len(heads))})", rows, many=True)

    def measured(self, table, **options):
        return measure_table(self.address, None, Options(sheet=table, today=oracle.TODAY, **options)).as_json()


@pytest.fixture(scope="module")
def postgres():
    if servers.postgres_programs() is None or importlib.util.find_spec("psycopg") is None:
        pytest.skip("PostgreSQL's server programs or gzvalue[postgres] are missing")
    import psycopg

    with servers.postgres() as port:
        connection = psycopg.connect(f"host=127.0.0.1 port={port} user=boss dbname=postgres", autocommit=True)
        yield Base("postgres", connection, f"postgresql://boss@127.0.0.1:{port}/postgres")
        connection.close()


@pytest.fixture(scope="module")
def mysql():
    if servers.mariadb_programs() is None or importlib.util.find_spec("pymysql") is None:
        pytest.skip("MariaDB's server programs or gzvalue[mysql] are missing")
    import pymysql

    with servers.mariadb() as port:
        connection = pymysql.connect(host="127.0.0.1", port=port, user="root", charset="utf8mb4", autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute("CREATE DATABASE trade")
            cursor.execute("USE trade")
        yield Base("mysql", connection, f"mysql://root@127.0.0.1:{port}/trade")
        connection.close()


@pytest.fixture(params=[pytest.param("postgres", marks=pytest.mark.postgres), pytest.param("mysql", marks=pytest.mark.mysql)])
def base(request):
    return request.getfixturevalue(request.param)


ROW_SHAPE = "0102"
"""Rows of the head's shape: told of text files alone, out of the score."""


def comparable(found):
    """What must be equal whatever engine counted."""
    columns = [{key: value for key, value in one.items() if key not in {"stored", "sample"}} for one in found["columns"]]
    dimensions = {
        key: None
        if one is None
        else [(part["code"], part["numerator"], part["denominator"]) for part in one["indicators"] if part["code"] != ROW_SHAPE]
        for key, one in found["dimensions"].items()
    }
    rules = [(one["name"], one["broken"]) for one in (found["rules"] or {"results": []})["results"]]
    personal = [(one["column"], one["identifier"], one["cells"], one["whole_column"]) for one in found["personal_information"]]
    return {"columns": columns, "duplicates": found["rows"]["duplicates"], "dimensions": dimensions, "rules": rules, "personal": personal}


def planted(rows=60):
    """Columns of every identifier, figures, dates and free text with faults, and rows that repeat."""
    import random

    chance = random.Random(11)
    heads = [head for head, _ in MAKERS.values()] + ["数量", "金额", "下单时间", "游玩日期", "备注", "渠道"]
    table = []
    for n in range(rows):
        cells = [make(chance) if n % 13 else chance.choice(["", "坏的", "无"]) for _, make in MAKERS.values()]
        amount = chance.choice(
            [
                "3.5",
                "12",
                *[str(chance.randint(0, 99)) for _ in range(20)],
                f"{chance.randint(0, 10**6):,}",
                "1,234.5万",
                f"{chance.uniform(0, 9):.3f}",
                "１２３",
                "007",
                " 5 ",
                "N/A",
            ]
        )
        moment = chance.choice(
            ["2024-03-05 10:20:30", "2024-02-30 10:20", "2024年3月5日9:05", "2027/1/2T03:04", "null", "2024-02-29 25:00"]
        )
        day = chance.choice(["2024-02-29", "2023-02-29", "2024/3/5", "2024.4.6", "20240507", "2099-01-01", "-"])
        words = chance.choice(
            ["好评，请联系13800138000", "A", "a", "a ", "ａ", "引\"号'", "反\\斜", "百%分_", "ß", "𠮷", "两\n行", "无", "\u3000"]
        )
        table.append([*cells, str(chance.randint(-5, 40)), amount, moment, day, words, chance.choice(["线上", "窗口", "未知", ""])])
    return heads, table + table[:4]


RULES = {
    "name": "票务",
    "columns": {"数量": {"range": [0, 30], "required": True}, "渠道": {"allowed": ["线上"], "missing_words": False}, "游玩日期": {"no_future": True, "range": ["2024-01-01", None]},
                "手机号": {"pattern": "1[0-9]{10}"}, "备注": {"length": [1, 2]}},
    "rules": [{"name": "金额不小于数量", "expression": "round([金额] / [数量], 1) >= 0.5 or [渠道] = '线上'"}, {"name": "日期", "expression": "substr([游玩日期], 1, 4) = '2024'"}],
    "timeliness": {"column": "游玩日期", "frequency": "按月", "from": "2024-01-01", "to": "2024-12-31"},
}  # fmt: skip


def rules_in(folder, **more):
    (folder / "r.json").write_text(json.dumps({**RULES, **more}, ensure_ascii=False), encoding="utf-8")
    return read_rules(folder / "r.json")


def test_a_table_counts_as_the_same_file_does(base, tmp_path):
    heads, rows = planted()
    path = tmp_path / "t.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heads, *rows])
    base.fill("票务", heads, [[None if cell == "" else cell for cell in row] for row in rows])
    rules = rules_in(tmp_path)
    here, there = measure_file(path, Options(rules=rules, today=oracle.TODAY)).as_json(), base.measured("票务", rules=rules)
    for one, other in zip(comparable(there)["columns"], comparable(here)["columns"], strict=True):
        assert one == other, one["name"]
    assert comparable(there) == comparable(here)
    assert (there["engine"], there["source"]["kind"], there["source"]["rows"]) == (base.engine, "table", 64)
    assert len(here["rules"]["results"]) == 9


@FEW
@given(rows=tables())
def test_counts_of_random_tables_equal_a_slow_counting(base, rows):
    base.fill("random", [f"k{n}" for n in range(len(rows[0]))], rows)
    expect(base.measured("random"), rows)


def test_texts_are_compared_byte_by_byte(base):
    base.fill("bytes", ["a"], [[text] for text in ("a", "A", "a ", "ａ", "á", "a\u0301", "ß", "ss", "a")])
    found = base.measured("bytes")
    assert (found["columns"][0]["distinct"], found["rows"]["duplicates"]) == (8, 1)


def test_types_of_the_database_are_read_as_text(base):
    kinds = {
        "postgres": ["integer", "numeric(9,2)", "date", "timestamp", "boolean", "bytea"],
        "mysql": ["int", "decimal(9,2)", "date", "datetime", "boolean", "blob"],
    }
    base.run("DROP TABLE IF EXISTS typed")
    base.run(f"CREATE TABLE typed ({', '.join(f'c{n} {kind}' for n, kind in enumerate(kinds[base.engine]))})")
    base.run("INSERT INTO typed VALUES (%s, %s, %s, %s, %s, %s)", [(n, n / 4, f"2024-01-0{n + 1}", f"2024-01-01 10:0{n}:00", n > 1, b"\x00\xff") for n in range(4)], many=True)  # fmt: skip
    base.run("INSERT INTO typed (c0) VALUES (NULL)")
    found = base.measured("typed")
    boolean = {"postgres": "boolean", "mysql": "integer"}[base.engine]
    assert [one["type"] for one in found["columns"]] == ["integer", "decimal", "date", "datetime", boolean, "text"]
    assert [one["missing"] for one in found["columns"]] == [1] * 6
    assert found["columns"][1]["quantiles"] == [0.1875, 0.375, 0.5625]
    assert found["columns"][5]["top"] == [{"value": "00ff", "count": 4}]
    assert any("十六进制" in note for note in found["notes"])


def test_a_key_numbers_the_rows_of_samples(base):
    base.fill("keyed", ["数量"], [["1"], ["2"], ["x"], ["4"], ["5"], ["6"]], key=True)
    column = base.measured("keyed")["columns"][1]
    assert [(cell["row"], cell["text"]) for cell in column["sample"]] == [(3, "*")]


def test_keys_and_rows_that_repeat(base, tmp_path):
    base.fill("repeated", ["a", "b"], [["1", "x"], ["1", "x"], ["1", "y"], ["2", "x"], ["", "x"], ["无", "x"]])
    (tmp_path / "r.json").write_text(json.dumps({"columns": {"a": {"unique": True}}, "key": ["a", "b"]}), encoding="utf-8")
    found = base.measured("repeated", rules=read_rules(tmp_path / "r.json"))
    assert [one["broken"] for one in found["rules"]["results"]] == [2, 3]
    assert found["rows"]["duplicates"] == 1


def test_names_with_quotes_are_names(base):
    table, heads = "票\"`务'; DROP TABLE keep; --", ['金"额`', "列'二", "百%分"]
    base.fill("keep", ["a"], [["1"]])
    base.fill(table, heads, [["1", "x", "y"], ["2", "x", "y"]])
    found = base.measured(table)
    assert [one["name"] for one in found["columns"]] == heads
    assert "keep" in " ".join(tables_at(base.address))


def test_references_to_another_table(base, tmp_path):
    base.fill("orders", ["景区", "n"], [["A", "1"], ["B", "2"], ["X", "3"], [None, "4"]])
    base.fill("scenic", ["编号"], [["A"], ["B"]])
    (tmp_path / "r.json").write_text(json.dumps({"references": [{"columns": "景区", "source": "scenic", "to": "编号"}]}), encoding="utf-8")
    found = base.measured("orders", rules=read_rules(tmp_path / "r.json"))
    part = found["dimensions"]["consistency"]["indicators"][0]
    assert (part["numerator"], part["denominator"]) == (2, 3)
    (tmp_path / "r.json").write_text(json.dumps({"references": [{"columns": "景区", "source": "none"}]}), encoding="utf-8")
    with pytest.raises(UserError, match="没有表"):
        base.measured("orders", rules=read_rules(tmp_path / "r.json"))


def test_the_digest_is_of_the_rows_and_not_of_their_order(base):
    rows = [["1", "a"], ["2", None], ["2", ""], ["3", "b"]]
    base.fill("digest", ["a", "b"], rows)
    first = base.measured("digest")["source"]
    base.fill("digest", ["a", "b"], rows[::-1])
    assert base.measured("digest")["source"] == first
    assert len(first["sha256"]) == len(first["sm3"]) == 64
    base.fill("digest", ["a", "b"], [["1", "a"], ["2", ""], ["2", ""], ["3", "b"]])
    assert base.measured("digest")["source"]["sha256"] != first["sha256"]


def test_nothing_can_be_written_and_what_is_not_allowed_is_said(base):
    from gzvalue.quality.sources.address import address_of
    from gzvalue.quality.sources.database import session_at

    session = session_at(address_of(base.address), None)
    with pytest.raises(Exception, match=r"(?i)read.only"):
        session.rows("INSERT INTO keep VALUES ('2')" if base.engine == "mysql" else "CREATE TABLE made (a int)")
    session.close()
    base.fill("secret", ["a"], [["1"]])
    base.fill("open_", ["a"], [["1"]])
    if base.engine == "postgres":
        base.run("DROP ROLE IF EXISTS clerk")
        base.run("CREATE ROLE clerk LOGIN PASSWORD 'p@ss:w0rd'")
        address = base.address.replace("boss@", "clerk:p%40ss%3Aw0rd@")
        with pytest.raises(UserError, match="没有读取这张表的权限"):
            measure_table(address, None, Options(sheet="secret"))
    else:
        base.run("CREATE OR REPLACE USER clerk IDENTIFIED BY 'p@ss:w0rd'")
        base.run("GRANT SELECT ON trade.open_ TO clerk")
        address = base.address.replace("root@", "clerk:p%40ss%3Aw0rd@")
        with pytest.raises(UserError, match="看不到"):
            measure_table(address, None, Options(sheet="secret"))


def test_a_password_is_asked_for_used_and_never_shown(base, tmp_path, monkeypatch):
    base.fill("open_", ["a"], [["1"], ["2"]])
    user = "boss@" if base.engine == "postgres" else "root@"
    if base.engine == "postgres":
        base.run("DO $$ BEGIN CREATE ROLE asker LOGIN PASSWORD 'geheim9'; EXCEPTION WHEN duplicate_object THEN NULL; END $$")
        base.run("GRANT SELECT ON open_ TO asker")
    else:
        base.run("CREATE OR REPLACE USER asker IDENTIFIED BY 'geheim9'")
        base.run("GRANT SELECT ON trade.open_ TO asker")
    address = base.address.replace(user, "asker@")
    asked = []

    def ask(prompt):
        asked.append(prompt)
        return "geheim9"

    assert measure_table(address, ask, Options(sheet="open_")).source.rows == 2
    assert len(asked) == 1
    wrong = CliRunner().invoke(main, ["measure", address.replace("asker@", "asker:wr0ng@"), "--sheet", "open_"])
    assert wrong.exit_code == 2
    assert "密码" in wrong.output
    assert "wr0ng" not in wrong.output
    out = tmp_path / "m.json"
    told = CliRunner().invoke(main, ["measure", address.replace("asker@", "asker:geheim9@") + "?table=open_", "--json", "-o", str(out)])
    assert told.exit_code == 0, told.output
    found = json.loads(told.output)
    assert "geheim9" not in told.output + out.read_text(encoding="utf-8")
    assert "asker" not in told.output
    assert found["source"]["name"].endswith("open_")
    monkeypatch.setenv("PGPASSWORD" if base.engine == "postgres" else "MYSQL_PWD", "geheim9")
    assert measure_table(address, None, Options(sheet="open_")).source.rows == 2


def test_a_running_statement_is_stopped_at_once(base):
    series = {
        "postgres": "SELECT CAST(n AS text) AS a, md5(CAST(n AS text)) AS b FROM generate_series(1, 4000000) AS n",
        "mysql": "SELECT CAST(seq AS CHAR) AS a, MD5(seq) AS b FROM seq_1_to_4000000",
    }
    base.run("DROP VIEW IF EXISTS endless")
    base.run(f"CREATE VIEW endless AS {series[base.engine]}")
    stopped = []

    def progress(done, total, words):
        if "统计第" in words and time.monotonic() - started > 1.5:
            stopped.append(stopped[0] if stopped else time.monotonic())
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        measure_table(base.address, None, Options(sheet="endless"), progress)
    assert time.monotonic() - stopped[0] < 5  # a goal of half a second is measured by the benchmark, on a quiet machine


def spark_missing():
    if importlib.util.find_spec("pyspark") is None:
        return "gzvalue[spark] is missing"
    return None if shutil.which("java") else "Java is missing"


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.skipif(spark_missing() is not None, reason=str(spark_missing()))
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_counts_as_the_embedded_engine_does(tmp_path):
    """A driver and two executors in processes of their own."""
    heads, rows = planted()
    master = "local-cluster[2,1,1024]"
    rules = rules_in(tmp_path, references=[{"columns": "渠道", "source": "ways.csv", "to": "名称"}])
    (tmp_path / "ways.csv").write_text("名称,n\n线上,1\n窗口,2\n", encoding="utf-8")
    heads, rows = heads[:4] + heads[-6:], [row[:4] + row[-6:] for row in rows]
    path = tmp_path / "票.csv"
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([heads, *[[cell.replace("\n", " ") for cell in row] for row in rows]])
    path.write_bytes(text.getvalue().encode("gb18030", "replace"))
    options = Options(rules=rules, today=oracle.TODAY)
    here, there = measure_file(path, options).as_json(), measure_cluster(str(path), master, options).as_json()
    assert comparable(there) == comparable(here)
    assert there["source"]["sha256"] == here["source"]["sha256"]
    assert there["source"]["encoding"] == "gb18030"
    assert there["engine"] == "spark"


@pytest.mark.spark
@pytest.mark.slow
@pytest.mark.skipif(spark_missing() is not None, reason=str(spark_missing()))
@pytest.mark.filterwarnings("ignore")
def test_random_tables_and_bad_lines_on_spark(tmp_path):
    @settings(max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(rows=tables())
    def counted(rows):
        path = write(tmp_path / "t.csv", rows, quoting=csv.QUOTE_ALL, lineterminator="\n")
        expect(measure_cluster(str(path), "local[2]", Options(header=True, today=oracle.TODAY)).as_json(), rows)

    counted()
    path = tmp_path / "bad.csv"
    path.write_bytes(b'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,"two\nlines"\n')
    found = measure_cluster(str(path), "local[2]").as_json()
    assert (found["source"]["rows"], found["rows"]["faulty"], found["columns"][2]["missing"]) == (4, 2, 1)
    path.write_bytes(b'a,b,c\n1,"2,3\n4,5,6\n7,8,9\n')
    with pytest.raises(UserError, match="引号"):
        measure_cluster(str(path), "local[2]")
