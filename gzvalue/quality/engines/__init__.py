"""Small adapters of what can run the plan: connect, ask, stop."""
