"""RoadMap and account -> Paper: the sections in their order, then the facts, the evidence and the annex."""

from __future__ import annotations

from collections.abc import Iterator

from actionlines.papers.account.model import Account
from actionlines.papers.model import Paper
from actionlines.papers.reports.words import words as catalogue
from actionlines.papers.roadmap.figures import Figures
from actionlines.papers.roadmap.line_scope import Lens
from actionlines.papers.roadmap.model import RoadMap
from actionlines.papers.roadmap.sections import (
    activities,
    links,
    mandates,
    measured,
    opening,
    overlaps,
    plan,
)
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.words import Words


def paper(
    roadmap: RoadMap, account: Account, words: Words | None = None, *, figures: Figures | None = None,
    lens: Lens | None = None,
) -> Paper:  # fmt: skip
    """Return the road map as a paper in the language of `words` (that of the road map unless given).

    Many road maps can share `figures` and `lens`. The same road map and account give an equal paper. Pure: nothing
    is asked of clock, disk or network.
    """
    words = words or catalogue(roadmap.language)
    w = Writing(roadmap, lens or Lens.of(account, roadmap.lines), figures or Figures(account), words)
    opening.glance(w)
    overlaps.overlaps(w)
    mandates.mandates(w)
    opening.who(w)
    links.links(w)
    measured.measured(w)
    activities.activities(w)
    activities.resources(w)
    plan.plan(w)
    plan.checked(w)
    mandates.annex(w)
    links.annex(w)
    activities.annex(w)
    plan.annex(w)
    return w.paper(
        "roadmap",
        roadmap.id,
        roadmap.title,
        subtitle=_subtitle(w),
        status=_status(w),
        masthead=[*_masthead(w)],
    )


def _subtitle(w: Writing) -> str:
    roadmap = w.roadmap
    starts, ends = roadmap.starts[:4], roadmap.ends[:4]
    if starts and ends:
        return w.words("title.between", period=f"{starts}–{ends}")
    return w.words("title.until", year=ends) if ends else ""


def _status(w: Writing) -> str:
    roadmap, words = w.roadmap, w.words
    if not roadmap.status:
        return words("roadmap.proposal")
    said = words(f"roadmap.{roadmap.status}")
    return f"{said}, {words('roadmap.version', n=roadmap.version)}" if roadmap.version else said


def _masthead(w: Writing) -> Iterator[tuple[str, str]]:
    words = w.words
    yield words("masthead.lines"), words("list.comma").join(w.lens.lines)
    yield words("masthead.asked"), "A/RES/80/173, " + words.place("113" if len(w.lens.lines) < 2 else "122")
