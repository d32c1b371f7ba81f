"""The document that the demonstration is about: its symbol."""

SAMPLE = "E/RES/2024/901"
