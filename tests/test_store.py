"""The project file as people meet it: made, changed edit by edit, logged, and there next day."""

import hashlib
import json
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from project_files import add_data_sets, beside, set_text

from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Change, Edit, Entry
from gzvalue.store.database import address
from gzvalue.store.lock import lock_path
from gzvalue.store.open import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


# --- made, kept, closed -----------------------------------------------------------------------


def test_what_was_entered_is_there_next_day_and_nothing_lies_beside_the_file(path):
    with Store.create(path) as store:
        add_data_sets(store, 3)
        set_text(store, "data_set", 2, "storage_gb", "14.2")
        set_text(store, "data_set", 2, "span_start", "不知道")
        before = store.project
        assert lock_path(path).exists()
    assert beside(path) == []
    with Store.open(path) as store:
        assert store.project == before
        assert store.project.raw_texts["data_set", 2, "span_start"].text == "不知道"
        assert store.verify_log() == []
        assert store.warnings == ()
    assert beside(path) == []


def test_tables_are_strict_and_money_is_exact(path):
    with Store.create(path) as store:
        rows = [{"name": "折旧", "amount": "0.10"}, {"name": "电费", "amount": "12345678901234.567891"}]
        store.apply(edits.add(store.project, "成本", "cost_item", rows))
    raw = sqlite3.connect(path)
    assert [row[0] for row in raw.execute("SELECT amount FROM cost_item ORDER BY id")] == ["0.1", "12345678901234.567891"]
    raw.execute("INSERT INTO data_set (id) VALUES (9)")
    with pytest.raises(sqlite3.IntegrityError, match="INTEGER"):
        raw.execute("UPDATE data_set SET record_count = 'viele'")
    raw.close()


def test_an_existing_file_is_never_overwritten(path):
    path.write_text("mein")
    with pytest.raises(UserError, match="已经存在"):
        Store.create(path)
    assert path.read_text() == "mein"
    assert beside(path) == []


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UserError, match=r"文件夹“.*没有”不存在"):
        Store.create(tmp_path / "没有" / "a.gzv")


def test_ids_are_never_given_twice_even_after_removal_and_reopening(path):
    with Store.create(path) as store:
        add_data_sets(store, 2)
        store.apply(edits.remove(store.project, "删除", "data_set", [2]))
    with Store.open(path) as store:
        add_data_sets(store, 1, first=5)
        assert list(store.project.rows["data_set"]) == [1, 3]


@pytest.mark.parametrize("name", ["a b#c?d%20.gzv", "中文（第一期）.gzv", 'it\'s "x".gzv', "😀.gzv"])
def test_any_file_name(tmp_path, name):
    with Store.create(tmp_path / name) as store:
        add_data_sets(store, 1)
    with Store.open(tmp_path / name) as store:
        assert len(store.project.data_sets) == 1


def test_address_of_a_windows_share_keeps_its_server():
    class Share:
        def as_posix(self):
            return "//server/共享/a.gzv"

    assert address(Share(), "ro").startswith("file:////server/")
    assert address(Path("/a b/c.gzv"), "rw") == "file:///a%20b/c.gzv?mode=rw"


def test_wal_left_by_another_tool_is_turned_back(path):
    Store.create(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA journal_mode = WAL")
    raw.close()
    with Store.open(path) as store:
        add_data_sets(store, 1)
    assert path.read_bytes()[18:20] == b"\x01\x01"
    assert beside(path) == []


# --- edits ------------------------------------------------------------------------------------


def test_an_edit_made_for_other_cells_is_refused_and_nothing_changes(path):
    with Store.create(path) as store:
        add_data_sets(store, 2)
        before, head = store.project, store.log_head
        raw = sqlite3.connect(path)
        raw.execute("UPDATE data_set SET name = '别处改的' WHERE id = 1")
        raw.commit()
        raw.close()
        wanted = edits.enter(store.project, "改名", [Entry("data_set", 2, "name", "新"), Entry("data_set", 1, "name", "新")])
        with pytest.raises(UserError, match="另一个程序改动"):
            store.apply(wanted)
        assert store.project is before
        assert store.log_head == head
    with Store.open(path) as store:
        assert [one.name for one in store.project.data_sets] == ["别处改的", "数据集2"]


def test_an_added_record_that_exists_by_now_is_refused(path):
    with Store.create(path) as store:
        raw = sqlite3.connect(path)
        raw.execute("INSERT INTO data_set (id, code) VALUES (1, 'X')")
        raw.commit()
        raw.close()
        with pytest.raises(UserError, match="另一个程序改动"):
            add_data_sets(store, 1)
        assert store.project.data_sets == ()


def test_a_field_that_no_form_has_is_our_fault_and_writes_nothing(path):
    with Store.create(path) as store:
        head = store.log_head
        with pytest.raises(KeyError):
            store.apply(Edit("x", (Change("data_set", 1, None, {"nonsense": "1"}),)))
        assert store.log_head == head
        assert store.project.data_sets == ()


def test_an_empty_edit_leaves_no_trace(path):
    with Store.create(path) as store:
        head = store.log_head
        assert store.apply(Edit("nichts", ())) is store.project
        assert store.log_head == head


def test_a_full_disk_is_said_and_loses_nothing(path):
    with Store.create(path) as store:
        add_data_sets(store, 5)
        before = store.project
        pages = store._db.execute("PRAGMA page_count").fetchone()[0]
        store._db.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(UserError, match="磁盘空间不足"):
            add_data_sets(store, 500, first=100)
        assert store.project is before
        store._db.execute("PRAGMA max_page_count = 1000000")
        add_data_sets(store, 500, first=100)
        assert store.verify_log() == []
    with Store.open(path) as store:
        assert len(store.project.data_sets) == 505


def test_attachments_are_kept_once_and_come_back_whole(path):
    with Store.create(path) as store:
        first = store.add_content(b"%PDF-1.7" * 1000)
        assert store.add_content(b"%PDF-1.7" * 1000) == first
        other = store.add_content(b"")
    with Store.open(path, write=False) as store:
        assert store.content(first) == b"%PDF-1.7" * 1000
        assert store.content(other) == b""
        assert store.content("0" * 64) is None
        assert len(list(store.contents())) == 2
        with pytest.raises(UserError, match="只读"):
            store.add_content(b"x")


# --- the log ----------------------------------------------------------------------------------


def test_the_log_tells_who_did_what_with_before_and_after(path):
    with Store.create(path) as store:
        add_data_sets(store, 1)
        set_text(store, "data_set", 1, "name", "门票订单")
        entries = list(store.log())
    assert [entry.no for entry in entries] == [1, 2, 3]
    assert [entry.label for entry in entries] == ["新建项目", "添加 1 个数据集", "填写 name"]
    assert entries[2].changes == (Change("data_set", 1, {"name": "数据集1"}, {"name": "门票订单"}),)
    assert entries[2].user
    assert entries[2].time.endswith("+00:00")
    assert [entry.previous for entry in entries] == ["0" * 64, entries[0].hash, entries[1].hash]
    hashed = json.dumps(
        {"changes": json.loads(entries[2].changes_text), "label": "填写 name", "no": 3, "previous": entries[1].hash,
         "time": entries[2].time, "user": entries[2].user},
        ensure_ascii=False, sort_keys=True, separators=(",", ":"),
    )  # fmt: skip
    assert entries[2].hash == hashlib.sha256(hashed.encode()).hexdigest()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE log SET label = 'anders' WHERE no = 2",
        "DELETE FROM log WHERE no = 2",
        "INSERT OR REPLACE INTO log SELECT no, time, user, 'anders', changes, previous, hash, reason FROM log WHERE no = 2",
        "INSERT INTO log SELECT no + 7, time, user, label, changes, previous, hash, reason FROM log WHERE no = 2",
    ],
)
def test_the_log_only_grows(path, sql):
    with Store.create(path) as store:
        add_data_sets(store, 1)
    raw = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(sql)
    raw.close()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE log SET label = '别的' WHERE no = 2", "第 2 条"),
        ("UPDATE log SET changes = replace(changes, '数据集1', '数据集9') WHERE no = 2", "第 2 条"),
        ("DELETE FROM log WHERE no = 2", "缺少第 2 条"),
        ("UPDATE log SET previous = 'x' WHERE no = 3", "第 3 条"),
        ("UPDATE data_set SET name = '偷改' WHERE id = 1", "数据目录 第 1 条"),
        ("DELETE FROM data_set", "数据目录 第 1 条"),
        ("INSERT INTO data_set (id) VALUES (7)", "数据目录 第 7 条"),
    ],
)
def test_tampering_is_found_and_named(path, sql, told):
    with Store.create(path) as store:
        add_data_sets(store, 1)
        set_text(store, "data_set", 1, "name", "门票")
        add_data_sets(store, 1, first=2)
    raw = sqlite3.connect(path)
    for trigger in ("log_no_update", "log_no_delete", "log_in_order"):
        raw.execute(f"DROP TRIGGER {trigger}")
    raw.execute(sql)
    raw.commit()
    raw.close()
    with Store.open(path, write=False) as store:
        faults = store.verify_log()
    assert faults
    assert told in faults[0]


# --- imports ----------------------------------------------------------------------------------


def test_opening_a_file_imports_neither_pandas_nor_numpy_nor_qt(path):
    Store.create(path).close()
    code = f"""
        import sys
        from pathlib import Path
        from gzvalue.store.open import Store
        assert "sqlite_utils" not in sys.modules and "filelock" not in sys.modules
        Store.open(Path({str(path)!r})).close()
        assert not {{"pandas", "numpy", "PySide6", "reportlab"}} & set(sys.modules)
        import pandas, numpy
        assert pandas.DataFrame and numpy.array
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True)
