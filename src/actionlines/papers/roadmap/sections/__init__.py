"""The sections of a road map: each makes its blocks from a `Writing`, and can be used by other papers."""
