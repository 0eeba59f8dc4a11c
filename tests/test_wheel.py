"""An installed wheel finds its resources, which lie outside the package in the tree."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_an_installed_wheel_does_the_main_job_away_from_the_tree(tmp_path):
    made = tmp_path / "made"
    _run([sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(made), str(ROOT)], tmp_path)
    wheel = next(made.glob("gzvalue-*.whl"))
    _run([sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(tmp_path / "site"), str(wheel)], tmp_path)
    installed = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    where = _run(
        [sys.executable, "-c", "import gzvalue, gzvalue.paths as p; print(gzvalue.__file__); print(p.resources())"], tmp_path, installed
    )
    assert where.splitlines() == [str(tmp_path / "site/gzvalue/__init__.py"), str(tmp_path / "site/gzvalue/_resources")]
    told = _run([sys.executable, "-m", "gzvalue", "demo", "--out", "demo"], tmp_path, installed)
    assert "2,046 万元" in told
    assert list((tmp_path / "demo").glob("*自测说明.pdf"))


def _run(command: list[str], folder: Path, env: dict[str, str] | None = None) -> str:
    # Isolated from the checkout: the folder is another one, and the editable install would come after PYTHONPATH.
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout
