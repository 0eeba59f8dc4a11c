"""``gzvalue price``: the price of a data product by the open calculator."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from gzvalue.actions.price import Priced, all_as_json, as_json, priced, priced_all, project_of_file, typed, typed_amount
from gzvalue.cli.json_out import print_json
from gzvalue.errors import UserError
from gzvalue.schema.figures import shortened
from gzvalue.schema.kinds import grouped, in_percent, plain, rounded
from gzvalue.schema.price_forms import COEFFICIENTS, OPEN, PER_BUYER, QUOTE_BASES, SOLE, WHOLE, PriceQuote
from gzvalue.schema.problems import LEVEL_WORDS
from gzvalue.valuation.price_result import CAVEAT, ModePrice, Price

_MOST = 10
_BASES = {"whole": WHOLE, "buyer": PER_BUYER} | {one: one for one in QUOTE_BASES[:2]}
_SIGNS = {one.sign.lower(): key for key, one in COEFFICIENTS.items()}


def _coefficient_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--kq`` … ``--kd``, each with its name and range."""
    for sign, key in reversed(_SIGNS.items()):
        one = COEFFICIENTS[key]
        command = click.option(
            f"--{sign}", metavar="系数", help=f"{one.label} {one.sign}，范围 {one.words}；不写取项目中填的，再没有由程序建议"
        )(command)
    return command


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--data-set", "code", help="数据集编号（如 D01）或定价编号；不写则列出项目中的全部定价")
@click.option("--margin", metavar="比例", help="目标利润率，如 0.2 或 20%")
@click.option("--years", metavar="年数", help="成本摊销年数")
@_coefficient_options
@click.option("--buyers", metavar="家数", help="预计买方数")
@click.option("--exclusive/--non-exclusive", "exclusive", default=None, help="独家／非独家")
@click.option("--quoted", metavar="金额", help="从别处取得的价格（元），与本测算比较")
@click.option("--quoted-source", metavar="出处", help="这个价格从哪里取得")
@click.option("--bank", metavar="金额", help="银行自己测算的价格（元），与本测算比较")
@click.option(
    "--quoted-basis",
    type=click.Choice(tuple(_BASES)),
    default="whole",
    help="以上两个价格的口径：whole 全部买方合计每年（默认），buyer 每个买方每年",
)
@click.option("--json", "as_data", is_flag=True, help="输出 JSON（键见 docs/price.md）")
def price(file: Path, code: str | None, as_data: bool, exclusive: bool | None, quoted_basis: str, **given: str | None) -> None:
    """数据产品定价（本软件自有的公开公式：成本×利润×系数）：FILE 中一个数据集或产品的年价格、区间、每个买方的价格与各种计价方式。各选项只影响这一次，不写入项目。"""
    asked = _asked(given, exclusive)
    quotes = _quotes(given, quoted_basis)
    if code is None:
        if asked or quotes:
            raise UserError("指定利润率、系数、买方或外来价格时，还须写明 --data-set（哪个数据集）。")
        found = priced_all(project_of_file(file))
        if as_data:
            print_json(all_as_json(found))
        else:
            _tell(found, _short)
        return
    found = priced(project_of_file(file), code, asked, quotes)
    if as_data:
        print_json(as_json(found.prices[0], found.mark))
    else:
        _tell(found, lines_of)


def _asked(given: dict[str, str | None], exclusive: bool | None) -> dict[str, Any]:
    """The fields of the record that were given as options."""
    keys = {"margin": "margin", "years": "years", "buyers": "buyers"} | _SIGNS
    asked = {key: typed(key, text, f"--{option}") for option, key in keys.items() if (text := given.get(option)) is not None}
    if exclusive is not None:
        asked["exclusive"] = SOLE if exclusive else OPEN
    return asked


def _quotes(given: dict[str, str | None], basis: str) -> list[PriceQuote]:
    """The prices got elsewhere that were given as options."""
    found: list[PriceQuote] = []
    for option, kind, source in (("quoted", "其他", given.get("quoted_source") or "外来价格"), ("bank", "银行测算", "银行测算")):
        text = given.get(option)
        if text is not None:
            amount = typed_amount(text, f"--{option}")
            found.append(PriceQuote(id=-len(found) - 1, kind=kind, source=shortened(source, 200), amount=amount, basis=_BASES[basis]))
    return found


# --- for people -----------------------------------------------------------------------------------


def _tell(found: Priced, words: Callable[[Price], list[str]]) -> None:
    lines = [f"【{found.mark}】"] if found.mark else []
    for one in found.prices:
        lines += words(one)
    for line in (*lines, "", CAVEAT):
        click.echo(line)


def _yuan(amount: Decimal) -> str:
    return f"{grouped(amount, 2)} 元"


def _short(one: Price) -> list[str]:
    name = f"{one.data_set}　{one.code + '　' if one.code else ''}{one.name}"
    if one.refused:
        return [f"{name}　没有价格：{one.refused}"]
    each = "独家" if one.exclusive else f"{one.buyers} 个买方，每个 {_yuan(one.price_per_buyer)}"
    return [f"{name}　年价格 {_yuan(one.price)}（区间 {grouped(one.low, 2)}–{grouped(one.high, 2)}；{each}）"]


def lines_of(one: Price) -> list[str]:
    """A price in full, for people."""
    lines = [f"{one.data_set}　{one.code + '　' if one.code else ''}{one.name}", "", "成本"]
    lines += [
        f"  {part.data_set}　{part.name or part.category}　{_yuan(part.amount)}，每年 {_yuan(part.per_year)}{'（共同成本分摊）' if part.common else ''}"
        for part in one.costs
    ]
    lines += [
        f"  年成本 C　{_yuan(one.cost_per_year)}（一次性成本按 {plain(one.years)} 年摊销，{one.years_words}）",
        f"  基础价格 P₀＝C×（1＋{in_percent(one.margin, 2)}）＝{_yuan(one.base_price)}",
        "", "系数",
    ]  # fmt: skip
    lines += [
        f"  {part.range.label} {part.range.sign}　{plain(part.value)}（{part.range.words}）　{part.basis_words}：{part.reason}"
        for part in one.coefficients.values()
    ]
    lines += [
        f"  K　{plain(rounded(one.coefficient, 6))}", "",
        f"测算价格（年）　{_yuan(one.price)}，区间 {grouped(one.low, 2)}–{_yuan(one.high)}",
        "独家：由一个买方承担" if one.exclusive else f"非独家：预计 {one.buyers} 个买方，每个 {_yuan(one.price_per_buyer)}",
        "", "计价方式",
    ]  # fmt: skip
    lines += [f"  {_mode(part)}" for part in one.modes]
    if one.compared:
        lines += ["", "比较", *(f"  {part.words}" for part in one.compared)]
    if one.cross_checks:
        lines += ["", "其他形式（只作对照，不平均）"]
        lines += [
            f"  {part.label}　{_yuan(part.whole)}{'' if part.per_year is None else f'，折每年 {_yuan(part.per_year)}'}　{part.words}"
            for part in one.cross_checks
        ]
    if one.problems:
        lines += ["", *(f"{LEVEL_WORDS[part.level]}：{part.message}" for part in one.problems[:_MOST])]
    return lines


def _mode(one: ModePrice) -> str:
    if one.unit_price is None:
        return f"{one.mode}　{one.words}"
    if one.unit == "%":
        return f"{one.mode}　{in_percent(one.unit_price, 2)}　{one.words}"
    tiers = "".join(f"；{tier.name} {_yuan(tier.price)}" for tier in one.tiers)
    return f"{one.mode}　{one.unit_price:,f} {one.unit}　{one.words}{tiers}"
