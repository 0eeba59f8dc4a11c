"""Project files as a person handles them: new, open, copy, next period, and those used lately."""

import json

import pytest

from gzvalue import paths
from gzvalue.actions import projects, recent
from gzvalue.errors import UserError
from gzvalue.schema import edit as edits
from gzvalue.store.open import Store


def listed():
    return [one.path for one in recent.recent_files()]


def test_new_and_opened_files_head_the_list_of_recent_ones(tmp_path):
    for name in ("甲", "乙.gzv"):
        projects.new_project(tmp_path / name).close()
    assert listed() == [tmp_path / "乙.gzv", tmp_path / "甲.gzv"]
    projects.open_project(tmp_path / "甲.gzv").close()
    assert listed() == [tmp_path / "甲.gzv", tmp_path / "乙.gzv"]
    assert all(one.exists for one in recent.recent_files())


def test_a_file_that_cannot_be_opened_is_not_put_on_the_list(tmp_path):
    with pytest.raises(UserError):
        projects.open_project(tmp_path / "weg.gzv")
    assert listed() == []


def test_the_list_is_kept_short_and_a_file_that_is_gone_says_so(tmp_path):
    for n in range(recent.KEPT + 3):
        recent.remember(tmp_path / f"{n}.gzv")
    assert len(listed()) == recent.KEPT
    assert listed()[0] == tmp_path / f"{recent.KEPT + 2}.gzv"
    assert not recent.recent_files()[0].exists
    recent.forget(tmp_path / f"{recent.KEPT + 2}.gzv")
    assert tmp_path / f"{recent.KEPT + 2}.gzv" not in listed()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b'[1, null, {}, [], "x"]',
        b'[{"path": 5, "opened": "x"}]',
        b'[{"path": "/a.gzv"}]',
        b"[" * 100_000,
    ],
)
def test_a_spoiled_list_is_an_empty_one_and_is_mended_by_the_next_file(tmp_path, garbage):
    (paths.user_data() / "recent.json").write_bytes(garbage)
    assert listed() == []
    projects.new_project(tmp_path / "a.gzv").close()
    assert listed() == [tmp_path / "a.gzv"]


def test_one_bad_line_does_not_spoil_the_others(tmp_path):
    good = {"path": str(tmp_path / "a.gzv"), "opened": "2026-05-31T08:00:00"}
    (paths.user_data() / "recent.json").write_text(json.dumps([good, {"path": None}, good]), "utf-8")
    assert listed() == [tmp_path / "a.gzv"]


def test_a_list_that_cannot_be_written_keeps_nobody_from_working(tmp_path):
    (paths.user_data() / "recent.json").mkdir()
    projects.new_project(tmp_path / "a.gzv").close()
    assert listed() == []


def test_a_copy_gets_the_ending_and_work_goes_on_in_the_old_file(tmp_path):
    with projects.new_project(tmp_path / "a.gzv") as store:
        target = projects.save_copy(store.path, tmp_path / "副本")
        assert target == tmp_path / "副本.gzv"
        store.apply(edits.add(store.project, "添加", "data_set", [{"code": "D1"}]))
    with Store.open(target, write=False) as copy:
        assert copy.project.data_sets == ()
    assert target not in listed()


def test_the_next_period_is_a_file_of_its_own_on_the_list(tmp_path):
    projects.new_project(tmp_path / "a.gzv").close()
    target = projects.next_period(tmp_path / "a.gzv", tmp_path / "二期", "2026 年第二期")
    assert listed()[0] == target == tmp_path / "二期.gzv"
    with Store.open(target) as store:
        assert store.project.head.period == "2026 年第二期"


def test_only_the_right_ending_is_left_alone(tmp_path):
    assert projects.with_suffix(tmp_path / "a.GZV").name == "a.GZV"
    assert projects.with_suffix(tmp_path / "2026.第一期").name == "2026.第一期.gzv"
