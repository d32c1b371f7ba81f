"""A series and an indicator in words: value, aim, what each method says, place, gaps and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from actionlines.papers.charts.model import breakdown_label
from actionlines.papers.follow_up.standing.figures import kind_of
from actionlines.papers.follow_up.standing.model import IndicatorStanding, Rank, SeriesStanding, Tally
from actionlines.papers.progress.beside_words import marks, origin, warning
from actionlines.papers.progress.model import DataGap, Target
from actionlines.papers.progress.scope import area_name
from actionlines.papers.progress.words import because
from actionlines.papers.words import Words


@dataclass(frozen=True, slots=True)
class Said:
    """The verdict of one method in words; `own` and `reason` are in English."""

    title: str
    verdict: str
    own: str
    projected: str
    reason: str


@dataclass(frozen=True, slots=True)
class Series:
    """A series in words; `english` are sentences in English."""

    one: SeriesStanding
    name: str
    value: str
    aim: str
    state: str
    agreement: str
    because: tuple[str, ...]
    said: tuple[Said, ...]
    ranks: tuple[str, ...]
    evidence: tuple[str, ...]
    english: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator with its series and gaps in words."""

    one: IndicatorStanding
    code: str
    state: str
    series: tuple[Series, ...]
    more: str
    gaps: tuple[str, ...]


def area_title(area: str, words: Words) -> str:
    """Return the name of a country or area in the language, in English where there is no other."""
    if f"area.{area}" in words.table:
        return words(f"area.{area}")
    name = area_name(area, words.language)
    return words.apart(name) if name.isascii() else name


def listed(items: Iterable[str], words: Words) -> str:
    """Return items with the comma of the language; from right to left each keeps its place."""
    return words("standing.comma").join(items)


def indicator_told(one: IndicatorStanding, series: Mapping[str, Series], words: Words) -> Indicator:
    """Return the indicator with its series, which are given by id."""
    return Indicator(
        one,
        one.id.removeprefix("sdg:"),
        words(f"standing.state.{one.state}"),
        tuple(series[name] for name in one.series),
        words("standing.more-series", n=one.more) if one.more else "",
        tuple(_gap(gap, words) for gap in one.gaps),
    )


def _gap(gap: DataGap, words: Words) -> str:
    year = f" ({gap.latest_year})" if gap.latest_year and gap.kind in ("too-old", "once") else ""
    return words(f"gap.{gap.kind}") + year


def series_told(one: SeriesStanding, shared: bool, words: Words) -> Series:
    """Return the series; `shared`: another has the same title, so that the code is part of the name."""
    m = one.measured
    named = (m.title, words.apart(m.series) if shared else "", breakdown_label(m.breakdown, words))
    said = tuple(
        Said(
            row.title, words(f"verdict.{row.verdict or 'none'}"), row.words,
            words.figure(row.projected, m.unit) if row.projected is not None else "", row.reason,
        )
        for row in m.said
    ) + tuple(
        Said(row.title, _tally(row, words), "", "", "") for row in one.tallies
    )  # fmt: skip
    evidence = [
        words(
            "standing.evidence", series=words.apart(m.series), unit=words.apart(m.unit) or "–",
            years=words.apart("–".join(map(str, dict.fromkeys((m.years[0], m.years[-1]))))),
            file=words.apart(one.file),
        )
    ]  # fmt: skip
    if one.basis == "members":
        evidence.append(words("standing.members"))
        behind = listed((area_title(area, words) for area in one.behind), words)
        evidence.append(words("standing.behind", n=len(one.behind), all=one.judged, list=behind).rstrip())
    if one.source:
        evidence.append(words("chart.source", list=words.apart(one.source.rstrip("."))))
    if len(given := origin(m, words)) > 1:
        evidence += map(words.apart, given)
    if said_of_breaks := warning(m, words):
        evidence.append(said_of_breaks)
    if m.target.source:
        evidence.append(words("chart.aim-source", source=words.apart(m.target.source)))
    english = (one.coverage, m.words if one.basis == "own" else "")
    return Series(
        one, ", ".join(text for text in named if text),
        f"{words.figure(m.values[-1], m.unit)} ({', '.join([str(m.years[-1]), *marks(m, words)])})",
        aim(m.target, m.unit, words),
        words(f"standing.state.{one.state}"),
        words(f"agreement.{m.agreement}") if one.basis == "own" else "",
        because(m, words), said, tuple(rank(place, words) for place in one.ranks), tuple(evidence),
        tuple(text for text in english if text),
    )  # fmt: skip


def _tally(row: Tally, words: Words) -> str:
    if not row.arrives + row.slow + row.away:
        return words("verdict.none")
    return words("standing.tally", arrives=row.arrives, slow=row.slow, away=row.away)


def aim(target: Target, unit: str, words: Words) -> str:
    """Return the aim of a series in words."""
    if target.value is not None:
        return words("standing.aim", value=words.apart(words.figure(target.value, unit)), year=target.year)
    if not target.direction:
        return words("standing.no-aim")
    return words("standing.more" if target.direction > 0 else "standing.less")


def rank(one: Rank, words: Words) -> str:
    """Return the rank among the areas of a group in words."""
    if f"standing.kind.{one.group}" in words.table:
        group = words(f"standing.kind.{one.group}")
    else:
        group = area_title(one.group, words)
        kind = f"standing.group.{kind_of(one.group)}"
        group = words(kind, name=group) if kind in words.table else group
    return words("standing.rank", group=group, place=one.place, of=one.of)
