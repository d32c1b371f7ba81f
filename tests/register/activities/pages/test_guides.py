"""The guides say what the pages say: every button in bold is on a page, every address is one."""

import re
from pathlib import Path

import pytest
from django.urls import resolve

from actionlines.register.activities import forms as form
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.schema import required

ROOT = Path(__file__).parents[4]
GUIDES = [ROOT / "docs" / "how-to" / name for name in ("submit-an-activity.md", "review-and-publish.md")]
REGISTER = ROOT / "src" / "actionlines" / "register"
PAGES = "\n".join(
    path.read_text("utf-8")
    for folder in ("activities/templates/activities", "site/templates/review")
    for path in (REGISTER / folder).glob("*.html")
)
# Bold that opens a point of a list, and names of other rooms.
SAID = {"It is saved as you type.", "Rows", "Organisation and partners", "Places", "Numbers", "People", "Reports"}


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_button_that_a_guide_names_is_on_a_page(guide):
    bold = {" ".join(one.split()) for one in re.findall(r"\*\*([^*]+)\*\*", guide.read_text("utf-8"))} - SAID
    missing = [name for name in bold if name.rstrip("…").strip() not in PAGES]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_address_that_a_guide_names_exists(guide):
    addresses = re.findall(r"`(/[a-z0-9/]+/)`", guide.read_text("utf-8"))
    assert addresses
    for address in addresses:
        resolve(address)


def test_every_status_is_described():
    text = GUIDES[0].read_text("utf-8")
    assert [label for label in ActivityStatus.labels if f"| {label} |" not in text] == []


def test_every_field_is_in_a_section_and_what_is_needed_is_marked():
    shown = [name for _id, _heading, group in form.SECTIONS for name in group]
    assert sorted(shown) == sorted(form.HELP.keys() | {"type", "summary", "beneficiaries", "technologies"})
    asked = {
        one.name for _id, _heading, group in form.sections({"good_practice": True}) for one in group if one.required
    }
    assert asked == set(required(practice=True))
