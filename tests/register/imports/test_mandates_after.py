"""Mandates that imported activities may answer are proposed once they are in."""

import pytest

from actionlines.register.activities.actions import EditActivity
from actionlines.register.activities.checks import checked, facts_of
from actionlines.register.activities.imports.load import propose_mandates_of
from actionlines.register.activities.models import Activity, ActivityMandate
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.models import Event, Version
from actionlines.register.core.public_view import public_data
from actionlines.register.core.serialise import as_dict
from actionlines.register.mandates.models import Mandate
from tests.people import person
from tests.register.imports.test_activities import bring, plain, table
from tests.register.mandates.samples import instrument

pytestmark = pytest.mark.django_db

ROWS = [
    ["1", "Masts lent to schools", "Companies lend spare masts to schools, and map masts that stand idle.",
     "Masts Ltd", "Kenya", "2026", "C2", ""],
    ["2", "Choir of the harbour", "Songs of the sea.", "Harbour Choir", "Kenya", "2026", "", ""],
]  # fmt: skip


@pytest.fixture
def mandates():
    instrument()
    for one in Mandate.objects.all():
        one.links.create(concept="C2", level="action_line", p=0.9)
        one.addressees.all().delete()  # of whom nothing is known only open invitations are proposed
    return Mandate.objects.all()


def test_proposals_come_after_the_import_with_a_trail_of_their_own(mandates):
    run = bring(table(*ROWS), person("member"))
    one, other = Activity.objects.get(title=ROWS[0][1]), Activity.objects.get(title=ROWS[1][1])
    links = one.mandate_links.all()
    assert links
    assert {(link.origin, link.status) for link in links} == {("machine", "proposed")}
    assert all(0.1 <= link.p < 1 and link.evidence for link in links)
    assert not other.mandate_links.exists()
    assert (one.version, other.version) == (2, 1)
    version = Version.objects.get(kind="activity", record=one.pk, number=2)
    assert plain(version.data) == plain(as_dict(one))
    event = Event.objects.filter(kind="activity", record=one.pk).first()
    assert (event.actor, list(event.changes)) == (None, ["mandates"])
    assert propose_mandates_of.call(run.pk) == 0


def test_an_import_after_the_proposals_still_updates_drafts_that_nobody_touched(mandates):
    bring(table(*ROWS), person("member"))
    again = [[*ROWS[0][:2], "Companies lend spare masts to clinics.", *ROWS[0][3:]]]
    assert bring(table(*again), person("member")).counts == {"updated": 1}


def test_what_people_decided_or_wrote_is_left_alone(mandates):
    bring(table(*ROWS), person("member"))
    one = Activity.objects.get(title=ROWS[0][1])
    link = one.mandate_links.first()
    ActivityMandate.objects.filter(pk=link.pk).update(status="rejected")
    EditActivity(person("member"), one, fields={"challenges": "Wind."}).do()
    number = Activity.objects.get(pk=one.pk).version
    assert propose_mandates_of.call(ImportRun.objects.get().pk) == 0
    assert Activity.objects.get(pk=one.pk).version == number
    assert ActivityMandate.objects.get(pk=link.pk).status == "rejected"


def test_what_is_published_at_once_gets_proposals_that_visitors_do_not_see(mandates, settings):
    settings.FOUR_EYES = False
    boss = person("secretariat")
    bring(table(*ROWS), boss, publish=True)
    one = Activity.objects.get(title=ROWS[0][1])
    assert one.mandate_links.exists() and (one.version, one.published_version) == (2, 2)
    (data,) = public_data([one])
    (facts,) = facts_of([data])
    assert data["mandates"] == [] and checked(facts)[1].verdict == "doubt"


def test_a_trial_proposes_nothing(mandates):
    bring(table(ROWS[0]), person("member"), dry_run=True)
    assert not ActivityMandate.objects.exists()
