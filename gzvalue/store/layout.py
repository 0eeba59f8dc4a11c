"""The tables of the file by version. Migrations spell tables out as plain data and never look at the forms of today."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from gzvalue.store import layout_2, layout_3
from gzvalue.store.database import library

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

APPLICATION_ID = 0x475A5641
"""``GZVA`` in the head of the file: this SQLite file is a project of ours."""

VERSION = 3
"""Version of the tables that this program writes; kept in ``PRAGMA user_version``."""

# One table per form; a word is a TEXT column, or INTEGER where it ends in ":i".
_VERSION_1 = {
    "enterprise": """
        name credit_code enterprise_type legal_representative registered_on registered_capital registered_address business_term
        business_scope status industry region ownership financing_platform employees:i business_summary contact_person contact_phone
        contact_address contact_email
    """,
    "finance_year": """
        year:i revenue ebitda depreciation ebit interest other_income profit_before_tax income_tax net_profit working_capital_change
        operating_cash_flow maintenance_capex scheduled_principal interest_bearing_debt total_assets equity basis note
    """,
    "step_duty": "step department filler due_on",
    "valuation_head": "valuation_date as_of period purpose value_type premise preparer reviewer timing tax_rate sample_mark",
    "data_set": """
        code name business_domain structure dictionary record_count:i storage_gb span_start span_end frequency storage_mode
        source_system authoriser holder right_path rights right_scope right_until right_limits source_type exclusive restriction
        public_data grade personal_information:i registered_personal personal_note territory industry cost_note scenarios
        quality_note scarcity substitutability registration_name pledge_suitability used_years remaining_years adjustment
        adjustment_reason department filler note
    """,
    "data_field": "data_set name label type length:i key:i personal:i description",
    "declared_quality": "data_set conformity completeness accuracy consistency timeliness accessibility basis declared_by declared_on",
    "measurement": "data_set measured_at source_name sha256 sm3 rows:i columns:i engine rules document",
    "certificate": "code kind registry number name holder rights state applied_on issued_on valid_until data_sets note",
    "contract": "code name kind party counterparty signed_on starts ends annual_amount total_amount data_sets pledged note",
    "evidence": "code title file_name sha256 size:i pages:i issued_on expires_on note",
    "evidence_link": "evidence about_form about_id:i about_key page strength source prepared_by prepared_on",
    "expert": "code name organisation field independent",
    "expert_score": """
        expert data_set quality_integrity quality_accuracy quality_timeliness cost_input cost_rebuild cost_upkeep
        application_scenarios application_benefit application_prospect market_scarcity market_demand market_liquidity risk_rights
        risk_compliance risk_continuity note
    """,
    "judgement": "expert group first second value",
    "weighting": "method alpha ahp_method ri_table high_from middle_from",
    "valuation_unit": """
        code name kind version main_method method_reason cross_methods share_base share_rate share_reason discount_rate life_years
        life_reason tax_rate
        income_basis rate_basis allocation certificates contracts department filler note
    """,
    "unit_member": "unit data_set share note",
    "cost_item": "data_set category name amount incurred_on index_then index_now allocation basis department filler",
    "income_year": "unit year:i version basis revenue transferable internal contracted note",
    "comparable": "unit subset name source deal_date value quality supply timing volume other",
    "discount": """
        method entered_rate entered_reason basis risk_free risk_free_date risk_free_source industry_premium management circulation
        security regulation note
    """,
    "financing": """
        loan_asked lender loan_kind use_of_funds repayment_source term_months:i annual_rate drawdown_on repayment budget own_capital
        other_debt pledge_rate existing_pledges repeated_pledge:i note
    """,
    "principal_payment": "due_on amount note",
    "other_security": "kind name basis value rate overlaps overlap_note",
    "dossier_choice": "left_out sheets mirrored:i",
    "raw_text": "about_form about_id:i about_key text",
}

_GUARDS = (
    "CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    "CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    # also keeps INSERT OR REPLACE out, which deletes without firing the trigger above
    "CREATE TRIGGER log_in_order BEFORE INSERT ON log WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM log)"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)


def _columns(words: str) -> dict[str, type]:
    pairs = (word.partition(":") for word in words.split())
    return {key: int if mark else str for key, _, mark in pairs}


def _create_tables(db: "Database", tables: dict[str, str]) -> None:
    for name, words in tables.items():
        db.table(name).create({"id": int} | _columns(words), pk="id", strict=True)


def _create_version_1(db: "Database") -> None:
    _create_tables(db, _VERSION_1)
    db.table("meta").create({"key": str, "value": str}, pk="key", not_null={"value"}, strict=True)
    db.table("counter").create({"form": str, "last_id": int}, pk="form", not_null={"last_id"}, strict=True)
    db.table("log").create(
        {"no": int, "time": str, "user": str, "label": str, "changes": str, "previous": str, "hash": str},
        pk="no",
        not_null={"time", "user", "label", "changes", "previous", "hash"},
        strict=True,
    )
    db.table("content").create({"sha256": str, "bytes": bytes}, pk="sha256", not_null={"bytes"}, strict=True)
    for guard in _GUARDS:
        db.execute(guard)


def _add_columns(db: "Database", columns: dict[str, str]) -> None:
    for name, words in columns.items():
        for key, kind in _columns(words).items():
            db.table(name).add_column(key, kind)


def _add_version_2(db: "Database") -> None:
    _add_columns(db, layout_2.ADDED_COLUMNS)
    _create_tables(db, layout_2.ADDED_TABLES)
    for statement in layout_2.ISSUED:
        db.execute(statement)


def _add_version_3(db: "Database") -> None:
    _add_columns(db, layout_3.ADDED_COLUMNS)
    _create_tables(db, layout_3.ADDED_TABLES)


STEPS: tuple[tuple[str, "Callable[[Database], None]"], ...] = (
    ("version 1", _create_version_1), ("version 2", _add_version_2), ("version 3", _add_version_3),
)  # fmt: skip
"""What leads from each version to the next; the n-th step makes version n."""


def lay_out(db: "Database") -> None:
    """Bring the tables to this program's version; call inside a transaction, so that it is all or nothing."""
    known: Migrations = library().Migrations("gzvalue")
    for name, step in STEPS:
        known(name=name)(step)
    known.apply(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def application(db: "Database") -> int:
    """The mark of the program that made the file."""
    return int(db.execute("PRAGMA application_id").fetchone()[0])


def version(db: "Database") -> int:
    """The version of the file's tables."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def lacking(db: "Database") -> list[str]:
    """Tables of the present version, and columns as ``table.column``, that the file lacks: it was made between two versions."""
    there = {name: {column.name for column in db.table(name).columns} for name in db.table_names()}
    wanted = [
        (name, key)
        for tables in (_VERSION_1, layout_2.ADDED_TABLES, layout_3.ADDED_TABLES)
        for name, words in tables.items()
        for key in ("id", *_columns(words))
    ]
    for added in (layout_2.ADDED_COLUMNS, layout_3.ADDED_COLUMNS):
        wanted += [(name, key) for name, words in added.items() for key in _columns(words)]  # the log has no id
    wanted.append(("issued", "data"))
    return [f"{name}.{key}" if name in there else name for name, key in wanted if key not in there.get(name, ())]


def tables_of_version_1() -> tuple[str, ...]:
    """Names of the forms' tables in the first version."""
    return tuple(_VERSION_1)
