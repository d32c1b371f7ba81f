"""What was agreed, as data."""
