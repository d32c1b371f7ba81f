"""Names in the language of a paper: areas, bodies, concepts, and questions to an account in words."""

from __future__ import annotations

from actionlines.framework import load
from actionlines.framework.called import short as short_of
from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.concepts import code, full
from actionlines.papers.model import Text
from actionlines.papers.names import short
from actionlines.papers.words import Words
from actionlines.progress.scope import area_name
from actionlines.reports.account.model import Account
from actionlines.reports.account.question import Question, question

WORLD = ("world", "m49:001")


def area(id: str, words: Words) -> str:
    """Return the name of a country, region or the world.

    >>> from actionlines.reports.sections.words import words
    >>> area("KEN", words("zh")), area("world", words("fr"))
    ('肯尼亚', 'Monde')
    """
    return words("world") if id in WORLD else area_name(id, words.language)


def entity(body: str, words: Words) -> Text:
    """Return a body by a name that fits a table, marked where it is in another language than the paper."""
    name, language = short_of(body, words.language)
    return Text(name, language="" if language == words.language else language, name=True)


def known(concept: str) -> bool:
    """Return whether the framework has this action line, goal, target or commitment."""
    framework = load()
    tables = (framework.action_lines, framework.goals, framework.targets, framework.commitments)
    return any(concept in one for one in tables)


def told(text: str, words: Words, account: Account | None = None) -> str:
    """Return a question in words: its noun, then its filters.

    >>> from actionlines.reports.sections.words import words
    >>> told("mandates?line=C5&status=confirmed", words("en"))
    'Mandates: C5 Building confidence and security in the use of ICTs; confirmed'
    """
    asked = question(text)
    said = [part for name, value in asked.filters if (part := _narrowed(asked, name, value, words, account))]
    return (
        f"{words(f'ask.{asked.noun}')}{words('colon')}{'; '.join(said)}"
        if said
        else words(f"ask.{asked.noun}")
    )


def _narrowed(asked: Question, name: str, value: str, words: Words, account: Account | None) -> str:
    if name in ("line", "goal", "target", "commitment"):
        return full(value, words) if known(value) else value
    if name == "area":
        return area(value, words)
    if name == "series":
        return _series(asked, value, account)
    if name == "breakdown":
        return breakdown_label(value, words)
    if name == "status":
        return words("comma").join(words.table.get(f"status.{one}", one) for one in value.split(","))
    if name == "strength":
        return words("comma").join(words.table.get(f"strength.{one}", one) for one in value.split(","))
    if name == "asked" and value in load().countries:
        return area(value, words)
    if name in ("body", "asked"):
        return short(value, words.language)
    if name in ("since", "until", "due-by"):
        return words(f"filter.{name}", value=words.date(value))
    if name in ("organisation", "lead") and account and value.isdecimal():
        found = account.organisation.get(int(value))
        return words(f"filter.{name}", value=found.name if found else value)
    key = f"filter.{name}={value}"
    return words.table.get(key) or f"{words.table.get(f'filter.{name}', '{value}').format(value=value)}"


def _series(asked: Question, value: str, account: Account | None) -> str:
    area_id, breakdown = asked.get("area"), asked.get("breakdown")
    found = account.standing.get((area_id, value, breakdown)) if account else None
    return f"{found.name} ({value})" if found else value


def line(concept: str, words: Words) -> str:
    """Return the code of an action line, goal or target."""
    return code(concept, words)
