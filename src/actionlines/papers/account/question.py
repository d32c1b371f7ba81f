"""Questions to an account whose answers are numbers; they bind every number of a paper to its source.

    mandates?line=C5&status=confirmed         how many mandates
    mandates?symbol=A/RES/80/173&stage=renewed    how many a later text renews (`lineage.life.Stage`)
    mandates?symbol=A/RES/80/173&renews=yes   how many an earlier text asks for as well
    texts?symbol=A/RES/80/173                 how many other instruments ask for the same as one of its mandates
    budgets?symbol=A/RES/80/173               how many sections of programme budgets name it as a mandate
    activities?line=C5&area=itu-region:AFR&practice=yes
    organisations?line=C5                     how many carry out activities that fit
    paragraphs?symbol=A/RES/80/173&line=C5    how many paragraphs speak to it
    countries?line=C5                         in how many countries activities take place
    envelopes.amount?line=C5&currency=CHF     a sum of money
    allocations.amount?line=C5&currency=CHF
    envelope.amount?id=3                      of one envelope
    envelope.allocated?id=3&activity=12       what is allocated from it
    matrix?line=C5                            how many goals and targets the WSIS-SDG Matrix links
    standings?target=sdg:9.c&behind=yes       how many areas lag
    value?area=KEN&series=IT_USE_ii99&year=2023     the value itself; without `year` the latest
    year?area=KEN&series=IT_USE_ii99          the year of the latest value
    gap?area=KEN&series=IT_USE_ii99&divide=sex     women against men (location: urban against rural), latest year
    growth?area=KEN&series=IT_USE_ii99&since=2015  the latest value less the first of that year or after
    areas?target=sdg:9.c&behind=yes&kind=country   how many countries are behind; without `behind` have figures
    series?line=C5                            how many series have figures
    paragraphs?symbol=A/RES/80/173&asks=yes   how many paragraphs ask for something
    instruments?asks=yes                      how many instruments do
    aim?area=KEN&series=IT_USE_ii99           what it should be; without `area` for the median over countries
    standings?series=IT_USE_ii99&breakdown=total&kind=country&behind=yes    how many countries are behind on one
    median?series=IT_USE_ii99&year=2023       the median over countries, see account.over
    percentile?series=IT_USE_ii99&at=10       one country in ten is below this value
    mean?series=IT_USE_ii99&area=LDC          of the countries of a group, each counted once; counts are added up
    parity?series=IT_USE_ii99&dimension=sex&area=world    women to men; `location` is town to country
    projected?area=world&series=IT_USE_ii99&method=linear   in the year of the aim; without `area` of the median
    funded?area=KEN&lines=yes&agency=ITU      how many activities of cooperation frameworks are on a line
    funded.available?area=KEN&line=C2         a sum of theirs (or required, spent); several currencies have none

In a value the signs % & { } and the end of a line are written as in addresses (%25 %26 %7B %7D %0A): `asking`.
A question is normalised (`normal`), so that one number has one name. The answer is a Fact; where it cannot be
answered its value is None. Raises BadQuestion for a question that is not of this form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from actionlines.errors import BadQuestion

LEVELS = {"line": "action_line", "goal": "goal", "target": "target", "commitment": "commitment"}


# What can be asked, and by what it can be narrowed.
_LINKS = frozenset((*LEVELS, "linked"))
_MONEY = frozenset({"line", "currency", "plan", "id"})
_FUNDED = frozenset({"area", "line", "target", "lines", "agency", "currency", "entry"})
_STANDINGS = frozenset(
    {"line", "goal", "target", "area", "series", "indicator", "breakdown", "behind", "judged", "kind"}
)
_FILTERS: Mapping[str, frozenset[str]] = {
    "mandates": _LINKS
    | {"status", "strength", "body", "asked", "symbol", "lead", "due-by", "evidence", "force"}
    | {"stage", "renews"},
    "texts": frozenset({"symbol"}),
    "budgets": frozenset({"symbol", "year"}),
    "activities": _LINKS | {"area", "type", "practice", "since", "until", "mandate", "organisation"},
    "organisations": _LINKS | {"area", "type", "practice", "since", "until"},
    "countries": _LINKS | {"area", "practice", "since", "until"},
    "paragraphs": _LINKS | {"symbol", "asks", "status"},
    "instruments": _LINKS | {"asks", "status"},
    "envelopes": _MONEY,
    "envelopes.amount": _MONEY,
    "allocations.amount": _MONEY,
    "left.amount": _MONEY,
    "standings": _STANDINGS,
    "areas": _STANDINGS,
    "series": _STANDINGS,
    "gap": frozenset({"area", "series", "divide"}),
    "growth": frozenset({"area", "series", "breakdown", "since"}),
    "envelope.amount": frozenset({"id"}),
    "envelope.allocated": frozenset({"id", "activity"}),
    **dict.fromkeys(("funded", "funded.required", "funded.available", "funded.spent"), _FUNDED),
    "matrix": frozenset({"line", "goal"}),
    "value": frozenset({"area", "series", "breakdown", "year"}),
    "year": frozenset({"area", "series", "breakdown"}),
    "aim": frozenset({"area", "series", "breakdown"}),
    "median": frozenset({"series", "breakdown", "year"}),
    "percentile": frozenset({"series", "breakdown", "at"}),
    "mean": frozenset({"area", "series", "breakdown"}),
    "parity": frozenset({"area", "series", "dimension"}),
    "projected": frozenset({"area", "series", "breakdown", "method"}),
}
_NEEDED: Mapping[str, frozenset[str]] = {
    "texts": frozenset({"symbol"}),
    "envelopes.amount": frozenset({"currency"}),
    "allocations.amount": frozenset({"currency"}),
    "left.amount": frozenset({"currency"}),
    "gap": frozenset({"area", "series", "divide"}),
    "growth": frozenset({"area", "series", "since"}),
    "value": frozenset({"area", "series"}),
    "year": frozenset({"area", "series"}),
    "aim": frozenset({"series"}),
    "envelope.amount": frozenset({"id"}),
    "envelope.allocated": frozenset({"id"}),
    "median": frozenset({"series"}),
    "percentile": frozenset({"series", "at"}),
    "mean": frozenset({"area", "series"}),
    "parity": frozenset({"series", "dimension"}),
    "projected": frozenset({"series", "method"}),
}

_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in "%&{}\n\r"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its `noun`, narrowed by `filters`, which are sorted."""

    noun: str
    filters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        said = "&".join(f"{name}={value.translate(_SIGNS)}" for name, value in self.filters)
        return f"{self.noun}?{said}" if said else self.noun

    def get(self, name: str) -> str:
        """Return the value of a filter, "" where it is not there."""
        return dict(self.filters).get(name, "")


def question(text: str) -> Question:
    """Return the question in a text. Raises BadQuestion, which says what can be asked."""
    noun, _, said = text.strip().partition("?")
    if noun not in _FILTERS:
        raise BadQuestion(text, f"“{noun}” cannot be asked", f"Ask for one of: {', '.join(_FILTERS)}.")
    filters: dict[str, str] = {}
    for part in filter(None, said.split("&")):
        name, equals, value = part.partition("=")
        if not equals or not value or name not in _FILTERS[noun] or name in filters:
            advice = f"Narrow {noun} by: {', '.join(sorted(_FILTERS[noun]))}, each once, as name=value."
            raise BadQuestion(text, f"“{part}” cannot narrow it", advice)
        filters[name] = unquote(value)
    if missing := _NEEDED.get(noun, frozenset()) - set(filters):
        raise BadQuestion(
            text, f"it needs {', '.join(sorted(missing))}", "Add what is missing as &name=value."
        )
    return Question(noun, tuple(sorted(filters.items())))


def asking(noun: str, **filters: str) -> str:
    """Return a question from values as records have them, in the one form; what is "" narrows nothing.

    >>> asking("value", area="KEN", series="R&D", year="2023", breakdown="")
    'value?area=KEN&series=R%26D&year=2023'
    """
    return str(Question(noun, tuple(sorted((name, value) for name, value in filters.items() if value))))


def normal(text: str) -> str:
    """Return the one form of a question.

    >>> normal("mandates?status=confirmed&line=C5")
    'mandates?line=C5&status=confirmed'
    """
    return str(question(text))
