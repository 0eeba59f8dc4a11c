"""The whole workbook: pages laid out in the order in which figures depend on each other, then written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gzvalue.outputs.workbook.checks import lay_checks
from gzvalue.outputs.workbook.conclusion import lay_conclusion, lay_values
from gzvalue.outputs.workbook.costs import lay_costs
from gzvalue.outputs.workbook.draft import Draft, Figure, Material
from gzvalue.outputs.workbook.incomes import lay_incomes
from gzvalue.outputs.workbook.index import fill_index, lay_index
from gzvalue.outputs.workbook.inputs import lay_inputs
from gzvalue.outputs.workbook.links import Datum
from gzvalue.outputs.workbook.market import lay_market
from gzvalue.outputs.workbook.others import lay_open_points, lay_others
from gzvalue.outputs.workbook.page import Ref
from gzvalue.outputs.workbook.price import lay_prices
from gzvalue.outputs.workbook.rate import lay_rate
from gzvalue.outputs.workbook.rights import lay_rights
from gzvalue.outputs.workbook.scoring import lay_scores
from gzvalue.outputs.workbook.shares import lay_shares
from gzvalue.outputs.workbook.splits import lay_splits
from gzvalue.outputs.workbook.uncertainty import lay_uncertainty
from gzvalue.outputs.workbook.weighing import lay_weighted
from gzvalue.outputs.workbook.writer import Progress, write

_PAGES: tuple[tuple[str, Callable[[Draft], None]], ...] = (
    ("输入参数", lay_inputs), ("综合评分", lay_scores), ("折现率", lay_rate), ("成本法", lay_costs), ("分成率", lay_shares), ("收益法", lay_incomes),
    ("市场法", lay_market), ("加权结论", lay_weighted), ("分摊", lay_splits),
    ("数据集价值", lay_values), ("结论", lay_conclusion), ("产品定价", lay_prices), ("其他步骤", lay_others),
    ("权属与合规", lay_rights), ("不确定性", lay_uncertainty),
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A workbook that was written.

    Attributes:
        pages: names of the sheets, in order.
        inputs: datum → its cell, for those who change one and recalculate.
        figures: what is held against the program, with the cells.
        entered: how many marked procedure values there are.
    """

    pages: tuple[str, ...]
    inputs: Mapping[Datum, Ref]
    figures: tuple[Figure, ...]
    entered: int


def write_workpaper(material: Material, path: Path, progress: Progress) -> Written:
    """Lay the workbook out and write it.

    Raises:
        UserError: the file cannot be written.
        Cancelled: the progress callback stopped it; nothing is left behind.
    """
    draft = laid_out(material, progress)
    entered = write(draft, path, progress)
    return Written(tuple(page.name for page in draft.pages), draft.links.data, tuple(draft.figures), entered)


def laid_out(material: Material, progress: Progress) -> Draft:
    """All pages of the workbook, not yet written, ordered by their index numbers."""
    draft = Draft(material)
    index = lay_index(draft)
    for place, (words, lay) in enumerate(_PAGES):
        progress(place, len(_PAGES), f"编排“{words}”")
        lay(draft)
    overall = lay_checks(draft)
    lay_open_points(draft)
    draft.pages.sort(key=lambda page: page.number)
    fill_index(draft, index, overall)
    return draft
