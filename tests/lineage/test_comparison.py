"""A draft beside standing texts: what overlaps, whom it newly asks, which reports it adds."""

from __future__ import annotations

import pytest

from actionlines.documents import read
from actionlines.lineage.comparison import Comparison, DraftText, compare_draft, draft_of
from actionlines.lineage.overlap import Index, Provision
from actionlines.mandates import find_mandates
from actionlines.papers.check import check_paper
from actionlines.papers.reports.comparison import comparison_paper
from actionlines.papers.words import LANGUAGES
from actionlines.papers.write import render

_HEAD = "United Nations\nA/{symbol}\nGeneral Assembly\n{session} session\n\n{title}\n\nThe General Assembly,\n\n"
_MASTS = (
    "Calls upon Member States to share radio masts in mountain valleys with small operators",
    "Requests the Secretary-General to report on shared masts to the General Assembly at its {next} session",
    "Invites the United Nations Development Programme to train mast engineers in highland provinces",
)
_LIBRARIES = (
    "Encourages Member States to lend tablets through village libraries during harvest months",
    "Calls upon all operators to keep emergency calls free of charge along mountain passes and glacier roads",
)
_MORE = tuple(
    f"Invites Member States to describe {thing} in their national statements"
    for thing in ("ferry piers", "salt mines", "olive groves", "tram depots", "kite markets", "reed beds")
)


def _text(symbol: str, session: str, title: str, *paragraphs: str) -> DraftText:
    """Return a resolution of our own as it is read."""
    words = _HEAD.format(symbol=symbol, session=session, title=title)
    words += "\n\n".join(f"{number}. {one};" for number, one in enumerate(paragraphs, 1))
    document = read(words.encode(), name=f"{symbol}.txt")
    return draft_of(document, find_mandates(document))


@pytest.fixture(scope="module")
def standing() -> tuple[Provision, ...]:
    """Return the provisions of three standing texts."""
    masts = _text("RES/79/900", "Seventy-ninth", "Shared masts", *(one.format(next="eightieth") for one in _MASTS))
    libraries = _text("RES/78/901", "Seventy-eighth", "Village libraries", *_LIBRARIES)
    others = _text("RES/78/902", "Seventy-eighth", "Statements", *_MORE)
    return (*masts.provisions, *libraries.provisions, *others.provisions)


def _draft(*more: str) -> DraftText:
    return _text("80/L.900", "Eightieth", "Shared masts", *(one.format(next="eighty-first") for one in _MASTS), *more)


def _compared(standing: tuple[Provision, ...], *more: str) -> Comparison:
    return compare_draft(_draft(*more), standing)


def test_each_provision_finds_its_predecessor_first(standing: tuple[Provision, ...]) -> None:
    found = _compared(standing)
    firsts = [one.overlaps[0].standing for one in found.findings]
    assert [(one.symbol, one.anchor) for one in firsts] == [("A/RES/79/900", n) for n in ("1", "2", "3")]
    assert found.renews is not None and found.renews.symbol == "A/RES/79/900"
    assert found.decided_last(firsts[0])


def test_a_text_that_numbers_everything_in_another_way_finds_the_same(standing: tuple[Provision, ...]) -> None:
    turned = _text("80/L.900", "Eightieth", "Masts", *(one.format(next="eighty-first") for one in reversed(_MASTS)))
    found = compare_draft(turned, standing)
    assert [one.overlaps[0].standing.anchor for one in found.findings] == ["3", "2", "1"]


def test_an_overlap_with_another_subject_is_found_and_boilerplate_is_none(standing: tuple[Provision, ...]) -> None:
    free = "Urges operators to keep emergency calls free of charge along glacier roads and mountain passes"
    found = _compared(standing, free, "Decides to remain seized of the matter")
    asked, boilerplate = found.findings[3:]
    assert [(one.standing.symbol, one.is_near) for one in asked.overlaps] == [("A/RES/78/901", True)]
    assert not found.decided_last(asked.overlaps[0].standing)
    assert boilerplate.overlaps == ()


_AMONG = "Mountain guides met twice last winter. Now the Union should see that {clause}. The inns agreed."


@pytest.mark.parametrize(
    ("clause", "place"),
    [
        # a sentence in the middle of a longer paragraph repeats a short duty nearly word by word
        ("all operators keep emergency calls free of charge on mountain passes and roads", ("A/RES/78/901", "2")),
        # a sentence about the same mountains that repeats nothing
        ("all inns keep a lamp lit for travellers who come late over the pass", None),
    ],
)  # fmt: skip
def test_a_clause_inside_a_paragraph_is_found(
    standing: tuple[Provision, ...], clause: str, place: tuple[str, str] | None
) -> None:
    last = _compared(standing, _AMONG.format(clause=clause)).findings[-1]
    found = [(one.standing.symbol, one.standing.anchor) for one in last.overlaps]
    assert found == ([place] if place else [])
    assert all(clause in one.clause and not one.is_near for one in last.overlaps)


def test_a_standing_text_that_was_revised_names_its_successor() -> None:
    revised = Provision("itu:PP/RES/140@2018", "resolves.1", _LIBRARIES[1])
    (overlap,) = Index([revised]).overlaps([Provision("draft", "1", _LIBRARIES[1])])[0][0]
    assert overlap.successor == "itu:PP/RES/140@2022"


def test_only_a_body_that_no_standing_counterpart_asks_is_newly_asked(standing: tuple[Provision, ...]) -> None:
    found = _compared(standing, "Requests the International Telecommunication Union to map abandoned cable huts")
    assert [(one.body, one.anchors, one.elsewhere) for one in found.newly_asked] == [("itu", ("4",), False)]


def test_a_report_is_new_unless_a_counterpart_asks_for_it(standing: tuple[Provision, ...]) -> None:
    union = "Requests the International Telecommunication Union to submit a report on cable huts"
    old, new = _compared(standing, f"{union} to the Economic and Social Council").reports
    assert (old.receiver, old.before and old.before.symbol) == ("general-assembly", "A/RES/79/900")
    assert (new.receiver, new.before) == ("ecosoc", None)


def test_texts_that_cannot_stand_are_left_out_and_counted(standing: tuple[Provision, ...]) -> None:
    draft = _draft()
    dated = DraftText(draft.symbol, "", "2025-10-01", "80", "en", draft.provisions)
    late = Provision("A/RES/80/903", "1", draft.provisions[0].text, date="2025-12-01")
    french = Provision("A/RES/79/904", "1", "Invite les États à partager les pylônes", language="fr")
    own = Provision(draft.symbol, "9", draft.provisions[0].text)
    found = compare_draft(dated, (late, french, own))
    assert (found.later, found.other, found.texts) == (("A/RES/80/903",), 1, 0)
    assert all(not one.overlaps for one in found.findings)


def test_a_draft_without_operative_paragraphs_says_so(standing: tuple[Provision, ...]) -> None:
    withdrawn = DraftText("A/80/L.901", "Withdrawn", "", "80", "en", ())
    page = render(comparison_paper(compare_draft(withdrawn, standing)), "html").decode()
    assert "no operative paragraph" in page and "withdrawn draft" in page


def test_both_texts_stand_side_by_side_with_the_difference_in_bold(standing: tuple[Provision, ...]) -> None:
    page = render(comparison_paper(_compared(standing)), "html").decode()
    assert "<b>eighty-first</b>" in page and "<b>eightieth</b>" in page
    assert "renews" in page and "A/RES/79/900, para. 2" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_sound_in_every_language(standing: tuple[Provision, ...], language: str) -> None:
    made = comparison_paper(_compared(standing, _LIBRARIES[1]), language)
    assert not [one for one in check_paper(made) if one.severity == "error"]
    assert render(made, "docx").startswith(b"PK")


def test_what_a_concept_note_needs_comes_last(standing: tuple[Provision, ...]) -> None:
    page = render(comparison_paper(_compared(standing, _LIBRARIES[1])), "html").decode()
    note = page[page.index("For the concept note</h2>") :]
    # The predecessor asks the same and for the same report; another text asks for one thing more.
    assert "why these standing asks do not suffice</b>: A/RES/78/901, A/RES/79/900" in note
    assert "Reports that are due already, where this one could be a part</b>: A/RES/79/900" in note
    assert "Lead, as the draft asks first</b>: Member States" in note
    assert "Decides to review this mandate at [session]" in note
    new = _text("A/80/L.902", "Eightieth", "Kites", "Invites potters to fire their glazes with dry olive stones")
    alone = render(comparison_paper(compare_draft(new, standing)), "html").decode()
    assert "no standing text asks for the same" in alone and "none that asks the same receiver" in alone


def test_an_index_without_provisions_finds_nothing() -> None:
    assert Index(()).overlaps(_draft().provisions) == ([(), (), ()], frozenset())
