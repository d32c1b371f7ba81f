"""What is wrong with a table of observations, row by row."""

from __future__ import annotations

from actionlines.indicators.check.problem import Problem, Problems
from actionlines.indicators.check.rules import check_table

__all__ = ["Problem", "Problems", "check_table"]
