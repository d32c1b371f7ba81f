"""People take along what the register holds of them, delete their account, and see addresses others do not."""

import json

import pytest
from django.urls import reverse

from actionlines.errors import WrongState
from actionlines.register.activities.models import Activity
from actionlines.register.core.imports.models import ImportBatch, ImportRun
from actionlines.register.core.imports.readings import read_next
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Event, Version
from actionlines.register.doors import bulk
from actionlines.register.people import own_data as own_data_pages
from actionlines.register.people.actions import DeleteAccount
from actionlines.register.people.models import User
from actionlines.register.people.own_data import own_data
from actionlines.register.site.accounts import BEGAN
from tests.people import PASSWORD, activity, person
from tests.register.consultations.samples import comment, consultation
from tests.register.site.api.world import WHOLE, Program, published, token

pytestmark = pytest.mark.django_db


def test_the_export_holds_all_of_a_person_and_nothing_of_others(client):
    member = person("member")
    token("member")
    mine, other = (activity("member", title="My lesson", **WHOLE), activity("stranger", title="Their lesson", **WHOLE))
    said = comment(consultation(), member)
    client.force_login(member)
    answer = client.get(reverse("account-export"))
    found = json.loads(answer.content)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert found["account"]["email"] == member.email
    assert [one["scope"] for one in found["account"]["tokens"]] == ["publish"]
    assert [one["id"] for one in found["activity"]] == [mine.pk]
    assert [one["id"] for one in found["comment"]] == [said.pk]
    assert other.title not in answer.content.decode()
    assert "digest" not in found["account"]["tokens"][0] and "password" not in found["account"]


def test_every_kind_of_record_with_an_owner_is_in_it():
    from django.apps import apps

    owned = {one for one in apps.get_models() if any(field.name == "owner" for field in one._meta.fields)}
    assert owned == {kind.model for kind in kinds().values() if kind.owner == "owner"} | {ImportRun, ImportBatch}
    assert "import_batches" in own_data(person("member"))
    assert {key for key, kind in kinds().items() if kind.owner} <= own_data(person("member")).keys()


def test_a_deleted_account_leaves_its_contributions_under_the_name_it_chose(client):
    member = person("member")
    token("member")
    kept, draft = published(), activity("member", title="Never shown")
    client.force_login(member)
    address = reverse("account-delete")
    assert client.get(address).status_code == 200
    assert client.post(address, {"password": "wrong", "name": "Radio desk"}).status_code == 422
    assert client.post(address, {"password": PASSWORD, "name": "Radio desk"}).status_code == 302
    left = User.objects.get(pk=member.pk)
    assert (str(left), left.is_active, left.has_usable_password()) == ("Radio desk", False, False)
    assert member.email not in json.dumps([left.email, left.name])
    assert not left.tokens.exists() and not left.roles.exists() and not left.emailaddress_set.exists()
    assert Activity.objects.get(pk=kept.pk).owner == left
    assert not Activity.objects.filter(pk=draft.pk).exists()
    assert client.get(reverse("account")).status_code == 302
    assert not client.login(email=member.email, password=PASSWORD)
    events = Event.objects.filter(kind="user", record=member.pk).values_list("changes", flat=True)
    assert "member@" not in json.dumps([*events, *Version.objects.filter(kind="user").values_list("data", flat=True)])


def test_an_account_without_a_password_is_deleted_soon_after_a_sign_in_alone(client):
    member = person("member")
    member.set_unusable_password()
    member.save()
    client.force_login(member)
    session = client.session
    now = session[BEGAN]
    session[BEGAN] = now - 16 * 60
    session.save()
    answer = client.post(reverse("account-delete"), {"name": ""})
    assert answer.status_code == 422 and b"Sign out, sign in again, then delete" in answer.content
    assert User.objects.get(pk=member.pk).is_active
    session[BEGAN] = now
    session.save()
    assert client.post(reverse("account-delete"), {"name": ""}).status_code == 302
    assert not User.objects.get(pk=member.pk).is_active


def test_the_last_administrator_and_other_peoples_accounts_stay():
    boss = person("administrator")
    with pytest.raises(WrongState):
        DeleteAccount(boss, boss, name="").do()
    with pytest.raises(WrongState):
        DeleteAccount(person("member"), person("stranger"), name="").do()


def test_addresses_of_contacts_are_for_those_who_are_signed_in(client, tmp_path, settings):
    settings.DATA = tmp_path
    made = published(contact_email="ask@radio.example")
    number = Activity.objects.get(pk=made.pk).published_version
    pages = [
        made.get_absolute_url(), f"/activity/{made.pk}.json", f"/activity/{made.pk}.jsonld",
        f"/activity/{made.pk}/v/{number}/", f"/activity/{made.pk}/history/", "/activities/?format=json",
        "/feeds/activities.atom",
    ]  # fmt: skip
    programs = [f"/activities/{made.pk}", "/activities", f"/records/activity/{made.pk}/versions/{number}"]

    def bodies():
        for address in pages:
            answer = client.get(address)
            yield address, b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert not [address for address, body in bodies() if b"ask@radio.example" in body]
    assert not [one for one in programs if b"ask@radio.example" in Program().ask("get", one).content]
    with bulk.zipfile.ZipFile(bulk.make().path) as out:
        assert not [name for name in out.namelist() if b"ask@radio.example" in out.read(name)]
    client.force_login(person("stranger"))
    seen = [address for address, body in bodies() if b"ask@radio.example" in body]
    assert {made.get_absolute_url(), f"/activity/{made.pk}.json", f"/activity/{made.pk}/v/{number}/"} <= set(seen)
    assert b"ask@radio.example" in Program("stranger").ask("get", programs[0]).content


def test_much_data_is_made_by_the_worker_and_not_while_a_page_waits(client, monkeypatch, settings):
    for number in range(3):
        activity("member", title=f"Masts {number}")
    monkeypatch.setattr(own_data_pages, "most_of", lambda name: {"own-rows": 2, "own-seconds": 3600}[name])
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client.force_login(person("member"))
    assert client.get("/me/data.json").status_code == 202
    assert read_next()
    answer = client.get("/me/data.json")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    data = json.loads(b"".join(answer.streaming_content))
    whole = json.loads(json.dumps(own_data_pages.own_data(person("member")), default=str))
    assert list(data) == list(whole)
    assert [row["title"] for row in data["activity"]] == ["Masts 0", "Masts 1", "Masts 2"]
    assert data["activity"] == whole["activity"]
    client.force_login(person("stranger"))
    assert "Masts" not in client.get("/me/data.json").content.decode()
