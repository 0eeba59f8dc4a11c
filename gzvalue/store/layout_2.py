"""What version 2 of the file added to version 1, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {
    "measurement": "version",
}
"""Columns by the table of version 1 that got them."""

ADDED_TABLES: dict[str, str] = {
    "quality_rules": "data_set rules note",
}
"""Tables that version 1 did not have, with their columns besides the id."""
