"""How fast and how large: cases in processes of their own, printed as a table."""
