"""Document series, conference cycles and named instruments: what a reference can point at.

Three tables under data/ (series.csv, cycles.csv, instruments.csv), each row with its source.
"""

import csv
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from actionlines.errors import FrameworkError

Family = Literal["un", "itu", "other"]
Numbering = Literal["session", "year", "serial-year", "serial-session", "conference", "running", "document"]
Find = Literal["yes", "wsis", "alias", "label"]


@dataclass(frozen=True, slots=True)
class SymbolSeries:
    """A document series: its prefix in symbols, the body behind it, and how its resolutions are numbered.

    words      how running text calls the body, longest first
    numbering  `session` 70/1, `year` 2006/46, `serial-year` 1325 (2000), `serial-session` 2200 A (XXI),
               `conference` 140 (Rev. Bucharest, 2022), `running` 1332 (Modified 2024), `document` by symbol
    """

    prefix: str
    family: Family
    body: str
    title: str
    words: tuple[str, ...]
    numbering: Numbering
    source: str


@dataclass(frozen=True, slots=True)
class Conference:
    """One conference of a cycle: (place, year) names its body.

    Dates are ISO; `until` is its last day. `aliases` are names of the place in French, Spanish, Russian, Arabic and
    Chinese. Its first new resolution has the number `first`, its first new decision `first_decision`;
    0 where that is not known. Lower ones are revisions.
    """

    place: str
    year: int
    body: str
    event: str
    start: str
    until: str
    aliases: tuple[str, ...]
    first: int
    first_decision: int
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class NamedInstrument:
    """A name that an instrument goes by in one language.

    find  `yes` the name alone is a citation; `wsis` only beside the World Summit; `alias` another number of
          the same text; `label` names the instrument in lists, but the name alone is not a citation
    """

    canonical: str
    kind: str
    language: str
    name: str
    find: Find
    verified: bool
    source: str


def _read_columns(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    text = resources.files("actionlines.framework").joinpath("data", name).read_text("utf-8")
    reader = csv.DictReader(text.splitlines())
    if tuple(reader.fieldnames or ()) != columns:
        raise FrameworkError(name, f"the columns are not {', '.join(columns)}", "Restore the data file.")
    rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values() or not row["source"]:
            raise FrameworkError(f"{name} line {number}", "a field is missing", "Every row needs a source.")
    return rows


@cache
def list_series() -> tuple[SymbolSeries, ...]:
    """Return all document series, in the order of the data file."""
    columns = ("series", "family", "body", "title", "words", "numbering", "source")
    matches = []
    for row in _read_columns("series.csv", columns):
        words = tuple(sorted(filter(None, row["words"].split("|")), key=len, reverse=True))
        family: Family = row["family"]  # type: ignore[assignment]
        numbering: Numbering = row["numbering"]  # type: ignore[assignment]
        matches.append(SymbolSeries(row["series"], family, row["body"], row["title"], words, numbering, row["source"]))
    return tuple(matches)


@cache
def list_conferences() -> tuple[Conference, ...]:
    """Return all conferences whose place and year name their body."""
    columns = (
        "place",
        "year",
        "body",
        "event",
        "from",
        "until",
        "aliases",
        "first",
        "first_decision",
        "verified",
        "source",
    )
    return tuple(
        Conference(
            row["place"],
            int(row["year"]),
            row["body"],
            row["event"],
            row["from"],
            row["until"],
            tuple(filter(None, row["aliases"].split("|"))),
            int(row["first"] or 0),
            int(row["first_decision"] or 0),
            row["verified"] == "yes",
            row["source"],
        )
        for row in _read_columns("cycles.csv", columns)
    )


@cache
def list_instruments() -> tuple[NamedInstrument, ...]:
    """Return all names of instruments, longest name first, so that the first that fits is the fullest."""
    columns = ("canonical", "kind", "language", "name", "find", "verified", "source")
    refs = [
        NamedInstrument(
            row["canonical"],
            row["kind"],
            row["language"],
            row["name"],
            row["find"],  # type: ignore[arg-type]
            row["verified"] == "yes",
            row["source"],
        )
        for row in _read_columns("instruments.csv", columns)
    ]
    return tuple(sorted(refs, key=lambda instrument: -len(instrument.name)))


def plain_name(name: str) -> str:
    """Return a name for comparison: no accents, lower case, single blanks."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(bare.lower().split())


@cache
def _by_place() -> dict[tuple[str, int], Conference]:
    return {
        (plain_name(name), conference.year): conference
        for conference in list_conferences()
        for name in (conference.place, *conference.aliases)
    }


def conference_at(place: str, year: int) -> Conference | None:
    """Return the conference held at this place in this year, or None.

    >>> conference_at("Dubai", 2014).event, conference_at("DUBAI", 2018).event
    ('WTDC-14', 'PP-18')
    """
    return _by_place().get((plain_name(place), year))


def conference_of(body: str, year: int) -> Conference | None:
    """Return the conference that this body (PP, WTDC, WTSA, WRC) held in this year, or None."""
    return next((c for c in list_conferences() if c.body == body and c.year == year), None)


def conference_place(conference: Conference, language: str) -> str:
    """Return the name of the place of a conference in a language.

    >>> held = conference_of("PP", 2018)
    >>> conference_place(held, "fr"), conference_place(held, "en")
    ('Dubaï', 'Dubai')
    """
    return (conference.place, *conference.aliases)[("en", "fr", "es", "ru", "ar", "zh").index(language)]


@cache
def _read_labels() -> dict[str, str]:
    labels: dict[str, str] = {}
    for instrument in list_instruments():  # the longest name comes first and stays
        if instrument.language == "en" and instrument.find != "alias":
            labels.setdefault(instrument.canonical, instrument.name)
    for canonical, name in list(labels.items()):  # an annex may lend its name to a resolution without one
        labels.setdefault(canonical.partition("#")[0], name)
    return labels


def label_of(canonical: str) -> str:
    """Return the English name of an instrument by its canonical form, or ""."""
    return _read_labels().get(canonical, "")
