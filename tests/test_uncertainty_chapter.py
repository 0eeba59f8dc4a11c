"""The chapter on uncertainty: pictures and words agree with the study, own defaults are said, absent without a conclusion."""

from decimal import Decimal

from sample_case import sample_project
from test_simulation import plain, varied
from valuation_case import d, data_set, project

from gzvalue.actions.dossier import gathered
from gzvalue.actions.value import as_json, value
from gzvalue.outputs.blocks import BarChart, Block, ColumnChart, Heading, KeyFigures, Paragraph, RowsTable
from gzvalue.outputs.chapters import parameters
from gzvalue.outputs.chapters.uncertainty import chapter
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import wan
from gzvalue.schema.field import OWN_DEFAULT
from gzvalue.schema.uncertainty_forms import RealOption
from gzvalue.valuation.parameters import listed_parameters


def blocks_of(given) -> tuple[Block, ...]:
    return chapter(gathered(given), Options())


def test_the_sample_says_what_it_stands_on():
    content = gathered(sample_project())
    blocks = chapter(content, Options())
    found = content.uncertainty
    assert found is not None
    assert found.simulated is not None
    tornado = next(one for one in blocks if isinstance(one, BarChart))
    assert [bar.label for bar in tornado.bars] == [one.words for one in found.swings]
    assert all(bar.parts[0] >= 0 and bar.parts[1] >= 0 for bar in tornado.bars)
    assert tornado.mark == (found.base.scaleb(-4), f"结论 {wan(found.base)}")
    figures = next(one for one in blocks if isinstance(one, KeyFigures))
    assert [one.value for one in figures.figures] == [wan(found.simulated.p10), wan(found.simulated.p50), wan(found.simulated.p90)]
    columns = next(one for one in blocks if isinstance(one, ColumnChart))
    assert abs(sum(value for value in columns.series[0][1] if value is not None) - 100) <= Decimal("0.5")
    words = "".join(one.text for one in blocks if isinstance(one, Paragraph))
    assert "本软件默认值，非官方数值" in words
    assert "种子 20251231" in words
    cases = next(one for one in blocks if isinstance(one, RowsTable))
    assert [row[0] for row in cases.rows] == ["悲观", "基准", "乐观"]


def test_entered_distributions_bring_the_indices_and_options_stand_beside():
    option = RealOption(id=1, code="Q1", name="二期", kind="看涨（扩张、延迟）", model="二叉树", spot=d(100), strike=d(100), rate=d("0.05"), volatility=d("0.2"),
                        years=d(1))  # fmt: skip
    blocks = blocks_of(plain(varied(1, "收益水平", -50, 50, shape="均匀分布"), varied(2, "折现率", -3, 3, shape="均匀分布"), option))
    heads = [one.text for one in blocks if isinstance(one, Heading)]
    assert heads == ["敏感性与不确定性", "敏感性", "模拟", "波动从何而来", "情景", "实物期权"]
    words = "".join(one.text for one in blocks if isinstance(one, Paragraph))
    assert "没有填写分布" not in words


def test_one_value_only_is_told_in_a_sentence():
    blocks = blocks_of(plain(varied(1, "收益水平", 0, 0, 0)))
    assert any("各次模拟的结果相同" in one.text for one in blocks if isinstance(one, Paragraph))


def test_absent_without_a_conclusion():
    assert blocks_of(project(data_set(1, "D1"))) == ()


def test_constants_are_listed_with_their_standing():
    content = gathered(sample_project())
    table = next(one for one in parameters.chapter(content, Options()) if isinstance(one, RowsTable))
    listed = [one for _, group in listed_parameters() for one in group]
    assert len(table.rows) <= len(listed)
    assert {getattr(row[4], "text", row[4]) for row in table.rows} <= {"已核对", "未与官方文本核对", OWN_DEFAULT}
    assert all(row[2] for row in table.rows)
    assert parameters.chapter(gathered(project(data_set(1, "D1"))), Options()) == ()
    told = as_json(value(sample_project()))["parameters"]
    assert len(told) == len(listed)
    assert all(isinstance(one["verified"], bool) and one["source"] for one in told)
