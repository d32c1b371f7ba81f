"""Tables of a document stand in the reader where they stand in the document."""

import re

import pytest
from django.urls import reverse

from actionlines.register.core.imports.files import path_of, store
from actionlines.register.instruments import compare, document_reader
from actionlines.register.instruments.document_reader import extracted
from actionlines.register.instruments.models import DocumentTable
from actionlines.register.mandates.documents import import_document

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html lang="en"><head><title>Masts</title></head><body><main>
<h1>Masts of the islands</h1>
<p>1. Requests the Secretary-General to report on masts at its eighty-first session;</p>
<table><caption>Masts by island</caption><tr><th>Island</th><th>Masts</th></tr>
<tr><td>North &lt;script&gt;</td><td>1 200</td></tr>%s<tr><td colspan="2">Source: survey</td></tr></table>
<p>2. Invites Member States to open their registers of masts.</p></main></body></html>"""
MORE = "".join(f"<tr><td>Island {n}</td><td>{n}</td></tr>" for n in range(3))


def brought_in(html=PAGE % MORE, name="masts.html"):
    file = store(html.encode(), name)
    return import_document(None, extracted(path_of(file), name), file, "")[0]


def shown(client, one):
    return client.get(reverse("instrument", args=[one.symbol])).content.decode()


def test_a_table_stands_behind_its_paragraph(client):
    html = shown(client, brought_in())
    first, table, second = (
        html.index(words) for words in ("report on masts", "<caption>Masts", "open their registers")
    )
    assert first < table < second
    assert "North &lt;script&gt;" in html
    assert re.search(r'<td class="num" dir="auto">1 200</td>', html)
    assert '<td colspan="2" dir="auto">Source: survey</td>' in html


def test_a_long_table_says_how_many_rows_are_left_out(client, monkeypatch):
    monkeypatch.setattr(compare, "ROWS", 2)
    html = shown(client, brought_in())
    assert "4 more rows are in the original." in html
    assert "Island 2" not in html


def test_the_same_file_again_and_a_corrected_one_leave_no_table_twice(client):
    one = brought_in()
    assert DocumentTable.objects.filter(instrument=one).count() == 1
    brought_in()
    assert DocumentTable.objects.filter(instrument=one).count() == 1


def test_tables_beyond_the_bound_are_told(monkeypatch):
    monkeypatch.setattr(document_reader, "MOST_IN_TABLES", 100)
    one = brought_in()
    assert not one.tables.exists()
    assert one.warnings[-1:] == ["1 of 1 tables are too large to be shown; the original has them"]
