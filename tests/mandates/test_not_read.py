"""When no mandates are looked for, the reader is told why."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.mandates import find_mandates, why_not_read

ENGLISH = """The General Assembly,

Recalling its resolution 70/1,

1. Invites Member States to share maps by 2030;
"""
FRENCH = """L'Assemblée générale,

Rappelant sa résolution 70/1 du 25 septembre 2015, et tout ce qui a été décidé depuis lors par les États,

1. Invite les États Membres à partager leurs cartes avant la fin de l'année 2030, et à dire ce qu'ils font;
"""


def test_english_is_read() -> None:
    document = read(ENGLISH.encode(), name="a.txt")
    assert why_not_read(document) == ""
    assert [mandate.verb for mandate in find_mandates(document)] == ["invite"]


def test_french_is_read() -> None:
    document = read(FRENCH.encode(), name="a.txt")
    assert why_not_read(document) == ""
    assert [(one.verb, one.bodies) for one in find_mandates(document)] == [("invite", ("member-states",))]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        # a letter asks nobody in numbered paragraphs
        (
            "Dear all,\n\nThe meeting was short, and it was good to see so many of you.\n",
            "No operative",
        ),
    ],
)
def test_what_is_not_read_says_why(text: str, reason: str) -> None:
    document = read(text.encode(), name="a.txt")
    assert find_mandates(document) == []
    assert reason in why_not_read(document)
