"""Papers and sheets: blocks, PDF, Excel."""
