"""The follow-up in every format."""
