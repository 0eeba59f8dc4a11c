"""Weights as calculators: AHP, entropy, CRITIC, combinations. Double precision."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from gzvalue.valuation.calc.method import BEARABLE, SILENT, Inputs, Method, Result, Sheet, check_weights
from gzvalue.valuation.calc.readings import Field, choice, items, matrix, named, number, same_length, share
from gzvalue.valuation.calc.wrong import WrongInput
from gzvalue.valuation.formulas.scoring import combined_weight, consistency_index, consistency_ratio
from gzvalue.valuation.formulas.sources import TEXTBOOK
from gzvalue.valuation.procedures.ahp import Ahp, ahp, hierarchy
from gzvalue.valuation.procedures.ri_tables import DEFAULT, random_index, ri_tables
from gzvalue.valuation.procedures.weights import combined_weights, critic_weights, entropy_weights
from gzvalue.valuation.result import Input

_AHP_SOURCE = TEXTBOOK + "：层次分析法"
_MOST_COMPARED = 100
Rows = Sequence[Sequence[Decimal]]


def exact(values: Sequence[float]) -> tuple[Decimal, ...]:
    """Doubles as decimals that read back as the same doubles."""
    return tuple(Decimal(repr(float(v))) for v in values)


# --- AHP --------------------------------------------------------------------------------------------


def _check_comparisons(rows: Rows, path: str, sheet: Sheet) -> None:
    """Refuse a comparison matrix that is not square or not reciprocal; small deviations give a warning."""
    n = len(rows)
    if len(rows[0]) != n:
        raise WrongInput("length", path, f"“{path}”应为方阵，现为 {n} 行 {len(rows[0])} 列")
    off, i, j = max((abs(rows[i][j] * rows[j][i] - 1 if i != j else rows[i][i] - 1), i, j) for i in range(n) for j in range(i, n))
    if off <= SILENT:
        return
    where = f"第 {i + 1} 行第 {j + 1} 列"
    if off > BEARABLE:
        wrong = "对角线应为 1" if i == j else "与其对称位置不互为倒数"
        raise WrongInput("reciprocal", f"{path}[{i}][{j}]", f"“{path}”{where}{wrong}，请核对")
    sheet.warn("reciprocal", f"“{path}”{where}与其对称位置略有出入（{off.normalize():f}），已按原值计算")


def _note_ahp(found: Ahp, rows: Rows, of: str, sheet: Sheet) -> None:
    ways = "A·w = λ·w，w 归一化"
    inputs = [Input(f"A{place}", f"判断矩阵第 {place} 行", tuple(row)) for place, row in enumerate(rows, 1)]
    sheet.note("权重" + of, written=ways, source=_AHP_SOURCE, value=exact(found.weights), inputs=inputs)
    lambda_max = exact([found.lambda_max])[0]
    sheet.note("最大特征根" + of, written="λ = A·w 与 w 之比", source=_AHP_SOURCE, value=lambda_max)
    if len(rows) > 2:
        ci = sheet.work(consistency_index, "一致性指标 CI" + of, lambda_max=max(lambda_max, Decimal(len(rows))), size=len(rows))
        sheet.work(consistency_ratio, "一致性比例 CR" + of, ci=ci, ri=found.ri)
    if not found.accepted:
        assert found.worst is not None
        i, j = found.worst
        sheet.warn(
            "inconsistent",
            f"判断矩阵{of}一致性比例 CR＝{found.cr:.4f}，不小于 0.10，不能用于估值；最不一致的是第 {i + 1} 项与第 {j + 1} 项的比较",
        )


def _check_table(table: str, size: int) -> None:
    random_index(table, size)


def _ahp(given: Inputs, sheet: Sheet) -> Result:
    rows = given["matrix"]
    _check_comparisons(rows, "matrix", sheet)
    _check_table(given["ri_table"], len(rows))
    found = ahp(rows, given["method"], given["ri_table"])
    _note_ahp(found, rows, "", sheet)
    return {
        "weights": exact(found.weights), "lambda_max": exact([found.lambda_max])[0],
        "ci": exact([found.ci])[0], "ri": found.ri, "cr": exact([found.cr])[0], "accepted": found.accepted,
    }  # fmt: skip


def _hierarchy(given: Inputs, sheet: Sheet) -> Result:
    criteria, alternatives = given["criteria"], given["alternatives"]
    _check_comparisons(criteria, "criteria", sheet)
    if "criteria" in alternatives:
        raise WrongInput("conflict", "alternatives.criteria", "准则名不能叫 criteria，它在结果中代表准则层本身")
    if len(alternatives) != len(criteria):
        raise WrongInput("length", "alternatives", f"准则矩阵有 {len(criteria)} 阶，而给出了 {len(alternatives)} 个准则的方案矩阵")
    sizes = {name: len(rows) for name, rows in alternatives.items()}
    for name, rows in alternatives.items():
        _check_comparisons(rows, f"alternatives.{name}", sheet)
        if sizes[name] != next(iter(sizes.values())):
            raise WrongInput("length", f"alternatives.{name}", f"“{name}”下的方案数与其他准则不同")
    found = hierarchy(criteria, alternatives)
    _note_ahp(found.criteria, criteria, "（准则层）", sheet)
    for name, one in found.alternatives.items():
        _note_ahp(one, alternatives[name], f"（{name}）", sheet)
    sheet.note("方案总权重", written="wᵢ = Σ cₖ × wᵢₖ", source=_AHP_SOURCE, value=exact(found.weights))
    levels = {"criteria": found.criteria, **found.alternatives}
    consistency = {name: {"cr": exact([one.cr])[0], "accepted": one.accepted} for name, one in levels.items()}
    return {"weights": exact(found.weights), "criteria_weights": exact(found.criteria.weights), "consistency": consistency}


# --- objective weights ------------------------------------------------------------------------------


def _indicators(given: Inputs) -> tuple[Rows, tuple[str, ...]]:
    rows, directions = given["matrix"], given["directions"]
    if directions:
        same_length("matrix[0]", rows[0], "directions", directions)
    return rows, directions or ()


def _entropy(given: Inputs, sheet: Sheet) -> Result:
    rows, directions = _indicators(given)
    if given["rescale"] == "none":
        _check_shares(rows, directions)
    found = entropy_weights(rows, directions, given["rescale"])
    sheet.note("信息熵", written="eⱼ = −Σ pᵢⱼ·ln pᵢⱼ ÷ ln n", source=TEXTBOOK + "：熵权法", value=exact(found.measure))
    sheet.note("熵权", written="wⱼ = (1 − eⱼ) ÷ Σ (1 − eⱼ)", source=TEXTBOOK + "：熵权法", value=exact(found.weights))
    return {"weights": exact(found.weights), "entropy": exact(found.measure)}


def _check_shares(rows: Rows, directions: Sequence[str]) -> None:
    """Without rescaling p = x / Σx needs positive directions, no negative entry and no column of zeros."""
    if "-" in directions:
        raise WrongInput("conflict", "directions", "不作标准化（rescale 为 none）时不能有负向指标")
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            if x < 0:
                raise WrongInput("range", f"matrix[{i}][{j}]", "不作标准化（rescale 为 none）时数据不能为负")
    for j in range(len(rows[0])):
        if not any(row[j] for row in rows):
            raise WrongInput("undefined", f"matrix[0][{j}]", f"第 {j + 1} 个指标全为 0，无法计算比重")


def _critic(given: Inputs, sheet: Sheet) -> Result:
    rows, directions = _indicators(given)
    found = critic_weights(rows, directions)
    sheet.note("信息量", written="Cⱼ = σⱼ × Σ (1 − rⱼₖ)", source=TEXTBOOK + "：CRITIC 法", value=exact(found.measure))
    sheet.note("CRITIC 权重", written="wⱼ = Cⱼ ÷ Σ C", source=TEXTBOOK + "：CRITIC 法", value=exact(found.weights))
    return {"weights": exact(found.weights), "information": exact(found.measure)}


def _combine(given: Inputs, sheet: Sheet) -> Result:
    subjective, objective, method = given["subjective"], given["objective"], given["method"]
    same_length("subjective", subjective, "objective", objective)
    check_weights(subjective, "subjective", sheet)
    check_weights(objective, "objective", sheet)
    if method == "linear":
        pairs = enumerate(zip(subjective, objective, strict=True), 1)
        steps = [
            sheet.work(combined_weight, f"组合权重（第 {n} 项）", alpha=given["alpha"], subjective=s, objective=o) for n, (s, o) in pairs
        ]
        return {"weights": [one.value for one in steps]}
    weights = exact(combined_weights(subjective, objective, method))
    written = {"product": "w ∝ wₛ × wₒ", "geometric": "w ∝ √(wₛ × wₒ)"}[method]
    sheet.note("组合权重", written=written + "，合计为 1", source=TEXTBOOK, value=weights)
    return {"weights": weights}


_COMPARISONS = matrix(number(above=0), most=_MOST_COMPARED)
_DATA = matrix(number(), rows=2)
_DIRECTIONS = Field("directions", "指标方向：+ 越大越好，- 越小越好", items(choice("+", "-")), optional=True)
_WEIGHTS = items(share())


def _field(name: str, meaning: str, reading: Any, default: Any) -> Field:
    return Field(name, meaning, reading, optional=True, default=default)


METHODS = (
    Method("ahp", "层次分析法：判断矩阵", _AHP_SOURCE,
           (Field("matrix", "判断矩阵", _COMPARISONS), _field("method", "求权方法：eigen 特征向量法，sum 和法，root 方根法", choice("eigen", "sum", "root"), "eigen"),
            _field("ri_table", "随机一致性指标表", choice(*ri_tables()), DEFAULT)),
           {"weights": "权重", "lambda_max": "最大特征根", "ci": "一致性指标", "ri": "平均随机一致性指标", "cr": "一致性比例", "accepted": "是否可接受（CR＜0.10）"}, _ahp),
    Method("ahp_hierarchy", "层次分析法：准则与方案", _AHP_SOURCE,
           (Field("criteria", "准则层判断矩阵", _COMPARISONS), Field("alternatives", "准则：方案判断矩阵，次序与准则矩阵相同", named(_COMPARISONS, most=_MOST_COMPARED))),
           {"weights": "方案权重", "criteria_weights": "准则权重", "consistency": "各层一致性"}, _hierarchy),
    Method("entropy", "熵权法", TEXTBOOK + "：熵权法",
           (Field("matrix", "对象（行）× 指标（列）", _DATA), _DIRECTIONS, _field("rescale", "标准化：minmax 极差，none 直接取比重", choice("none", "minmax"), "minmax")),
           {"weights": "权重", "entropy": "信息熵"}, _entropy),
    Method("critic", "CRITIC 法", TEXTBOOK + "：CRITIC 法", (Field("matrix", "对象（行）× 指标（列）", _DATA), _DIRECTIONS),
           {"weights": "权重", "information": "信息量"}, _critic),
    Method("combine_weights", "组合权重", TEXTBOOK,
           (Field("subjective", "主观权重", _WEIGHTS), Field("objective", "客观权重", _WEIGHTS),
            Field("method", "组合方法：linear 线性，product 乘法，geometric 几何平均", choice("linear", "product", "geometric")),
            _field("alpha", "主观权重占比（线性组合）", share(), Decimal("0.5"))),
           {"weights": "权重"}, _combine),
)  # fmt: skip
