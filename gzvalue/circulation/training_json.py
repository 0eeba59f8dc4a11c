"""A training set as plain JSON: money and gains as decimal strings, shares of the whole as decimal strings (docs/training.md)."""

from decimal import Decimal
from typing import Any

from gzvalue.circulation.training_result import Split, TrainingResult
from gzvalue.schema.figures import plain, rounded
from gzvalue.schema.training_forms import TrainingSet

_PLACES = 12


def training_json(record: TrainingSet, result: TrainingResult) -> dict[str, Any]:
    """Everything of one training set but its terms."""
    made_of = result.composition
    return {
        "code": record.code,
        "name": record.name,
        "parts": [
            {"data_set": one.data_set, "role": one.role, "samples": one.samples, "licence": one.licence or record.licence} for one in made_of.parts
        ],
        "samples": made_of.total,
        "samples_by_role": dict(made_of.by_role),
        "split": None if result.split is None else _split(result.split),
        "checks": [
            {"key": one.key, "title": one.title, "result": one.result, "reason": one.reason, "clause": one.clause, "caveat": one.caveat}
            for one in result.checks
        ],
    }  # fmt: skip


def _split(split: Split) -> dict[str, Any]:
    return {
        "basis": split.basis,
        "unit": split.unit,
        "whole": plain(split.whole),
        "joint_value": None if split.joint is None else f"{split.joint:.2f}",
        "joint_from": split.joint_from or None,
        "gains": [{"data_sets": list(one.data_sets), "gain": plain(one.gain), "filled": one.filled} for one in split.gains],
        "shares": [
            {
                "data_set": one.code,
                "by_size": [_short(part) for part in one.by_size],
                "shapley": _short(one.value),
                "share": f"{one.share.scaleb(-2):f}",
                "amount": None if one.amount is None else f"{one.amount:.2f}",
            }
            for one in split.shares
        ],
    }


def _short(value: Decimal) -> str:
    return plain(rounded(value, _PLACES))
