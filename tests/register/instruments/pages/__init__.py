"""The reader and the comparison of versions."""
