"""The user's own library of comparables, kept across projects: one file per user, exchanged as JSON or CSV."""

import csv
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from gzvalue import paths
from gzvalue.errors import UserError
from gzvalue.schema.edit import Edit, add
from gzvalue.schema.kinds import Unreadable, clean
from gzvalue.schema.market_forms import Comparable
from gzvalue.schema.project import Project

Case = Mapping[str, str]
"""One comparable as text by key, without what belongs to a single project."""

FORMAT = "gzvalue-comparables 1"
_OF_A_PROJECT = {"unit", "subset", "weight", "quality_own", "index_now", "volume_own"}
KEYS = tuple(key for key in Comparable.form.fields if key not in _OF_A_PROJECT)
"""What the library keeps of a comparable: nothing of the data under valuation."""

_MOST = 5_000_000


def library_file() -> Path:
    """Where the library lies: in the user's own folder, outside all projects."""
    return paths.user_data() / "comparables.json"


def library() -> tuple[Case, ...]:
    """All cases kept, in the order they came; an absent file is an empty library.

    Raises:
        UserError: the file is there but is none of ours.
    """
    file = library_file()
    return read_cases(file) if file.is_file() else ()


def case_of(one: Comparable) -> Case:
    """A comparable of a project as the library keeps it."""
    fields = one.form.fields
    return {key: fields[key].kind.format(getattr(one, key)) for key in KEYS if getattr(one, key) is not None}


def keep(cases: Iterable[Case]) -> int:
    """Put cases into the library; one that is there already is not kept twice. How many were new."""
    found = list(library())
    before = len(found)
    for one in cases:
        if one and dict(one) not in [dict(case) for case in found]:
            found.append(dict(one))
    _write(library_file(), found)
    return len(found) - before


def forget(cases: Iterable[Case]) -> None:
    """Take cases out of the library."""
    gone = [dict(one) for one in cases]
    _write(library_file(), [one for one in library() if dict(one) not in gone])


def read_cases(file: Path) -> tuple[Case, ...]:
    """The cases of a JSON or CSV file; heads of a CSV are labels or keys.

    Raises:
        UserError: the file cannot be read, or holds no cases; names the row and the field.
    """
    try:
        if file.stat().st_size > _MOST:
            raise UserError(f"“{file.name}”太大，不像案例库文件，请核对。")
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as wrong:
        raise UserError(f"案例库文件“{file.name}”读不出来（须为 UTF-8 编码的 JSON 或 CSV），请核对。") from wrong
    rows = _csv(text, file.name) if file.suffix.lower() == ".csv" else _json(text, file.name)
    return tuple(_checked(row, place, file.name) for place, row in enumerate(rows, 1))


def write_cases(file: Path, cases: Sequence[Case]) -> None:
    """Write cases as JSON, or as CSV where the name ends so.

    Raises:
        UserError: the file cannot be written.
    """
    if file.suffix.lower() != ".csv":
        _write(file, cases)
        return
    fields = Comparable.form.fields
    out = StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([fields[key].label for key in KEYS])
    writer.writerows([_plain(one.get(key, "")) for key in KEYS] for one in cases)
    _put(file, "\ufeff" + out.getvalue())


def copied_into(project: Project, cases: Sequence[Case], unit: str, subset: str = "") -> Edit:
    """The edit that puts cases of the library into a project, for one unit.

    Args:
        project: into which.
        cases: of the library.
        unit: code of the unit they are held against.
        subset: the part of the unit, may be empty.
    """
    own = {"unit": unit} | ({"subset": subset} if subset else {})
    return add(project, f"从案例库加入 {len(cases)} 个案例", Comparable.form.name, [{**one, **own} for one in cases])


# --- within -------------------------------------------------------------------------------------


def _json(text: str, name: str) -> list[Case]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise UserError(f"“{name}”不是案例库文件（JSON 有误），请核对。") from wrong
    rows = told.get("cases") if isinstance(told, dict) and told.get("format") == FORMAT else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise UserError(f"“{name}”不是本软件的案例库文件，请核对。")
    return rows


def _csv(text: str, name: str) -> list[Case]:
    lines = [row for row in csv.reader(StringIO(text)) if any(cell.strip() for cell in row)]
    if not lines:
        raise UserError(f"“{name}”是空的，没有案例。")
    by_label = {field.label: key for key, field in Comparable.form.fields.items()} | {key: key for key in Comparable.form.fields}
    keys = [by_label.get(clean(head), "") for head in lines[0]]
    if "name" not in keys or "value" not in keys:
        raise UserError(f"“{name}”第一行须有“案例名称”和“案例价值”两列，请核对表头。")
    return [{key: cell for key, cell in zip(keys, row, strict=False) if key and cell.strip()} for row in lines[1:]]


def _checked(row: Mapping[str, object], place: int, name: str) -> Case:
    """One case with every text readable by its field."""
    found: dict[str, str] = {}
    for key, value in row.items():
        if key not in KEYS or value in (None, ""):
            continue
        field = Comparable.form.fields[key]
        try:
            found[key] = field.kind.format(field.kind.parse(clean(str(value).removeprefix("'"))))
        except Unreadable as wrong:
            raise UserError(f"“{name}”第 {place} 个案例的“{field.label}”：{wrong}。") from wrong
    if not found.get("name"):
        raise UserError(f"“{name}”第 {place} 个案例没有“案例名称”，请补填。")
    return found


def _plain(text: str) -> str:
    """Text that a spreadsheet must not take for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def _write(file: Path, cases: Sequence[Case]) -> None:
    _put(file, json.dumps({"format": FORMAT, "cases": [dict(one) for one in cases]}, ensure_ascii=False, indent=1))


def _put(file: Path, text: str) -> None:
    """Whole or not at all."""
    beside = file.with_name(file.name + ".tmp")
    try:
        beside.write_text(text, "utf-8", newline="")
        os.replace(beside, file)
    except OSError as wrong:
        beside.unlink(missing_ok=True)
        raise UserError(f"案例库文件“{file}”写不进去：{wrong.strerror or '原因不明'}。请检查磁盘与权限。") from wrong
