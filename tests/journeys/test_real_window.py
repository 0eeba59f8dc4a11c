"""The real program in a real window of a real X server, moved by keys alone; what happened is read from the project file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from desktop import MISSING, Desktop, Program, desktop, wait_for

from gzvalue.gui.tokens import LIGHT

pytestmark = [
    pytest.mark.xwindow,
    pytest.mark.slow,
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (.ci/run installs them)"),
]

STEPS = ("enterprise", "catalogue", "rights", "quality", "scoring", "valuation", "financing", "dossier")
NAME, CODE = "示例峰林旅游集团有限公司", "91520000MAEXAMPL87"


@pytest.fixture
def user_folder(monkeypatch, tmp_path) -> Path:
    """The person's own folder, as the programs see it."""
    folder = tmp_path / "user"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))
    return folder


@pytest.fixture
def screen(tmp_path, user_folder):
    folder = tmp_path / "screen"
    folder.mkdir()
    with desktop(folder) as made:
        yield made


@pytest.fixture
def started(screen, tmp_path):
    """Starts the program; whatever still runs at the end of the test is ended."""
    running: list[Program] = []

    def start(*words: str) -> Program:
        running.append(Program(screen, tmp_path, *words))
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def file(tmp_path) -> Path:
    """A new project, made by the command beforehand."""
    path = tmp_path / "峰林.gzv"
    assert command("new", str(path)).returncode == 0
    return path


def command(*words: str) -> subprocess.CompletedProcess[str]:
    """One gzvalue command, as on a terminal."""
    return subprocess.run([sys.executable, "-m", "gzvalue", *words], capture_output=True, encoding="utf-8", timeout=60)


def history(file: Path) -> list[dict]:
    """The log of the file, while a window may hold it."""
    return json.loads(command("log", str(file), "--json").stdout)["entries"]


def history_text(file: Path) -> str:
    """All that was ever entered, as text."""
    return json.dumps(history(file), ensure_ascii=False)


def lacks(file: Path, form: str, key: str) -> bool:
    """Whether ``check`` names this field."""
    found = json.loads(command("check", str(file), "--json").stdout)["problems"]
    return any((one["form"], one["key"]) == (form, key) for one in found)


def step_kept(folder: Path, file: Path) -> str:
    """The step the window says it stands at, in the person's own folder."""
    kept = json.loads((folder / "gzvalue" / "window.json").read_text("utf-8"))
    return kept["places"][str(file)]["step"]


def fill_by_keys(screen: Desktop, file: Path) -> None:
    """Name and credit code of the enterprise: the field found by search, both typed, Tab between.

    A letter that xdotool lost is typed again, as a person would.
    """
    for _ in range(3):
        screen.keys("ctrl+f")
        screen.type("企业名称")
        screen.keys("Return", "ctrl+a")
        screen.type(NAME)
        screen.keys("Tab")
        wait_for(lambda: "填写 企业概况 企业名称" in history_text(file), "a name is on disk")
        if NAME in history_text(file):
            break
    screen.type(CODE)
    screen.keys("Tab")
    wait_for(lambda: CODE in history_text(file), "the credit code is on disk")


def test_a_day_by_keys_alone(screen, started, file, user_folder):
    window = started(str(file))
    screen.front("峰林.gzv")

    fill_by_keys(screen, file)
    assert NAME in history_text(file), "the name reached the file as it was typed, Chinese included"
    assert not lacks(file, "enterprise", "name")
    value = command("value", str(file), "--json")
    assert value.returncode == 0, "reading works while the window holds the file"
    assert json.loads(value.stdout)
    sheet = file.with_name("catalogue.csv")
    sheet.write_text("编号,数据名称\nD01,门票订单\n", "utf-8")
    refused = command("import", str(file), str(sheet))
    assert refused.returncode == 2
    assert "另一个窗口" in refused.stderr, "writing is refused in words"

    screen.keys(*["ctrl+z"] * (len(history(file)) - 1))  # all but the making of the file
    wait_for(lambda: lacks(file, "enterprise", "name"), "undo took the name back")
    assert len(history(file)) >= 4, "what was taken back stays in the log"
    screen.keys("ctrl+y")
    wait_for(lambda: not lacks(file, "enterprise", "name"), "redo brought the name again")

    for number, step in enumerate(STEPS, 1):
        screen.keys(f"alt+{number}")
        wait_for(lambda step=step: step_kept(user_folder, file) == step, f"Alt+{number} shows {step}")
    screen.keys("alt+6")
    wait_for(lambda: step_kept(user_folder, file) == "valuation", "Alt+6 shows the valuation")
    screen.keys("alt+F4")
    assert window.ended() == 0
    assert not file.with_name("峰林.gzv.lock").exists(), "nothing is left beside the file"
    assert command("log", str(file), "--verify").returncode == 0

    again = started()
    screen.front("峰林.gzv")
    assert step_kept(user_folder, file) == "valuation", "the next day begins where this one ended"
    screen.keys("alt+F4")
    assert again.ended() == 0
    assert window.said() == again.said() == "", "no warning on stderr"


def test_a_second_window_on_the_same_file_is_refused(screen, started, file):
    first = started(str(file))
    screen.front("峰林.gzv")
    assert not screen.shows(LIGHT.stop_wash), "no message yet"

    second = started(str(file))
    wait_for(lambda: len(screen.titles()) == 2, "the second window")
    wait_for(lambda: screen.shows(LIGHT.stop_wash), "the line that says why the file was not opened")
    assert sorted(screen.titles())[0] == "gzvalue", "it stays at the start page"
    screen.front("gzvalue")
    screen.keys("alt+F4")
    assert second.ended() == 0
    assert first.process.poll() is None, "the first window works on"

    screen.front("峰林.gzv")
    fill_by_keys(screen, file)
    assert NAME in history_text(file), "the first window still writes"
    first.process.terminate()
    first.ended()
    assert NAME in history_text(file), "an end by the system loses nothing"
    assert first.said() == second.said() == "", "no warning on stderr"
    after = started(str(file))
    screen.front("峰林.gzv")
    screen.keys("alt+F4")
    assert after.ended() == 0, "the lock of an ended program holds nobody up"
