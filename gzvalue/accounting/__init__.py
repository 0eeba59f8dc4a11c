"""The books of data resources by 财会〔2023〕11号: recognition, cost collection, amortisation, disclosure tables and their checks.

Pure, and blind to appraised values: what is booked is historical cost, and nothing here can see a valuation.
"""
