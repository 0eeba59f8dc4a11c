"""The value of a project as a function of what may vary: compiled from the steps of its valuation, never written a second time."""
