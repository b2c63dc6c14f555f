"""Reading jurisdictions; the value in force, with its authority."""
