"""Everything that a dossier is made from, computed from the records: for issuing, and again for verifying."""

from gzvalue.accounting.stated import stated_books
from gzvalue.actions.check import problems
from gzvalue.financing.lending import lending_of
from gzvalue.financing.pool import plan
from gzvalue.outputs.content import Content
from gzvalue.outputs.fitting import fitted
from gzvalue.power.assessment import annex_of
from gzvalue.registries.state import state_of
from gzvalue.rights.review import review
from gzvalue.schema.checks import unprintable
from gzvalue.schema.project import Project
from gzvalue.schema.uncertainty_forms import UncertainParameter
from gzvalue.valuation.equivalent_rate import equivalent_rates
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.expert_methods import compared, rounds
from gzvalue.valuation.price import prices_of
from gzvalue.valuation.scores import score
from gzvalue.valuation.simulation.options import option_values
from gzvalue.valuation.simulation.study import study


def gathered(project: Project) -> Content:
    """Everything that the dossier is made from."""
    paper = fitted(project)
    valuation, scores = evaluate(paper), score(paper)
    financing = plan(paper, valuation)
    return Content(
        paper,
        valuation,
        scores,
        financing,
        problems(project, valuation, scores, financing),
        unprintable(project),
        registration=state_of(paper),
        lending=lending_of(paper, valuation, financing) if paper.financing.loan_asked else None,
        uncertainty=study(paper, valuation, indices=bool(paper.all(UncertainParameter))),
        real_options=option_values(paper),
        compared_scores=compared(paper, scores),
        expert_rounds=rounds(paper),
        review=review(paper),
        equivalent_rates=equivalent_rates(paper, valuation),
        power=annex_of(paper),
        prices=prices_of(paper, valuation),
        books=stated_books(paper, [row.code for row in financing.rows if row.pooled]),
    )
