"""The first page that a banker reads: five figures, three risks, what this is and is not."""

from collections.abc import Iterator
from decimal import Decimal

from gzvalue.outputs.blocks import Block, Heading, Items, KeyFigure, KeyFigures, PageBreak, Panel, Panels, Paragraph, Tone
from gzvalue.outputs.content import Content
from gzvalue.outputs.options import Options
from gzvalue.outputs.words import capital_words, errors, listed, percent, wan, wan_words

_IS = ("企业自行填报、自行测算的数据资产说明", "每个数字都给出公式、输入与来源，可以复算", "供贷款人初审和委托评估时参考")
_IS_NOT = ("不是资产评估报告，未经评估机构评定估算", "不是市场成交价，也不是会计入账金额", "不是法律意见，登记凭证不证明独占")


def chapter(content: Content, options: Options) -> tuple[Block, ...]:
    """One page."""
    blocks: list[Block] = [PageBreak(), Heading("概要", 1)]
    blocks.append(KeyFigures(tuple(_first_row(content)), 2))
    blocks.append(KeyFigures(tuple(_second_row(content)), 3))
    blocks += [Paragraph(text) for text in _words(content)]
    blocks += [Heading("主要风险", 2), Items(tuple(main_risks(content)), numbered=True)]
    blocks.append(Panels((Panel("这是什么", _IS), Panel("这不是什么", _IS_NOT, "attention"))))
    return tuple(blocks)


# --- figures -------------------------------------------------------------------------------------


def _first_row(content: Content) -> Iterator[KeyFigure]:
    valuation, financing = content.valuation, content.project.financing
    if content.valued:
        note = f"可转让收益 {wan_words(valuation.transferable)}，内部收益 {wan_words(valuation.internal)}"
        yield KeyFigure("测算结果（未经评估）", wan(valuation.total), "万元", note)
    else:
        yield KeyFigure("测算结果（未经评估）", "未得出", "", valuation.stopped or "尚无评估单元得出结论，见“待补正事项”", "attention")
    loan = financing.loan_asked
    if loan is None:
        yield KeyFigure("申请贷款", "未填写", "", "", "quiet")
        return
    terms = [f"期限 {financing.term_months} 个月"] if financing.term_months else []
    terms += [f"年利率 {percent(financing.annual_rate, 2)}"] if financing.annual_rate is not None else []
    yield KeyFigure("申请贷款", wan(loan), "万元", "；".join([capital_words(loan), "，".join(terms)]).strip("；"))


def _second_row(content: Content) -> Iterator[KeyFigure]:
    yield _ratio(content)
    yield _cover(content)
    backing = content.backing
    if backing.percent is None:
        yield KeyFigure("依据齐备", "—", "", "尚无进入测算的输入", "quiet")
    else:
        yield KeyFigure("依据齐备", f"{backing.percent}%", "", f"测算所用 {backing.count} 项输入中 {len(backing.backed)} 项有证据附件")


def _ratio(content: Content) -> KeyFigure:
    plan = content.financing
    if plan is None or plan.loan_to_pool is None:
        return KeyFigure("拟质押率", "—", "", "没有质押池或贷款金额，无法计算", "quiet")
    note = f"贷款 ÷ 质押池 {wan_words(plan.pool)}；上限 {percent(plan.pledge_rate, 0)}"
    return KeyFigure("拟质押率", percent(plan.loan_to_pool, 0), "", note, "plain" if plan.carried else "stop")


def lowest_cover(content: Content) -> tuple[int, Decimal] | None:
    """The year of the loan with the lowest 偿债备付率, if it is known."""
    plan = content.financing
    known = [(year.ratio, year.year) for year in (plan.cover if plan else ()) if year.ratio is not None]
    if not known:
        return None
    ratio, year = min(known)
    return year, ratio


def _cover(content: Content) -> KeyFigure:
    lowest = lowest_cover(content)
    if lowest is None:
        return KeyFigure("偿债备付率", "未测算", "", "财务数据或贷款条件不全", "quiet")
    year, ratio = lowest
    tone: Tone = "stop" if ratio < 1 else "attention" if ratio < Decimal("1.2") else "plain"
    return KeyFigure("偿债备付率", f"{ratio:.2f}", "", f"贷款期内最低的一年（{year} 年）；1 为恰好够还", tone)


# --- sentences -----------------------------------------------------------------------------------


def _words(content: Content) -> Iterator[str]:
    project, valuation = content.project, content.valuation
    name = project.enterprise.name or "本企业"
    concluded = sum(1 for unit in valuation.units if unit.value is not None)
    text = f"{name}编入目录的数据集共 {len(project.data_sets)} 项，"
    if content.valued:
        served = len([one for one in valuation.data_sets if one.value is not None])
        text += f"其中 {served} 项服务于 {concluded} 个评估单元，测算结果合计 {wan_words(valuation.total)}。"
    else:
        text += "尚未得出测算结果。"
    wrong = errors(content.problems)
    if wrong:
        text += f"材料中尚有 {wrong} 处错误待补正，本稿为草稿。"
    yield text
    if content.loan_asked and content.financing is not None:
        said = "".join(sentence.text for sentence in content.financing.sentences[:3])
        if said:
            yield said


def main_risks(content: Content) -> list[str]:
    """The three risks that weigh most, computed ones first; the law of pledging data always among them."""
    found = list(_computed_risks(content))[:2]
    found.append("数据不在《民法典》第四百四十条列举的可出质权利之内，质权的优先受偿效力可能不被认可，应与应收账款、保证等组合使用。")
    if len(found) < 3:
        found.append("数据的价值依赖持续更新与合法使用；停止更新、权属争议或合规整改都会使其迅速下降。")
    if len(found) < 3:
        found.append("测算依赖企业填报的收益与成本，未经第三方核实。")
    return found


def _computed_risks(content: Content) -> Iterator[str]:
    plan, valuation = content.financing, content.valuation
    if plan is not None and plan.gap:
        yield f"数据资产质押单独不足以支持申请金额，差额 {wan_words(plan.gap)}须由其他担保覆盖。"
    lowest = lowest_cover(content)
    if lowest is not None and lowest[1] < Decimal("1.2"):
        yield f"{lowest[0]} 年偿债备付率仅 {lowest[1]:.2f}，经营现金流下降时还本付息将出现缺口。"
    if valuation.total and valuation.internal / valuation.total > Decimal("0.4"):
        share = percent(valuation.internal / valuation.total, 0)
        yield f"测算结果的 {share} 来自企业内部增收节支，处置时受让人不能承接。"
    missing = [row.code for row in plan.rows if row.coefficient < 1] if plan is not None else []
    if missing:
        yield f"{listed(missing, 6)} 的权利状态尚不完整（未发证、受限或缺经营权），已按权利状态系数扣减或不计入质押池。"
    if content.backing.percent is not None and content.backing.percent < 60:
        yield f"测算所用输入中仅 {content.backing.percent}% 有证据附件，其余为企业自述。"
    top = max((unit.value or Decimal(0) for unit in valuation.units), default=Decimal(0))
    if valuation.total and top / valuation.total > Decimal("0.3"):
        yield f"价值集中：最大的评估单元占测算结果的 {percent(top / valuation.total, 0)}。"
