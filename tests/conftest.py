"""What all tests share: a user's folder of their own, so that no test touches the real one."""

import pytest


@pytest.fixture(autouse=True)
def _own_user_folder(tmp_path_factory, monkeypatch):
    """Backups, recent files and logs of a test go into a fresh folder; child processes inherit it."""
    folder = tmp_path_factory.mktemp("user")
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    return folder
