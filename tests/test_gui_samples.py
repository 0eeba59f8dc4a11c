"""Every shipped sample in the window: each step and each tab of the other uses is made and painted, nothing is refused or cut."""

import pytest
from hands import settle

from gzvalue.actions.sample_list import samples
from gzvalue.actions.samples import build_sample
from gzvalue.gui.screens.uses import USES
from gzvalue.gui.window import Window
from gzvalue.schema.chapters import CHAPTERS


@pytest.mark.slow
@pytest.mark.parametrize("name", [one.name for one in samples()])
def test_every_step_of_a_sample_is_shown(qtbot, tmp_path, name):
    window = Window()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    assert window.open_project(build_sample(name, tmp_path / f"{name}.gzv"))
    workspace = window.workspace
    assert workspace.bar.mark.isVisible()
    for chapter in CHAPTERS:
        workspace.show_step(chapter.key)
        settle(10)
        assert workspace.screen_of(chapter.key).isVisible()
        assert not window.grab().isNull()
    uses = workspace.screen_of("uses")
    for number, _use in enumerate(USES):
        uses.tabs.setCurrentIndex(number)
        settle(10)
        page = uses.tabs.widget(number)
        assert page.isVisible()
        assert page.minimumSizeHint().width() <= uses.width()
    assert not workspace.refusal.isVisible()
    assert not [one for one in workspace.session.problems if one.level == "error"]
    window.close()
