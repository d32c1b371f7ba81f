"""Cooperation frameworks of countries as UN INFO publishes them."""
