"""Charts of the report on figures: pure functions from its values to a Chart, whose spec is Vega-Lite."""
