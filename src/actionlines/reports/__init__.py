"""Reports and road maps, built from an account of the register."""
