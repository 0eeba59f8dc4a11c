"""Older versions, backups, risky places, copies and the next period."""

import sqlite3
import time
from pathlib import Path, PureWindowsPath

import pytest
from project_files import add_data_sets, beside, set_text

from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.store import backups, layout, places
from gzvalue.store.next_period import next_period
from gzvalue.store.open import Store


@pytest.fixture
def path(tmp_path):
    return tmp_path / "项目.gzv"


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

    monkeypatch.setattr(layout, "STEPS", (*layout.STEPS, ("the next", step)))
    monkeypatch.setattr(layout, "VERSION", layout.VERSION + 1)
    with Store.open(path) as store:
        assert store.project == before
        assert layout.version(store._db) == layout.VERSION
        assert store.verify_log() == []
    with Store.open(path) as store:
        assert store.warnings == ()
    assert len(beside(path)) == 1


def test_a_migration_that_fails_changes_nothing(path, monkeypatch):
    Store.create(path).close()

    def step(db):
        db.table("extra").create({"id": int}, pk="id", strict=True)
        raise sqlite3.OperationalError("kaputt")

    monkeypatch.setattr(layout, "STEPS", (*layout.STEPS, ("the next", step)))
    monkeypatch.setattr(layout, "VERSION", layout.VERSION + 1)
    with pytest.raises(sqlite3.OperationalError):
        Store.open(path)
    monkeypatch.undo()
    with Store.open(path) as store:
        assert not store._db.table("extra").exists()
        assert layout.version(store._db) == layout.VERSION


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
        with pytest.raises(UserError, match="不存在"):
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
