"""A sample of a product as it may be shown to strangers: typed rows or a measurement's example values, without anything of people."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from gzvalue.schema.data_set import DataField
from gzvalue.schema.measured_personal import IDENTIFIER_WORDS
from gzvalue.schema.measurement_form import REGISTERED
from gzvalue.schema.quality_scores import QualityScores

MOST_ROWS, MOST_COLUMNS, MOST_CELL = 10, 8, 40
HIDDEN = "＊＊＊"
"""What stands for a cell of a column of people."""

_SAFE = "个人信息列以＊＊＊代替，其他列中的证件号、手机号、卡号、邮箱已遮盖；对外提供前由数据部门核对。"
TYPED = f"样例由企业填写，须为脱敏或虚构的数据。{_SAFE}"
FROM_FILE = f"样例取数据文件的前几行。{_SAFE}"
MEASURED = f"没有填写样例行：下表逐列列出实测所见的取值。{_SAFE}"


@dataclass(frozen=True)
class ProductSample:
    """What the data look like: heads and rows of a table; ``whole`` where these are rows of data, else a row describes a column."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    whole: bool
    note: str


def typed_sample(text: str | None, fields: Iterable[DataField]) -> ProductSample | None:
    """Rows as typed: first line the heads; ``None`` if there is no row. Nothing of people is shown."""
    lines = [line for line in (text or "").splitlines() if line.strip()]
    if len(lines) < 2:
        return None
    mark = "\t" if "\t" in lines[0] else ","
    plain = [line if mark == "\t" else line.replace("，", ",") for line in lines]
    table = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO("\n".join(plain)), delimiter=mark)]
    return masked_sample(table[0], table[1:], fields, TYPED)


def masked_sample(
    heads: list[str] | tuple[str, ...], rows: Iterable[Iterable[str]], fields: Iterable[DataField], note: str
) -> ProductSample:
    """Rows without columns of people and with what identifies people elsewhere masked; at most `MOST_ROWS` rows and `MOST_COLUMNS` columns, and the note says what is left out."""
    secret = {name for field in fields if field.personal for name in (field.name, field.label) if name}
    wide = [head or f"第 {number} 列" for number, head in enumerate(heads[:MOST_COLUMNS], 1)]
    kinds = [_identifier(head, head in secret) for head in wide]
    every = [list(row) for row in rows]
    shown = tuple(tuple(_cell(row[at] if at < len(row) else "", kind) for at, kind in enumerate(kinds)) for row in every[:MOST_ROWS])
    left = [f"另有 {len(every) - MOST_ROWS} 行"] if len(every) > MOST_ROWS else []
    left += [f"另有 {len(heads) - MOST_COLUMNS} 列"] if len(heads) > MOST_COLUMNS else []
    return ProductSample(tuple(wide), shown, True, f"{note}{'，'.join(left)}{'未列出。' if left else ''}")


def _identifier(head: str, personal: bool) -> str | None:
    """The identifier of people that a head names; empty if it is personal by the dictionary alone; ``None`` if it is neither."""
    from gzvalue.quality.identifiers import REPORTED, hinted, identifier  # late: only sheets with rows need the lists

    for name, _ in hinted(head):
        known = REPORTED.get(name, name)
        if identifier(known).personal:
            return known
    return "" if personal else None


def _cell(text: str, kind: str | None) -> str:
    from gzvalue.quality.masking import discreet

    if not text.strip():
        return ""
    if kind is not None:
        return HIDDEN
    told = discreet(text)
    return told if len(told) <= MOST_CELL else told[: MOST_CELL - 1] + "…"


def measured_sample(quality: QualityScores | None, fields: Iterable[DataField]) -> ProductSample | None:
    """Example values by column from the newest measurement; columns of people are named and never shown."""
    record = quality.measurement if quality is not None else None
    if record is None or not record.document:
        return None
    try:
        document: Mapping[str, Any] = json.loads(record.document)
    except ValueError:
        return None
    secret = {field.name for field in fields if field.personal} | {
        str(one.get("column")) for one in document.get("personal_information", ())
    }
    columns = list(document.get("columns", ()))
    rows = tuple(_column(one, secret) for one in columns[: MOST_ROWS * 3])
    if not rows:
        return None
    more = f"另有 {len(columns) - len(rows)} 列未列出。" if len(columns) > len(rows) else ""
    version = "所测为登记版。" if record.version == REGISTERED else "所测为原始数据或未注明版本，对外提供的版本以企业说明为准。"
    return ProductSample(("字段", "类型", "取值样例"), rows, False, f"{MEASURED}{version}{more}")


def _column(one: Mapping[str, Any], secret: set[str | None]) -> tuple[str, ...]:
    name = str(one.get("name", ""))
    kind = _identifier(name, name in secret)
    if kind is not None or str(one.get("identifier") or "") in IDENTIFIER_WORDS:
        return (name, str(one.get("type", "")), HIDDEN)
    values = "、".join(_cell(str(top.get("value", "")), None) for top in list(one.get("top", ()))[:3])
    return (name, str(one.get("type", "")), values or "—")


def as_typed(sample: ProductSample, most: int) -> str:
    """Rows as a person would type them, without the columns of people; as many whole rows as ``most`` characters take."""
    kept = [at for at in range(len(sample.heads)) if not all(row[at] in ("", HIDDEN) for row in sample.rows) or not sample.rows]
    text = ""
    for row in (sample.heads, *sample.rows):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow([" ".join(row[at].split()) for at in kept])
        if len(text) + len(line.getvalue()) > most:
            break
        text += line.getvalue()
    return text.strip()
