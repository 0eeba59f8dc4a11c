"""The dossier's chapter of quality: measured with numerators and denominators, declared with its mark, neither mixed with the other."""

from decimal import Decimal

import pytest
from pypdf import PdfReader

from gzvalue.actions.dossier import gathered, make_dossier
from gzvalue.actions.measure import record_cells
from gzvalue.outputs.blocks import Heading, HeatGrid, Marked, Panels, RowsTable, flat
from gzvalue.outputs.chapters import quality, sheets
from gzvalue.outputs.options import Options
from gzvalue.outputs.pdf.heat import shade
from gzvalue.quality.measure import Options as Measuring
from gzvalue.quality.measure import measure_file
from gzvalue.schema.data_set import DataSet, DeclaredQuality
from gzvalue.schema.measurement_form import MeasurementRecord
from gzvalue.schema.project import project_of

DATA = "编号,手机,日期,<b>备注</b>\n" + "".join(
    f"T{n},1380013{n:04d},2024-0{n % 9 + 1}-15,{'' if n > 60 else '好'}\n" for n in range(1, 100)
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    path = tmp_path_factory.mktemp("q") / "票.csv"
    path.write_text(DATA.replace("2024-05-15", "2024-02-30", 2), encoding="utf-8")
    cells = record_cells("D01", measure_file(path, Measuring(detail=True)).as_json())
    return project_of(
        [
            DataSet(id=1, code="D01", name="票务", personal_information=True), DataSet(id=2, code="D02", name="客流"), DataSet(id=3, code="D03", name="停车"),
            DeclaredQuality(id=1, data_set="D01", accuracy=Decimal(88), completeness=Decimal(99)), DeclaredQuality(id=2, data_set="D02", accuracy=Decimal(70)),
            MeasurementRecord(id=1, **{key: cell for key, cell in cells.items() if cell is not None}),
        ]
    )  # fmt: skip


@pytest.fixture(scope="module")
def blocks(project):
    return list(flat(quality.chapter(gathered(project), Options())))


def table(blocks, caption) -> RowsTable:
    return next(one for one in blocks if isinstance(one, RowsTable) and one.caption == caption)


def test_measured_scores_stand_apart_from_declared_ones(blocks):
    (row,) = table(blocks, "实测得分").rows
    assert row[:2] == ("D01", "票务")
    assert row[3] == "90.15"  # 357 of 396, cut
    assert row[4] == Marked("未测量", "quiet")  # declared, but not measured
    assert row[-1] == "2 / 6"
    assert [one.text for one in blocks if isinstance(one, Heading) and one.level == 2] == [
        "实测结果", "缺失的分布", "坏单元格示例", "发现的个人信息", "数据指纹", "申报分", "申报依据",
    ]  # fmt: skip
    declared = next(one for one in blocks if isinstance(one, RowsTable) and "申报·未实测" in one.caption)
    assert [row[0] for row in declared.rows] == ["D01", "D02"]
    assert any(isinstance(one, Panels) and one.panels[0].title == "申报·未实测" for one in blocks)


def test_numerators_and_denominators(blocks):
    rows = table(blocks, "各指标的分子与分母").rows
    assert ("完整性", "0201 数据元素完整性", "357", "396") in [row[:4] for row in rows]


def test_holes_are_drawn(blocks):
    (grid,) = (one for one in blocks if isinstance(one, HeatGrid))
    (line,) = grid.rows
    assert (line[0], line[2]) == ("<b>备注</b>", "39.4%")
    assert (line[1][0], line[1][-1]) == (0.0, 1.0)
    assert grid.ends == ("第 2 行", "第 100 行")
    assert shade(0.0) != shade(0.001) != shade(1.0)


def test_bad_cells_are_masked_and_personal_information_is_named(blocks):
    rows = table(blocks, "坏单元格示例").rows
    assert {row[3] for row in rows} >= {"空白", "应为日期，如 2024-02-03"}
    assert table(blocks, "实测发现的个人信息").rows[0][:3] == ("D01", "手机", "手机号码")
    assert "13800" not in str(blocks)


def test_without_measurements_nothing_is_said_to_be_measured(project):
    bare = project_of([*project.data_sets, *project.declared_quality])
    found = list(flat(quality.chapter(gathered(bare), Options())))
    assert not [one for one in found if isinstance(one, Heading) and one.text in ("实测结果", "数据指纹")]
    assert quality.chapter(gathered(project_of(project.data_sets)), Options()) == ()


def test_the_sheet_of_a_data_set_marks_each_score(project):
    content = gathered(project)
    assert sheets._quality(content, "D01")[1].startswith("实测：规范性 99.43；完整性 90.15。申报·未实测：准确性 88")
    assert sheets._quality(content, "D02")[1].startswith("申报·未实测：")
    assert sheets._quality(content, "D03")[1] == Marked("未测量，也未申报", "quiet")


def test_the_paper_holds_it(project, tmp_path):
    made = make_dossier(project, tmp_path / "说明.pdf")
    text = "".join(page.extract_text() for page in PdfReader(made.path).pages).replace("\n", "")
    for words in ("实测得分", "缺失的分布", "<b>备注</b>", "数据指纹", project.measurements[0].sha256[:16]):
        assert words in text
