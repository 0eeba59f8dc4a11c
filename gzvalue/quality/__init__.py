"""How good: data quality counted from the real files, never declared."""
