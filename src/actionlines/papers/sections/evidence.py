"""The entries of the supporting evidence: of paragraphs, activities, series and money.

Ids:  A/RES/80/173#113    activity:12@3    series:KEN/IT_USE_ii99/2023    envelope:4@1
      funded:KEN, the file of a country, and funded:KEN/5, an activity in it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from actionlines.papers.account.model import (
    Account,
    ActivityRecord,
    Envelope,
    Funded,
    Linked,
    MandateRecord,
    ProgressNote,
    SeriesStanding,
)
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Evidence
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.words import describe_value
from actionlines.papers.sections.labels import name_area
from actionlines.papers.words import Words, unit_of


class EntrySource(Protocol):
    """The source of an entry: an account, the words of a language, and a mapping that keeps its sources."""

    account: Account
    words: Words
    sources: dict[str, str]

    @property
    def standing(self) -> Mapping[str, SeriesStanding]:
        """Return the standings by their id."""

    def prove(self, id: str, made: Evidence | None = None) -> bool:
        """Enter evidence into the paper; return whether the account knows it."""


QUOTE = 700  # letters of a quote; its address leads to the whole text


def find_evidence(id: str, draft: EntrySource) -> Evidence | None:
    """Return the entry for an id, None where the account has no such record."""
    kind, colon, rest = id.partition(":")
    if colon and kind == "activity":
        activity = draft.account.activity.get(int(rest.partition("@")[0]))
        return activity_evidence(activity, draft) if activity else None
    if colon and kind == "envelope":
        number = int(rest.partition("@")[0])
        held = next((envelope for envelope in draft.account.envelopes if envelope.id == number), None)
        return envelope_evidence(held, draft) if held else None
    if colon and kind == "funded":
        return funded_evidence(rest, draft)
    if colon and kind == "series":
        name, _, year = rest.rpartition("/")
        standing = draft.standing.get(name)
        return series_evidence(standing, int(year), draft) if standing else None
    return _known_paragraph(id, draft)


def _known_paragraph(id: str, draft: EntrySource) -> Evidence | None:
    symbol, hash, anchor = id.rpartition("#")
    if not hash:
        return None
    for mandate in (*draft.account.mandates, *draft.account.besides):
        if (mandate.symbol, mandate.anchor) == (symbol, anchor):
            return paragraph_evidence(symbol, anchor, mandate.quote, mandate.language, draft)
    for row in draft.account.paragraphs:
        if (row.symbol, row.anchor) == (symbol, anchor):
            return paragraph_evidence(symbol, anchor, row.text, row.language, draft)
    return None


def paragraph_evidence(symbol: str, anchor: str, quote: str, language: str, draft: EntrySource) -> Evidence:
    """Return the entry of a paragraph of an instrument: canonical symbol and place in words."""
    instrument = draft.account.by_symbol.get(symbol)
    url = f"{draft.account.address}{instrument.url}#p{anchor}" if instrument else ""
    if instrument and instrument.sha256:
        draft.sources[symbol] = instrument.sha256
    words = draft.words
    label = words("place.in", symbol=words.apart(cite_symbol(symbol, draft)), place=words.place(anchor))
    return Evidence(f"{symbol}#{anchor}", "paragraph", label, clip_text(quote), language, url)


def cite_symbol(symbol: str, draft: EntrySource) -> str:
    """Return the name that cites an instrument: its symbol, or its title where it states none."""
    held = draft.account.by_symbol.get(symbol)
    return held.title if held and held.title and symbol.startswith("file:") else symbol


def prove_mandate(mandate: MandateRecord, draft: EntrySource) -> str:
    """Return the id of the paragraph that asks; its entry is made."""
    id = f"{mandate.symbol}#{mandate.anchor}"
    draft.prove(id, paragraph_evidence(mandate.symbol, mandate.anchor, mandate.quote, mandate.language, draft))
    return id


def activity_evidence(activity: ActivityRecord, draft: EntrySource, concepts: tuple[str, ...] = ()) -> Evidence:
    """Return the entry of an activity: its words on one of the concepts, else its summary."""
    words = draft.words
    label = words("activity.label", n=activity.id, title=words.apart(activity.title), version=activity.version)
    details = [(words("col.organisation"), activity.organisation_name)] if activity.organisation_name else []
    return Evidence(
        activity_id(activity),
        "activity",
        label,
        clip_text(linked_words(activity.links, concepts) or activity.summary),
        activity.language,
        f"{draft.account.address}{activity.url}",
        tuple(details),
    )


def activity_id(activity: ActivityRecord) -> str:
    """Return the id of an activity's entry."""
    return f"activity:{activity.id}@{activity.version}"


def prove_activity(activity: ActivityRecord, draft: EntrySource, concepts: tuple[str, ...]) -> str:
    """Return the id of an activity; its entry is made, with its words on one of the concepts."""
    draft.prove(activity_id(activity), activity_evidence(activity, draft, concepts))
    return activity_id(activity)


def linked_words(links: Iterable[Linked], concepts: tuple[str, ...]) -> str:
    """Return the words of a record that show one of the concepts, "" where none are on record."""
    for link in links:
        if link.concept in concepts and link.words:
            return " … ".join(dict.fromkeys(word.quote for word in link.words if word.quote))
    return ""


def envelope_id(envelope: Envelope) -> str:
    """Return the id of an envelope's entry."""
    return f"envelope:{envelope.id}@{envelope.version}"


def describe_period(envelope: Envelope | Funded, words: Words) -> str:
    """Return the period of an envelope or activity in words."""
    days = [words.date(day) for day in (envelope.starts, envelope.ends) if day]
    return words("period", since=days[0], until=days[1]) if len(days) == 2 else "".join(days)


def envelope_evidence(envelope: Envelope, draft: EntrySource) -> Evidence:
    """Return the entry of the money that a plan gives to an objective."""
    words = draft.words
    amount = words.figure(float(envelope.amount), envelope.currency)
    return Evidence(
        envelope_id(envelope),
        "envelope",
        f"{envelope.plan}: {envelope.objective}",
        f"{amount} {envelope.currency}",
        "",
        f"{draft.account.address}{envelope.url}",
        ((words("col.period"), describe_period(envelope, words)),),
    )


def funded_evidence(id: str, draft: EntrySource) -> Evidence | None:
    """Return the entry of a country file of UN INFO, or of one activity in it; None for one that is not there."""
    of_file = "/" not in id
    activity = next(
        (activity for activity in draft.account.funded if id in (activity.id, of_file and activity.country)), None
    )
    if activity is None:
        return None
    words, place = draft.words, "/projects" if of_file else activity.place
    draft.sources[activity.member] = activity.sha256
    label = words("funded.label", area=name_area(activity.country, words), file=f"{activity.member}#{place}")
    details = [] if of_file else [(words("col.organisation"), activity.agency)]
    details.append((words("col.file"), f"{activity.member}, SHA-256 {activity.sha256}"))
    return Evidence(
        f"funded:{id}",
        "file" if of_file else "record",
        label,
        "" if of_file else clip_text(activity.name),
        "" if of_file else activity.language,
        f"{draft.account.address}{activity.url}",
        tuple(details),
    )


def series_id(standing: SeriesStanding, year: int | None = None) -> str:
    """Return the id of the entry of a value; of the latest one without a year."""
    return f"series:{standing.id}/{year if year is not None else standing.years[-1] if standing.years else 0}"


def series_evidence(standing: SeriesStanding, year: int, draft: EntrySource) -> Evidence | None:
    """Return the entry of a value of a series with its source and verdicts; None without a value of that year."""
    if year not in standing.years:
        return None
    words = draft.words
    value = words.figure(standing.values[standing.years.index(year)], standing.unit)
    unit = f" {held}" if (held := unit_of(standing.unit)) else ""
    called, _language = series_name(standing.indicator, standing.name, words.language)
    name = ", ".join(part for part in (called, breakdown_label(standing.breakdown, words)) if part)
    verdicts = [(method, text) for method, verdict, text, _score in standing.verdicts if verdict]
    if said_of_it := describe_value(standing, words, standing.years.index(year)):
        verdicts.insert(0, (words("col.sources"), said_of_it))
    label = words("series.label", name=name, area=name_area(standing.area, words), year=year)
    return Evidence(
        series_id(standing, year),
        "series",
        label,
        f"{value}{unit}",
        "",
        f"{draft.account.address}/countries/{standing.area}/"
        if len(standing.area) == 3 and standing.area.isupper()
        else "",
        series_details(standing.series, standing.source, standing.file, standing.sha256, draft, verdicts),
    )


def series_details(
    series: str, source: str, file: str, sha256: str, draft: EntrySource, verdicts: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[str, str], ...]:
    """Return what is known of a series besides its value; its file becomes a source of the paper."""
    words = draft.words
    if file and sha256:
        draft.sources[file] = sha256
    details = [(words("col.series"), series), (words("col.data-source"), source), *verdicts]
    details.append((words("col.file"), f"{file}, SHA-256 {sha256}" if sha256 else file))
    return tuple(pair for pair in details if pair[1])


def prove_progress(note: ProgressNote, draft: EntrySource) -> str:
    """Return the id of what shows progress; its entry is made. "" where the account does not know of it."""
    values = {name: str(value) for name, value in note.evidence.items()}
    if note.kind == "paragraph":
        symbol, anchor = values.get("symbol", ""), values.get("anchor", "")
        instrument = draft.account.by_symbol.get(symbol)
        language = instrument.language if instrument else ""
        id = f"{symbol}#{anchor}"
        draft.prove(id, paragraph_evidence(symbol, anchor, values.get("quote", ""), language, draft))
        return id
    if note.kind == "activity":
        number = values.get("activity", "")
        activity = draft.account.activity.get(int(number)) if number.isdecimal() else None
        return activity_id(activity) if activity and draft.prove(activity_id(activity)) else ""
    id = f"series:{values.get('area', '')}/{values.get('series', '')}/{values.get('year', '')}"
    return id if values.get("year", "").isdecimal() and draft.prove(id) else ""


def clip_text(text: str, most: int = QUOTE) -> str:
    """Return the text, or its beginning of at most so many letters, cut between two words.

    >>> clip_text("one two three", 9)
    'one two…'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rpartition(' ')[0] or head}…"
