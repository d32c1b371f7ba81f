"""The kinds of reports, built from an account."""
