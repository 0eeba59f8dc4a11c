"""Registries as data: what each asks, how its forms are filled from the project, and what its certificates must look like."""
