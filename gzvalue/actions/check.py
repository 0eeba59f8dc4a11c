"""All problems of a project, those of its records and those of what is computed from them, each told once."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from gzvalue.financing.lending_problems import lending_problems
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.registries.findings import findings as registration_findings
from gzvalue.rights.review import review
from gzvalue.schema.checks import check_records
from gzvalue.schema.forms import FORMS
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.reasons import Told, Unreasoned
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.expert_methods import delphi_problems
from gzvalue.valuation.result import Scores, Valuation
from gzvalue.valuation.scores import score
from gzvalue.valuation.simulation.asked import asked
from gzvalue.valuation.simulation.options import option_problems

_WEIGHT = {"error": 1, "notice": 0}
_ORDER = {form.name: number for number, form in enumerate(FORMS)}


def problems(
    project: Project, valuation: Valuation | None = None, scores: Scores | None = None, financing: FinancingPlan | None = None
) -> tuple[Problem, ...]:
    """Everything to mend, in the order of forms and records.

    Where two parts of the program speak of the same datum, the graver word stands: what is missing from a record
    need not be said a second time by the valuation that misses it.
    """
    return merged(
        check_records(project),
        review(project).problems,
        registration_findings(project),
        asked(project, ()).problems,
        option_problems(project),
        delphi_problems(project),
        _of_other_uses(project),
        lending_problems(project),
        () if scores is None else scores.problems,
        () if valuation is None else valuation.problems,
        () if valuation is None else _of_prices(project, valuation),
        () if financing is None else financing.problems,
    )


def _of_other_uses(project: Project) -> Iterator[Problem]:
    """Of the uses besides the pledge; their modules are loaded only by a project that has records of them: most have none."""
    if _any(project, "power_profile", "power_weight"):
        from gzvalue.power.assessment import power_problems

        yield from power_problems(project)
    if _any(project, "data_product", "data_licence", "data_trade"):
        from gzvalue.circulation.problems import circulation_problems

        yield from circulation_problems(project)
    if _any(project, "contribution"):
        from gzvalue.circulation.contribution import contribution_problems

        yield from contribution_problems(project)
    if _any(project, "training_set"):
        from gzvalue.circulation.training import training_problems

        yield from training_problems(project)
    if _any(project, "accounting_answer", "booked_cost", "booked_asset", "asset_movement"):
        from gzvalue.accounting.problems import accounting_problems

        yield from accounting_problems(project)


def _of_prices(project: Project, valuation: Valuation) -> Iterable[Problem]:
    if not _any(project, "product_price"):
        return ()
    from gzvalue.valuation.price import price_problems  # late: as above

    return price_problems(project, valuation)


def _any(project: Project, *forms: str) -> bool:
    return any(project.rows[form] for form in forms)


def problems_of_file(path: Path) -> tuple[Problem, ...]:
    """Everything to mend in a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        project = store.project
        steered = unlogged(store, Unreasoned())
    valuation = evaluate(project)
    return merged(problems(project, valuation, score(project), plan(project, valuation)), steered)


def unlogged(store: Store, known: Unreasoned) -> tuple[Problem, ...]:
    """Changes of income, rate or life that were logged without a reason while a loan amount stood there.

    Args:
        store: the open file.
        known: what was followed of its log before; only later entries are read.
    """
    if store.project.financing.loan_asked is None:
        return ()
    later = store.log(known.last) if known.last else store.log_from("loan_asked")
    known.follow(Told(one.no, one.changes, one.reason) for one in later)
    return known.problems(store.project)


def merged(records: Iterable[Problem], *computed: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of the records with those of what was computed; of the same datum only the gravest."""
    found = list(records)
    gravest: dict[tuple[str, int, str], int] = {}
    for one in found:
        gravest[_datum(one)] = max(gravest.get(_datum(one), 0), _WEIGHT[one.level])
    more: list[Problem] = []
    replaced: set[tuple[str, int, str]] = set()
    for one in dict.fromkeys(one for part in computed for one in part):
        datum = _datum(one)
        if not one.key or datum not in gravest:
            more.append(one)
        elif _WEIGHT[one.level] > gravest[datum]:
            replaced.add(datum)
            more.append(one)
    if not more:
        return tuple(found)
    kept = [one for one in found if _datum(one) not in replaced]
    return tuple(sorted([*kept, *more], key=lambda one: (_ORDER.get(one.form, len(_ORDER)), one.id)))


def _datum(one: Problem) -> tuple[str, int, str]:
    return one.form, one.id, one.key
