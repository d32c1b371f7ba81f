"""What the guides say of mandates is what the code does."""

import re
from datetime import date
from pathlib import Path

import pytest

from actionlines.register.mandates.actions import WAYS
from actionlines.register.mandates.batches import MOST
from actionlines.register.mandates.life import last_day
from actionlines.register.mandates.models import MandateStatus

DOCS = Path(__file__).resolve().parents[3] / "docs"
ANALYST = (DOCS / "how-to" / "follow-up-a-resolution.md").read_text("utf-8")
FACILITATOR = (DOCS / "how-to" / "answer-a-mandate.md").read_text("utf-8")
OFFICER = (DOCS / "how-to" / "work-at-the-desk.md").read_text("utf-8")
LABELS = {value: str(label).lower() for value, label in MandateStatus.choices}


@pytest.mark.parametrize("status", WAYS)
def test_the_ways_between_statuses(status):
    rows = re.findall(r"^\| ([\w, ]+) \| (under way|delivered|superseded)\b", FACILITATOR, re.M)
    told = {to: set(before.split(", ")) for before, to in rows}
    assert told[LABELS[status]] == {LABELS[one] for one in WAYS[status]}


@pytest.mark.parametrize(
    ("form", "day"),
    [("year:2027", date(2027, 12, 31)), ("2027-03", date(2027, 3, 31)), ("session:81", date(2026, 12, 31)),
     ("2027-03-31", date(2027, 3, 31)), ("from:2027", None), ("next-report", None)],
)  # fmt: skip
def test_the_days_that_follow(form, day):
    assert f"`{form}`" in ANALYST
    assert last_day(form, date(2025, 12, 17), date(2026, 1, 1)) == day


def test_the_limits():
    from actionlines.register.mandates.calendar import MOST as EVENTS

    assert f"Limit: {MOST} mandates in one action." in OFFICER
    assert f"at most {EVENTS:,} events" in FACILITATOR


def test_the_keys():
    script = (DOCS.parent / "src/actionlines/register/site/static/site/reader.js").read_text("utf-8")
    keys = re.findall(
        r"^    (\w): ", script[script.index("const keys") : script.index("document.addEventListener")], re.M
    )
    assert set(keys) == {"j", "k", "n", "c"}
    assert all(f"`{key}`" in ANALYST for key in keys)


def test_the_keys_of_the_desk():
    script = (DOCS.parent / "src/actionlines/register/site/static/site/desk.js").read_text("utf-8")
    script = script[script.index("const keys") : script.index('addEventListener("keydown"')]
    table = re.findall(r"^\| (`.*?) \| ", (DOCS / "how-to" / "work-at-the-desk.md").read_text("utf-8"), re.M)
    described = {key for cell in table for key in re.findall(r"`(.)`", cell)}
    assert described == set(re.findall(r'["\s,{](\w|\?)"?: (?:\(\) =>|correct)', script)) - {"n"}  # as j, for old hands
