"""The desk without a script: every action is a form, and each says what it did."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from actionlines.register.core.models import Event
from actionlines.register.core.permissions import decide
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.actions import AssignLead
from actionlines.register.mandates.models import Mandate
from actionlines.register.mandates.queue import covered
from actionlines.register.people.models import User
from tests.people import activity, organisation, person
from tests.register.mandates.samples import instrument, mandate, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    client.force_login(person("secretariat"))
    return client


def shown(client, address, **given):
    answer = client.get(address, given)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def now(one: Mandate) -> Mandate:
    return Mandate.objects.get(pk=one.pk)


def key(one: Mandate) -> str:
    return f"{one.pk}:{now(one).version}"


def order(html: str) -> list[int]:
    return [int(one) for one in re.findall(r'class="desk-item[^"]*" id="m(\d+)"', html)]


def test_a_proposal_is_confirmed_and_its_links_are_decided_apart(boss):
    one = mandate("2")
    answer = boss.post("/work/confirm/", {"mandate": key(one), "link": [f"{one.pk}:C5"], "sort": "text"})
    assert answer.url == "/work/?sort=text"
    assert (now(one).status, now(one).accepted_with) == ("confirmed", None)
    assert set(one.links.values_list("status", flat=True)) == {"proposed"}
    assert "1 mandate confirmed" in shown(boss, "/work/", show="proposals")
    c2, c5 = one.links.order_by("concept")
    html = shown(boss, "/work/links/", tick="all")
    assert html.count('name="link"') == html.count(" checked") == 2
    boss.post("/work/links/decide/", {"link": f"{c5.pk}:{now(one).version}", "confirm": ""})
    boss.post("/work/links/decide/", {"link": f"{c2.pk}:{now(one).version}", "reject": ""})
    assert dict(one.links.values_list("concept", "status")) == {"C5": "confirmed", "C2": "rejected"}
    assert "No link waits" in shown(boss, "/work/links/")


def test_what_is_accepted_with_others_says_so(boss):
    one, other = mandate("1"), mandate("2")
    boss.post("/work/confirm/", {"mandate": [key(one), key(other)]})
    assert now(one).accepted_with == 1
    page = " ".join(shown(boss, one.get_absolute_url()).split())
    assert "accepted with 1 other by Secretariat on" in page
    boss.logout()
    assert "accepted with 1 other by a reviewer on" in " ".join(shown(boss, one.get_absolute_url()).split())
    links = [f"{link.pk}:{now(one).version}" for link in one.links.all()]
    boss.force_login(person("secretariat"))
    boss.post("/work/links/decide/", {"link": links, "confirm": ""})
    assert list(one.links.values_list("status", "accepted_with")) == [("confirmed", 1)] * 2
    assert "accepted with 1 other" in shown(boss, one.get_absolute_url())


def test_a_page_that_is_older_undoes_nothing_else(boss):
    one, other, third = mandate("1"), mandate("2"), mandate("5")
    boss.post("/work/confirm/", {"mandate": [key(one), key(other)]})
    older = Event.objects.filter(action="mandate.confirm").first().group
    boss.post("/work/reject/", {"mandate": key(third), "reason": "A wish."})
    boss.post("/work/undo/", {"group": str(older)})
    assert "not what you did last" in shown(boss, "/work/", show="proposals")
    assert [now(row).status for row in (one, other, third)] == ["confirmed", "confirmed", "rejected"]
    newest = Event.objects.get(action="mandate.reject").group
    boss.post("/work/undo/", {"group": str(newest)})
    assert [now(row).status for row in (one, other, third)] == ["confirmed", "confirmed", "proposed"]
    assert "Undo:" not in shown(boss, "/work/", show="proposals")


def test_the_scope_of_the_database_is_that_of_the_table():
    for anchor, concepts in (("1", ()), ("2", ("C7-ehealth",)), ("3(a)", ("C5",)), ("5", ("C7",))):
        row = mandate(anchor)
        row.links.all().delete()
        for concept in concepts:
            row.links.create(concept=concept, level="action_line")
    Mandate.objects.filter(paragraph__anchor="1").update(lead=organisation())
    user = person("stranger")
    for scope in ("C7", "C7-ehealth", "C5", f"org:{organisation().pk}", "org:x", "KEN", "itu-region:AFR", ""):
        for country in ("KEN", ""):
            Instrument.objects.update(country=country)
            user.roles.all().delete()
            user.roles.create(role="reviewer", scope=scope)
            reviewer = User.objects.get(pk=user.pk)
            for action in ("mandate.confirm", "mandate.correct"):
                allowed = {row.pk for row in Mandate.objects.all() if decide(reviewer, action, row)}
                held = Mandate.objects.filter(covered(reviewer, action)).values_list("pk", flat=True)
                assert set(held) == allowed, (scope, country)


def test_all_proposals_are_counted_and_an_instrument_is_found(boss, monkeypatch):
    instrument()
    instrument(text("80/902", "More masts"))
    many = Mandate.objects.filter(instrument__symbol="A/RES/80/902").count()
    monkeypatch.setattr("actionlines.register.mandates.queue.PER_PAGE", 2)
    html = shown(boss, "/work/", instrument="A/RES/80/902")
    assert f"{many} mandates" in html and f"Page 1 of {-(-many // 2)}" in html
    assert len(order(html)) == 2 and len(order(shown(boss, "/work/", instrument="A/RES/80/902", page="2"))) == 2
    assert f'>Proposals <span class="count">{2 * many}<' in html
    Mandate.objects.filter(instrument__symbol="A/RES/80/902").update(status="confirmed")
    html = shown(boss, "/work/", instrument="A/RES/80/902")
    assert '<option value="A/RES/80/902" selected>A/RES/80/902 (0)</option>' in html and "0 mandates" in html


def test_a_rejection_needs_a_reason_and_a_selection(boss):
    one = mandate("2")
    boss.post("/work/reject/", {"mandate": key(one), "reason": " "})
    assert "Write the reason for rejection first" in shown(boss, "/work/", show="proposals")
    boss.post("/work/reject/", {"reason": "A wish."})
    assert "Select at least one mandate" in shown(boss, "/work/", show="proposals")
    boss.post("/work/reject/", {"mandate": key(one), "reason": "A wish."})
    assert (now(one).status, now(one).status_reason) == ("rejected", "A wish.")


def test_one_lead_for_several_and_an_unknown_name(boss):
    first, second = mandate("1", "confirmed"), mandate("2", "confirmed")
    boss.post("/work/lead/", {"mandate": [key(first), key(second)], "lead": "Nobody at all", "show": "open"})
    assert "No organisation has this name" in shown(boss, "/work/", show="open")
    boss.post("/work/lead/", {"mandate": [key(first), key(second)], "lead": "ЮНЕСКО", "show": "open"})
    assert {now(first).lead.body, now(second).lead.body} == {"unesco"}
    assert "2 leads assigned" in shown(boss, "/work/", show="open")


def test_an_older_version_is_left_as_it_is_and_named(boss):
    one, other = mandate("1"), mandate("2")
    stale = f"{one.pk}:7"
    boss.post("/work/confirm/", {"mandate": [stale, key(other)]})
    html = shown(boss, "/work/", show="proposals")
    assert "1 mandate confirmed" in html and "A/RES/80/901, para. 1 was left as it is" in html
    assert (now(one).status, now(other).status) == ("proposed", "confirmed")


def test_a_batch_is_undone_but_not_what_was_changed_since(boss):
    one, other = mandate("1"), mandate("2", checks=[{"field": "due", "reason": "two dates in the sentence"}])
    boss.post("/work/confirm/", {"mandate": [key(one), key(other)], "link": f"{other.pk}:C5"})
    html = shown(boss, "/work/", show="proposals")
    assert "Undo: 2 confirmed" in html
    AssignLead(person("administrator"), one, body="itu").do()
    group = Event.objects.filter(action="mandate.confirm").first().group
    boss.post("/work/undo/", {"group": str(group)})
    html = shown(boss, "/work/", show="proposals")
    assert "Undone: 1 mandate" in html and "A/RES/80/901, para. 1 was left as it is" in html
    assert (now(one).status, now(other).status) == ("confirmed", "proposed")
    assert now(other).checks == [{"field": "due", "reason": "two dates in the sentence"}]
    assert set(other.links.values_list("status", flat=True)) == {"proposed"}


def test_a_correction_is_undone_with_its_addressees_and_days(boss):
    one = mandate("2")
    before = now(one)
    given = {
        "version": 1, "addressees": ["CSTD"], "action": "chart the masts", "deliverable": "report",
        "strength": "invites", "due_year": "2030", "due_on": "", "report_to": ["ECOSOC"],
    }  # fmt: skip
    boss.post(f"/work/{one.pk}/correct/", given)
    assert (now(one).action, now(one).due, now(one).status) == ("chart the masts", ["year:2030"], "confirmed")
    group = Event.objects.get(action="mandate.correct").group
    boss.post("/work/undo/", {"group": str(group)})
    after = now(one)
    for name in ("action", "due", "due_on", "deliverable", "strength", "report_to", "status", "status_reason"):
        assert getattr(after, name) == getattr(before, name), name
    assert [(who.body, bool(who.words)) for who in after.addressees.all()] == [("itu", True)]
    assert after.version == 3


def test_nobody_undoes_what_another_did_or_what_is_older_than_ten_minutes(boss, client, monkeypatch):
    one = mandate("2")
    boss.post("/work/confirm/", {"mandate": key(one)})
    group = Event.objects.get(action="mandate.confirm").group
    client.force_login(person("administrator"))
    client.post("/work/undo/", {"group": str(group)})
    assert "There is nothing to undo" in shown(client, "/work/", show="proposals")
    client.force_login(person("secretariat"))
    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr("actionlines.register.mandates.batches.timezone.now", lambda: later)
    assert "Undo:" not in shown(client, "/work/", show="proposals")
    for wrong in (str(group), "no-group"):
        client.post("/work/undo/", {"group": wrong})
    assert now(one).status == "confirmed"


def test_the_queue_is_in_the_order_asked_for(boss):
    rows = [mandate(anchor) for anchor in ("1", "2", "5")]
    Mandate.objects.exclude(pk__in=[one.pk for one in rows]).delete()
    mandate("1", checks=[{"field": "due", "reason": "x"}, {"field": "action", "reason": "y"}])
    mandate("2", checks=[{"field": "due", "reason": "x"}])
    first, second, third = (one.pk for one in rows)
    assert order(shown(boss, "/work/", sort="text")) == [first, second, third]
    assert order(shown(boss, "/work/", sort="sure")) == [third, second, first]
    assert order(shown(boss, "/work/", sort="unsure")) == [first, second, third]
    by_day = sorted(rows, key=lambda one: now(one).due_on)
    assert order(shown(boss, "/work/", sort="due")) == [one.pk for one in by_day]


def test_ticks_without_a_script(boss):
    mandate("1", checks=[{"field": "due", "reason": "x"}])
    mandate("2")
    boxes = r'name="mandate" value="\d+:\d+" checked'
    assert not re.findall(boxes, shown(boss, "/work/", show="proposals"))
    every = len(re.findall(boxes, shown(boss, "/work/", tick="all")))
    assert len(re.findall(boxes, shown(boss, "/work/", tick="sure"))) == every - 1


def test_scope_and_organisation_narrow_the_queue(client):
    led = mandate("2", "confirmed", lead=organisation())
    own = mandate("1", "confirmed")
    user = person("reviewer")
    own.links.all().delete()
    user.organisation = led.lead
    user.save()
    client.force_login(user)
    assert order(shown(client, "/work/", show="open")) == [led.pk]
    assert order(shown(client, "/work/", show="open", owner="organisation")) == [led.pk]
    assert set(order(shown(client, "/work/", show="open", owner="all"))) == {led.pk, own.pk}


def test_who_may_not_act_sees_no_buttons_and_is_refused(client):
    one = mandate("2")
    client.force_login(person("focal"))
    html = shown(client, "/work/", show="proposals")
    assert "Confirm selected" not in html and 'name="mandate"' not in html
    assert client.post("/work/confirm/", {"mandate": key(one)}).status_code == 403
    client.force_login(person("member"))
    assert client.get("/work/").url == "/work/answers/"


def test_wrong_words_in_an_address_are_left_out(boss):
    mandate("2")
    html = shown(boss, "/work/", show="x", sort="y", owner="z", page="-1", id="9" * 30, instrument="\0'")
    assert "No proposal waits for you here" in html


def test_activities_are_offered_by_their_title(client):
    made = activity(status="published", published_at=timezone.now(), published_version=1)
    from tests.indexed import reindex

    reindex()
    html = shown(client, "/mandates/activities/", activity=made.title.split()[0])
    assert html.count("<option") <= 1
    assert shown(client, "/mandates/activities/", activity="").strip() == ""


def test_a_lead_without_a_contact_is_invited_from_the_desk(client):
    one, lead = mandate("2", "confirmed"), organisation(name="Net & Masts")
    Mandate.objects.filter(pk=one.pk).update(lead=lead)
    client.force_login(person("administrator"))
    page = client.get("/work/?show=open").content.decode()
    found = re.findall(r'href="(/people/[^"]+)">Invite a contact of Net &amp; Masts<', page)
    assert len(found) == 2  # in the queue, and beside the text
    form = client.get(found[0].replace("&amp;", "&")).content.decode()
    assert '<option value="focal" selected>' in form
    assert 'value="Net &amp; Masts"' in form
    User.objects.filter(pk=person("member").pk).update(organisation=lead)
    assert "Invite a contact" not in client.get("/work/?show=open").content.decode()
    User.objects.update(organisation=None)
    person("focal").roles.update(scope=f"org:{lead.pk}")
    assert "Invite a contact" not in client.get("/work/?show=open").content.decode()
