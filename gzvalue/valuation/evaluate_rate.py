"""The project's discount rate: built up from its parts, from the cost of capital, or entered."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.problems import Problem
from gzvalue.schema.rate_forms import BUILD_UP, CAPM, ENTERED, WACC, AssetReturn, Discount, RiskFactor
from gzvalue.valuation.doubts import Doubts, number
from gzvalue.valuation.formula import Given, given, step
from gzvalue.valuation.formulas.rate import asset_rate, build_up_rate
from gzvalue.valuation.rate_capital import Capital, average_cost, datum, equity_cost
from gzvalue.valuation.rate_checks import rate_checks
from gzvalue.valuation.rate_premiums import premiums
from gzvalue.valuation.result import Step

_WITHOUT = "折现率未得出，收益法没有结果"
_AFTER_TAX = "税后"


@dataclass(frozen=True)
class ProjectRate:
    """The rate with its derivation; ``rate`` is ``None`` where the problems say why.

    Attributes:
        rate: the figure.
        basis: before or after tax, in Chinese.
        problems: what stands in its way.
        steps: all steps, the rate's own behind those that lead to it, and the checks last.
    """

    rate: Step | Given | None
    basis: str | None
    problems: tuple[Problem, ...]
    steps: tuple[Step, ...] = ()

    @property
    def value(self) -> Decimal | None:
        """The rate as a ratio."""
        return None if self.rate is None else number(self.rate)


@dataclass(frozen=True)
class _Found:
    rate: Step | Given | None
    steps: tuple[Step, ...] = ()
    capital: Capital | None = None


def project_rate(
    discount: Discount, head: ValuationHead | None = None, factors: Sequence[RiskFactor] = (), assets: Sequence[AssetReturn] = ()
) -> ProjectRate:
    """The rate by the chosen method; an empty premium is not taken for 0 %.

    Args:
        discount: the form of the rate.
        head: date and tax of the project.
        factors: sub-factors of the four risks.
        assets: what the rate is held against by the returns of all assets.
    """
    doubts, basics = Doubts(), head or ValuationHead()
    method = doubts.value(discount, "method", _WITHOUT)
    found = _Found(None)
    if method == BUILD_UP:
        found = _built_up(discount, factors, doubts)
    elif method in (CAPM, WACC):
        found = _by_capital(method, discount, basics, doubts)
    elif method == ENTERED:
        found = _entered(discount, doubts)
    if found.rate is not None and not doubts.blocked and number(found.rate) <= -1:
        doubts.block(discount, "method", f"折现率得出 {number(found.rate) * 100:f}%，不大于 −100%，不能折现，{_WITHOUT}；请核对各项")
    if found.rate is None or doubts.blocked:
        return ProjectRate(None, discount.basis, doubts.found)
    checking = Doubts(needed=False)
    known = found.capital if method == WACC else None
    steps = (*found.steps, *rate_checks(discount, basics, assets, found.rate, known, checking))
    once = tuple({one.id: one for one in steps}.values())
    return ProjectRate(found.rate, discount.basis, (*doubts.found, *checking.found), once)


def _entered(discount: Discount, doubts: Doubts) -> _Found:
    entered = doubts.value(discount, "entered_rate", _WITHOUT)
    if not discount.entered_reason:
        doubts.error(discount, "entered_reason", "折现率为直接录入，须填写录入理由")
    return _Found(None if entered is None else given(entered, (discount.form.name, discount.id, "entered_rate")))


def _built_up(discount: Discount, factors: Sequence[RiskFactor], doubts: Doubts) -> _Found:
    for key in ("risk_free", "industry_premium"):
        doubts.value(discount, key, f"{_WITHOUT}；确实没有的填 0%")
    risks = premiums(discount, factors, doubts, _WITHOUT)
    if doubts.blocked:
        return _Found(None)
    parts: list[Given | Step] = [datum(discount, "industry_premium"), *risks.values()]
    rate = step(
        build_up_rate,
        id=f"折现率/{BUILD_UP}",
        about=(discount.form.name, discount.id),
        risk_free=datum(discount, "risk_free"),
        premiums=parts,
    )
    return _Found(rate, (*(one for one in parts if isinstance(one, Step)), rate))


def _by_capital(method: str, discount: Discount, head: ValuationHead, doubts: Doubts) -> _Found:
    if discount.basis is not None and discount.basis != _AFTER_TAX:
        doubts.block(
            discount, "basis", f"{method} 得出的是税后折现率，“折现率口径”填了{discount.basis}，{_WITHOUT}；请改为税后，收益按所得税率扣税"
        )
    capital = (equity_cost if method == CAPM else average_cost)(discount, head, doubts, _WITHOUT)
    doubts.value(discount, "asset_premium", f"{_WITHOUT}；确实没有的填 0%")
    if not discount.capital_source:
        doubts.notice(discount, "capital_source", "资本成本参数（β、市场风险溢价、债务成本等）须写明来源与日期")
    if discount.asset_premium and not discount.asset_premium_reason:
        doubts.notice(discount, "asset_premium_reason", "数据资产附加报酬率须写明理由")
    if capital is None or doubts.blocked:
        return _Found(None)
    rate = step(asset_rate, id=f"折现率/{method}", about=(discount.form.name, discount.id), capital=capital.cost,
                premium=datum(discount, "asset_premium"))  # fmt: skip
    return _Found(rate, (*capital.steps, rate), capital)
