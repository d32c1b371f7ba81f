"""The documentation as a contract."""
