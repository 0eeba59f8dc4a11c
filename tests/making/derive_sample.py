"""Derive a sample's cost items, incomes and score sheets from its few basic assumptions.

`samples/NAME.json` states them (amounts in 万元, shares in %); this script writes `cost_item.csv`,
`income_year.csv`, `expert_score.csv` and, where a sample has increments, `increment.csv` of `resources/samples/NAME/`.
A test runs it and compares; without names it does all samples:

    python tests/making/derive_sample.py tourism small
"""

import csv
import json
import random
import sys
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WAN = Decimal(10_000)
DIMENSIONS = {
    "quality": ("integrity", "accuracy", "timeliness"),
    "cost": ("input", "rebuild", "upkeep"),
    "application": ("scenarios", "benefit", "prospect"),
    "market": ("scarcity", "demand", "liquidity"),
    "risk": ("rights", "compliance", "continuity"),
}
"""Keys of the score sheet's indicators by dimension, as in `gzvalue.schema.scoring_forms`."""

Row = dict[str, str]


def cents(amount: Decimal) -> Decimal:
    """An amount in 元 to the 分."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def shown(amount: Decimal) -> str:
    """Without superfluous zeros, so that the files read well."""
    return f"{amount.normalize():f}" if amount else "0"


def cost_items(seed: dict[str, Any]) -> Iterator[Row]:
    """Each data set's replacement cost split by category; the parts are exact and sum to the whole."""
    costs = seed["costs"]
    for code, item in costs["amounts"].items():
        total = Decimal(str(item["total"])) * WAN
        for category, share in costs["splits"][item["split"]].items():
            name, basis = costs["names"][category]
            yield {
                "data_set": code,
                "category": category,
                "name": name,
                "amount": shown(total * share / 100),
                "basis": basis,
                "department": costs["department"],
                "filler": costs["filler"],
            }


def incomes(seed: dict[str, Any]) -> Iterator[Row]:
    """Actual years as entered, forecast years by the stated growth."""
    for product in seed.get("products", ()):
        yield from _product(seed, product)
    for effect in seed.get("effects", ()):
        yield from _effect(seed, effect)
    for royalty in seed.get("royalties", ()):
        yield from _royalty(seed, royalty)
    for one in seed.get("increments", ()):
        yield from _gains(seed, one)


def _product(seed: dict[str, Any], product: dict[str, Any]) -> Iterator[Row]:
    margin = Decimal(product["margin"]) / 100
    revenues = [Decimal(str(r)) * WAN for r in product["revenue"]]
    for year, revenue in zip(seed["years"]["actual"], revenues, strict=True):
        note = "合同与发票，不含增值税" if revenue else "当年尚未对外提供"
        yield _income(product["unit"], year, "实际", revenue, cents(revenue * margin), None, None, note)
    grown = revenues[-1]
    for year, growth in zip(seed["years"]["forecast"], product.get("growth", seed["product_growth"]), strict=True):
        grown = grown * (100 + growth) / 100
        revenue = cents(grown)
        earned = cents(revenue * margin)
        locked = min(earned, cents(Decimal(str(product["annual"])) * WAN * margin * _covered(year, product["ends"])))
        note = f"上年增长 {growth}%，息税前利润率 {product['margin']}%（已扣更新、交付、销售与合规成本）"
        yield _income(product["unit"], year, "预测", revenue, earned, None, locked, note)


def _covered(year: int, ends: str) -> Decimal:
    """The part of a year that lies before the end of the contract."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    end = min(last, date.fromisoformat(ends))
    return Decimal(max(0, (end - first).days + 1)) / Decimal((last - first).days + 1)


def _effect(seed: dict[str, Any], effect: dict[str, Any]) -> Iterator[Row]:
    gain = Decimal(str(effect["base"])) * WAN * Decimal(effect["effect"]) / 100 * Decimal(effect["flow"]) / 100
    how = f"{effect['what']} {effect['base']} 万元 × {effect['effect']}% × 转化率 {effect['flow']}%"
    yield _income(effect["unit"], seed["years"]["actual"][-1], "实际", None, None, cents(gain), None, "有无对比实测：" + how)
    growth = effect.get("growth", seed["effect_growth"])
    for year in seed["years"]["forecast"]:
        gain = gain * (100 + growth) / 100
        yield _income(effect["unit"], year, "预测", None, None, cents(gain), None, f"上年增长 {growth}%，未乘分成率")


def _royalty(seed: dict[str, Any], royalty: dict[str, Any]) -> Iterator[Row]:
    """The revenue that a saved royalty is reckoned on; it is no income of the data."""
    grown = [Decimal(str(amount)) * WAN for amount in royalty["revenue"]]
    for year, amount in zip(seed["years"]["actual"], grown, strict=True):
        yield _income(royalty["unit"], year, "实际", amount, None, None, None, royalty["what"])
    last = grown[-1]
    for year, growth in zip(seed["years"]["forecast"], royalty["growth"], strict=True):
        last = last * (100 + growth) / 100
        yield _income(royalty["unit"], year, "预测", cents(last), None, None, None, f"上年增长 {growth}%，许可费的计费基数")


def _gain(one: dict[str, Any]) -> tuple[Decimal, Decimal]:
    """Of an increment: the yearly cost without it (``base``), and what of it is saved, both in 元 and before any sharing.

    ``saved`` are parts of the cost, ``saves`` an amount and its price.
    """
    base = Decimal(1)
    for factor in one["base"]:
        base *= Decimal(str(factor))
    saved = Decimal(1) if "saves" in one else base
    for factor in one.get("saves", ()) or one["saved"]:
        saved *= Decimal(str(factor))
    return cents(base * WAN), cents(saved * WAN)


def _gains(seed: dict[str, Any], one: dict[str, Any]) -> Iterator[Row]:
    """The whole gain as income inside the firm, for the share of income that stands beside the increments."""
    _, saved = _gain(one)
    yield _income(one["unit"], seed["years"]["actual"][-1], "实际", None, None, saved, None, one["measured"])
    for year in seed["years"]["forecast"]:
        yield _income(one["unit"], year, "预测", None, None, saved, None, f"{one['how']}；各年持平，未乘分成率")


def increments(seed: dict[str, Any]) -> Iterator[Row]:
    """Two lines a year: the whole gain with and without, then what of it is owed to all that is not data."""
    for one in seed["increments"]:
        base, saved = _gain(one)
        others = cents(saved * (100 - Decimal(one["share"])) / 100)
        rest = f"全部节支 {(saved / WAN).normalize():,f} 万元 ×（1－{one['share']}%），{one['owed_to']}"
        first = seed["years"]["forecast"][0]
        for year in seed["years"]["forecast"]:
            same = "" if year == first else f"同 {first} 年，各年持平"
            yield _increment(one["unit"], year, one["name"], base - saved, base, same or one["how"])
            yield _increment(one["unit"], year, "减：归于其他投入的部分", others, Decimal(0), same or rest)


def _increment(unit: str, year: int, name: str, after: Decimal, before: Decimal, basis: str) -> Row:
    return {
        "unit": unit,
        "year": str(year),
        "kind": "节支",
        "name": name,
        "with_data": shown(after),
        "without_data": shown(before),
        "belongs": "内部",
        "basis": basis,
    }


def _income(
    unit: str,
    year: int,
    basis: str,
    revenue: Decimal | None,
    outside: Decimal | None,
    inside: Decimal | None,
    locked: Decimal | None,
    note: str,
) -> Row:
    amounts = {"revenue": revenue, "transferable": outside, "internal": inside, "contracted": locked}
    texts = {key: "" if amount is None else shown(amount) for key, amount in amounts.items()}
    return {"unit": unit, "year": str(year), "version": "登记版", "basis": basis, **texts, "note": note}


def score_sheets(seed: dict[str, Any]) -> Iterator[Row]:
    """One sheet per expert and data set: the dimension's score with a small, fixed spread per expert and indicator."""
    for number, expert in enumerate(seed["experts"]):
        lean = number - (len(seed["experts"]) - 1) // 2
        for code, scores in seed["dimension_scores"].items():
            chance = random.Random(f"{seed['sample']} {expert} {code}")
            row = {"expert": expert, "data_set": code}
            for (dimension, indicators), score in zip(DIMENSIONS.items(), scores, strict=True):
                spread = [-2, 0, 2]
                random.Random(f"{code} {dimension}").shuffle(spread)
                for indicator, offset in zip(indicators, spread, strict=True):
                    row[f"{dimension}_{indicator}"] = str(min(98, max(5, score + offset + lean + chance.choice((-1, 0, 0, 1)))))
            yield row


def as_csv(rows: list[Row]) -> str:
    """The rows as comma-separated text, with `\\n` line ends."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def derived(name: str) -> dict[str, str]:
    """The derived files of one sample: file name → text."""
    seed = json.loads((HERE / "samples" / f"{name}.json").read_text(encoding="utf-8"))
    made = {"cost_item": cost_items(seed), "income_year": incomes(seed), "expert_score": score_sheets(seed)}
    if "increments" in seed:
        made["increment"] = increments(seed)
    return {f"{form}.csv": as_csv(list(rows)) for form, rows in made.items()}


def main(names: list[str]) -> None:
    """Write the derived files of the named samples."""
    for name in names:
        for file, text in derived(name).items():
            (ROOT / "resources" / "samples" / name / file).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:] or sorted(path.stem for path in (HERE / "samples").glob("*.json")))
