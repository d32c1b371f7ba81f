"""Facts that a person may want to insert into a section, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from actionlines.framework import load
from actionlines.papers.account.model import Account
from actionlines.papers.account.query import ask
from actionlines.papers.account.question import asking, normal
from actionlines.papers.sections.labels import told
from actionlines.papers.sections.resources import currencies
from actionlines.papers.sections.standings import furthest
from actionlines.papers.words import Words, unit_of

MOST = 14


@dataclass(frozen=True, slots=True)
class Proposed:
    """A fact: the question to insert, what it is in words, the value as it is shown, and its unit."""

    question: str
    label: str
    value: str
    unit: str = ""


def proposals(
    account: Account, words: Words, *, line: str = "", symbol: str = "", area: str = "", period: str = ""
) -> list[Proposed]:
    """Return facts on a line, an instrument, an area or the whole that have an answer other than 0, in their rank:
    mandates and their status, then activities and places, then figures, then money.
    """
    found: list[Proposed] = []
    for text in dict.fromkeys(normal(one) for one in _questions(account, line, symbol, area, period)):
        fact = ask(account, text)
        if fact.value in (None, 0, 0.0, ""):
            continue
        value = fact.value
        assert value is not None
        said = words.figure(value, fact.unit)
        found.append(Proposed(text, told(text, words, account), said, unit_of(fact.unit)))
        if len(found) == MOST:
            break
    return found


def _questions(account: Account, line: str, symbol: str, area: str, period: str) -> Iterator[str]:
    here = {name: value for name, value in (("line", line), ("symbol", symbol)) if value}
    if area:
        yield from _of_area(account, area)
    yield asking("mandates", **here)
    for status in ("delivered", "overdue", "under_way", "confirmed", "proposed"):
        yield asking("mandates", status=status, **here)
    yield asking("mandates", lead="no", **here)
    yield asking("paragraphs", asks="yes", **here)
    if symbol:
        return
    tail = f"&{period}" if period else ""
    said = asking("activities", **here) + ("" if here else "?")
    for noun in ("activities", "organisations", "countries"):
        yield said.replace("activities", noun, 1) + (tail if here else period)
    yield said + ("&" if here else "") + "practice=yes" + tail
    if line:
        yield f"series?line={line}&kind=itu-region&behind=yes"
        yield f"series?line={line}&kind=itu-region"
    for currency in currencies(account.envelopes):
        yield asking("envelopes.amount", currency=currency, **here)
        yield asking("allocations.amount", currency=currency, **here)


def _of_area(account: Account, area: str) -> Iterator[str]:
    for one in furthest((row for row in account.standings if row.area == area), 5):
        of = {"area": one.area, "series": one.series}
        yield asking("value", breakdown=one.breakdown, **of)
        yield asking("growth", since=str(one.years[0]), breakdown=one.breakdown, **of)
        for divide in ("sex", "location"):
            yield asking("gap", divide=divide, **of)
    yield asking("activities", area=area)
    yield asking("activities", area=area, practice="yes")
    yield asking("organisations", area=area)
    if area in load().countries:
        yield asking("mandates", body="member-states")
