"""Makes an issued dossier of the present version, to be verified by every later program.

`dossier_1.pdf` is of version 2 of the file, `dossier_2.pdf` of version 3, with the chapters of other uses. Run once when a version is released
(``PYTHONPATH=tests python tests/old_files/make_dossier.py``) and never again for that version: kept dossiers are left as they are.
"""

import sys
import tempfile
from pathlib import Path

from gzvalue.actions.dossier import make_dossier
from gzvalue.actions.dossier_source import source_of
from gzvalue.actions.samples import build_sample
from gzvalue.outputs.options import PARTS, Options
from gzvalue.store.open import Store

HERE = Path(__file__).parent
KEPT = {"missing", "catalogue", "quality", "price", "power", "books", "signing"}
"""Parts that are printed: some twenty pages."""


def made() -> bytes:
    """The dossier of the grid sample, as if issued, with everything embedded."""
    with tempfile.TemporaryDirectory() as folder:
        with Store.open(build_sample("grid", Path(folder) / "grid.gzv")) as store:
            make_dossier(store.project, Path(folder) / "a.pdf", Options(frozenset(PARTS) - KEPT), source=source_of(store, draft=False))
        return (Path(folder) / "a.pdf").read_bytes()


if __name__ == "__main__":
    target = HERE / "dossier_2.pdf"
    if target.exists() and "--again" not in sys.argv:
        sys.exit(f"{target.name} exists: a released version's dossier is kept as it is (--again before its release)")
    target.write_bytes(made())
    print(target, target.stat().st_size)
