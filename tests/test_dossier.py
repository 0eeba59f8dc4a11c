"""The dossier of a project: what stands in it, what holds the draft mark, what is refused, and that nothing is lost."""

import io
import os
import re
import stat
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from paper_projects import HOSTILE, complete, empty_rows, hostile, longest
from test_pdf import _inside

from gzvalue.actions.dossier import gathered, make_dossier
from gzvalue.actions.dossier_source import Source
from gzvalue.actions.samples import build_sample
from gzvalue.cli import main
from gzvalue.errors import Cancelled, UserError
from gzvalue.frozen.drawing import TITLE
from gzvalue.frozen.freeze import Head
from gzvalue.outputs.blocks import Heading, PageBreak, RowsTable, flat
from gzvalue.outputs.capital_amount import capital_amount
from gzvalue.outputs.dossier import dossier_blocks
from gzvalue.outputs.options import PARTS, Options
from gzvalue.outputs.words import yuan
from gzvalue.schema.project import Project, project_of
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate


def plain(text: str) -> str:
    """Text without blanks and line ends: what the words are, however they are set."""
    return re.sub(r"\s+", "", text)


def pages_of(path: Path) -> list[str]:
    return list(_pages(path, path.stat().st_mtime_ns))


@cache
def _pages(path: Path, changed: int) -> tuple[str, ...]:
    return tuple(plain(page.extract_text()) for page in pypdf.PdfReader(path).pages)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    path = build_sample("tourism", tmp_path_factory.mktemp("sample") / "示例.gzv")
    with Store.open(path, write=False) as store:
        return store.project


@pytest.fixture(scope="module")
def made(sample: Project, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dossier") / "材料.pdf"
    make_dossier(sample, out)
    return out


# --- what stands in it ----------------------------------------------------------------------------


def test_the_paper_holds_name_total_loan_and_every_data_set(sample: Project, made: Path) -> None:
    text = "".join(pages_of(made))
    valuation = evaluate(sample)
    assert "示例峰林旅游集团有限公司" in text
    assert yuan(valuation.total) in text
    assert capital_amount(Decimal(40_000_000)) in text
    for one in sample.data_sets:
        assert one.code in text
        assert plain(one.name or "") in text
    for unit in valuation.units:
        assert yuan(unit.value) in text


def test_every_page_of_a_sample_says_so(made: Path) -> None:
    pages = pages_of(made)
    assert all("示例数据·非企业真实记录" in page for page in pages)
    assert all(f"第{n}页/共{len(pages)}页" in page for n, page in enumerate(pages, 1))


def test_the_title_is_not_that_of_an_appraisal_report(made: Path) -> None:
    found = pypdf.PdfReader(made)
    assert found.metadata is not None
    assert found.metadata.title == TITLE == "数据资产价值自测说明（非资产评估报告）"
    cover = plain(found.pages[0].extract_text())
    assert "（非资产评估报告）" in cover
    assert "资产评估报告" not in cover.replace("非资产评估报告", "").replace("不是资产评估报告", "")
    headings = [block.text for block in dossier_blocks(gathered(complete(1))) if isinstance(block, Heading)]
    assert not any("评估报告" in text for text in headings)


def test_contents_and_bookmarks_lead_to_the_chapters(made: Path) -> None:
    found = pypdf.PdfReader(made)
    pages = pages_of(made)
    chapters = [item for item in found.outline if not isinstance(item, list)]
    assert [item.title.split(" ", 1)[1] for item in chapters[:4]] == ["概要", "待补正事项", "企业概况", "数据目录"]
    contents = "\n".join(page.extract_text() for page in found.pages[1:4])
    for item in chapters:
        number = found.get_destination_page_number(item) + 1
        assert plain(item.title) in pages[number - 1]
        assert f"\n{item.title} {number}\n" in contents


def test_the_summary_fits_one_page_and_says_what_the_data_alone_carries(made: Path) -> None:
    pages = pages_of(made)
    (summary,) = (page for page in pages if "1概要" in page and "主要风险" in page and "目录" not in page[:2])
    for word in ("测算结果（未经评估）", "申请贷款", "拟质押率", "偿债备付率", "依据齐备", "这是什么", "这不是什么", "不能支持"):
        assert plain(word) in summary


def test_the_repayment_plan_is_printed_day_by_day(made: Path) -> None:
    text = "".join(pages_of(made))
    for word in ("还本付息计划", "2026-09-20", "429,333.33", "36,000,000.00", "2,643,200.00", "按实际天数÷360"):
        assert word in text
    bare = [one for form in complete(1).rows.values() for one in form.values()]
    blocks = dossier_blocks(gathered(project_of(bare)))
    assert not any(isinstance(block, Heading) and block.text == "还本付息计划" for block in blocks)


def test_declared_quality_is_marked_and_unmeasured_sets_are_named(made: Path) -> None:
    text = "".join(pages_of(made))
    assert "申报·未实测" in text
    assert "未测量" in text


def test_statements_to_sign_and_empty_boxes(made: Path) -> None:
    text = "".join(pages_of(made))
    for word in ("真实性承诺", "未重复质押", "个人信息保护", "查询授权", "国有资产管理手续", "签字（盖章）处", "风险提示", "不是法律意见"):
        assert word in text


def test_the_data_alone_carrying_a_loan_is_said_too(tmp_path: Path) -> None:
    small = complete(4)
    rows = [one for form in small.rows.values() for one in form.values()]
    rows = [replace(one, loan_asked=Decimal(100_000)) if one.form.name == "financing" else one for one in rows]
    make_dossier(project_of(rows), tmp_path / "小额.pdf")
    assert "数据质押单独可以支持申请金额" in "".join(pages_of(tmp_path / "小额.pdf"))


# --- drafts -----------------------------------------------------------------------------------------


def test_the_draft_mark_stands_while_errors_remain_and_goes_with_them(tmp_path: Path) -> None:
    unfinished = make_dossier(complete(3, purpose=None), tmp_path / "草.pdf")
    assert unfinished.draft
    assert all("草稿" in page for page in pages_of(tmp_path / "草.pdf"))
    assert "测算目的" in "".join(pages_of(tmp_path / "草.pdf"))
    finished = Source(head=Head("GZV-1", 1, draft=False))
    made = make_dossier(complete(3), tmp_path / "成.pdf", source=finished)
    assert [one.message for one in made.problems if one.level == "error"] == []
    assert not made.draft
    assert not any("草稿" in page for page in pages_of(tmp_path / "成.pdf"))


def test_an_empty_project_gives_a_draft_that_says_what_is_missing(tmp_path: Path) -> None:
    for project in (Project(), empty_rows()):
        made = make_dossier(project, tmp_path / "空.pdf")
        assert made.draft
        text = "".join(pages_of(tmp_path / "空.pdf"))
        assert "未填写" in text
        assert "错误" in text
        assert "None" not in text


# --- hostile and extreme texts ------------------------------------------------------------------------


def test_hostile_text_is_printed_to_the_letter_and_missing_characters_are_named(tmp_path: Path) -> None:
    made = make_dossier(hostile(), tmp_path / "文.pdf")
    text = "".join(pages_of(tmp_path / "文.pdf"))
    for part in ("<b>粗体</b>&“引号”=1+1@cmd{x}%d\\n", "〔U+20BB7〕", "㼆", "〔U+1F642〕"):
        assert part in text
    assert "\x00" not in text
    named = made.unprintable
    assert set(named) <= set(made.problems)
    assert {(one.form, one.key) for one in named} >= {("enterprise", "name"), ("data_set", "name"), ("certificate", "holder")}
    assert all(one.level == "notice" and "U+20BB7" in one.message for one in named)
    assert HOSTILE


@pytest.mark.parametrize("char", ["长", "W"])
def test_the_longest_texts_stay_inside_the_page(char: str, tmp_path: Path) -> None:
    out = tmp_path / "长.pdf"
    make_dossier(longest(char), out)
    _inside(out.read_bytes())
    text = "".join(pages_of(out))
    assert text.count(char * 40) >= 100


def test_amounts_without_end_are_printed(tmp_path: Path) -> None:
    rows = [one for form in complete(4).rows.values() for one in form.values()]
    rows = [replace(one, transferable=Decimal(10) ** 14) if one.form.name == "income_year" else one for one in rows]
    rows = [replace(one, loan_asked=Decimal(10) ** 18) if one.form.name == "financing" else one for one in rows]
    make_dossier(project_of(rows), tmp_path / "大.pdf")
    _inside((tmp_path / "大.pdf").read_bytes())


# --- options ------------------------------------------------------------------------------------------


def test_parts_left_out_are_absent_and_the_rest_is_renumbered() -> None:
    content = gathered(complete(4))
    every = [block for block in flat(dossier_blocks(content)) if isinstance(block, Heading) and block.level == 1]
    fewer = [block for block in flat(dossier_blocks(content, Options(frozenset(PARTS)))) if isinstance(block, Heading) and block.level == 1]
    assert [block.text for block in fewer] == ["概要"]
    assert [block.number for block in every] == [str(n) for n in range(1, len(every) + 1)]


def test_chapters_without_anything_to_say_are_absent() -> None:
    titles = [block.text for block in dossier_blocks(gathered(Project())) if isinstance(block, Heading) and block.level == 1]
    for absent in ("数据目录", "质量评价", "综合评分", "价值测算", "融资与担保方案", "数据集说明", "附件索引"):
        assert absent not in titles


def test_chosen_data_sets_get_pages_of_their_own() -> None:
    content = gathered(complete(6))

    def sheets(options: Options) -> list[str]:
        found = [block.text for block in flat(dossier_blocks(content, options)) if isinstance(block, Heading) and block.level == 2]
        return [text for text in found if re.match(r"D\d\d ", text)]

    assert [text[:3] for text in sheets(Options())] == ["D01", "D04"]
    assert [text[:3] for text in sheets(Options(sheets=("D05",)))] == ["D05"]
    assert sheets(Options(sheets=())) == []


def test_tables_are_numbered_through_and_inventories_lie_across() -> None:
    blocks = dossier_blocks(gathered(complete(4)))
    numbers = [block.number for block in flat(blocks) if isinstance(block, RowsTable) and block.caption]
    assert numbers == [str(n) for n in range(1, len(numbers) + 1)]
    assert PageBreak(landscape=True) in blocks


def test_the_same_project_gives_the_same_bytes(tmp_path: Path) -> None:
    project = complete(4)
    for name in ("a.pdf", "b.pdf"):
        make_dossier(project, tmp_path / name)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_pages_grow_in_step_with_the_data_sets(tmp_path: Path) -> None:
    few, many = (make_dossier(complete(n), tmp_path / f"{n}.pdf").pages for n in (30, 120))
    assert many < few * 4.5


# --- the file -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["数据资产评估报告.pdf", "我的评估报告(1).pdf"])
def test_a_name_that_says_appraisal_report_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="不是资产评估报告，请改名"):
        make_dossier(complete(1), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_denies_it_is_allowed(tmp_path: Path) -> None:
    assert make_dossier(complete(1), tmp_path / "自测说明（非资产评估报告）.pdf").path.exists()


@pytest.mark.parametrize(("name", "words"), [("材料.docx", "以 .pdf 结尾"), ("没有/材料.pdf", "不存在"), ("夹.pdf", "是一个文件夹")])
def test_other_targets_that_cannot_be(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "夹.pdf").mkdir()
    with pytest.raises(UserError, match=words):
        make_dossier(complete(1), tmp_path / name)


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes into read-only folders")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    with pytest.raises(UserError, match="不能写入"):
        make_dossier(complete(1), tmp_path / "材料.pdf")
    tmp_path.chmod(stat.S_IRWXU)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder into which nobody may write is needed: Linux has /proc")
def test_a_place_where_nothing_can_be_written_is_named() -> None:
    with pytest.raises(UserError, match="不能写入"):
        make_dossier(complete(1), Path("/proc/材料.pdf"))


_FULL = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, "tests")
from paper_projects import complete
from gzvalue.actions.dossier import make_dossier
from gzvalue.errors import UserError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    make_dossier(complete(1), Path(sys.argv[1]))
except UserError as wrong:
    print(wrong)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits of file size are a POSIX matter")
def test_when_the_disk_takes_no_more_the_old_file_stays(tmp_path: Path) -> None:
    out = tmp_path / "材料.pdf"
    out.write_bytes(b"old")
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(out)], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert "原有文件没有改动" in run.stdout
    assert out.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["材料.pdf"]


def test_cancelling_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "材料.pdf"
    out.write_bytes(b"old")
    told: list[tuple[int, int, str]] = []

    def stop(done: int, total: int, words: str) -> None:
        told.append((done, total, words))
        if done > 60:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_dossier(complete(3), out, progress=stop)
    assert out.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["材料.pdf"]
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)


def test_progress_runs_from_nothing_to_all(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    make_dossier(complete(3), tmp_path / "材料.pdf", progress=lambda *far: told.append(far))
    assert told[0][0] == 0
    assert told[-1] == (100, 100, "完成")


def test_the_command_makes_the_paper_and_says_how_it_stands(tmp_path: Path) -> None:
    project = build_sample("tourism", tmp_path / "示例.gzv")
    run = CliRunner().invoke(main, ["dossier", str(project), "-o", str(tmp_path / "材料.pdf"), "--without", "steps", "--data-set", "D06"])
    assert run.exit_code == 0, run.output
    assert "已生成" in run.output
    assert (tmp_path / "材料.pdf").read_bytes().startswith(b"%PDF")
    refused = CliRunner().invoke(main, ["dossier", str(project), "-o", str(tmp_path / "评估报告.pdf")])
    assert refused.exit_code == 2
    assert "请改名" in refused.output


def test_naming_the_command_loads_no_paper_library() -> None:
    code = "import sys, gzvalue.cli; print([name for name in ('reportlab', 'PySide6', 'pandas') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_extracted_text_agrees_between_two_libraries(made: Path) -> None:
    document = pypdfium2.PdfDocument(io.BytesIO(made.read_bytes()))
    for number, expected in list(enumerate(pages_of(made)))[::4]:
        page = document[number]
        words = page.get_textpage()
        other = plain(words.get_text_range()).replace("\ufffe", "-")  # how it writes a hyphen at the end of a line
        assert sorted(other) == sorted(expected)
        words.close()
        page.close()
    document.close()
