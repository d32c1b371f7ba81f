"""Instruments through time."""
