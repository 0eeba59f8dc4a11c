"""`gzvalue demo`: one command does the main job, tells what it did, and touches nothing that is not its own."""

import json
import shutil
import subprocess
import sys
from decimal import Decimal

import pypdfium2
import pytest
from click.testing import CliRunner

from gzvalue.actions.demo import DATA_FOLDER, MANIFEST, STEPS, make_demo
from gzvalue.actions.demo_papers import BOOKS, FOLDER, planned
from gzvalue.actions.sample_list import sample, samples
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.schema.edit import Entry, enter
from gzvalue.store.open import Store

WITHOUT_QT = """
import sys
for name in ("PySide6", "PySide6.QtCore", "PySide6.QtWidgets"):
    sys.modules[name] = None  # importing it fails, as where it is not installed
from gzvalue.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The command as a person runs it, in a process without Qt."""
    folder = tmp_path_factory.mktemp("demo")
    words = ["-c", WITHOUT_QT, "demo", "--out", str(folder / "out")]
    done = subprocess.run([sys.executable, *words], capture_output=True, encoding="utf-8", check=False, cwd=folder, timeout=120)
    return done, folder / "out"


def test_the_command_makes_project_catalogue_dossier_and_data_files(run):
    done, out = run
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {
        "示例峰林旅游.gzv",
        "示例峰林旅游_数据目录.xlsx",
        "示例峰林旅游_数据资产价值自测说明.pdf",
        "示例峰林旅游_数据资产价值自测说明_冻结数据.json",
        "示例峰林旅游_数据资产价值自测说明_测算底稿.xlsx",
        DATA_FOLDER,
        MANIFEST,
    }
    assert len(list((out / DATA_FOLDER).glob("D*.csv"))) == 5


def test_it_shows_progress_and_the_main_figures(run):
    done, _ = run
    lines = done.stdout.splitlines()
    assert lines[: len(STEPS)] == [f"[{number}/{len(STEPS)}] {words} …" for number, words in enumerate(STEPS, 1)]
    assert "示例数据·非企业真实记录" in done.stdout
    assert "未经评估" in done.stdout
    assert "2,046 万元" in done.stdout
    assert "4,000 万元" in done.stdout
    assert "导入空项目得 45 项，数据目录与合计一致" in done.stdout


def test_it_says_what_the_data_alone_carries(run):
    done, out = run
    noted = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    assert Decimal(noted["loan_asked"]) == 40_000_000
    assert round(Decimal(noted["pool"]) / 10_000, 1) == Decimal("1947.5")
    assert round(Decimal(noted["lendable"]) / 10_000) == 779
    assert "779 万元" in done.stdout


def test_the_dossier_is_a_paper_of_the_sample_without_draft_mark(run):
    _, out = run
    pdf = pypdfium2.PdfDocument(out / "示例峰林旅游_数据资产价值自测说明.pdf")
    assert len(pdf) > 45
    for page in pdf:
        text = page.get_textpage().get_text_range()
        assert "示例数据" in text
        assert "草稿" not in text


def test_the_dossier_hides_no_bad_year_and_compares_no_hope_with_it(run):
    _, out = run
    pdf = pypdfium2.PdfDocument(out / "示例峰林旅游_数据资产价值自测说明.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "2022 年" in text
    assert "11,860" in text
    assert "企业自编的财务预测" in text
    assert "2025 年营业收入 26,180 万元" in text
    assert "2028 年营业收入" not in text


def test_the_project_file_opens_and_says_what_it_is(run):
    _, out = run
    with Store.open(out / "示例峰林旅游.gzv", write=False) as store:
        assert len(store.project.data_sets) == 45
        assert store.verify_log() == []


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """What a demo of the small sample left in a folder."""
    return make_demo(tmp_path_factory.mktemp("small"), industry="small").folder


@pytest.fixture
def left(small, tmp_path):
    """A copy of it, to run another demo on."""
    return shutil.copytree(small, tmp_path / "left")


def test_a_second_run_replaces_its_own_files(left):
    before = {path.name for path in left.iterdir()}
    told = []
    made = make_demo(left, lambda done, total, words: told.append((done, total, words)), "small")
    assert made.proven
    assert made.imported == 8
    assert told == [(number, len(STEPS), words) for number, words in enumerate([*STEPS, "完成"])]
    assert {path.name for path in left.iterdir()} == before


def test_two_samples_share_a_folder_and_its_list_of_files(run, tmp_path):
    folder = shutil.copytree(run[1], tmp_path / "both")
    make_demo(folder, industry="small")
    noted = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert {"示例峰林旅游.gzv", "示例黔运数链.gzv"} <= set(noted["files"])
    assert len(list(folder.glob("*.gzv"))) == 2


def test_a_project_that_was_worked_on_is_not_replaced(left):
    project = left / "示例黔运数链.gzv"
    with Store.open(project) as store:
        store.apply(enter(store.project, "改名", [Entry("enterprise", 1, "name", "我的企业")]))
    with pytest.raises(UserError, match="没有覆盖"):
        make_demo(left, industry="small")
    with Store.open(project, write=False) as store:
        assert store.project.enterprise.name == "我的企业"


def test_a_foreign_file_of_that_name_is_not_replaced(tmp_path):
    mine = tmp_path / "示例黔运数链_数据目录.xlsx"
    mine.write_text("mine")
    done = CliRunner().invoke(main, ["demo", "--out", str(tmp_path), "--industry", "small"])
    assert done.exit_code == 2
    assert "没有覆盖" in done.output
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    assert mine.read_text() == "mine"


def test_the_other_papers_are_those_that_the_records_ask_for(tmp_path):
    with Store.open(build_sample("beverage", tmp_path / "a.gzv"), write=False) as store:
        papers = planned(store.project, "例")
    assert [(one.kind, one.code) for one in papers] == [("listing", "D09"), ("licence", "D01"), (BOOKS, "")]
    assert papers[0].name == f"{FOLDER}/例_数据产品说明书（挂牌信息）_D09.pdf"
    with Store.open(build_sample("small", tmp_path / "b.gzv"), write=False) as store:
        assert planned(store.project, "例") == []


def test_a_foreign_file_among_the_other_papers_is_not_replaced(tmp_path):
    mine = tmp_path / FOLDER / "示例黔泉饮料_数据许可使用要素表_D01.pdf"
    mine.parent.mkdir()
    mine.write_text("mine")
    with pytest.raises(UserError, match="没有覆盖"):
        make_demo(tmp_path, industry="beverage")
    assert mine.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER]


def test_a_project_open_in_a_window_is_not_replaced(left):
    with Store.open(left / "示例黔运数链.gzv"), pytest.raises(UserError, match="另一个窗口"):
        make_demo(left, industry="small")


def test_stopping_half_way_leaves_nothing(tmp_path):
    def stop(done: int, total: int, words: str) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_demo(tmp_path / "out", stop, "small")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="另选一个位置"):
        make_demo(tmp_path / "file" / "out")


def test_the_list_begins_each_line_with_the_name():
    done = CliRunner().invoke(main, ["demo", "--list"])
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert [line.split()[0] for line in lines] == [one.name for one in samples()]
    assert len(lines) >= 5


@pytest.mark.parametrize("words", ["TYRE", " tyre ", "轮胎制造", "轮胎制造企业"])
def test_a_sample_is_found_by_the_words_of_the_list(words):
    assert sample(words).name == "tyre"


def test_an_unknown_industry_is_refused_with_the_names(tmp_path):
    done = CliRunner().invoke(main, ["demo", "--out", str(tmp_path / "out"), "--industry", "mars"])
    assert done.exit_code == 2
    assert all(one.name in done.output for one in samples())
    assert not (tmp_path / "out").exists()


INDUSTRIES = [one.name for one in samples() if one.name not in ("tourism", "small")]


@pytest.mark.slow
@pytest.mark.parametrize("name", INDUSTRIES)
def test_every_industry_is_built_valued_imported_back_and_printed(name, tmp_path):
    made = make_demo(tmp_path, industry=name)
    assert made.proven
    assert made.valuation.total > 0
    assert made.pages > 20
    assert len(made.papers) >= 2
    for paper in made.papers:
        assert paper.is_file()
        if paper.suffix == ".pdf":
            with pypdfium2.PdfDocument(paper) as sheet:
                assert all("示例数据" in page.get_textpage().get_text_range() for page in sheet)
    with pypdfium2.PdfDocument(made.dossier) as pdf:
        for page in pdf:
            text = page.get_textpage().get_text_range()
            assert "示例数据" in text
            assert "草稿" not in text


def test_who_offers_profiles_of_electricity_describes_that_product(tmp_path):
    with Store.open(build_sample("grid", tmp_path / "g.gzv"), write=False) as store:
        assert [(one.kind, one.code) for one in planned(store.project, "例")].count(("power", "D10")) == 1
