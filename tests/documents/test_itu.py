"""The layout of ITU resolutions: keyword lines, items beneath them, ids."""

from __future__ import annotations

import pytest

from actionlines.documents import Document, read
from actionlines.documents.blocks import Block
from actionlines.documents.structure import itu
from actionlines.documents.structure.itu_languages import parse_keyword, short_names
from actionlines.documents.text import blocks_of
from tests.documents.docx_builder import docx, para, run

RESOLUTION = """\
MOD EUR/44A7/1
RESOLUTION 901 (REV. TESTVILLE, 2026)
Libraries that lend reading machines
The Plenipotentiary Conference of the International Telecommunication Union (Testville, 2026),
considering
a) that libraries lend machines in many countries;
b) the following needs:
i) power;
ii) spare parts,
considering further
that prices fall every year,
noting with appreciation
the work done by the study groups,
resolves
1 that ITU shall keep a list of the machines;
1.1 by country;
1.2 by language;
2 that the list shall be free,
resolves to instruct the Secretary-General
1 to publish the list;
2 to report on it to the Council,
instructs the Director of the Telecommunication Development Bureau, in collaboration with the Directors of the Radiocommunication Bureau and the Telecommunication Standardization Bureau
1 to collect the data:
a) from ministries;
b) from libraries;
2 to check the data,
instructs the Council
to look at the results each year,
invites Member States and Sector Members
1 to send in their data;
1bis to correct them;
2 to share the cost.
ANNEX 1 TO RESOLUTION 901 (REV. TESTVILLE, 2026)
Form of the data
1 Name of the library.
2 Number of machines.
"""  # noqa: E501


def document(text: str = RESOLUTION) -> Document:
    """The document of a text."""
    return read(text.encode(), name="a.txt")


def test_ids_kinds_and_parents() -> None:
    found = [(p.id, p.kind, p.number, p.level, p.parent) for p in document().paragraphs if p.kind != "heading"]
    assert found == [
        ("considering.a", "preambular", "a)", 0, ""),
        ("considering.b", "preambular", "b)", 0, ""),
        ("considering.b.i", "preambular", "i)", 1, "considering.b"),
        ("considering.b.ii", "preambular", "ii)", 1, "considering.b"),
        ("considering-further", "preambular", "", 0, ""),
        ("noting-with-appreciation", "preambular", "", 0, ""),
        ("resolves.1", "operative", "1", 0, ""),
        ("resolves.1.1", "operative", "1.1", 1, "resolves.1"),
        ("resolves.1.2", "operative", "1.2", 1, "resolves.1"),
        ("resolves.2", "operative", "2", 0, ""),
        ("instructs-SG.1", "operative", "1", 0, ""),
        ("instructs-SG.2", "operative", "2", 0, ""),
        ("instructs-BDT.1", "operative", "1", 0, ""),
        ("instructs-BDT.1.a", "operative", "a)", 1, "instructs-BDT.1"),
        ("instructs-BDT.1.b", "operative", "b)", 1, "instructs-BDT.1"),
        ("instructs-BDT.2", "operative", "2", 0, ""),
        ("instructs-Council", "operative", "", 0, ""),
        ("invites-MS-SM.1", "operative", "1", 0, ""),
        ("invites-MS-SM.1bis", "operative", "1bis", 0, ""),
        ("invites-MS-SM.2", "operative", "2", 0, ""),
        ("annex-1.1", "annex", "1", 0, ""),
        ("annex-1.2", "annex", "2", 0, ""),
    ]


def test_texts_are_without_their_numbers_and_quote_the_whole() -> None:
    found = document()
    assert found.by_id["resolves.1.1"].text == "by country;"
    assert all(found.text[p.start : p.end] == p.text for p in found.paragraphs)
    assert all(p.source and RESOLUTION[slice(*p.source)].endswith(p.text) for p in found.paragraphs)


def test_every_item_names_its_keyword_line() -> None:
    found = document()
    heading = found.by_id[found.by_id["instructs-BDT.1.a"].heading]
    assert heading.text.startswith("instructs the Director of the Telecommunication Development Bureau")


def test_title_and_formula() -> None:
    headings = [(p.id, p.text) for p in document().paragraphs if p.kind == "heading"][:4]
    assert headings == [
        ("heading-1", "MOD EUR/44A7/1"),
        ("heading-2", "RESOLUTION 901 (REV. TESTVILLE, 2026)"),
        ("heading-3", "Libraries that lend reading machines"),
        ("intro", ("The Plenipotentiary Conference of the International Telecommunication Union (Testville, 2026),")),
    ]


def test_several_instruments_in_one_file() -> None:
    ids = [p.id for p in document(RESOLUTION + RESOLUTION.replace("901", "902")).paragraphs]
    assert len(set(ids)) == len(ids)
    assert {"res-901.resolves.1", "res-902.resolves.1.1", "res-902.intro"} <= set(ids)


def test_wrapped_lines() -> None:
    text = """\
The Plenipotentiary Conference of the International Telecommunication Union
(Testville, 2026),

considering
a) that libraries lend machines in many countries, and that the number of
2 million readers was passed some time ago, in the year before this one,
b) that more are asked for,
resolves
1 that ITU shall keep a list of the machines that libraries lend to their
readers, and of the languages that they can read;
2 that the list shall be free,
instructs the Director of the Telecommunication Development Bureau in collaboration
with the Directors of the other Bureaux
to collect the data that are needed for the list, in all of the regions that
take part in it.
"""
    found = document(text)
    assert [p.id for p in found.paragraphs if p.kind != "heading"] == [
        "considering.a",
        "considering.b",
        "resolves.1",
        "resolves.2",
        "instructs-BDT",
    ]
    assert found.by_id[found.by_id["instructs-BDT"].heading].text.endswith("with the Directors of the other Bureaux")
    assert found.by_id["resolves.1"].text.endswith("readers, and of the languages that they can read;")
    assert found.by_id["considering.a"].text.endswith(
        "number of 2 million readers was passed some time ago, in the year before this one,"
    )


def test_links_stay_on_their_words_where_blocks_are_cut_and_joined() -> None:
    link = '<a href="https://list.example/{}">{}</a>'.format
    body = "".join(
        f"<p>{line}</p>"
        for line in (
            "RESOLUTION 901 (REV. TESTVILLE, 2026)",
            "The Plenipotentiary Conference (Testville, 2026),",
            "considering",
            "that prices fall,",
            "resolves",
            "1",
            f"to keep {link(1, 'a list')}; 2 to report on {link(2, 'the result')} to the Council,",
            "instructs the Director",
            "1 to collect the data,",
        )
    )
    found = read(f"<html><body>{body}</body></html>".encode(), name="a.html")
    assert {one.id: [(one.text[a.start : a.end], a.target[-1]) for a in one.links] for one in found.paragraphs
            if one.id.startswith("resolves.")} == {
        "resolves.1": [("a list", "1")], "resolves.2": [("the result", "2")],
    }  # fmt: skip


def test_redlines_in_a_proposal() -> None:
    deleted = '<w:del w:id="1" w:author="EUR"><w:r><w:delText>2022</w:delText></w:r></w:del>'
    inserted = f'<w:ins w:id="2" w:author="EUR">{run("2026")}</w:ins>'
    body = (
        para("RESOLUTION 901 (REV. TESTVILLE, ", deleted, inserted, ")")
        + para(run("resolves", "<w:i/>"))
        + para("1 that the list of ", deleted, inserted, " shall be free")
    )
    found = read(docx(body), name="a.docx")
    assert found.by_id["heading-1"].text == "RESOLUTION 901 (REV. TESTVILLE, 2026)"
    item = found.by_id["resolves.1"]
    assert item.text == "that the list of 2026 shall be free"
    # The offsets moved with the number that was cut off.
    assert [(change.action, change.text, change.start) for change in item.changes] == [
        ("delete", "2022", 17),
        ("insert", "2026", 17),
    ]


@pytest.mark.parametrize(
    ("line", "part", "adverb", "addressee", "slug"),
    [
        ("resolves", "operative", "", "", "resolves"),
        ("resolves further", "operative", "further", "", "resolves-further"),
        ("further resolves", "operative", "further", "", "further-resolves"),
        ("recognizing also", "preambular", "also", "", "recognizing-also"),
        ("instructs the Secretary-General", "operative", "", "Secretary-General", "instructs-SG"),
        ("resolves to instruct the Director of TSB", "operative", "", "Director of TSB", "instructs-TSB"),
        ("invites Member States", "operative", "", "Member States", "invites-MS"),
        ("invites the Radiocommunication Assembly", "operative", "", "Radiocommunication Assembly", "invites-RA"),
        # Partners are no addressees.
        (
            "instructs the Secretary-General, in consultation with the Directors of the Bureaux",
            "operative",
            "",
            "Secretary-General",
            "instructs-SG",
        ),
        ("calls upon the World Bank Group", "operative", "", "World Bank Group", "calls-upon-WBG"),
    ],
)
def test_keyword_lines(line: str, part: str, adverb: str, addressee: str, slug: str) -> None:
    keyword = parse_keyword(line)
    assert keyword is not None
    assert (keyword.part, keyword.adverb, keyword.addressee, keyword.slug) == (part, adverb, addressee, slug)
    assert line[keyword.start : keyword.end] == addressee


@pytest.mark.parametrize(
    "line",
    [
        # A clause, with its stop; a line of a UN resolution; words that only begin alike; far too long.
        "resolves that the list shall be free;",
        "Resolves to meet again",
        "resolves to meet again",
        "resolution",
        "considering that machines are lent in many places and that more are asked for",
        "instructs " + "the Council " * 60,
        "",
    ],
)
def test_lines_that_are_no_keywords(line: str) -> None:
    assert parse_keyword(line) is None


def test_short_names_without_a_table_entry() -> None:
    assert short_names("regional telecommunication organizations") == ["RTO"]
    assert short_names("Chairs of the Study Groups") == ["CSG"]
    assert short_names("libraries that lend machines") == ["libraries-that-lend-machines"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["considering", "that a,", "resolves", "that b"], True),
        (["RESOLUTION 9 (TESTVILLE, 2026)", "resolves", "that b"], True),
        (["The Council,", "decides", "that b"], True),
        # One part alone, without a title, is a word on a line of its own.
        (["resolves", "that b"], False),
        # The General Assembly writes "Resolves" within its paragraphs.
        (["The General Assembly,", "Noting that a,", "1. Resolves that b."], False),
        # An instrument cited in a title does not make the layout.
        (["RESOLUTION 9 (TESTVILLE, 2026)", "Contribution by a Member State", "We support it."], False),
    ],
)
def test_layout_is_told(texts: list[str], expected: bool) -> None:
    assert itu.is_itu([Block(text) for text in texts]) is expected


@pytest.mark.long
def test_no_document_of_the_general_assembly_has_this_layout(shared: object) -> None:
    import gzip
    import json
    from pathlib import Path

    path = Path(str(shared)) / "data" / "documents" / "un_corpus.jsonl.gz"
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        lines = [line for number, line in enumerate(stream) if number % 20 == 0]
    assert not [row["symbol"] for row in map(json.loads, lines) if itu.is_itu(blocks_of(row["text"]))]
