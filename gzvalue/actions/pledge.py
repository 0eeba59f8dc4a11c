"""The financing and security plan of a project with the lender's page and the stress table, for window, paper and command."""

from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gzvalue.actions.check import problems
from gzvalue.actions.known_digests import LIMIT, Twice, description_digest, twice
from gzvalue.financing.lender import LenderPage
from gzvalue.financing.lending import Lending, lending_of
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.financing.stress import StressTable
from gzvalue.financing.structures import chosen
from gzvalue.frozen.number import report_number
from gzvalue.schema.kinds import plain, rounded
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Valuation

Json = dict[str, Any]


@dataclass(frozen=True)
class Pledged:
    """Everything that is known about the loan asked for."""

    project: Project
    valuation: Valuation
    financing: FinancingPlan
    lending: Lending
    twice: tuple[Twice, ...]
    problems: tuple[Problem, ...]


def pledge(project: Project, valuation: Valuation | None = None, financing: FinancingPlan | None = None) -> Pledged:
    """The whole plan of a project; what is given already is not computed again."""
    valuation = evaluate(project) if valuation is None else valuation
    financing = plan(project, valuation) if financing is None else financing
    return Pledged(
        project, valuation, financing, lending_of(project, valuation, financing), twice(project, report_number(project)),
        problems(project, valuation, None, financing),
    )  # fmt: skip


def pledge_file(path: Path) -> Pledged:
    """The plan of a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        return pledge(store.project)


# --- JSON ---------------------------------------------------------------------------------------


def as_json(found: Pledged) -> Json:
    """The whole as plain JSON (docs/json.md): money as decimal strings in 元 with two decimals, ratios as decimal strings."""
    made = found.financing
    return {
        "loan": _money(made.loan),
        "stopped": made.stopped or None,
        "gates": [{"key": one.key, "name": one.name, "state": one.state, "message": one.words} for one in found.lending.gates],
        "pool": {
            "value": _money(made.value), "pool": _money(made.pool), "potential": _money(made.potential),
            "data_sets": [
                {"code": row.code, "name": row.name, "value": _money(row.value), "status": row.status, "haircut": _ratio(row.coefficient),
                 "pooled": _money(row.pooled), "potential": _money(row.potential), "certificate": row.certificate or None, "reason": row.reason}
                for row in made.rows
            ],
        },
        "pledge_rate": {"rate": _ratio(made.pledge_rate), "default": made.rate_is_default},
        "lendable": _money(made.lendable),
        "limits": [{"key": one.key, "name": one.name, "amount": _money(one.amount), "how": one.how} for one in made.limits],
        "limit": {"amount": _money(made.limit), "by": made.limit_by or None},
        "carried": made.carried,
        "loan_to_pool": _ratio(made.loan_to_pool),
        "gap": _money(made.gap),
        "combination": {
            "securities": [
                {"kind": row.kind, "name": row.name, "value": _money(row.value), "rate": _ratio(row.rate), "carries": _money(row.carries),
                 "overlaps": [{"unit": one.unit, "name": one.name, "pooled": _money(one.pooled)} for one in row.overlaps]}
                for row in made.securities
            ],
            "carries": _money(made.combined), "overlapped": _money(made.overlapped), "gap": _money(made.combined_gap),
        },
        "schedule": {
            "rows": [
                {"date": row.on.isoformat(), "principal": _money(row.principal), "interest": _money(row.interest), "balance": _money(row.balance)}
                for row in made.schedule
            ],
            "total_interest": _money(sum((row.interest for row in made.schedule), Decimal(0))) if made.schedule else None,
            "note": made.schedule_note or None,
        },
        "coverage": [
            {"year": one.year, "cash": _money(one.cash), "existing": _money(one.existing), "principal": _money(one.principal),
             "interest": _money(one.interest), "dscr": _ratio(one.ratio)}
            for one in made.cover
        ],
        "earned": {"contracted": _money(found.lending.earned.contracted), "transferable": _money(found.lending.earned.transferable),
                   "years": _ratio(found.lending.earned.years)},
        "maturities": [
            {"name": one.name, "until": None if one.until is None else one.until.isoformat(), "needed": one.needed.isoformat(), "holds": one.holds}
            for one in made.maturities
        ],
        "structures": [
            {"kind": one.kind, "place": one.place, "basis": one.basis, "verified": one.verified, "consequences": list(one.consequences),
             "risks": list(one.risks), "data_sets": list(row.data_sets or ()), "contracts": list(row.contracts or ())}
            for row, one in chosen(found.project)
        ],
        "lender": _lender(found.lending.lender),
        "stress": _stress(found.lending.stress),
        "double_pledge": {
            "found": [{"code": one.code, "name": one.name, "sha256": one.other.sha256, "report": one.other.report, "its_code": one.other.code,
                       "valuation_date": one.other.day or None, "message": one.words} for one in found.twice],
            "limit": LIMIT,
            "description_digest": description_digest(found.project, {row.code for row in made.rows if row.pooled}),
        },
        "diligence": [asdict(one) for one in found.lending.diligence],
        "sentences": [one.text for one in made.sentences] + list(found.lending.lender.sentences),
        "problems": [{"level": one.level, "form": one.form, "id": one.id, "key": one.key, "message": one.message} for one in found.problems],
    }  # fmt: skip


def _lender(page: LenderPage) -> Json:
    return {
        "ladder": [{"rate": _ratio(one.rate), "lendable": _money(one.lendable), "carried": one.carried} for one in page.ladder],
        "concentration": {
            key: {"shares": [{"code": code, "name": name, "share": _ratio(share)} for code, name, share in one.shares],
                  "herfindahl": _ratio(one.index)}
            for key, one in (("data_sets", page.by_data_set), ("units", page.by_unit), ("contracts", page.by_contract))
        },
        "run_off": [
            {"date": one.on.isoformat(), "pool": _money(one.pool), "balance": _money(one.balance), "loan_to_pool": _ratio(one.loan_to_pool)}
            for one in page.run_off
        ],
        "sales": [{"name": one.name, "share": _ratio(one.share), "proceeds": _money(one.proceeds), "covers": _ratio(one.covers)}
                  for one in page.sales],
        "public_cases": None if page.distance is None else {
            "known": page.distance.known, "median": _money(page.distance.median), "greatest": _money(page.distance.greatest),
            "greater": page.distance.greater,
        },
        "contracted_first_year": _money(page.contracted),
        "transferable_first_year": _money(page.transferable),
    }  # fmt: skip


def _stress(table: StressTable) -> Json:
    return {
        "lines": [
            {"key": one.key, "kind": one.kind, "name": one.name, "value": _money(one.value), "fall": _ratio(one.fall), "pool": _money(one.pool),
             "lendable": _money(one.lendable), "loan_to_pool": _ratio(one.loan_to_pool), "carried": one.carried, "why": one.why or None}
            for one in table.lines
        ],
        "break_evens": [{"key": one.key, "name": one.name, "change": _ratio(one.change), "words": one.words} for one in table.break_evens],
        "carried_by_data": _money(table.carried_by_data),
        "note": table.note,
    }  # fmt: skip


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{rounded(amount, 2):f}"


def _ratio(value: Decimal | None) -> str | None:
    return None if value is None else plain(rounded(value, 10))
