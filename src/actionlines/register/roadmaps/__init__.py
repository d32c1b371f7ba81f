"""Road maps of action lines, from the first proposal to the public."""
