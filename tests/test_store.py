"""The project file as people meet it: kept, refused in words, locked, backed up, and whole after a crash."""

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path, PureWindowsPath

import pytest

from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Change, Edit, Entry
from gzvalue.store import backups, layout, places
from gzvalue.store.database import address
from gzvalue.store.lock import WriterLock, lock_path
from gzvalue.store.next_period import next_period
from gzvalue.store.open import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


def add_data_sets(store, count, first=1):
    rows = [{"code": f"D{n:03}", "name": f"数据集{n}", "record_count": "1,860万"} for n in range(first, first + count)]
    return store.apply(edits.add(store.project, f"添加 {count} 个数据集", "data_set", rows))


def set_text(store, form, id, key, text):
    return store.apply(edits.enter(store.project, f"填写 {key}", [Entry(form, id, key, text)]))


def beside(path):
    return sorted(p.name for p in path.parent.iterdir() if p != path)


def refused(path, *, write=True):
    with pytest.raises(UserError) as wrong:
        Store.open(path, write=write)
    return str(wrong.value)


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
        "INSERT OR REPLACE INTO log SELECT no, time, user, 'anders', changes, previous, hash FROM log WHERE no = 2",
        "INSERT INTO log SELECT no + 7, time, user, label, changes, previous, hash FROM log WHERE no = 2",
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


# --- files that are not to be opened ----------------------------------------------------------


def untouched(path, *, write=True):
    before = path.read_bytes()
    words = refused(path, write=write)
    assert path.read_bytes() == before
    assert beside(path) == []
    return words


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "空文件"),
        ("一些文字".encode(), "不是本软件的项目文件"),
        (b"PK\x03\x04" + b"\0" * 100, "Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "Excel"),
        (b"%PDF-1.7", "不是本软件的项目文件"),
        (b"SQLite format 3\0" + b"garbage" * 500, "损坏"),
    ],
)
def test_what_is_not_a_project_is_refused_in_words(path, content, told, write):
    path.write_bytes(content)
    assert told in untouched(path, write=write)


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path):
    assert "找不到文件" in refused(tmp_path / "weg.gzv")
    (tmp_path / "ordner.gzv").mkdir()
    assert "是文件夹" in refused(tmp_path / "ordner.gzv")


@pytest.mark.parametrize("write", [True, False])
def test_another_programs_database_is_left_alone(path, write):
    raw = sqlite3.connect(path)
    raw.execute("CREATE TABLE data_set (x)")
    raw.commit()
    raw.close()
    assert "其他软件的数据库" in untouched(path, write=write)


@pytest.mark.parametrize("write", [True, False])
def test_a_newer_version_is_refused_in_words(path, write):
    Store.create(path).close()
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA user_version = 99")
    raw.close()
    words = untouched(path, write=write)
    assert "第 99 版" in words
    assert "升级软件" in words


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_a_damaged_file_is_refused_and_points_to_the_backups(path, damage, write):
    with Store.create(path) as store:
        add_data_sets(store, 400)
    content = bytearray(path.read_bytes())
    if damage == "cut":
        content = content[: len(content) // 2]
    else:
        for start in range(8192, len(content) - 4096, 3 * 4096):
            content[start : start + 200] = b"\xff" * 200
    path.write_bytes(bytes(content))
    words = untouched(path, write=write)
    assert "损坏" in words
    assert "备份" in words


def test_a_value_written_by_another_program_is_not_taken_for_ours(path):
    with Store.create(path) as store:
        store.apply(edits.add(store.project, "成本", "cost_item", [{"amount": "5"}]))
    raw = sqlite3.connect(path)
    raw.execute("UPDATE cost_item SET amount = 'five'")
    raw.commit()
    raw.close()
    words = refused(path)
    assert "成本明细第 1 条" in words
    assert not lock_path(path).exists()


# --- read-only places (a root user ignores modes: tried as another user) ----------------------

AS_NOBODY = """
import os, sys
sys.path.insert(0, {here!r})
from pathlib import Path
from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.store.open import Store
warm = Path({warm!r})
warm.unlink(missing_ok=True)
Store.create(warm).close()
Store.open(warm).close()
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
def tell(what):
    try:
        print(what())
    except UserError as wrong:
        print("UserError:", wrong)
path = Path({path!r})
{body}
"""


def as_nobody(path, body):
    """Run code as a user to whom file modes apply; what it prints."""
    code = AS_NOBODY.format(
        here=str(Path(__file__).parents[1]), warm=str(path.parent.parent / "warm.gzv"), path=str(path), body=textwrap.dedent(body)
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def shared(monkeypatch):
    """A folder that every user can reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="gzvalue-test-"))
    folder.chmod(0o755)
    user = folder / "user"
    user.mkdir()
    user.chmod(0o777)
    monkeypatch.setenv("XDG_DATA_HOME", str(user))
    monkeypatch.setenv("PYTHONIOENCODING", "utf-8")
    (folder / "readonly").mkdir()
    yield folder / "readonly" / "a.gzv"
    folder.joinpath("readonly").chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_a_read_only_folder_is_said_and_still_can_be_read(shared):
    with Store.create(shared) as store:
        add_data_sets(store, 2)
    shared.chmod(0o666)
    shared.parent.chmod(0o555)
    shutil.rmtree(shared.parent.parent / "user" / "gzvalue", ignore_errors=True)
    told = as_nobody(
        shared,
        """
        tell(lambda: Store.open(path))
        tell(lambda: len(Store.open(path, write=False).project.data_sets))
        tell(lambda: Store.create(path.with_name("neu.gzv")))
        tell(lambda: Store.open(path, write=False).save_copy(path.with_name("kopie.gzv")))
        """,
    ).splitlines()
    assert "只读" in told[0]
    assert told[1] == "2"
    assert "只读" in told[2]
    assert "UserError" in told[3]
    assert beside(shared) == []


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_a_read_only_file_is_said_and_an_unreadable_one_too(shared):
    Store.create(shared).close()
    shared.parent.chmod(0o777)
    shared.chmod(0o444)
    body = """
        tell(lambda: Store.open(path))
        tell(lambda: len(Store.open(path, write=False).project.data_sets))
    """
    told = as_nobody(shared, body).splitlines()
    assert "只读文件" in told[0]
    assert told[1] == "0"
    shared.chmod(0)
    assert "没有读取权限" in as_nobody(shared, body)


# --- two at once ------------------------------------------------------------------------------

CHILD = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store.open import Store
path = Path({path!r})
{body}
"""


def child(path, body):
    code = CHILD.format(here=str(Path(__file__).parents[1]), path=str(path), body=textwrap.dedent(body))
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, encoding="utf-8")


def kill(process):
    process.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    process.wait()
    process.stdout.close()
    process.stdin.close()


HOLD = """
store = Store.open(path)
print("offen", flush=True)
sys.stdin.readline()
store.close()
"""


def test_a_second_window_is_refused_and_commands_still_read(path):
    Store.create(path).close()
    holder = child(path, HOLD)
    assert holder.stdout.readline() == "offen\n"
    assert "正被另一个窗口打开" in refused(path)
    with Store.open(path, write=False) as store:
        assert store.read_only
        with pytest.raises(UserError, match="只读方式"):
            add_data_sets(store, 1)
    holder.communicate("\n")
    assert beside(path) == []
    Store.open(path).close()


def test_after_kill_9_of_the_window_the_next_one_opens(path):
    Store.create(path).close()
    holder = child(path, HOLD)
    assert holder.stdout.readline() == "offen\n"
    kill(holder)
    assert lock_path(path).exists()
    with Store.open(path) as store:
        add_data_sets(store, 1)
    assert beside(path) == []


def test_the_same_program_cannot_write_twice_either(path):
    with Store.create(path):
        assert "正被另一个窗口打开" in refused(path)
        with pytest.raises(UserError, match="已经存在"):
            Store.create(path)
        assert lock_path(path).exists()


def test_a_command_reads_while_a_write_is_going_on(path):
    with Store.create(path) as store:
        add_data_sets(store, 1)
        store._db.execute("BEGIN IMMEDIATE")
        store._db.execute("UPDATE data_set SET name = 'halb'")
        with Store.open(path, write=False) as reader:
            assert reader.project.data_sets[0].name == "数据集1"
        store._db.rollback()


RACE = """
import os, time
from gzvalue.errors import UserError
from gzvalue.store.lock import WriterLock
import filelock
inside = path.with_name("inside")
taken = 0
end = time.monotonic() + 1.5
while time.monotonic() < end:
    try:
        lock = WriterLock(path)
    except UserError:
        continue
    os.close(os.open(inside, os.O_CREAT | os.O_EXCL))
    inside.unlink()
    lock.release()
    taken += 1
print(taken)
"""


@pytest.mark.skipif(os.name != "posix", reason="the race is one of POSIX")
def test_unlinking_the_lock_never_lets_two_in(path):
    racers = [child(path, RACE) for _ in range(3)]
    taken = []
    for racer in racers:
        out, _ = racer.communicate()
        assert racer.returncode == 0, "two processes held the lock at once"
        taken.append(int(out))
    assert sum(taken) > 100
    assert sum(count > 0 for count in taken) >= 2
    assert beside(path) == []


def test_releasing_twice_harms_nobody(path):
    lock = WriterLock(path)
    lock.release()
    second = WriterLock(path)
    lock.release()
    assert lock_path(path).exists()
    second.release()


# --- kill -9 ----------------------------------------------------------------------------------

WRITE = """
store = Store.open(path)
print("bereit", flush=True)
for n in range(1, 100000):
    rows = [{"code": f"D{n}-{k}", "name": "x" * 50} for k in range(20)]
    store.apply(edits.add(store.project, f"第 {n} 步", "data_set", rows))
    print(n, flush=True)
"""


@pytest.mark.parametrize("wait", [0.02, 0.05, 0.09, 0.16])
def test_kill_9_amid_edits_keeps_the_last_finished_one(path, wait):
    Store.create(path).close()
    writer = child(path, WRITE)
    assert writer.stdout.readline() == "bereit\n"
    time.sleep(wait)
    writer.send_signal(signal.SIGKILL if os.name == "posix" else signal.SIGTERM)
    out, _ = writer.communicate()
    finished = [int(line) for line in out.splitlines() if line.strip().isdigit()]
    with Store.open(path, write=False) as reader:
        seen = len(reader.project.data_sets)
    with Store.open(path) as store:
        done = len(store.project.data_sets) // 20
        assert len(store.project.data_sets) == seen == done * 20
        assert done >= (finished[-1] if finished else 0)
        assert [entry.label for entry in store.log()][1:] == [f"第 {n} 步" for n in range(1, done + 1)]
        assert store.verify_log() == []
    assert beside(path) == []


IMPORT = """
store = Store.open(path)
rows = [{"code": f"D{n}", "name": "x" * 80, "scenarios": "y" * 200} for n in range(20000)]
edit = edits.add(store.project, "导入", "data_set", rows)
print("bereit", flush=True)
store.apply(edit)
print("fertig", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(os.name != "posix", reason="watches the journal of SQLite appear")
def test_kill_9_amid_an_import_leaves_all_or_nothing(path):
    with Store.create(path) as store:
        add_data_sets(store, 3)
    importer = child(path, IMPORT)
    assert importer.stdout.readline() == "bereit\n"
    journal = path.with_name(path.name + "-journal")
    end = time.monotonic() + 20
    while not journal.exists() and time.monotonic() < end:
        pass
    time.sleep(0.05)
    kill(importer)
    with Store.open(path) as store:
        assert len(store.project.data_sets) in (3, 20003)
        assert store.verify_log() == []
        add_data_sets(store, 1, first=900)
    assert beside(path) == []


def test_a_reader_mends_what_a_crash_left_behind(path):
    with Store.create(path) as store:
        add_data_sets(store, 3)
        whole = path.read_bytes()
        journal = path.with_name(path.name + "-journal")
        store._db.execute("PRAGMA cache_size = 5")
        store._db.execute("BEGIN IMMEDIATE")
        store._db.conn.executemany("INSERT INTO data_set (id, name) VALUES (?, ?)", [(n, "x" * 500) for n in range(10, 3000)])
        torn, left = path.read_bytes(), journal.read_bytes()
        store._db.rollback()
    assert torn != whole
    path.write_bytes(torn)
    journal.write_bytes(left)
    with Store.open(path, write=False) as reader:
        assert len(reader.project.data_sets) == 3
    assert beside(path) == []


# --- older versions ---------------------------------------------------------------------------


def version_0(path):
    """A file as a version before the first might have left it: our mark, and one table of its own."""
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA application_id = {layout.APPLICATION_ID}")
    raw.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT) STRICT")
    raw.execute("INSERT INTO note (words) VALUES ('留着')")
    raw.commit()
    raw.close()


def test_an_older_file_is_laid_aside_and_brought_up(path):
    version_0(path)
    before = path.read_bytes()
    with Store.open(path) as store:
        assert any("由第 0 版升级" in words for words in store.warnings)
        add_data_sets(store, 1)
        assert next(store.log()).label.startswith("升级文件")
        assert store._db.execute("SELECT words FROM note").fetchone() == ("留着",)
    (aside,) = beside(path)
    assert "升级前第0版" in aside
    assert time.strftime("%Y-%m-%d") in aside
    copy = sqlite3.connect(path.with_name(aside))
    assert copy.execute("PRAGMA user_version").fetchone() == (0,)
    assert copy.execute("SELECT words FROM note").fetchall() == [("留着",)]
    copy.close()
    assert before[:16] == path.read_bytes()[:16]


def test_a_command_reads_an_older_file_without_changing_it(path):
    version_0(path)
    before = path.read_bytes()
    with Store.open(path, write=False) as store:
        assert store.project.data_sets == ()
    assert path.read_bytes() == before
    assert beside(path) == []


def test_the_next_version_keeps_what_was_entered(path, monkeypatch):
    with Store.create(path) as store:
        add_data_sets(store, 2)
        before = store.project

    def step(db):
        db.table("extra").create({"id": int, "words": str}, pk="id", strict=True)

    monkeypatch.setattr(layout, "STEPS", (*layout.STEPS, ("version 2", step)))
    monkeypatch.setattr(layout, "VERSION", 2)
    with Store.open(path) as store:
        assert store.project == before
        assert layout.version(store._db) == 2
        assert store.verify_log() == []
    with Store.open(path) as store:
        assert store.warnings == ()
    assert len(beside(path)) == 1


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    Store.create(path).close()

    def step(db):
        db.table("extra").create({"id": int}, pk="id", strict=True)
        raise sqlite3.OperationalError("kaputt")

    monkeypatch.setattr(layout, "STEPS", (*layout.STEPS, ("version 2", step)))
    monkeypatch.setattr(layout, "VERSION", 2)
    with pytest.raises(sqlite3.OperationalError):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert not store._db.table("extra").exists()
        assert layout.version(store._db) == 1


# --- backups ----------------------------------------------------------------------------------


def test_each_opening_after_a_change_keeps_a_verified_copy_and_only_ten(path):
    Store.create(path).close()
    for n in range(12):
        with Store.open(path) as store:
            assert store.warnings == ()
            add_data_sets(store, 1, first=n + 1)
    kept = backups.backups_of(path)
    assert len(kept) == 10
    assert [backup.made for backup in kept] == sorted((backup.made for backup in kept), reverse=True)
    target = path.with_name("恢复.gzv")
    backups.restore_as(kept[0], target)
    with Store.open(target, write=False) as store:
        assert len(store.project.data_sets) == 11
        assert store.verify_log() == []
    with pytest.raises(UserError, match="已经存在"):
        backups.restore_as(kept[0], target)


def test_opening_an_unchanged_file_keeps_no_second_copy(path):
    Store.create(path).close()
    for _ in range(3):
        Store.open(path).close()
    assert len(backups.backups_of(path)) == 1
    assert (backups.folder_of(path) / "origin.txt").read_text("utf-8").strip() == str(path)


def test_a_file_whose_log_was_changed_opens_with_a_warning_and_pushes_out_no_backup(path):
    with Store.create(path) as store:
        add_data_sets(store, 1)
    Store.open(path).close()
    raw = sqlite3.connect(path)
    raw.execute("DROP TRIGGER log_no_update")
    raw.execute("UPDATE log SET label = 'x', hash = 'y' WHERE no = 2")
    raw.commit()
    raw.close()
    with Store.open(path) as store:
        assert "第 2 条" in store.warnings[0]
        assert len(store.project.data_sets) == 1
    assert len(backups.backups_of(path)) == 1


def test_no_room_for_a_backup_keeps_nobody_from_working(path, tmp_path, monkeypatch):
    Store.create(path).close()
    (tmp_path / "datei").write_text("")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "datei"))
    with Store.open(path) as store:
        assert "没有做成自动备份" in store.warnings[0]
        add_data_sets(store, 1)


def test_a_damaged_backup_is_not_restored(path):
    Store.create(path).close()
    Store.open(path).close()
    (kept,) = backups.backups_of(path)
    kept.path.write_bytes(kept.path.read_bytes()[:5000])
    with pytest.raises(UserError, match="损坏"):
        backups.restore_as(kept, path.with_name("neu.gzv"))
    assert beside(path) == []


# --- places -----------------------------------------------------------------------------------

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//nas/daten /mnt/nas cifs rw 0 0
host:/x /mnt/with\\040blank nfs4 rw 0 0
/dev/sdb1 /mnt/nas/local ext4 rw 0 0
me@h: /home/me/far fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/home/me/a.gzv", ""),
        ("/mnt/nas/a.gzv", "Windows 共享"),
        ("/mnt/nas/local/a.gzv", ""),
        ("/mnt/with blank/x/a.gzv", "NFS"),
        ("/home/me/far/a.gzv", "SSHFS"),
        ("/mnt/nasty/a.gzv", ""),
    ],
)
def test_network_mounts_are_recognised(place, kind):
    assert places.network_mount(Path(place), MOUNTS) == kind


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - 公司", "OneDrive"),
        ("Dropbox", "Dropbox"),
        ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"),
        ("百度网盘同步空间", "百度网盘"),
        ("BaiduSyncdisk", "百度网盘"),
        ("iCloudDrive", "iCloud"),
        ("Google Drive", "Google Drive"),
        ("WPS云盘", "WPS 云盘"),
        ("WXWork", "企业微信微盘"),
        ("文档", ""),
        ("OneDriveNotes", ""),
    ],
)
def test_synchronised_folders_are_recognised_by_name(tmp_path, folder, name):
    assert places.synced_by(tmp_path / folder / "x" / "a.gzv") == name


def test_the_file_name_alone_is_no_synchronised_folder(tmp_path):
    assert places.synced_by(tmp_path / "Dropbox") == ""


def test_a_synchronised_folder_is_named_as_a_risk_when_opened(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    with Store.create(tmp_path / "Dropbox" / "a.gzv") as store:
        assert "Dropbox" in store.warnings[0]
        assert "同步" in store.warnings[0]


@pytest.mark.parametrize(
    ("place", "told"),
    [(r"\\server\share\a.gzv", True), (r"C:\a.gzv", False), (r"\\?\UNC\server\share\a.gzv", True), (r"\\?\C:\a.gzv", False)],
)
def test_windows_shares_are_recognised(place, told):
    assert places.is_unc(PureWindowsPath(place)) is told


# --- copies -----------------------------------------------------------------------------------


def test_a_copy_holds_all_and_the_window_stays_with_its_own_file(path):
    target = path.with_name("副本.gzv")
    with Store.create(path) as store:
        add_data_sets(store, 2)
        digest = store.add_content(b"scan")
        store.save_copy(target)
        add_data_sets(store, 1, first=9)
        with pytest.raises(UserError, match="已经存在"):
            store.save_copy(target)
        with pytest.raises(UserError, match="无法"):
            store.save_copy(path.parent / "没有" / "x.gzv")
    with Store.open(target) as copy:
        assert len(copy.project.data_sets) == 2
        assert copy.content(digest) == b"scan"
        assert copy.verify_log() == []


def test_the_next_period_keeps_the_data_and_empties_what_was_of_the_old_one(path):
    target = path.with_name("二期.gzv")
    with Store.create(path) as store:
        add_data_sets(store, 2)
        head = [("valuation_date", "2025-12-31"), ("as_of", "2026-05-31"), ("period", "第一期"), ("preparer", "李会计")]
        store.apply(edits.enter(store.project, "抬头", [Entry("valuation_head", 1, key, text) for key, text in head]))
        set_text(store, "discount", 1, "risk_free", "1.85%")
        set_text(store, "financing", 1, "drawdown_on", "下个月")
        set_text(store, "financing", 1, "loan_asked", "四千万")
        digest = store.add_content(b"scan")
        source_head = store.log_head
        next_period(path, target, " 2026 年第二期 ")
    with Store.open(target) as new:
        assert new.project.head.period == "2026 年第二期"
        assert new.project.head.valuation_date is None
        assert new.project.head.as_of is None
        assert new.project.head.preparer == "李会计"
        assert new.project.discount.risk_free is None
        assert len(new.project.data_sets) == 2
        assert set(new.project.raw_texts) == {("financing", 1, "loan_asked")}
        assert new.content(digest) == b"scan"
        (first,) = new.log()
        assert source_head in first.label
        assert new.verify_log() == []
        add_data_sets(new, 1, first=7)
        assert list(new.project.rows["data_set"]) == [1, 2, 3]
    with pytest.raises(UserError, match="已经存在"):
        next_period(path, target, "三")
    with pytest.raises(UserError, match="名称"):
        next_period(path, path.with_name("x.gzv"), "  ")


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
