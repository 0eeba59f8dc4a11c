"""Any file or folder, by what it is and not by its ending."""

from collections.abc import Callable
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.quality.engines.embedded import Embedded
from gzvalue.quality.sources.loaded import Loaded
from gzvalue.quality.sources.text_table import load_text

Beat = Callable[[str], None]


def load_file(engine: Embedded, path: Path, beat: Beat, *, header: bool | None = None, sheet: str | None = None) -> Loaded:
    """A file as the engine's relation ``data``.

    Raises:
        UserError: it cannot be read.
        Cancelled: stopped.
    """
    if not path.exists():
        raise UserError(f"找不到“{path}”；请核对文件名和所在文件夹。")
    return load_text(engine, path, beat, header=header)
