"""Figures from files and from the UN SDG API, as one long table with everything that is wrong with them."""

from actionlines.indicators.read.columns import TableReading
from actionlines.indicators.read.mapping import ColumnMapping, read_mapping
from actionlines.indicators.read.reader import fetch_series, read_indicators

__all__ = ["ColumnMapping", "TableReading", "fetch_series", "read_indicators", "read_mapping"]
