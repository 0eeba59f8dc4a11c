"""A file written whole or not at all."""

import os
from pathlib import Path
from secrets import token_hex

from gzvalue.errors import UserError, reason_of


def write_whole(target: Path, data: bytes) -> None:
    """All of it beside the target first, then in its place by one rename.

    Raises:
        UserError: it cannot be written, with the reason; what lay there stays.
    """
    scratch = target.absolute().with_name(f".gzvalue-{os.getpid()}-{token_hex(4)}.part")
    try:
        with scratch.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, target)
    except PermissionError as wrong:
        raise UserError(f"不能写入“{target}”：文件正被其他程序打开，或者没有写入权限。请关闭打开它的程序，或另选位置。") from wrong
    except OSError as wrong:
        raise UserError(f"不能写入“{target}”（{reason_of(wrong)}）。请检查磁盘空间与位置后再试，原有文件没有改动。") from wrong
    finally:
        scratch.unlink(missing_ok=True)
