"""The page on security: the tests that it names are there, its limits are those of the code."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from actionlines.framework.tables import read_table
from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import limits
from actionlines.register.site.middleware.limits import POSTS, READS
from actionlines.register.site.sign_on_file import PROVIDER, SAML

ROOT = Path(__file__).resolve().parents[4]
TEXT = (ROOT / "docs" / "administer" / "security.md").read_text("utf-8")


def test_the_tests_named_are_there():
    named = set(re.findall(r"`((?:tests|benchmarks)/[\w/.]+)`", TEXT))
    assert len(named) > 12
    assert [one for one in named if not (ROOT / one).is_file()] == []


SPANS = {86400: "a day", 3600: "an hour", 600: "10 minutes", 300: "5 minutes", 60: "a minute", 1: "a second"}


def amount(row):
    """What the page says of a number: 67108864 bytes are 64 MB."""
    number, unit = int(row["most"]), row["unit"]
    for size, name in ((30, "GB"), (20, "MB"), (10, "kB")):
        if unit == "bytes" and number >= 1 << size:
            return f"{number >> size:,} {name}"
    return f"{number:,} {'seconds' if unit == 'time' else unit}"


def printed(row):
    """The line of the page for a row of the table."""
    often = f"{amount(row)} in {SPANS[int(row['seconds'])]}" if row["seconds"] else amount(row)
    setting = f" (`{row['setting']}`)" if row["setting"] else ""
    return f"| {row['what']} | {often}{setting} | {row['per']} |"


def test_the_page_prints_the_table_of_limits():
    rows = read_table("limits", ROOT / "src/actionlines/register/core/data")
    wanted = "\n".join(["| what | limit | counted for |", "|---|---|---|", *map(printed, rows)])
    assert wanted in TEXT, wanted


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
