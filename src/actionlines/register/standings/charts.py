"""Charts of standings as they are shown on pages, and the core indicators of an area with a line each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from statistics import median_low
from typing import Literal
from urllib.parse import urlencode

import numpy as np
from django.db.models import Count, Max, Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from actionlines.framework import load
from actionlines.framework.called import CountryList, fold_name, list_in_use
from actionlines.indicators import methods
from actionlines.indicators.areas import CORE, COUNTS, choose_core, group_core
from actionlines.indicators.divides.pairs import make_pair
from actionlines.papers import names
from actionlines.papers.account.cross_country import SeriesValues, judge_lines
from actionlines.papers.charts.model import WIDTH, Chart, breakdown_label, with_style, with_tokens
from actionlines.papers.charts.paint import draw_chart
from actionlines.papers.names import area_name
from actionlines.papers.progress import words as progress_words
from actionlines.papers.progress.charts import draw_dumbbells, line_chart, lines_chart
from actionlines.papers.progress.divides import SIDES
from actionlines.papers.progress.maps import SIGNS, Latest, MapContent, by_value, by_verdict, map_chart, tile_chart
from actionlines.papers.progress.maps import STATES as STATE_SIGNS
from actionlines.papers.progress.model import Divide, Measured
from actionlines.papers.progress.words import words as words_of
from actionlines.papers.words import LANGUAGES, Words
from actionlines.register.cooperation.gaps import Chart as Spark
from actionlines.register.cooperation.gaps import chart as spark
from actionlines.register.core import kinds
from actionlines.register.core.concepts import WORLD, name_of
from actionlines.register.core.notices import address
from actionlines.register.core.schema import Data
from actionlines.register.core.texts import reader_words
from actionlines.register.preferences.schema import current
from actionlines.register.standings.models import Standing
from actionlines.results.ask import Answer, AnswerPassage, FoundAnswers, list_stems, read_terms, share_of_words
from actionlines.results.question import Question as Asked

Kind = Literal["tiles", "map", "trend", "divide", "lines"]
_CALLED: Mapping[Kind, kinds.Words] = {
    "tiles": _("Countries as tiles"),
    "map": _("On the map"),
    "trend": _("Over the years"),
    "divide": _("Divides"),
    "lines": _("Over the years"),
}
STATES = "states"  # in place of a method: the verdict that is published
MOST = 6  # countries beside each other
FEWEST = 5  # countries of a middle, and of a divide that is drawn
_ENOUGH = 30  # countries of a middle that is projected: fewer say little of all
# Kind of divide -> breakdowns of its two sides, in the order of SIDES.
PAIRS: Mapping[str, tuple[str, str]] = {"sex": ("sex=F", "sex=M"), "location": ("location=urban", "location=rural")}
_BESIDE = ("statuses", "notes", "sources")
_KEPT = 256  # charts, and pictures, of all languages
_AROUND = 40  # pixels of the words around a plot


@dataclass(frozen=True, slots=True)
class Question:
    """What a chart shows.

    method  "" for values, STATES for the published verdict, else the name of a method
    year    the newest value not after it; None for the newest of all
    pair    kind of a divide, a key of PAIRS
    """

    chart: Kind
    series: str
    breakdown: str = ""
    method: str = ""
    year: int | None = None
    pair: str = ""
    areas: tuple[str, ...] = ()

    @classmethod
    def of(cls, query_dict: QueryDict) -> Question | None:
        """Return the question that an address asks; None where it asks for no chart that there is."""
        kind = next((kind for kind in _CALLED if kind == query_dict.get("chart")), None)
        if kind is None:
            return None
        year = query_dict.get("year", "")
        areas = tuple(item for item in query_dict.getlist("area")[:MOST] if item in load().countries)
        return cls(
            kind,
            query_dict.get("series", ""),
            query_dict.get("breakdown", ""),
            method_of(query_dict.get("method", "")),
            int(year) if year.isdecimal() and len(year) == 4 else None,
            query_dict.get("pair", "") if query_dict.get("pair") in PAIRS else "",
            areas,
        )

    @property
    def query(self) -> str:
        """Return the question as it is written in an address."""
        fields = (
            ("chart", self.chart), ("series", self.series), ("breakdown", self.breakdown), ("method", self.method),
            ("year", self.year), ("pair", self.pair), *(("area", area) for area in self.areas),
        )  # fmt: skip
        return urlencode([(name, value) for name, value in fields if value])


NARROW, HALF = 360, 600  # pixels of a picture on a phone and beside another, whose words have their full size


@dataclass(frozen=True)
class Drawn:
    """A chart of a page, which is drawn when its picture is asked for."""

    question: Question
    chart: Chart

    @cached_property
    def picture(self) -> str:
        """Return the picture as a part of the page, whose colours it has."""
        return with_tokens(draw_chart(self.chart, self.question.chart))

    @cached_property
    def narrow(self) -> int:
        """Return the width in pixels of the picture on a phone: tiles and maps need more, and are scrolled."""
        return {"tiles": WIDTH, "map": HALF}.get(self.question.chart, NARROW)

    @cached_property
    def height(self) -> int:
        """Return about how many pixels high the picture is, so that the page keeps its place while it comes."""
        return int(self.chart.spec["height"]) + _AROUND

    @property
    def kind(self) -> kinds.Words:
        """Return what kind of chart it is, in the reader's language."""
        return _CALLED[self.question.chart]


def method_of(text: str) -> str:
    """Return a name of a method, or STATES; "" for anything else."""
    return text if text == STATES or text in methods.ALL else ""


def reader() -> Words:
    """Return the words of progress in the reader's language."""
    code = (get_language() or "en")[:2]
    return words_of(code if code in LANGUAGES else "en")


def drawn(question: Question) -> Drawn | None:
    """Return the chart that a question asks for, kept until other figures come; None where none are fit."""
    return _drawn(question, reader().language, list_in_use(), state())


# Newest figure, how many there are, and the settings of their age.
State = tuple[int | None, int, int, bool]


def state() -> State:
    """Return what changes whenever figures come or go: the key of all that is kept of them."""
    held = Standing.objects.aggregate(newest=Max("pk"), n=Count("pk"))
    return held["newest"], held["n"], current().years_old, current().old_aside


@lru_cache(maxsize=_KEPT)
def _drawn(question: Question, language: str, _names: CountryList, _state: State) -> Drawn | None:
    if (chart := _MAKERS[question.chart](question, words_of(language))) is None:
        return None
    chart = replace(chart, id=question.chart)
    return Drawn(question, chart)


def picture_of(matches: Drawn, width: int) -> str:
    """Return the picture of a chart to be loaded alone, in one of the widths that pages have."""
    return _picture_of(matches.question, width, reader().language, list_in_use(), state())


@lru_cache(maxsize=_KEPT)
def _picture_of(question: Question, width: int, language: str, _names: CountryList, _state: State) -> str:
    matches = _drawn(question, language, _names, _state)
    return with_style(draw_chart(matches.chart, question.chart, width)) if matches else ""


def rows_of(question: Question, breakdown: str | None = None) -> list[Standing]:
    """Return where countries are on the series of a question, by their names."""
    wanted = question.breakdown if breakdown is None else breakdown
    matches = _rows_of(question.series, wanted, question.areas, state())
    return sorted(matches, key=lambda item: fold_name(name_of(item.area)))


@lru_cache(maxsize=4)  # the charts of one page
def _rows_of(series: str, breakdown: str, areas: tuple[str, ...], _state: State) -> list[Standing]:
    # By area first, which the index of the table begins with.
    standings = Standing.objects.filter(area__in=areas or list(load().countries), series=series, breakdown=breakdown)
    return list(standings.defer("concepts"))


def title_of(standing: Standing, words: Words) -> str:
    """Return what a series is called, with its breakdown."""
    title, _ = names.name_series(standing.indicator, standing.name, words.language)
    return words("list.comma").join(part for part in (title, breakdown_label(standing.breakdown, words)) if part)


def at(standing: Standing, year: int | None) -> tuple[int, float] | None:
    """Return the newest value not after a year, with its own."""
    return next(
        (
            (y, v)
            for y, v in zip(reversed(standing.years), reversed(standing.values), strict=True)
            if not year or y <= year
        ),
        None,
    )


def verdict(standing: Standing, method: str) -> str:
    """Return the verdict of a method, or the published verdict."""
    if method == STATES:
        return standing.verdict
    return next((str(verdict["verdict"]) for verdict in standing.verdicts if verdict.get("method") == method), "")


def _sources(rows: Iterable[Standing], words: Words) -> str:
    """Return where most of the figures come from."""
    parts = Counter(text for row in rows for part in row.source.split(";") if (text := part.strip(" .")))
    sources = "; ".join(part for part, _ in parts.most_common(3))
    return (words.apart(sources) if words.language == "en" else names.name_source(sources, words)) or "–"


def _shown(question: Question, rows: Sequence[Standing], words: Words) -> MapContent | None:
    title = title_of(rows[0], words)
    if question.method:
        texts = {row.area: (row.years[-1], verdict(row, question.method)) for row in rows if row.years}
        by = "" if question.method == STATES else methods.ALL[question.method].TITLE
        return by_verdict(f"{title} ({by})" if by else title, texts, words) if texts else None
    values = {row.area: matches for row in rows if (matches := at(row, question.year))}
    return by_value(Latest(title, rows[0].unit, values), words) if values else None


def _places(question: Question, words: Words) -> Chart | None:
    rows = rows_of(question)
    if current().old_aside and not question.year:
        rows = [item for item in rows if not item.old]
    context = _shown(question, rows, words) if rows else None
    if context is None:
        return None
    draw = tile_chart if question.chart == "tiles" else map_chart
    remarks = {}
    for row in rows:
        if matches := at(row, None if question.method else question.year):
            text = progress_words.describe_value(row, words, row.years.index(matches[0]))
            remarks[area_name(row.area, words.language), matches[0]] = text
    return _with(remarks, draw(context, 1, words, _sources(rows, words)), words)


def _with(remarks: Mapping[tuple[str, int], str], chart: Chart, words: Words) -> Chart:
    """Return a chart whose table says what is beside each value, by name and year, where there is anything."""
    if not any(remarks.values()):
        return chart
    rows = tuple((*row, remarks.get((str(row[0]), int(row[1])), "")) for row in chart.rows)
    return replace(chart, header=(*chart.header, words("col.sources")), rows=rows)


def middle(rows: Sequence[Standing]) -> tuple[tuple[int, ...], tuple[float, ...], int]:
    """Return years, the middle value of the same countries in each, and how many they are.

    The years end where half of the countries have a value, and begin ten years before; a country counts that has a
    value at or before the first and at or after the last, and a straight line fills what it lacks between.
    """
    held = [row for row in rows if len(row.years) > 1]
    if len(held) < FEWEST:
        return (), (), 0
    last = median_low(item.years[-1] for item in held)
    first = max(last - 10, median_low(item.years[0] for item in held))
    same = [item for item in held if item.years[0] <= first and item.years[-1] >= last]
    if len(same) < FEWEST or first >= last:
        return (), (), 0
    years = np.arange(first, last + 1)
    values = np.median([np.interp(years, item.years, item.values) for item in same], axis=0)
    return tuple(years.tolist()), tuple(values.tolist()), len(same)


def _trend(question: Question, words: Words) -> Chart | None:
    """Return the path of the world, or of its middle country, with the projections to the aim."""
    rows = rows_of(question)
    own = Standing.objects.filter(series=question.series, breakdown=question.breakdown, area=WORLD).first()
    if not rows and own is None:
        return None
    first = own or rows[0]
    years, values, n = (tuple(own.years), tuple(own.values), 0) if own else middle(rows)
    if not years:
        return None
    line = SeriesValues(first.indicator, first.series, question.breakdown, first.unit, first.name, years, values)
    if (measured := judge_lines([line])[0]) is None:
        return None
    beside: Data = {"age": own.age, "old": own.old, **{n: tuple(getattr(own, n)) for n in _BESIDE}} if own else {}
    item = replace(measured, title=title_of(first, words), area="", area_name="", breakdown="", **beside)
    if not own and n < _ENOUGH:
        item = replace(item, said=())
    sources = ("" if own else f"{words('chart.middle-means')} ") + _sources((own,) if own else rows, words)
    if (chart := line_chart(item, 1, words, sources, needs=True)) is None:
        return None
    whose = words("chart.world") if own else words("chart.middle", n=words.number(n))
    return replace(chart, sentence=f"{whose} {chart.sentence}")


def _divide(question: Question, words: Words) -> Chart | None:
    """Return the two sides of each country in the newest year that both have."""
    first, second = (
        {row.area: row for row in rows_of(question, breakdown)} for breakdown in PAIRS.get(question.pair, ("", ""))
    )
    matches = []
    for area in first.keys() & second.keys() if question.pair else ():
        item, two = (dict(zip(side[area].years, side[area].values, strict=True)) for side in (first, second))
        if not item.keys() & two.keys():
            continue
        year = max(item.keys() & two.keys())
        pair = make_pair(item[year], two[year])
        measures = {"gap": pair.gap} | ({"ratio": pair.ratio} if pair.ratio is not None else {})
        row, names_of = first[area], SIDES[question.pair]
        title = names.name_series(row.indicator, row.name, words.language)[0]
        matches.append(
            Divide(
                question.pair, row.indicator, row.series, title, area, name_of(area), "", row.unit, year,
                names_of[0], item[year], names_of[1], two[year], measures, "", "", "",
            )
        )  # fmt: skip
    if len(matches) < FEWEST:
        return None
    return draw_dumbbells(matches, words, _sources(first.values(), words))[0]


def _lines(question: Question, words: Words) -> Chart | None:
    """Return the values of some countries over the years."""
    rows = [item for item in rows_of(question) if item.years] if question.areas else []
    if not rows:
        return None
    paths = [(name_of(row.area), row.years, row.values) for row in rows]
    remarks = {
        (name_of(row.area), year): progress_words.describe_value(row, words, at_)
        for row in rows
        for at_, year in enumerate(row.years)
    }
    drawn_ = lines_chart(title_of(rows[0], words), rows[0].unit, paths, words, _sources(rows, words))
    return _with(remarks, drawn_, words)


_MAKERS = {"tiles": _places, "map": _places, "trend": _trend, "divide": _divide, "lines": _lines}

# Aims of universal and meaningful connectivity, each with usual words for it, which questions are compared with.
_USUAL_WORDS: Mapping[str, str] = {
    "UMC-U1": "People who use the Internet",
    "UMC-U2": "Households with Internet access",
    "UMC-U4": "Schools with Internet access",
    "UMC-U5": "People covered by a mobile network",
    "UMC-U6": "People who own a mobile phone",
    "UMC-U7": "People with basic digital skills",
    "UMC-T1": "Fixed broadband subscriptions",
    "UMC-A1": "Price of entry-level broadband",
}
_YEARS = 10  # of the sentence


@dataclass(frozen=True)
class CoreIndicator:
    """One core indicator, named by the series that it shows. `middle`: of how many countries it is the middle."""

    id: str
    standing: Standing
    middle: int = 0
    outcome: Measured | None = None

    @property
    def title(self) -> str:
        """Return what the series is called on all pages."""
        return names.name_series(self.standing.indicator, self.standing.name, reader().language)[0]

    @cached_property
    def chart(self) -> Spark | None:
        """Return the line of its values; None for one value."""
        return spark(self.standing.years, self.standing.values, None, self.standing.unit)

    @property
    def unit(self) -> kinds.Words:
        """Return the unit in the reader's language; "" for shares."""
        return reader_words().unit(self.standing.unit)

    @property
    def last(self) -> tuple[int, float]:
        """Return the newest year and its value."""
        return self.standing.years[-1], self.standing.values[-1]

    @property
    def before(self) -> tuple[int, float] | None:
        """Return the first of the last years and its value; None where there is no year before the newest."""
        pairs = zip(self.standing.years, self.standing.values, strict=True)
        return next((pair for pair in pairs if self.last[0] - _YEARS <= pair[0] < self.last[0]), None)

    @property
    def sign(self) -> str:
        """Return the sign of the verdict."""
        return SIGNS[STATE_SIGNS.get((self.outcome or self.standing).verdict, "")]

    @property
    def verdict(self) -> str:
        """Return the verdict in the reader's language; "" for what nobody judged."""
        judged = self.outcome or self.standing
        is_judged = judged.verdict != "withheld" or judged.withheld
        return progress_words.describe_outcome(judged, reader()) if is_judged else ""


def list_core(area: str) -> list[CoreIndicator]:
    """Return the core indicators of an area that have figures; of the world else by its middle country. One query."""
    return _list_core(area, state()) if area == WORLD else _of_area(area)


@lru_cache(maxsize=2)
def _list_core(area: str, _state: State) -> list[CoreIndicator]:
    matches = {core.id: core for core in _of_area(area)}
    for target, rows in _rows([id_ for id_ in CORE if id_ not in matches], list(load().countries)).items():
        series = choose_core(rows).series if rows else ""
        same = [row for row in rows if row.series == series and not row.breakdown]
        years, values, many = middle(same)
        if years:
            row = Standing(series=series, indicator=same[0].indicator, unit=same[0].unit, source=same[0].source)
            row.name = same[0].name
            row.years, row.values = list(years), list(values)
            line = SeriesValues(row.indicator, row.series, "", row.unit, same[0].name, years, values)
            matches[target] = CoreIndicator(target, row, many, judge_lines([line])[0] if many >= _ENOUGH else None)
    return [matches[id_] for id_ in CORE if id_ in matches]


def _of_area(area: str) -> list[CoreIndicator]:
    return [CoreIndicator(id_, choose_core(held)) for id_, held in _rows(CORE, [area]).items() if held]


def _rows(aims: Sequence[str], areas: list[str]) -> dict[str, list[Standing]]:
    """Return aim -> standings of the areas that show it: one query."""
    targets = [load().connectivity[id_] for id_ in aims]
    full = {name for aim in targets for item in aim.indicators for name in (item, item.removeprefix("sdg:"))}
    named = {series for target in targets for series in target.series}
    wanted = Q(indicator__in=full, breakdown="") | Q(series__in=named)
    rows = Standing.objects.filter(wanted, area__in=areas).exclude(unit__in=COUNTS).defer("verdicts", "concepts")
    return group_core(rows if targets else (), aims)


_NO_FIGURE = frozenset(("asked", "receive", "late", "session", "changed", "force", "whom"))
_GROUP = "stakeholder-group"  # such as individuals: "internet users"
_ANSWERS = 3  # series that answer
_SHARE, _SURE = 0.45, 0.75  # how much of the words their names must have, where a country is named and where none is


def find_figures(question: Asked, language: str) -> FoundAnswers | None:
    """Return the newest figures of a country that a question names, else of the world, on what it is about.

    None for a question that is about no series, or asks for records.
    """
    known = load()
    countries = [body for body in question.bodies if body in known.countries]
    named = [body for body in question.bodies if body not in known.countries]
    terms, _rest = read_terms(question.subject, language)
    words = [*terms, *(ways for ways in question.left if ways not in terms)]
    words += [{name: 1.0} for name in _generations(question.subject)]
    if question.symbols or question.keys & _NO_FIGURE or (question.keys & {"due", "report"} and not countries):
        return None
    if len(words) < 2 - len(countries) or any(known.bodies[body].kind != _GROUP for body in named):
        return None
    held = Standing.objects.filter(area=(*countries, WORLD)[0], breakdown="").defer("concepts")
    of_core = {series: text for key, text in _USUAL_WORDS.items() for series in known.connectivity[key].series}
    names_of = {row: f"{row.name} {of_core.get(row.series, '')}" for row in held if row.values}
    stems = {row: frozenset((*list_stems(name, "en"), *_generations(name))) for row, name in names_of.items()}
    shares = {row: share_of_words(words, has, stems.values()) for row, has in stems.items()}
    rows = sorted(
        (row for row in stems if shares[row] >= (_SHARE if countries else _SURE)),
        key=lambda row: (-shares[row], len(row.name)),
    )
    with override(language):
        answers = tuple(Answer(_passage(row, reader()), 1.0) for row in rows[:_ANSWERS])
    return FoundAnswers(answers, total=len(answers)) if answers else None


def _generations(text: str) -> list[str]:
    """Return the generations of mobile networks that a text names: ["4g"] for LTE."""
    return re.findall(r"(?<![a-z0-9])[2-6]g(?![a-z0-9])", text.lower().replace("lte", "4g"))


def _passage(row: Standing, words: Words) -> AnswerPassage:
    value = f"{words.figure(row.values[-1], row.unit)} {words.unit(row.unit)}".strip()
    outcome = "" if row.verdict == "withheld" else progress_words.describe_outcome(row, words)
    facts = "; ".join(filter(None, (outcome, names.name_source(row.source, words))))
    url = reverse("progress-series", args=[row.series])
    if row.area in load().countries:
        url = f"{reverse('progress-compare')}?{urlencode({'area': row.area, 'series': row.series})}"
    return AnswerPassage(
        row.area, "", f"{title_of(row, words)}: {value} ({row.years[-1]})", address() + url, "record", facts
    )
