"""Operative clauses: verb, adverb, who is asked, where the clause stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from actionlines.documents import read
from actionlines.mandates import find_clauses
from actionlines.mandates.clause import addressee_of, opening_verb

UN = """\
99/1. Reading machines for small libraries

The General Assembly,

Recalling its resolution 98/1 of 5 May 2043,

1. Decides to meet again;

2. Also requests the Secretary-General, within existing resources, to publish
a list of the machines that libraries lend to their readers, and to report on
it:

(a) To the Assembly;

(b) To the Council;

3. Takes note with appreciation of the work of the libraries.
"""
ITU = """\
RESOLUTION 901 (REV. TESTVILLE, 2026)
Libraries that lend reading machines
The Plenipotentiary Conference of the International Telecommunication Union (Testville, 2026),
considering
that libraries lend machines,
resolves further
1 that ITU shall keep a list:
1.1 by country;
2 that the list shall be free,
instructs the Director of the Telecommunication Development Bureau, in collaboration with the Directors of the other Bureaux
to collect the data.
"""  # noqa: E501


def test_clauses_of_a_un_resolution() -> None:
    first, second, third = find_clauses(UN)
    assert (first.item, first.verb, first.adverb, first.addressee) == ("1", "decides", "", "")
    assert UN[first.start : first.end] == "1. Decides to meet again;"
    assert (second.item, second.verb, second.adverb) == ("2", "requests", "also")
    assert (second.addressee, second.subitems) == ("the Secretary-General", ("(a)", "(b)"))
    # The clause is whole, with its number and the items beneath it.
    whole = UN[second.start : second.end]
    assert whole.startswith("2. Also requests")
    assert whole.endswith("(b) To the Council;")
    assert (third.verb, third.actor) == ("takes note with appreciation", "General Assembly")


def test_clauses_of_an_itu_resolution() -> None:
    found = find_clauses(ITU)
    assert [(c.item, c.verb, c.adverb, c.addressee, c.subitems) for c in found] == [
        ("resolves further.1", "resolves", "further", "", ("1.1",)),
        ("resolves further.2", "resolves", "further", "", ()),
        (
            "instructs Director of the Telecommunication Development Bureau",
            "instructs",
            "",
            "Director of the Telecommunication Development Bureau",
            (),
        ),
    ]
    assert {c.actor for c in found} == {"Plenipotentiary Conference"}
    assert ITU[found[0].start : found[0].end] == "1 that ITU shall keep a list:\n1.1 by country;"
    assert ITU[found[2].start : found[2].end] == "to collect the data."


def test_clauses_of_a_document_have_offsets_in_its_text() -> None:
    document = read(UN.encode(), name="a.txt")
    found = find_clauses(document)
    assert [clause.item for clause in found] == ["1", "2", "3"]
    assert document.text[found[0].start : found[0].end] == "Decides to meet again;"


@pytest.mark.parametrize("text", ["", "Purpose\n\nThis paper reports on libraries.\n", "1. Introduction\n\n2. Scope\n"])
def test_texts_without_clauses(text: str) -> None:
    assert find_clauses(text) == []


@pytest.mark.parametrize(
    ("text", "verb", "adverb"),
    [
        ("Decides to meet;", "decides", ""),
        # An adverb before the verb, inside it, set apart; two of them: the first is kept.
        ("Also calls upon States to act;", "calls upon", "also"),
        ("Calls once again upon States to act;", "calls upon", "once again"),
        ("Calls, in this regard, upon States to act;", "calls upon", ""),
        ("Further strongly urges States to act;", "urges", "further"),
        # The manner is part of the verb.
        ("Notes with deep concern the fall in lending;", "notes with deep concern", ""),
        ("Looks forward to the report;", "looks forward to", ""),
        # A verb that no table holds, by what follows it; a name in the plural is none.
        ("Values the commitment of libraries;", "values", ""),
        ("Re-emphasizes that libraries matter;", "re-emphasizes", ""),
        # Outcome documents and declarations.
        ("We further recognize that libraries matter.", "recognize", "further"),
        ("Recognize also that libraries matter.", "recognize", "also"),
    ],
)
def test_opening_verbs(text: str, verb: str, adverb: str) -> None:
    opening = opening_verb(text)
    assert opening is not None
    assert (opening.verb, opening.adverb) == (verb, adverb)


@pytest.mark.parametrize(
    "text",
    [
        "Libraries lend machines.",
        "Bahamas",
        "Services for readers;",
        "There shall be a fund.",
        "Member States shall pay.",
        "",
        "1",
    ],
)
def test_paragraphs_that_open_with_no_verb(text: str) -> None:
    assert opening_verb(text) is None


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Requests the Secretary-General to report;", "the Secretary-General"),
        # Conditions and dates set apart are not part of the name, lists and additions are.
        ("Encourages Member States, where appropriate, to lend more;", "Member States"),
        ("Requests the President of the Council, in 2043, to appoint a friend;", "the President of the Council"),
        (
            "Invites Governments, the private sector, libraries and individuals to help;",
            "Governments, the private sector, libraries and individuals",
        ),
        (
            "Urges States, in particular those with many libraries, to help;",
            "States, in particular those with many libraries",
        ),
        # Partners, with a comma and without.
        ("Requests the Director, in collaboration with libraries, to help;", "the Director"),
        ("Requests the Director in consultation with libraries to help;", "the Director"),
        # An infinitive inside the name, and "to" that is none.
        ("Calls upon all countries in a position to do so to help;", "all countries in a position to do so"),
        ("Calls upon all States parties to the Convention to help;", "all States parties to the Convention"),
        ("Requests the Office for Human Rights to continue to help;", "the Office for Human Rights"),
        # A relative clause.
        ("Requests the entities, to which the report was sent, to help;", "the entities"),
        # The infinitives stand beneath.
        ("Requests the Secretary-General:", "the Secretary-General"),
        # A request made again, thanks.
        ("Reiterates its request to the Secretary-General to report;", "the Secretary-General"),
        ("Expresses its profound gratitude to Fiji and Palau for their help;", "Fiji and Palau"),
        # Nobody is asked.
        ("Encourages further cooperation among libraries;", ""),
        ("Requests that the report be published;", ""),
        ("Decides to ask the Secretary-General to report;", ""),
        ("Welcomes the report of the Secretary-General;", ""),
        # In the first person.
        ("We invite all libraries to help.", "all libraries"),
    ],
)
def test_addressees(text: str, addressee: str) -> None:
    opening = opening_verb(text)
    assert opening is not None
    assert addressee_of(text, opening) == addressee


@pytest.mark.long
def test_clauses_of_the_gold(shared: Path) -> None:
    from benchmarks.clauses import score

    scores = score(shared / "data")
    assert scores.right >= 0.95
    assert scores.precision >= 0.95
