"""The part on where the area stands, in rows and sentences that every format shares."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from actionlines.papers.charts.model import Chart
from actionlines.papers.concepts import code
from actionlines.papers.concepts import name as concept
from actionlines.papers.follow_up.alignment_model import Place
from actionlines.papers.follow_up.alignment_part import where
from actionlines.papers.follow_up.model import FollowUp
from actionlines.papers.follow_up.standing.evidence import (
    Indicator,
    Series,
    area_title,
    indicator_told,
    listed,
    series_told,
)
from actionlines.papers.follow_up.standing.model import Linked, Standing, State
from actionlines.papers.progress.charts.lines import line_chart
from actionlines.papers.progress.words import words as catalogue
from actionlines.papers.words import Words

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


@dataclass(frozen=True)
class Told:
    """The content of the part in one language."""

    title: str
    intro: str
    sentences: tuple[str, ...]
    lagging: tuple[Label, ...]
    left_out: tuple[Label, ...]
    others: tuple[Label, ...]
    lines: tuple[Label, ...]
    indicators: tuple[Indicator, ...]


def told(follow_up: FollowUp, words: Words) -> Told:
    """Return the part in the language of `words`. `follow_up.standing` must be there."""
    found, said = follow_up.standing, catalogue(words.language)
    assert found is not None
    titles = Counter((one.measured.title, one.measured.breakdown) for one in found.series)
    series = {
        one.id: series_told(one, titles[one.measured.title, one.measured.breakdown] > 1, said)
        for one in found.series
    }
    indicators = {one.id: indicator_told(one, series, said) for one in found.indicators}
    targets = [_label(follow_up, one, indicators, said) for one in found.at("targets")]
    lagging = [one for one in targets if one.one.state == "lags"]
    left = [_label(follow_up, one, indicators, said) for one in found.left_out]
    return Told(
        title(found, said),
        said("standing.intro", name=area_title(found.area, said)),
        tuple(sentences(follow_up, said)),
        tuple(sorted(lagging, key=lambda one: _weight(one, indicators))),
        tuple(sorted(left, key=lambda one: _weight(one, indicators))),
        tuple(one for one in targets if one.one.state != "lags"),
        tuple(_label(follow_up, one, indicators, said) for one in found.at("action_lines")),
        tuple(indicators.values()),
    )


def title(found: Standing, words: Words) -> str:
    """Return the title of the part, with the name of the area."""
    return words("part.standing", name=area_title(found.area, words))


def sentences(follow_up: FollowUp, words: Words) -> list[str]:
    """Return the summary of the part in sentences; none where no area was asked for."""
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
            "standing.figures", name=area_title(found.area, words), year=found.as_of,
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
        _share(one, there, words),
        _furthest(*furthest, words) if furthest else None,
        listed((code(line, words) for line in one.lines), words),
        words.number(one.passages) if one.passages else "",
        where(follow_up, one.strongest, words) if one.strongest else "", one.strongest,
        tuple((name, indicators[name].code) for name in one.indicators),
        tuple(f"{owner.code}: {'; '.join(owner.gaps)}" for owner in there if owner.gaps),
    )  # fmt: skip


def _share(one: Linked, there: Sequence[Indicator], words: Words) -> str:
    """Return in words how many of the indicators lag; "" where none can be judged."""
    part = sum(owner.one.state == "partly" for owner in there)
    key = "standing.share-partly" if part else "standing.share"
    return words(key, n=len(one.lagging), all=one.judged, part=part) if one.judged else ""


def _furthest(series: Series, owner: Indicator, words: Words) -> tuple[str, str]:
    key = "direction" if series.one.measured.target.value is None else "aim"
    said = words(f"standing.value-{key}", value=words.apart(series.value), aim=series.aim)
    return f"{series.name} ({owner.code})", said


def _weight(label: Label, indicators: dict[str, Indicator]) -> tuple[float, str]:
    scores = [
        series.one.score or 0.0
        for name in label.one.indicators
        for series in indicators[name].series
        if series.one.state == "lags"
    ]
    return -max(scores, default=0.0), label.one.id


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the table: a label with one series of one of its indicators, as far as there are any."""

    label: Label
    indicator: Indicator | None
    series: Series | None


def sheet_rows(found: Told) -> Sequence[SheetRow]:
    """Return targets spoken to, left out, action lines; a label or indicator without figures has a row too."""
    known = {one.one.id: one for one in found.indicators}
    rows = []
    for label in (*found.lagging, *found.others, *found.left_out, *found.lines):
        there = [known[name] for name, _ in label.indicators]
        rows += [
            SheetRow(label, owner, series) for owner in there for series in (owner.series or (None,))
        ] or [SheetRow(label, None, None)]
    return rows


# Charts are drawn of so many series that lag and that the text speaks to, those furthest from their aim.
CHARTS = 8
# Rows of the targets left out that are shown at once.
SHORTLIST = 12


def page(follow_up: FollowUp, words: Words) -> dict[str, Any]:
    """Return names of the template: `stands`, `said`, `marks`, `shortlist`."""
    return {
        "stands": told(follow_up, words),
        "said": catalogue(words.language),
        "marks": MARKS,
        "shortlist": SHORTLIST,
    }


def charts(found: Told, words: Words) -> dict[str, Chart]:
    """Return line charts by id of series: the first of every lagging target, then others while there is room."""
    said = catalogue(words.language)
    known = {one.one.id: one for one in found.indicators}
    lags = [
        sorted(
            (
                series.one
                for name, _ in label.indicators
                for series in known[name].series
                if series.one.state == "lags" and series.one.basis == "own"
            ),
            key=lambda one: -(one.score or 0.0),
        )
        for label in found.lagging
    ]
    drawn: dict[str, Chart] = {}
    for turn in range(max(map(len, lags), default=0)):
        for there in lags:
            if turn < len(there) and len(drawn) < CHARTS and there[turn].id not in drawn:
                one = there[turn]
                chart = line_chart(one.measured, len(drawn) + 1, said, said.apart(one.file))
                if chart:
                    drawn[one.id] = chart
    return drawn
