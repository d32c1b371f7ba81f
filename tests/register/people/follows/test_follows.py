"""Follow, change, end: the page, the button, the link without signing in, and what is sent."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actionlines.register.activities.review import PublishActivity
from actionlines.register.core.models import Event
from actionlines.register.mandates.actions import ConfirmMandate, RejectMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.people.actions import DeleteAccount
from actionlines.register.people.models import Follow, Role, User
from actionlines.register.people.news import key_of, name_of, newest, remind, send_due
from actionlines.register.people.own_data import own_data
from tests.indexed import reindex
from tests.people import activity, organisation, person
from tests.register.mandates.samples import mandate

pytestmark = pytest.mark.django_db
NOW = timezone.now


def followed(who="member", what="concept", target="C5", pace="now", **given):
    start = {"seen": newest(), "looked_at": NOW() - timedelta(days=30), **given}
    return Follow.objects.create(user=person(who), what=what, target=target, pace=pace, **start)


@pytest.fixture(autouse=True)
def _settled(monkeypatch):
    """Events count as settled at once."""
    monkeypatch.setattr("actionlines.register.people.news.SETTLED", timedelta(seconds=-1))


def confirm(anchor="2"):
    one = mandate(anchor)
    ConfirmMandate(person("secretariat"), Mandate.objects.get(pk=one.pk)).do()
    reindex()
    return one


def test_a_page_offers_to_follow_and_the_reader_changes_and_ends_it(client):
    client.force_login(person("member"))
    html = client.get("/C5/").content.decode()
    assert 'name="target" value="C5"' in html
    answer = client.post(reverse("follow-new"), {"what": "concept", "target": "C5", "pace": "weekly", "next": "/C5/"})
    assert answer.url == "/C5/"
    assert "You follow this" in client.get("/C5/").content.decode()
    one = Follow.objects.get()
    assert (one.pace, one.user) == ("weekly", person("member"))
    assert "C5 Building confidence" in client.get(reverse("follows")).content.decode()
    client.post(reverse("follow-change", args=[one.pk]), {"pace": "now"})
    assert Follow.objects.get().pace == "now"
    client.post(reverse("follow-change", args=[one.pk]), {"end": "1"})
    assert not Follow.objects.exists()


@pytest.mark.parametrize(
    ("what", "target", "good"),
    [
        ("concept", "itu", True), ("concept", "KEN", True), ("concept", "sdg:9.c", True),
        ("concept", "C99", False),
        ("search", "search?q=masts", True), ("search", "mandates?body=itu", True), ("search", "search?", False),
        ("search", "mandates?page=2", False), ("search", "nothing?q=a", False), ("record", "mandate:0", False),
        ("record", "user:1", False), ("record", "mandate:x", False), ("", "C5", False),
        ("concept", "C" * 500, False),
    ],
)  # fmt: skip
def test_only_what_there_is_can_be_followed(client, what, target, good):
    client.force_login(person("member"))
    client.post(reverse("follow-new"), {"what": what, "target": target})
    assert Follow.objects.exists() == good
    assert client.get(reverse("follows")).status_code == 200


def test_a_draft_of_others_cannot_be_followed(client):
    draft = activity("stranger", "draft")
    client.force_login(person("member"))
    client.post(reverse("follow-new"), {"what": "record", "target": f"activity:{draft.pk}"})
    assert not Follow.objects.exists()


def test_an_account_follows_so_many_things_at_most(client, monkeypatch):
    monkeypatch.setattr("actionlines.register.people.views.MOST", 2)
    client.force_login(person("member"))
    for line in ("C1", "C2", "C3"):
        client.post(reverse("follow-new"), {"what": "concept", "target": line})
    assert list(Follow.objects.values_list("target", flat=True)) == ["C1", "C2"]
    client.post(reverse("follow-new"), {"what": "concept", "target": "C2", "pace": "weekly"})
    assert Follow.objects.get(target="C2").pace == "weekly"


def test_nobody_changes_what_others_follow(client):
    one = followed("stranger")
    client.force_login(person("member"))
    assert client.post(reverse("follow-change", args=[one.pk]), {"end": "1"}).status_code == 404
    assert Follow.objects.exists()


@pytest.mark.parametrize(
    ("what", "target", "sent"),
    [
        ("concept", "C5", 1), ("concept", "C10", 0), ("concept", "itu", 1), ("concept", "unesco", 0),
        ("search", "search?q=masts", 1), ("search", "search?q=zebra", 0), ("search", "mandates?body=itu", 1),
        ("search", "mandates?body=unesco", 0),
    ],
)  # fmt: skip
def test_news_of_what_is_followed_is_sent_and_of_nothing_else(what, target, sent):
    one = mandate("2")
    followed(what=what, target=target)
    ConfirmMandate(person("secretariat"), Mandate.objects.get(pk=one.pk)).do()
    reindex()
    assert send_due() == sent
    assert len(mail.outbox) == sent
    if sent:
        assert "/mandates/A/RES/80/901/2/" in mail.outbox[0].body
        assert "Confirmed" in mail.outbox[0].body


def test_a_record_and_the_mandates_of_an_instrument_are_followed():
    one, other = mandate("2"), mandate("4")
    followed(what="record", target=f"mandate:{one.pk}")
    followed("stranger", what="record", target=f"instrument:{one.instrument_id}")
    for each in (one, other):
        ConfirmMandate(person("secretariat"), Mandate.objects.get(pk=each.pk)).do()
    reindex()
    assert send_due() == 2
    mine, theirs = (
        next(one for one in mail.outbox if one.to == [f"{who}@example.org"]) for who in ("member", "stranger")
    )
    assert "901/2/" in mine.body and "901/4/" not in mine.body
    assert "901/2/" in theirs.body and "901/4/" in theirs.body


def test_nothing_is_sent_twice_and_nothing_is_lost():
    mandate("2")
    follow = followed()
    confirm("2")
    assert (send_due(), send_due()) == (1, 0)
    confirm("4")
    # The worker was away for a month.
    assert send_due(NOW() + timedelta(days=30)) == 1
    assert "901/4/" in mail.outbox[1].body and "901/2/" not in mail.outbox[1].body
    follow.refresh_from_db()
    assert follow.seen == Event.objects.order_by("-pk").first().pk


def test_what_could_not_be_sent_is_tried_again(monkeypatch):
    mandate("2")
    followed()
    confirm("2")

    class Broken:
        def send_messages(self, _messages):
            raise OSError("no mail server")

    monkeypatch.setattr("actionlines.register.people.news.get_connection", Broken)
    assert send_due() == 0
    monkeypatch.undo()
    monkeypatch.setattr("actionlines.register.people.news.SETTLED", timedelta(seconds=-1))
    assert send_due() == 1


def test_what_a_worker_holds_no_other_sends():
    mandate("2")
    follow = followed()
    confirm("2")
    Follow.objects.filter(pk=follow.pk).update(claimed_at=NOW())
    assert send_due() == 0
    assert send_due(NOW() + timedelta(hours=2)) == 1  # the worker died


def test_each_pace_has_its_time():
    mandate("2")
    for who, pace in (("member", "now"), ("stranger", "daily"), ("focal", "weekly")):
        followed(who, pace=pace, looked_at=NOW())
    confirm("2")
    assert send_due(NOW() + timedelta(minutes=1)) == 1
    assert send_due(NOW() + timedelta(days=1, minutes=1)) == 1
    assert send_due(NOW() + timedelta(days=7, minutes=1)) == 1
    assert [one.to[0].split("@")[0] for one in mail.outbox] == ["member", "stranger", "focal"]


def test_a_thing_that_belongs_to_two_subscriptions_is_told_once():
    mandate("2")
    followed(target="C5")
    followed(target="C2")
    confirm("2")
    assert send_due() == 1


def test_only_what_the_reader_may_see_when_it_is_sent():
    hidden = activity("stranger", "submitted", title="Not public")
    followed(target="C5")
    followed("reviewer", target="C5")
    PublishActivity(person("secretariat"), hidden).do()
    reindex()
    hidden.refresh_from_db()
    hidden.status = "withdrawn"
    hidden.save()
    reindex()
    assert send_due() == 0
    assert mail.outbox == []


def test_a_rejected_mandate_is_told_to_nobody_who_may_not_see_it():
    one = mandate("2")
    followed(what="record", target=f"mandate:{one.pk}")
    RejectMandate(person("secretariat"), Mandate.objects.get(pk=one.pk), reason="A mere wish.").do()
    reindex()
    assert send_due() == 0


def test_own_doings_are_no_news():
    mandate("2")
    followed("secretariat")
    confirm("2")
    assert send_due() == 0


def test_a_suspended_account_gets_nothing():
    mandate("2")
    followed()
    confirm("2")
    User.objects.filter(pk=person("member").pk).update(is_active=False)
    assert send_due() == 0


def test_messages_are_in_the_language_of_the_reader():
    mandate("2")
    User.objects.filter(pk=person("member").pk).update(language="fr")
    followed()
    confirm("2")
    assert send_due() == 1
    assert "Vous suivez" in mail.outbox[0].body
    assert "You follow" not in mail.outbox[0].body


def test_a_subscription_ends_by_its_link_without_signing_in():
    mandate("2")
    one, other = followed(), followed(target="C2")
    confirm("2")
    send_due()
    sent = mail.outbox[0]
    link = sent.extra_headers["List-Unsubscribe"].strip("<>")
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in sent.body
    path = "/" + link.split("/", 3)[3]
    visitor = Client(enforce_csrf_checks=True)
    html = visitor.get(path).content.decode()
    assert "C5" in html
    assert Follow.objects.count() == 2  # a look ends nothing: programs follow links
    assert visitor.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Follow.objects.all()) == [other]
    assert visitor.post(path).status_code == 200
    assert key_of(one) != key_of(other)


@pytest.mark.parametrize("key", ["x", "a:b:c", "%E2%82%AC"])
def test_a_key_that_is_not_ours_ends_nothing(client, key):
    followed()
    assert client.post(f"/follows/end/{key}/").status_code == 200
    assert Follow.objects.exists()


def test_own_data_holds_it_and_a_deleted_account_does_not():
    followed()
    assert own_data(person("member"))["account"]["follows"][0]["target"] == "C5"
    DeleteAccount(person("member"), person("member"), name="").do()
    assert not Follow.objects.exists()


def test_a_followed_record_that_is_gone_has_no_title():
    hidden = activity("stranger", "draft", title="Secret")
    assert name_of(followed(what="record", target=f"activity:{hidden.pk}")) == "A record that is no longer public"


def led(days, **given):
    """A confirmed mandate, led by an organisation of the focal point, that falls due in some days."""
    carrier = organisation()
    Role.objects.get_or_create(user=person("focal"), role="focal", scope=f"org:{carrier.pk}")
    return mandate("2", "confirmed", due_on=DAY + timedelta(days=days), lead=carrier, **given)


DAY = date(2027, 1, 10)


def test_leads_are_reminded_three_times_each_once():
    led(91)
    sent = {}
    for after in range(95):
        for _turn in (1, 2):
            if remind(DAY + timedelta(days=after)):
                sent[after] = sent.get(after, 0) + 1
    assert sent == {1: 1, 61: 1, 84: 1}
    assert {one.to[0] for one in mail.outbox} == {"focal@example.org"}
    assert "in 90 days" in mail.outbox[0].body
    assert "/mandates/A/RES/80/901/2/" in mail.outbox[0].body


def test_a_day_on_which_the_worker_was_away_is_made_up_for():
    led(50)
    assert (remind(DAY), remind(DAY + timedelta(days=1))) == (1, 0)
    assert "in 50 days" in mail.outbox[0].body


def test_a_later_last_day_is_reminded_of_again():
    one = led(5)
    assert remind(DAY) == 1
    one.due_on = DAY + timedelta(days=60)
    one.save()
    assert remind(DAY) == 1


@pytest.mark.parametrize(
    "given", [{"status": "proposed"}, {"status": "delivered"}, {"force": "proposed"}, {"lead": None}, {"due_on": None}]
)
def test_nobody_is_reminded_of_what_nobody_owes(given):
    one = led(5)
    for name, value in given.items():
        setattr(one, name, value)
    one.save()
    assert remind(DAY) == 0


def test_a_reminder_that_could_not_be_sent_is_tried_again(monkeypatch):
    led(5)

    class Broken:
        def send_messages(self, _messages):
            raise OSError("no mail server")

    with monkeypatch.context() as patch:
        patch.setattr("actionlines.register.people.news.get_connection", Broken)
        assert remind(DAY) == 0
    assert (remind(DAY), remind(DAY)) == (1, 0)
