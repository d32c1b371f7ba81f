"""Standings: where countries and regions are on each indicator."""
