"""Somebody who is invited or forgot a password: mails of the site in their language, and a page with the next step."""

import re

import pytest
from django.core import mail

from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "words"), [("en", "Set it here:"), ("fr", "Définissez-le ici")])
def test_a_new_password_is_asked_set_and_followed_by_the_next_step(client, language, words):
    user = person("member")
    client.post("/account/password/reset/", {"email": user.email}, headers={"accept-language": language})
    (letter,) = mail.outbox
    assert words in letter.body and "Thank you" not in letter.body
    assert letter.subject.startswith("[Actionlines] ")
    link = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    assert "<h1>" in form.content.decode() and form.status_code == 200
    fields = {"password1": "meadow-garden-willow-27", "password2": "meadow-garden-willow-27"}
    done = client.post(form.redirect_chain[-1][0], fields, follow=True).content.decode()
    assert 'href="/account/login/"' in done.partition("<main")[2]


def test_a_link_that_was_used_says_how_to_get_another(client):
    html = client.get("/account/password/reset/key/1-none/", follow=True).content.decode()
    assert 'href="/account/password/reset/"' in html.partition("<main")[2]
