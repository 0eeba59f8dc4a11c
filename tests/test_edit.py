"""Edits as values: what one action changes, its inverse, and references that follow a changed code."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Change, Conflict, Edit, Entry, Unread
from gzvalue.schema.forms import FORMS, RawText
from gzvalue.schema.project import Project
from gzvalue.store.open import Store


def made(*steps):
    """A project from (form, rows) pairs."""
    project = Project()
    for form, rows in steps:
        project = edits.apply(project, edits.add(project, "添加", form, rows))
    return project


def entered(project, *entries):
    return edits.apply(project, edits.enter(project, "填写", [Entry(*entry) for entry in entries]))


# --- typing -----------------------------------------------------------------------------------


def test_unreadable_text_is_kept_beside_the_last_good_value():
    project = made(("data_set", [{"code": "D01", "storage_gb": "14.2"}]))
    project = entered(project, ("data_set", 1, "storage_gb", "viel"))
    assert str(project.data_sets[0].storage_gb) == "14.2"
    assert project.raw_texts["data_set", 1, "storage_gb"].text == "viel"
    project = entered(project, ("data_set", 1, "storage_gb", "mehr"))
    assert [raw.text for raw in project.all(RawText)] == ["mehr"]
    project = entered(project, ("data_set", 1, "storage_gb", "15"))
    assert project.all(RawText) == ()
    assert str(project.data_sets[0].storage_gb) == "15"


def test_cells_that_are_read_already_are_added_as_if_they_were_typed():
    project = made(("data_set", [{"code": "D01", "storage_gb": "14.2"}]))
    rows = {"data_set": [{"code": "D02", "storage_gb": "9.6", "used_years": Unread("两三年")}], "cost_item": [{"data_set": "D02"}]}
    edit = edits.imported(project, "导入", [Entry("data_set", 1, "storage_gb", "15")], rows)
    typed = edits.enter(project, "导入", [Entry("data_set", 1, "storage_gb", "15")])
    for form, row in (("data_set", {"code": "D02", "storage_gb": "9.6", "used_years": "两三年"}), ("cost_item", {"data_set": "D02"})):
        after = edits.apply(project, typed)
        typed = edits.combined("导入", project, [typed, edits.add(after, "", form, [row])])
    assert sorted(edit.changes, key=lambda c: (c.form, c.id)) == sorted(typed.changes, key=lambda c: (c.form, c.id))
    assert edits.apply(project, edit).raw_texts["data_set", 2, "used_years"].text == "两三年"


def test_an_added_reference_stays_as_entered_when_a_code_changes_in_the_same_edit():
    project = made(("data_set", [{"code": "D01"}]), ("cost_item", [{"data_set": "D01"}]))
    renamed = [Entry("data_set", 1, "code", "D09")]
    project = edits.apply(
        project, edits.imported(project, "导入", renamed, {"data_set": [{"code": "D01"}], "cost_item": [{"data_set": "D01"}]})
    )
    assert [item.data_set for item in project.cost_items] == ["D09", "D01"]


def test_emptying_a_field_also_drops_the_kept_text():
    project = entered(made(("data_set", [{"code": "D01", "storage_gb": "x"}])), ("data_set", 1, "storage_gb", " "))
    assert project.all(RawText) == ()
    assert project.data_sets[0].storage_gb is None


def test_very_long_unreadable_text_is_kept_to_its_limit_and_half_characters_do_not_reach_the_file(tmp_path):
    with Store.create(tmp_path / "a.gzv") as store:
        store.apply(edits.add(store.project, "添加", "data_set", [{"storage_gb": "x" * 30_000, "record_count": "\ud800\x00乱"}]))
    with Store.open(tmp_path / "a.gzv", write=False) as store:
        assert len(store.project.raw_texts["data_set", 1, "storage_gb"].text) == 20_000
        assert store.project.raw_texts["data_set", 1, "record_count"].text == "乱"


@pytest.mark.parametrize("text", ["<b>粗</b> & 'x'", "=1+1", "😀", "𠮷㼆", '"; DROP TABLE data_set; --', "字" * 10_000])
def test_any_text_is_kept_as_it_was_typed(tmp_path, text):
    with Store.create(tmp_path / "a.gzv") as store:
        store.apply(edits.add(store.project, "添加", "data_set", [{"code": "D01", "name": text}]))
    with Store.open(tmp_path / "a.gzv", write=False) as store:
        assert store.project.data_sets[0].name == text


def test_entering_the_same_again_changes_nothing():
    project = made(("data_set", [{"code": "D01", "storage_gb": "14.20"}]))
    assert not edits.enter(project, "填写", [Entry("data_set", 1, "storage_gb", "14.2"), Entry("data_set", 1, "code", " D01 ")])


def test_one_edit_has_one_change_per_record():
    project = made(("data_set", [{"code": "D01"}]))
    edit = edits.enter(
        project, "填写", [Entry("data_set", 1, "name", "a"), Entry("data_set", 1, "name", "b"), Entry("data_set", 1, "note", "c")]
    )
    assert edit.changes == (Change("data_set", 1, {"name": None, "note": None}, {"name": "b", "note": "c"}),)


# --- codes and references ---------------------------------------------------------------------


def linked():
    return made(
        ("data_set", [{"code": "D01"}, {"code": "D02"}, {"code": "D03"}]),
        ("valuation_unit", [{"code": "U01"}]),
        ("unit_member", [{"unit": "U01", "data_set": "D01"}, {"unit": "U01", "data_set": "D02"}]),
        ("certificate", [{"code": "Z01", "data_sets": "D02、D01"}]),
        ("cost_item", [{"data_set": "D01"}, {}]),
        ("declared_quality", [{"data_set": "D01"}]),
    )


def members(project):
    return [member.data_set for member in project.unit_members]


def test_references_follow_a_changed_code():
    project = entered(linked(), ("data_set", 1, "code", "数据A"))
    assert members(project) == ["数据A", "D02"]
    assert project.certificates[0].data_sets == ("D02", "数据A")
    assert [item.data_set for item in project.cost_items] == ["数据A", None]
    assert project.declared_quality[0].data_set == "数据A"


def test_two_codes_exchanged_in_one_paste_keep_their_references_apart():
    project = entered(linked(), ("data_set", 1, "code", "D02"), ("data_set", 2, "code", "D01"))
    assert members(project) == ["D02", "D01"]
    assert project.certificates[0].data_sets == ("D01", "D02")


def test_codes_shifted_down_a_row_keep_their_references():
    shifted = [("data_set", n, "code", f"D0{n + 1}") for n in (1, 2, 3)]
    project = entered(linked(), *shifted)
    assert members(project) == ["D02", "D03"]


def test_a_reference_entered_in_the_same_edit_stays_as_entered():
    project = entered(linked(), ("data_set", 1, "code", "X"), ("unit_member", 1, "data_set", "D01"), ("unit_member", 2, "data_set", "X"))
    assert members(project) == ["D01", "X"]
    assert project.cost_items[0].data_set == "X"


def test_references_stay_where_the_old_code_was_not_unique():
    project = made(("data_set", [{"code": "D01"}, {"code": "D01"}]), ("unit_member", [{"unit": "U", "data_set": "D01"}]))
    assert members(entered(project, ("data_set", 1, "code", "D09"))) == ["D01"]


def test_references_stay_when_a_code_is_emptied():
    assert members(entered(linked(), ("data_set", 1, "code", ""))) == ["D01", "D02"]


def test_undoing_a_changed_code_takes_the_references_back():
    project = linked()
    edit = edits.enter(project, "改编号", [Entry("data_set", 1, "code", "X")])
    assert edits.apply(edits.apply(project, edit), edit.inverse()) == project


def test_steps_combined_do_not_follow_twice():
    project = linked()
    first = edits.enter(project, "a", [Entry("data_set", 1, "code", "X")])
    after = edits.apply(project, first)
    second = edits.add(after, "b", "data_set", [{"code": "D01"}])
    after = edits.apply(after, second)
    third = edits.add(after, "c", "unit_member", [{"unit": "U01", "data_set": "D01"}])
    after = edits.apply(after, third)
    together = edits.combined("导入", project, [first, second, third])
    assert edits.apply(project, together) == after
    assert edits.apply(after, together.inverse()).rows == project.rows


# --- adding, removing, duplicating ------------------------------------------------------------


def test_removing_takes_kept_texts_and_evidence_links_along_and_undo_brings_them_back():
    project = made(
        ("data_set", [{"code": "D01", "storage_gb": "x"}]),
        ("evidence", [{"code": "A01", "title": "合同"}]),
        ("evidence_link", [{"evidence": "A01", "about_form": "data_set", "about_id": "1", "prepared_on": "gestern"}]),
    )
    edit = edits.remove(project, "删除", "data_set", [1])
    after = edits.apply(project, edit)
    assert after.data_sets == ()
    assert after.evidence_links == ()
    assert after.all(RawText) == ()
    assert edits.apply(after, edit.inverse()) == project


def test_a_single_record_is_emptied_and_stays():
    project = entered(Project(), ("enterprise", 1, "name", "示例公司"), ("enterprise", 1, "employees", "viele"))
    after = edits.apply(project, edits.remove(project, "清空", "enterprise", [1]))
    assert after.enterprise.name is None
    assert after.all(RawText) == ()


def test_copies_get_free_codes_and_years_and_keep_their_references():
    project = made(
        ("data_set", [{"code": "D01", "name": "a"}]),
        ("finance_year", [{"year": "2024"}, {"year": "2025"}]),
        ("unit_member", [{"unit": "U", "data_set": "D01"}]),
    )
    project = edits.apply(project, edits.duplicate(project, "复制", "data_set", [1, 1]))
    project = edits.apply(project, edits.duplicate(project, "复制", "data_set", [1]))
    assert [one.code for one in project.data_sets] == ["D01", "D01-2", "D01-3"]
    project = edits.apply(project, edits.duplicate(project, "复制", "finance_year", [1]))
    assert [one.year for one in project.finance_years] == [2024, 2025, 2026]
    project = edits.apply(project, edits.duplicate(project, "复制", "unit_member", [1]))
    assert members(project) == ["D01", "D01"]


def test_an_edit_that_does_not_fit_is_our_fault():
    project = linked()
    with pytest.raises(Conflict):
        edits.apply(project, Edit("x", (Change("data_set", 1, None, {}),)))
    with pytest.raises(Conflict):
        edits.apply(project, Edit("x", (Change("data_set", 99, {}, {"name": "a"}),)))
    with pytest.raises(Conflict):
        edits.enter(project, "x", [Entry("data_set", 99, "name", "a")])


# --- random actions with undo and redo, on a real file ----------------------------------------

_FORMS = ["enterprise", "data_set", "cost_item", "valuation_unit", "unit_member", "certificate", "financing", "judgement"]
_TEXTS = st.sampled_from(
    ["", "D01", "D02", "D03、D01", "U01", "12万", "-5", "50%", "2025-12-31", "2005年", "是", "1/3", "乱写", "持有权、经营权", "L2", "核心"]
)
_MANY = [form for form in FORMS if form.name in _FORMS and not form.single]


class Editing(RuleBasedStateMachine):
    """Whatever is done, the file holds what the values say, and undo and redo lead back and forth."""

    @initialize()
    def begin(self):
        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.create(Path(self.folder.name) / "a.gzv")
        self.project = self.store.project
        self.past = [self.project.rows]
        self.done, self.undone = [], []

    def _do(self, edit):
        if not edit:
            return
        self.project = edits.apply(self.project, edit)
        assert self.store.apply(edit) == self.project
        self.done.append(edit)
        self.undone.clear()
        del self.past[len(self.done) :]
        self.past.append(self.project.rows)

    def _ids(self, data, form):
        ids = list(self.project.rows[form])
        return data.draw(st.lists(st.sampled_from(ids), max_size=3)) if ids else []

    @rule(data=st.data(), form=st.sampled_from(_MANY), count=st.integers(1, 3))
    def add(self, data, form, count):
        row = st.dictionaries(st.sampled_from(list(form.fields)), _TEXTS, max_size=4)
        self._do(edits.add(self.project, "添加", form.name, [data.draw(row) for _ in range(count)]))

    @rule(data=st.data())
    def enter(self, data):
        entries = []
        for _ in range(data.draw(st.integers(1, 4))):
            form = data.draw(st.sampled_from([one for one in FORMS if one.name in _FORMS]))
            if self.project.rows[form.name]:
                id = data.draw(st.sampled_from(list(self.project.rows[form.name])))
                entries.append(Entry(form.name, id, data.draw(st.sampled_from(list(form.fields))), data.draw(_TEXTS)))
        self._do(edits.enter(self.project, "填写", entries))

    @rule(data=st.data(), code=st.sampled_from(["D01", "D02", "D03", "D04"]))
    def rename(self, data, code):
        for id in self._ids(data, "data_set")[:1]:
            self._do(edits.enter(self.project, "改编号", [Entry("data_set", id, "code", code)]))

    @rule(data=st.data(), form=st.sampled_from(_FORMS))
    def remove(self, data, form):
        self._do(edits.remove(self.project, "删除", form, self._ids(data, form)))

    @rule(data=st.data(), form=st.sampled_from(_MANY))
    def duplicate(self, data, form):
        self._do(edits.duplicate(self.project, "复制", form.name, self._ids(data, form.name)))

    @precondition(lambda self: self.done)
    @rule()
    def undo(self):
        edit = self.done.pop()
        self.undone.append(edit)
        self.project = edits.apply(self.project, edit.inverse())
        assert self.store.apply(edit.inverse()) == self.project
        assert self.project.rows == self.past[len(self.done)]

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        edit = self.undone.pop()
        self.done.append(edit)
        self.project = edits.apply(self.project, edit)
        assert self.store.apply(edit) == self.project
        assert self.project.rows == self.past[len(self.done)]

    @invariant()
    def kept_texts_belong_to_something(self):
        if hasattr(self, "project"):
            for form, id, key in self.project.raw_texts:
                assert key in self.project.get(form, id).form.fields

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            with Store.open(self.store.path, write=False) as store:
                assert store.project == self.project
                assert store.verify_log() == []
            self.folder.cleanup()


TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
