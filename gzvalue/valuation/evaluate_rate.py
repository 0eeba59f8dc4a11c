"""The project's discount rate: built up from its parts, or entered."""

from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.problems import Problem
from gzvalue.schema.valuation_forms import Discount
from gzvalue.valuation.doubts import Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.rate import build_up_rate
from gzvalue.valuation.result import Step

_PREMIUMS = ("industry_premium", "management", "circulation", "security", "regulation")
_WITHOUT = "折现率未得出，收益法没有结果"


@dataclass(frozen=True)
class ProjectRate:
    """The rate with its derivation; ``rate`` is ``None`` where the problems say why."""

    rate: Step | Given | None
    basis: str | None
    problems: tuple[Problem, ...]

    @property
    def value(self) -> Decimal | None:
        """The rate as a ratio."""
        return None if self.rate is None else number(self.rate)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The step, where the rate was computed."""
        return (self.rate,) if isinstance(self.rate, Step) else ()


def project_rate(discount: Discount) -> ProjectRate:
    """The rate by the chosen method; an empty premium is not taken for 0 %."""
    doubts = Doubts()
    method = doubts.value(discount, "method", _WITHOUT)
    rate: Step | Given | None = None
    if method == "累加法":
        rate = _built_up(discount, doubts)
    elif method == "直接录入":
        entered = doubts.value(discount, "entered_rate", _WITHOUT)
        if not discount.entered_reason:
            doubts.error(discount, "entered_reason", "折现率为直接录入，须填写录入理由")
        rate = None if entered is None else given(entered, ("discount", discount.id, "entered_rate"))
    return ProjectRate(None if doubts.blocked else rate, discount.basis, doubts.found)


def _built_up(discount: Discount, doubts: Doubts) -> Step | None:
    keys = ("risk_free", *_PREMIUMS)
    values = {key: doubts.value(discount, key, f"{_WITHOUT}；确实没有的填 0%") for key in keys}
    if doubts.blocked:
        return None
    parts = [given(values[key], ("discount", discount.id, key)) for key in keys]
    return step(build_up_rate, id="折现率/累加法", about=("discount", discount.id), risk_free=parts[0], premiums=parts[1:])
