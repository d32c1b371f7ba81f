"""Documents and mandates built from the annotated resolutions, for reports that do not need the readers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from actionlines.citations.model import Citation
from actionlines.documents.model import Document, Metadata, Paragraph
from actionlines.mandates.model import Mandate, Phrase
from actionlines.reports import names
from actionlines.reports.extract import Extract, of_document
from actionlines.reports.pipeline import Pipeline

SYMBOL = re.compile(r"resolutions? (\d{2}/\d{1,3})")


def document(folder: Path, name: str) -> Document:
    """The gold paragraphs as a document."""
    lines = json.loads((folder / f"{name}.paragraphs.json").read_text("utf-8"))
    paragraphs, at = [], 0
    for line in lines:
        end = at + len(line["text"])
        paragraphs.append(Paragraph(line["id"], line["kind"], line["text"], at, end, line.get("page"),
                                    number=line["id"] if line["kind"] in {"operative", "annex"} else "",
                                    level=line["id"].count("(")))  # fmt: skip
        at = end + 1
    title = next((line["text"] for line in lines if line["kind"] == "heading"), "")
    return Document(name=f"{name}.pdf", format="pdf",
                    metadata=Metadata(symbol=name.replace("_", "/"), title=title, body="general-assembly",
                                      date="2025-12-17", session="80", language="en"),
                    paragraphs=tuple(paragraphs), sha256="0" * 64, pages=paragraphs[-1].page,
                    text="\n".join(line["text"] for line in lines))  # fmt: skip


def mandates(folder: Path, doc: Document) -> list[Mandate]:
    """The gold mandates, with their words found in the paragraph."""
    name = doc.name.removesuffix(".pdf")
    rows = [json.loads(line) for line in (folder / f"{name}.mandates.jsonl").read_text("utf-8").splitlines()]
    return [_mandate(row, doc) for row in rows]


def _mandate(row: dict[str, Any], doc: Document) -> Mandate:
    own, lead = row["paragraph"], row.get("addressee_in") or row["paragraph"]

    def phrase(text: str) -> Phrase:
        for place in (own, lead):
            start = doc.by_id[place].text.find(text)
            if start >= 0:
                return Phrase(text, start, start + len(text), place)
        return Phrase(text, 0, 0, own)

    stem = re.search(rf"\b{row['verb'][:5]}\w*", doc.by_id[lead].text, re.I)
    return Mandate(
        own, row["verb"], row["strength"], phrase(stem[0] if stem else row["verb"]),
        tuple(map(phrase, row["addressees"])), tuple(row["canonical_addressees"]),
        Phrase(row["action"], row["action_start"], row["action_end"], own), row["deliverable"],
        tuple((row["report_to"] or "").split(",")) if row["report_to"] else (),
        tuple((row["due"] or "").split(",")) if row["due"] else (),
        phrase(row["due_text"]) if row["due_text"] else None, row.get("implied", False),
    )  # fmt: skip


def citations(doc: Document) -> list[Citation]:
    """A few citations, found by the plainest of patterns."""
    return [
        Citation("un_res", f"A/RES/{found[1]}", found[0], found.start(), found.end(), paragraph.id)
        for paragraph in doc.paragraphs
        for found in SYMBOL.finditer(paragraph.text)
    ]


def extracts(folder: Path) -> list[Extract]:
    """All nine annotated resolutions."""
    found = sorted(path.name.removesuffix(".paragraphs.json") for path in folder.glob("*.paragraphs.json"))
    pipeline = Pipeline(lambda source: document(folder, str(source)), citations,
                        lambda doc: mandates(folder, doc), names.due, names.body, names.url)  # fmt: skip
    return [of_document(document(folder, name), pipeline) for name in found]
