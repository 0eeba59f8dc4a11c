"""Where data lies: files, folders, databases; each becomes one relation of text columns with a row number."""
