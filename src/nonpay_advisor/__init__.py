"""Tells an unpaid creditor what may be done next."""
