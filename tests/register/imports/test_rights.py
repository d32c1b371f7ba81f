"""An import has the rights of the person who does it, when it is done; no stored flag lends those of another."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from actionlines.errors import NotAllowed
from actionlines.register.activities.models import Activity
from actionlines.register.core.imports import run as importing
from actionlines.register.core.imports.actions import StartImport, started
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.people.models import User
from tests.people import person
from tests.register.imports.test_activities import GOOD, OTHER, table
from tests.register.site.api.world import Program

pytestmark = pytest.mark.django_db(transaction=True)

COLUMNS = ("source_id", "title", "summary", "organisation", "places", "starts_on", "action_lines")


def kept(name="member"):
    return store(table(GOOD, OTHER), "list.csv", person(name), "activities")


@pytest.mark.parametrize("who", ["member", "focal"])
def test_a_flag_to_publish_needs_the_right_to_publish(who):
    file = kept()
    for begin in (started, lambda *given, **more: StartImport(given[0], file=given[1], what=given[2], **more).do()):
        with pytest.raises(NotAllowed):
            begin(person(who), file, "activities", publish=True)
    assert not ImportRun.objects.exists()


def test_neither_page_nor_api_takes_the_flag_of_a_member(client):
    member = person("member")
    client.force_login(member)
    sent = SimpleUploadedFile("list.csv", table(GOOD, OTHER))
    columns = client.post(reverse("import-new"), {"what": "activities", "file": sent}).url
    chosen = {f"c{at}": field for at, field in enumerate(COLUMNS)}
    assert client.post(columns, {**chosen, "try": "1", "publish": "1"}).status_code == 403
    sent = {"file": SimpleUploadedFile("list.csv", table(GOOD, OTHER)), "what": "activities", "publish": "true"}
    answer = client.post("/api/imports", sent, headers=Program("member").head)
    assert answer.status_code == 403
    assert not ImportRun.objects.exists()


def test_again_publishes_nothing_that_its_own_actor_did_not_choose(client, settings):
    settings.FOUR_EYES = False
    # A trial of a member that asks to publish, as one of an earlier release may.
    trial = ImportRun.objects.create(
        file=kept(), what="activities", owner=person("member"), dry_run=True, publish=True, status="done"
    )
    client.force_login(person("secretariat"))
    page = client.get(trial.get_absolute_url()).content.decode()
    assert "Imported records will be yours" in page
    assert 'name="publish"' in page
    client.post(reverse("import-again", args=[trial.pk]))
    assert set(Activity.objects.values_list("status", flat=True)) == {"draft"}
    Activity.objects.all().delete()
    client.force_login(person("member"))
    assert 'name="publish"' not in client.get(trial.get_absolute_url()).content.decode()
    assert client.post(reverse("import-again", args=[trial.pk]), {"publish": "on"}).status_code == 403
    assert not Activity.objects.exists()


def test_a_role_that_was_taken_away_ends_what_was_begun_with_it():
    begun = started(person("reviewer"), kept("reviewer"), "activities", publish=False)
    ImportRun.objects.filter(pk=begun.pk).update(publish=True)
    User.objects.get(pk=begun.owner_id).roles.all().delete()
    done = importing.run(begun.pk)
    assert (done.status, done.error["code"]) == ("failed", "AL701")
    assert not Activity.objects.exists()


def test_an_import_whose_owner_is_deleted_is_not_one_of_the_system():
    begun = started(person("member"), kept(), "activities")
    ImportRun.objects.filter(pk=begun.pk).update(publish=True)
    person("member").delete()
    done = importing.run(begun.pk)
    assert (done.status, done.error["code"]) == ("failed", "AL701")
    assert not Activity.objects.exists()


def test_the_system_itself_brings_in_and_publishes():
    begun = started(None, kept("secretariat"), "activities", publish=True)
    assert importing.run(begun.pk).status == "done"
    assert set(Activity.objects.values_list("status", flat=True)) == {"published"}
