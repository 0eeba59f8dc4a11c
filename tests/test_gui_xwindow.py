"""A real window under a real window manager: Chinese typed by real key events ends up in the file."""

import os
import shutil
import subprocess
import sys
import time

import pytest

from gzvalue.actions.projects import new_project
from gzvalue.store.open import Store

MISSING = [tool for tool in ("Xvfb", "openbox", "xdotool") if shutil.which(tool) is None]
pytestmark = [pytest.mark.xwindow, pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")]


@pytest.fixture
def screen():
    """A screen of 1366 × 768 with a window manager."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as told:
        display = f":{told.readline().strip()}"
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    manager.terminate()
    manager.wait(10)
    server.terminate()
    server.wait(10)


def xdotool(environment, *words):
    return subprocess.run(["xdotool", *words], env=environment, check=False, capture_output=True, text=True, timeout=30).stdout


def test_a_person_types_chinese_and_closes_without_a_question(screen, tmp_path):
    store = new_project(tmp_path / "项目.gzv")
    store.close()
    program = subprocess.Popen([sys.executable, "-m", "gzvalue", str(store.path)], env=screen, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 60
    while not xdotool(screen, "search", "--onlyvisible", "--name", "项目.gzv"):
        assert program.poll() is None, program.stderr.read()
        assert time.monotonic() < end, "the window did not appear"
        time.sleep(0.2)
    time.sleep(1)
    xdotool(screen, "key", "ctrl+f")
    xdotool(screen, "type", "--delay", "200", "企业名称")
    time.sleep(0.3)
    xdotool(screen, "key", "Return")
    time.sleep(0.5)
    xdotool(screen, "type", "--delay", "200", "示例峰林旅游集团有限公司")
    time.sleep(0.3)
    xdotool(screen, "key", "ctrl+q")
    _, said = program.communicate(timeout=30)
    assert program.returncode == 0, said
    assert "Traceback" not in said
    with Store.open(store.path) as again:
        assert again.project.enterprise.name == "示例峰林旅游集团有限公司"
