"""The standing of a country or region: indicators of the labels that a text speaks to."""
