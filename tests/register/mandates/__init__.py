"""Mandates: what can be done with one, when it is due, how its words are shown."""
