"""Where a country or region stands in what a text speaks to: the alignment met with the indicators."""
