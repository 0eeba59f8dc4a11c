"""Make the kept electricity profile of the samples whose files are meters: `power_profile.csv`, from `files/` and the account.

The hour is fixed, for no figure of a sample depends on the computer's clock. Without names it does the grid sample:

    python tests/making/sample_power.py grid
"""

import csv
import sys
import tempfile
from io import StringIO
from pathlib import Path

from gzvalue.actions.power import made_from
from gzvalue.actions.samples import build_sample, sample
from gzvalue.power.entered import settings_of
from gzvalue.store.open import Store

MADE_AT = "2026-05-20T10:30:00+08:00"


def made(name: str) -> str:
    """The text of the file; the account, its weights and the authorisation are those of the sample."""
    with tempfile.TemporaryDirectory() as folder, Store.open(build_sample(name, Path(folder) / "a.gzv"), write=False) as store:
        found = made_from([sample(name).folder / "files"], settings_of(store.project))
    cells = {**found.cells, "measured_at": MADE_AT}
    text = StringIO()
    writer = csv.DictWriter(text, list(cells), lineterminator="\n")
    writer.writeheader()
    writer.writerow(cells)
    return text.getvalue()


def main(names: list[str]) -> None:
    """Write the files of the named samples."""
    for name in names:
        target = sample(name).folder / "power_profile.csv"
        target.write_text(made(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:] or ["grid"])
