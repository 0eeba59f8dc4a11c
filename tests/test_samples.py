"""The shipped samples: they open, are marked, foot with their own basic figures, and can be made anew from them."""

import csv
import importlib.util
import re
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from gzvalue.actions.samples import build_sample, sample, samples
from gzvalue.errors import UserError
from gzvalue.financing.pool import plan
from gzvalue.paths import resource
from gzvalue.quality.fingerprint import of_file
from gzvalue.schema.checks import check_records
from gzvalue.schema.credit_code import fault
from gzvalue.schema.industry import find
from gzvalue.schema.kinds import rounded
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.scores import score

ROOT = Path(__file__).resolve().parent.parent
MARK = "示例数据·非企业真实记录"
NAMES = tuple(one.name for one in samples())
WITH_FILES = tuple(one.name for one in samples() if one.data_files)


def wan(amount: Decimal | None) -> Decimal:
    assert amount is not None
    return amount / 10_000


def tool(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "tests" / "making" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("samples")
    return {name: build_sample(name, folder / f"{name}.gzv") for name in NAMES}


@pytest.fixture(scope="module")
def projects(built) -> dict[str, Project]:
    opened = {}
    for name, path in built.items():
        with Store.open(path, write=False) as store:
            opened[name] = store.project
    return opened


@pytest.fixture
def tourism(projects) -> Project:
    return projects["tourism"]


def test_the_main_sample_comes_first_and_each_tells_what_it_shows():
    assert NAMES[0] == "tourism"
    assert set(NAMES) >= {"tourism", "grid", "tyre", "aluminium", "small"}
    assert len({one.file_name for one in samples()}) == len(NAMES)
    assert all("示例" in one.description and one.title and one.file_name.endswith(".gzv") for one in samples())


def test_an_unknown_sample_is_refused_with_the_names_there_are(tmp_path):
    with pytest.raises(UserError, match=r"tourism、.*small"):
        build_sample("mars", tmp_path / "a.gzv")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_that_name_is_not_overwritten(tmp_path):
    target = tmp_path / "mine.gzv"
    target.write_text("mine")
    with pytest.raises(UserError, match="已经存在"):
        build_sample("small", target)
    assert target.read_text() == "mine"


@pytest.mark.parametrize("name", NAMES)
def test_every_text_of_a_sample_was_understood_and_no_error_is_left(projects, name):
    project = projects[name]
    assert not project.raw_texts
    assert [one.message for one in check_records(project) if one.level == "error"] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_says_of_itself_that_it_is_one_and_names_nobody_real(built, projects, name):
    project = projects[name]
    assert project.head.sample_mark == MARK
    for rows in (project.data_sets, project.certificates, project.contracts, project.units, project.evidence):
        assert rows
        assert all(MARK in (row.note or "") for row in rows)
    assert (project.enterprise.name or "").startswith("示例")
    assert (project.financing.lender or "").startswith("示例")
    assert fault(project.enterprise.credit_code or "") is None
    texts = "".join(path.read_text(encoding="utf-8") for path in sample(name).folder.rglob("*.csv"))
    assert "万峰林" not in texts
    assert "贵州银行" not in texts


@pytest.mark.parametrize("name", NAMES)
def test_building_is_logged_form_by_form_and_the_log_holds(built, name):
    with Store.open(built[name], write=False) as store:
        labels = [entry.label for entry in store.log()]
        assert store.verify_log() == []
    assert labels[0].startswith("新建示例项目")
    assert any(re.fullmatch(r"载入示例：数据目录（\d+ 条）", label) for label in labels)


def test_a_sample_is_built_the_same_each_time(projects, tmp_path):
    with Store.open(build_sample("small", tmp_path / "again.gzv"), write=False) as store:
        assert store.project == projects["small"]


@pytest.mark.parametrize("name", NAMES)
def test_attachments_lie_in_the_file_and_have_the_pages_they_say(built, projects, name):
    with Store.open(built[name], write=False) as store:
        for one in projects[name].evidence:
            content = store.content(one.sha256 or "")
            assert content is not None
            assert len(content) == one.size
            pdf = pypdfium2.PdfDocument(content)
            assert len(pdf) == one.pages
            for page in pdf:
                assert MARK in page.get_textpage().get_text_range()


@pytest.mark.parametrize("name", NAMES)
def test_evidence_links_point_at_records_and_fields(projects, name):
    project = projects[name]
    assert project.evidence_links
    for link in project.evidence_links:
        record = project.get(link.about_form or "", link.about_id or 0)
        assert record is not None
        assert link.evidence in project.by_code["evidence"]
        assert not link.about_key or link.about_key in record.form.fields


@pytest.mark.parametrize("name", NAMES)
def test_every_industry_is_in_the_standard(projects, name):
    texts = {one.industry for one in projects[name].data_sets} | {projects[name].enterprise.industry}
    assert [text for text in texts if find(text or "") is None] == []


# --- what is derived is derived -------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_derived_files_can_be_made_anew(name):
    for file, text in tool("derive_sample").derived(name).items():
        assert (resource("samples", name) / file).read_text(encoding="utf-8") == text, file


@pytest.mark.parametrize("name", WITH_FILES)
def test_data_files_can_be_made_anew_and_hold_the_planted_faults(name):
    folder = resource("samples", name, "files")
    made = dict(tool("sample_files").made(name))
    assert {path.name for path in folder.iterdir()} == set(made)
    for file, text in made.items():
        assert (folder / file).read_text(encoding="utf-8") == text, file
    tables = {file: table(folder / file) for file in made}
    for fault_row in tables.get("faults.csv", ()):
        assert tables[fault_row["file"]][int(fault_row["row"]) - 1][fault_row["column"]] == fault_row["planted"]
        assert fault_row["planted"] != fault_row["before"]


def test_the_tourism_files_hold_thirty_two_faults():
    assert len(table(resource("samples", "tourism", "files", "faults.csv"))) == 32


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@pytest.mark.parametrize("name", WITH_FILES)
def test_data_files_agree_with_the_field_dictionary(projects, name):
    for path in sample(name).data_files:
        code = path.name[:3]
        with path.open(encoding="utf-8", newline="") as source:
            head = next(csv.reader(source))
        listed = [one.name for one in projects[name].data_fields if one.data_set == code]
        assert head == [*listed, "sample_mark"]


@pytest.mark.parametrize("name", WITH_FILES)
def test_what_was_deposited_is_the_file_that_lies_there(projects, name):
    for one in projects[name].deposits:
        path = resource("samples", name, "files", one.file_name or "")
        assert of_file(path).sha256 == (one.sha256 or "").lower()
        assert path.stat().st_size == one.size
        assert len(table(path)) == one.rows


# --- the figures foot (万元) ----------------------------------------------------------------


def test_the_accounts_foot(projects):
    for project in projects.values():
        before = None
        for year in project.finance_years:
            if year.basis == "预测":
                assert year.ebitda - year.income_tax + year.other_income + year.working_capital_change == year.operating_cash_flow
                continue
            assert year.ebitda - year.depreciation == year.ebit
            assert year.ebit - year.interest + year.other_income == year.profit_before_tax
            assert year.profit_before_tax - year.income_tax == year.net_profit
            assert year.ebitda - year.income_tax + year.other_income + year.working_capital_change == year.operating_cash_flow
            if before is not None:
                assert before.equity + year.net_profit == year.equity
                assert before.interest_bearing_debt - year.scheduled_principal == year.interest_bearing_debt
            before = year


def test_replacement_costs_are_those_of_the_table(tourism):
    with (Path(__file__).parent / "sample" / "items.csv").open(encoding="utf-8", newline="") as source:
        expected = {row["item_no"]: Decimal(row["replacement_cost_wan"]) for row in csv.DictReader(source)}
    found: dict[str, Decimal] = {}
    for item in tourism.cost_items:
        found[item.data_set] = found.get(item.data_set, Decimal(0)) + wan(item.amount)
    assert found == expected
    assert sum(found.values()) == 3230
    assert len(tourism.cost_items) == 45 * 7


def test_shares_of_each_unit_make_the_whole(projects):
    for project in projects.values():
        for unit in project.units:
            assert sum(member.share for member in project.unit_members if member.unit == unit.code) == 1


OUTSIDE_REVENUE = {2023: 148, 2024: 306, 2025: 486, 2026: 583, 2027: 671, 2028: 738, 2029: 782, 2030: 805}
OUTSIDE_EARNED = {2026: "296.9", 2027: "341.5", 2028: "375.6", 2029: "398.2", 2030: "410.1"}
INSIDE_DATA_PART = {2026: "367.4", 2027: "378.4", 2028: "389.8", 2029: "401.5", 2030: "413.5"}


def test_incomes_are_those_of_the_table(tourism):
    outside = {unit.code for unit in tourism.units if unit.main_method == "收益法-直接"}
    assert len(outside) == 9
    assert len(tourism.units) == 19
    share = next(unit.share_rate for unit in tourism.units if unit.code == "U10")
    for year, revenue in OUTSIDE_REVENUE.items():
        rows = [row for row in tourism.income_years if row.year == year]
        assert round(wan(sum(row.revenue for row in rows if row.unit in outside))) == revenue
        if year in OUTSIDE_EARNED:
            assert round(wan(sum(row.transferable or 0 for row in rows)), 1) == Decimal(OUTSIDE_EARNED[year])
            assert round(wan(sum(row.internal or 0 for row in rows)) * share, 1) == Decimal(INSIDE_DATA_PART[year])
    measured = sum(row.internal or 0 for row in tourism.income_years if row.year == 2025)
    assert round(wan(measured), 1) == Decimal("754.0")


def test_contracts_lock_no_more_than_is_expected(projects):
    for project in projects.values():
        locked = [row for row in project.income_years if row.contracted is not None]
        assert locked
        assert all(row.contracted <= row.transferable for row in locked)


@pytest.mark.parametrize("name", NAMES)
def test_the_rate_is_the_sum_of_its_parts(projects, valuations, name):
    one = projects[name].discount
    parts = (one.risk_free, one.industry_premium, one.management, one.circulation, one.security, one.regulation)
    assert sum(part for part in parts if part is not None) == valuations[name].rate
    assert Decimal("0.12") <= valuations[name].rate <= Decimal("0.18")


# --- what the engine makes of them ----------------------------------------------------------


@pytest.fixture(scope="module")
def valuations(projects):
    return {name: evaluate(project) for name, project in projects.items()}


def table_of_items() -> dict[str, dict[str, str]]:
    with (Path(__file__).parent / "sample" / "items.csv").open(encoding="utf-8", newline="") as source:
        return {row["item_no"]: row for row in csv.DictReader(source)}


def tenth(amount: Decimal | None) -> Decimal:
    return rounded(wan(amount or Decimal(0)), 1)


def test_each_data_set_is_worth_what_the_table_says(valuations):
    for one in valuations["tourism"].data_sets:
        row = table_of_items()[one.code]
        assert tenth(one.transferable) == Decimal(row["outside_value_wan"]), one.code
        assert tenth(one.internal) == Decimal(row["inside_value_wan"]), one.code
        assert abs(tenth(one.value) - Decimal(row["income_value_wan"])) <= Decimal("0.1"), one.code  # the table sums rounded parts
        assert tenth(one.cost) == Decimal(row["cost_value_wan"]), one.code


def test_the_tourism_group_is_worth_what_the_table_says(valuations):
    value = valuations["tourism"]
    assert rounded(wan(value.total), 0) == 2046
    assert tenth(value.by_method["收益法-直接"]) == Decimal("981.3")
    assert tenth(value.by_method["收益法-分成"]) == Decimal("1064.2")
    assert value.total == sum(unit.value for unit in value.units)
    assert tenth(value.cost) == Decimal("2127.4")
    assert rounded(wan(value.cross_check["成本法"]), 0) == 1552
    assert value.rate == Decimal("0.14")
    assert not [one for one in value.problems if one.level == "error"]


def test_the_small_firm_is_worth_enough_for_its_loan_at_forty_per_cent(projects, valuations):
    value = valuations["small"]
    assert not [one for one in value.problems if one.level == "error"]
    assert rounded(wan(value.total), 0) == 2062
    assert value.total * Decimal("0.4") >= projects["small"].financing.loan_asked


@pytest.mark.parametrize("name", NAMES)
def test_scores_fall_into_the_grade_that_the_catalogue_names(projects, name):
    scores = score(projects[name])
    assert not [one for one in scores.problems if one.level == "error"]
    grades = {one.code: one.grade for one in scores.data_sets}
    for one in projects[name].data_sets:
        expected = one.pledge_suitability if one.pledge_suitability != "不适合" else None
        assert grades.get(one.code) == expected, one.code


def test_the_weights_of_the_dimensions_are_those_of_the_table(projects):
    weights = score(projects["tourism"]).weights
    table = {"quality": "0.1843", "cost": "0.0980", "application": "0.3491", "market": "0.1843", "risk": "0.1843"}
    assert {key: rounded(weights[key], 4) for key in table} == {key: Decimal(text) for key, text in table.items()}


def test_the_loan_of_the_tourism_group_is_tested_as_the_table_says(projects, valuations):
    loan = plan(projects["tourism"], valuations["tourism"])
    assert tenth(loan.pool) == Decimal("1947.5")
    assert rounded(wan(loan.lendable), 0) == 779
    assert loan.carried is False
    assert loan.combined_gap == 0
    assert [rounded(year.ratio, 2) for year in loan.cover] == [Decimal("1.69"), Decimal("1.26"), Decimal("1.24")]
    assert rounded(wan(sum(year.interest for year in loan.cover)), 2) == Decimal("264.32")


def test_the_loan_of_the_small_firm_is_carried_by_its_data_alone(projects, valuations):
    loan = plan(projects["small"], valuations["small"])
    assert loan.carried is True
    assert loan.limit == loan.loan
    assert not loan.securities[1:]
    assert min(year.ratio for year in loan.cover) > Decimal("1.3")
