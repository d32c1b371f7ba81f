"""Tests of feeds, exchange formats and the file with everything."""
