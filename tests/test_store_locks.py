"""Two windows, a window and a command, and a process that is killed."""

import os
import signal
import time

import pytest
from project_files import add_data_sets, beside, child, kill, refused

from gzvalue.errors import UserError
from gzvalue.store.lock import WriterLock, lock_path
from gzvalue.store.open import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


# --- two at once ------------------------------------------------------------------------------

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


@pytest.mark.skipif(os.name != "posix", reason="Windows does not let an open file be moved")
def test_a_file_moved_away_while_open_is_said_and_can_be_saved_elsewhere(path):
    with Store.create(path) as store:
        add_data_sets(store, 2)
        path.rename(path.with_name("weg.gzv"))
        with pytest.raises(UserError, match="移动、改名"):
            add_data_sets(store, 1, first=7)
        assert len(store.project.data_sets) == 2
        store.save_copy(path.with_name("gerettet.gzv"))
    with Store.open(path.with_name("gerettet.gzv")) as store:
        assert len(store.project.data_sets) == 2


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_the_file_is_no_second_door(path):
    link = path.with_name("link.gzv")
    with Store.create(path) as store:
        link.symlink_to(path)
        assert "正被另一个窗口打开" in refused(link)
        add_data_sets(store, 1)
    with Store.open(link) as store:
        add_data_sets(store, 1, first=2)
    with Store.open(path, write=False) as store:
        assert len(store.project.data_sets) == 2
    assert beside(path) == ["link.gzv"]


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
