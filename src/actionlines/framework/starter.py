"""The starter register: instruments of the process and what they ask, as facts with a summary in our own words.

`data/starter_instruments.csv` and `data/starter_mandates.csv` hold symbols, days, ids and our summaries, no text
of others; `data/starter_summaries.csv` has titles and summaries in the other official languages, `data/titles.csv`
those that a commitment has too. The official texts come by symbol or from a person's files; their words then attach
to these facts.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache

from actionlines.framework.tables import read_table, split_list


@dataclass(frozen=True, slots=True)
class StarterInstrument:
    """An instrument of the process.

    title     short, in our own words
    revises   symbol of the text that it replaces, "" where it replaces none
    verified  whether the row was checked against the official text
    source    where the official text is
    """

    symbol: str
    body: str
    date: date
    title: str
    revises: str
    verified: bool
    source: str


@dataclass(frozen=True, slots=True)
class StarterMandate:
    """What a paragraph asks: ids, due forms and receivers as the finder of mandates gives them.

    ordinal      place among the mandates of the paragraph, from 0
    answered_by  symbol of the text that delivered what was asked once, "" where none is known
    summary      what is asked, in our own words
    """

    symbol: str
    paragraph: str
    ordinal: int
    verb: str
    strength: str
    bodies: tuple[str, ...]
    deliverable: str
    due: tuple[str, ...]
    report_to: tuple[str, ...]
    answered_by: str
    summary: str
    verified: bool
    source: str


@cache
def starter_instruments() -> dict[str, StarterInstrument]:
    """Return the instruments of the starter register by symbol, in the order of the file."""
    return {
        row["symbol"]: StarterInstrument(
            row["symbol"],
            row["body"],
            date.fromisoformat(row["date"]),
            row["title"],
            row["revises"],
            row["verified"] == "yes",
            row["source"],
        )
        for row in read_table("starter_instruments")
    }


@cache
def starter_mandates() -> tuple[StarterMandate, ...]:
    """Return the mandates of the starter register, by instrument in the order of the text."""
    return tuple(
        StarterMandate(
            row["symbol"],
            row["paragraph"],
            int(row["ordinal"]),
            row["verb"],
            row["strength"],
            split_list(row["bodies"]),
            row["deliverable"],
            split_list(row["due"]),
            split_list(row["report_to"]),
            row["answered_by"],
            row["summary"],
            row["verified"] == "yes",
            row["source"],
        )
        for row in read_table("starter_mandates")
    )


@cache
def starter_summaries() -> dict[str, dict[str, str]]:
    """Return title or summary in English -> language -> the same in our words of that language."""
    titles = {row["id"]: row for row in read_table("titles")}
    named = {row["title"]: titles[row["id"]] for row in read_table("commitments") if row["id"] in titles}
    rows = named | {row["summary"]: row for row in read_table("starter_summaries")}
    return {text: {code: row[code] for code in ("ar", "es", "fr", "ru", "zh")} for text, row in rows.items()}


def summary_in(text: str, language: str, own: str = "en") -> tuple[str, str]:
    """Return a title or summary of the starter register in a language, and that language.

    Other text comes back as it is, with `own` as its language.

    >>> summary_in("Strategic plan of the Union", "fr"), summary_in("Plan stratégique", "en", "fr")
    (('Plan stratégique de l’Union', 'fr'), ('Plan stratégique', 'fr'))
    """
    words = starter_summaries().get(text, {}).get(language, "")
    return (words, language) if words else (text, own)


def in_force(symbol: str) -> str:
    """Return the symbol of the revision in force of an instrument: its own where nothing replaces it.

    >>> in_force("itu:PP/RES/140@2018"), in_force("A/RES/80/173")
    ('itu:PP/RES/140@2022', 'A/RES/80/173')
    """
    while symbol in _successors():
        symbol = _successors()[symbol]
    return symbol


def replaced_by(symbol: str) -> list[str]:
    """Return the symbols of the texts whose place an instrument in force takes, directly or through others."""
    return [one for one in _successors() if in_force(one) == symbol]


@cache
def _successors() -> dict[str, str]:
    return {row.revises: row.symbol for row in starter_instruments().values() if row.revises}
