"""新一期复制: the same enterprise and data, a new period; what was true only of the old period is emptied."""

from dataclasses import replace
from pathlib import Path

from gzvalue.errors import UserError
from gzvalue.schema.enterprise import StepDuty, ValuationHead
from gzvalue.schema.field import Record
from gzvalue.schema.forms import RawText
from gzvalue.schema.project import Project, project_of
from gzvalue.schema.rights_forms import Financing
from gzvalue.schema.valuation_forms import CostItem, Discount
from gzvalue.store.open import Store

OF_THE_PERIOD: dict[type[Record], tuple[str, ...]] = {
    ValuationHead: ("valuation_date", "as_of"),
    Discount: ("risk_free", "risk_free_date"),
    CostItem: ("index_now",),
    Financing: ("drawdown_on",),
    StepDuty: ("due_on",),
}
"""What belongs to the old period: dates of the valuation and the loan, what is looked up at the valuation date, deadlines.

Emptied, they are listed among the missing data until they are filled in anew: an old risk-free rate must not value a new period.
"""


def next_period(source: Path, target: Path, period: str) -> None:
    """Copy a project file as that of the next period.

    The new file holds the records and attachments; its log begins anew and names the head of the source's log.

    Raises:
        UserError: the source cannot be read, the target exists or cannot be written to, or the period has no name.
    """
    if not period.strip():
        raise UserError("请填写新一期的名称，例如“2026 年第二期”。")
    with Store.open(source, write=False) as old:
        label = f"新一期复制：由“{old.path.name}”复制为“{period.strip()}”，原文件日志指纹 {old.log_head}"
        Store.create(target, for_period(old.project, period.strip()), label, old.contents()).close()


def for_period(project: Project, period: str) -> Project:
    """The project as the next period begins."""
    emptied = {record.form.name: keys for record, keys in OF_THE_PERIOD.items()}
    records: list[Record] = []
    for rows in project.rows.values():
        for record in rows.values():
            if isinstance(record, RawText) and record.about_key in emptied.get(record.about_form or "", ()):
                continue
            records.append(_empty(record, emptied.get(record.form.name, ()), period))
    return project_of(records, project.last_ids)


def _empty(record: Record, keys: tuple[str, ...], period: str) -> Record:
    changes: dict[str, str | None] = dict.fromkeys(keys)
    if isinstance(record, ValuationHead):
        changes["period"] = period
    return replace(record, **changes) if changes else record  # type: ignore[arg-type]
