"""What version 2 of the file added to version 1, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {
    "weighting": "objective combination",
    "certificate": "registration_number accepted_on published_on scope",
    "measurement": "version",
}
"""Columns by the table of version 1 that got them."""

ADDED_TABLES: dict[str, str] = {
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
}
"""Tables that version 1 did not have, with their columns besides the id."""
