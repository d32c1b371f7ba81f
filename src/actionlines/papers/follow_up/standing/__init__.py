"""The standing of a country or region: indicators of the labels of a text."""
