"""Conditions, clocks, charges, conclusions; durable_rules. Nothing else imports durable."""
