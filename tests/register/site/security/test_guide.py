"""The page on security: the tests that it names are there, its limits are those of the code."""

from __future__ import annotations

import re
from contextlib import suppress
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import limits
from actionlines.register.site.middleware.limits import POSTS, READS
from actionlines.register.site.sign_on_file import PROVIDER, SAML

ROOT = Path(__file__).resolve().parents[4]
TEXT = (ROOT / "docs" / "administer" / "security.md").read_text("utf-8")


def test_the_tests_named_are_there():
    holds = (ROOT / "docs/administer/holds.md").read_text("utf-8")
    named = set(re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", TEXT + holds))
    assert len(named) > 12
    assert [one for one in named if not (ROOT / one).is_file()] == []


def test_the_page_prints_the_table_of_limits():
    """scripts/docs_pages.py makes it when the site is built."""
    spec = spec_from_file_location("docs_pages", ROOT / "scripts" / "docs_pages.py")
    assert spec and spec.loader
    pages = module_from_spec(spec)
    spec.loader.exec_module(pages)
    assert pages.LIMITS in TEXT
    table = pages.limits_table()
    assert table.count("\n") == len(limits()) + 1
    assert "| sign-in | 20 requests in 5 minutes | block |" in table


def test_no_limit_is_declared_elsewhere_or_unused():
    source = ROOT / "src/actionlines/register"
    texts = {path: path.read_text("utf-8") for path in source.rglob("*.py")}
    used = {
        name for text in texts.values() for name in re.findall(r'(?:most_of|rate_of|PerMinute)\("([\w-]+)"\)', text)
    }
    used |= {limit for kind in kinds().values() for limit in (*kind.posts.values(), *kind.reads.values())}
    assert used == set(limits())
    assert [str(path) for path, text in texts.items() if re.search(r'\bLimit\("', text)] == [
        str(source / "site/middleware/limits.py")  # what stands for `read` until the account is known
    ]


def test_every_address_with_a_limit_exists():
    from django.urls import NoReverseMatch, reverse

    # tests/register/site/sign_on asks these
    of_sign_on = {f"{PROVIDER}_login", "openid_connect_callback", f"{SAML}_login", f"{SAML}_answer"}
    for name in {*POSTS, *READS} - of_sign_on:
        given = {"first": ["x"], "account_reset_password_from_key": ["a", "b"], "data-file": ["x"]}
        for args in (given.get(name, []), [1], [1, "1"]):
            with suppress(NoReverseMatch):
                assert reverse(name, args=args)
                break
        else:
            raise AssertionError(name)
