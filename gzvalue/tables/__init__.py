"""Foreign sheets and CSV as clean rows, for imports and for measuring alike."""
