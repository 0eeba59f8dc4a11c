"""An office suite that is not ours recalculates the workbook: every figure is the engine's, also after inputs were changed."""

import math
import shutil
import subprocess
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from random_projects import edited, random_project
from sample_case import sample_project
from workbook_hands import assert_near, edited_workbook, figures, formulas, material, silent

from gzvalue.actions.samples import build_sample
from gzvalue.outputs.workbook.book import laid_out
from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Ref
from gzvalue.outputs.workbook.writer import write
from gzvalue.schema.project import Project
from gzvalue.store.open import Store

SOFFICE = shutil.which("soffice")
pytestmark = [
    pytest.mark.libreoffice,
    pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here: apt-get install -y --no-install-recommends libreoffice-calc"),
]

RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"""
"""Always, on loading: by default the values beside our formulas would be taken over as they are."""


def recalculated(folder: Path, files: Sequence[Path]) -> dict[str, "Values"]:
    """The files as LibreOffice writes them after recalculating, by name; all in one process."""
    profile, out = folder / "profile", folder / "out"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE, "utf-8")
    assert SOFFICE is not None
    command = [
        SOFFICE,
        f"-env:UserInstallation=file://{profile}",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        str(out),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60 + 20 * len(files))
    return {one.name: Values(out / one.name) for one in files}


class Values:
    """The cells of a workbook as numbers and texts."""

    def __init__(self, path: Path) -> None:
        self._book = CalamineWorkbook.from_path(path)
        self._sheets: dict[str, list[list[Any]]] = {}

    def __call__(self, ref: Ref) -> Any:
        name = ref.page.name
        if name not in self._sheets:
            sheet = self._book.get_sheet_by_name(name)
            self._sheets[name] = sheet.to_python(skip_empty_area=False)
        rows = self._sheets[name]
        return rows[ref.row][ref.column] if ref.row < len(rows) and ref.column < len(rows[ref.row]) else ""


def tourism(folder: Path) -> Project:
    build_sample("tourism", folder / "t.gzv")
    with Store.open(folder / "t.gzv", write=False) as store:
        return store.project


def assert_every_cell(values: Values, draft: Draft) -> int:
    """Every formula cell of the workbook, also the helpers': money within 0.01, other figures within 1e-9; how many there were."""
    every = formulas(draft)
    for page, row, column, cached in every:
        got = values(Ref(page, row, column))
        where = (page.name, row + 1, column + 1, got, cached)
        if isinstance(cached, str):
            assert got == cached, where
        elif not isinstance(got, date):
            assert isinstance(got, int | float), where
            exact = float(cached)
            assert math.isclose(got, exact, rel_tol=1e-9, abs_tol=0.010001 if abs(exact) >= 1000 else 1e-6), where
    return len(every)


def test_every_cell_of_the_sample_is_the_engines(tmp_path):
    found = tourism(tmp_path)
    draft = laid_out(material(found), silent)
    write(draft, tmp_path / "a.xlsx", silent)
    values = recalculated(tmp_path, [tmp_path / "a.xlsx"])["a.xlsx"]
    assert assert_every_cell(values, draft) > 4000
    assert assert_near(values, draft, figures(found)) > 250


def test_changed_inputs_of_the_sample_give_what_the_engine_gives(tmp_path):
    """The values beside the formulas are those before the change: what comes out was recalculated."""
    expected, drafts, files = {}, {}, []
    for seed, found in enumerate((tourism(tmp_path), sample_project(), sample_project())):
        other, new = edited_inputs(found, seed)
        path = tmp_path / f"{seed}.xlsx"
        drafts[path.name], expected[path.name] = edited_workbook(found, new, path), figures(other)
        files.append(path)
    for name, values in recalculated(tmp_path, files).items():
        assert_near(values, drafts[name], expected[name])
        moved = [one for one in drafts[name].figures if abs(Decimal(values(one.ref)) - one.value) > Decimal("0.01")]
        assert moved


def edited_inputs(found: Project, seed: int) -> tuple[Project, Any]:
    draft = laid_out(material(found), silent)
    # the samples' dates lie elsewhere than the generator's: theirs stay
    data = [datum for datum in draft.links.data if datum[2] not in ("valuation_date",)]
    return edited(found, data, seed, changes=40)


def many(folder: Path, seeds: range) -> None:
    """Random projects: one file as it is, one with changed inputs, all recalculated in one go."""
    drafts: dict[str, Draft] = {}
    expected = {}
    for seed in seeds:
        found = random_project(seed)
        plain = laid_out(material(found), silent)
        other, new = edited(found, list(plain.links.data), seed)
        path = folder / f"r{seed}.xlsx"
        if seed % 4 == 0:
            write(plain, path, silent)
            drafts[path.name], expected[path.name] = plain, figures(found)
        else:
            drafts[path.name], expected[path.name] = edited_workbook(found, new, path), figures(other)
    checked = 0
    for name, values in recalculated(folder, [folder / name for name in drafts]).items():
        checked += assert_near(values, drafts[name], expected[name])
    assert checked > 20 * len(seeds)


def test_random_projects_recalculate_to_the_engine(tmp_path):
    many(tmp_path, range(8))


@pytest.mark.slow
def test_two_hundred_random_projects_recalculate_to_the_engine(tmp_path):
    many(tmp_path, range(1000, 1200))
