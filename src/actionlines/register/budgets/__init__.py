"""Sections of the United Nations programme budget: their mandates, and what these cost."""
