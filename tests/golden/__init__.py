"""Golden files: what users hold of the register and its papers, kept so that a change in the code shows it."""
