"""A lender's folder of dossiers: only what verifies counts, everything else is named, and data in two dossiers are noticed."""

import json
import shutil
import threading
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from click.testing import CliRunner

from gzvalue.actions import known_digests
from gzvalue.actions.dossier import issue_file, make_dossier
from gzvalue.actions.pledge import as_json, pledge
from gzvalue.actions.portfolio import QUICK, portfolio_of
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.errors import Cancelled
from gzvalue.financing.portfolio import Position, portfolio
from gzvalue.outputs.portfolio_paper import portfolio_workbook, totals_line
from gzvalue.store.open import Store

D = Decimal
DAY = date(2026, 6, 30)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("portfolio")
    inner = made / "组合"
    inner.mkdir()
    path = build_sample("small", made / "样例.gzv")
    issue_file(path, inner / "甲.pdf")
    for one in inner.glob("甲_*"):
        one.unlink()
    with Store.open(path, write=False) as store:
        make_dossier(store.project, inner / "草稿.pdf")
    data = bytearray((inner / "甲.pdf").read_bytes())
    (inner / "断.pdf").write_bytes(bytes(data[: len(data) // 2]))
    (inner / "别的.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    shutil.copy(path, inner / "项目.gzv")
    (inner / "坏.gzv").write_text("keine Datenbank")
    return inner


def test_the_command_counts_only_what_verifies(folder, tmp_path):
    out = tmp_path / "组合.xlsx"
    done = CliRunner().invoke(main, ["portfolio", str(folder), "--json", "--as-of", "2026-06-30", "-o", str(out)])
    data = json.loads(done.output)
    states = {one["file"]: one["state"] for one in data["dossiers"]}
    assert states == {
        "甲.pdf": "verified",
        "草稿.pdf": "draft",
        "断.pdf": "broken",
        "别的.pdf": "foreign",
        "项目.gzv": "project",
        "坏.gzv": "broken",
    }
    good = next(one for one in data["dossiers"] if one["state"] == "verified")
    assert data["totals"]["value"] == good["value"]
    assert data["totals"]["loan"] == good["loan"]
    assert all(one["message"] for one in data["dossiers"] if one["state"] not in ("verified", "draft"))
    sheet = openpyxl.load_workbook(out).active
    assert sheet.max_row == 8
    assert sheet.cell(8, 8).value.startswith("=SUMIF")


def row(file, loan, industry, report, digest="", expires=date(2028, 1, 1)):
    prints = (("D01", digest),) if digest else ()
    return Position(file, "verified", industry=industry, report=report, value=D(loan), pool=D(loan), lendable=D(loan), loan=D(loan),
                    expires=expires, fingerprints=prints)  # fmt: skip


def test_totals_shares_lights_and_data_in_two_dossiers():
    rows = [row("a", 300, "旅游", "R1", "ff"), row("b", 100, "电力", "R2", "ff", date(2026, 8, 1)), row("c", 0, "电力", "R1", "ff", date(2026, 1, 1)),
            replace(row("d", 999, "旅游", "R9"), state="draft")]  # fmt: skip
    found = portfolio(rows, DAY)
    assert (found.loan, found.value) == (400, 400)
    assert [(one.name, one.count, one.share) for one in found.by_industry] == [("旅游", 1, D("0.75")), ("电力", 2, D("0.25"))]
    assert [one.light for one in found.positions] == ["green", "yellow", "red", "grey"]
    assert [one.file for one in found.expiring] == ["b", "c"]
    assert found.twice == (("ff", ("a：D01", "b：D01", "c：D01")),)


def test_hostile_names_stay_text_in_the_sheet(tmp_path):
    found = portfolio([replace(row("=1+1.pdf", 1, "=cmd|' /C calc'!A0", "R"), enterprise="=HYPERLINK(1)")], DAY)
    path = tmp_path / "a.xlsx"
    path.write_bytes(portfolio_workbook(found))
    sheet = openpyxl.load_workbook(path).active
    assert sheet.cell(2, 1).value == "=1+1.pdf"
    assert sheet.cell(2, 1).data_type == "s"
    assert sheet.cell(2, 3).data_type == "s"


def test_an_empty_folder_and_a_file_are_refused(tmp_path):
    for place in (tmp_path, tmp_path / "weg"):
        done = CliRunner().invoke(main, ["portfolio", str(place)])
        assert done.exit_code == 2
        assert "文件夹" in done.output


def test_data_of_another_issued_dossier_are_named_until_the_list_is_emptied(tmp_path):
    with Store.open(build_sample("tourism", tmp_path / "a.gzv"), write=False) as store:
        project = store.project
    prints = known_digests.fingerprints(project)
    assert prints, "the sample holds fingerprints"
    known_digests.remember(project, "GZV-OTHER-20250101", 1)
    found = pledge(project)
    assert {one.code for one in found.twice} == set(prints)
    told = as_json(found)["double_pledge"]
    assert "GZV-OTHER-20250101" in told["found"][0]["message"]
    assert "只能查到本机" in told["limit"]
    assert known_digests.forget() == len(prints)
    assert pledge(project).twice == ()
    assert known_digests.description_digest(project, set(prints)) != known_digests.description_digest(project, {min(prints)})


def test_quick_checks_every_figure_and_says_what_it_left_out(folder, tmp_path):
    """Red stays red; what verifies carries the remark; the order is that of the files however many are under way."""
    for name, new in (("甲.pdf", "1.pdf"), ("断.pdf", "0.pdf"), ("别的.pdf", "2.pdf")):
        shutil.copy(folder / name, tmp_path / new)
    quick = portfolio_of(tmp_path, DAY, quick=True)
    assert [(one.file, one.state) for one in quick.positions] == [("0.pdf", "broken"), ("1.pdf", "verified"), ("2.pdf", "foreign")]
    assert quick.positions[1].words == QUICK
    assert quick.loan == quick.positions[1].loan
    assert "没有逐字节重绘" in totals_line(quick)
    assert "重绘" not in totals_line(replace(quick, quick=False))


def test_whoever_stops_listening_stops_the_files_under_way(folder):
    told = []

    def progress(done, total, words):
        told.append(done)
        if done == 1:
            raise Cancelled

    started = time.monotonic()
    with pytest.raises(Cancelled):
        portfolio_of(folder, DAY, progress)
    assert told == [0, 1]
    assert not [one for one in threading.enumerate() if one.name.startswith("portfolio")]
    assert time.monotonic() - started < 60


@pytest.mark.slow
def test_a_hundred_dossiers_need_no_more_memory_than_ten(folder, tmp_path):
    resource = pytest.importorskip("resource")
    for n in range(100):
        shutil.copy(folder / "甲.pdf", tmp_path / f"{n:03}.pdf")
    peaks = []
    found = portfolio_of(tmp_path, DAY, lambda done, total, words: peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
    assert found.count("verified") == 100
    assert found.loan == 100 * found.positions[0].loan
    assert peaks[-1] - peaks[10] < 30_000, "kilobytes more after a hundred than after ten"


def test_a_verifying_that_was_ended_does_not_make_a_file_foreign(folder, tmp_path, monkeypatch):
    """A machine too busy to read in time says nothing of the paper."""
    from gzvalue.actions import portfolio as whole
    from gzvalue.frozen.report import refused

    shutil.copy(folder / "甲.pdf", tmp_path / "甲.pdf")
    monkeypatch.setattr(whole, "verify_file", lambda path, **_: refused(path.name, "核验进程没有启动，请再试一次", unread=True))
    (only,) = portfolio_of(tmp_path, DAY).positions
    assert (only.state, only.words) == ("broken", "核验进程没有启动，请再试一次")
