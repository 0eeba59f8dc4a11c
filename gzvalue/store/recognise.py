"""Is this file a project of ours, whole, and of a version that this program can read?"""

from pathlib import Path
from typing import TYPE_CHECKING

from gzvalue.errors import UserError, reason_of
from gzvalue.store import layout

if TYPE_CHECKING:
    from sqlite_utils import Database

_MAGIC = b"SQLite format 3\0"
_LONGEST_ENDING = "-journal"
"""What SQLite appends while it writes: a name must leave room for it."""

_SHOWN = 30
_EXCEL = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def look_at_bytes(path: Path) -> None:
    """Look at the first bytes, before SQLite touches the file.

    Raises:
        UserError: it is not there, cannot be read, or is something else.
    """
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except FileNotFoundError as wrong:
        raise UserError(f"找不到文件“{path}”。它可能被移走、改名或删除了，请重新选择。") from wrong
    except IsADirectoryError as wrong:
        raise UserError(f"“{path.name}”是文件夹，请选择其中的项目文件（.gzv）。") from wrong
    except PermissionError as wrong:
        kind = "是文件夹，请选择其中的项目文件（.gzv）" if path.is_dir() else "没有读取权限，请检查文件权限"
        raise UserError(f"“{path.name}”{kind}。") from wrong
    except OSError as wrong:
        raise UserError(f"无法读取“{path.name}”（{reason_of(wrong)}）。请检查磁盘、U 盘或网络连接。") from wrong
    if head == _MAGIC:
        return
    if not head:
        raise UserError(f"“{path.name}”是空文件，不是本软件的项目文件。请另选文件，或用自动备份恢复。")
    if head.startswith(_EXCEL):
        raise UserError(f"“{path.name}”是 Excel、Word 或压缩文件，不是项目文件（.gzv）。表格请在打开项目后用“导入”读入。")
    raise UserError(f"“{path.name}”不是本软件的项目文件。请选择扩展名为 .gzv 的文件。")


def look_at_new_place(path: Path) -> None:
    """Look at where a new file is to lie.

    Raises:
        UserError: something of that name is there, the folder is not, or the system takes no such name.
    """
    try:
        taken, folder = path.exists(), path.parent.is_dir()
        path.with_name(path.name + _LONGEST_ENDING).exists()
    except OSError as wrong:
        raise UserError(f"不能用“{path.name[:_SHOWN]}…”作文件名（{reason_of(wrong)}）。请换一个较短的文件名或位置。") from wrong
    if taken:
        raise UserError(f"“{path.name}”已经存在，没有覆盖。请换一个文件名，或先移走原来的文件。")
    if not folder:
        raise UserError(f"文件夹“{path.parent}”不存在。请先建立文件夹，或换一个位置。")


def look_at_marks(db: "Database", path: Path) -> None:
    """Look at the marks in the database's head.

    Raises:
        UserError: another program's database, a version newer than this program, or one made between two versions.
    """
    if layout.application(db) != layout.APPLICATION_ID:
        raise UserError(f"“{path.name}”是其他软件的数据库，不是本软件的项目文件，没有改动它。请另选文件。")
    found = layout.version(db)
    if found > layout.VERSION:
        raise UserError(
            f"“{path.name}”由更新版本的软件保存（文件第 {found} 版，本软件只认识到第 {layout.VERSION} 版），没有改动它。请升级软件后再打开。"
        )
    lacking = layout.lacking(db) if found == layout.VERSION else []
    if lacking:
        raise UserError(
            f"“{path.name}”缺少表或字段（{'、'.join(lacking[:2])} 等 {len(lacking)} 处）：它由开发中的版本保存，或被其他程序改动过，"
            "没有改动它。请用自动备份恢复，或用当时的软件导出 Excel 后在新项目中导入。"
        )


def look_through(db: "Database", path: Path) -> None:
    """Read every page of the file once.

    Raises:
        UserError: it is damaged.
    """
    if faults(db):
        raise UserError(f"“{path.name}”已损坏（数据库检查未通过），没有改动它。请用自动备份恢复：每次打开时都留有一份经过检查的备份。")


def faults(db: "Database") -> list[str]:
    """What SQLite finds wrong inside the file."""
    return [row[0] for row in db.execute("PRAGMA quick_check(3)") if row[0] != "ok"]
