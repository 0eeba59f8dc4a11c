"""WHAT is recorded: kinds, forms, the project and its edits. Knows nothing of files, windows or papers."""
