"""What is wrong in the books, for the list of a project's problems: notices there, since the books hold up no pledge."""

from collections.abc import Mapping
from dataclasses import replace

from gzvalue.accounting.accounts import accounts_of
from gzvalue.schema.accounting_forms import AccountingAnswer, AccountingPeriod, AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.data_set import DataSet
from gzvalue.schema.enterprise import ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.lending_forms import PledgeStructure
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.schema.registration_forms import StatedName
from gzvalue.schema.rights_chain_forms import SourceLink
from gzvalue.schema.rights_forms import Financing
from gzvalue.schema.valuation_forms import Contract

_ASKED = (AccountingAnswer, BookedCost, BookedAsset, AssetMovement)
_LOOKED_AT = (*_ASKED, AccountingPeriod, DataSet, ValuationHead, StatedName, PledgeStructure, Financing, SourceLink, Contract)
_last: list[tuple[tuple[Mapping[int, Record], ...], tuple[Problem, ...]]] = []
"""The rows looked at last, and what was found: an edit elsewhere leaves these very mappings as they are."""


def accounting_problems(project: Project) -> tuple[Problem, ...]:
    """The problems of the books as notices; none where there are no books."""
    if not any(project.rows[one.form.name] for one in _ASKED):
        return ()
    rows = tuple(project.rows[one.form.name] for one in _LOOKED_AT)
    for seen, found in _last:
        if all(one is other for one, other in zip(seen, rows, strict=True)):
            return found
    made = tuple(replace(one, level="notice") for one in accounts_of(project).problems)
    _last[:] = [(rows, made)]
    return made
