"""What is not a closed formula: eigenvectors, entropy, GM(1,1), Shapley, trees, schedules.

In double precision with NumPy unless said otherwise; entered in a workbook as marked values. Each procedure
raises `Unsolvable` with a sentence for people where the data allow no answer.
"""
