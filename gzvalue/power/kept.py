"""A profile as it is kept in a project: counted inputs, months and a mean day as compact JSON; no readings, account numbers masked."""

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

from gzvalue.power.basis import Basis
from gzvalue.power.conventions import rules
from gzvalue.power.load_curve import DayCurve
from gzvalue.power.plain import Json, curve_json, number
from gzvalue.power.scoring import Counts
from gzvalue.power.source import Remark

if TYPE_CHECKING:
    from gzvalue.power.facts import Settings
    from gzvalue.power.profile import Profile

FORMAT = "gzvalue-power 1"

_SHOWN_ENDS = 4
_T = TypeVar("_T")


class Unfit(ValueError):
    """A text is no kept profile; the message says which part."""


@dataclass(frozen=True)
class Counted:
    """One indicator as counted: its inputs and window, or why there is none."""

    code: str
    inputs: Mapping[str, float | int | str]
    window: str
    why_not: str


@dataclass(frozen=True)
class Asked:
    """What was entered when the source was read and cannot be changed without reading it again."""

    as_of: str | None
    event: str | None
    base: tuple[str, str] | None
    peak: tuple[tuple[int, int], ...]
    valley: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Kept:
    """A profile read back."""

    as_of: date
    first: date | None
    last: date | None
    meters: tuple[tuple[str, int], ...]
    indicators: tuple[Counted, ...]
    basis: Basis
    months: tuple[tuple[date, float], ...]
    missing_months: tuple[date, ...]
    curve: DayCurve | None
    remarks: tuple[Remark, ...]
    asked: Asked


def masked(meter: str) -> str:
    """An account number with its middle covered; a name of words stays."""
    digits = sum(one.isdigit() for one in meter)
    if digits < _SHOWN_ENDS or len(meter) <= _SHOWN_ENDS:
        return meter
    ends = _SHOWN_ENDS if len(meter) > 2 * _SHOWN_ENDS else 2
    return meter[:ends] + "*" * (len(meter) - 2 * ends) + meter[-ends:]


def _covered(words: str, meters: Iterable[tuple[str, int]]) -> str:
    """A sentence without the whole account numbers that it names."""
    for meter, _ in meters:
        if meter and masked(meter) != meter:
            words = words.replace(meter, masked(meter))
    return words


def asked_of(settings: "Settings") -> Asked:
    """What of the settings a profile stands on."""
    return Asked(
        None if settings.as_of is None else settings.as_of.isoformat(),
        None if settings.event is None else settings.event.isoformat(),
        None if settings.base is None else (f"{settings.base[0]:%Y-%m}", f"{settings.base[1]:%Y-%m}"),
        settings.peak,
        settings.valley,
    )


def document_of(found: "Profile", entered: Asked) -> str:
    """The text that a project keeps.

    Args:
        found: the profile just made.
        entered: what the project's account said when it was made.
    """
    calendar = found.calendar
    document: Json = {
        "format": FORMAT,
        "as_of": found.as_of.isoformat(),
        "first": None if calendar is None else calendar.first.isoformat(),
        "last": None if calendar is None else calendar.last.isoformat(),
        "meters": [[masked(meter), count] for meter, count in found.meters],
        "indicators": [
            {"code": one.code, "inputs": {key: number(value) if isinstance(value, float) else value for key, value in one.inputs.items()},
             "window": one.window, "why_not": one.why_not}
            for one in found.indicators
        ],
        "basis": {key: number(value) if isinstance(value, float) else value for key, value in asdict(found.basis).items()},
        "months": [[f"{month:%Y-%m}", round(kwh, 4)] for month, kwh in sorted(found.months.items())],
        "missing_months": [] if calendar is None else [f"{month:%Y-%m}" for month in calendar.missing],
        "day_curve": curve_json(found.curve),
        "remarks": [[one.level, masked(one.meter), _covered(one.message, found.meters)] for one in found.remarks],
        "asked": asdict(entered),
    }  # fmt: skip
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


# --- reading back ----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def read_kept(text: str) -> Kept:
    """A kept profile; the last ones are remembered, as every look at a project asks again.

    Raises:
        Unfit: the text is none of this format, or parts of it are missing or of the wrong sort.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise Unfit("不是 JSON") from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise Unfit("不是本软件保存的用电画像，或由更新的版本保存")
    try:
        return _kept(document)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as wrong:
        raise Unfit(f"内容不完整（{type(wrong).__name__}）") from None


def _kept(one: Mapping[str, Any]) -> Kept:
    codes = [told["code"] for told in rules()["indicators"]]
    indicators = {found["code"]: _counted(found) for found in one["indicators"]}
    return Kept(
        _date(one["as_of"]), _maybe(_date, one["first"]), _maybe(_date, one["last"]),
        tuple((_text(meter), _whole(count)) for meter, count in one["meters"]),
        tuple(indicators.get(code, Counted(code, {}, "", "保存画像时还没有这项指标。")) for code in codes),
        _basis(one["basis"]), tuple((_month(month), _figure(kwh)) for month, kwh in one["months"]),
        tuple(_month(month) for month in one["missing_months"]), _maybe(_curve, one["day_curve"]),
        tuple(Remark(_text(level), _text(meter), _text(words)) for level, meter, words in one["remarks"]), _asked(one["asked"]),
    )  # fmt: skip


def _counted(one: Mapping[str, Any]) -> Counted:
    inputs = {_text(key): value if isinstance(value, str) else _number(value) for key, value in one["inputs"].items()}
    return Counted(_text(one["code"]), inputs, _text(one["window"]), _text(one["why_not"]))


def _basis(one: Mapping[str, Any]) -> Basis:
    return Basis(
        _maybe(_figure, one["peak_kw"]), _text(one["load_window"]), _maybe(_figure, one["capacity"]), _maybe(_figure, one["factor"]),
        _maybe(_figure, one["bills_yuan"]), _text(one["bills_window"]), Counts(**{key: _whole(value) for key, value in one["counts"].items()}),
    )  # fmt: skip


def _curve(one: Mapping[str, Any]) -> DayCurve:
    mean = tuple(_figure(value) for value in one["mean_kw"])
    peak = tuple(_maybe(_figure, value) for value in one["peak_kw"])
    minutes = _whole(one["minutes"])
    if not minutes or len(mean) != len(peak) or len(mean) * minutes != 24 * 60:
        raise ValueError("a day curve that is no day")
    return DayCurve(minutes, mean, _date(one["peak_day"]), peak, _whole(one["days"]))


def _asked(one: Mapping[str, Any]) -> Asked:
    base = one["base"]
    peak, valley = (tuple((_whole(first), _whole(last)) for first, last in one[key]) for key in ("peak", "valley"))
    return Asked(
        _maybe(_text, one["as_of"]), _maybe(_text, one["event"]), None if base is None else (_text(base[0]), _text(base[1])), peak, valley
    )


def _maybe(read: Callable[[Any], _T], value: Any) -> _T | None:
    return None if value is None else read(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _number(value: Any) -> float | int:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or abs(value) > 1e18:
        raise TypeError("no figure")
    return value


def _figure(value: Any) -> float:
    return float(_number(value))


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 10**12:
        raise TypeError("no count")
    return value


def _date(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _month(value: Any) -> date:
    return date.fromisoformat(_text(value) + "-01")
