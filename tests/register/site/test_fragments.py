"""Parts of pages that are rendered once for equal content."""

from unittest import mock

import pytest
from django.template import Context, Template
from django.utils import translation

from actionlines.register.core.search.coverage import Cell, Heat, Row
from actionlines.register.site.templatetags import common

HEAT = '{% fragment "parts/heat.html" heat=heat heat_filters=filters %}'


def heat(number):
    return Heat(("sdg:4",), (Row("C5", False, (Cell("sdg:4", number, 0, 1),)),))


@pytest.fixture(autouse=True)
def _nothing_is_kept():
    common._rendered.cache_clear()


def shown(number, filters=""):
    return Template(HEAT).render(Context({"heat": heat(number), "filters": filters}))


def test_equal_content_is_rendered_once_for_each_language_and_other_content_again():
    with mock.patch.object(common, "render_to_string", wraps=common.render_to_string) as rendered:
        assert ">7</a>" in shown(7)
        assert shown(7) == shown(7)
        assert rendered.call_count == 1
        assert ">8</a>" in shown(8)
        assert "country=KEN" in shown(8, "country=KEN")
        assert rendered.call_count == 3
        with translation.override("fr"):
            assert shown(7) != shown(8)
        assert rendered.call_count == 5


def test_it_is_what_the_template_shows_and_not_escaped_again():
    plain = Template('{% include "parts/heat.html" with heat_filters=filters %}')
    assert shown(7, "a=<b>") == plain.render(Context({"heat": heat(7), "filters": "a=<b>"}))
