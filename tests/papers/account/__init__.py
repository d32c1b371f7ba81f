"""The account that papers are made of."""
