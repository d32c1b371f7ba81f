"""Akoma Ntoso: what is written is read as the same document; hostile files are refused."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from actionlines.documents import Cell, Change, Document, Limits, Metadata, NoteMark, Paragraph, Table, read
from actionlines.documents.akn.inline import AKN, OWN
from actionlines.documents.akn.writer import AskedMandate, Cited, identify_document, write_akn
from actionlines.documents.model import TextLink
from actionlines.errors import DamagedInput, InputTooLarge, UnknownFormat, UnsafeInput
from actionlines.results.find import akoma_ntoso, citations_of, mandates_of
from tests.effort import examples

OPEN = '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">'
# A file as other programs write it: no ids of ours, numbers apart, a note in the text, a list.
OTHERS = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- by another program -->
{OPEN}<statement name="resolution"><meta><identification source="#x">
<FRBRExpression><FRBRdate date="2031-12-04" name="x"/><FRBRlanguage language="eng"/></FRBRExpression>
</identification></meta>
<preface><p>A/RES/86/901</p><p>Resolution adopted by the General Assembly on 4 December 2031</p>
<p><docTitle>Radio for schools</docTitle></p></preface>
<preamble><formula name="enacting"><p>The General Assembly,</p></formula>
<recitals><recital><p><i>Recalling</i> its <ref href="/akn/un/x">resolution 70/125</ref>
 of 16 December 2015,<authorialNote marker="1"><p>See A/70/1.</p></authorialNote></p></recital></recitals>
</preamble><mainBody><paragraph><num>1</num><content><p>Requests the Secretary-General to report in 2033;</p>
</content></paragraph>
<paragraph><num>2.</num><intro><p>Invites Member States:</p></intro>
<subparagraph><num>(a)</num><content><p>To map their masts;</p></content></subparagraph>
<subparagraph><num>(b)</num><content><p>To share the map.</p></content></subparagraph></paragraph>
<hcontainer name="table"><content><table><tr><td><p>Year</p></td><td colspan="2"><p>Masts</p></td></tr></table>
</content></hcontainer></mainBody></statement></akomaNtoso>""".encode()


def same(one: Document) -> tuple[object, ...]:
    """What a document says, without what depends on the file that it came in."""
    return tuple(replace(paragraph, source=None) for paragraph in one.paragraphs), one.tables, one.metadata


def checked(document: Document, schema: etree.XMLSchema | None = None) -> bytes:
    """The file of a document, after its round trip in paragraphs, tables, metadata, citations and mandates."""
    made = akoma_ntoso(document)
    again = read(made, name=document.name)
    assert same(again) == same(document)
    assert citations_of(again) == citations_of(document)
    assert mandates_of(again) == mandates_of(document)
    if schema is not None:
        schema.assertValid(etree.fromstring(made))
    return made


@pytest.fixture(scope="session")
def schema(shared: Path) -> etree.XMLSchema:
    """The official schema of Akoma Ntoso 3.0."""
    return etree.XMLSchema(etree.parse(shared / "data/schemas/akomantoso30.xsd"))


def test_a_file_of_others_is_read_with_its_numbers_and_notes():
    found = read(OTHERS)
    assert found.format == "akn"
    assert (found.metadata.symbol, found.metadata.date, found.metadata.kind) == (
        "A/RES/86/901", "2031-12-04", "resolution",
    )  # fmt: skip
    assert [(one.id, one.kind) for one in found.paragraphs if one.number or one.kind == "preambular"] == [
        ("preamble-1", "preambular"), ("1", "operative"), ("2", "operative"), ("2(a)", "operative"),
        ("2(b)", "operative"), ("fn-1", "footnote"),
    ]  # fmt: skip
    recital = found.by_id["preamble-1"]
    assert recital.text == "Recalling its resolution 70/125 of 16 December 2015,"
    assert recital.notes == (NoteMark("1", len(recital.text)),)
    assert [one.bodies for one in mandates_of(found)][:1] == [("secretary-general",)]
    assert found.tables == (Table(((Cell("Year"), Cell("Masts", colspan=2)),), after="2(b)"),)


def test_a_number_that_goes_into_the_text_moves_links_and_changes():
    text = '<p>The <ins>two</ins> <a href="https://x.example">masts</a>.</p>'
    body = f"<doc><mainBody><article><num>Article</num><content>{text}</content></article></mainBody></doc>"
    (found,) = read(f"{OPEN}{body}</akomaNtoso>".encode()).paragraphs
    assert found.text == "Article The two masts."
    assert [found.text[one.start : one.end] for one in (*found.changes, *found.links)] == ["two", "masts"]


def test_a_file_of_others_comes_through_our_own(schema):
    checked(read(OTHERS), schema)


def test_citations_are_references_and_mandates_are_metadata():
    root = etree.fromstring(akoma_ntoso(read(OTHERS)))
    (reference,) = root.iterfind(f".//{AKN}recital//{AKN}ref")
    assert (reference.get("href"), reference.text) == (
        "https://docs.un.org/en/A/RES/70/125", "resolution 70/125",
    )  # fmt: skip
    asked = root.findall(f".//{AKN}otherAnalysis/{{urn:actionlines:akn}}mandate")
    place = root.find(f".//{AKN}paragraph[@eId='{asked[0].get('href')[1:]}']")
    assert place.findtext(f"{AKN}num") == "1."
    assert (asked[0].get("verb"), asked[0].get("due")) == ("request", "year:2033")


AMENDS = """A/C.7/86/L.12
General Assembly
Eighty-sixth session

Amendments to draft resolution A/C.7/86/L.4

1. Replace operative paragraph 3 with: "Requests the Secretary-General to map all masts by 2033;"

2. Delete paragraphs 5 and 6.

3. After paragraph 7, insert a new paragraph reading:

"Invites the harbour masters to lend lanterns to the schools of the coast."

4. In operative paragraph 9, replace "masts" with "masts and quays".
"""


def test_amendments_are_mods_with_their_new_words(schema):
    document = read(AMENDS.encode(), name="draft.txt")
    root = etree.fromstring(checked(document, schema))
    mods = root.findall(f".//{AKN}activeModifications/{AKN}textualMod")
    assert [(mod.get("type"), mod.find(f"{AKN}destination").get("href").rpartition("#")[2]) for mod in mods] == [
        ("substitution", "3"),
        ("repeal", "5"),
        ("repeal", "6"),
        ("insertion", "7%20bis"),
        ("substitution", "9"),
    ]
    ids = {one.get("eId"): "".join(one.itertext()) for one in root.iter() if one.get("eId")}
    assert all(mod.find(f"{AKN}source").get("href")[1:] in ids for mod in mods)
    news = [ids[new.get("href")[1:]] for mod in mods for new in mod.findall(f"{AKN}new")]
    assert [new.split()[0] for new in news] == ["Requests", "Invites", "masts"]
    assert all(one.getparent().tag == f"{AKN}mod" for one in root.iter(f"{AKN}quotedText"))


def test_what_xml_cannot_hold_is_replaced_one_for_one():
    wrong, right = "a\x01b\ud800c\uffff", "a\ufffdb\ufffdc\ufffd"
    about = {field.name: wrong for field in fields(Metadata)} | {"drafts": (wrong,)}
    paragraph = Paragraph(
        "1", "operative", wrong, 0, len(wrong), number=wrong, notes=(NoteMark(wrong, 1),),
        changes=(Change("delete", 1, 1, wrong, wrong, wrong),), links=(TextLink(0, 3, wrong),),
    )  # fmt: skip
    asked = AskedMandate("1", wrong, wrong, wrong, (wrong,), wrong, wrong, (wrong,), (wrong,), wrong, wrong)
    table = Table(((Cell(wrong),),), "1", caption=wrong)
    made = write_akn(Document("x", "text", Metadata(**about), (paragraph,), (table,)), asks=[asked], address=wrong)
    found = read(made)
    assert found.metadata == Metadata(**about | {"drafts": (right,), "language": ""} | {
        name: right for name in about if name not in ("drafts", "language")})  # fmt: skip
    (one,) = found.paragraphs
    assert {one.text, one.number, one.notes[0].label, one.links[0].target, one.changes[0].text} == {right}
    assert (found.tables[0].caption, found.tables[0].rows[0][0].text) == (right, right)
    assert etree.fromstring(made).findtext(f".//{OWN}action") == right


def test_versions_of_a_text_share_their_work():
    one, other = (
        identify_document(Document("x", "text", Metadata(symbol=f"itu:PP/RES/140@{year}", kind="resolution", date=year,
                                                language="en", body="itu-pp"), ()))
        for year in ("2018", "2022")
    )  # fmt: skip
    assert one.work == other.work
    assert one.expression == f"{one.work}/eng@2018"
    assert other.expression == f"{one.work}/eng@2022"


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)


@st.composite
def documents(draw) -> Document:
    """Paragraphs of every kind in any order, with marks, changes and links that overlap citations."""
    kinds = ["heading", "preambular", "operative", "annex", "text", "footnote"]
    found, offset, heading = [], 0, ""
    for place, kind in enumerate(sorted(draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=8)),
                                        key=lambda kind: kind == "footnote")):  # fmt: skip
        text = draw(texts)
        spot = st.integers(0, len(text))
        start, end = sorted((draw(spot), draw(spot)))
        earlier = [one.id for one in found if one.kind != "heading"]
        found.append(
            Paragraph(
                f"annex-I.{place}" if kind == "annex" else f"{kind} {place}", kind, text,
                offset, offset + len(text),
                draw(st.none() | st.integers(1, 9)), draw(st.sampled_from(["", "1", "(a)", "*"])),
                draw(st.integers(0, 3)), draw(st.sampled_from(["", *earlier])), heading,
                tuple(NoteMark("1", at) for at in sorted(draw(st.lists(spot, max_size=2)))),
                draw(st.sampled_from([(), (Change("delete", start, start, "gone", "A", "2031"),)])),
                links=(TextLink(start, end, "https://x.example/a b"),) if start < end else (),
            )
        )  # fmt: skip
        heading = found[-1].id if kind == "heading" else heading
        offset += len(text) + 1
    after = draw(st.sampled_from(["", *(one.id for one in found if one.kind != "footnote")]))
    tables = (Table(((Cell("a", 2), Cell(" b ")),), after, 3, "caption"),) if draw(st.booleans()) else ()
    about = Metadata("A/80/L.1", "title", "general-assembly", "2031-01-02", "80", "fr", "draft-resolution",
                     drafts=("A/79/L.2",))  # fmt: skip
    return Document("x", "text", about, tuple(found), tables, 9)


@examples(200)
@given(documents(), st.data())
def test_no_document_changes_on_its_way(document, data):
    cited = []
    for one in document.paragraphs:
        spot = st.integers(0, len(one.text))
        cited.append(Cited(one.id, *sorted((data.draw(spot), data.draw(spot))), "urn:x"))
    again = read(write_akn(document, cited=cited), name="x")
    assert same(again) == same(document)
    assert again.pages == document.pages


@pytest.mark.parametrize(
    ("before", "body", "error"),
    [
        ('<!DOCTYPE akomaNtoso [<!ENTITY a "b">]>', "<doc/>", (UnknownFormat, UnsafeInput)),
        ("<!DOCTYPE akomaNtoso SYSTEM 'file:///etc/passwd'>", "<doc/>", UnsafeInput),
        ("", "<doc>&a;</doc>", DamagedInput),
        ("", "<doc>" + "<p>" * 400 + "</p>" * 400 + "</doc>", UnsafeInput),
        ("", "<doc><p>", DamagedInput),
    ],
)
def test_hostile_files_are_refused(before, body, error):
    with pytest.raises(error):
        read(f"<?xml version='1.0'?>{before}{OPEN}{body}</akomaNtoso>".encode())


def test_bounds_hold():
    many = f"{OPEN}<doc><mainBody>{'<p>a</p>' * 300}</mainBody></doc></akomaNtoso>".encode()
    with pytest.raises(InputTooLarge):
        read(many, limits=Limits(elements=200))
    with pytest.raises(DamagedInput):
        read(many.replace(b"akn/3.0", b"akn/2.0"))


def test_what_claims_to_be_ours_and_is_not_is_read_as_any_other():
    made = akoma_ntoso(read(OTHERS))
    for name, value in ((b"kind", b"nonsense"), (b"kind", b"footnote"), (b"id", b"x"), (b"parent", b"nonsense")):
        broken = re.sub(rb'al:%b="(operative|1|2)"' % name, rb'al:%b="%b"' % (name, value), made)
        assert broken != made
        found = read(broken)
        assert {one.text for one in found.paragraphs} >= {"To map their masts;"}
        assert [one.after for one in found.tables] == ["2(b)"]


def test_a_language_of_our_own_that_is_none_of_the_six_is_dropped():
    made = akoma_ntoso(read(OTHERS))
    for language in ("en", "fr", "xx", "../en"):
        changed = made.replace(b' language="en"', f' language="{language}"'.encode())
        assert read(changed).metadata.language == (language if language in ("en", "fr") else "")


def test_one_resolution_is_valid_and_opens_in_cobalt(shared, schema):
    cobalt = pytest.importorskip("cobalt")
    made = checked(read(shared / "data/documents/itu_pp18/res-140.txt"), schema)
    opened = cobalt.Statement(made)
    assert opened.expression_frbr_uri().language == "eng"
    assert opened.title.startswith("ITU's role in implementing")
    assert len(opened.main_content)


@pytest.mark.long
def test_the_texts_of_a_conference_and_thirty_resolutions(shared, schema):
    cobalt = pytest.importorskip("cobalt")
    folder = shared / "data/documents"
    read_ones = [read(path) for path in sorted((folder / "itu_pp18").glob("*.txt"))]
    with gzip.open(folder / "un_corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        given = (read(row["text"].encode(), name=row["symbol"]) for row in rows)
        drafts = (one for one in given if one.metadata.kind.endswith("resolution"))
        read_ones += [one for _number, one in zip(range(30), drafts, strict=False)]
    assert len(read_ones) == 86
    for one in read_ones:
        made = checked(one, schema)
        kind = cobalt.Statement if b"<statement" in made else cobalt.Document
        assert kind(made).frbr_uri.work_uri(work_component=False) == identify_document(one).work
