"""Questions to an account whose answers are numbers; they bind every number of a paper to its source.

    mandates?line=C5&status=confirmed         how many mandates
    mandates?symbol=A/RES/80/173&stage=renewed    how many a later text renews (`lineage.life.Stage`)
    mandates?asked=itu&coverage=answered      how many are answered (`model.Coverage`)
    mandates?symbol=A/RES/80/173&renews=yes   how many an earlier text asks for as well
    texts?symbol=A/RES/80/173                 how many other instruments ask for the same as one of its mandates
    budgets?symbol=A/RES/80/173               how many sections of programme budgets name it as a mandate
    activities?line=C5&area=itu-region:AFR&practice=yes
    organisations?line=C5                     how many carry out activities that fit
    paragraphs?symbol=A/RES/80/173&line=C5    how many paragraphs are about it
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
    mean?series=IT_USE_ii99&area=LDC          of a group: published, else weighted by population, see `group_value`
    parity?series=IT_USE_ii99&dimension=sex&area=world    women to men; `location` is town to country
    projected?area=world&series=IT_USE_ii99&method=linear   in the year of the aim; without `area` of the median
    funded?area=KEN&lines=yes&agency=ITU      how many activities of cooperation frameworks are on a line
    funded.available?area=KEN&line=C2         a sum of theirs (or required, spent); several currencies have none

In a value the signs % & { } and the end of a line are written as in addresses (%25, %7B): `write_question`.
`normalise_question` gives it one form, so that a number has one name. The answer is a Fact; its value
is None for a question without an answer. Raises BadQuestion for a question that is not of this form.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from actionlines.errors import BadQuestion
from actionlines.framework import load
from actionlines.framework.groups import asked_of
from actionlines.lazily import read_rows
from actionlines.papers.account.model import (
    CONFIRMED,
    Account,
    ActivityRecord,
    Funded,
    Linked,
    MandateRecord,
    SeriesStanding,
)

LEVELS = {"line": "action_line", "goal": "goal", "target": "target", "commitment": "commitment"}


# What can be asked, by what it must and by what it can be narrowed.
_NEEDED, _FILTERS = {}, {}
for _row in read_rows("actionlines.papers", "data/questions.csv"):
    _NEEDED[_row["noun"]] = frozenset(_row["needed"].split())
    _FILTERS[_row["noun"]] = _NEEDED[_row["noun"]].union(_row["narrowed"].split())

_SIGNS = {ord(sign): f"%{ord(sign):02X}" for sign in "%&{}\n\r"}


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its `noun`, narrowed by `filters`, which are sorted."""

    noun: str
    filters: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        text = "&".join(f"{name}={value.translate(_SIGNS)}" for name, value in self.filters)
        return f"{self.noun}?{text}" if text else self.noun

    def get(self, name: str) -> str:
        """Return the value of a filter, "" where it is not there."""
        return dict(self.filters).get(name, "")


def parse_question(text: str) -> Question:
    """Return the question in a text. Raises BadQuestion, which says what can be asked."""
    noun, _, filter_text = text.strip().partition("?")
    if noun not in _FILTERS:
        raise BadQuestion(text, f"“{noun}” cannot be asked", f"Ask for one of: {', '.join(_FILTERS)}.")
    filters: dict[str, str] = {}
    for part in filter(None, filter_text.split("&")):
        name, equals, value = part.partition("=")
        if not equals or not value or name not in _FILTERS[noun] or name in filters:
            advice = f"Narrow {noun} by: {', '.join(sorted(_FILTERS[noun]))}, each once, as name=value."
            raise BadQuestion(text, f"“{part}” cannot narrow it", advice)
        filters[name] = unquote(value)
    if missing := _NEEDED[noun] - set(filters):
        raise BadQuestion(text, f"it needs {', '.join(sorted(missing))}", "Add what is missing as &name=value.")
    return Question(noun, tuple(sorted(filters.items())))


def write_question(noun: str, **filters: str) -> str:
    """Return a question from values as records have them, in the one form; what is "" narrows nothing.

    >>> write_question("value", area="KEN", series="R&D", year="2023", breakdown="")
    'value?area=KEN&series=R%26D&year=2023'
    """
    return str(Question(noun, tuple(sorted((name, value) for name, value in filters.items() if value))))


def normalise_question(text: str) -> str:
    """Return the one form of a question.

    >>> normalise_question("mandates?status=confirmed&line=C5")
    'mandates?line=C5&status=confirmed'
    """
    return str(parse_question(text))


def fits_links(links: Iterable[Linked], question: Question) -> bool:
    """Return whether links fit the filters line, goal, target, commitment; linked=confirmed: only confirmed ones.

    A line covers its parts: C7 covers what is about C7-ehealth. `line=C2,C6` asks for one of them,
    `line=C2+C6` for both.
    """
    confirmed = question.get("linked") == CONFIRMED
    held = {link.concept for link in links if not confirmed or link.status == CONFIRMED}
    return all(_fits_concepts(value, held) for name, value in question.filters if name in LEVELS)


def _fits_concepts(value: str, held: Collection[str]) -> bool:
    return any(
        all(any(covers(part, concept) for concept in held) for part in together.split("+"))
        for together in value.split(",")
    )


def covers(wanted: str, held: str) -> bool:
    """Return whether `wanted` covers the concept `held` of a record: C7 covers C7-ehealth."""
    return held == wanted or (held.startswith(f"{wanted}-") and wanted in load().action_lines)


def lines_in(links: Iterable[Linked], lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines that one of the links leads to; C7 covers its parts."""
    held = [link.concept for link in links if link.level == "action_line"]
    return tuple(line for line in lines if any(covers(line, item) for item in held))


def link_strength(links: Iterable[Linked], lines: tuple[str, ...]) -> tuple[bool, float]:
    """Return (whether a person confirmed that it touches one of the lines, the highest probability)."""
    there = [
        link for link in links if link.level == "action_line" and any(covers(line, link.concept) for line in lines)
    ]
    return any(link.status == CONFIRMED for link in there), max((link.p for link in there), default=0.0)


def find_mandates(account: Account, question: Question) -> list[MandateRecord]:
    """Return the mandates that fit. `evidence=yes`: with progress on record; `due-by`: due on that day or before;
    `force`: others than those decided too. `stage`, `renews`: of those whose life was looked at.
    """
    held = (*account.mandates, *account.besides) if question.get("force") else account.mandates
    return [item for item in held if fits_links(item.links, question) and _mandate_fits(item, question)]


def _mandate_fits(mandate: MandateRecord, question: Question) -> bool:
    bodies = {body for body, _words in mandate.addressees}
    checks: Mapping[str, Callable[[str], bool]] = {
        "status": lambda value: mandate.status in value.split(","),
        "strength": lambda value: mandate.strength in value.split(","),
        "body": lambda value: value in bodies,
        "asked": lambda value: asked_of(value).is_among(bodies),
        "symbol": lambda value: mandate.symbol == value,
        "force": lambda value: mandate.force in value.split(","),
        "lead": lambda value: (
            (mandate.lead is not None) == (value == "yes") if value in ("yes", "no") else str(mandate.lead) == value
        ),
        "due-by": lambda value: bool(mandate.due_on) and mandate.due_on <= value,
        "evidence": lambda value: bool(mandate.progress) == (value == "yes"),
        "stage": lambda value: mandate.stage in value.split(","),
        "coverage": lambda value: mandate.coverage in value.split(","),
        "renews": lambda value: bool(mandate.stage) and mandate.renews == (value == "yes"),
    }
    return all(checks[name](value) for name, value in question.filters if name in checks)


def find_activities(account: Account, question: Question) -> list[ActivityRecord]:
    """Return the activities that fit. `area`: a country, or a region with its countries; since, until: years."""
    types = {organisation.id: organisation.type for organisation in account.organisations}
    return [
        activity
        for activity in account.activities
        if fits_links(activity.links, question) and _activity_fits(activity, question, types)
    ]


def _activity_fits(activity: ActivityRecord, question: Question, types: Mapping[int, str]) -> bool:
    by_organisation = question.noun == "organisations"
    checks: Mapping[str, Callable[[str], bool]] = {
        "area": lambda value: bool(area_and_members(value) & set(activity.places)),
        "type": lambda value: (types.get(activity.organisation or 0) if by_organisation else activity.type) == value,
        "practice": lambda value: activity.practice == (value == "yes"),
        "since": lambda value: (activity.ends or "9999") >= value,
        "until": lambda value: bool(activity.starts) and activity.starts[:4] <= value,
        "mandate": lambda value: value in {str(mandate) for mandate, _status in activity.mandates},
        "organisation": lambda value: str(activity.organisation) == value,
    }
    return all(checks[name](value) for name, value in question.filters if name in checks)


def find_funded(account: Account, question: Question) -> list[Funded]:
    """Return the activities of cooperation frameworks that fit. `lines=yes`: those on any action line."""
    area = question.get("area")
    areas = area_and_members(area) if area else frozenset()
    return [
        activity
        for activity in account.funded
        if (not area or activity.country in areas)
        and (question.get("lines") != "yes" or any(link.level == "action_line" for link in activity.links))
        and all(
            getattr(activity, name) == question.get(asked_by) for asked_by, name in _OF_FUNDED if question.get(asked_by)
        )
        and fits_links(activity.links, question)
    ]


def remove_repeats(rows: Iterable[Funded]) -> list[Funded]:
    """Return the part of each agency in an activity once, however many country files list it."""
    parts = {(row.activity, row.agency, row.required, row.available, row.spent): row for row in rows}
    return list(parts.values())


_OF_FUNDED = (("agency", "agency"), ("currency", "currency"), ("entry", "id"))


@lru_cache(maxsize=1024)
def area_and_members(area: str) -> frozenset[str]:
    """Return the id of the area with the ids of its countries."""
    framework = load()
    return frozenset({area, *(framework.members(area) if area in framework.areas else ())})


def find_standings(account: Account, question: Question) -> list[SeriesStanding]:
    """Return the standings that fit. `behind=yes`: those that lag."""
    levels = [value for name, value in question.filters if name in LEVELS]
    area = question.get("area")
    areas = area_and_members(area) if area else frozenset()
    kind = question.get("kind")
    return [
        standing
        for standing in account.standings
        if all(value in standing.concepts for value in levels)
        and (not area or standing.area in areas)
        and (not kind or is_of_kind(standing.area, kind))
        and all(
            getattr(standing, name) == ("" if (name, value) == ("breakdown", "total") else value)
            for name, value in question.filters
            if name in ("series", "indicator", "breakdown")
        )
        and (question.get("behind") != "yes" or bool(standing.lag))
        and (question.get("judged") != "yes" or standing.lag is not None)
    ]


def is_of_kind(area: str, kind: str) -> bool:
    """Return whether an area is a country, or an area of this kind (`itu-region`)."""
    framework = load()
    if kind == "country":
        return area in framework.countries
    return area in framework.areas and framework.areas[area].kind == kind
