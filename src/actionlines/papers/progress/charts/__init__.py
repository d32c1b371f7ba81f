"""Charts of progress: pure functions from its values to a Chart, whose spec is Vega-Lite."""
