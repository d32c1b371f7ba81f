"""A small follow-up built in code: an English and an Arabic document, hostile words, dates, versions."""

from __future__ import annotations

from pathlib import PurePath

from actionlines.citations.model import Citation
from actionlines.documents.model import Cell, Change, Document, Metadata, NoteMark, Paragraph, Table
from actionlines.errors import DamagedInput
from actionlines.mandates.model import Mandate, Phrase
from actionlines.mandates.when import when_of
from actionlines.papers import names
from actionlines.papers.follow_up.collect import Pipeline
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.review import review

HOSTILE = "=1+1 </script><img src=x onerror=alert(1)> 𝒜 & “quoted” \u2028"
# (id, kind, text, verb, addressee, action, due words, due, body)
Row = tuple[str, str, str, str, str, str, str, str, str]
ENGLISH: list[Row] = [
    ("heading-1", "heading", "99/901. A sample", "", "", "", "", "", ""),
    ("preamble-1", "preambular", "Recalling its resolution 70/1,", "", "", "", "", "", ""),
    ("1", "operative", "𝒜 Requests the Secretary-General to submit a road map by 2027;",
     "Requests", "Secretary-General", "submit a road map by 2027", "by 2027", "year:2027",
     "secretary-general"),
    ("2", "operative", "Invites the International Telecommunication Union to keep the register each year;",
     "Invites", "International Telecommunication Union", "keep the register each year", "each year",
     "recurring:annual", "itu"),
    ("3", "operative", f"Encourages Member States to read {HOSTILE};",
     "Encourages", "Member States", f"read {HOSTILE}", "", "", "member-states"),
    ("4", "operative", "Calls upon:", "", "", "", "", "", ""),
    ("4(a)", "operative", "Member States to meet on 3 March 2030;",
     "", "Member States", "meet on 3 March 2030", "on 3 March 2030", "2030-03-03", "member-states"),
    ("fn-1", "footnote", "See the register.", "", "", "", "", "", ""),
]  # fmt: skip
ARABIC: list[Row] = [
    ("heading-1", "heading", "قرار للتجربة", "", "", "", "", "", ""),
    ("1", "operative", "تطلب إلى الأمين العام أن يقدم تقريرا في عام 2028؛",
     "تطلب", "الأمين العام", "يقدم تقريرا في عام 2028", "عام 2028", "year:2028", "secretary-general"),
]  # fmt: skip
STRENGTH = {
    "Requests": "requests",
    "Invites": "invites",
    "Encourages": "encourages",
    "": "requests",
    "تطلب": "requests",
}


# Paragraph 2 carries a footnote mark after "Invites", an inserted "each" and a deleted word before it.
NOTES = {"2": (NoteMark("1", 7),)}
CHANGES = {"2": (Change("delete", 70, 70, "every ", "A. Clerk"), Change("insert", 71, 75, "each", "A. Clerk"))}


def document_of(name: str, symbol: str, rows: list[Row], language: str) -> Document:
    """A document of these rows; one in English has a table and a warning."""
    paragraphs, at = [], 0
    for ident, kind, text, *_ in rows:
        number = ident if ident[0].isdigit() else ""
        parent = ident.partition("(")[0] if "(" in ident else ""
        paragraphs.append(
            Paragraph(
                ident,
                kind,
                text,
                at,
                at + len(text),
                1,
                number,
                int(bool(parent)),
                parent,  # type: ignore[arg-type]
                notes=NOTES.get(ident, ()),
                changes=CHANGES.get(ident, ()),
            )
        )
        at += len(text) + 1
    table = Table(((Cell("Year"), Cell("Entries")), (Cell("2026"), Cell("12"))), after="2", caption="Register")
    return Document(
        name, "text",
        Metadata(symbol, rows[0][2], "general-assembly", "2044-12-17", "99", language, "resolution"),
        tuple(paragraphs), (table,) if language == "en" else (), None, "ab" * 32,
        ("a page has no text",) if language == "en" else (), "\n".join(row[2] for row in rows),
    )  # fmt: skip


DOCUMENTS = {
    "sample.txt": document_of("sample.txt", "A/RES/99/901", ENGLISH, "en"),
    "arabic.txt": document_of("arabic.txt", "A/RES/99/902", ARABIC, "ar"),
    "empty.txt": document_of("empty.txt", "", [("note-1", "footnote", "Nothing", *[""] * 6)], "en"),
}


def _read(source: object) -> Document:
    name = PurePath(str(source)).name
    if name not in DOCUMENTS:
        raise DamagedInput(name, "the container is broken", "Download it again.")
    return DOCUMENTS[name]


def _mandates(document: Document) -> list[Mandate]:
    return [mandate_of(row) for row in (ARABIC if document.metadata.language == "ar" else ENGLISH) if row[5]
            and document.name != "empty.txt"]  # fmt: skip


def mandate_of(row: Row) -> Mandate:
    """The mandate of a row, its phrases found in the text."""
    ident, _, text, verb, addressee, action, words, due, body = row

    def phrase(part: str, place: str = ident, whole: str = text) -> Phrase:
        start = whole.index(part)
        return Phrase(part, start, start + len(part), place)

    lead = phrase("Calls upon", "4", "Calls upon:") if not verb else phrase(verb)
    report = ("general-assembly",) if body == "secretary-general" else ()
    return Mandate(
        ident, lead.text.lower().removesuffix("s"), STRENGTH[verb], lead, (phrase(addressee),), (body,),  # type: ignore[arg-type]
        phrase(action), "report" if report else "none", report, (when_of(due),) if due else (),
        phrase(words) if words else None,
    )  # fmt: skip


def _citations(document: Document) -> list[Citation]:
    if document.name != "sample.txt":
        return []
    text = document.by_id["preamble-1"].text
    start = text.index("resolution 70/1")
    return [
        Citation("un_res", "A/RES/70/1#p71", "resolution 70/1", start, start + 15, "preamble-1"),
        Citation("un_res", "A/RES/99/902", "resolution 70/1", start, start + 15, "preamble-1"),
        Citation("itu_res", "itu:PP/RES/901@2040", "resolution 70/1", start, start + 15, "preamble-1"),
        Citation("itu_res", "itu:PP/RES/901@2044", "resolution 70/1", start, start + 15, "preamble-1"),
    ]


PIPELINE = Pipeline(_read, _citations, _mandates, names.describe_due, names.name_body, names.find_url)


def sample(*sources: str) -> FollowUp:
    """The follow-up of the documents named, by default all with one that fails."""
    return review(sources or ("sample.txt", "arabic.txt", "broken.pdf"), pipeline=PIPELINE)
