"""Steps of a valuation as the paper prints them: neighbours by one formula gathered, sources named in words."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from gzvalue.outputs.blocks import StepFilled, StepInput, StepLines
from gzvalue.outputs.content import Content
from gzvalue.outputs.words import minus
from gzvalue.schema.forms import BY_NAME
from gzvalue.schema.kinds import grouped, rounded
from gzvalue.schema.naming import datum_words, record_words
from gzvalue.valuation.formula import readable
from gzvalue.valuation.formulas import BY_KEY
from gzvalue.valuation.result import Figure, Input, Origin, Step

_MOST_ITEMS = 12
"""A longer series stays a Σ of its symbols in the formula filled in, and its items are listed behind."""


def step_lines(content: Content, steps: Iterable[Step]) -> tuple[StepLines, ...]:
    """The steps in order; consecutive ones of one formula about one sort of record become one block with several lines."""
    return tuple(_block(content, list(few)) for _, few in groupby(steps, key=lambda step: (step.formula, step.about[0])))


def _block(content: Content, few: Sequence[Step]) -> StepLines:
    first = few[0]
    if len(few) == 1:
        result, text = value_words(first.value, first.unit), filled_words(first)
        once = (StepFilled("", text, result),) if text else ()
        return StepLines(first.name, result, first.written, once, tuple(_inputs(content, few)), first.source)
    lines = tuple(StepFilled(_short_name(step, few), filled_words(step), value_words(step.value, step.unit)) for step in few)
    name = BY_KEY[first.formula].name if first.formula in BY_KEY else first.name
    return StepLines(f"{name}（{len(few)} 步）", "", first.written, lines, tuple(_inputs(content, few)), first.source)


def _short_name(step: Step, few: Sequence[Step]) -> str:
    """The step's name, or the end of its path where all have one name."""
    return step.name if len({one.name for one in few}) > 1 else f"{step.name} {step.id.rpartition('/')[2]}"


def value_words(value: Figure, unit: str) -> str:
    """A figure with its unit: amounts to the 分."""
    if isinstance(value, tuple):
        return "、".join(value_words(one, unit) for one in value)
    if unit == "元":
        return f"{minus(grouped(value, 2))} 元"
    return readable(rounded(value, 4), unit) if unit == "%" else f"{readable(value, unit)} {unit}".strip()


def filled_words(step: Step) -> str:
    """The formula with its figures in it; empty where the step is no closed formula."""
    formula = BY_KEY.get(step.formula)
    if formula is None or len(formula.symbols) != len(step.inputs) or any(isinstance(one.value, str) for one in step.inputs):
        return ""
    arguments: dict[str, Any] = {key: one.value for key, one in zip(formula.symbols, step.inputs, strict=True)}
    text = formula.filled(most_items=_MOST_ITEMS, **arguments)
    long = [one for one in step.inputs if isinstance(one.value, tuple) and len(one.value) > _MOST_ITEMS]
    series = [
        f"{one.symbol} 依次为 {'、'.join(readable(item, one.unit) for item in one.value)}" for one in long if isinstance(one.value, tuple)
    ]
    return "；".join([text, *series])


# --- arguments -----------------------------------------------------------------------------------


def _inputs(content: Content, few: Sequence[Step]) -> Iterator[StepInput]:
    for number, one in enumerate(few[0].inputs):
        same = [step.inputs[number] for step in few if number < len(step.inputs)]
        yield StepInput(one.symbol, one.meaning, _value(same), _origins(content, same))


def _value(same: Sequence[Input]) -> str:
    """The figure, or that it stands in the line above."""
    values = {one.value for one in same}
    if len(values) > 1:
        return "见代入"
    value = same[0].value
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"{len(value)} 项，见代入"
    return _number(value, same[0].unit)


def _number(value: Decimal, unit: str) -> str:
    text = readable(value, unit)
    return text if unit in ("", "%") else f"{text} {unit}"


def _origins(content: Content, same: Sequence[Input]) -> str:
    origins = [origin for one in same for origin in (one.origins or (one.origin,)) if origin is not None]
    if not origins:
        return "公式常数，或由基准日与期限推得"
    distinct = list(dict.fromkeys(origins))
    data = [one for one in distinct if isinstance(one, tuple)]
    computed = [one for one in distinct if isinstance(one, str)]
    return "；".join(part for part in (_data_words(content, data), _computed_words(content, computed)) if part)


def _data_words(content: Content, data: Sequence[tuple[str, int, str]]) -> str:
    """What people filled in: of one record the fields, of one field the records, together."""
    if len(data) > 1 and len({one[:2] for one in data}) == 1:
        fields = BY_NAME[data[0][0]].fields
        labels = "、".join(fields[key].label for _, _, key in data)
        return f"填报：{record_words(content.project, *data[0][:2])} · {labels}{_evidence(content, data)}"
    said = []
    for (form, key), few in groupby(sorted(data, key=lambda one: (one[0], one[2])), key=lambda one: (one[0], one[2])):
        group = list(few)
        if len(group) == 1:
            said.append(f"填报：{datum_words(content.project, *group[0])}{_evidence(content, group)}")
        else:
            span = _span(record_words(content.project, form, group[0][1]), record_words(content.project, form, group[-1][1]))
            said.append(f"填报：{span} · {BY_NAME[form].fields[key].label}（{len(group)} 项）{_evidence(content, group)}")
    return "；".join(said)


def _span(first: str, last: str) -> str:
    """``收益预测 U01 2026–2030 预测``: two names of which one word differs; otherwise both."""
    words, others = first.split(), last.split()
    differing = [i for i, pair in enumerate(zip(words, others, strict=False)) if pair[0] != pair[1]]
    if len(words) == len(others) and len(differing) == 1:
        words[differing[0]] += f"–{others[differing[0]]}"
        return " ".join(words)
    return f"{first} 至 {last}"


def _evidence(content: Content, data: Sequence[Origin]) -> str:
    codes: dict[str, None] = {}
    for datum in data:
        if isinstance(datum, tuple):
            codes |= dict.fromkeys(content.evidence_of(*datum))
    return f"，附件 {'、'.join(list(codes)[:4])}" if codes else "，无附件"


def _computed_words(content: Content, computed: Sequence[str]) -> str:
    names = list(dict.fromkeys(content.steps[one].name if one in content.steps else one for one in computed))
    if not names:
        return ""
    shown = "、".join(names[:2]) + (f" 等 {len(computed)} 步" if len(names) > 2 else "")
    return f"算得：{shown}"
