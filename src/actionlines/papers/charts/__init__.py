"""Charts as data and their pictures: specs in Vega-Lite, colours, scales, SVG and PNG."""
