"""The other papers of a sample: a sheet for each product, licence, trade, contribution, training set and price, and the books."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from gzvalue.outputs.sheets import sheet_kind
from gzvalue.schema.accounting_forms import BookedAsset
from gzvalue.schema.contribution_forms import Contribution
from gzvalue.schema.power_forms import PowerProfile
from gzvalue.schema.price_forms import ProductPrice
from gzvalue.schema.product_forms import DataLicence, DataProduct, DataTrade
from gzvalue.schema.project import Project
from gzvalue.schema.training_forms import TrainingPart
from gzvalue.valuation.result import Valuation

FOLDER = "其他用途"
BOOKS = "accounting"


class DemoPaper(NamedTuple):
    """One paper: its kind (of a sheet, or `BOOKS`), the data set's code, empty for the books, and the name of its file."""

    kind: str
    code: str
    name: str


def planned(project: Project, stem: str) -> list[DemoPaper]:
    """Every paper that the records of a project ask for, each once; ``stem`` begins the names of the files."""
    wanted = dict.fromkeys(_asked(project))
    papers = [DemoPaper(kind, code, f"{FOLDER}/{stem}_{sheet_kind(kind).title}_{code}.pdf") for kind, code in wanted]
    if project.all(BookedAsset):
        papers.append(DemoPaper(BOOKS, "", f"{FOLDER}/{stem}_数据资源会计处理底稿.xlsx"))
    return papers


def _asked(project: Project) -> Iterator[tuple[str, str]]:
    """Kind and data set of each record; of several data sets the first, whose sheet names the others."""
    products = {one.code: one.data_sets for one in project.all(DataProduct)}
    firsts: list[tuple[str, Sequence[str] | None]] = [("listing", one.data_sets) for one in project.all(DataProduct)]
    firsts += [("trade", one.data_sets or products.get(one.product)) for one in project.all(DataTrade)]
    firsts += [("contribution", one.data_sets) for one in project.all(Contribution)]
    singles = [("licence", one.data_set) for one in project.all(DataLicence)]
    singles += [("training", one.data_set) for one in project.all(TrainingPart)][:1]
    singles += [("price", one.data_set) for one in project.all(ProductPrice)]
    if project.all(PowerProfile):  # a supplier of electricity data: its first product is the profile
        firsts += [("power", one.data_sets) for one in project.all(DataProduct)[:1]]
    yield from ((kind, codes[0]) for kind, codes in firsts if codes)
    yield from ((kind, code) for kind, code in singles if code)


def write_papers(project: Project, valuation: Valuation, papers: Sequence[DemoPaper], folder: Path) -> None:
    """Write them into the folder, which lies there.

    Raises:
        UserError: one cannot be written.
    """
    from gzvalue.actions.accounting import books_of, write_books  # late: not every sample has other papers
    from gzvalue.actions.sheet import sheet_of_project

    if papers:
        (folder / FOLDER).mkdir()
    for paper in papers:
        if paper.kind == BOOKS:
            write_books(books_of(project, valuation), folder / paper.name)
        else:
            sheet_of_project(project, paper.kind, paper.code, folder / paper.name, valuation)
