"""Texts of one subject through the sessions: links with reasons, gaps, twins, drafts, revisions."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.lineage.members import measure_likeness, member_of, sketch_texts, subject_of
from actionlines.lineage.series import Gap, Lineage

BODY = """The General Assembly,
Recalling its resolution {recalled} on idle masts and village portals, and previous resolutions on it,
Noting that villages of the north and the south lend their masts to neighbours in the dry season,
1. Requests the Secretary-General to submit a report on the portals of village councils;
2. Invites all States to open their registers of masts, and to name a contact for each district;
3. Encourages councils to publish the hours in which a portal is open, and the names of its keepers{more}.
"""


def resolution(symbol, recalled="70/1", title="Idle masts and village portals", more="", body=BODY, head=""):
    """Return the member of a resolution or draft with this symbol."""
    adopted = "/RES/" in symbol
    number = symbol.removeprefix("A/RES/")
    lines = [
        "United Nations", symbol, "General Assembly", "Distr.: General", "17 December 2025",
        "Agenda item 12", "Use of masts",
        "Resolution adopted by the General Assembly on 17 December 2025" if adopted else "X: draft resolution",
        *([head] if head else []),
        f"{number}. {title}" if adopted else title,
        body.format(recalled=recalled, more=more),
    ]  # fmt: skip
    return member_of(read("\n".join(lines).encode(), name="text.txt"))


OTHER = """The General Assembly,
Having considered the harvest of the islands, and the boats that carry it to the mainland each spring,
1. Calls upon shipowners to carry seeds and tools without charge;
2. Decides to hold a fair of boats every third year.
"""


def kinds(lineage):
    return {(link.older, link.newer): link.kind for link in lineage.links}


def test_a_head_gives_the_agenda_item_and_the_draft_that_was_adopted():
    found = resolution("A/RES/80/901", head="[without reference to a Main Committee (A/80/L.90)]")
    assert (found.agenda, found.drafts, found.session) == ("Use of masts", ("A/80/L.90",), "80")


def test_texts_of_one_title_follow_each_other_through_the_sessions():
    lineage = Lineage(
        [
            resolution("A/RES/79/801", "78/701"),
            resolution("A/RES/80/901", "79/801", more=" in summer"),
            resolution("A/RES/78/701", "77/601"),
            resolution("A/RES/80/902", title="Fair of boats", body=OTHER),
        ]
    )
    assert kinds(lineage) == {("A/RES/78/701", "A/RES/79/801"): "follows", ("A/RES/79/801", "A/RES/80/901"): "follows"}
    found = lineage.series("A/RES/79/801")
    assert [one.symbol for one in found.members] == ["A/RES/78/701", "A/RES/79/801", "A/RES/80/901"]
    link = found.before("A/RES/80/901")
    assert link.strength == "strong"
    assert {one.why for one in link.reasons} == {"title", "calls", "agenda", "text"}
    assert next(one.detail for one in link.reasons if one.why == "calls") == "preamble-1"
    assert found.absent == ("A/RES/77/601",)
    assert found.gaps == ()


def test_a_title_that_changed_is_found_by_the_citation_and_the_text():
    lineage = Lineage(
        [resolution("A/RES/79/801"), resolution("A/RES/80/901", "79/801", title="Masts lent by villages")]
    )
    assert kinds(lineage) == {("A/RES/79/801", "A/RES/80/901"): "follows"}


def test_a_missing_session_is_a_gap():
    found = Lineage([resolution("A/RES/77/601"), resolution("A/RES/80/901", "77/601")]).series("A/RES/80/901")
    assert found.gaps == (Gap("A/RES/77/601", "A/RES/80/901", (78, 79)),)


def test_two_resolutions_of_one_title_in_one_session_are_named():
    lineage = Lineage([resolution("A/RES/79/801"), resolution("A/RES/79/802"), resolution("A/RES/80/901", "70/1")])
    found = lineage.series("A/RES/80/901")
    link = found.before("A/RES/80/901")
    assert {link.older, *link.others} == {"A/RES/79/801", "A/RES/79/802"}
    both = Lineage(
        [resolution("A/RES/79/801"), resolution("A/RES/80/901", "79/801"), resolution("A/RES/80/902", "79/801")]
    )
    assert both.series("A/RES/79/801").twins == (("A/RES/80/901", "A/RES/80/902"),)


def test_a_draft_leads_to_the_draft_after_consultations_and_to_the_adopted_text():
    basis = "Draft resolution submitted by the Chair on the basis of consultations on draft resolution {}"
    lineage = Lineage(
        [
            resolution("A/C.2/80/L.5", "79/801"),
            resolution("A/C.2/80/L.6", "79/801", more=" in summer", head=basis.format("A/C.2/80/L.5")),
            resolution("A/C.2/80/L.7", title="Fair of boats", body=OTHER),
            resolution("A/RES/80/901", "79/801", more=" in summer"),
            resolution("A/RES/79/801", "78/701"),
        ]
    )
    assert kinds(lineage) == {
        ("A/RES/79/801", "A/C.2/80/L.5"): "follows",
        ("A/C.2/80/L.5", "A/C.2/80/L.6"): "revised",
        ("A/C.2/80/L.6", "A/RES/80/901"): "adopted",
    }


def test_two_drafts_of_one_title_are_no_revision_of_each_other():
    lineage = Lineage([resolution("A/C.2/80/L.5"), resolution("A/C.2/80/L.6", more=" in summer")])
    assert lineage.links == ()


def test_a_revised_draft_and_a_revised_itu_resolution_are_versions():
    drafts = Lineage([resolution("A/80/L.9"), resolution("A/80/L.9/Rev.1", title="Masts", body=OTHER)])
    assert kinds(drafts) == {("A/80/L.9", "A/80/L.9/Rev.1"): "version"}


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("79/194. Masts for villages", "masts for villages"),
        ("RESOLUTION 140 (Rev. Bucharest, 2022) ITU's role", "itu s role"),
        ("Report of the Commission on its seventy-ninth session", "report of the commission on its session"),
        ("Programme budget for 2026", "programme budget for"),
        ("", ""),
    ],
)
def test_the_subject_of_a_title_has_no_number_year_or_session(title, subject):
    assert subject_of(title) == subject


def test_the_likeness_of_sketches_is_the_share_of_common_shingles():
    one, other = sketch_texts(["a b c d e f g h"]), sketch_texts(["a b c d e x y z"])
    assert measure_likeness(one, one) == 1
    assert measure_likeness(one, other) == pytest.approx(2 / 8)
    assert measure_likeness(one, ()) == 0
