"""The answer to one question of a contribution."""

from typing import NamedTuple

from gzvalue.schema.field import Record


class Answer(NamedTuple):
    """Result (符合, 需处理, 无法判断), reason, the field to which it leads, and the record where that is not the contribution."""

    result: str
    reason: str
    field: str
    row: Record | None = None
