"""Where things lie: the program's resources, and the user's own folders."""

import sys
from functools import cache
from pathlib import Path

import platformdirs

_APP = "gzvalue"


@cache
def resources() -> Path:
    """The folder of shipped data: beside the package in a checkout, inside it when installed or frozen."""
    here = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [here / "_resources", here.parent / "resources"]
    if frozen is not None:
        candidates.insert(0, Path(frozen) / "resources")
    for folder in candidates:
        if (folder / "fonts").is_dir():
            return folder
    raise FileNotFoundError("the resources folder of gzvalue is missing; reinstall the program")


def resource(*parts: str) -> Path:
    """One shipped file or folder, e.g. ``resource("fonts", "NotoSansSC-Regular.ttf")``."""
    return resources().joinpath(*parts)


def user_data() -> Path:
    """The user's folder for backups, recent files and the list of issued digests; made when first asked for."""
    return Path(platformdirs.user_data_dir(_APP, appauthor=False, ensure_exists=True))


def user_log() -> Path:
    """The folder of the program's own log: tracebacks only, never field values."""
    return Path(platformdirs.user_log_dir(_APP, appauthor=False, ensure_exists=True))
