"""Names in the language of a paper: areas, bodies, concepts, and questions to an account in words."""

from __future__ import annotations

from functools import cache

from actionlines.framework import load
from actionlines.framework.called import name_in
from actionlines.framework.called import short_name_in as short_of
from actionlines.papers.account.model import Account
from actionlines.papers.account.question import parse_question
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.model import Text
from actionlines.papers.names import area_title, full_name, short_name
from actionlines.papers.names import name_series as series_name
from actionlines.papers.progress.words import words as shared
from actionlines.papers.words import Words, read_catalogue


@cache
def report_words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return read_catalogue(language, "actionlines.papers.reports", shared(language))


WORLD = ("world", "m49:001")


def name_area(id: str, words: Words) -> str:
    """Return the name of a country, region or the world.

    >>> from actionlines.papers.sections.labels import words
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


def describe_question(text: str, words: Words, account: Account | None = None) -> str:
    """Return a question in words: its noun, then its filters.

    >>> from actionlines.papers.sections.labels import words
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


def _describe_filter(name: str, value: str, words: Words, account: Account | None) -> str:
    if name in ("line", "goal", "target", "commitment"):
        return full_name(value, words) if is_known(value) else value
    if name == "area":
        return name_area(value, words)
    if name == "series":
        found_ = account.series.get(value) if account else None
        return f"{series_name(found_.indicator, found_.name, words.language)[0]} ({value})" if found_ else value
    if name == "breakdown" and value != "total":
        return breakdown_label(value, words)
    if name == "status":
        return words("list.comma").join(words.table.get(f"status.{part}", part) for part in value.split(","))
    if name == "stage":
        return words("list.comma").join(words.table.get(f"stage.{part}", part) for part in value.split(","))
    if name == "strength":
        return words("list.comma").join(words.table.get(f"strength.{part}", part) for part in value.split(","))
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
