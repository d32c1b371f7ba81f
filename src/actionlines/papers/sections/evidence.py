"""The entries of the supporting evidence: of paragraphs, activities, series and money; names in its language.

Ids:  A/RES/80/173#113    activity:12@3    series:KEN/IT_USE_ii99/2023    envelope:4@1
      funded:KEN, the file of a country, and funded:KEN/5, an activity in it
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Protocol

from actionlines.framework import load
from actionlines.framework.called import name_in
from actionlines.framework.called import short_name_in as short_of
from actionlines.papers.account import model as m
from actionlines.papers.account.question import parse_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Evidence, Text
from actionlines.papers.names import area_title, full_name, name_source, short_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.words import describe_value
from actionlines.papers.progress.words import words as shared
from actionlines.papers.words import Words, read_catalogue


class EntrySource(Protocol):
    """The source of an entry: an account, the words of a language, and a mapping that keeps its sources."""

    account: m.Account
    words: Words
    sources: dict[str, str]

    @property
    def standing(self) -> Mapping[str, m.SeriesStanding]:
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
    label = words.cite(symbol, anchor, instrument.title if instrument else "")
    return Evidence(f"{symbol}#{anchor}", "paragraph", label, clip_text(quote), language, url)


def cite_symbol(symbol: str, draft: EntrySource) -> str:
    """Return an instrument of the account as people cite it."""
    held = draft.account.by_symbol.get(symbol)
    return draft.words.cite(symbol, title=held.title if held else "")


def prove_mandate(mandate: m.MandateRecord, draft: EntrySource) -> str:
    """Return the id of the paragraph that asks; its entry is made."""
    id = f"{mandate.symbol}#{mandate.anchor}"
    draft.prove(id, paragraph_evidence(mandate.symbol, mandate.anchor, mandate.quote, mandate.language, draft))
    return id


def activity_evidence(activity: m.ActivityRecord, draft: EntrySource, concepts: tuple[str, ...] = ()) -> Evidence:
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


def activity_id(activity: m.ActivityRecord) -> str:
    """Return the id of an activity's entry."""
    return f"activity:{activity.id}@{activity.version}"


def prove_activity(activity: m.ActivityRecord, draft: EntrySource, concepts: tuple[str, ...]) -> str:
    """Return the id of an activity; its entry is made, with its words on one of the concepts."""
    draft.prove(activity_id(activity), activity_evidence(activity, draft, concepts))
    return activity_id(activity)


def linked_words(links: Iterable[m.Linked], concepts: tuple[str, ...]) -> str:
    """Return the words of a record that show one of the concepts, "" where none are on record."""
    for link in links:
        if link.concept in concepts and link.words:
            return " … ".join(dict.fromkeys(word.quote for word in link.words if word.quote))
    return ""


def envelope_id(envelope: m.Envelope) -> str:
    """Return the id of an envelope's entry."""
    return f"envelope:{envelope.id}@{envelope.version}"


def describe_period(envelope: m.Envelope | m.Funded, words: Words) -> str:
    """Return the period of an envelope or activity in words."""
    days = [words.date(day) for day in (envelope.starts, envelope.ends) if day]
    return words("period", since=days[0], until=days[1]) if len(days) == 2 else "".join(days)


def envelope_evidence(envelope: m.Envelope, draft: EntrySource) -> Evidence:
    """Return the entry of the money that a plan gives to an objective."""
    words = draft.words
    return Evidence(
        envelope_id(envelope),
        "envelope",
        f"{envelope.plan}: {envelope.objective}",
        words.money(envelope.amount, envelope.currency),
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


def series_id(standing: m.SeriesStanding, year: int | None = None) -> str:
    """Return the id of the entry of a value; of the latest one without a year."""
    return f"series:{standing.id}/{year if year is not None else standing.years[-1] if standing.years else 0}"


def series_evidence(standing: m.SeriesStanding, year: int, draft: EntrySource) -> Evidence | None:
    """Return the entry of a value of a series with its source and verdicts; None without a value of that year."""
    if year not in standing.years:
        return None
    words = draft.words
    value = words.figure(standing.values[standing.years.index(year)], standing.unit)
    unit = f" {held}" if (held := words.unit(standing.unit)) else ""
    called, _language = series_name(standing.indicator, standing.name, words.language)
    name = ", ".join(part for part in (called, breakdown_label(standing.breakdown, words)) if part)
    scale = {} if words.language == "en" else words.table  # the words of a method are English
    verdicts = [
        (words.table.get(f"method.{method}", method), scale.get(f"verdict.{verdict}", text))
        for method, verdict, text, _score in standing.verdicts
        if verdict
    ]
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
    named = source if words.language == "en" else name_source(source, words)
    details = [(words("col.series"), series), (words("col.data-source"), named), *verdicts]
    details.append((words("col.file"), f"{file}, SHA-256 {sha256}" if sha256 else file))
    return tuple(pair for pair in details if pair[1])


def prove_progress(note: m.ProgressNote, draft: EntrySource) -> str:
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


@cache
def report_words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return read_catalogue(language, "actionlines.papers.reports", shared(language))


WORLD = ("world", "m49:001")


def name_area(id: str, words: Words) -> str:
    """Return the name of a country, region or the world.

    >>> from actionlines.papers.sections.evidence import words
    >>> name_area("KEN", words("zh")), name_area("world", words("fr"))
    ('肯尼亚', 'Monde')
    """
    return words("world") if id in WORLD else area_title(id, words)


def name_body(body: str, words: Words) -> Text:
    """Return a body by a name that fits a table, marked where it is in another language than the paper."""
    name, language = short_of(body, words.language)
    return Text(name, language="" if language == words.language else language, name=True)


def name_concept(id: str, words: Words) -> Text:
    """Return the code and the name of a concept or indicator, marked where the name is in another language."""
    name, language = name_in(id, words.language)
    label = full_name(id, words) if name else id
    return Text(label, language="" if language in ("", words.language) else language, name=True)


def is_known(concept: str) -> bool:
    """Return whether the framework has this action line, goal, target or commitment."""
    framework = load()
    tables = (framework.action_lines, framework.goals, framework.targets, framework.commitments)
    return any(concept in table for table in tables)


def describe_question(text: str, words: Words, account: m.Account | None = None) -> str:
    """Return a question in words: its noun, then its filters.

    >>> from actionlines.papers.sections.evidence import words
    >>> describe_question("mandates?line=C5&status=confirmed", words("en"))
    'Mandates: C5 Building confidence and security in the use of ICTs; confirmed'
    """
    question = parse_question(text)
    filters = [part for name, value in question.filters if (part := _describe_filter(name, value, words, account))]
    return (
        f"{words(f'ask.{question.noun}')}{words('colon')}{words('semicolon').join(filters)}"
        if filters
        else words(f"ask.{question.noun}")
    )


def _describe_filter(name: str, value: str, words: Words, account: m.Account | None) -> str:
    if name in ("line", "goal", "target", "commitment"):
        return full_name(value, words) if is_known(value) else value
    if name == "area":
        return name_area(value, words)
    if name == "series":
        found_ = account.series.get(value) if account else None
        return f"{series_name(found_.indicator, found_.name, words.language)[0]} ({value})" if found_ else value
    if name == "breakdown" and value != "total":
        return breakdown_label(value, words)
    if name in ("status", "stage", "strength", "coverage"):
        return words("list.comma").join(words.table.get(f"{name}.{part}", part) for part in value.split(","))
    if name == "asked" and value in load().countries:
        return name_area(value, words)
    if name in ("body", "asked"):
        return short_name(value, words.language)
    if name in ("since", "until", "due-by"):
        return words(f"filter.{name}", value=words.date(value))
    if name in ("organisation", "lead") and account and value.isdecimal():
        organisation = account.organisation.get(int(value))
        return words(f"filter.{name}", value=organisation.name if organisation else value)
    key = f"filter.{name}={value}"
    return words.table.get(key) or f"{words.table.get(f'filter.{name}', '{value}').format(value=value)}"
