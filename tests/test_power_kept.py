"""A profile kept in a project: scored anew by present weights, shown to others only with a written authorisation, frozen and verified."""

import json
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from click.testing import CliRunner
from issued_papers import FEW, bare
from paper_projects import complete
from test_power_tables import written

from gzvalue.actions.check import problems
from gzvalue.actions.gathering import gathered
from gzvalue.actions.power import made_from
from gzvalue.actions.sheet import sheet_of_project
from gzvalue.cli import main
from gzvalue.frozen.verify import verify
from gzvalue.outputs.blocks import Heading, Items, LineChart, RadarChart, RecordTable, RowsTable, flat
from gzvalue.outputs.chapters.power import chapter
from gzvalue.outputs.dossier import dossier_blocks
from gzvalue.outputs.options import PARTS, Options
from gzvalue.power.assessment import assessed, power_problems
from gzvalue.power.entered import revenue_of, settings_of
from gzvalue.power.kept import Unfit, read_kept
from gzvalue.schema.field import Record
from gzvalue.schema.power_forms import PARTS as WEIGHED
from gzvalue.schema.power_forms import PowerAccount, PowerProfile, PowerWeight
from gzvalue.schema.project import Project, project_of
from gzvalue.store.open import Store

AUTHORISED = {
    "authorisation_number": "DLSQ-1", "authorised_on": date(2026, 4, 1), "authorised_by": "示例峰林旅游集团有限公司", "authorised_to": "示例银行",
    "scope": "查询用电量与缴费记录，用于本次贷款", "valid_until": date(2029, 3, 31), "evidence": "E01",
}  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Three years of hours of a seasonal enterprise, its bills, its records, its contract."""
    folder = tmp_path_factory.mktemp("power")
    chance = random.Random(5)
    season = [0.6, 1.1, 0.7, 0.9, 1.0, 0.8, 1.4, 1.5, 0.9, 1.3, 0.7, 0.6]
    rows = [["户号", "时间", "电量(kWh)"]]
    for n in range(1096):
        day = date.fromordinal(date(2023, 1, 1).toordinal() + n)
        rows += [["0601234567891234", f"{day} {h:02}:00", round((30 + 20 * (8 <= h < 22)) * season[day.month - 1] * (0.9 + 0.2 * chance.random()), 2)]
                 for h in range(24)]  # fmt: skip
    written(folder / "电量.csv", rows)
    bills = [[f"{y}-{m:02}", 9000, f"{y}-{m:02}-25", f"{y}-{m:02}-{20 if m != 3 else 28}"] for y in (2024, 2025) for m in range(1, 13)]
    written(folder / "电费.csv", [["账单月份", "电费", "应缴日期", "缴费日期"], *bills])
    written(folder / "记录.csv", [["发生日期", "类型"], ["2025-03-01", "正常"]])
    written(folder / "合同.csv", [["户号", "合同容量(kVA)"], ["0601234567891234", 125]])
    return folder


@pytest.fixture(scope="module")
def kept(source):
    """The record that keeps its profile."""
    made = made_from([source], settings_of(project()))
    return PowerProfile(id=1, **made.cells), made.profile  # type: ignore[arg-type]


def project(*records: Record) -> Project:
    """A complete project with further records."""
    own = {(one.form.name, one.id) for one in records}
    rest = [one for rows in complete(2).rows.values() for one in rows.values() if (one.form.name, one.id) not in own]
    return project_of([*rest, *records])


def account(**more):
    return PowerAccount(**{**AUTHORISED, **more})


def values(found):
    return {one.code: one.value for one in found.indicators}


# --- kept and assessed ------------------------------------------------------------------------------


def test_what_is_kept_gives_the_same_indicators_and_score(kept):
    record, profile = kept
    found = assessed(project(record))
    revenue = revenue_of(project())
    assert revenue == 261_800_000
    for code, value in values(profile).items():
        assert values(found)[code] == (None if value is None else pytest.approx(value, rel=1e-9)), code
    assert found.score.total == pytest.approx(profile.score.total)
    assert (found.score.vetoes, found.score.signs) == (profile.score.vetoes, profile.score.signs)
    assert [one.kwh for one in found.months] == pytest.approx(list(profile.months.values()))
    assert len(record.document) < 30_000
    assert "0601234567891234" not in record.document
    assert "0601********1234" in record.document
    assert record.sources.splitlines() == ["合同.csv", "电费.csv", "电量.csv", "记录.csv"]
    assert [len(one) for one in record.sha256.splitlines()] == [64] * 4


def test_entered_figures_change_the_indicators_without_the_source(kept):
    record, _ = kept
    before, after = (
        assessed(project(record)),
        assessed(project(record, account(capacity=Decimal(250), sector_median=Decimal(10**7), revenue=Decimal(10**6)))),
    )
    assert values(after)["capacity_use"] == pytest.approx(values(before)["capacity_use"] / 2)
    assert values(after)["bill_to_revenue"] == pytest.approx(0.108)
    assert values(before)["shell_months"] is None
    assert values(after)["shell_months"] == 36
    assert "疑似空壳" in after.score.signs[0]
    assert after.outdated == ()
    later = assessed(project(record, account(event_on=date(2025, 6, 1), peak_hours="09:00-12:00")))
    assert "事件日期、峰段时间" in later.outdated[0]


def test_weights_are_those_of_the_project(kept):
    record, _ = kept
    heavy = PowerWeight(id=1, part="负荷率", weight=Decimal(35), reason="连续生产")
    light = PowerWeight(id=2, part="缴费及时率", weight=Decimal(0), reason="无账单")
    found = assessed(project(record, heavy, light))
    points = {part.key: part.points for part in found.score.parts}
    weights = {"activity": 20, "growth": 15, "stability": 15, "load_factor": 35, "violations": 15}
    assert found.weights_sum == 100
    assert found.score.total == pytest.approx(sum(weights[key] * points[key] for key in weights) / 100)
    assert ("load_factor", True, "连续生产") in found.weighed
    assert not [one for one in power_problems(project(record, heavy, light)) if "合计" in one.message]
    odd = power_problems(project(record, heavy))
    assert any("合计 125，应为 100" in one.message for one in odd)
    none = [PowerWeight(id=n, part=label, weight=Decimal(0)) for n, label in enumerate(WEIGHED.values(), 1)]
    assert any("全部为零" in one.message for one in power_problems(project(record, *none)))
    assert assessed(project(record, *none)).score.total == assessed(project(record)).score.total


def test_the_newest_counts_and_what_cannot_be_read_is_a_notice(kept):
    record, _ = kept
    newer = replace(record, id=2, measured_at="2026-06-01T00:00:00+08:00")
    assert assessed(project(record, newer)).record == 2
    for text in ("{}", "[]", "x", '{"format":"gzvalue-power 1"}', record.document.replace('"months":[[', '"months":[["x",', 1)):
        given = project(replace(record, document=text), account())
        assert assessed(given) is None
        assert all(one.level == "notice" for one in power_problems(given))
        assert any("无法读取" in one.message for one in problems(given))
        assert gathered(given).power is None


def test_any_change_of_a_kept_text_is_read_or_refused(kept):
    record, _ = kept
    document, chance = json.loads(record.document), random.Random(1)

    def places(value, path=()):
        yield path
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, one in items:
            yield from places(one, (*path, key))

    every, content = list(places(document)), gathered(project())
    for path in chance.sample(every, 150):
        changed = json.loads(record.document)
        at = changed
        for key in path[:-1]:
            at = at[key]
        if path:
            at[path[-1]] = chance.choice([None, -1, "x", [], {}, True, 10**30, [[]], 0])
        text = json.dumps(changed)
        try:
            read_kept(text)
        except Unfit:
            continue
        found = assessed(project(replace(record, document=text), account(sector_median=Decimal(5))))
        assert found is not None
        assert chapter(replace(content, power=found), Options())


# --- authorisation ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"authorisation_number": None}, "授权书编号"),
        ({"valid_until": date(2026, 5, 1)}, "到期"),
        ({"authorised_on": date(2026, 6, 1)}, "晚于"),
        ({"authorised_by": "另一家公司"}, "不是用电企业"),
        ({"withdrawn_on": date(2026, 5, 1)}, "撤回"),
        (dict.fromkeys(AUTHORISED), "没有登记"),
    ],
)
def test_without_a_valid_authorisation_there_is_no_annex(kept, change, why):
    given = project(kept[0], account(**change))
    content = gathered(given)
    assert content.power is None
    assert chapter(content, Options()) == ()
    told = [one for one in content.problems if (one.form, one.key) == ("power_account", "authorisation_number")]
    assert [one.level for one in told] == ["notice"]
    assert "只供企业自查" in told[0].message
    assert why in told[0].message


def test_the_annex_tells_everything(kept):
    content = gathered(project(kept[0], account()))
    blocks = list(flat(dossier_blocks(content, Options(frozenset(PARTS) - {"power"}))))
    assert any(isinstance(one, Heading) and one.text == "附：企业用电画像" for one in blocks)
    own = list(flat(chapter(content, Options())))
    heads = [one.text for one in own if isinstance(one, Heading)]
    assert heads == ["附：企业用电画像", "书面授权", "结论", "指标", "评分与权重", "月电量与同月比较", "日负荷曲线", "未能计算", "来源"]
    indicators = next(one for one in own if isinstance(one, RowsTable) and one.caption == "用电指标")
    assert len(indicators.rows) == 20
    assert all(all(cell for cell in row) for row in indicators.rows)
    card = next(one for one in own if isinstance(one, RecordTable))
    assert "DLSQ-1" in str(card.items)
    assert "未附扫描件" in str(card.items)
    charts = [one for one in own if isinstance(one, LineChart)]
    assert [len(one.labels) for one in charts] == [36, 12, 24]
    assert [name for name, _ in charts[1].series] == ["2025", "2024", "2023"]
    assert len(next(one for one in own if isinstance(one, RadarChart)).axes) == 6
    missing = next(one for one in own if isinstance(one, Items))
    assert any("恢复率：没有录入事件日期" in one for one in missing.items)


def test_the_annex_is_frozen_and_verified(kept, tmp_path):
    paper = bare(project(kept[0], account()), tmp_path / "a.pdf", replace(FEW, left_out=frozenset(PARTS) - {"power"}))
    report = verify(paper, gathered)
    assert report.ok, [one for one in report.checks if one.faults]


# --- command ----------------------------------------------------------------------------------------


def run(*arguments):
    return CliRunner().invoke(main, ["power", *map(str, arguments)])


def test_the_command_keeps_a_profile_in_a_project(source, tmp_path):
    file = tmp_path / "a.gzv"
    Store.create(file, project(PowerAccount(capacity=Decimal(250)))).close()
    done = run(source, "--record", file, "--json", "--event", "2025-06-01")
    told = json.loads(done.output)
    assert told["recorded_in"] == "a.gzv"
    by_code = {one["code"]: one for one in told["indicators"]}
    assert by_code["capacity_use"]["inputs"]["capacity_kva"] == 250
    assert by_code["recovery"]["value"] is not None
    assert any("书面授权" in one["message"] for one in told["problems"])
    assert [one["month"] for one in told["seasonal"]] == list(range(1, 13))
    assert told["seasonal"][0]["years"][1]["change"] == pytest.approx(told["months"][12]["kwh"] / told["months"][0]["kwh"] - 1)
    assert len(told["day_curve"]["mean_kw"]) == 24
    with Store.open(file, write=False) as store:
        records = store.project.all(PowerProfile)
        assert len(records) == 1
        assert records[0].rows == 26_304
        assert "事件日期" in assessed(store.project).outdated[0]  # the account names no event, the command did
    assert "已保存到" in run(source, "--record", file).output


def test_a_project_that_is_not_there_is_refused(source, tmp_path):
    done = run(source, "--record", tmp_path / "none.gzv")
    assert done.exit_code == 2
    assert "none.gzv" in done.output


def test_the_sheet_of_who_offers_it_lists_all_indicators(tmp_path):
    made = sheet_of_project(complete(2), "power", "D01", tmp_path / "s.pdf")
    assert len(made.sheet.data["indicators"]) == 20
    assert all(one["needs"] and one["refresh"] for one in made.sheet.data["indicators"])
    heads = [one.text for one in flat(made.sheet.blocks) if isinstance(one, Heading)]
    assert "书面授权与查询流程" in heads
    assert made.pages >= 2


HOSTILE = "<b>粗</b> & =1+1 @x {y} %d 𠮷🙂 " + "长" * 300


@pytest.mark.parametrize(
    "rows",
    [
        [["2025-01", 0]],
        [["2025-01", 5]],
        [[f"{y}-{m:02}", 10**14] for y in range(2000, 2026) for m in range(1, 13)],
        [["2024-01", 1], ["2025-12", 0.001]],
    ],
)
def test_the_shortest_and_the_longest_annex_are_drawn_and_verified(tmp_path, rows):
    source = written(tmp_path / "a<b>&.csv", [["户号", "月份", "电量"], *[["<i>&" + "9" * 40, *row] for row in rows]])
    cells = made_from([source], settings_of(project())).cells
    told = account(authorised_to=HOSTILE[:200], scope=HOSTILE, meters=HOSTILE[:300], evidence=HOSTILE[:40])
    weights = [PowerWeight(id=n, part=label, weight=Decimal(n), reason=HOSTILE[:200]) for n, label in enumerate(WEIGHED.values(), 1)]
    given = project(PowerProfile(id=1, **cells), told, *weights)  # type: ignore[arg-type]
    assert gathered(given).power is not None
    report = verify(bare(given, tmp_path / "a.pdf", replace(FEW, left_out=frozenset(PARTS) - {"power"})), gathered)
    assert report.ok, [one for one in report.checks if one.faults]


def test_no_sentence_keeps_a_whole_account_number(tmp_path):
    meters = ["0601000000000001", "0601000000000002", "0601000000000003"]
    rows = [[meter, f"2025-{m:02}", value] for m in range(1, 13) for meter, value in zip(meters, (30, 10, 20), strict=True)]
    made = made_from([written(tmp_path / "a.csv", [["户号", "月份", "电量"], *rows])], settings_of(project()))
    assert any(meters[0] in one.message for one in made.profile.remarks)
    assert not any(meter in made.cells["document"] for meter in meters)
    assert "0601********0001”各月的电量" in made.cells["document"]
