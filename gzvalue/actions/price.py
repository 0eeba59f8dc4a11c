"""Price a data product of a project by the open calculator: for the command, the window, the sheet and the dossier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from unicodedata import normalize

from gzvalue.actions.value import problem_as_json, step_as_json
from gzvalue.errors import UserError
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.faults import faults_of
from gzvalue.schema.figures import Unreadable, clean, plain, rounded, shortened
from gzvalue.schema.price_forms import PriceQuote, ProductPrice
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.price import price_of, prices_of
from gzvalue.valuation.price_ground import Ground
from gzvalue.valuation.price_result import CAVEAT, Coefficient, Compared, CostPart, CrossCheck, ModePrice, Price, Tier

Json = dict[str, Any]

FORMULA = "P = C × (1 + m) × Kq × Ks × Kt × Ka × Kr × Kd"
_NAMED = 12


@dataclass(frozen=True)
class Priced:
    """Prices of a project, and the mark that a sample carries on every page."""

    prices: tuple[Price, ...]
    mark: str


def typed(key: str, text: str, option: str) -> Any:
    """A field of the price as typed on a command line.

    Raises:
        UserError: it cannot be read.
    """
    field = ProductPrice.form.fields[key]
    try:
        return field.kind.parse(clean(text))
    except Unreadable as wrong:
        raise UserError(f"选项 {option}（{field.label}）的内容不能用：{wrong}。") from None


def typed_amount(text: str, option: str) -> Decimal:
    """An amount of money > 0 as typed on a command line.

    Raises:
        UserError: it cannot be read, is not above 0, or is absurdly large.
    """
    kind = PriceQuote.form.fields["amount"].kind
    try:
        amount: Decimal = kind.parse(clean(text))
    except Unreadable as wrong:
        raise UserError(f"选项 {option} 的内容不能用：{wrong}。") from None
    wrong_size = "应大于 0" if amount <= 0 else kind.verdict(amount)
    if wrong_size:
        raise UserError(f"选项 {option} 的金额{wrong_size}，请核对“{shortened(text, 30)}”。")
    return amount


def priced(project: Project, code: str, asked: Mapping[str, Any] | None = None, quotes: Iterable[PriceQuote] = ()) -> Priced:
    """The price of one data set or product.

    Args:
        project: the records.
        code: of the data set, or of the 数据产品定价.
        asked: fields of the record given only this time.
        quotes: further prices to compare with.

    Raises:
        UserError: no such code; no cost; a coefficient out of its range.
    """
    record = record_of(project, code)
    ground = Ground(project, evaluate(project))
    found = price_of(ground, record, asked, tuple(quotes))
    if found.refused:
        raise UserError(found.refused)
    others = _others(project, record)
    more = (*faults_of(project, ground.rows_of(record), found.problems), *others)
    return Priced((replace(found, problems=(*found.problems, *more)),), project.head.sample_mark or "")


def _others(project: Project, record: ProductPrice) -> tuple[Problem, ...]:
    """That the data set has further prices, which are asked for by their own codes."""
    codes = [one.code for one in project.all(ProductPrice) if one.id != record.id and one.code and one.data_set == record.data_set]
    if not record.id or not codes:
        return ()
    words = f"数据集 {record.data_set} 另有定价 {shortened('、'.join(codes), 60)}，须分别按定价编号查看。"
    return (Problem("notice", record.form.name, record.id, "code", words),)


def priced_all(project: Project) -> Priced:
    """All that the project prices; without any 数据产品定价 every data set that has costs, with the program's own proposals.

    Raises:
        UserError: there is nothing to price.
    """
    if not project.data_sets:
        raise UserError("数据目录中还没有数据集，没有可以定价的产品。请先新增数据集，或用 gzvalue import 导入。")
    valuation = evaluate(project)
    found = prices_of(project, valuation)
    if not found:
        ground = Ground(project, valuation)
        every = [price_of(ground, ProductPrice(id=0, data_set=one.code)) for one in project.data_sets if one.code]
        costly = {one.data_set for one in project.cost_items}
        found = tuple(one for one in every if not one.refused or one.data_set in costly)
    if not found:
        raise UserError("没有一个数据集有成本明细，没有成本就没有价格。请在“价值测算”的成本明细中填写采集、加工、存储等成本。")
    return Priced(found, project.head.sample_mark or "")


def record_of(project: Project, code: str) -> ProductPrice:
    """The 数据产品定价 of a data set or of that code; a blank one where the data set has none. Capitals and widths do not matter.

    Raises:
        UserError: there is neither a data set nor a price of that code.
    """
    wanted = _folded(code)
    records = project.all(ProductPrice)
    for near in (
        [one for one in records if _folded(one.data_set) == wanted],
        [one for one in records if _folded(one.code) == wanted],
        [one for one in records if wanted in {_folded(other) for other in one.others or ()}],
    ):
        if near and wanted:
            return near[0]
    known = [one for one in project.by_code[DataSet.form.name].values() if isinstance(one, DataSet)]
    for one in known:
        if wanted and _folded(one.code) == wanted:
            return ProductPrice(id=0, data_set=one.code)
    if not known:
        raise UserError("数据目录中还没有数据集，没有可以定价的产品。请先新增数据集，或用 gzvalue import 导入。")
    named = "、".join(one.code or "" for one in known[:_NAMED]) + (f" 等 {len(known)} 项" if len(known) > _NAMED else "")
    raise UserError(f"数据目录中没有编号为“{shortened(code.strip(), 40)}”的数据集；现有：{shortened(named, 200)}。")


def _folded(code: str | None) -> str:
    return "".join(normalize("NFKC", code or "").split()).casefold()


def project_of_file(path: Path) -> Project:
    """The records of a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        return store.project


# --- JSON ---------------------------------------------------------------------------------------


def as_json(one: Price, mark: str = "") -> Json:
    """One price as plain JSON (docs/price.md): money as decimal strings in 元 with two decimals, other figures as they are."""
    return {
        "data_set": one.data_set,
        "others": list(one.others),
        "code": one.code,
        "name": one.name,
        "refused": one.refused,
        "formula": FORMULA,
        "costs": [_cost(part) for part in one.costs],
        "years": plain(one.years),
        "years_basis": one.years_words,
        "cost_share": plain(one.share),
        "further_cost": _money(one.further),
        "cost_per_year": _money(one.cost_per_year),
        "margin": plain(one.margin),
        "base_price": _money(one.base_price),
        "coefficients": {key: _coefficient(part) for key, part in one.coefficients.items()},
        "coefficient": plain(one.coefficient),
        "price": _money(one.price),
        "band": {"low": _money(one.low), "high": _money(one.high)},
        "buyers": one.buyers,
        "exclusive": one.exclusive,
        "price_per_buyer": _money(one.price_per_buyer),
        "modes": [_mode(part) for part in one.modes],
        "compared": [_compared(part) for part in one.compared],
        "cross_checks": [_cross(part) for part in one.cross_checks],
        "steps": [step_as_json(part) for part in one.steps],
        "problems": [problem_as_json(part) for part in one.problems],
        "mark": mark,
        "caveat": CAVEAT,
    }


def all_as_json(found: Priced) -> Json:
    """Several prices as plain JSON; one that was refused has ``refused`` and null figures."""
    return {"prices": [_known(one, found.mark) for one in found.prices], "mark": found.mark, "caveat": CAVEAT}


_FIGURES = ("cost_per_year", "margin", "base_price", "coefficient", "price", "price_per_buyer", "years", "cost_share", "further_cost")


def _known(one: Price, mark: str) -> Json:
    made = as_json(one, mark)
    return made if not one.refused else made | dict.fromkeys((*_FIGURES, "band", "buyers", "exclusive"))


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount, 2):f}"


def _figure(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _stated(value: Decimal | None) -> str | None:
    """A unit price with the decimals to which it is stated."""
    return None if value is None else f"{value:f}"


def _cost(one: CostPart) -> Json:
    return {
        "data_set": one.data_set or None, "name": one.name, "category": one.category or None, "common": one.common, "yearly": one.yearly,
        "amount": _money(one.amount), "per_year": _money(one.per_year),
    }  # fmt: skip


def _coefficient(one: Coefficient) -> Json:
    return {
        "sign": one.range.sign, "label": one.range.label, "value": plain(one.value), "low": plain(one.range.low), "high": plain(one.range.high),
        "basis": one.basis, "reason": one.reason, "proposed": _figure(one.proposed), "proposal": one.proposal,
    }  # fmt: skip


def _mode(one: ModePrice) -> Json:
    return {
        "mode": one.mode, "unit": one.unit, "unit_price": _stated(one.unit_price), "low": _stated(one.low), "high": _stated(one.high),
        "quantity": _figure(one.quantity), "target": _money(one.target), "revenue": _money(one.revenue), "gap": _money(one.gap),
        "tiers": [_tier(tier) for tier in one.tiers], "note": one.words,
    }  # fmt: skip


def _tier(one: Tier) -> Json:
    return {
        "name": one.name,
        "units": plain(one.units),
        "sold": plain(one.sold),
        "discount": plain(one.discount),
        "price": _money(one.price),
    }


def _compared(one: Compared) -> Json:
    return {
        "kind": one.kind, "source": one.source, "date": one.given_on or None, "basis": one.basis, "mode": one.mode or None, "amount": _stated(one.amount),
        "own": _stated(one.own), "low": _stated(one.low), "high": _stated(one.high), "difference": _stated(one.difference),
        "rate": _figure(one.rate), "within_band": one.within, "sentence": one.words,
    }  # fmt: skip


def _cross(one: CrossCheck) -> Json:
    return {
        "form": one.form, "label": one.label, "whole": _money(one.whole), "per_year": _money(one.per_year), "rate": _figure(one.rate),
        "note": one.words,
    }  # fmt: skip
