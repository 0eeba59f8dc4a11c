"""The file: open, migrate, read the project, apply an edit, log, backups."""
