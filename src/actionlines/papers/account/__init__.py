"""The content of a register as frozen values, the source of road maps and reports."""
