"""Verifying a dossier: what holds is green, and any single change is red where it was made."""

import io
import json
import random
import subprocess
import sys
from dataclasses import replace

import pytest
from click.testing import CliRunner
from issued_papers import CHANGES, FEW, bare, issued, opened, rewritten, saved
from paper_projects import complete, empty_rows

from gzvalue.actions.gathering import gathered
from gzvalue.cli import main
from gzvalue.frozen.canonical import canonical_bytes
from gzvalue.frozen.manifest_parts import DATA, MANIFEST
from gzvalue.frozen.verify import Wanted, verify
from gzvalue.schema.project import Project, project_of

WHERE = {
    "digit_on_page": {"figures", "pages", "proof"},
    "value_in_json": {"recompute", "attachments"},
    "input_in_json": {"attachments"},
    "log_entry": {"log", "attachments"},
    "listed_figure": {"figures", "redraw"},
    "workbook": {"attachments"},
    "font_file": {"pages"},
    "font_table": {"pages", "figures"},
    "laid_over": {"file"},
    "pages_exchanged": {"pages"},
    "attachment_gone": {"attachments"},
    "title": {"pages"},
}
"""Change → checks of which at least one must be red; a change of one byte may hit anything."""


def checked(data, tmp_path, **wanted):
    path = tmp_path / "材料.pdf"
    path.write_bytes(data)
    return verify(path, gathered, Wanted(**wanted))


def red(report):
    return {one.key for one in report.checks if one.state == "bad"}


def test_an_untouched_dossier_holds_in_every_check(tmp_path):
    report = checked(issued(), tmp_path)
    assert report.ok
    assert {one.key: one.state for one in report.checks} == {
        "file": "ok", "attachments": "ok", "schema": "ok", "proof": "ok", "log": "ok", "recompute": "ok", "figures": "ok", "pages": "ok",
        "redraw": "ok", "signature": "note", "version": "note",
    }  # fmt: skip
    assert next(one for one in report.checks if one.key == "signature").words == "未签名，只证明前后一致，不证明出自何人"
    assert report.recomputed > 100
    assert len(report.figures) > 100
    assert sum(1 for one in report.figures if one.key) > 20


def test_an_unsigned_dossier_does_not_pass_where_a_signature_is_required(tmp_path):
    assert red(checked(issued(), tmp_path, signature=True)) == {"signature"}


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("change", CHANGES)
def test_any_single_change_is_red_where_it_was_made(tmp_path, change, number):
    report = checked(CHANGES[change](issued(), random.Random(number)), tmp_path)
    assert not report.ok
    assert change not in WHERE or red(report) & WHERE[change]
    assert all(fault.place for one in report.checks if one.state == "bad" for fault in one.faults)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(10, 30))
@pytest.mark.parametrize("change", CHANGES)
def test_two_hundred_more_single_changes_are_red(tmp_path, change, number):
    report = checked(CHANGES[change](issued(), random.Random(number)), tmp_path)
    assert not report.ok
    assert change not in WHERE or red(report) & WHERE[change]


def test_a_digit_changed_on_the_page_and_in_the_list_is_still_red_by_the_engine(tmp_path):
    """A forger who rewrites page, list and digests alike, with the name of another program so that nothing is drawn again."""
    report = checked(issued(), tmp_path)
    total = next(one for one in report.figures if one.key.startswith("results/") and one.text[0] in "12345678" and len(one.text) > 3)
    with opened(issued()) as pdf:
        page = pdf.pages[total.page - 1]
        old = b"(" + total.text.encode()
        new = (str((int(total.text[0]) % 9) + 1) + total.text[1:]).encode()
        content = page.Contents.read_bytes()
        assert old in content
        page.Contents.write(content.replace(old, b"(" + new))
        forged = saved(pdf)

    def relisted(text: bytes) -> bytes:
        from gzvalue.frozen.canonical import sha256

        manifest = json.loads(text)
        manifest["renderer"]["source"] = "0" * 64
        with opened(forged) as pdf:
            manifest["pages"][total.page - 1]["content"] = sha256(pdf.pages[total.page - 1].Contents.read_bytes())
        for one in manifest["figures"]:
            if one[0] == total.page and one[3] == total.text:
                one[3] = new.decode()
        return canonical_bytes(manifest)

    report = checked(rewritten(forged, MANIFEST, relisted), tmp_path)
    assert "figures" in red(report)
    wrong = next(one for one in report.figures if one.state == "bad")
    assert (wrong.page, wrong.text) == (total.page, new.decode())
    assert "复算" in wrong.reason


def test_wrong_results_with_right_digests_are_red_by_the_engine(tmp_path):
    def change(text: bytes) -> bytes:
        value = json.loads(text)
        value["results"]["valuation"]["total"] = "1"
        return canonical_bytes(value)

    report = checked(rewritten(issued(), DATA, change), tmp_path)
    assert "recompute" in red(report)
    assert any(fault.place == "results/valuation/total" for one in report.checks for fault in one.faults)


def test_a_forged_log_is_red_and_named(tmp_path):
    def change(text: bytes) -> bytes:
        value = json.loads(text)
        value["log"]["entries"][0]["user"] = "别人"
        return canonical_bytes(value)

    report = checked(rewritten(issued(), DATA, change), tmp_path)
    assert "第 1 条" in next(one for one in report.checks if one.key == "log").faults[0].words


@pytest.mark.parametrize("project", [Project(), empty_rows(), complete(1)], ids=["nothing", "empty rows", "one"])
def test_drafts_of_any_project_verify(tmp_path, project):
    from gzvalue.actions.dossier import make_dossier

    path = make_dossier(project, tmp_path / "草稿.pdf").path
    report = verify(path, gathered)
    assert report.ok, [one for one in report.checks if one.state == "bad"]
    assert report.draft


def test_the_same_project_gives_the_same_bytes(tmp_path):
    assert bare(complete(2), tmp_path / "a.pdf").read_bytes() == bare(complete(2), tmp_path / "b.pdf").read_bytes()


def test_what_another_program_drew_is_checked_without_drawing_it_again(tmp_path):
    def change(text: bytes) -> bytes:
        manifest = json.loads(text)
        manifest["renderer"]["reportlab"] = "9.9"
        return canonical_bytes(manifest)

    report = checked(rewritten(issued(), MANIFEST, change), tmp_path)
    redraw = next(one for one in report.checks if one.key == "redraw")
    assert redraw.state == "note"
    assert "reportlab 9.9" in redraw.words
    assert report.ok


def test_data_of_a_newer_version_is_refused_in_words(tmp_path):
    def change(text: bytes) -> bytes:
        return canonical_bytes({**json.loads(text), "schema": 2})

    report = checked(rewritten(issued(), DATA, change), tmp_path)
    assert "更新的版本" in next(one for one in report.checks if one.key == "schema").faults[0].words


def test_the_command_says_it_in_words_in_json_and_by_its_exit_status(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(issued())
    done = CliRunner().invoke(main, ["verify", str(path)])
    assert done.exit_code == 0, done.output
    assert "未签名" in done.output
    assert "核验通过" in done.output
    path.write_bytes(CHANGES["digit_on_page"](issued(), random.Random(1)))
    done = CliRunner().invoke(main, ["verify", str(path), "--json"])
    assert done.exit_code == 1
    told = json.loads(done.output)
    assert not told["ok"]
    assert told["printed"]["figures"] == len(told["figures"])
    assert CliRunner().invoke(main, ["verify", str(tmp_path / "无.pdf")]).exit_code == 2


def test_it_verifies_without_qt_pandas_duckdb_and_sqlite_utils(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(issued())
    hidden = ("PySide6", "pandas", "duckdb", "sqlglot", "sqlite_utils", "python_calamine", "xlsxwriter", "pypdfium2", "filelock")
    script = f"""
import sys
for name in {hidden!r}:
    sys.modules[name] = None
from gzvalue.cli import main
from pathlib import Path
from gzvalue.actions.gathering import gathered
from gzvalue.frozen.verify import verify
report = verify(Path(sys.argv[1]), gathered)
print(report.ok)
"""
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr


def test_the_frozen_records_are_those_of_the_project(tmp_path):
    from gzvalue.frozen.freeze import Head, freeze, thaw

    project = complete(3)
    frozen = freeze(project, FEW, Head("GZV-1", 1, draft=False), (), gathered)
    thawed = thaw(frozen.data)
    assert thawed.project == project
    assert thawed.options == FEW
    assert thawed.digests == frozen.digests
    longer = replace(project.head, purpose="另一个目的")
    other = project_of([longer if one is project.head else one for rows in project.rows.values() for one in rows.values()])
    assert freeze(other, FEW, Head("GZV-1", 1, draft=False), (), gathered).digests != frozen.digests


def test_the_published_schema_is_the_one_of_the_forms():
    from pathlib import Path

    from gzvalue.frozen.schema import frozen_schema

    path = Path(__file__).parent.parent / "docs" / "frozen.schema.json"
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told == frozen_schema(), "run python docs/frozen_schema.py"
    assert io.StringIO(path.read_text(encoding="utf-8")).readline() == "{\n"
