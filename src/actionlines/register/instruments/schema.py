"""What the API says of instruments."""

from datetime import date
from typing import Any

from ninja import Schema

from actionlines.register.core.schema import Head, Json, Link


class Instrument(Head):
    """A document that has been read."""

    symbol: str
    family: str
    title: str
    body: str
    session: str
    language: str
    document_kind: str
    country: str
    date: date | None
    sha256: str | None
    warnings: list[Any]


class Paragraph(Schema):
    """One paragraph, with its mandates (ids), citations and links."""

    anchor: str
    order: int
    kind: str
    number: str
    level: int
    page: int | None
    text: str
    mandates: list[int]
    citations: list[Json]
    links: list[Link]


class SeriesMember(Schema):
    """One text of a series: `quote` is the reason for its link to `older`, "" for the first."""

    symbol: str
    title: str
    date: str
    session: str
    older: str
    quote: str
    address: str


class Series(Schema):
    """The texts of one subject in order, and what is to be said of the series."""

    symbol: str
    members: list[SeriesMember]
    remarks: list[str]


class OverlapFound(Schema):
    """A standing paragraph that overlaps, how alike both are (0 to 1), and where it can be read."""

    symbol: str
    anchor: str
    quote: str
    likeness: float
    address: str


class DraftParagraph(Schema):
    """A paragraph of the draft with the standing paragraphs that overlap, the closest first."""

    anchor: str
    quote: str
    overlaps: list[OverlapFound]


class NewlyAsked(Schema):
    """A body that the draft asks and no standing paragraph like it, and the paragraphs of the draft."""

    body: str
    anchors: list[str]


class ReportAsked(Schema):
    """A report that the draft asks for; `before` is the text that asks for it already, "" where none does."""

    anchor: str
    quote: str
    receiver: str
    before: str


class Comparison(Schema):
    """A draft beside the mandates that stand: `renews` is the text that it renews, "" for none."""

    renews: str
    texts: int
    provisions: int
    findings: list[DraftParagraph]
    newly_asked: list[NewlyAsked]
    reports: list[ReportAsked]
