"""Personal information in a source: columns that are identifiers of people, and single cells in other columns."""

from collections.abc import Sequence

from gzvalue.quality import identifier_sql, identifiers
from gzvalue.quality.measurement import Personal
from gzvalue.quality.profile import Profiled

STRAY_CELLS = 3
STRAY_SHARE = 0.01
"""Single identifiers in a column of another kind count from so many cells or such a share on (project's own rule)."""

_STRAY_IN_FIGURES = frozenset({"national_id"})


def findings(profiled: Sequence[Profiled]) -> tuple[Personal, ...]:
    """All findings, column by column."""
    found: list[Personal] = []
    for one in profiled:
        if one.found is not None and identifiers.identifier(one.found.name).personal:
            found.append(_whole(one))
        elif one.found is None:
            found += _stray(one)
    return tuple(found)


def _whole(one: Profiled) -> Personal:
    assert one.found is not None
    kind = identifiers.identifier(one.found.name)
    share = one.found.passed / one.column.filled if one.column.filled else 0.0
    return Personal(one.column.name, kind.name, one.found.passed, share, True, kind.sensitive)


def _stray(one: Profiled) -> list[Personal]:
    found = []
    for name in identifier_sql.GUESSED:
        cells = one.seen.valid(name) + one.seen.within(name)
        kind = identifiers.identifier(name)
        if not kind.personal or not cells or (one.column.type != "text" and name not in _STRAY_IN_FIGURES):
            continue
        if cells >= STRAY_CELLS or cells >= STRAY_SHARE * one.column.filled:
            found.append(Personal(one.column.name, name, cells, cells / one.column.filled, False, kind.sensitive))
    return found
