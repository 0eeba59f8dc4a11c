"""Everything that a lender reads beside the plan itself, computed once for paper, window and command."""

from dataclasses import dataclass

from gzvalue.financing.borrower import BorrowerGate, borrower_gates
from gzvalue.financing.diligence import Checked, diligence
from gzvalue.financing.lender import LenderPage, lender_page
from gzvalue.financing.result import FinancingPlan
from gzvalue.financing.statements import Earned, earned
from gzvalue.financing.stress import StressTable, stress_table
from gzvalue.schema.project import Project
from gzvalue.valuation.result import Valuation


@dataclass(frozen=True)
class Lending:
    """Gates of the borrower, the lender's page, the stress table, due diligence, and what the data earns under contract."""

    gates: tuple[BorrowerGate, ...]
    lender: LenderPage
    stress: StressTable
    diligence: tuple[Checked, ...]
    earned: Earned


def lending_of(project: Project, valuation: Valuation, financing: FinancingPlan) -> Lending:
    """All of it; pure, and the same for the same records."""
    return Lending(
        borrower_gates(project), lender_page(project, valuation, financing), stress_table(project, valuation, financing), diligence(project),
        earned(project, valuation),
    )  # fmt: skip
