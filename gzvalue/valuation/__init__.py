"""HOW MUCH: formulas, weights, scores and the valuation of a project. Pure functions of plain values."""
