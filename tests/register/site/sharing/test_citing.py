"""References, shared records, the original file."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionlines.register.core.imports.files import store
from actionlines.register.doors.citing import Reference, as_bibtex, as_ris, as_text
from tests.people import activity
from tests.register.mandates.samples import instrument, mandate

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 1)
ONE = Reference(
    "Map 50% of {masts} & \\ co_ops", "https://x.example/mandates/A/RES/80/901/2/", "General Assembly",
    "2025-12-17", "A/RES/80/901", "2",
)  # fmt: skip


def test_a_reference_says_all_that_finds_the_text_again():
    assert as_text(ONE, DAY) == (
        "General Assembly. Map 50% of {masts} & \\ co_ops. A/RES/80/901, para. 2. 17 December 2025. Actionlines. "
        "https://x.example/mandates/A/RES/80/901/2/ (accessed on 1 March 2026)"
    )


def test_signs_of_tex_are_text():
    entry = as_bibtex(ONE, DAY)
    assert entry.startswith("@misc{mandates-A-RES-80-901-2,\n")
    assert r"Map 50\% of \{masts\} \& \textbackslash{} co\_ops" in entry
    assert entry.count("{") - entry.count("\\{") == entry.count("}") - entry.count("\\}")


def test_ris_has_one_line_for_each_field():
    lines = as_ris(Reference("A\r\nTY  - BOOK", "https://x.example/1/"), DAY).split("\r\n")
    assert lines == [
        "TY  - GEN", "TI  - A TY - BOOK", "PB  - Actionlines", "UR  - https://x.example/1/", "Y2  - 2026/03/01",
        "ER  - ", "",
    ]  # fmt: skip


def test_pages_offer_to_cite_share_and_embed(client):
    one = mandate("2")
    html = client.get(one.get_absolute_url()).content.decode()
    assert "A/RES/80/901, para. 2" in html
    assert f"/mandate/{one.pk}/cite.bib" in html
    assert f"/mandate/{one.pk}/embed/" in html
    assert "https://docs.un.org/en/A/RES/80/901" in html
    assert 'value="http://testserver/mandates/A/RES/80/901/2/"' in html
    assert "/cite/KEN.ris" in client.get("/KEN/").content.decode()


def test_a_reference_to_an_activity_is_to_its_published_version(client):
    made = activity("member", "published", published_at=timezone.now(), published_version=1)
    text = client.get(f"/activity/{made.pk}/cite.txt").content.decode()
    assert "Village Network Trust. Radio lessons on safe passwords." in text
    assert "version 1" in text
    draft = activity("member", "draft", title="Hidden")
    client.force_login(draft.owner)
    assert client.get(f"/activity/{draft.pk}/cite.txt").status_code == 404


def test_others_may_embed_the_one_page_and_no_other(client):
    one = mandate("2")
    address = reverse("record-embed", args=["mandate", one.pk])
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert "X-Frame-Options" not in answer
    assert not answer.cookies
    assert "<script" not in answer.content.decode()
    for other in (one.get_absolute_url(), f"/mandate/{one.pk}/history/", "/"):
        shown = client.get(other)
        assert "frame-ancestors 'none'" in shown["Content-Security-Policy"]
        assert shown["X-Frame-Options"] == "DENY"


def test_what_is_embedded_is_the_same_for_everybody():
    made = activity("member", "published", published_at=timezone.now(), published_version=1)
    other = Client()
    other.force_login(made.owner)
    address = reverse("record-embed", args=["activity", made.pk])
    assert Client().get(address).content == other.get(address).content


def test_an_embedded_record_speaks_the_language_that_was_asked_for(client):
    one = mandate("2")
    html = client.get(reverse("record-embed", args=["mandate", one.pk]), {"language": "ar"}).content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert re.search(r'<h1 lang="en"', html), "the ask keeps the language of its text"
    assert not re.search(r'<p lang="en"', html), "names of bodies are in the reader's"
    assert client.get(reverse("record-embed", args=["mandate", one.pk]), {"language": "xx"}).status_code == 200


def test_nothing_of_a_draft_or_a_withdrawn_record_is_embedded(client):
    gone = activity("member", "withdrawn", title="Secret", published_at=timezone.now(), published_version=1)
    answer = client.get(reverse("record-embed", args=["activity", gone.pk]))
    assert answer.status_code == 410
    assert "Secret" not in answer.content.decode()
    draft = activity("member", "draft", title="Secret too")
    assert client.get(reverse("record-embed", args=["activity", draft.pk])).status_code == 404


def test_the_original_of_a_document_with_a_symbol_is_public(client, tmp_path):
    made = instrument()
    made.file, _new = _stored(tmp_path)
    made.save()
    assert reverse("instrument-original", args=[made.pk]) in client.get(made.get_absolute_url()).content.decode()
    answer = client.get(reverse("instrument-original", args=[made.pk]))
    assert b"".join(answer.streaming_content) == b"1. Requests nothing."
    assert answer["Content-Disposition"] == 'attachment; filename="text.txt"'
    unnamed = instrument(symbol="file:012345678901")
    unnamed.file = made.file
    unnamed.save()
    assert client.get(reverse("instrument-original", args=[unnamed.pk])).status_code == 404


def _stored(folder):
    path = folder / "text.txt"
    path.write_bytes(b"1. Requests nothing.")
    return store(path, "text.txt"), True
