"""The short version: at most eight pages whatever the project, with the figures of the full one."""

import subprocess
from dataclasses import replace
from types import MappingProxyType

import pytest
from click.testing import CliRunner
from paper_projects import longest

from gzvalue.actions.dossier import make_dossier
from gzvalue.actions.gathering import gathered
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.outputs.options import Options
from gzvalue.store.open import Store

SHORT = Options(short=True)


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return build_sample("tourism", tmp_path_factory.mktemp("short") / "样例.gzv")


@pytest.fixture(scope="module")
def project(file):
    with Store.open(file, write=False) as store:
        return store.project


def text_of(path):
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def with_rows(project, form, change):
    rows = {id: change(row) for id, row in project.rows[form].items()}
    return replace(project, rows=MappingProxyType({**project.rows, form: MappingProxyType(rows)}))


def test_the_sample_takes_eight_pages_and_says_the_same(file, project, tmp_path):
    out = tmp_path / "简版.pdf"
    done = CliRunner().invoke(main, ["dossier", str(file), "-o", str(out), "--short", "--quiet"])
    assert done.exit_code == 0
    text = text_of(out)
    assert text.count("\f") <= 8
    content = gathered(project)
    assert f"{content.valuation.total:,.2f}" in text
    assert f"{content.lending.stress.lines[0].value:,.2f}" in text
    assert "没有证据附件的输入" in text
    assert "未测量" in text
    assert "风险提示" in text


def test_long_names_and_many_problems_do_not_make_it_longer(project, tmp_path):
    long = with_rows(project, "data_set", lambda row: replace(row, name=(row.name or "") + "很长的名称" * 17, grade=None))
    long = with_rows(long, "valuation_unit", lambda row: replace(row, name="单元的名称也可以很长" * 9))
    made = make_dossier(long, tmp_path / "a.pdf", SHORT)
    assert made.pages <= 8


def test_an_empty_project_has_a_short_version_too(tmp_path):
    with Store.create(tmp_path / "leer.gzv") as store:
        made = make_dossier(store.project, tmp_path / "a.pdf", SHORT)
    assert made.pages <= 8
    assert "尚未得出" in text_of(tmp_path / "a.pdf")


def test_the_longest_texts_of_every_field_fit_as_well(tmp_path):
    assert make_dossier(longest(), tmp_path / "a.pdf", SHORT).pages <= 8
