"""Two measurements of the same data set: is it the same data, and what changed."""

from collections.abc import Mapping
from typing import Any

from gzvalue.quality.measurement import DIMENSIONS, Json


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """What changed from one measurement's JSON to a later one's.

    ``same_data`` says that the bytes are the same (of tables: the rows; null where different engines made the digests); figures are given as before and after, columns by name.
    """
    first, second = before["source"], after["source"]
    old = {one["name"]: one for one in before["columns"]}
    new = {one["name"]: one for one in after["columns"]}
    scores = {key: {"before": _score(before, key), "after": _score(after, key)} for key in DIMENSIONS}
    kinds = ("type", "missing", "invalid", "distinct")
    changed = {
        name: {kind: {"before": old[name][kind], "after": new[name][kind]} for kind in kinds if old[name][kind] != new[name][kind]}
        for name in new
        if name in old
    }
    return {
        "measured_before": before.get("measured_at"),
        "same_data": _same(before, after),
        "rows": {"before": first["rows"], "after": second["rows"]},
        "columns_added": [name for name in new if name not in old],
        "columns_removed": [name for name in old if name not in new],
        "columns_changed": {name: one for name, one in changed.items() if one},
        "dimensions": {key: one for key, one in scores.items() if one["before"] != one["after"]},
    }


def _score(document: Mapping[str, Any], key: str) -> float | None:
    found = document["dimensions"].get(key)
    return None if found is None else found["score"]


def _same(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool | None:
    if "table" in {before["source"].get("kind"), after["source"].get("kind")} and before["engine"] != after["engine"]:
        return None
    return before["source"]["sha256"] is not None and before["source"]["sha256"] == after["source"]["sha256"]
