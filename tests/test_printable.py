"""What the paper cannot draw is named as a problem, everywhere a problem is told."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gzvalue.cli import main
from gzvalue.outputs.pdf.fonts import covered
from gzvalue.paths import resource
from gzvalue.schema.checks import check_records, unprintable
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.edit import Entry, add, enter
from gzvalue.schema.printable import fault, undrawable
from gzvalue.schema.project import project_of
from gzvalue.store.open import Store
from tests.making.font_coverage import ranges


def test_the_list_is_that_of_the_faces():
    assert resource("fonts", "drawn.txt").read_text(encoding="ascii") == ranges()


@given(st.text())
def test_the_list_and_the_faces_agree_on_any_text(text):
    assert set(undrawable(text)) == set(text) - covered() - {"\t", "\r"}


@pytest.mark.parametrize("char", ["𠮷", "😀", "\u200f"])
def test_a_missing_character_is_named_with_its_code_and_what_to_do(char):
    told = fault(f"甲{char}乙{char}")
    assert told is not None
    assert f"U+{ord(char):04X}" in told
    assert "请换用别的字" in told


def test_rare_characters_that_the_faces_have_are_no_problem():
    assert fault("㼆龘㎡ <b>&amp;</b> =1+1") is None
    assert undrawable("一行\t\n又一行") == ()


def test_many_of_them_are_counted():
    told = fault("".join(chr(0x1F600 + place) for place in range(20)))
    assert told is not None
    assert "等 20 个" in told


def test_it_is_a_notice_of_the_datum_and_goes_when_the_text_is_mended():
    project = project_of([DataSet(id=1, code="D01", name="𠮷野家客流")])
    (one,) = unprintable(project)
    assert (one.level, one.form, one.id, one.key) == ("notice", "data_set", 1, "name")
    assert one in check_records(project)


def test_the_command_check_names_it_and_the_text_is_kept(tmp_path):
    path = tmp_path / "甲.gzv"
    with Store.create(path) as store:
        store.apply(add(store.project, "新增", "data_set", [{"code": "D01", "name": "𠮷林客流😀"}]))
        store.apply(enter(store.project, "填写", [Entry("enterprise", 1, "name", "㼆山旅游")]))
    told = json.loads(CliRunner().invoke(main, ["check", str(path), "--json"]).stdout)["problems"]
    (one,) = (one for one in told if "打印字体" in one["message"])
    assert (one["form"], one["key"]) == ("data_set", "name")
    assert "U+20BB7" in one["message"]
    with Store.open(path, write=False) as store:
        assert store.project.data_sets[0].name == "𠮷林客流😀"
