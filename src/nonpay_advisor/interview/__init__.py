"""Asks the fewest questions that settle a case."""
