"""What tests of foreign files need: a workbook as another program writes it, the table found, the refusal."""

import openpyxl
import pytest

from gzvalue.errors import UserError
from gzvalue.tables.layout import understand
from gzvalue.tables.read import read_workbook

CATALOGUE = [["编号", "数据名称", "业务域", "记录数"], ["D01", "门票订单", "票务", 18_600_000], ["D02", "检票记录", "票务", "2,140万"]]


def save(path, rows, name="数据目录", change=None):
    """A workbook as some other program writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)
    return path


def table_of(path):
    sheets = read_workbook(path)
    found = understand(sheets[0], alone=len(sheets) == 1)
    assert found is not None
    return found


def values(table):
    return [{key: cell.text for key, cell in row.cells.items()} for row in table.rows]


def refused(path, *, content=None):
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(UserError) as wrong:
        read_workbook(path)
    words = str(wrong.value)
    assert path.name in words
    assert words.endswith(("。", "）"))
    return words
