"""Tests of addresses, references, shared records and pages of the site itself."""
