"""Every page of these rooms answers: on an empty register and on a living one, in six languages, within bounds."""

import pytest

from tests.indexed import reindex
from tests.people import person
from tests.register.site.concepts.samples import register
from tests.some import first

pytestmark = pytest.mark.django_db

FIXED = (
    "/", "/lines/", "/C5/", "/C7/", "/C7-ehealth/", "/goals/", "/goals/9/", "/targets/",
    "/targets/9.c/", "/commitments/", "/commitments/11a/", "/bodies/", "/itu/", "/countries/",
    "/countries/?group=LDC", "/KEN/", "/regions/", "/regions/itu-region:AFR/",
    "/regions/un-commission:ECA/", "/regions/LDC/", "/regions/m49:202/", "/organisations/", "/resources/",
    "/checks/", "/checks/?by=region", "/checks/?by=organisation", "/checks/?check_resources=fail",
)  # fmt: skip


# Other addresses of a view that is in the list already.
AGAIN = frozenset({
    "/C7/", "/C7-ehealth/", "/countries/?group=LDC", "/regions/itu-region:AFR/",
    "/regions/un-commission:ECA/", "/regions/m49:202/", "/checks/?by=organisation",
})  # fmt: skip


def addresses(made, again=False):
    yield from (one for one in FIXED if again or one not in AGAIN)
    yield made["kenyan"].organisation.get_absolute_url()
    yield made["envelope"].get_absolute_url()


@pytest.mark.parametrize("address", FIXED)
def test_a_page_says_what_would_be_there_when_there_is_nothing(client, address):
    reindex()
    answer = client.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert html.count("<h1") == 1


def test_every_page_answers_a_visitor_within_its_queries(client, django_assert_max_num_queries):
    for address in addresses(register(), again=True):
        with django_assert_max_num_queries(26):
            answer = client.get(address)
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert html.count("<h1") == 1, address
        assert " style=" not in html and " onclick=" not in html, address


@pytest.mark.parametrize("language", first(("ar", "zh-hans", "fr", "ru", "es")))
def test_every_page_in_another_language(client, language):
    made = register()
    client.cookies["django_language"] = language
    for address in addresses(made):
        html = client.get(address).content.decode()
        assert f'<html lang="{language}"' in html, address


@pytest.mark.parametrize("who", first(("secretariat", "member", "reviewer", "administrator")))
def test_every_page_for_those_who_are_signed_in(client, who):
    made = register()
    client.force_login(person(who))
    for address in addresses(made):
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize(
    "address",
    ("/lines/C99/", "/goals/18/", "/targets/9.z/", "/commitments/99/", "/bodies/nobody/", "/countries/XXX/",
     "/regions/nowhere/", "/organisations/99999/", "/resources/99999/"),
)  # fmt: skip
def test_what_does_not_exist_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_a_country_has_one_address(client):
    answer = client.get("/ken/")
    assert (answer.status_code, answer.url) == (301, "/KEN/")
