"""The accountant's workbook: every total, schedule and check a live formula, and the appraised values in columns of their own."""
