"""The whole workbook: pages laid out in the order in which they refer to each other, then written in their printed order."""

from pathlib import Path

from gzvalue.accounting.result import Accounts
from gzvalue.outputs.accounting.answers import fill_index, lay_answers, lay_index, lay_problems
from gzvalue.outputs.accounting.checks import lay_checks
from gzvalue.outputs.accounting.comparison import lay_comparison
from gzvalue.outputs.accounting.costs import lay_costs
from gzvalue.outputs.accounting.detail import lay_detail
from gzvalue.outputs.accounting.facing import Facing
from gzvalue.outputs.accounting.schedule import lay_schedule
from gzvalue.outputs.accounting.sheaf import TITLE, Sheaf
from gzvalue.outputs.accounting.tables import lay_pledged, lay_tables
from gzvalue.outputs.workbook.draft import Draft, Material
from gzvalue.outputs.workbook.writer import Progress, write
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.valuation.result import Scores, Valuation

_NO_SCORES = Scores("", False, {}, (), (), ())
_PAGES = (
    ("确认判断", lay_answers), ("成本归集", lay_costs), ("摊销表", lay_schedule), ("账面资产", lay_detail), ("披露表", lay_tables), ("质押披露", lay_pledged),
    ("对照", lay_comparison), ("勾稽检查", lay_checks), ("待补正", lay_problems),
)  # fmt: skip


def write_accounting(
    project: Project, valuation: Valuation, accounts: Accounts, facing: tuple[Facing, ...], problems: tuple[Problem, ...], path: Path,
    progress: Progress,
) -> tuple[str, ...]:  # fmt: skip
    """Write the workbook; the names of its sheets.

    Raises:
        UserError: the file cannot be written.
        Cancelled: the progress callback stopped it; nothing is left behind.
    """
    sheaf = Sheaf(Draft(Material(project, valuation, _NO_SCORES, problems)), accounts, facing)
    index = lay_index(sheaf)
    for place, (words, lay) in enumerate(_PAGES):
        progress(place, len(_PAGES), f"编排“{words}”")
        lay(sheaf)
    sheaf.draft.pages.sort(key=lambda page: page.number)
    fill_index(sheaf, index)
    write(sheaf.draft, path, progress, TITLE)
    return tuple(page.name for page in sheaf.draft.pages)
