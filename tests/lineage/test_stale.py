"""Citations of texts that have a successor: drop, update or keep."""

from __future__ import annotations

import pytest

from actionlines.citations import find_citations
from actionlines.documents import read
from actionlines.lineage.members import member_of
from actionlines.lineage.series import Lineage
from actionlines.lineage.stale import Succession

OLD = """The General Assembly,
Recalling its resolution 78/701 on idle masts and village portals,
1. Requests the Secretary-General to submit a report on the portals of village councils;
2. Decides to establish a fund for sails, to which members may give what they do not need;
3. Invites all States to open their registers of masts, and to name a contact for each district.
"""
NEW = """The General Assembly,
Recalling its resolution 79/801 on idle masts and village portals,
1. Requests the Secretary-General to submit a second report on the portals of village councils;
2. Invites all States to open their registers of masts, and to name a contact for each district.
"""


def resolution(number, body, title="Idle masts and village portals"):
    """Return a resolution as it is read."""
    head = f"United Nations\nA/RES/{number}\nGeneral Assembly\nResolution adopted by the General Assembly\n"
    return read(f"{head}{number}. {title}\n{body}".encode(), name=number)


TEXTS = {f"A/RES/{number}": resolution(number, body) for number, body in (("79/801", OLD), ("80/901", NEW))}


@pytest.fixture(scope="module")
def known():
    return Succession(Lineage(map(member_of, TEXTS.values())), TEXTS.__getitem__)


def advice(known, text):
    """Return (canonical, advice, latest, because) of each stale citation of a text."""
    found = find_citations(text)
    stale = known.advise(found, lambda one: text)
    return [(one.canonical, *((s.advice, s.latest, s.because) if (s := stale.get(one)) else ())) for one in found]


def test_a_text_that_was_taken_up_is_to_be_updated(known):
    assert advice(known, "Pursuant to resolution 79/801, masts are lent.") == [
        ("A/RES/79/801", "update", "A/RES/80/901", "series")
    ]


def test_a_citation_beside_its_successor_is_to_be_dropped(known):
    assert advice(known, "Pursuant to resolutions 79/801 and 80/901 masts are lent.") == [
        ("A/RES/79/801", "drop", "A/RES/80/901", "series"),
        ("A/RES/80/901",),
    ]


def test_a_paragraph_that_only_the_older_text_has_is_kept(known):
    found = advice(known, "The fund of paragraph 2 of resolution 79/801, and the report of its paragraph 1.")
    assert found[0] == ("A/RES/79/801#p2", "keep", "A/RES/80/901", "series")
    assert known.only("A/RES/79/801", "A/RES/80/901") == ("2",)


def test_a_text_that_is_not_at_hand_is_known_by_who_calls_it(known):
    assert advice(known, "Pursuant to resolution 78/701, masts are lent.") == [
        ("A/RES/78/701", "update", "A/RES/80/901", "called")
    ]


@pytest.mark.parametrize(
    ("cited", "latest"),
    [
        ("70/125", ("A/RES/80/901", "title")),
        ("81/5", None),  # later than all at hand
    ],
)
def test_the_title_beside_a_symbol_names_the_subject(known, cited, latest):
    assert known.latest(f"A/RES/{cited}", " Idle masts and village portals") == latest


def test_a_text_without_successor_gets_no_advice(known):
    assert advice(known, "Recalling resolution 80/901 and resolution 70/1 on other things,") == [
        ("A/RES/80/901",),
        ("A/RES/70/1",),
    ]


def test_a_version_of_one_number_takes_the_place_of_the_older_one():
    head = "RESOLUTION 901 (REV. {place}, {year})\nIdle masts\nThe Plenipotentiary Conference of the "
    head += "Telecommunication Union ({place}, {year}),\nresolves\n1 to lend the idle masts of each village.\n"
    texts = [
        read(head.format(place=place, year=year).encode(), name=place)
        for place, year in (("Dubai", 2018), ("Bucharest", 2022))
    ]
    known = Succession(Lineage(map(member_of, texts)))
    assert known.latest("itu:PP/RES/901@2018") == ("itu:PP/RES/901@2022", "version")
    assert known.latest("itu:PP/RES/901@2022") is None
    assert known.latest("itu:PP/RES/901") is None  # without a year it means the latest
