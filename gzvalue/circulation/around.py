"""What stands around products, licences and trades: the pool of a loan asked for, and the bands of the open price calculator."""

from collections.abc import Mapping

from gzvalue.circulation.standing import Around, Band
from gzvalue.financing.result import FinancingPlan
from gzvalue.schema.project import Project


def around_of(project: Project, financing: FinancingPlan | None, bands: Mapping[tuple[str, str], Band]) -> Around:
    """Without a loan asked for nothing is in a pool, whatever it is worth."""
    asked = financing is not None and project.financing.loan_asked is not None
    pooled = frozenset(row.code for row in financing.rows if row.pooled) if asked and financing is not None else frozenset()
    return Around(project, pooled, bands)
