"""Rules that look at a whole table."""
