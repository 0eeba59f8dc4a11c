"""What version 3 of the file added to version 2, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {}
"""Columns by the earlier table that got them."""

ADDED_TABLES: dict[str, str] = {
    "power_account": """
        enterprise meters capacity power_factor industry as_of event event_on base_first base_last revenue sector_median sector_source
        peak_hours valley_hours hours_source authorisation_number authorised_on authorised_by authorised_to scope valid_until withdrawn_on
        evidence
    """,
    "power_weight": "part weight reason",
    "power_profile": "measured_at sources sha256 rows:i document",
}
