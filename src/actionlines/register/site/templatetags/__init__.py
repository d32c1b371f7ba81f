"""Tags of the house, loaded in every template."""
