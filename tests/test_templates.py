"""Templates by industry: every one valid, pruned, marked as to be confirmed, undone in one step, with codes of its own."""

import pytest
from click.testing import CliRunner

from gzvalue.actions.templates import already_there, chosen_numbers, confirm, from_template, unconfirmed
from gzvalue.cli import main
from gzvalue.errors import UserError
from gzvalue.schema import edit
from gzvalue.schema.checks import check_records
from gzvalue.schema.data_set import DataField, DataSet
from gzvalue.schema.industry import find
from gzvalue.schema.kinds import clean
from gzvalue.schema.project import Project
from gzvalue.schema.templates import MARK, confirmed_note, still_typical, template, templates
from gzvalue.store.open import Store

ASKED = {"tourism", "grid", "tyre", "aluminium", "beverage", "cloud"}
NAMES = tuple(one.name for one in templates())
FACTS = (
    "code",
    "record_count",
    "storage_gb",
    "span_start",
    "span_end",
    "holder",
    "rights",
    "right_until",
    "authoriser",
    "exclusive",
    "note",
)
"""What only the enterprise can know; a template never says it."""


def taken(name: str, *numbers: int, project: Project | None = None) -> Project:
    start = project or Project()
    offered = template(name)
    return edit.apply(start, from_template(start, offered, numbers or [one.number for one in offered.data_sets]))


def test_every_industry_of_the_story_has_a_template():
    assert set(NAMES) >= ASKED
    assert len({one.title for one in templates()}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_read_whole_and_says_no_facts(name):
    offered = template(name)
    fields = DataSet.form.fields
    assert find(offered.industry) is not None
    assert len({one.name for one in offered.data_sets}) == len(offered.data_sets) >= 8
    for one in offered.data_sets:
        assert set(one.texts) <= set(fields)
        assert not set(one.texts) & set(FACTS)
        for key in ("business_domain", "structure", "frequency", "source_system", "source_type", "grade", "personal_information",
                    "right_path", "scenarios"):  # fmt: skip
            assert one.texts[key], (one.name, key)
        for key, text in one.texts.items():
            assert fields[key].kind.verdict(fields[key].kind.parse(clean(text))) is None, (one.name, key)
        assert one.texts["personal_information"] == "否" or one.texts["personal_note"]
        assert len(one.fields) >= 4
        for column in one.fields:
            assert set(column) <= set(DataField.form.fields)
        assert len({column["name"] for column in one.fields}) == len(one.fields)
        if any(column.get("personal") == "是" for column in one.fields):
            assert one.texts["personal_information"] == "是", one.name


@pytest.mark.parametrize("name", NAMES)
def test_all_of_it_goes_in_readably_and_is_held_back_until_confirmed(name):
    project = taken(name)
    assert not project.raw_texts
    assert len(project.data_sets) == len(template(name).data_sets)
    assert {one.data_set for one in project.data_fields} == {one.code for one in project.data_sets}
    held = [one for one in check_records(project) if one.form == "data_set" and one.key == "note"]
    assert [one.id for one in held] == [one.id for one in project.data_sets]
    assert all(one.level == "error" and "尚未确认" in one.message for one in held)
    assert all(one.record_count is None and one.holder is None and one.span_start is None and not one.rights for one in project.data_sets)
    wrong = [one for one in check_records(project) if one.form == "data_field"]
    assert wrong == []


def test_only_what_was_ticked_is_taken_with_codes_in_order():
    project = taken("grid", 5, 2)
    assert [(one.code, one.name) for one in project.data_sets] == [("D01", "15 分钟负荷曲线"), ("D02", "分行业分区域用电量汇总")]


def test_codes_collide_with_nothing_that_is_there():
    start = taken("tyre", 1, 2)
    add = edit.add(start, "x", "data_set", [{"code": "D17", "name": "甲"}, {"code": "别的", "name": "乙"}])
    start = edit.apply(start, add)
    start = edit.apply(start, edit.add(start, "x", "data_field", [{"data_set": "D40", "name": "a"}]))
    more = taken("cloud", 1, 2, project=start)
    codes = [one.code for one in more.data_sets]
    assert codes == ["D01", "D02", "D17", "别的", "D41", "D42"]
    assert all(one.data_set != "D40" or one.name == "a" for one in more.data_fields)


def test_what_the_catalogue_holds_already_is_known():
    start = taken("cloud", 1, 3)
    assert already_there(start, template("cloud")) == {1, 3}


def test_one_undo_takes_all_of_it_out(tmp_path):
    with Store.create(tmp_path / "a.gzv") as store:
        before = store.project
        made = from_template(before, template("water"), range(1, 9))
        store.apply(made)
        assert len(store.project.data_sets) == 8
        store.apply(made.inverse())
        assert store.project.rows == before.rows
        assert [entry.label for entry in store.log()][1] == "从行业模板“供水与水务”添加 8 项数据集"


def test_what_still_reads_as_in_the_template_is_named_until_it_is_changed():
    project = taken("beverage", 1)
    one = project.data_sets[0]
    assert {"数据名称", "来源系统", "数据级别"} <= set(still_typical(one))
    project = edit.apply(project, edit.enter(project, "改", [edit.Entry("data_set", one.id, "source_system", "3 号线工控机")]))
    assert "来源系统" not in still_typical(project.data_sets[0])
    message = next(p.message for p in check_records(project) if p.form == "data_set" and p.key == "note")
    assert f"{len(still_typical(project.data_sets[0]))} 处仍是模板原文" in message


def test_confirming_takes_the_sentence_out_and_keeps_what_the_clerk_wrote():
    project = taken("beverage", 1, 2)
    first = project.data_sets[0]
    written = edit.enter(project, "写", [edit.Entry("data_set", first.id, "note", f"{first.note}\n2026 年 3 月核对，见设备台账")])
    project = edit.apply(project, written)
    assert len(unconfirmed(project)) == 2
    project = edit.apply(project, confirm(project, ["D01"]))
    assert [one.code for one in unconfirmed(project)] == ["D02"]
    assert project.data_sets[0].note == "2026 年 3 月核对，见设备台账"
    assert not [p for p in check_records(project) if p.id == first.id and p.form == "data_set" and p.key == "note"]


def test_a_mark_of_an_unknown_template_is_still_held_back():
    note = f"{MARK}典型写法，取自行业模板“火星”第 3 项，请核对改正后删去本句。另记"
    project = edit.apply(Project(), edit.add(Project(), "x", "data_set", [{"code": "D01", "note": note}]))
    assert still_typical(project.data_sets[0]) == ()
    assert any(p.key == "note" and p.level == "error" for p in check_records(project))
    assert confirmed_note(note) == "另记"


@pytest.mark.parametrize(("text", "numbers"), [("", (1, 2, 3, 4, 5, 6, 7, 8)), ("3", (3,)), ("5-7，1、5", (5, 6, 7, 1))])
def test_numbers_are_read_as_people_list_them(text, numbers):
    assert chosen_numbers(text, template("water")) == numbers


@pytest.mark.parametrize("text", ["0", "9", "3-1", "a", "1-99", "-2"])
def test_a_number_that_is_not_in_the_template_is_refused(text):
    with pytest.raises(UserError, match="可选 1 至 8"):
        chosen_numbers(text, template("water"))


# --- the command ----------------------------------------------------------------------------


def run(*words: object):
    return CliRunner().invoke(main, ["new", *map(str, words)])


def test_the_list_begins_each_line_with_the_name():
    done = run("--list")
    assert done.exit_code == 0
    assert [line.split()[0] for line in done.output.splitlines()] == list(NAMES)


def test_the_list_of_an_industry_numbers_its_data_sets():
    done = run("--list", "--industry", "cloud")
    assert [line.split()[0] for line in done.output.splitlines()] == [str(n) for n in range(1, 10)]


def test_a_project_starts_from_an_industry(tmp_path):
    done = run(tmp_path / "a", "--industry", "aluminium", "--take", "1,3-4")
    assert done.exit_code == 0, done.output
    assert "已新建" in done.output
    assert "3 项数据集" in done.output
    with Store.open(tmp_path / "a.gzv", write=False) as store:
        assert [one.name for one in store.project.data_sets] == ["电解槽槽控数据", "阳极与母线监测", "整流与供电负荷"]
        assert store.verify_log() == []


def test_a_project_without_industry_is_empty_as_before(tmp_path):
    assert run(tmp_path / "a.gzv").exit_code == 0
    with Store.open(tmp_path / "a.gzv", write=False) as store:
        assert not store.project.data_sets


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["x.gzv", "--industry", "mars"], "没有名为“mars”的行业模板"),
        (["x.gzv", "--industry", "water", "--take", "12"], "可选 1 至 8"),
        (["x.gzv", "--take", "1"], "--industry"),
        ([], "没有写文件名"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_no_file(tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert said in done.output
    assert not list(tmp_path.iterdir())
