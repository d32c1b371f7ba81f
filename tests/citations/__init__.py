"""References and their canonical forms."""
