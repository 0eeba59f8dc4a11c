"""专家评分 and 综合评分: the experts' sheets as inputs, weights as marked procedure values, scores as live formulas."""

from decimal import Decimal, localcontext

from gzvalue.outputs.workbook.draft import Draft
from gzvalue.outputs.workbook.page import Column, Live, Page, Ref, span
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.scoring_forms import ExpertScore
from gzvalue.valuation.formula import EXACT
from gzvalue.valuation.formulas.scoring import mean_score, weighted_score
from gzvalue.valuation.parameters import index_system
from gzvalue.valuation.result import DataSetScore
from gzvalue.valuation.scores import weights_within

_INDICATORS = index_system().indicators
_DIMENSIONS = index_system().dimensions
_FIRST = 2
_TOTAL = _FIRST + len(_INDICATORS) + len(_DIMENSIONS)
_SHEETS = (Column("数据集", 9), Column("专家", 9), *(Column(one.name, 9, True) for one in _INDICATORS), Column("评分说明", 30))
_SCORES = (
    Column("数据集", 9), Column("数据名称", 28), *(Column(one.name, 8, True) for one in _INDICATORS),
    *(Column(f"{one.name}得分", 8, True) for one in _DIMENSIONS), Column("综合评分", 9, True), Column("等级", 6), Column("名次", 6, True),
)  # fmt: skip

Sheets = dict[str, tuple[int, int]]
"""Data set code → first and last row of its sheets."""


def lay_scores(draft: Draft) -> None:
    """Both pages; left out where nobody has been scored."""
    scores = draft.material.scores
    if not scores.data_sets or not scores.weights:
        return
    codes = {one.code for one in scores.data_sets}
    found = _lay_sheets(draft, codes)
    _lay_totals(draft, draft.pages[-1], found)


def _lay_sheets(draft: Draft, codes: set[str]) -> Sheets:
    page = draft.page("专家评分", "B2", "各专家对各数据集的评分原始记录（0–100 分），综合评分由此算出", _SHEETS)
    page.heading("蓝底单元格为可改的输入；空格表示该专家未评此项，平均时不计。")
    page.next()
    page.heads(freeze=True, columns=2)
    rows = sorted((one for one in draft.material.project.expert_scores if one.data_set in codes), key=lambda one: one.data_set or "")
    found: Sheets = {}
    for one in rows:
        code = one.data_set or ""
        found[code] = (found.get(code, (page.row, 0))[0], page.row)
        _sheet(draft, page, one)
        page.next()
    return found


def _sheet(draft: Draft, page: Page, one: ExpertScore) -> None:
    page.put(0, one.data_set or "", role="code")
    page.put(1, one.expert or "", role="code")
    for place, indicator in enumerate(_INDICATORS):
        value = getattr(one, indicator.key)
        ref = page.put(_FIRST + place, value, "number", "input")
        if value is not None:
            draft.links.put_datum((one.form.name, one.id, indicator.key), ref, value)
    page.put(len(_SHEETS) - 1, one.note or "")


# --- totals -------------------------------------------------------------------------------------


def _lay_totals(draft: Draft, sheets: Page, rows: Sheets) -> None:
    scores = draft.material.scores
    page = draft.page("综合评分", "F1", f"指标得分为专家平均，按权重合计；权重：{scores.method}", _SCORES)
    page.broken = (_FIRST + len(_INDICATORS) * 2 // 3,)
    page.heading(
        f"指标得分 {mean_score.written}；维度与综合得分 {weighted_score.written}，取两位小数。指标体系为本软件自定。",
        f"权重为程序值（{scores.method}）：由程序算出后录入，不随评分变动。{scores.note}",
    )
    high, middle = _thresholds(draft, page)
    page.next()
    weights = page.row
    page.heads()
    shares = _weights(draft, page)
    page.frozen, page.repeated = (page.row, 2), weights
    first = page.row
    ordered = sorted(scores.data_sets, key=lambda one: one.code)
    for one in ordered:
        _set_row(draft, page, one, (sheets, rows[one.code]), shares)
        page.next()
    for place, one in enumerate(ordered):
        _grade(page, one, first, (first + place, page.row - 1), (high, middle))


def _thresholds(draft: Draft, page: Page) -> tuple[Ref, Ref]:
    scores, weighting = draft.material.scores, draft.material.project.weighting
    found = []
    for key, words, value in (("high_from", "“高”等级起点", scores.high_from), ("middle_from", "“中”等级起点", scores.middle_from)):
        page.put(0, words, role="label")
        own = getattr(weighting, key) == value
        ref = page.put(2, value, "number", "input")
        if own:
            draft.links.put_datum((weighting.form.name, weighting.id, key), ref, value)
        draft.name(ref, words)
        found.append(ref)
        page.next()
    return found[0], found[1]


def _weights(draft: Draft, page: Page) -> dict[str, tuple[Ref, Ref]]:
    """Two rows below the heads: weights within the whole as entered values, and within their dimension as formulas."""
    weights = draft.material.scores.weights
    page.put(0, "权重")
    page.put(1, "在全部指标中（程序值）")
    for place, one in enumerate(_INDICATORS):
        ref = page.put(_FIRST + place, weights[one.key], "percent", "entered")
        draft.name(ref, "权重", one.name)
    _blank(page)
    page.next()
    page.put(0, "权重")
    page.put(1, "在本维度中")
    found: dict[str, tuple[Ref, Ref]] = {}
    column = _FIRST
    for dimension in _DIMENSIONS:
        count = len(dimension.indicators)
        own = span(page.ref(column, page.row - 1), page.ref(column + count - 1, page.row - 1), page, fixed=True)
        with localcontext(EXACT):
            within = weights_within(dimension.indicators, weights)
        for place, value in enumerate(within):
            cell = page.ref(column + place, page.row - 1).on(page)
            page.put(column + place, Live(f"=IF(SUM({own})=0,1/{count},{cell}/SUM({own}))", value), "percent", "live")
        found[dimension.key] = (page.ref(column), page.ref(column + count - 1))
        column += count
    _blank(page)
    found["total"] = (page.ref(_FIRST, page.row - 1), page.ref(_FIRST + len(_INDICATORS) - 1, page.row - 1))
    page.next()
    return found


def _blank(page: Page) -> None:
    for column in range(_FIRST + len(_INDICATORS), len(_SCORES)):
        page.put(column, None)


def _set_row(
    draft: Draft, page: Page, one: DataSetScore, source: tuple[Page, tuple[int, int]], weights: dict[str, tuple[Ref, Ref]]
) -> None:
    sheets, (first, last) = source
    page.put(0, one.code, role="code")
    page.put(1, one.name)
    means = _means(draft, one)
    for place, indicator in enumerate(_INDICATORS):
        scores = span(Ref(sheets, first, _FIRST + place), Ref(sheets, last, _FIRST + place), page)
        formula = mean_score.cell(scores=scores, count=f"COUNT({scores})")
        page.put(_FIRST + place, Live(formula, means[indicator.key]), "score")
    column, place = _FIRST, _FIRST + len(_INDICATORS)
    for dimension in _DIMENSIONS:
        own = (page.ref(column), page.ref(column + len(dimension.indicators) - 1))
        _score(page, place, own, weights[dimension.key], one.dimensions[dimension.key])
        column, place = column + len(dimension.indicators), place + 1
    ref = _score(page, _TOTAL, (page.ref(_FIRST), page.ref(column - 1)), weights["total"], one.total)
    draft.links.put_datum((DataSet.form.name, one.id, "code"), ref, one.total, result=True)
    draft.figure(("score", str(one.id)), f"{one.code} 综合评分", ref, one.total, "分")


def _means(draft: Draft, one: DataSetScore) -> dict[str, Decimal]:
    """Unrounded means; `DataSetScore` holds them as they are shown."""
    rows = draft.material.score_sheets[one.code]
    found = {}
    with localcontext(EXACT):
        for indicator in _INDICATORS:
            values = [value for row in rows if (value := getattr(row, indicator.key)) is not None]
            found[indicator.key] = mean_score(tuple(values), Decimal(len(values)))
    return found


def _score(page: Page, column: int, scores: tuple[Ref, Ref], weights: tuple[Ref, Ref], value: Decimal) -> Ref:
    formula = weighted_score.cell(weights=span(*weights, page, fixed=True), scores=span(*scores, page))
    return page.put(column, Live(f"=ROUND({formula[1:]},2)", value), "score", "strong" if column == _TOTAL else "live")


def _grade(page: Page, one: DataSetScore, first: int, rows: tuple[int, int], from_: tuple[Ref, Ref]) -> None:
    row, last = rows
    total = page.ref(_TOTAL, row).on(page)
    high, middle = (ref.fixed.rpartition("!")[2] for ref in from_)
    page.put(_TOTAL + 1, Live(f'=IF({total}>={high},"高",IF({total}>={middle},"中","低"))', one.grade), row=row)
    every = span(page.ref(_TOTAL, first), page.ref(_TOTAL, last), page, fixed=True)
    above = page.ref(_TOTAL, first).fixed.rpartition("!")[2]
    page.put(_TOTAL + 2, Live(f"=RANK({total},{every},0)+COUNTIF({above}:{total},{total})-1", Decimal(one.rank)), "integer", row=row)
