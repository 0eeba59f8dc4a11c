"""The books of a project for window, command and sheet; appraised values stand beside them only here, in columns of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from gzvalue.accounting.accounts import CAVEAT, accounts_of, nothing_made
from gzvalue.accounting.collection import totals
from gzvalue.accounting.disclosure import development_of
from gzvalue.accounting.months import text
from gzvalue.accounting.result import OUTCOMES, ZERO, Accounts, AssetBook, Table
from gzvalue.accounting.stated import presentation
from gzvalue.errors import UserError
from gzvalue.financing.pool import plan
from gzvalue.financing.result import FinancingPlan
from gzvalue.outputs.accounting.facing import Facing, facing_of
from gzvalue.outputs.workbook.writer import Progress
from gzvalue.schema.accounting_forms import INTANGIBLE, AccountingAnswer, AccountingPeriod, AssetMovement, BookedAsset, BookedCost
from gzvalue.schema.faults import faults_of
from gzvalue.schema.problems import Problem
from gzvalue.schema.project import Project
from gzvalue.store.open import Store
from gzvalue.valuation.evaluate import evaluate
from gzvalue.valuation.result import Valuation

Json = dict[str, Any]
FILE_NAME = "数据资源会计处理底稿.xlsx"
"""What the window proposes."""

_FORMS = (AccountingAnswer, BookedCost, BookedAsset, AssetMovement)
_FORBIDDEN, _ALLOWED = "评估报告", "非资产评估报告"


@dataclass(frozen=True)
class Books:
    """The books with what faces them: the same data sets' appraised values and costs at replacement level, never mixed in."""

    project: Project
    valuation: Valuation
    accounts: Accounts
    facing: tuple[Facing, ...]
    problems: tuple[Problem, ...]


def books_of(
    project: Project, valuation: Valuation | None = None, financing: FinancingPlan | None = None, progress: Progress | None = None
) -> Books:
    """The books of a project; valuation and plan only for the columns beside them and for the pool.

    Raises:
        Cancelled: the progress callback stopped it.
    """
    if progress is not None:
        progress(0, 1, "编制会计处理底稿")
    valuation = evaluate(project) if valuation is None else valuation
    financing = plan(project, valuation) if financing is None else financing
    pool = [row.code for row in financing.rows if row.pooled]
    accounts = accounts_of(project, pool)
    facing, found = facing_of(project, accounts, valuation)
    told = (*accounts.problems, *found)
    printed = [one for form in _FORMS for one in project.all(form)] + [project.single(AccountingPeriod)]
    return Books(project, valuation, accounts, facing, (*told, *faults_of(project, printed, told)))


def books_of_file(path: Path) -> Books:
    """The books of a project file, also while a window has it open.

    Raises:
        UserError: the file cannot be read.
    """
    with Store.open(path, write=False) as store:
        return books_of(store.project)


# --- the sheet --------------------------------------------------------------------------------------


def write_books(books: Books, out: Path, progress: Progress | None = None) -> Path:
    """Write the workbook for the accountant; what lay there is replaced only when the new one is complete.

    Raises:
        UserError: the name is not allowed, or the file cannot be written.
        Cancelled: the progress callback stopped it.
    """
    from gzvalue.outputs.accounting.book import write_accounting  # late: brings the writer of sheets

    target = checked(Path(out))
    write_accounting(
        books.project, books.valuation, books.accounts, books.facing, books.problems, target, progress or (lambda _d, _t, _w: None)
    )
    return target


def checked(out: Path) -> Path:
    """The place, if a workbook may be written there.

    Raises:
        UserError: it may not, and why.
    """
    if out.suffix.lower() != ".xlsx":
        raise UserError(f"文件名应以 .xlsx 结尾，现为“{out.name}”；请改名，例如“{FILE_NAME}”。")
    if _FORBIDDEN in out.stem.replace(_ALLOWED, ""):
        raise UserError(f"文件名“{out.name}”含有“{_FORBIDDEN}”。会计处理底稿不是资产评估报告，请改名，例如“{FILE_NAME}”。")
    if out.is_dir():
        raise UserError(f"“{out}”是一个文件夹，请写明文件名。")
    if not out.absolute().parent.is_dir():
        raise UserError(f"文件夹“{out.absolute().parent}”不存在，请先建立或另选位置。")
    return out


# --- JSON -------------------------------------------------------------------------------------------


def as_json(books: Books) -> Json:
    """The whole as plain JSON (docs/accounting.md): money as decimal strings in 元 with two decimals, months as integers."""
    made = books.accounts
    period, stated = made.period, books.project.single(AccountingPeriod)
    return {
        "period": None if period is None else {"begins": period.begins.isoformat(), "ends": period.ends.isoformat(), "assumed": period.assumed},
        "standard": stated.standard,
        "policy": stated.policy,
        "booked": made.booked,
        "message": nothing_made(books.project, made),
        "recognition": [_recognition(one) for one in made.recognition],
        "costs": [_cost(one) for one in made.costs],
        "cost_totals": {key: _money(totals(made.costs).get(outcome, ZERO)) for key, outcome in zip(_OUTCOME_KEYS, OUTCOMES, strict=True)},
        "assets": [_asset(one) for one in made.assets],
        "amortisation": [_schedule(one) for one in made.assets if one.asset_class == INTANGIBLE],
        "intangible": _table(made.tables["intangible"]),
        "inventory": _table(made.tables["inventory"]),
        "development": _table(made.tables["development"]),
        "research_and_development": research_and_development(made),
        "presentation": [
            {"line": one.line, "label": "其中：数据资源", "opening": _money(one.opening), "closing": _money(one.closing)}
            for one in presentation(made)
        ],
        "pledged": [
            {"asset": one.code, "name": one.name, "data_set": one.data_set, "carrying": _money(one.carrying), "amortisation": _money(one.charged),
             "state": one.state, "basis": one.basis}
            for one in made.pledged
        ],
        "important": [
            {"asset": one.code, "name": one.name, "content": one.record.content, "carrying": _money(one.carrying() + one.spending()),
             "remaining_months": one.remaining_months}
            for one in made.important
        ],
        "comparison": [
            {"data_set": one.data_set, "name": one.name, "book": _money(one.book), "appraised": _money(one.appraised),
             "difference": _money(one.difference), "historical_cost": _money(one.historical), "replacement_cost": _money(one.replacement),
             "explanation": one.words}
            for one in books.facing
        ],
        "checks": [
            {"name": one.name, "ok": one.ok, "left": _money(one.left), "right": _money(one.right), "difference": _money(one.difference),
             "note": one.why or None}
            for one in made.checks
        ],
        "balanced": all(one.ok for one in made.checks),
        "problems": [{"level": one.level, "form": one.form, "id": one.id, "key": one.key, "message": one.message} for one in books.problems],
        "caveat": CAVEAT,
    }  # fmt: skip


_OUTCOME_KEYS = ("capitalised", "expensed", "expensed_earlier", "never_booked", "undecided")


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _recognition(one: Any) -> Json:
    decision = one.decision
    return {
        "data_set": one.data_set, "name": one.name, "recognised": decision.recognised, "class": decision.asset_class, "way": decision.way or None,
        "reason": decision.reason, "booked_as": list(one.booked), "open": list(decision.open),
        "path": [
            {"key": step.question.key, "group": step.question.group, "question": step.question.question, "answer": step.answer or None,
             "outcome": step.outcome, "basis": step.question.basis, "verified": step.question.verified}
            for step in decision.path
        ],
        "aside": list(decision.aside),
    }  # fmt: skip


def _cost(one: Any) -> Json:
    record = one.record
    return {
        "id": record.id, "data_set": one.data_set or None, "asset": one.asset or None, "name": record.name, "category": record.category,
        "item": one.item or None, "phase": record.phase, "date": record.incurred_on.isoformat(), "amount": _money(one.amount),
        "outcome": _OUTCOME_KEYS[OUTCOMES.index(one.outcome)], "into": one.into or None, "reason": one.reason,
        "entered_on": None if one.entered_on is None else one.entered_on.isoformat(), "voucher": record.voucher,
    }  # fmt: skip


def _asset(one: AssetBook) -> Json:
    return {
        "code": one.code, "name": one.name, "data_set": one.data_set, "class": one.asset_class or None, "way": one.way or None,
        "cost": _money(one.blocks["账面原值"].closing), "accumulated_amortisation": _money(one.blocks["累计摊销"].closing),
        "impairment": _money(one.blocks["减值（跌价）准备"].closing), "development": _money(one.blocks["开发支出"].closing),
        "carrying": _money(one.carrying()), "amortisation": _money(one.charged), "remaining_months": one.remaining_months,
    }  # fmt: skip


def _schedule(one: AssetBook) -> Json:
    made = one.schedule
    return {
        "asset": one.code, "name": one.name, "data_set": one.data_set, "start": None if made.start is None else text(made.start),
        "months": made.life, "right_until": None if made.right_until is None else made.right_until.isoformat(), "right_months": made.allowed,
        "beyond_right": made.too_long, "note": made.note or None, "period_amount": _money(one.charged),
        "monthly": [
            {"month": text(row.month), "amount": _money(row.amount), "accumulated": _money(row.accumulated), "carrying": _money(row.remaining)}
            for row in made.months
        ],
        "yearly": [{"year": year, "amount": _money(amount)} for year, amount in sorted(made.by_year().items())],
        "total": _money(sum((row.amount for row in made.months), ZERO)),
    }  # fmt: skip


def _table(table: Table) -> Json:
    columns = [column.key for column in table.rule.columns] + ["total"]
    heads = [column.label for column in table.rule.columns] + ["合计"]
    rows = [
        {"key": row.key, "label": row.label, "level": row.level, "block": row.block,
         **{column: None if row.sort == "heading" else _money(table.at(row.key, column)) for column in columns}}
        for row in table.rule.rows
    ]  # fmt: skip
    return {"title": table.rule.title, "columns": [{"key": key, "label": label} for key, label in zip(columns, heads, strict=True)],
            "rows": rows, "basis": table.rule.basis, "verified": table.rule.verified, "own_rule": table.rule.own_rule}  # fmt: skip


# --- small figures ----------------------------------------------------------------------------------


def research_and_development(made: Accounts) -> Mapping[str, str]:
    """What research and development of the period was expensed and capitalised."""
    found = development_of(made.costs, made.period)
    return {"expensed": f"{found.expensed:.2f}", "of_which_research": f"{found.research:.2f}", "capitalised": f"{found.capitalised:.2f}"}
