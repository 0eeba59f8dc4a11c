"""What all tests share: a user's folder of their own, the dressed application, and skipping where Qt cannot run."""

import os

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is (and that a fresh copy builds its tables of characters), not whether it is right.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _why_no_qt() -> str:
    """Why window tests cannot run here; empty if they can."""
    try:
        import PySide6.QtWidgets  # noqa: F401
    except ImportError as missing:
        return f"Qt's system libraries are missing ({missing}); window tests are skipped"
    return ""


_NO_QT = _why_no_qt()


def pytest_addoption(parser, pluginmanager):
    """Without Qt's libraries pytest-qt would stop every test, also those of the core that need no Qt."""
    if _NO_QT:
        pluginmanager.unregister(name="pytest-qt")
        pluginmanager.set_blocked("pytest-qt")


class _NoWindow(pytest.Module):
    """A module of window tests on a machine that cannot show windows."""

    def collect(self):
        pytest.skip(_NO_QT, allow_module_level=True)


def pytest_pycollect_makemodule(module_path, parent):
    if _NO_QT and (module_path.name.startswith("test_gui_") or "journeys" in module_path.parts):
        return _NoWindow.from_parent(parent, path=module_path)
    return None


@pytest.fixture(autouse=True)
def _own_user_folder(tmp_path_factory, monkeypatch):
    """Backups, recent files and logs of a test go into a fresh folder; child processes inherit it."""
    folder = tmp_path_factory.mktemp("user")
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder


@pytest.fixture(scope="session")
def qapp():
    """The application as people see it: our fonts, colours and Qt's Chinese translation."""
    from gzvalue.gui.app import make_app

    return make_app(["gzvalue"])
