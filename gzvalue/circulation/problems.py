"""What is contradictory in products, licences and trades, for the list of problems of the whole project.

There they are notices only: other uses never hold up the dossier of a pledge. What is merely not filled in is said by the forms.
"""

from collections.abc import Iterator
from dataclasses import replace

from gzvalue.circulation.licence import licence
from gzvalue.circulation.listing import listing
from gzvalue.circulation.standing import Around
from gzvalue.circulation.trade import trade
from gzvalue.schema.problems import Problem
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.progress import is_missing
from gzvalue.schema.project import Project

FORMS = frozenset(one.form.name for one in (DataProduct, DataLicence, DataTrade))


def circulation_problems(project: Project) -> tuple[Problem, ...]:
    """Notices about records of these forms; what concerns the data set itself is told where it is offered."""
    return tuple(
        dict.fromkeys(replace(one, level="notice") for one in _found(Around(project)) if one.form in FORMS and _said(project, one))
    )


def _said(project: Project, one: Problem) -> bool:
    return bool(one.id) and not is_missing(project, one)


def _found(around: Around) -> Iterator[Problem]:
    for product in around.project.all(DataProduct):
        yield from listing(around, product).problems
    for granted in around.project.all(DataLicence):
        yield from licence(around, granted).problems
    for deal in around.project.all(DataTrade):
        yield from trade(around, deal).problems
