"""The industry samples: sober shares of an industrial saving, public figures with their caveat, and every other use filled in.

The fast tests read the shipped forms; the slow ones make each sample's demo and prove its dossier.
"""

import csv
import importlib.util
import json
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner

from gzvalue.actions.demo import make_demo
from gzvalue.actions.samples import build_sample, samples
from gzvalue.cli import main
from gzvalue.paths import resource
from gzvalue.schema.kinds import rounded
from gzvalue.schema.power_forms import PowerAccount
from gzvalue.schema.project import Project
from gzvalue.schema.share_forms import ShareBasis
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate

INDUSTRY = ("grid", "tyre", "aluminium")
ALL = tuple(one.name for one in samples())
WAN = Decimal(10_000)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("industry")
    return {name: build_sample(name, folder / f"{name}.gzv") for name in INDUSTRY}


@pytest.fixture(scope="module")
def projects(files) -> dict[str, Project]:
    opened = {}
    for name, path in files.items():
        with Store.open(path, write=False) as store:
            opened[name] = store.project
    return opened


def gains(project: Project, unit: str, year: int) -> tuple[Decimal, Decimal]:
    """The whole gain of a unit and year in 万元, and what is taken off it for all that is not data."""
    rows = [row for row in project.increments if row.unit == unit and row.year == year]
    assert [row.kind for row in rows] == ["节支", "节支"]
    whole, rest = (row.without_data - row.with_data for row in rows)
    return whole / WAN, -rest / WAN


def test_the_three_savings_of_the_tyre_plant_are_those_of_the_public_case(projects):
    project = projects["tyre"]
    for year in range(2026, 2031):
        assert gains(project, "U01", year)[0] == Decimal(1900) * Decimal("0.57")
        assert gains(project, "U02", year)[0] == Decimal(3200) * Decimal("0.4048") / 2
        assert gains(project, "U03", year)[0] == Decimal(16000) * Decimal("0.06") * Decimal("0.34")
    assert rounded(1 - 1 / Decimal("1.68"), 4) == Decimal("0.4048")


def test_the_smelter_saves_seventy_million_kilowatt_hours_and_forty_million_yuan(projects):
    whole, _ = gains(projects["aluminium"], "U01", 2026)
    assert whole == Decimal(7000) * Decimal("0.57")
    assert abs(whole - 4000) < 20


@pytest.mark.parametrize(("name", "data", "others"), [("tyre", "2376", "10465"), ("aluminium", "1800", "14560")])
def test_data_takes_only_its_share_of_the_saving(projects, name, data, others):
    project = projects[name]
    share = rounded(Decimal(data) / (Decimal(data) + Decimal(others)), 3)
    units = [unit.code for unit in project.units if unit.main_method == "收益法-增量"]
    assert units
    for unit in units:
        whole, rest = gains(project, unit, 2026)
        assert rest == whole * (1 - share)
        assert share < Decimal("0.2")


@pytest.mark.parametrize("name", ["tyre", "aluminium"])
def test_the_share_is_checked_by_a_second_way_and_the_value_by_cost(projects, name):
    project = projects[name]
    value = evaluate(project)
    main = value.by_method["收益法-增量"]
    assert main < value.cross_check["收益法-分成"] < main * Decimal("1.3")
    assert {one.method for one in project.all(ShareBasis)} == {"约当投资量法", "区间与加权得分"}
    assert abs(value.cross_check["成本法"] - value.total) < value.total * Decimal("0.3")


@pytest.mark.parametrize("name", INDUSTRY)
def test_public_figures_stand_with_their_caveat(projects, name):
    pdf = pypdfium2.PdfDocument(resource("samples", name, "evidence", "public_figures.pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "未核对原文" in text
    linked = [link for link in projects[name].evidence_links if link.source and "公开报道" in link.source]
    assert all(link.strength == "弱" for link in linked)
    assert linked or name == "grid"


@pytest.mark.parametrize("name", INDUSTRY)
def test_the_data_alone_carries_the_moderate_loan_that_is_asked(projects, name):
    project = projects[name]
    value = evaluate(project)
    assert value.total * Decimal("0.4") > project.financing.loan_asked >= 3_000_000


def run(*words: str) -> str:
    done = CliRunner().invoke(main, list(words))
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize("name", INDUSTRY)
def test_checks_of_an_industry_sample_find_no_error(files, name):
    assert "共 0 处错误" in run("check", str(files[name]))


def test_a_query_of_the_grid_costs_about_what_the_contract_says(files):
    assert "企业用电画像查询服务" in run("price", str(files["grid"]), "--data-set", "D10")


SHEETS = [
    ("grid", "listing", "D10"),
    ("grid", "licence", "D11"),
    ("grid", "trade", "D10"),
    ("grid", "power", "D10"),
    ("tyre", "training", "D05"),
    ("tyre", "price", "D05"),
    ("aluminium", "contribution", "D10"),
]


@pytest.mark.parametrize(("name", "kind", "code"), SHEETS)
def test_each_sheet_comes_out_of_a_sample(files, tmp_path, name, kind, code):
    out = tmp_path / "sheet.pdf"
    run("sheet", str(files[name]), "--kind", kind, "--data-set", code, "-o", str(out))
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out))
    assert code in text
    assert "示例数据" in text


def test_the_books_of_the_smelter_are_those_worked_out_by_hand(files, tmp_path):
    """442,000 元 of development from 2024-10 to 2025-06, ready in July, 36 months: six months of it are gone by the end of 2025."""
    capitalised = 120_000 + 180_000 + 90_000 + 32_000 + 20_000
    gone = rounded(Decimal(capitalised) * 6 / 36, 2)
    told = run("accounting", str(files["aluminium"]), "-o", str(tmp_path / "books.xlsx"))
    assert f"{gone:,.2f} 元" in told
    assert f"{capitalised - gone:,.2f} 元" in told
    assert "期末 400,000.00 元" in told
    assert (tmp_path / "books.xlsx").stat().st_size > 5000


def test_the_grid_files_are_one_firm_without_overlap():
    seen = set()
    folder = resource("samples", "grid", "files")
    for name, day in (("D01_企业日用电量.csv", "日期"), ("D02_企业十五分钟负荷.csv", "时间")):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            days = {(row["户号"], row[day][:10]) for row in csv.DictReader(file)}
        assert not seen & days
        seen |= days
    assert len(seen) == 2 * 731


def test_the_kept_profile_of_the_grid_sample_is_that_of_its_files(projects):
    spec = importlib.util.spec_from_file_location("sample_power", Path(__file__).parent / "making" / "sample_power.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert resource("samples", "grid", "power_profile.csv").read_text(encoding="utf-8") == maker.made("grid")


def test_the_grid_shows_the_profile_of_another_firm_only_with_its_authorisation(projects):
    account = projects["grid"].single(PowerAccount)
    assert account.enterprise != projects["grid"].enterprise.name
    assert account.authorised_by == account.enterprise
    assert projects["grid"].financing.lender in (account.authorised_to or "")


def test_power_reads_the_folder_of_the_grid_sample():
    told = json.loads(run("power", str(resource("samples", "grid", "files")), "--json"))
    assert len(told["meters"]) == 2
    assert told["missing_months"] == []
    assert 80 < told["score"]["total"] <= 100


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_the_demo_of_each_sample_proves_itself_and_its_dossier_verifies(tmp_path, name):
    made = make_demo(tmp_path / "out", industry=name)
    assert made.proven
    assert "相符" in run("verify", str(made.dossier))
    for page in pypdfium2.PdfDocument(made.dossier):
        text = page.get_textpage().get_text_range()
        assert "示例数据" in text
        assert "草稿" not in text
