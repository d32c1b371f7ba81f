"""One report model, many outputs."""
