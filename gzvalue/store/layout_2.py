"""What version 2 of the file added to version 1, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {
    "discount": """
        premium_by management_low management_high circulation_low circulation_high security_low security_high regulation_low regulation_high
        beta unlevered_beta market_premium specific equity_value debt_value cost_debt capital_source asset_premium asset_premium_reason
        lpr_one lpr_five lpr_date lpr_source
    """,
    "comparable": "quality_own quality_reference index_now index_then volume_own volume_reference volume_power weight rights reason",
    "data_set": "adjustment_by work_hours use_count:i",
    "valuation_unit": """
        share_basis royalty_rate royalty_reason single_year:i growth renewable renewal_reason life_legal life_contract life_update life_decay
        decay_floor attrition upkeep terminal terminal_income capitalisation_rate terminal_reason
    """,
    "log": "reason",
    "dossier_choice": "short:i",
    "financing": "day_count interest_cycle grace_months:i chain_margin:i",
    "weighting": "objective combination",
    "certificate": "registration_number accepted_on published_on scope",
    "measurement": "version",
}
"""Columns by the table of version 1 that got them."""

ADDED_TABLES: dict[str, str] = {
    "contributory_asset": "unit kind name year:i value required_return basis",
    "increment": "unit year:i kind name with_data without_data margin belongs basis",
    "income_change": "unit year:i contract cause amount basis",
    "source_link": """
        scope_kind scope part in_registered source special collector relation group_authorised basis contract law condition agreed_rights
        limits starts ends exclusive evidence page department filler note
    """,
    "consent_version": "scope_kind scope version starts ends basis separate valid evidence page note",
    "compliance_answer": "scope_kind scope question answer note evidence page filler answered_on",
    "deposit": "data_set file_name size:i rows:i sha256 sm3 platform number deposited_on note",
    "registration_entry": "registry form_name data_set field text",
    "stated_name": "data_set paper paper_name name number holder dated_on note",
    "quality_rules": "data_set rules note",
    "delphi_score": "round:i expert item score note",
    "joint_scenario": "unit name data_sets income note",
    "uncertainty_setting": "draws:i seed:i note",
    "uncertain_parameter": "code lever unit shape low mode high mean deviation basis",
    "parameter_correlation": "first second rho basis",
    "value_scenario": "code name rate income transferable internal growth share life tax cost adjustment market note",
    "real_option": "code name unit kind model spot strike rate volatility years delay_cost steps:i american:i basis",
    "market_state": "active active_reason main_market participants supply_demand",
    "market_subset": "unit name combine reason",
    "risk_factor": "risk name weight score reason",
    "asset_return": "name value return_by return_rate basis",
    "share_basis": """
        code name method data_sets basis asset_cost asset_profit_rate other_cost other_profit_rate low high range_source score_by royalty
        margin additional whole
    """,
    "share_factor": "share_basis name weight score reason",
    "quality_weights": "conformity completeness accuracy consistency timeliness accessibility basis",
    "approach": "approach use reason",
    "approach_answer": "item answer note",
    "unit_conclusion": "unit by weight_reason difference_reason",
    "method_weight": "unit method weight",
    "conclusion_note": "difference_reason forming value_type_reason limits",
    "working_capital": """
        revenue margin growth stock_days receivable_days payable_days prepaid_days advance_days own_funds present_loans other_channels basis
    """,
    "borrower_check": """
        hidden_debt public_institution dishonest credit_report credit_report_on guarantees_given fee_rights_pledged receivables_pledged
        resolution resolution_on state_approval note
    """,
    "pledge_structure": "kind data_sets contracts registered note",
    "diligence_item": "item state evidence page note",
    "monitoring": "report_fall collateral_fall certificate_days:i update_times quality_drop income_fall every_months:i responsible report_to note",
}
"""Tables that version 1 did not have, with their columns besides the id."""

ISSUED = (
    """
    CREATE TABLE issued (
        no INTEGER PRIMARY KEY, time TEXT NOT NULL, user TEXT NOT NULL, number TEXT NOT NULL, version INTEGER NOT NULL,
        sha256 TEXT NOT NULL, sm3 TEXT NOT NULL, log_head TEXT NOT NULL, data BLOB NOT NULL
    ) STRICT
    """,
    "CREATE TRIGGER issued_no_update BEFORE UPDATE ON issued BEGIN SELECT RAISE(ABORT, 'issued dossiers stay as they are'); END",
    "CREATE TRIGGER issued_no_delete BEFORE DELETE ON issued BEGIN SELECT RAISE(ABORT, 'issued dossiers stay as they are'); END",
    "CREATE TRIGGER issued_in_order BEFORE INSERT ON issued WHEN NEW.no <> (SELECT coalesce(max(no), 0) + 1 FROM issued)"
    " BEGIN SELECT RAISE(ABORT, 'issued dossiers stay as they are'); END",
)
"""The table of issued dossiers, append-only like the log: its data is the frozen JSON, packed by zlib."""
