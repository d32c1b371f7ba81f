"""One file for each format in which it is written."""
