"""Names of bodies, instruments and series; codes and names of action lines, goals, targets and commitments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from actionlines.errors import NotAsked, UnknownConcept
from actionlines.framework import load
from actionlines.framework.calendar import FIRST_SESSION_YEAR
from actionlines.framework.called import find_bodies, name_in
from actionlines.framework.called import short_name_in as short_of
from actionlines.indicators.areas import source_areas
from actionlines.lazily import expression, read_rows
from actionlines.mandates.when import When, first_day, last_day, recurrences, resolve, when_of
from actionlines.papers.words import ENGLISH, Due, Words

if TYPE_CHECKING:
    from actionlines.alignment.model import Label, Level

_ITU = expression(r"itu:([A-Z]{1,5})/(RES|DEC)/([0-9-]{1,9})(?:@([0-9]{4}))?")
_UN = expression(r"(A/HRC|A|E|S)/(RES|DEC)/([^/#].{0,40})")
_PLACE = expression(r"\((?:(?:Rev|REV)\. ?)?([^\W\d][^(),;]{1,40}), ?([0-9]{4})\)")
_KINDS = {"RES": "Resolution", "DEC": "Decision"}
_BASIC = {"CS": "Constitution of ITU", "CV": "Convention of ITU", "GR": "General Rules of ITU"}


def find_subject(name: str, kind: str = "agenda") -> str:
    """Return the id of the body or country that is asked, by its name or id. Raises NotAsked (AL822)."""
    bodies = (name,) if name in load().countries else find_bodies(name)
    if len(bodies) != 1:
        advice = "Give its name or id, such as ITU; or a country of three letters, such as KEN."
        raise NotAsked(name or kind, "it needs the body or country that is asked", advice)
    return bodies[0]


def area_name(area: str, language: str = "en") -> str:
    """Return the name of a country, region or group in a language; else what its source calls it, or its id.

    >>> area_name("KEN", "fr"), area_name("LDC", "es"), area_name("m49:001"), area_name("135"), area_name("XXX")
    ('Kenya', 'Países menos adelantados', 'World', 'Caucasus and Central Asia', 'XXX')
    """
    return name_in(area, language)[0] or source_areas().get(area, area)


def area_title(area: str, words: Words) -> str:
    """Return the name of a country or area in the language, in English where there is no other."""
    if f"area.{area}" in words.table:
        return words(f"area.{area}")
    name = area_name(area, words.language)
    return words.apart(name) if name.isascii() else name


def name_body(label: str, language: str = "en") -> str:
    """Return the name of a body in a language; its label in words where the framework knows none."""
    return name_in(label, language)[0] or label.replace("-", " ").capitalize()


def short_name(label: str, language: str = "en") -> str:
    """Return a name of a body that fits a table (`framework.called.short` says which).

    >>> short_name("member-states"), short_name("ungis"), short_name("private-sector"), short_name("unspecified")
    ('Member States', 'UNGIS', 'Private sector', 'Nobody named')
    """
    return short_of(label, language)[0]


def name_series(indicator: str, name: str, language: str) -> tuple[str, str]:
    """(what a series is called, the language of that where it is another): the title of its indicator where that
    is its name, or our name of a series of ICT; else the name as its source has it, which is English.

    >>> name_series("sdg:17.8.1", "People using the Internet", "fr")[1], name_series("", "Bandwidth", "fr")
    ('', ('Bandwidth', 'en'))
    >>> name_series("", "Fixed-broadband subscriptions", "es")
    ('Abonos a banda ancha fija', '')
    >>> name_series("", "Fixed-broadband subscriptions (i992b)", "es")
    ('Abonos a banda ancha fija (i992b)', '')
    """
    if titles := _series_names().get(name):
        return titles.get(language, name), ""
    base, sign, code = name.rpartition(" (")
    if sign and name.endswith(")") and " " not in code:  # the code that tells a series from others of its name
        title, own = name_series(indicator, base, language)
        return f"{title} ({code}", own
    known, own = name_in(indicator, "en")[0] == name, "en"
    if known:
        name, own = name_in(indicator, language)
    return name, "" if own == language else own


@cache
def _series_names() -> Mapping[str, Mapping[str, str]]:
    """Return English name of a series -> language -> our name, from data/series_names.csv."""
    return {row["name"]: row for row in read_rows("actionlines.papers", "data/series_names.csv")}


_YEAR = expression(r"^(.*?)( [0-9]{4})?$")


def name_source(source: str, words: Words) -> str:
    """Return where figures come from, as "ITU, Facts and Figures 2025, Internet use", in a language: the parts that the
    catalogue knows are translated.

    >>> from actionlines.papers.words import words as words_of
    >>> name_source("ITU, Facts and Figures 2025, Internet use", words_of("fr"))
    'UIT, Faits et chiffres 2025, utilisation de l’Internet'
    """
    texts = []
    for text in source.split("; "):
        pieces = [match for piece in text.split(", ") if (match := _YEAR.match(piece))]
        names = [f"{words.table.get(f'source.{piece[1]}', piece[1])}{piece[2] or ''}" for piece in pieces]
        texts.append(
            words("list.comma").join(names) if any(f"source.{piece[1]}" in words.table for piece in pieces) else text
        )
    return words("list.semicolon").join(texts)


def name_instrument(canonical: str, words: Iterable[str] = ()) -> str:
    """Return the name of an instrument, goal, target or action line that a person can read, or "".

    words  texts that may name the place of a conference that the framework does not know

    >>> name_instrument("itu:PP/RES/140@2022")
    'Resolution 140 (Bucharest, 2022) of the Plenipotentiary Conference'
    >>> name_instrument("al:C5"), name_instrument("A/RES/79/194")
    ('C5 Building confidence and security in the use of ICTs', 'Resolution 79/194 of the General Assembly')
    """
    from actionlines.framework.references import label_of

    return (
        label_of(canonical)
        or _name_cited_concept(canonical)
        or _name_itu(canonical, words)
        or _name_organ_text(canonical)
    )


@lru_cache(maxsize=4096)
def _name_cited_concept(canonical: str) -> str:
    from actionlines.framework.framework import load

    kind, _, rest = canonical.partition(":")
    try:
        if kind == "al":
            line = load().action_line(rest)
            return f"{line.id.partition('-')[0]} {line.names['en']}"
        if kind == "sdg" and "." in rest:
            return f"SDG {rest} {load().target(canonical).title}"
        if kind == "sdg":
            goal = load().goal(canonical)
            return f"SDG {goal.number} {goal.names['en']}"
    except (UnknownConcept, KeyError):
        return ""
    return ""


def _name_itu(canonical: str, words: Iterable[str]) -> str:
    from actionlines.framework.references import conference_of

    match = _ITU.fullmatch(canonical)
    if not match:
        head, _, place = canonical.removeprefix("itu:").partition("/")
        name = _BASIC.get(head, "") if canonical.startswith("itu:") else ""
        if not name:
            return ""
        return f"{name}, article {place[3:]}" if place.startswith("art") else f"{name}, No. {place}" if place else name
    series, kind, number, year = match.groups()
    when = ""
    if year:
        held = conference_of(series, int(year))
        when = f" ({held.place}, {year})" if held else f" ({find_place(words, year)}{year})"
    return f"{_KINDS[kind]} {number}{when} of the {_read_titles().get(series, series)}"


def find_place(words: Iterable[str], year: str) -> str:
    """Return the place beside a year in brackets, with a comma behind it, or "".

    >>> find_place(["Resolution 901 (Rev. Sample City, 2044)"], "2044")
    'Sample City, '
    >>> find_place(["RESOLUTION 901 (REV. SAMPLE CITY, 2044)"], "2044")
    'Sample City, '
    """
    for text in words:
        for place_match in _PLACE.finditer(text[:2000]):
            if place_match[2] == year:
                place = place_match[1].strip()
                return f"{place.title() if place.isupper() else place}, "
    return ""


def _name_organ_text(canonical: str) -> str:
    match = _UN.fullmatch(canonical)
    if not match:
        return ""
    series, kind, number = match.groups()
    return f"{_KINDS[kind]} {number.replace('(', ' (', 1)} of the {_read_titles()[series]}"


@cache
def _read_titles() -> dict[str, str]:
    from actionlines.framework.references import list_series

    return {series.prefix: series.title for series in list_series()}


def describe_due(when: When, adopted: date | None, receivers: Sequence[str] = ()) -> Due:
    """Return one time of a mandate in words, with the first day that follows from it.

    receivers  as `mandates.when.whose_sessions` gives them
    """
    first = next(iter(resolve([when], adopted, receivers)), None)
    passes = first and not when.every and not when.begins
    day, until = first.day.isoformat() if first else "", first.until.isoformat() if first and passes else ""
    return Due(when.form, _label_due(when), day, until)


def describe_form(form: str, adopted: str, receivers: Sequence[str] = ()) -> Due:
    """Return a promised due form in words, with the first day that follows from it.

    adopted  ISO date of the text, "" where unknown
    """
    return describe_due(when_of(form), first_day(adopted) if len(adopted) == 10 else None, receivers)


def _label_due(when: When) -> str:
    """Return the English words of a promised due form, which machine formats keep as `due_label`."""
    kind, _, value = when.form.partition(":")
    if kind == "session" and when.number is not None:
        year = FIRST_SESSION_YEAR + when.number
        return f"at the {_ordinal(when.number)} session ({year}–{year + 1})"
    if kind == "recurring":
        return next((row.label for row in recurrences() if row.form == value), value)
    if kind == "relative" and when.span:
        return f"within {when.span.number} {when.span.unit}{'' if when.span.number == 1 else 's'}"
    if kind == "next-report":
        return "in the next report"
    if kind in ("event", "relative"):
        return value.replace("-", " ").strip() or "at an event"
    stated = ENGLISH.date(value or when.form)
    if kind == "from":
        return f"from {stated}"
    return f"Due {stated}" if last_day(value or when.form) else when.form


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


@lru_cache(maxsize=16384)
def find_url(canonical: str) -> str:
    """Return the address of the instrument, "" where its symbol does not give one."""
    symbol = canonical.partition("#")[0]
    if symbol[:2] in {"A/", "E/", "S/"} or symbol[:3] == "ST/":
        return f"https://docs.un.org/en/{symbol}"
    return ""


def identify_instrument(canonical: str) -> str:
    """Return the address of an instrument or concept for programs: where it is published, else a name of ours.

    >>> identify_instrument("A/RES/70/125"), identify_instrument("sdg:9")
    ('https://docs.un.org/en/A/RES/70/125', 'urn:actionlines:sdg:9')
    """
    return quote(find_url(canonical) or f"urn:actionlines:{canonical}", safe=":/@,;()")


# Labels of a level at first sight.
FIRST = 3


def concept_code(concept: str, words: Words = ENGLISH) -> str:
    """Return the code of a label, for places with little room.

    >>> concept_code("C2"), concept_code("C7-ehealth"), concept_code("sdg:9.c"), concept_code("gdc:11a")
    ('C2', 'C7 E-health', 'SDG 9.c', 'Compact 11a')
    """
    kind, colon, number = concept.partition(":")
    if not colon:
        line, dash, _ = concept.partition("-")
        return f"{line} {_name_concept(concept, words.language)}" if dash else line
    # From right to left "9.c" would else come apart: its letter is of the other direction.
    return words("code.goal" if kind == "sdg" else "code.commitment", n=words.apart(number))


def name_after_code(concept: str, words: Words = ENGLISH) -> str:
    """Return the name after the code, "" where the code holds it.

    >>> name_after_code("sdg:9"), name_after_code("C7-ehealth")
    ('Industry, Innovation and Infrastructure', '')
    """
    return "" if concept.startswith("C7-") else _name_concept(concept, words.language)


def full_name(concept: str, words: Words = ENGLISH) -> str:
    """Return the code and the name of a label in one string."""
    return f"{concept_code(concept, words)} {name_after_code(concept, words)}".rstrip()


def level_of(concept: str) -> Level:
    """Return the level of a label.

    >>> level_of("C2"), level_of("sdg:9"), level_of("sdg:9.c"), level_of("gdc:11a")
    ('action_lines', 'goals', 'targets', 'commitments')
    """
    if concept.startswith("gdc:"):
        return "commitments"
    if concept.startswith("sdg:"):
        return "targets" if "." in concept else "goals"
    return "action_lines"


def _name_concept(concept: str, language: str) -> str:
    """In the language, else in English. Raises UnknownConcept (AL302)."""
    return name_in(concept, language)[0] or _framework_title(concept)


def _framework_title(concept: str) -> str:
    framework = load()
    if concept.startswith("gdc:"):
        return framework.commitment(concept).title
    if concept.startswith("sdg:"):
        return framework.target(concept).title if "." in concept else framework.goal(concept).id
    return framework.action_line(concept).id


def write_percent(p: float, words: Words = ENGLISH) -> str:
    """Return a probability in words; a proposal is never certain.

    >>> write_percent(0.874), write_percent(0.9996), write_percent(0.001)
    ('87%', '99%', '1%')
    """
    return words("percent", n=whole_percent(p))


def whole_percent(p: float) -> int:
    """Return a probability in whole per cent, 1 to 99."""
    return min(99, max(1, round(100 * p)))


def describe_probability(p: float, stated: bool, words: Words = ENGLISH) -> str:
    """Return the probability in words, or that the text names the label."""
    return words("align.named") if stated else write_percent(p, words)


def list_labels(labels: Iterable[Label], words: Words = ENGLISH) -> str:
    """Return labels in one line of a table.

    >>> from actionlines.alignment.model import Label
    >>> list_labels([Label("sdg:9.c", 1.0, stated=True), Label("C2", 0.87)])
    'SDG 9.c (named in the text); C2 (87%)'
    """
    return "; ".join(
        f"{words.closed(concept_code(label.id, words))} ({describe_probability(label.p, label.stated, words)})"
        for label in labels
    )


def list_first_labels(labels: Iterable[Label], words: Words = ENGLISH) -> str:
    """Return labels in one line, at most FIRST of a level; the others by their number.

    >>> from actionlines.alignment.model import Label
    >>> list_first_labels([Label(f"C{n}", 0.5) for n in range(1, 6)])
    'C1 (50%); C2 (50%); C3 (50%), and 2 more'
    """
    every = tuple(labels)
    seen: Counter[Level] = Counter()
    shown_labels: list[Label] = []
    for item in every:
        seen[level_of(item.id)] += 1
        if seen[level_of(item.id)] <= FIRST:
            shown_labels.append(item)
    rest = len(every) - len(shown_labels)
    return list_labels(shown_labels, words) + (words("more-after", n=words.number(rest)) if rest else "")


def list_label_ids(labels: Iterable[Label]) -> str:
    """Return labels with their probabilities, in a form for programs.

    >>> from actionlines.alignment.model import Label
    >>> list_label_ids([Label("sdg:9.c", 1.0, stated=True), Label("C2", 0.87)])
    'sdg:9.c=1.0, C2=0.87'
    """
    return ", ".join(f"{label.id}={label.p}" for label in labels)
