"""Statuses, reasons, what would change it; money, deadlines; the path."""
