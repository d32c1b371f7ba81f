"""Instruments through time: what changed between two texts, and the series of instruments of one subject."""
