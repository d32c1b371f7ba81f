"""Pages of activities and of review."""
