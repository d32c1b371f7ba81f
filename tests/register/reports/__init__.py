"""Reports as records of the register."""
