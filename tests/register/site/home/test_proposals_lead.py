"""A body of which nothing is confirmed leads to what is proposed."""

import re

import pytest

from actionlines.register.core.search import catch_up
from tests.register.search.samples import instrument, mandate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("status", "leads"), [("proposed", True), ("confirmed", False)])
def test_proposals_are_open_where_nothing_is_confirmed(client, status, leads):
    where = instrument(texts=("Requests ITU to report on lamps.",))
    mandate(where, "report on lamps", ("itu",), status="proposed", force="decided")
    mandate(where, "light the lamps", ("itu",), status=status, force="decided")
    catch_up()
    html = client.get("/itu/").content.decode()
    assert bool(re.search(r'<details id="proposed" open>', html)) is leads
    assert ('<p class="standing"><a href="#proposed">' in html) is leads
