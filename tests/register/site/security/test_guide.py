"""The page on security: the tests that it names are there, its limits are those of the code."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from actionlines.register.core.api import operations as api
from actionlines.register.site.middleware import limits
from actionlines.register.site.sign_on_file import PROVIDER, SAML

ROOT = Path(__file__).resolve().parents[4]
TEXT = (ROOT / "docs" / "administer" / "security.md").read_text("utf-8")


def test_the_tests_named_are_there():
    named = set(re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", TEXT))
    assert len(named) > 12
    assert [one for one in named if not (ROOT / one).is_file()] == []


def test_the_limits_named_are_those_of_the_code():
    posts = limits.POSTS
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE >> 20} MB, {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS} fields" in TEXT
    assert f"| a file | {settings.UPLOAD_LIMIT >> 20} MB |" in TEXT
    assert f"| sign-in | {posts['account_login'].most} in 5 minutes" in TEXT
    assert f"| sign-on with a provider | {posts[f'{PROVIDER}_login'].most} in 5 minutes" in TEXT
    once_more = "second factor; the password once more, to delete an account or to change it"
    assert f"| {once_more} | {posts['mfa_authenticate'].most}; " in TEXT
    assert f"password reset | {posts['account_signup'].most} in an hour" in TEXT
    assert posts["account_signup"].most == posts["account_reset_password"].most
    assert f"| new tokens | {posts['token-new'].most} in an hour" in TEXT
    assert f"suggestions | {posts['activity-save'].most} in a minute" in TEXT
    assert f"| downloads of lists | {limits.DOWNLOADS.most} in a minute" in TEXT
    assert f"| imports | {posts['import-new'].most} in an hour" in TEXT
    assert f"| any other change | {limits.CHANGES.most} in a minute" in TEXT
    assert f"| API | {api.VISITOR.most} in a minute from an address, {api.TOKEN.most} for a user" in TEXT


def test_every_address_with_a_limit_exists():
    from django.urls import NoReverseMatch, reverse

    # tests/register/site/sign_on asks these
    of_sign_on = {f"{PROVIDER}_login", "openid_connect_callback", f"{SAML}_login", f"{SAML}_answer"}
    for name in {*limits.POSTS, *limits.READS} - of_sign_on:
        given = {"first": ["x"], "account_reset_password_from_key": ["a", "b"], "data-file": ["x"]}
        for args in (given.get(name, []), [1], [1, "1"]):
            with suppress(NoReverseMatch):
                assert reverse(name, args=args)
                break
        else:
            raise AssertionError(name)
