"""Every method as a calculator with plain JSON in and out; see ``docs/calc.md`` and `run`."""
