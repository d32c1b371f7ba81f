"""Chips say where a code comes from; lines of shares can be compared with each other."""

import pytest

from actionlines.register.cooperation.gaps import chart
from actionlines.register.site.templatetags.common import chip


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("C5", "<i>WSIS </i><bdi>C5</bdi>"),
        ("sdg:4.4", "<i>SDG </i><bdi>4.4</bdi>"),
        ("sdg:9", '"><bdi>SDG 9</bdi>'),
        ("gdc:11a", '"><bdi>GDC 11(a)</bdi>'),
        ("KEN", '"><bdi>KEN</bdi>'),
    ],
)
def test_a_chip_says_where_its_code_comes_from(identifier, words):
    assert words in chip(identifier)


def test_shares_have_one_scale_and_other_figures_their_own():
    low, high = (chart([2020, 2024], values, None, "percent") for values in ([1.0, 2.0], [50.0, 100.0]))
    assert low.last_y > high.first_y > high.last_y == chart([2020, 2024], [0.0, 100.0], 100.0).last_y
    assert chart([2020, 2024], [1.0, 2.0], None).last_y == chart([2020, 2024], [50.0, 100.0], None).last_y
