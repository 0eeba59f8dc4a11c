"""The workbook 测算底稿: every figure of a valuation as a live formula over named input cells, page by page.

`page` holds what a page is, `links` where a datum or a step stands, one module per page lays it out, `writer`
alone knows the spreadsheet library. Formulas come from the valuation's own definitions (`Formula.cell`); what no
closed formula gives (weights by eigenvector or entropy) is an entered value that is marked as such.
"""
