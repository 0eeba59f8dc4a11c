"""Dossiers issued by earlier versions of the program verify in this one."""

from pathlib import Path

import pytest

from gzvalue.actions.gathering import gathered
from gzvalue.frozen.verify import verify

OLD = sorted((Path(__file__).parent / "old_files").glob("dossier_*.pdf"))


def test_there_is_one():
    assert OLD


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_a_dossier_of_an_earlier_version_holds(path):
    report = verify(path, gathered)
    assert report.ok, [(one.key, one.faults[:3]) for one in report.checks if one.state == "bad"]
    assert len(report.figures) > 100
