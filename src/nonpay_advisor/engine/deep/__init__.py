"""The deep check of the rule base: its conditions, the vocabulary's types and the held law, put before a solver (z3).

Nothing that gives advice imports this package; it needs z3-solver, which comes with the `test` extra.
"""
