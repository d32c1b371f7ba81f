"""What a mandate is, by the paper in which it stands."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.documents.model import Metadata
from actionlines.mandates import Mandate, find_mandates
from actionlines.mandates.amendments import document_force


@pytest.mark.parametrize(
    ("metadata", "force"),
    [
        # adopted texts
        (Metadata(kind="resolution"), "decided"),
        (Metadata(symbol="S/PRST/2031/4", kind="statement"), "decided"),
        (Metadata(symbol="A/RES/85/1"), "decided"),
        # drafts by kind, and by the symbol alone
        (Metadata(kind="draft-decision"), "proposed"),
        (Metadata(symbol="A/C.2/85/L.7/Rev.1"), "proposed"),
        (Metadata(symbol="A/CONF.900/L.1"), "proposed"),
        (Metadata(kind="amendment", symbol="A/C.3/85/L.70"), "proposed"),
        (Metadata(kind="contribution"), "proposed"),
        # reports by kind, and by a number without a word for an adopted text
        (Metadata(kind="report"), "recommended"),
        (Metadata(symbol="A/85/900"), "recommended"),
        (Metadata(symbol="JIU/REP/2031/4"), "recommended"),
        # nothing tells
        (Metadata(), None),
    ],
)
def test_force_of_a_paper(metadata: Metadata, force: str | None) -> None:
    assert document_force(metadata) == force


def _found(*lines: str) -> list[Mandate]:
    return find_mandates(read("\n".join(lines).encode(), name="a.txt"))


_CONTRIBUTION = (
    "Background",
    "In accordance with Resolution 140 (Rev. Bucharest, 2022), the work is going on. The Secretary-General "
    "should publish a map of wells every year.",
    "Wells are deep.",
    "Discussion",
    "Member States should share maps of wells.",
    "Proposals",
    "Member States are encouraged to share maps of pumps.",
)


def test_duties_that_rest_on_a_cited_text_are_restated() -> None:
    restated, view, proposal = _found(*_CONTRIBUTION)
    assert (restated.force, restated.rests_on) == ("restated", ("itu:PP/RES/140@2022",))
    assert (view.force, view.rests_on) == ("proposed", ())
    assert proposal.force == "proposed"


@pytest.mark.parametrize(
    ("lines", "forces"),
    [
        # a report recommends; the draft in it is only proposed
        (
            ("United Nations", "A/85/900", "General Assembly", "Distr.: General", "3 May 2030", "Wells",
             "Report of the Secretary-General", "1. Wells are deep.",
             "2. Member States are invited to publish maps of wells.",
             "Draft resolution", "3. Member States should share maps of pumps."),
            ["recommended", "proposed"],
        ),
        # a resolution decides
        (
            ("85/1. Wells", "The General Assembly,", "Recalling its resolutions,",
             "1. Requests the Secretary-General to publish a map of wells;",
             "2. Decides to meet again in 2031."),
            ["decided", "decided"],
        ),
    ],
)  # fmt: skip
def test_force_of_the_mandates_of_a_paper(lines: tuple[str, ...], forces: list[str]) -> None:
    assert [mandate.force for mandate in _found(*lines)] == forces


@pytest.mark.parametrize(
    ("lines", "bodies"),
    [
        # the clause names who speaks
        (("The Security Council decides to meet again in 2031.",), ("security-council",)),
        (("At its 4th meeting, on 3 May 2031, the Human Rights Council decided to meet again.",),
         ("human-rights-council",)),
        # the head does
        (("Economic and Social Council", "Draft resolution", "Wells", "The Economic and Social Council,",
          "1. Decides to meet again in 2031."), ("ecosoc",)),
        # nobody does
        (("1. Decides to meet again in 2031.",), ("unspecified",)),
    ],
)  # fmt: skip
def test_who_speaks(lines: tuple[str, ...], bodies: tuple[str, ...]) -> None:
    (mandate,) = _found(*lines)
    assert mandate.bodies == bodies


@pytest.mark.parametrize(
    ("lines", "force"),
    [
        # a draft proposes, whatever the past tense tells
        (("A/C.1/99/L.48", "Aland: draft resolution", "Wells", "The General Assembly,",
          "At its 4th meeting, the General Assembly decided to request the Board to publish a map."), "proposed"),
        # ministers and Presidents adopt
        (("Ministerial declaration of the Forum on Wells", "We, the Ministers, having met in Sample Town,",
          "1. We call upon the Board to publish a map."), "decided"),
        (("Statement by the President of the Security Council",
          "“The Security Council requests the Secretary-General to publish a map.”"), "decided"),
        # a pasted line of a resolution is of an adopted text
        (("Requests the Secretary-General to publish a map.",), "decided"),
        # a contribution proposes, a report recommends
        (("Contribution by Aland", "Wells", "The Board should publish a map."), "proposed"),
        (("A/99/12", "Report of the Secretary-General", "Wells", "The Board should publish a map."),
         "recommended"),
    ],
)  # fmt: skip
def test_head_and_symbol_outrank_the_sentence(lines: tuple[str, ...], force: str) -> None:
    found = find_mandates(read("\n\n".join(lines).encode(), name="a.txt"))
    assert {mandate.force for mandate in found} == {force}
