"""What the page shows of where the area stands: words, chips, and the charts of what lags most."""

from __future__ import annotations

from typing import Any

from actionlines.follow_up.model import FollowUp
from actionlines.follow_up.standing.part import MARKS, Told, told
from actionlines.papers.charts.model import Chart
from actionlines.papers.words import Words
from actionlines.progress.charts.lines import line_chart
from actionlines.progress.words import words as catalogue

# Charts are drawn of so many series that lag and that the text speaks to, those furthest from their aim.
CHARTS = 8
# Rows of the targets left out that are shown at once.
SHORTLIST = 12


def page(follow_up: FollowUp, words: Words) -> dict[str, Any]:
    """Names of the template: `stands`, `said`, `marks`, `shortlist`."""
    return {
        "stands": told(follow_up, words),
        "said": catalogue(words.language),
        "marks": MARKS,
        "shortlist": SHORTLIST,
    }


def charts(found: Told, words: Words) -> dict[str, Chart]:
    """Line charts by id of the series: the first of every lagging target, then others while there is room."""
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
