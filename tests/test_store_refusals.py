"""Files that are not to be opened, and places that cannot be written to: said in words, nothing touched."""

import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import pytest
from project_files import add_data_sets, as_nobody, beside, refused

from gzvalue.schema import edit as edits
from gzvalue.store.lock import lock_path
from gzvalue.store.open import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


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


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("where", ["在一格里的文字", 'CREATE TABLE "data_set"'])
def test_one_damaged_letter_is_a_damaged_file(path, where, write):
    """SQLite looks at pages, not at letters: a text that is no text any more, or a schema that cannot even be quoted."""
    with Store.create(path) as store:
        store.apply(edits.add(store.project, "目录", "data_set", [{"code": "D01", "name": "在一格里的文字"}]))
    content = path.read_bytes()
    letters = where.encode()
    assert letters in content
    path.write_bytes(content.replace(letters, letters[:13] + b"\xf1" + letters[14:]))
    words = untouched(path, write=write)
    assert "损坏" in words
    assert "备份" in words


@pytest.mark.parametrize("write", [True, False])
@pytest.mark.parametrize("change", ["DROP TABLE principal_payment", "ALTER TABLE data_set DROP COLUMN storage_gb"])
def test_a_file_made_between_two_versions_is_refused_in_words(path, change, write):
    Store.create(path).close()
    with sqlite3.connect(path) as db:
        db.execute(change)
    db.close()
    words = untouched(path, write=write)
    assert "缺少表或字段" in words
    assert change.split()[2] in words


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
