"""The part on where the area stands, in rows and sentences that every format shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from actionlines.reports.concepts import code
from actionlines.reports.concepts import name as concept
from actionlines.reports.measure.because import because
from actionlines.reports.measure.charts.model import breakdown_label, figure
from actionlines.reports.measure.model import DataGap, Target
from actionlines.reports.measure.scope import area_name
from actionlines.reports.measure.words import words as catalogue
from actionlines.reports.model import FollowUp
from actionlines.reports.speaks import Place
from actionlines.reports.spoken import where
from actionlines.reports.standing.model import (
    IndicatorStanding,
    Linked,
    Rank,
    SeriesStanding,
    Standing,
    State,
    Tally,
)
from actionlines.reports.words import Words

# Beside the word, so that a state is known without colour: class of the chip and sign.
MARKS: dict[State, tuple[str, str]] = {
    "met": ("done", "★"),
    "on-course": ("done", "▲"),
    "moving": ("done", "△"),
    "lags": ("fail", "▼"),
    "partly": ("soon", "◭"),
    "unjudged": ("plain", "–"),
    "no-data": ("plain", "∅"),
}


@dataclass(frozen=True, slots=True)
class Label:
    """A target or action line in words.

    furthest  the series that lags most, and its value and aim
    lines     codes of the action lines; `gaps` what is not known of the indicators
    """

    one: Linked
    code: str
    name: str
    state: str
    share: str
    furthest: tuple[str, str] | None
    lines: str
    passages: str
    where: str
    place: Place | None
    indicators: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one method says, in words; `own` and `reason` are in English."""

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


@dataclass(frozen=True)
class Told:
    """Everything the part says in one language."""

    title: str
    intro: str
    sentences: tuple[str, ...]
    lagging: tuple[Label, ...]
    left_out: tuple[Label, ...]
    others: tuple[Label, ...]
    lines: tuple[Label, ...]
    indicators: tuple[Indicator, ...]


def told(follow_up: FollowUp, words: Words) -> Told:
    """The part in the language of `words`. `follow_up.standing` must be there."""
    found, said = follow_up.standing, catalogue(words.language)
    assert found is not None
    titles = Counter((one.measured.title, one.measured.breakdown) for one in found.series)
    series = {
        one.id: _series(one, titles[one.measured.title, one.measured.breakdown] > 1, said)
        for one in found.series
    }
    indicators = {one.id: _indicator(one, series, said) for one in found.indicators}
    targets = [_label(follow_up, one, indicators, said) for one in found.at("targets")]
    lagging = [one for one in targets if one.one.state == "lags"]
    left = [_label(follow_up, one, indicators, said) for one in found.left_out]
    return Told(
        title(found, said),
        said("standing.intro", name=_apart(found, said)),
        tuple(sentences(follow_up, said)),
        tuple(sorted(lagging, key=lambda one: _weight(one, indicators))),
        tuple(sorted(left, key=lambda one: _weight(one, indicators))),
        tuple(one for one in targets if one.one.state != "lags"),
        tuple(_label(follow_up, one, indicators, said) for one in found.at("action_lines")),
        tuple(indicators.values()),
    )


def title(found: Standing, words: Words) -> str:
    """What the part is called."""
    return words("part.standing", name=_apart(found, words))


def _apart(found: Standing, words: Words) -> str:
    name = area_name(found.area, words.language)
    return words.apart(name) if name.isascii() else name


def sentences(follow_up: FollowUp, words: Words) -> list[str]:
    """The part in brief."""
    found = follow_up.standing
    if found is None:
        return []
    if follow_up.speaks is None or not follow_up.speaks.paragraphs:
        return [words("standing.not-aligned")]
    targets, lines = found.at("targets"), found.at("action_lines")
    lags = [code(one.id, words) for one in targets if one.state == "lags"]
    apart = sum(one.measured.agreement in ("differ", "contradict") for one in found.series)
    own = sum(one.basis == "own" for one in found.series)
    return [
        words(
            "standing.figures", name=_apart(found, words), year=found.as_of,
            targets=_with_figures(targets), all_targets=len(targets),
            lines=_with_figures(lines), all_lines=len(lines),
        ),
        words("standing.lags", n=len(lags), list=listed(lags, words)) if lags else words("standing.no-lags"),
        words("standing.left", n=len(found.left_out)) if found.left_out else words("standing.no-left"),
        *([words("standing.apart", n=apart, all=own)] if own else []),
    ]  # fmt: skip


def _with_figures(linked: Iterable[Linked]) -> int:
    return sum(one.state != "no-data" for one in linked)


def _label(follow_up: FollowUp, one: Linked, indicators: dict[str, Indicator], words: Words) -> Label:
    there = [indicators[name] for name in one.indicators]
    lags = [(series, owner) for owner in there for series in owner.series if series.one.state == "lags"]
    furthest = max(lags, key=lambda pair: pair[0].one.score or 0.0, default=None)
    return Label(
        one, code(one.id, words), concept(one.id, words), words(f"standing.state.{one.state}"),
        words("standing.share", n=len(one.lagging), all=one.judged) if one.judged else "",
        _furthest(*furthest, words) if furthest else None,
        listed((code(line, words) for line in one.lines), words),
        words.number(one.passages) if one.passages else "",
        where(follow_up, one.strongest, words) if one.strongest else "", one.strongest,
        tuple((name, indicators[name].code) for name in one.indicators),
        tuple(f"{owner.code}: {'; '.join(owner.gaps)}" for owner in there if owner.gaps),
    )  # fmt: skip


def _furthest(series: Series, owner: Indicator, words: Words) -> tuple[str, str]:
    said = words("standing.value-aim", value=words.apart(series.value), aim=series.aim)
    return f"{series.name} ({owner.code})", said


def listed(items: Iterable[str], words: Words) -> str:
    """Items with the comma of the language; from right to left each keeps its place whatever its letters."""
    return words("standing.comma").join(items)


def _weight(label: Label, indicators: dict[str, Indicator]) -> tuple[float, str]:
    scores = [
        series.one.score or 0.0
        for name in label.one.indicators
        for series in indicators[name].series
        if series.one.state == "lags"
    ]
    return -max(scores, default=0.0), label.one.id


def _indicator(one: IndicatorStanding, series: dict[str, Series], words: Words) -> Indicator:
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


def _series(one: SeriesStanding, shared: bool, words: Words) -> Series:
    """`shared`: another series has the same title, so that the code of this one is part of its name."""
    m = one.measured
    named = (m.title, words.apart(m.series) if shared else "", breakdown_label(m.breakdown, words))
    said = tuple(
        Said(
            row.title, words(f"verdict.{row.verdict or 'none'}"), row.words,
            figure(row.projected, m.unit) if row.projected is not None else "", row.reason,
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
        behind = listed((area_name(area, words.language) for area in one.behind), words)
        evidence.append(words("standing.behind", n=len(one.behind), all=one.judged, list=behind).rstrip())
    if one.source:
        evidence.append(words("chart.source", list=words.apart(one.source.rstrip("."))))
    if m.target.source:
        evidence.append(words("chart.aim-source", source=words.apart(m.target.source)))
    english = (one.coverage, m.words if one.basis == "own" else "")
    return Series(
        one, ", ".join(text for text in named if text),
        f"{figure(m.values[-1], m.unit)} ({m.years[-1]})", aim(m.target, m.unit, words),
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
    """Where a series should be, in words."""
    if target.value is not None:
        return words("standing.aim", value=words.apart(figure(target.value, unit)), year=target.year)
    if not target.direction:
        return words("standing.no-aim")
    return words("standing.more" if target.direction > 0 else "standing.less")


def rank(one: Rank, words: Words) -> str:
    """A place among the areas of a group."""
    if f"standing.kind.{one.group}" in words.table:
        group = words(f"standing.kind.{one.group}")
    elif one.group == "m49:001":
        group = words("standing.world")
    else:
        group = words.apart(area_name(one.group, words.language))
    return words("standing.rank", group=group, place=one.place, of=one.of)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the table: a label with one series of one of its indicators, as far as there are any."""

    label: Label
    indicator: Indicator | None
    series: Series | None


def sheet_rows(found: Told) -> Sequence[SheetRow]:
    """Targets spoken to, left out, action lines; a label or indicator without figures has a row too."""
    known = {one.one.id: one for one in found.indicators}
    rows = []
    for label in (*found.lagging, *found.others, *found.left_out, *found.lines):
        there = [known[name] for name, _ in label.indicators]
        rows += [
            SheetRow(label, owner, series) for owner in there for series in (owner.series or (None,))
        ] or [SheetRow(label, None, None)]
    return rows
