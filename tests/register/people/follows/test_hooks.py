"""Webhooks: what is sent, signed, sent again and kept from whom, with a real server and the reference library."""

import json
import os
import re
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from standardwebhooks import Webhook
from standardwebhooks.exceptions import WebhookVerificationError

from actionlines.register.activities.actions import WithdrawActivity
from actionlines.register.activities.review import PublishActivity
from actionlines.register.mandates.actions import ConfirmMandate, RecordProgress, RejectMandate
from actionlines.register.mandates.models import Mandate
from actionlines.register.people import models as kept
from actionlines.register.people.actions import DeleteAccount
from actionlines.register.people.models import Delivery, Follow, Hook, User
from actionlines.register.people.news import newest
from actionlines.register.people.own_data import own_data
from actionlines.register.people.webhooks import PAUSES, look, post, send_test, send_waiting
from tests.indexed import reindex
from tests.people import activity, person
from tests.register.mandates.samples import mandate
from tests.register.people.follows.receiver import receiver

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture(autouse=True)
def _settled(monkeypatch, settings):
    """Events count as settled at once, and this machine may be sent to."""
    monkeypatch.setattr("actionlines.register.people.news.SETTLED", timedelta(seconds=-1))
    settings.HOOKS_INTERNAL = frozenset({"127.0.0.1"})


@pytest.fixture
def program():
    with receiver() as server:
        yield server


def hooked(program, who="member", what="concept", target="C5", **given):
    return Hook.objects.create(user=person(who), what=what, target=target, url=program.url, seen=newest(), **given)


def confirm(anchor="2"):
    one = mandate(anchor)
    ConfirmMandate(person("secretariat"), Mandate.objects.get(pk=one.pk)).do()
    reindex()
    return one


def after(**given):
    return lambda: NOW() + timedelta(**given)


def test_an_event_is_sent_signed_with_the_record_as_the_api_gives_it(program):
    hook = hooked(program)
    one = confirm()
    assert (look(), send_waiting()) == (1, 1)
    headers, body = program.got[0]
    said = Webhook(hook.secret()).verify(body, headers)
    assert said["type"] == "mandate.confirm"
    assert said["data"]["followed"] == {"what": "concept", "target": "C5"}
    assert said["data"]["address"].endswith("/mandates/A/RES/80/901/2/")
    assert said["data"]["record"] == Client().get(f"/api/mandates/{one.pk}").json()
    assert Delivery.objects.get().status == "delivered"
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret()).verify(body.replace(b"confirm", b"c0nfirm"), headers)


def test_an_answer_is_sent_with_whose_it_is(program):
    confirm("3(a)")
    hooked(program, what="search", target="mandates?body=member-states")
    row = Mandate.objects.get(status="confirmed")
    person("focal").roles.update(scope="SEN")
    evidence = {"evidence_kind": "link", "evidence": {"url": "https://example.org/masts"}}
    RecordProgress(person("focal"), row, text="The register of masts is open.", **evidence).do()
    reindex()
    assert (look(), send_waiting()) == (1, 1)
    said = json.loads(program.got[0][1])
    assert said["type"] == "mandate.progress"
    assert [note["answers_for"] for note in said["data"]["record"]["progress"]] == ["SEN"]


def test_another_secret_signs_nothing_of_the_first(program):
    hook = hooked(program)
    before = hook.secret()
    hook.rotate()
    send_test(hook)
    send_waiting()
    headers, body = program.got[0]
    assert Webhook(hook.secret()).verify(body, headers)["type"] == "test"
    with pytest.raises(WebhookVerificationError):
        Webhook(before).verify(body, headers)
    assert before.startswith("whsec_")
    # The database has nothing that signs: the key of the site is needed too.
    assert hook.nonce not in before and hook.secret() not in str(Hook.objects.values())


@pytest.mark.parametrize(
    ("what", "target", "sent"),
    [
        ("concept", "C10", 0), ("concept", "itu", 1), ("search", "search?q=masts", 1),
        ("search", "search?q=zebra", 0),        ("search", "mandates?body=itu", 1),
    ],
)  # fmt: skip
def test_news_of_what_is_followed_and_of_nothing_else(program, what, target, sent):
    mandate("2")
    hooked(program, what=what, target=target)
    confirm("2")
    assert (look(), send_waiting()) == (sent, sent)


def test_nothing_is_sent_twice_and_nothing_is_lost(program):
    hooked(program)
    confirm("2")
    assert (look(), look(), send_waiting(), send_waiting()) == (1, 0, 1, 0)
    confirm("4")
    assert (look(), send_waiting(), len(program.got)) == (1, 1, 2)
    assert len(set(program.ids)) == 2


def test_the_owners_own_doings_are_sent_too(program):
    hooked(program, "secretariat")
    confirm()
    assert look() == 1


@pytest.mark.parametrize("who", ["member", "stranger", "reviewer", "secretariat", "administrator"])
def test_never_more_than_a_visitor_sees(program, who):
    """Whoever owns the hook: drafts, rejected mandates and what was withdrawn meanwhile are not sent."""
    one = mandate("2")
    hidden = activity("member", "submitted", title="Not public yet", contact_email="office@example.org")
    hooked(program, who)
    hooked(program, who, what="record", target=f"activity:{hidden.pk}")
    hooked(program, who, what="record", target=f"mandate:{one.pk}")
    RejectMandate(person("secretariat"), Mandate.objects.get(pk=one.pk), reason="A mere wish.").do()
    reindex()
    assert look() == 0
    PublishActivity(person("secretariat"), hidden).do()
    reindex()
    assert look() > 0
    send_waiting()
    assert "Not public yet" in str(program.bodies)
    assert "office@example.org" not in str(program.bodies)


def test_what_is_withdrawn_before_it_is_sent_is_dropped(program):
    shown = activity("member", "submitted", title="Public for an hour")
    hook = hooked(program, what="record", target=f"activity:{shown.pk}")
    PublishActivity(person("secretariat"), shown).do()
    assert look() == 1
    shown.refresh_from_db()
    WithdrawActivity(person("secretariat"), shown, reason="A mistake.").do()
    assert (send_waiting(), program.got) == (0, [])
    assert hook.deliveries.get().status == "dropped"


def test_what_is_not_taken_is_sent_again_by_the_schedule_with_the_same_id(program):
    program.codes = [500, 302, 204]
    hook = hooked(program)
    confirm()
    look()
    assert send_waiting() == 0
    one = hook.deliveries.get()
    assert (one.status, one.attempts, one.code) == ("waiting", 1, 500)
    assert send_waiting() == 0 and len(program.got) == 1  # its time has not come
    assert send_waiting(after(seconds=6)) == 0
    assert send_waiting(after(seconds=60)) == 0 and len(program.got) == 2
    assert send_waiting(after(seconds=400)) == 1
    assert len(program.ids) == 3 and len(set(program.ids)) == 1
    for headers, body in program.got[:1]:
        Webhook(hook.secret()).verify(body, headers)


def test_after_the_last_pause_the_hook_is_off_and_its_owner_is_written_to(program):
    program.codes = [500]
    User.objects.filter(pk=person("member").pk).update(language="fr")
    hook = hooked(program)
    confirm()
    look()
    later = timedelta()
    for pause in (timedelta(), *PAUSES):
        assert mail.outbox == [] and Hook.objects.get().stopped_at is None
        later += pause + timedelta(seconds=1)
        send_waiting(after(seconds=later.total_seconds()))
    assert len(program.got) == len(PAUSES) + 1
    assert timedelta(days=3) < later < timedelta(days=4)
    hook.refresh_from_db()
    assert hook.stopped_at and hook.deliveries.get().status == "failed"
    assert mail.outbox[0].to == ["member@example.org"]
    assert reverse("hook", args=[hook.pk]) in mail.outbox[0].body
    confirm("4")
    assert (look(), send_waiting(after(days=9)), len(mail.outbox)) == (0, 0, 1)


def test_one_that_is_never_taken_does_not_switch_off_what_works(program):
    hook = hooked(program)
    confirm()
    look()
    hook.deliveries.update(attempts=len(PAUSES))
    bad = hook.deliveries.get()
    program.codes = [204, 500]
    send_test(hook)
    hook.deliveries.filter(pk=bad.pk).update(next_at=NOW() + timedelta(hours=1))
    send_waiting()
    send_waiting(after(hours=2))
    assert hook.deliveries.get(pk=bad.pk).status == "failed"
    assert Hook.objects.get().stopped_at is None and mail.outbox == []


def test_a_receiver_that_is_gone_gets_nothing_more(program):
    program.codes = [410]
    hook = hooked(program)
    confirm()
    look()
    send_waiting()
    hook.refresh_from_db()
    assert hook.stopped_at and len(mail.outbox) == 1


def test_one_hook_that_fails_holds_up_no_other(program):
    with receiver() as other:
        other.codes = [500]
        Hook.objects.create(user=person("stranger"), what="concept", target="C5", url=other.url, seen=newest())
        hooked(program)
        for anchor in ("2", "4"):
            confirm(anchor)
        look()
        assert send_waiting() == 2
        assert (len(program.got), len(other.got)) == (2, 1)


def test_what_a_worker_holds_no_other_sends(program):
    hook = hooked(program)
    send_test(hook)
    hook.deliveries.update(claimed_at=NOW())
    assert send_waiting() == 0
    assert send_waiting(after(hours=1)) == 1  # that worker died


def test_workers_at_the_same_time_send_each_once(program, monkeypatch):
    """While one worker waits for an answer, another takes what is free, and so does a third one."""
    hook = hooked(program)
    for _turn in range(5):
        send_test(hook)

    def _meanwhile(*given):
        send_waiting()
        return post(*given)

    monkeypatch.setattr("actionlines.register.people.webhooks.post", _meanwhile)
    send_waiting()
    assert sorted(program.ids) == sorted(f"msg_{one.pk.hex}" for one in hook.deliveries.all())
    assert {one.status for one in hook.deliveries.all()} == {"delivered"}


@pytest.mark.parametrize("how", ["suspended", "deleted"])
def test_an_account_that_is_kept_out_sends_nothing(program, how):
    hook = hooked(program)
    send_test(hook)
    confirm()
    if how == "deleted":
        DeleteAccount(person("member"), person("member"), name="").do()
        assert not Hook.objects.exists()
    else:
        User.objects.filter(pk=person("member").pk).update(is_active=False)
    assert (look(), send_waiting(), program.got) == (0, 0, [])


def test_a_full_hook_takes_more_when_it_is_sent(program, monkeypatch):
    monkeypatch.setattr("actionlines.register.people.webhooks.WAITING", 1)
    hook = hooked(program)
    send_test(hook)
    confirm()
    assert look() == 0
    send_waiting()
    assert look() == 1


def test_deliveries_are_kept_for_thirty_days(program):
    hook = hooked(program)
    for days in (29, 31):
        Delivery.objects.create(hook=hook, created_at=NOW() - timedelta(days=days), next_at=NOW())
    kept.forget()
    assert Delivery.objects.count() == 1


def made(client, program, thing="concept:C5", **given):
    return client.post(reverse("hooks"), {"thing": thing, "url": program.url, **given})


def test_a_hook_is_made_and_its_secret_is_shown_once(client, program):
    client.force_login(person("member"))
    Follow.objects.create(user=person("member"), what="concept", target="C5", looked_at=NOW())
    assert 'value="concept:C5"' in client.get(reverse("hooks")).content.decode()
    page = made(client, program).url
    hook = Hook.objects.get()
    assert hook.secret() in client.get(page).content.decode()
    assert hook.secret() not in client.get(page).content.decode()
    client.post(page, {"do": "rotate"})
    assert Hook.objects.get().secret() != hook.secret()
    assert Hook.objects.get().secret() in client.get(page).content.decode()
    assert program.url.split("?")[0] in client.get(reverse("hooks")).content.decode()
    assert made(client, program).url == page  # the same again is the same
    assert Hook.objects.count() == 1


def test_the_page_of_a_thing_offers_it(client):
    client.force_login(person("member"))
    link = f"{reverse('hooks')}?thing=concept:C5"
    assert link in client.get("/C5/").content.decode()
    assert 'value="concept:C5" selected' in client.get(link).content.decode()


@pytest.mark.parametrize(
    ("thing", "url"),
    [
        ("concept:C99", "https://example.org/"), ("search:search?", "https://example.org/"), ("", "https://example.org/"),
        ("concept:C5", "http://example.org/"), ("concept:C5", "https://me:x@example.org/"), ("concept:C5", ""),
        ("concept:C5", "https://example.org/" + "x" * 500), ("record:user:1", "https://example.org/"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said(client, thing, url):
    client.force_login(person("member"))
    answer = client.post(reverse("hooks"), {"thing": thing, "url": url})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Hook.objects.exists()


def test_a_draft_has_no_hook_even_for_its_owner(client, program):
    draft = activity("member", "draft")
    client.force_login(person("member"))
    assert made(client, program, f"record:activity:{draft.pk}").status_code == 422


def test_an_account_has_so_many_hooks_at_most(client, program, monkeypatch):
    monkeypatch.setattr("actionlines.register.people.hook_views.MOST", 1)
    client.force_login(person("member"))
    made(client, program)
    assert made(client, program, "concept:C2").status_code == 422


def test_the_log_sends_again_with_the_same_id(client, program):
    client.force_login(person("member"))
    hook = hooked(program)
    confirm()
    look()
    send_waiting()
    page = hook.get_absolute_url()
    html = client.get(page).content.decode()
    assert "Confirmed" in html and "Delivered" in html and "204" in html
    client.post(page, {"do": "again", "delivery": str(hook.deliveries.get().pk)})
    assert send_waiting() == 1
    assert len(program.ids) == 2 and len(set(program.ids)) == 1
    assert client.post(page, {"do": "again", "delivery": "x"}).status_code == 302


def test_off_and_on_leave_out_what_happened_between(client, program):
    client.force_login(person("member"))
    hook = hooked(program)
    page = hook.get_absolute_url()
    client.post(page, {"do": "off"})
    confirm("2")
    assert look() == 0
    assert "is off since" in client.get(page).content.decode()
    client.post(page, {"do": "on"})
    assert look() == 0
    confirm("4")
    assert look() == 1
    client.post(page, {"do": "test"})
    assert hook.deliveries.count() == 2
    client.post(page, {"do": "delete"})
    assert not Hook.objects.exists() and not Delivery.objects.exists()


@pytest.mark.parametrize("who", ["stranger", "administrator"])
def test_nobody_else_sees_or_changes_a_hook(client, program, who):
    hook = hooked(program)
    client.force_login(person(who))
    page = hook.get_absolute_url()
    assert client.get(page).status_code == 404
    for do in ("rotate", "delete", "off", "test"):
        assert client.post(page, {"do": do}).status_code == 404
    assert program.url not in client.get(reverse("hooks")).content.decode()
    assert Hook.objects.get().nonce == hook.nonce and not Delivery.objects.exists()


def test_own_data_holds_it_without_a_secret(program):
    hook = hooked(program)
    data = json.dumps(own_data(person("member")), default=str)
    assert program.url in data
    assert hook.nonce not in data and hook.secret() not in data


def test_the_receiver_of_the_docs_runs():
    """The program of docs/connect/webhooks.md as it stands, in a process of its own."""
    page = Path(__file__).parents[4] / "docs" / "connect" / "webhooks.md"
    (code,) = re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}/"
    hook = Hook.objects.create(user=person("member"), what="concept", target="C5", url=url, seen=newest())
    one = confirm()
    look()
    given = {**os.environ, "SECRET": hook.secret(), "PORT": str(port)}
    run = [sys.executable, "-c", code]
    with subprocess.Popen(run, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as ran:
        try:
            while not _listens(port):
                assert ran.poll() is None
            assert send_waiting() == 1
            said = ran.stdout.readline()
            hook.rotate()
            send_test(hook)
            assert (send_waiting(), hook.deliveries.order_by("created_at").last().code) == (0, 400)
        finally:
            ran.kill()
    assert said.split()[1:] == ["mandate.confirm", f"http://localhost{one.get_absolute_url()}"]


def _listens(port):
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) == 0
