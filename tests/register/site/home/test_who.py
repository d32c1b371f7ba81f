"""The chooser: whom a text names, what is remembered, and where people land after they sign in."""

import pytest

from actionlines.register.pages.who import COOKIE, list_choices
from actionlines.register.people.models import Role
from tests.indexed import reindex
from tests.people import activity, organisation, person
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("ITU", "itu"),
        ("UIT", "itu"),
        ("МСЭ", "itu"),
        ("unesco", "unesco"),
        ("C7", "C7"),
        ("c7-elearning", "C7-elearning"),
        ("Senegal", "SEN"),
        ("Sénégal", "SEN"),
        ("السنغال", "SEN"),
        ("塞内加尔", "SEN"),
        ("sen", "SEN"),
    ],
)
def test_a_name_or_code_leads_to_its_page_and_is_remembered(client, text, key):
    answer = client.get("/for/", {"q": text})
    assert (answer.status_code, answer.url) == (302, f"/{key}/")
    assert client.cookies[COOKIE].value == key
    assert f'href="/{key}/"' in client.get("/").content.decode()
    client.get("/for/", {"who": ""})
    assert not client.cookies[COOKIE].value


def test_an_organisation_is_found_by_name_and_acronym(client):
    made = organisation(name="Village Network Trust", acronym="VNT")
    assert client.get("/for/", {"q": "village network"}).url == made.get_absolute_url()
    assert client.cookies[COOKIE].value == f"org:{made.pk}"
    assert client.get("/for/", {"q": "VNT"}).url == made.get_absolute_url()
    assert client.get("/for/mine/").url == made.get_absolute_url()


def test_what_several_are_called_is_asked_and_what_nothing_is_called_is_said(client):
    assert len(list_choices("commission", 30)) == 30
    html = client.get("/for/", {"q": "commission"}).content.decode()
    assert "Which of these do you mean?" in html and "?who=" in html
    assert "Nothing is called “qqq”" in client.get("/for/", {"q": "qqq"}).content.decode()


def test_suggestions_begin_with_the_nearest_name(client):
    html = client.get("/for/suggest", {"q": "sen"}).content.decode()
    assert html.index("Senegal") < html.index("?who=") + 200
    assert client.get("/for/suggest", {"q": ""}).content.decode().strip() == ""


@pytest.mark.parametrize("value", ["nobody", "org:99", "org:x", '"><script>'])
def test_a_cookie_that_names_nobody_is_left_alone(client, value):
    client.cookies[COOKIE] = value
    html = client.get("/").content.decode()
    assert "You follow up for" not in html and "<script>" not in html.partition("<main")[2]


def test_the_first_page_that_is_kept_for_one_is_not_that_of_another(client):
    mandate("2", "confirmed")
    reindex()
    assert "You follow up for" not in client.get("/").content.decode()
    client.cookies[COOKIE] = "itu"
    assert "You follow up for" in client.get("/").content.decode()
    client.cookies[COOKIE] = "SEN"
    assert 'href="/SEN/"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("who", "scope", "to"),
    [
        ("reviewer", "C7-elearning", "/work/"),
        ("secretariat", "", "/work/"),
        ("administrator", "", "/work/"),
        ("focal", "SEN", "/SEN/"),
        ("stranger", "", "/"),
    ],
)
def test_people_land_on_their_work_or_their_page(client, who, scope, to):
    user = person(who)
    if scope:
        Role.objects.filter(user=user).update(scope=scope)
    client.force_login(user)
    assert client.get("/start/").url == to


def test_who_has_activities_and_no_page_lands_on_them_and_the_account_decides(client):
    user = person("member")
    activity(status="draft")
    client.force_login(user)
    assert client.get("/start/").url == "/mine/"
    user.organisation = organisation(name="Village Network Trust")
    user.save()
    client.cookies[COOKIE] = "SEN"
    assert client.get("/start/").url == "/o/Village_Network_Trust/"
