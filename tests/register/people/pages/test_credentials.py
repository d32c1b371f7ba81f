"""Tokens have a scope and an end, and go with password, account and role; who publishes has a second factor."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from actionlines.register.activities.models import Activity
from actionlines.register.core.permissions import READING, SCOPES, WRITING, covers, decide, scope_of, table
from actionlines.register.people.actions import SetActive, SetRoles
from actionlines.register.people.models import Token, User
from tests.people import PASSWORD, activity, organisation, person
from tests.register.site.api.world import Program, published, token

pytestmark = pytest.mark.django_db


def program(who, scope):
    made = Program()
    made.head = {"Authorization": f"Bearer {token(who, scope=scope)}"}
    return made


def test_each_action_needs_one_scope_and_wider_ones_cover_it():
    verbs = {action.partition(".")[2] for action in table()}
    assert verbs >= READING | WRITING
    for action in table():
        reached = [scope for scope in SCOPES if covers(scope, action)]
        assert reached == list(SCOPES[SCOPES.index(scope_of(action)) :])
    at_once = ("activity.publish", "mandate.confirm", "instrument.import", "envelope.edit", "user.roles")
    assert {scope_of(one) for one in at_once} == {"publish"}
    assert (scope_of("activity.view"), scope_of("activity.edit")) == ("read", "write")


def test_a_token_does_no_more_than_its_scope():
    waiting = activity("member", "submitted")
    new = {"fields": {"title": "Letters by boat"}}
    reads, writes, publishes = (program("secretariat", scope) for scope in SCOPES)
    assert reads.ask("get", f"/activities/{waiting.pk}").status_code == 200
    assert reads.ask("post", "/activities", new).status_code == 403
    assert writes.ask("post", "/activities", new).status_code == 201
    body, address = {"version": waiting.version}, f"/activities/{waiting.pk}/publish"
    refused = writes.ask("post", address, body)
    assert (refused.status_code, "scope" in refused.data["problem"]) == (403, True)
    assert publishes.ask("post", address, body).status_code == 200


def test_a_new_token_reads_for_a_month_unless_its_owner_chooses_more(client):
    client.force_login(person("member"))
    client.post(reverse("token-new"), {"name": "reads"})
    client.post(reverse("token-new"), {"name": "writes", "scope": "write", "days": "365"})
    client.post(reverse("token-new"), {"name": "odd", "scope": "everything", "days": "9999"})
    now = timezone.now()
    held = {one.name: (one.scope, (one.ends_at - now + timedelta(hours=1)).days) for one in Token.objects.all()}
    assert held == {"reads": ("read", 30), "writes": ("write", 365), "odd": ("read", 30)}


def test_a_new_password_ends_the_tokens_and_a_new_hash_of_the_same_does_not(client, settings):
    user = person("member")
    token("member")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", *settings.PASSWORD_HASHERS]
    assert user.check_password(PASSWORD)  # hashed again by the better hasher
    assert User.objects.get(pk=user.pk).password.startswith("pbkdf2")
    user.name = "Another name"
    user.save()
    assert user.tokens.exists()
    client.force_login(user)
    fields = {"oldpassword": PASSWORD, "password1": "sea otters hold hands", "password2": "sea otters hold hands"}
    assert client.post(reverse("account_change_password"), fields).status_code == 302
    assert not user.tokens.exists()


def test_tokens_end_with_the_account_and_with_a_role():
    for end in (
        lambda user: SetActive(None, user, active=False).do(),
        lambda user: SetRoles(None, user, roles=[]).do(),
    ):
        user = person("reviewer")
        token("reviewer")
        end(user)
        assert not user.tokens.exists()
        User.objects.filter(pk=user.pk).update(is_active=True)
    user = person("focal")
    token("focal")
    SetRoles(None, user, roles=[("focal", "KEN"), ("reviewer", "C5")]).do()
    assert user.tokens.exists()


def test_who_publishes_needs_a_second_factor_where_that_is_set(settings, client):
    settings.SECOND_FACTOR_TO_PUBLISH = True
    reviewer, waiting = person("reviewer"), activity("member", "submitted")
    assert decide(reviewer, "activity.view", waiting)
    assert not decide(reviewer, "activity.publish", waiting)
    assert decide(person("member"), "activity.edit", Activity.objects.get(pk=activity("member").pk))
    client.force_login(reviewer)
    assert "Needed before you can use your roles" in client.get(reverse("account")).content.decode()
    reviewer.authenticator_set.create(type="totp", data={})
    assert decide(reviewer, "activity.publish", waiting)


def test_published_records_are_read_without_any_token():
    made = published(organisation=organisation())
    assert Program().ask("get", f"/activities/{made.pk}").status_code == 200
