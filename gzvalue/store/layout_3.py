"""What version 3 of the file added to version 2, spelled out as plain data; never the forms of today.

A word is a TEXT column, or INTEGER where it ends in ``:i``.
"""

ADDED_COLUMNS: dict[str, str] = {}
"""Columns by the earlier table that got them."""

ADDED_TABLES: dict[str, str] = {}
