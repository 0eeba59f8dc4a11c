"""Evaluation, forecast and split of joint income as calculators: fuzzy, grey relation, GM(1,1), Shapley."""

from decimal import Decimal

from gzvalue.valuation.calc.method import SILENT, Inputs, Method, Result, Sheet, check_weights
from gzvalue.valuation.calc.readings import (
    Field,
    Reading,
    choice,
    items,
    matrix,
    named,
    number,
    read_number,
    same_length,
    share,
    text,
    whole,
)
from gzvalue.valuation.calc.weight_methods import exact
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas.scoring import grade_score, weighted_score
from gzvalue.valuation.formulas.sources import TEXTBOOK
from gzvalue.valuation.procedures.grey import LEAST_POINTS, gm11, grey_relation
from gzvalue.valuation.procedures.shapley import MOST_PLAYERS, Coalition, shapley
from gzvalue.valuation.result import Input

_FUZZY, _GREY, _GM, _SHAPLEY = (TEXTBOOK + f"：{name}" for name in ("模糊综合评价法", "灰色关联分析", "灰色预测 GM(1,1)", "Shapley 值"))
MOST_FORECAST = 50


def _fuzzy(given: Inputs, sheet: Sheet) -> Result:
    weights, membership, scores = given["weights"], given["membership"], given["scores"]
    check_weights(weights, "weights", sheet)
    same_length("weights", weights, "membership", membership)
    for place, row in enumerate(membership, 1):
        if abs(sum(row, Decimal(0)) - 1) > SILENT:
            sheet.warn("membership_sum", f"隶属度矩阵第 {place} 行合计不为 1，已按原值计算")
    vector = [
        sheet.work(weighted_score, f"第 {grade} 级隶属度", weights=weights, scores=column)
        for grade, column in enumerate(zip(*membership, strict=True), 1)
    ]
    found: Result = {"vector": [one.value for one in vector], "score": None}
    if scores:
        same_length("membership[0]", membership[0], "scores", scores)
        if not any(found["vector"]):
            raise WrongInput("undefined", "membership", "各等级隶属度都为 0，无法计算得分")
        found["score"] = sheet.work(grade_score, membership=vector, scores=scores).value
    return found


def _grey(given: Inputs, sheet: Sheet) -> Result:
    reference, series = given["reference"], given["series"]
    for name, one in series.items():
        same_length("reference", reference, f"series.{name}", one)
    degrees = {name: exact([d])[0] for name, d in grey_relation(reference, series, float(given["rho"]), given["scaling"]).items()}
    rho = Input("ρ", "分辨系数", given["rho"])
    for name, degree in degrees.items():
        sheet.note(f"灰色关联度：{name}", written="r = 各点 (Δmin + ρ·Δmax) ÷ (Δ + ρ·Δmax) 的平均", source=_GREY, value=degree,
                   inputs=[Input("x₀", "参考数列", reference), Input("x", name, series[name]), rho])  # fmt: skip
    return {"degrees": degrees}


def _gm11(given: Inputs, sheet: Sheet) -> Result:
    found = gm11(given["series"], given["steps"])
    (a, b), fitted, forecast = exact([found.a, found.b]), exact(found.fitted), exact(found.forecast)
    inputs = [Input("x⁽⁰⁾", "原始数列", given["series"])]
    sheet.note("发展系数 a", written="x⁽⁰⁾(k) + a·z⁽¹⁾(k) = b，最小二乘", source=_GM, value=a, inputs=inputs)
    sheet.note("灰色作用量 b", written="x⁽⁰⁾(k) + a·z⁽¹⁾(k) = b，最小二乘", source=_GM, value=b, inputs=inputs)
    sheet.note("预测", written="x̂⁽¹⁾(k+1) = (x⁽⁰⁾(1) − b ÷ a)·e^(−ak) + b ÷ a，再累减", source=_GM, value=forecast, inputs=inputs)
    if given["steps"] > len(given["series"]):
        sheet.warn("long_forecast", "预测期数多于已知期数，GM(1,1) 只宜短期预测")
    return {"a": a, "b": b, "fitted": fitted, "forecast": forecast}


# --- Shapley ----------------------------------------------------------------------------------------


def _players(value: object, path: str) -> tuple[str, ...]:
    names: tuple[str, ...] = items(text(100), most=MOST_PLAYERS).read(value, path)
    for place, name in enumerate(names):
        if not name or "," in name:
            raise WrongInput("coalition", f"{path}[{place}]", "参与者名称不能为空，也不能含逗号")
        if name in names[:place]:
            raise WrongInput("coalition", f"{path}[{place}]", f"参与者“{name}”重复")
    return names


def _shapley(given: Inputs, sheet: Sheet) -> Result:
    players = given["players"]
    worth = _worth(players, given["values"])
    shares = shapley(players, worth)
    whole = worth[frozenset(players)]
    for player, value in shares.items():
        sheet.note(f"分得：{player}", written="φᵢ = Σ |S|!·(n − |S| − 1)! ÷ n! × [v(S∪i) − v(S)]", source=_SHAPLEY, value=value,
                   inputs=[Input("v(N)", "全体价值", whole), Input("n", "参与者个数", Decimal(len(players)))])  # fmt: skip
    return {"shares": shares}


def _worth(players: tuple[str, ...], values: dict[str, Decimal]) -> dict[Coalition, Decimal]:
    """Coalition → worth; the order of names in a key does not matter, and every coalition must be there once."""
    known, worth = set(players), dict[Coalition, Decimal]()
    for key, value in values.items():
        path, names = f"values.{key}", [part.strip() for part in key.split(",")]
        coalition = frozenset(names)
        if unknown := coalition - known:
            raise WrongInput("coalition", path, f"组合“{key}”中的“{'、'.join(sorted(unknown))}”不在参与者之列")
        if coalition in worth or len(coalition) < len(names):
            raise WrongInput("coalition", path, f"组合“{key}”重复")
        worth[coalition] = value
    for mask in range(1, 1 << len(players)):
        coalition = frozenset(p for place, p in enumerate(players) if mask >> place & 1)
        if coalition not in worth:
            raise WrongInput("coalition", "values", f"缺少组合“{','.join(p for p in players if p in coalition)}”的价值")
    return worth


_SERIES = items(number())
_NUMBER = Reading("number", read_number)

METHODS = (
    Method("fuzzy", "模糊综合评价", _FUZZY,
           (Field("weights", "因素权重", items(share())), Field("membership", "隶属度矩阵：因素（行）× 等级（列）", matrix(share())),
            Field("scores", "各等级分值", items(number()), "分", optional=True)),
           {"vector": "各等级隶属度", "score": "综合得分；未给分值时为空"}, _fuzzy),
    Method("grey_relation", "灰色关联度", _GREY,
           (Field("reference", "参考数列", _SERIES), Field("series", "名称：比较数列", named(_SERIES)),
            Field("rho", "分辨系数", number(above=0, most=1), optional=True, default=Decimal("0.5")),
            Field("scaling", "无量纲化：initial 初值，mean 均值，none 不作", choice("initial", "mean", "none"), optional=True, default="mean")),
           {"degrees": "名称：关联度"}, _grey),
    Method("gm11", "灰色预测 GM(1,1)", _GM,
           (Field("series", "原始数列，至少四项，不为负", items(number(least=0), least=LEAST_POINTS)), Field("steps", "预测期数", whole(0, MOST_FORECAST))),
           {"a": "发展系数", "b": "灰色作用量", "fitted": "拟合值", "forecast": "预测值"}, _gm11),
    Method("shapley", "Shapley 值分配", _SHAPLEY,
           (Field("players", "参与者，至多十二个", Reading("list of text", _players)), Field("values", "组合（名称以逗号相连）：价值", named(_NUMBER, most=1 << MOST_PLAYERS), "元")),
           {"shares": "参与者：分得"}, _shapley),
)  # fmt: skip
