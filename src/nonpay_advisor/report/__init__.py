"""What the person takes away: the options report in every format, and why each option stands as it does."""
