"""A block of texts into a table's records: one edit, however large."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex

from gzvalue.gui import rows_clip
from gzvalue.gui.rows_model import Computed, RowsModel
from gzvalue.gui.texts import typed
from gzvalue.schema import edit as edits
from gzvalue.schema.edit import Entry
from gzvalue.schema.field import Field


def paste(rows: RowsModel, start: QModelIndex, block: rows_clip.Block, word: str) -> tuple[list[int], str]:
    """Write a block from a cell on; records are added below the last as needed.

    A first line that repeats the heads of the columns is passed over. Returns the ids of the records written to,
    and a sentence about what was not taken (empty if everything was).
    """
    if rows.turned:
        block = rows_clip.turned(block)
    record, field = rows.split(start)
    columns = rows.columns[field:]
    if block and _is_head(block[0], columns):
        block = block[1:]
    while block and not any(cell.strip() for cell in block[-1]):
        block = block[:-1]
    if not block:
        return [], ""
    lines = [_texts(line, columns) for line in block]
    old, new = lines[: max(0, len(rows.ids) - record)], lines[max(0, len(rows.ids) - record) :]
    new = [line for line in new if any(text.strip() for text in line.values())] if rows.growing else []
    ids = rows.ids[record : record + len(old)]
    entries = [Entry(rows.form.name, id, key, text) for id, line in zip(ids, old, strict=True) for key, text in line.items()]
    label = f"{word} {len(block)} 行到{rows.form.label}"
    session = rows.session
    first = edits.enter(session.project, label, entries)
    added = edits.add(edits.apply(session.project, first), label, rows.form.name, [{**rows.fixed(), **line} for line in new])
    fresh = list(range(session.project.last_ids[rows.form.name] + 1, session.project.last_ids[rows.form.name] + 1 + len(new)))
    if not session.apply(edits.combined(label, session.project, [first, added])):
        return [], ""
    return ids + fresh, _left_over(rows, block, columns, len(lines) - len(old) - len(new))


def clear_cells(rows: RowsModel, cells: Iterable[QModelIndex]) -> bool:
    """Empty cells, as one edit."""
    entries = []
    for index in cells:
        id, column = rows.id_at(index), rows.columns[rows.split(index)[1]]
        if id is not None and isinstance(column, Field) and rows.session.text(rows.form.name, id, column.key):
            entries.append(Entry(rows.form.name, id, column.key, ""))
    return rows.session.enter(entries, f"清除{rows.form.label} {len(entries)} 格")


def _texts(line: list[str], columns: Sequence[Field | Computed]) -> dict[str, str]:
    return {c.key: typed(c, text) for c, text in zip(columns, line, strict=False) if isinstance(c, Field)}


def _is_head(line: list[str], columns: Sequence[Field | Computed]) -> bool:
    heads = [{c.key, c.head, getattr(c, "label", c.head)} for c in columns]
    cells = [(cell.strip(), names) for cell, names in zip(line, heads, strict=False)]
    return bool(cells) and all(cell in names for cell, names in cells)


def _left_over(rows: RowsModel, block: rows_clip.Block, columns: Sequence[Field | Computed], lines: int) -> str:
    width = max(len(line) for line in block)
    said = []
    if width > len(columns):
        said.append(f"右侧 {width - len(columns)} 列超出表格，未粘贴")
    worked_out = [c.head for c in columns[:width] if not isinstance(c, Field)]
    if worked_out:
        said.append(f"“{'、'.join(worked_out)}”由程序计算，未粘贴")
    if lines > 0 and not rows.growing:
        said.append(f"下方 {lines} 行超出表格，未粘贴")
    return "；".join(said)
