"""Permanent addresses by symbol and paragraph, and what leads to them."""

import pytest
from django.urls import reverse

from actionlines.register.mandates.models import Mandate, mandate_at, number_in, path_of
from tests.indexed import reindex
from tests.register.mandates.samples import instrument, mandate

pytestmark = pytest.mark.django_db


def test_a_mandate_has_the_address_of_its_paragraph(client):
    one = mandate("2")
    assert one.get_absolute_url() == "/mandates/A/RES/80/901/2/"
    assert client.get("/mandates/A/RES/80/901/2/").status_code == 200


def test_the_number_leads_there_with_its_question(client):
    one = mandate("2")
    answer = client.get(f"/mandates/{one.pk}/?from=mail")
    assert (answer.status_code, answer.url) == (301, "/mandates/A/RES/80/901/2/?from=mail")


def test_the_second_mandate_of_a_paragraph_has_a_number(client):
    one = mandate("2")
    other = Mandate.objects.create(
        paragraph=one.paragraph, instrument=one.instrument, ordinal=1, verb="Invites", strength="invites",
        action="to share the map",
    )  # fmt: skip
    assert other.get_absolute_url() == "/mandates/A/RES/80/901/2/2/"
    assert "share the map" in client.get("/mandates/A/RES/80/901/2/2/").content.decode()
    first = client.get("/mandates/A/RES/80/901/2/1/")
    assert (first.status_code, first.url) == (301, "/mandates/A/RES/80/901/2/")


@pytest.mark.parametrize("path", ["A/RES/80/901/99", "A/RES/80/901", "9999999", "nothing/at/all", "A/RES/80/901/2/9"])
def test_other_paths_are_not_found(client, path):
    instrument()
    assert client.get(f"/mandates/{path}/").status_code == 404


@pytest.mark.parametrize(
    ("symbol", "address"),
    [
        ("itu:PP/RES/140@2022", "/mandates/itu:PP/RES/140@2022/2/"),
        ("Décision n° 5 (été)", "/mandates/D%C3%A9cision%20n%C2%B0%205%20(%C3%A9t%C3%A9)/2/"),
        ("قرار ١٢", "/mandates/%D9%82%D8%B1%D8%A7%D8%B1%20%D9%A1%D9%A2/2/"),
        ("50% of #1?", "/mandates/50%25%20of%20%231%3F/2/"),
    ],
)
def test_symbols_hold_what_they_like(client, symbol, address):
    made = instrument(symbol=symbol)
    one = made.mandates.get(paragraph__anchor="2")
    assert one.get_absolute_url() == address
    assert client.get(address).status_code == 200
    assert client.get(f"/mandates/{one.pk}/").url == address


@pytest.mark.parametrize("symbol", ["file:012345678901", "a/../b", "a//b", "./a", "7"])
def test_what_cannot_stand_in_a_path_keeps_its_number(client, symbol):
    made = instrument(symbol=symbol)
    one = made.mandates.get(paragraph__anchor="2")
    assert one.get_absolute_url() == f"/mandates/{one.pk}/"
    assert client.get(f"/mandates/{one.pk}/").status_code == 200


def test_two_that_would_share_an_address_are_both_found(client):
    shorter, longer = instrument(symbol="X/1"), instrument(symbol="X/1/2")
    hidden = Mandate.objects.create(
        paragraph=shorter.paragraphs.get(anchor="2"), instrument=shorter, ordinal=1, verb="Invites",
        strength="invites", action="to hide",
    )  # fmt: skip
    shown = longer.mandates.get(paragraph__anchor="2")
    assert path_of("X/1", "2", 1) == path_of("X/1/2", "2", 0)
    assert mandate_at("X/1/2/2") == shown
    answer = client.get(f"/mandates/{hidden.pk}/")
    assert answer.status_code == 200
    assert "to hide" in answer.content.decode()


def test_a_rejected_one_is_for_those_who_review(client):
    one = mandate("2", "rejected")
    assert client.get(one.get_absolute_url()).status_code == 302


def test_people_write_an_address_of_either_kind():
    one = mandate("2")
    for words in (
        str(one.pk),
        f"https://x.example/mandates/{one.pk}/",
        f"https://x.example{one.get_absolute_url()}?a#b",
    ):
        assert number_in(words) == str(one.pk), words
    assert number_in("A/RES/80/901/2") == number_in("https://x.example/mandates/none/1/") == ""


def test_lists_and_feeds_give_the_new_address(client):
    one = mandate("2", "confirmed")
    reindex()
    assert one.get_absolute_url() in client.get(reverse("mandates") + "?status=confirmed").content.decode()
    assert one.get_absolute_url() in client.get(reverse("search") + "?q=masts").content.decode()
    assert one.get_absolute_url().encode() in client.get(reverse("mandates-calendar")).content.replace(b"\r\n ", b"")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/c5/", "/C5/"),
        ("/c5/?a=1", "/C5/?a=1"),
        ("/lines/C7-elearning/?a=1", "/C7-elearning/?a=1"),
        ("/targets/9.C/", "/targets/9.c/"),
        ("/bodies/itu/", "/itu/"),
        ("/ITU/", "/itu/"),
        ("/regions/ITU-REGION:afr/", "/regions/itu-region:AFR/"),
        ("/countries/ken/", "/KEN/"),
        ("/ken/", "/KEN/"),
    ],
)
def test_an_id_in_other_letters_leads_to_the_page(client, asked, meant):
    answer = client.get(asked)
    assert (answer.status_code, answer.url) == (301, meant)
    assert client.get(meant).status_code == 200
