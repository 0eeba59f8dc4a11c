"""Monitoring after the loan: an unchanged project reports no change, each line turns its light, and the papers say the same."""

import json
import subprocess
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from gzvalue.actions.dossier import issue_file
from gzvalue.actions.monitor import as_json, monitor_file, monitored
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.financing.monitoring import gathered, last_day, monitor
from gzvalue.frozen.freeze import thaw
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.lending_forms import Monitoring
from gzvalue.store.open import Store

D = Decimal
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def issued(tmp_path_factory):
    folder = tmp_path_factory.mktemp("monitor")
    path = build_sample("small", folder / "样例.gzv")
    issue_file(path, folder / "材料.pdf")
    return path


@pytest.fixture(scope="module")
def project(issued):
    with Store.open(issued, write=False) as store:
        return store.project


def with_rows(project, form, change):
    rows = {id: change(row) for id, row in project.rows[form].items()}
    return replace(project, rows=MappingProxyType({**project.rows, form: MappingProxyType(rows)}))


def less(share):
    def change(row):
        return replace(
            row, **{key: value * share for key in ("revenue", "transferable", "internal") if (value := getattr(row, key)) is not None}
        )

    return change


def light(watch, key):
    return next(one for one in watch.lights if one.key == key)


def test_an_unchanged_project_reports_no_change(issued):
    found = monitor_file(issued, DAY)
    assert found.watch.changes == ()
    assert found.watch.fall == 0
    assert light(found.watch, "value").colour == "green"
    assert found.watch.value_before == found.watch.value_now
    assert "第 1 版" in found.snapshot


@pytest.mark.parametrize(("share", "colour"), [("0.9", "green"), ("0.75", "yellow"), ("0.6", "red")])
def test_a_fallen_value_turns_the_light_at_its_line(project, share, colour):
    watch = monitor(project, with_rows(project, "income_year", less(D(share))), DAY)
    assert light(watch, "value").colour == colour
    assert any(one.what == "测算价值合计" for one in watch.changes)


def test_agreed_lines_go_before_the_programs_own(project):
    own = Monitoring(id=1, report_fall=D("0.05"), collateral_fall=D("0.08"))
    strict = replace(project, rows=MappingProxyType({**project.rows, "monitoring": MappingProxyType({1: own})}))
    watch = monitor(project, with_rows(strict, "income_year", less(D("0.9"))), DAY)
    assert light(watch, "value").colour == "red"
    assert "report_fall" not in watch.defaults
    assert "quality_drop" in watch.defaults


def test_certificates_rights_and_contracts_that_lapse_are_named(project):
    lapsed = with_rows(project, "certificate", lambda row: replace(row, valid_until=date(2026, 7, 30)))
    assert {one.colour for one in monitor(project, lapsed, DAY).lights if one.key == "certificate"} == {"yellow"}
    assert {one.colour for one in monitor(project, lapsed, date(2026, 8, 1)).lights if one.key == "certificate"} == {"red"}
    gone = with_rows(project, "data_set", lambda row: replace(row, rights=("持有权", "使用权")))
    rights = [one for one in monitor(project, gone, DAY).lights if one.key == "right"]
    assert rights
    assert all(one.colour == "red" and "经营权" in one.words for one in rights)
    ended = with_rows(project, "contract", lambda row: replace(row, ends=date(2026, 1, 1)))
    assert any(one.key == "contract" and one.colour == "red" for one in monitor(project, ended, DAY).lights)
    none = replace(project, rows=MappingProxyType({**project.rows, "contract": MappingProxyType({})}))
    assert light(monitor(project, none, DAY), "income").colour == "red"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025", date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 28)),
        ("2025-12", date(2025, 12, 31)),
        ("2025-06-30", date(2025, 6, 30)),
        ("去年", None),
        (None, None),
    ],
)
def test_the_last_day_of_a_span(text, day):
    assert last_day(DataSet(id=1, span_end=text)) == day


def test_data_that_are_no_longer_updated_are_noticed_together(project):
    daily = with_rows(project, "data_set", lambda row: replace(row, frequency="按天", span_end="2025-12-31"))
    watch = monitor(daily, daily, DAY)
    every = [one for one in watch.lights if one.key == "update"]
    assert every
    assert all(one.colour == "yellow" for one in every)
    assert len([one for one in gathered(watch.lights) if one.key == "update"]) <= len(every)
    assert not [one for one in monitor(daily, daily, date(2026, 1, 1)).lights if one.key == "update"]


def test_the_command_writes_one_page_a_calendar_and_json(issued, tmp_path):
    out, ics = tmp_path / "监测.pdf", tmp_path / "日历.ics"
    done = CliRunner().invoke(main, ["monitor", str(issued), "--json", "-o", str(out), "--ics", str(ics), "--as-of", "2026-06-30"])
    data = json.loads(done.output)
    assert (data["changed"], data["changes"], data["as_of"]) == (False, [], "2026-06-30")
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True).stdout
    assert "贷后监测数据表" in text
    assert "没有变化" in text
    assert "共1页" in text.replace(" ", "")
    calendar = Calendar.from_ical(ics.read_bytes())
    events = list(calendar.walk("VEVENT"))
    assert len(events) == len(data["due"]) > 0
    assert len({str(one["uid"]) for one in events}) == len(events)
    again = tmp_path / "again.ics"
    CliRunner().invoke(main, ["monitor", str(issued), "--ics", str(again), "--as-of", "2026-06-30"])
    assert again.read_bytes() == ics.read_bytes()


def test_without_an_issue_or_with_a_newer_snapshot_it_says_so(issued, tmp_path):
    bare = build_sample("small", tmp_path / "未签发.gzv")
    done = CliRunner().invoke(main, ["monitor", str(bare)])
    assert done.exit_code == 2
    assert "还没有签发" in done.output
    with Store.open(issued, write=False) as store:
        data = store.issued_data(1)
    newer = tmp_path / "newer.json"
    newer.write_bytes(data.replace(b'"schema":1', b'"schema":999'))
    done = CliRunner().invoke(main, ["monitor", str(issued), "--snapshot", str(newer)])
    assert done.exit_code == 2
    assert "更新的版本" in done.output
    assert CliRunner().invoke(main, ["monitor", str(issued), "--as-of", "昨天"]).exit_code == 2


def test_json_of_a_changed_project_is_plain(issued, project):
    with Store.open(issued, write=False) as store:
        pledged = thaw(store.issued_data(1))
    found = monitored(with_rows(project, "income_year", less(D("0.5"))), pledged, DAY)
    data = json.loads(json.dumps(as_json(found)))
    assert data["state"] == "red"
    assert D(data["value"]["fall"]) > D("0.3")
    assert data["lines"]["report_fall"] == {"value": "0.2", "default": True}
