"""The entries of the supporting evidence: of paragraphs, activities, series and money.

Ids:  A/RES/80/173#113    activity:12@3    series:KEN/IT_USE_ii99/2023    envelope:4@1
      funded:KEN, the file of a country, and funded:KEN/5, an activity in it
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from actionlines.papers.account.model import (
    Account,
    Activity,
    Envelope,
    Funded,
    Linked,
    Mandate,
    Progress,
    Standing,
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
    def standing(self) -> Mapping[str, Standing]:
        """Return the standings by their id."""

    def prove(self, id: str, made: Evidence | None = None) -> bool:
        """Enter evidence into the paper; return whether the account knows it."""


QUOTE = 700  # letters of a quote; the whole stands at its address


def find_evidence(id: str, draft: EntrySource) -> Evidence | None:
    """Return the entry for an id, None where the account has no such record."""
    kind, colon, rest = id.partition(":")
    if colon and kind == "activity":
        found = draft.account.activity.get(int(rest.partition("@")[0]))
        return activity_evidence(found, draft) if found else None
    if colon and kind == "envelope":
        number = int(rest.partition("@")[0])
        held = next((one for one in draft.account.envelopes if one.id == number), None)
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
    for one in (*draft.account.mandates, *draft.account.besides):
        if (one.symbol, one.anchor) == (symbol, anchor):
            return paragraph_evidence(symbol, anchor, one.quote, one.language, draft)
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


def prove_mandate(one: Mandate, draft: EntrySource) -> str:
    """Return the id of the paragraph that asks; its entry is made."""
    id = f"{one.symbol}#{one.anchor}"
    draft.prove(id, paragraph_evidence(one.symbol, one.anchor, one.quote, one.language, draft))
    return id


def activity_evidence(one: Activity, draft: EntrySource, concepts: tuple[str, ...] = ()) -> Evidence:
    """Return the entry of an activity: its words on one of the concepts, else its summary."""
    words = draft.words
    label = words("activity.label", n=one.id, title=words.apart(one.title), version=one.version)
    details = [(words("col.organisation"), one.organisation_name)] if one.organisation_name else []
    return Evidence(
        activity_id(one),
        "activity",
        label,
        clip_text(linked_words(one.links, concepts) or one.summary),
        one.language,
        f"{draft.account.address}{one.url}",
        tuple(details),
    )


def activity_id(one: Activity) -> str:
    """Return the id of an activity's entry."""
    return f"activity:{one.id}@{one.version}"


def prove_activity(one: Activity, draft: EntrySource, concepts: tuple[str, ...]) -> str:
    """Return the id of an activity; its entry is made, with its words on one of the concepts."""
    draft.prove(activity_id(one), activity_evidence(one, draft, concepts))
    return activity_id(one)


def linked_words(links: Iterable[Linked], concepts: tuple[str, ...]) -> str:
    """Return the words of a record that say that it speaks to one of the concepts, "" where none are on record."""
    for link in links:
        if link.concept in concepts and link.words:
            return " … ".join(dict.fromkeys(one.quote for one in link.words if one.quote))
    return ""


def envelope_id(one: Envelope) -> str:
    """Return the id of an envelope's entry."""
    return f"envelope:{one.id}@{one.version}"


def describe_period(one: Envelope | Funded, words: Words) -> str:
    """Return the period of an envelope or activity in words."""
    days = [words.date(day) for day in (one.starts, one.ends) if day]
    return words("period", since=days[0], until=days[1]) if len(days) == 2 else "".join(days)


def envelope_evidence(one: Envelope, draft: EntrySource) -> Evidence:
    """Return the entry of the money that a plan gives to an objective."""
    words = draft.words
    amount = words.figure(float(one.amount), one.currency)
    return Evidence(
        envelope_id(one),
        "envelope",
        f"{one.plan}: {one.objective}",
        f"{amount} {one.currency}",
        "",
        f"{draft.account.address}{one.url}",
        ((words("col.period"), describe_period(one, words)),),
    )


def funded_evidence(id: str, draft: EntrySource) -> Evidence | None:
    """Return the entry of a country file of UN INFO, or of one activity in it; None for one that is not there."""
    of_file = "/" not in id
    found = next((one for one in draft.account.funded if id in (one.id, of_file and one.country)), None)
    if found is None:
        return None
    words, place = draft.words, "/projects" if of_file else found.place
    draft.sources[found.member] = found.sha256
    label = words("funded.label", area=name_area(found.country, words), file=f"{found.member}#{place}")
    details = [] if of_file else [(words("col.organisation"), found.agency)]
    details.append((words("col.file"), f"{found.member}, SHA-256 {found.sha256}"))
    return Evidence(
        f"funded:{id}",
        "file" if of_file else "record",
        label,
        "" if of_file else clip_text(found.name),
        "" if of_file else found.language,
        f"{draft.account.address}{found.url}",
        tuple(details),
    )


def series_id(one: Standing, year: int | None = None) -> str:
    """Return the id of the entry of a value; of the latest one without a year."""
    return f"series:{one.id}/{year if year is not None else one.years[-1] if one.years else 0}"


def series_evidence(one: Standing, year: int, draft: EntrySource) -> Evidence | None:
    """Return the entry of a value of a series with its source and verdicts; None without a value of that year."""
    if year not in one.years:
        return None
    words = draft.words
    value = words.figure(one.values[one.years.index(year)], one.unit)
    unit = f" {held}" if (held := unit_of(one.unit)) else ""
    called, _language = series_name(one.indicator, one.name, words.language)
    name = ", ".join(part for part in (called, breakdown_label(one.breakdown, words)) if part)
    verdicts = [(method, said) for method, verdict, said, _score in one.verdicts if verdict]
    if said_of_it := describe_value(one, words, one.years.index(year)):
        verdicts.insert(0, (words("col.sources"), said_of_it))
    label = words("series.label", name=name, area=name_area(one.area, words), year=year)
    return Evidence(
        series_id(one, year),
        "series",
        label,
        f"{value}{unit}",
        "",
        f"{draft.account.address}/countries/{one.area}/" if len(one.area) == 3 and one.area.isupper() else "",
        series_details(one.series, one.source, one.file, one.sha256, draft, verdicts),
    )


def series_details(
    series: str,
    source: str,
    file: str,
    sha256: str,
    draft: EntrySource,
    verdicts: Iterable[tuple[str, str]] = (),
) -> tuple[tuple[str, str], ...]:
    """Return what is known of a series besides its value; its file becomes a source of the paper."""
    words = draft.words
    if file and sha256:
        draft.sources[file] = sha256
    found = [(words("col.series"), series), (words("col.data-source"), source), *verdicts]
    found.append((words("col.file"), f"{file}, SHA-256 {sha256}" if sha256 else file))
    return tuple(pair for pair in found if pair[1])


def prove_progress(one: Progress, draft: EntrySource) -> str:
    """Return the id of what shows progress; its entry is made. "" where the account does not know of it."""
    given = {name: str(value) for name, value in one.evidence.items()}
    if one.kind == "paragraph":
        symbol, anchor = given.get("symbol", ""), given.get("anchor", "")
        instrument = draft.account.by_symbol.get(symbol)
        language = instrument.language if instrument else ""
        id = f"{symbol}#{anchor}"
        draft.prove(id, paragraph_evidence(symbol, anchor, given.get("quote", ""), language, draft))
        return id
    if one.kind == "activity":
        number = given.get("activity", "")
        found = draft.account.activity.get(int(number)) if number.isdecimal() else None
        return activity_id(found) if found and draft.prove(activity_id(found)) else ""
    id = f"series:{given.get('area', '')}/{given.get('series', '')}/{given.get('year', '')}"
    return id if given.get("year", "").isdecimal() and draft.prove(id) else ""


def clip_text(text: str, most: int = QUOTE) -> str:
    """Return the text, or its beginning of at most so many letters, cut between two words.

    >>> clip_text("one two three", 9)
    'one two…'
    """
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return f"{head.rpartition(' ')[0] or head}…"
