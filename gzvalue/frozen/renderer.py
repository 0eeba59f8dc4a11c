"""Which program drew the pages: only the very same one must draw the very same bytes again."""

from functools import cache
from pathlib import Path

import gzvalue
from gzvalue.frozen.canonical import sha256
from gzvalue.paths import resource


@cache
def renderer() -> dict[str, str]:
    """Versions of what makes a PDF, and one digest of this program's own source and fonts; ``source`` is empty where it is not at hand."""
    import pikepdf
    import reportlab

    return {
        "gzvalue": gzvalue.__version__,
        "reportlab": str(reportlab.__version__),
        "pikepdf": str(pikepdf.__version__),
        "qpdf": str(pikepdf.__libqpdf_version__),
        "source": _source(),
    }


def _source() -> str:
    folder = Path(gzvalue.__file__).parent
    files = [path for path in sorted(folder.rglob("*.py")) if "gui" not in path.parts]
    if not files:
        return ""
    fonts = sorted(resource("fonts").glob("*.ttf"))
    told = [f"{path.relative_to(folder).as_posix()} {_unix(path)}" for path in files]
    told += [f"{path.name} {path.stat().st_size}" for path in fonts]
    return sha256("\n".join(told).encode())


def _unix(path: Path) -> str:
    return sha256(path.read_bytes().replace(b"\r\n", b"\n"))
