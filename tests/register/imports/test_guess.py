"""What a file brings in is told by its content."""

import pytest

from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.tables import guess, refused_rows
from tests.register.imports.samples import TEXT
from tests.register.imports.test_activities import GOOD, OTHER, bring, table

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("resolution.txt", TEXT.encode(), "document"),
        ("page.html", b"<html><body><p>Masts and portals.</p></body></html>", "document"),
        ("list.csv", table(GOOD), "activities"),
        ("list.json", b'[{"title": "Masts", "summary": "For islands"}]', "activities"),
        ("figures.csv", b"indicator,area,year,value\n17.8.1,KEN,2020,30\n", "indicators"),
        # a title alone does not make an activity: files of figures have titles of series
        ("figures2.csv", b"title,area,year,value\nInternet,KEN,2020,30\n", "indicators"),
        ("figures.xml", b"<?xml version='1.0'?><message/>", "indicators"),
    ],
)
def test_what_a_file_is(name, data, what):
    assert guess(store(data, name)) == what


def test_refused_rows_come_back_as_a_table_that_can_be_sent_again():
    formula = ["9", "=cmd()", "s", "X", "Narnia", "2024", "C2", ""]
    found = bring(table(GOOD, formula, OTHER))
    text = "".join(refused_rows(found))
    head, row = text.lstrip("\ufeff").splitlines()
    assert head.startswith("ID,Title")
    assert "'=cmd()" in row
    assert row.count("Narnia") == 2, "in its cell, and in what is wrong"
    again = bring(text.replace("Narnia,", "Kenya,").encode(), name="again.csv")
    assert again.counts == {"made": 1}
    assert bring(table([*formula[:4], "Kenya", *formula[5:]])).counts == {"same": 1}, "the title is =cmd() again"
