"""Makes `dossier_1.pdf`, an issued dossier of the present version, to be verified by every later program.

Run once when a version is released (``PYTHONPATH=tests python tests/old_files/make_dossier.py``) and never again for that version.
"""

import sys
from pathlib import Path

from issued_papers import issued

HERE = Path(__file__).parent

if __name__ == "__main__":
    target = HERE / "dossier_1.pdf"
    if target.exists() and "--again" not in sys.argv:
        sys.exit(f"{target.name} exists: a released version's dossier is kept as it is (--again before its release)")
    target.write_bytes(issued())
    print(target, target.stat().st_size)
