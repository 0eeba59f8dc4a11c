"""HOW MUCH TO LEND: pool, limit, test of the loan asked. Pure, beside the valuation."""
