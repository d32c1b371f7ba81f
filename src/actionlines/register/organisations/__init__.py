"""Organisations that carry out activities, lead mandates and give money."""
