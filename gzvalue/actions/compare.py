"""比较: two issued dossiers, frozen copies or project files against each other."""

from pathlib import Path

from gzvalue.actions.gathering import gathered
from gzvalue.errors import UserError
from gzvalue.frozen.canonical import NotCanonical
from gzvalue.frozen.compare import Comparison, compared
from gzvalue.frozen.freeze import Thawed, thaw
from gzvalue.frozen.manifest_parts import DATA
from gzvalue.frozen.pdf_objects import Refused
from gzvalue.frozen.reading import file_bytes, read

_MOST_JSON = 200_000_000


def compare_files(first: str, second: str) -> Comparison:
    """What changed from the first to the second.

    Args:
        first: a PDF, a frozen JSON beside one, or a project file, which stands for its last issue; ``FILE.gzv@2`` names the second one.
        second: likewise.

    Raises:
        UserError: one cannot be read, or is none of these.
    """
    return compared(frozen_of(first), frozen_of(second), gathered)


def frozen_of(name: str) -> Thawed:
    """The frozen copy that a name stands for; see `compare_files`."""
    stem, mark, number = name.rpartition("@")
    path = Path(stem) if mark and number.isdigit() and stem.lower().endswith(".gzv") else Path(name)
    if not path.is_file():
        raise UserError(f"找不到文件“{path}”。请核对位置与文件名。")
    try:
        return thaw(_data(path, int(number) if str(path) == stem else None))
    except NotCanonical as why:
        raise UserError(f"“{path.name}”中的冻结数据不能读取：{why}。") from why


def _data(path: Path, number: int | None) -> bytes:
    suffix = path.suffix.lower()
    if suffix == ".gzv":
        return _issued(path, number)
    if suffix == ".json":
        if path.stat().st_size > _MOST_JSON:
            raise UserError(f"“{path.name}”过大，不是冻结数据。")
        return path.read_bytes()
    try:
        attachments = read(path, file_bytes(path)).attachments
    except Refused as why:
        raise UserError(f"“{path.name}”不能读取：{why}。") from why
    if DATA not in attachments:
        raise UserError(f"“{path.name}”中没有冻结数据，不是本软件生成的申报材料。")
    return attachments[DATA].content


def _issued(path: Path, number: int | None) -> bytes:
    from gzvalue.store.open import Store  # late: PDF files need no store

    with Store.open(path, write=False) as store:
        issues = store.issues()
        if not issues:
            raise UserError(f"“{path.name}”还没有签发过申报材料，没有可比较的冻结数据。请先用 gzvalue dossier --issue 签发。")
        data = store.issued_data(issues[-1].no if number is None else number)
    if data is None:
        raise UserError(f"“{path.name}”没有第 {number} 次签发；共签发 {len(issues)} 次。")
    return data
