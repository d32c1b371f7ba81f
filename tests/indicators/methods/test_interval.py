"""Quantiles of Student's t against the tables."""

from __future__ import annotations

import numpy as np
import pytest

from actionlines.indicators.methods.fit import LEVEL, quantile_of, student_quantile

# Two-sided 80 %: printed tables of Student's t.
TABLE = {1: 3.0777, 2: 1.8856, 3: 1.6377, 4: 1.5332, 5: 1.4759, 6: 1.4398, 10: 1.3722, 30: 1.3104, 120: 1.2886}


@pytest.mark.parametrize("freedom,expected", TABLE.items())
def test_quantiles(freedom: int, expected: float) -> None:
    assert LEVEL == 0.80
    assert quantile_of(freedom) == pytest.approx(expected, abs=6e-5)


def test_arrays() -> None:
    found = student_quantile(np.array([np.nan, 0.0, 1.0, 5.0, 1e6]))
    assert np.isnan(found[:2]).all()
    assert found[2:] == pytest.approx([3.0777, 1.4759, 1.2858], abs=6e-4)
