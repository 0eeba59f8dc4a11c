"""The start page: the samples as cards, side by side as the width allows, each opened by a click or a key."""

import pytest
from hands import click, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from gzvalue.actions.sample_list import samples
from gzvalue.gui.window import Window


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    settle(20)
    yield made
    made.close()


def test_each_sample_has_a_card_of_few_words_and_a_tip_that_says_the_whole(window):
    cards = window.start.cards
    assert [card.text() for card in cards] == [one.card.title for one in samples()]
    for card, one in zip(cards, samples(), strict=True):
        assert len(one.card.title) <= 8
        assert len(one.card.line) <= 24
        assert len(one.card.letter) == 1
        assert one.description in card.toolTip()
        assert one.card.line in card.accessibleName()
    assert len({one.card.letter for one in samples()}) == len(cards)


@pytest.mark.parametrize(("width", "height", "columns"), [(1366, 768, 3), (911, 512, 3), (720, 420, 2)])
def test_cards_stand_side_by_side_as_the_width_allows_and_nothing_is_cut(window, width, height, columns):
    window.resize(width, height)
    settle(20)
    cards = window.start.cards
    first = [card for card in cards if card.y() == cards[0].y()]
    assert len(first) == columns
    assert max(card.width() for card in cards) - min(card.width() for card in cards) <= 1
    for card in cards:
        assert card.height() >= card.sizeHint().height()
        assert card.mapTo(window, card.rect().topRight()).x() < window.width()


def test_all_cards_are_seen_at_once_on_a_common_screen(window):
    last = window.start.cards[-1]
    assert last.mapTo(window, last.rect().bottomLeft()).y() < window.height()


def test_cards_are_not_doubled_when_the_start_page_comes_back(window):
    window.close_project()
    window.close_project()
    settle(20)
    assert len(window.start.cards) == len(samples())


def test_a_card_opens_its_sample_by_click_and_by_key(window):
    click(window.start.cards[4])
    settle(20)
    assert window.workspace is not None
    assert window.workspace.session.project.enterprise.name == "示例黔泉饮料有限公司"
    window.close_project()
    card = window.start.cards[5]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    settle(20)
    assert window.workspace.session.project.enterprise.name == "示例黔云渲染科技有限公司"
