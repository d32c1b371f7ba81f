"""An instrument of a register as Akoma Ntoso, and its reference as MARC 21."""

import pytest
from django.urls import reverse
from lxml import etree

from actionlines.documents import read
from actionlines.documents.akn.inline import AKN, OWN
from actionlines.register.instruments.models import DocumentTable, Paragraph
from actionlines.register.site.middleware.limits import COUNTS, READS
from tests.register.mandates.samples import instrument, mandate

pytestmark = pytest.mark.django_db
MARC = "{http://www.loc.gov/MARC21/slim}"


def test_the_text_of_a_register_comes_with_citations_and_public_mandates(client, shared):
    one, hidden = mandate("2"), mandate("4", status="rejected")
    held = one.instrument
    Paragraph.objects.create(instrument=held, anchor="2(a)", order=90, kind="operative", number="(a)", level=1,
                             text="An item.")  # fmt: skip
    Paragraph.objects.create(instrument=held, anchor="old", order=91, kind="removed", text="Gone.")
    DocumentTable.objects.create(instrument=held, order=0, after="2(a)", rows=[[["Cell", 2, 1]]])
    address = reverse("instrument-akn", args=[held.pk])
    assert address in client.get(held.get_absolute_url()).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "application/akn+xml; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="instruments-A-RES-80-901.xml"'
    root = etree.fromstring(answer.content)
    etree.XMLSchema(etree.parse(shared / "data/schemas/akomantoso30.xsd")).assertValid(root)
    found = read(answer.content)
    assert found.metadata.symbol == "A/RES/80/901"
    rows = held.paragraphs.exclude(kind="removed").values_list("anchor", "kind", "number", "level", "text")
    assert [(p.id, p.kind, p.number, p.level, p.text) for p in found.paragraphs] == list(rows)
    assert found.tables[0].after == "2(a)"
    given = {one.findtext(f"{OWN}action"): one for one in root.iter(f"{OWN}mandate")}
    asked = given[one.action]
    assert (asked.get("status"), asked.get("address")) == (one.status, f"http://testserver{one.get_absolute_url()}")
    assert set(given) == {other.action for other in held.mandates.all()} - {hidden.action}
    assert {ref.get("href") for ref in root.iter(f"{AKN}ref")} == {"https://docs.un.org/en/A/RES/70/125"}
    assert client.get(f"/api/instruments/{held.pk}/akn").content == answer.content


def test_texts_are_marked_up_as_often_as_other_downloads(client):
    address = reverse("instrument-akn", args=[instrument().pk])
    limit = READS["data-file"]
    for _one in range(limit.most):
        COUNTS.take(limit, "127.0.0.1")
    assert client.get(address).status_code == 429


def test_a_reference_is_a_record_of_a_library(client):
    held = instrument()
    answer = client.get(reverse("record-cite", args=["instrument", held.pk, "marcxml"]))
    (record,) = etree.fromstring(answer.content).iter(f"{MARC}record")
    fields = {one.get("tag"): one for one in record.iter(f"{MARC}datafield")}
    assert fields["086"][0].text == "A/RES/80/901"
    assert fields["245"][0].text == held.title
    assert [one.get("code") for one in fields["856"]] == ["u"]
    (fixed,) = [one.text for one in record.iter(f"{MARC}controlfield") if one.get("tag") == "008"]
    assert len(fixed) == 40
    assert len(record.findtext(f"{MARC}leader")) == 24
    assert (fixed[6], fixed[7:11], fixed[35:38]) == ("s", str(held.date.year), "eng")
