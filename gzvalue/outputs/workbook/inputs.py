"""输入参数: every datum that enters a figure, once, in a named cell that all formulas refer to."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from gzvalue.outputs.workbook.draft import Draft, Material
from gzvalue.outputs.workbook.links import Datum
from gzvalue.outputs.workbook.page import Column, Number, Ref
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.field import Field, Record
from gzvalue.schema.forms import FORMS, form_of
from gzvalue.schema.price_forms import COEFFICIENTS
from gzvalue.schema.valuation_forms import EvidenceLink, IncomeYear, ValuationUnit
from gzvalue.valuation.backing import data_of
from gzvalue.valuation.income_life import LIMITS
from gzvalue.valuation.income_terms import DIRECT, EXCESS, INCREMENT, ROYALTY, SHARE

TIMING: Datum = (ValuationHead.form.name, 1, "timing")
VALUATION_DATE: Datum = (ValuationHead.form.name, 1, "valuation_date")

_COLUMNS = (
    Column("表", 13), Column("记录", 30), Column("项目", 20), Column("数值", 20, True), Column("单位", 7), Column("依据、来源", 64),
    Column("证据附件", 26), Column("单元格名称", 34),
)  # fmt: skip
_NUMBERS: Mapping[str, Number] = {
    "money": "money",
    "ratio": "ratio",
    "integer": "integer",
    "year": "year",
    "number": "number",
    "score": "score",
}

_FIRST_FORMS = (
    "valuation_head",
    "discount",
    "valuation_unit",
    "income_year",
    "contributory_asset",
    "increment",
    "income_change",
    "unit_member",
)
"""What decides most stands first."""

_BASIS = {
    ("cost_item", ""): ("basis", "incurred_on"), ("contributory_asset", ""): ("basis",), ("increment", ""): ("basis",), ("income_change", ""): ("cause", "basis"), ("income_year", ""): ("note",), ("unit_member", ""): ("note",),
    ("valuation_unit", "share_rate"): ("share_base", "share_reason"), ("valuation_unit", "life_years"): ("life_reason",),
    ("valuation_unit", "royalty_rate"): ("royalty_reason",), ("valuation_unit", "terminal_income"): ("terminal_reason",),
    ("data_set", "adjustment"): ("adjustment_reason",), ("discount", "risk_free"): ("risk_free_source", "risk_free_date"),
    ("discount", "entered_rate"): ("entered_reason",), ("discount", "asset_premium"): ("asset_premium_reason",),
    **{("discount", key): ("capital_source",) for key in ("beta", "unlevered_beta", "market_premium", "specific", "cost_debt")},
    **{("discount", key): ("lpr_source", "lpr_date") for key in ("lpr_one", "lpr_five")},
    ("risk_factor", ""): ("reason",), ("asset_return", ""): ("basis",), ("share_basis", ""): ("basis",), ("share_factor", ""): ("reason",),
    ("share_basis", "low"): ("range_source",), ("share_basis", "high"): ("range_source",), ("comparable", ""): ("source", "deal_date", "reason"),
    ("quality_weights", ""): ("basis",), ("price_quote", ""): ("source", "given_on", "note"), ("product_price", "further_cost"): ("further_note",),
    **{("product_price", key): (f"{key}_reason",) for key in COEFFICIENTS}, ("price_mode", ""): ("note",),
}  # fmt: skip
"""Form and field (or any field of the form) → the fields of the same record that say why."""


def lay_inputs(draft: Draft) -> None:
    """The page of all inputs; must come before the pages that refer to them."""
    page = draft.page("输入参数", "B1", "进入计算的全部参数，逐项列出数值、单位、依据与证据；改这里的数，其余各页随之重算", _COLUMNS)
    page.heading("蓝底单元格为可改的输入，全部公式都引用这里；每格有名称，可在名称框中选取。比例按百分数填写，金额以元为单位。")
    page.next()
    page.heads(freeze=True, columns=3)
    first = page.row
    evidence = _evidence(draft.material)
    for datum in _data(draft.material):
        _line(draft, datum, evidence)
    if page.row > first:
        page.filtered = (first - 1, page.row - 1)


# --- which --------------------------------------------------------------------------------------


def _data(material: Material) -> list[Datum]:
    """All data that figures depend on, by form in the order of forms, by record, by field."""
    found = {datum for datum in data_of(material.steps.values()) if form_of(datum[0]).fields[datum[2]].kind.numeric}
    found |= set(_of_time(material))
    discount = material.project.discount
    if material.valuation.rate is not None and discount.method == "直接录入":  # shown even where every unit has its own rate
        found.add((discount.form.name, discount.id, "entered_rate"))
    names = [form.name for form in FORMS]
    order = {name: place for place, name in enumerate(dict.fromkeys([*_FIRST_FORMS, *names]))}
    keys = {form.name: {key: place for place, key in enumerate(form.fields)} for form in FORMS}
    return sorted(found, key=lambda datum: (order[datum[0]], datum[1], keys[datum[0]][datum[2]]))


def _of_time(material: Material) -> Iterator[Datum]:
    """What decides which years count and how far away they lie; also years that do not count now."""
    head, units = material.project.head, [one for one in material.valuation.units if _has_income(one.by_method)]
    if not units:
        return
    if head.valuation_date is not None and head.timing is not None:
        yield VALUATION_DATE
        yield TIMING
    for value in units:
        unit = material.project.get(ValuationUnit.form.name, value.id)
        assert isinstance(unit, ValuationUnit)
        if unit.life_years is not None:
            yield (unit.form.name, unit.id, "life_years")
        if unit.renewable is not None:
            yield from ((unit.form.name, unit.id, key) for key in LIMITS if getattr(unit, key) is not None)
        methods = {method for method, worth in value.by_method.items() if worth is not None}
        rows = forecast(material, unit)
        keys = _amounts(methods, unit, locked=any(row.contracted is not None for row in rows))
        for row in rows:
            yield from ((row.form.name, row.id, key) for key in keys)
        yield from _items(material, unit, methods)


def _has_income(by_method: Mapping[str, Decimal | None]) -> bool:
    return any(value is not None and method.startswith("收益法") for method, value in by_method.items())


def _amounts(methods: Collection[str], unit: ValuationUnit, *, locked: bool) -> list[str]:
    of_revenue = ROYALTY in methods or (unit.share_base == "收入" and SHARE in methods)
    of_income = bool({DIRECT, EXCESS} & set(methods)) or (SHARE in methods and unit.share_base != "收入")
    shown = locked and (DIRECT in methods or (SHARE in methods and unit.share_base != "收入"))
    return [*(["revenue"] if of_revenue else []), *(["transferable", "internal"] if of_income else []), *(["contracted"] if shown else [])]


def _items(material: Material, unit: ValuationUnit, methods: Collection[str]) -> Iterator[Datum]:
    """Contributory assets and increments, also those of years that do not count."""
    if EXCESS in methods:
        for asset in material.ledger.assets.get(unit.code or "", ()):
            yield from ((asset.form.name, asset.id, key) for key in ("value", "required_return"))
    if INCREMENT in methods:
        for one in material.ledger.increments.get(unit.code or "", ()):
            yield from ((one.form.name, one.id, key) for key in ("with_data", "without_data", *(("margin",) if one.kind == "增收" else ())))


def forecast(material: Material, unit: ValuationUnit) -> list[IncomeYear]:
    """The forecast of a unit's own version by year, also of years that do not count at present."""
    rows = material.ledger.incomes.get(unit.code or "", ())
    return sorted(
        (row for row in rows if row.basis == "预测" and row.version == unit.version and row.year is not None), key=lambda row: row.year or 0
    )


# --- how ----------------------------------------------------------------------------------------


def _line(draft: Draft, datum: Datum, evidence: Mapping[tuple[str, int], list[EvidenceLink]]) -> None:
    form, id, key = datum
    page = draft.pages[-1]
    record = draft.material.project.get(form, id)
    assert record is not None
    field = record.form.fields[key]
    page.put(0, record.form.label)
    page.put(1, record.words or record.form.label)
    page.put(2, field.label)
    ref = _value(draft, datum, record, field)
    page.put(4, field.kind.unit)
    empty = "未填，按 0 计" if getattr(record, key) is None else ""
    page.put(5, "；".join(part for part in (empty, _basis(record, key)) if part), role="wrapped")
    page.put(6, _shown(evidence.get((form, id), []), key), role="wrapped")
    page.put(7, draft.name(ref, record.form.label, _short(record), field.label), role="name")
    page.next()


def _short(record: Record) -> str:
    if record.form.single:
        return ""
    code = getattr(record, record.form.code) if record.form.code else None
    return str(code or record.id)


def _value(draft: Draft, datum: Datum, record: Record, field: Field) -> Ref:
    page, value = draft.pages[-1], getattr(record, field.key)
    if datum == VALUATION_DATE:
        ref = page.put(3, value, "date", "input")
        draft.links.put_datum(datum, ref, Decimal(0))
        return ref
    if datum == TIMING:
        page.choices.append((page.row, 3, field.kind.choices))
        ref = page.put(3, value, "choice", "input")
        draft.links.put_datum(datum, ref, Decimal(0))
        return ref
    number = Decimal(0 if value is None else value)
    ref = page.put(3, number, _NUMBERS[field.kind.name], "input")
    draft.links.put_datum(datum, ref, number)
    return ref


def _basis(record: Record, key: str) -> str:
    """Why the figure is what it is, in the words of the project."""
    keys = _BASIS.get((record.form.name, key)) or _BASIS.get((record.form.name, "")) or ()
    texts = []
    for one in keys:
        value = getattr(record, one)
        if value is not None:
            texts.append(record.form.fields[one].kind.format(value))
    return "，".join(texts)


def _evidence(material: Material) -> Mapping[tuple[str, int], list[EvidenceLink]]:
    found: dict[tuple[str, int], list[EvidenceLink]] = defaultdict(list)
    for link in material.project.evidence_links:
        if link.about_form and link.about_id is not None and link.evidence:
            found[link.about_form, link.about_id].append(link)
    return found


def _shown(links: list[EvidenceLink], key: str) -> str:
    """``A01 第 3–5 页（强）``: evidence of this field, then of the whole record."""
    own = sorted((link for link in links if (link.about_key or "") in (key, "")), key=lambda link: not link.about_key)
    return "、".join(
        f"{link.evidence}{f' 第 {link.page} 页' if link.page else ''}{f'（{link.strength}）' if link.strength else ''}" for link in own
    )
