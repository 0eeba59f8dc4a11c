"""Files written by earlier versions of the program open in this one, with all they held."""

import hashlib
import shutil
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from gzvalue.schema import edit as edits
from gzvalue.store import layout, layout_2, layout_3
from gzvalue.store.open import Store

OLD_FILES = Path(__file__).parent / "old_files"


def test_there_is_a_file_of_every_version():
    assert {path.name for path in OLD_FILES.glob("*.gzv")} == {f"version_{n}.gzv" for n in range(1, layout.VERSION + 1)}
    assert all(path.stat().st_size < 500_000 for path in OLD_FILES.glob("*.gzv"))


@pytest.mark.parametrize("write", [True, False])
def test_a_file_of_version_1_opens_with_all_it_held(tmp_path, write):
    path = tmp_path / "old.gzv"
    shutil.copy(OLD_FILES / "version_1.gzv", path)
    with Store.open(path, write=write) as store:
        project = store.project
        assert project.enterprise.name == "示例峰林旅游集团有限公司"
        assert project.enterprise.registered_capital == Decimal(50_000_000)
        assert str(project.head.valuation_date) == "2025-12-31"
        assert [one.code for one in project.data_sets] == ["D101", "D03"]
        assert project.data_sets[0].span_start == "2005"
        assert project.data_sets[0].rights == ("持有权", "使用权", "经营权")
        assert project.data_sets[0].adjustment == Decimal("0.667")
        assert project.data_sets[0].personal_information is True
        assert project.data_sets[1].name == "𠮷😀"
        assert project.raw_texts["data_set", 3, "storage_gb"].text == "不清楚"
        assert project.unit_members[0].data_set == "D101"
        assert project.judgements[0].value == Fraction(2)
        assert project.income_years[0].year == 2026
        assert all(project.rows[name] for name in layout.tables_of_version_1())
        assert store.content(hashlib.sha256("合同扫描件".encode()).hexdigest()) == "合同扫描件".encode()
        assert store.verify_log() == []
        labels = [entry.label for entry in store.log()]
        assert labels[0] == "新建项目"
        assert "删除数据目录" in labels
        if write:
            store.apply(edits.add(project, "添加", "data_set", [{"code": "D04"}]))
            assert list(store.project.rows["data_set"]) == [1, 3, 4]
            assert store.verify_log() == []


def test_a_file_of_version_2_opens_with_a_record_of_every_form(tmp_path):
    path = tmp_path / "old.gzv"
    shutil.copy(OLD_FILES / "version_2.gzv", path)
    with Store.open(path, write=False) as store:
        assert all(store.project.rows[name] for name in (*layout.tables_of_version_1(), *layout_2.ADDED_TABLES))
        assert store.verify_log() == []


def test_a_file_of_version_3_opens_with_a_record_of_every_form(tmp_path):
    path = tmp_path / "old.gzv"
    shutil.copy(OLD_FILES / "version_3.gzv", path)
    with Store.open(path, write=False) as store:
        assert all(store.project.rows[name] for name in layout_3.ADDED_TABLES)
        assert store.verify_log() == []
