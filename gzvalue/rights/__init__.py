"""Whose data it is: the rule table of rights, the traps, the questions of the self-check. Pure; the rules are data in ``resources/rights``."""
