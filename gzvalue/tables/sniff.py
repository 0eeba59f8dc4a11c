"""What a file really is, by its content and never by its ending."""

import re
import zipfile
from pathlib import Path

from gzvalue.errors import UserError, reason_of
from gzvalue.tables.sheet import Format

MOST_TEXT = 200 * 2**20
"""Bytes of a text file beyond which it is refused: a catalogue is never that large."""

MOST_UNPACKED = 800 * 2**20
"""Bytes a workbook may unpack to; 20,000 rows of 200 columns take about 150 MB."""

MOST_RATIO = 250
"""How many times its size a large workbook may unpack to; real ones stay below 60."""

_RATIO_MATTERS = 50 * 2**20

_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "是 PDF 文件"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"SQLite format 3\x00", "是数据库或本软件的项目文件"),
    (b"Rar!", "是压缩包"),
    (b"7z\xbc\xaf", "是压缩包"),
    (b"\x1f\x8b", "是压缩包"),
    (b"{\\rtf", "是 Word（RTF）文件"),
    (b"MIME-Version:", "是网页归档（MHTML），只是以 Excel 的名字保存"),
)
_GUARDED = (b"E-SafeNet", b"%TSD-Header-###%", b"\x62\x14\x23\x65")


def what_it_is(path: Path) -> Format:
    """What can be read from this file.

    Raises:
        UserError: it is not there, may not be read, is empty, or is nothing that holds tables; the
            sentence says what it is and what to do.
    """
    head, size = _first_bytes(path)
    if size == 0:
        raise UserError(f"“{path.name}”是空文件（0 字节），没有可导入的内容；请核对是否选错了文件。")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed(path, size)
    if head.startswith(_OLE):
        return _ole(path)
    if any(head.startswith(mark) or mark in head[:64] for mark in _GUARDED):
        raise UserError(f"“{path.name}”已被单位的文档加密软件加密，本软件读不到内容；请先解密，再导入。")
    for start, words in _STARTS:
        if head.startswith(start):
            raise UserError(f"“{path.name}”{words}，不是表格；请选择 Excel（.xlsx）或 CSV 文件。")
    if size > MOST_TEXT:
        raise UserError(f"“{path.name}”有 {size // 2**20:,} MB，超过可导入的 {MOST_TEXT // 2**20} MB；请只保留目录所需的行和列后再导入。")
    return _written(path, head)


def _first_bytes(path: Path) -> tuple[bytes, int]:
    if path.is_dir():
        raise UserError(f"“{path.name}”是文件夹，不是文件；请选择其中的 Excel 或 CSV 文件。")
    try:
        with path.open("rb") as file:
            return file.read(4096), path.stat().st_size
    except FileNotFoundError:
        raise UserError(f"找不到“{path}”；请核对文件名和所在文件夹。") from None
    except PermissionError:
        raise UserError(f"没有权限读取“{path.name}”，或它正被其他程序占用；请关闭占用它的程序后再试。") from None
    except OSError as wrong:
        raise UserError(f"读不出“{path.name}”（{reason_of(wrong)}）；请把它复制到本机硬盘后再试。") from None


def _packed(path: Path, size: int) -> Format:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            mimetype = archive.read("mimetype")[:80] if any(e.filename == "mimetype" and e.file_size < 200 for e in entries) else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError):
        raise UserError(f"“{path.name}”已损坏，打不开；请重新取得这个文件，或{_AS_XLSX.removeprefix('请')}。") from None
    _refuse_bomb(path, entries, size)
    names = {entry.filename.lower() for entry in entries}
    if "xl/workbook.bin" in names:
        raise UserError(f"“{path.name}”是二进制工作簿（.xlsb），不能直接读取；{_AS_XLSX}。")
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise UserError(f"“{path.name}”是 Word 文件，不是表格；请把表格复制到 Excel 中另存为 .xlsx 后再导入。")
    raise UserError(f"“{path.name}”是压缩包，不是 Excel 文件；请先解压，再选择其中的 Excel 或 CSV 文件。")


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_dense = unpacked > _RATIO_MATTERS and unpacked > MOST_RATIO * max(size, 1)
    if unpacked > MOST_UNPACKED or too_dense or len(entries) > 20_000:
        raise UserError(
            f"“{path.name}”解压后有 {unpacked // 2**20:,} MB，是文件本身的 {unpacked // max(size, 1):,} 倍，不像正常的表格，未打开；"
            "请删去多余的行、列和图片，另存后再导入。"
        )


def _ole(path: Path) -> Format:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UserError(f"“{path.name}”设有打开密码，读不到内容；请在 Excel 或 WPS 中取消密码（文件→信息→保护工作簿），另存后再导入。")
    if "WordDocument".encode("utf-16-le") in content:
        raise UserError(f"“{path.name}”是 Word 文件，不是表格；请把表格复制到 Excel 中另存为 .xlsx 后再导入。")
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        return "xls"
    raise UserError(f"“{path.name}”里没有找到工作簿，可能已损坏；{_AS_XLSX}。")


_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|meta|body|table|style|div)\b", re.IGNORECASE)


def _written(path: Path, head: bytes) -> Format:
    plain = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\x00", b"")
    if plain.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        raise UserError(f"“{path.name}”是“XML 表格 2003”，只是以 Excel 的名字保存；{_AS_XLSX}。")
    if plain.startswith(b"<") and _MARKUP.search(plain):
        return "html"
    if plain.startswith(b"<?xml"):
        raise UserError(f"“{path.name}”是 XML 文件，不是表格；请选择 Excel（.xlsx）或 CSV 文件。")
    if _binary(head):
        raise UserError(f"“{path.name}”不是 Excel、CSV 或网页表格，认不出是什么文件；请选择 Excel（.xlsx）或 CSV 文件。")
    return "csv"


def _binary(head: bytes) -> bool:
    """Whether the bytes are no text: many control characters, and not the zeros of UTF-16."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return False
    zeros = (head[0::2].count(0), head[1::2].count(0))
    half = max(len(head) // 2, 1)
    if max(zeros) > half // 4 and min(zeros) < half // 10:
        return False  # UTF-16 without a mark
    controls = sum(1 for byte in head if byte < 32 and byte not in b"\t\r\n\x0b\x0c\x1a\x00") + head.count(0) // 4
    return controls > len(head) // 50 + 4
