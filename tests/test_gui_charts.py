"""What a person sees, hears and reaches in the painted pictures."""

from decimal import Decimal

import pytest

pytest.importorskip("PySide6.QtWidgets", reason="Qt 的系统库缺失：.ci/run 会安装", exc_type=ImportError)

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QScrollArea

from gzvalue.gui.charts.build_up import BuildUp, Piece
from gzvalue.gui.charts.conclusion import ConclusionBar, Figure
from gzvalue.gui.charts.dial import ConsistencyDial
from gzvalue.gui.charts.heat import HeatMap, HeatRow
from gzvalue.gui.charts.limits import Limit, LimitBars
from gzvalue.gui.charts.radar import Radar, Series
from gzvalue.gui.charts.ranking import Ranked, RankingBars
from gzvalue.gui.charts.structure import Part, StructureBar
from gzvalue.gui.theme import palette, tokens_of
from gzvalue.gui.tokens import DARK, LIGHT

D = Decimal
AXES = ("质量", "成本", "应用", "市场", "风险")


def shown(qtbot, widget, width=420, height=None):
    qtbot.addWidget(widget)
    widget.resize(width, height or widget.sizeHint().height())
    widget.show()
    qtbot.waitExposed(widget)
    return widget.grab().toImage()


def length_of(image: QImage, colour: str, y: int) -> int:
    """How many pixels of a line have a colour."""
    wanted = QColor(colour).rgb()
    return sum(image.pixelColor(x, y).rgb() == wanted for x in range(image.width()))


def test_structure_puts_the_largest_first_and_collects_the_rest(qtbot):
    bar = StructureBar("价值构成", "万元")
    bar.show_parts([Part(f"U{n}", f"单元{n}", D(n), f"{n}") for n in range(1, 9)])
    image = shown(qtbot, bar, 361)
    assert [part.label for part in bar.parts] == ["单元8", "单元7", "单元6", "单元5", "其他 4 项"]
    assert bar.parts[-1].value == 10
    assert "单元8 8 万元，占 22.2%" in bar.accessibleDescription()
    # 8/36 of 361 points, less the gap of one
    assert length_of(image, tokens_of(bar).data[0], 4) == pytest.approx(361 * 8 / 36 - 1, abs=2)


def test_structure_of_nothing_and_of_negative_parts_is_painted(qtbot):
    bar = StructureBar("价值构成", "万元")
    shown(qtbot, bar, height=60)
    bar.show_parts([Part(1, "盈", D(5), "5"), Part(2, "亏", D(-3), "-3")])
    bar.grab()
    assert "亏 -3 万元，占 —" in bar.accessibleDescription()


def test_ranking_is_sorted_from_zero_and_counts_what_is_left_out(qtbot):
    ranks = RankingBars("排名", "万元", most=2)
    ranks.show_rows([Ranked("a", "甲", D(10), "10"), Ranked("b", "乙", D(40), "40", "高"), Ranked("c", "丙", D(0), "0")])
    image = shown(qtbot, ranks)
    assert [row.key for row in ranks.rows] == ["b", "a"]
    assert ranks.accessibleDescription().startswith("第 1 乙 40 万元，高")
    long, short = (length_of(image, tokens_of(ranks).data[1], y) for y in (12, 36))
    assert short == pytest.approx(long / 4, abs=2)


def test_a_bar_is_a_door_for_mouse_and_keyboard(qtbot):
    ranks = RankingBars("排名", "万元")
    ranks.show_rows([Ranked("a", "甲", D(10), "10"), Ranked("b", "乙", D(40), "40")])
    shown(qtbot, ranks)
    with qtbot.waitSignal(ranks.chosen) as clicked:
        qtbot.mouseClick(ranks, Qt.MouseButton.LeftButton, pos=QPoint(60, 36))
    assert clicked.args == ["a"]
    ranks.setFocus()
    ranks.grab()
    with qtbot.waitSignal(ranks.chosen) as entered:
        qtbot.keyClick(ranks, Qt.Key.Key_Up)
        qtbot.keyClick(ranks, Qt.Key.Key_Return)
    assert entered.args == ["b"]


def test_radar_tells_its_scores_in_words_and_takes_three_at_most(qtbot):
    radar = Radar("综合评分", AXES)
    radar.show_series([Series(f"D0{n}", (D(80), None, D(60), D(0), D(100))) for n in range(4)])
    image = shown(qtbot, radar)
    assert len(radar.series) == 3
    assert "D00：质量 80.0、成本 无、应用 60.0、市场 0.0、风险 100.0（0–100 分）" in radar.accessibleDescription()
    tokens = tokens_of(radar)
    assert any(length_of(image, tokens.data[0], y) for y in range(image.height()))


def test_heat_map_hatches_what_is_not_measured_and_keeps_its_head(qtbot):
    heat = HeatMap("质量", [("completeness", "完整性"), ("accuracy", "准确性")])
    heat.show_rows([HeatRow(n, f"D{n:02}", (D(90), None), "申报·未实测") for n in range(1, 40)])
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(heat)
    shown(qtbot, area, 420, 200)
    assert "39 格未测量" in heat.accessibleDescription()
    with qtbot.waitSignal(heat.chosen) as chosen:
        door = next(door for door in heat.doors if door.key == (2, "accuracy"))
        assert "未测量" in door.words
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=door.area.center().toPoint())
    assert chosen.args == [(2, "accuracy")]
    area.verticalScrollBar().setValue(300)
    area.grab()
    keys = {door.key[0] for door in heat.doors}
    assert 1 not in keys, "only lines in sight are painted"
    assert 11 in keys


@pytest.mark.parametrize(("cr", "verdict"), [(D("0.0021"), "可以接受"), (D("0.1"), "不采用"), (D("0.5"), "不采用"), (None, "未填完")])
def test_dial_says_the_verdict_in_words(qtbot, cr, verdict):
    dial = ConsistencyDial()
    dial.show_ratio(cr)
    shown(qtbot, dial)
    assert verdict in dial.verdict
    assert verdict in dial.accessibleDescription()


def test_limit_is_the_shortest_of_the_known_bars(qtbot):
    bars = LimitBars("额度", "万元")
    bars.show_limits(
        [Limit(1, "质押池", D("798.6"), "799"), Limit(2, "资金需求", D(4400), "4,400"), Limit(3, "现金流", None, "—", "缺少财务数据")],
        (D(4000), "申请 4,000"),
    )
    shown(qtbot, bars, 600)
    assert bars.shortest is not None
    assert bars.shortest.label == "质押池"
    said = bars.accessibleDescription()
    assert "质押池：799 万元（最短，即可支持的额度）" in said
    assert "现金流：无法计算。缺少财务数据" in said
    assert "申请 4,000" in said


@pytest.mark.parametrize(("line", "struck"), [(0.0, True), (60.0, True), (200.0, False)])
def test_names_of_bounds_stand_right_of_a_dashed_line_that_would_strike_them(qtbot, line, struck):
    bars = LimitBars("额度", "万元")
    bars.show_limits([Limit(1, "质押池", D(204), "204"), Limit(2, "资金需求", D(186), "186")], (D(180), "申请 180"))
    shown(qtbot, bars, 600)
    assert (bars.names_at(line) == line + 8) is struck


def test_conclusion_keeps_main_and_cross_check_apart(qtbot):
    bar = ConclusionBar("结论", "万元")
    bar.show_values(Figure("m", "收益法-直接", D(2046), "2,046"), [Figure("c", "成本法", D(1552), "1,552")])
    shown(qtbot, bar)
    assert bar.accessibleDescription() == "结论 收益法-直接 2,046 万元；交叉验证 成本法 1,552 万元"
    assert {door.key for door in bar.doors} == {"m", "c"}
    bar.show_values(None, [])
    bar.grab()
    assert "尚无结果" in bar.accessibleDescription()


def test_build_up_shows_parts_missing_parts_and_their_sum(qtbot):
    picture = BuildUp("折现率")
    picture.show_pieces(
        [Piece("a", "无风险利率", D("1.85"), "1.85%"), Piece("b", "监管", None, "未填")], Piece("t", "折现率", D("1.85"), "1.85%")
    )
    image = shown(qtbot, picture)
    tokens = tokens_of(picture)
    assert length_of(image, tokens.data[1], 12) == pytest.approx(length_of(image, tokens.data[0], 64), abs=2)
    assert picture.accessibleDescription() == "无风险利率 1.85%；监管 未填；折现率 1.85%"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_pictures_follow_light_and_dark(qtbot, tokens):
    bar = StructureBar("价值构成", "万元")
    bar.show_parts([Part(1, "甲", D(1), "1")])
    before = QApplication.palette()
    QApplication.setPalette(palette(tokens))
    try:
        image = shown(qtbot, bar, 200)
    finally:
        QApplication.setPalette(before)
    assert length_of(image, tokens.data[0], 8) >= 198


def test_pictures_are_sharp_at_twice_the_scale(qtbot):
    """A bar's edge stays an edge when each point has four pixels."""
    bar = StructureBar("价值构成", "万元")
    bar.show_parts([Part(1, "甲", D(1), "1")])
    shown(qtbot, bar, 200)
    image = QImage(400, bar.height() * 2, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(2)
    image.fill(QColor("#fff"))
    bar.render(image)
    colours = {image.pixelColor(8, y).name() for y in range(32)}
    assert colours == {tokens_of(bar).data[0].lower()}
