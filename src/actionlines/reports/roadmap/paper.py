"""RoadMap and account -> Paper: the sections in their order, then the facts, the evidence and the annex."""

from __future__ import annotations

from collections.abc import Iterator

from actionlines import __version__
from actionlines.framework.manifest import read_manifest
from actionlines.papers.model import Block, Evidence, Made, Paper
from actionlines.papers.words import Words
from actionlines.reports.account.model import Account
from actionlines.reports.roadmap.evidence_collector import Notes
from actionlines.reports.roadmap.figures import Figures
from actionlines.reports.roadmap.line_scope import Lens
from actionlines.reports.roadmap.model import RoadMap
from actionlines.reports.roadmap.sections import (
    activities,
    links,
    mandates,
    measured,
    opening,
    overlaps,
    plan,
)
from actionlines.reports.roadmap.writing import Writing
from actionlines.reports.roadmap.writing import words as catalogue


def writing(
    roadmap: RoadMap, account: Account, words: Words | None = None, *, figures: Figures | None = None,
    lens: Lens | None = None,
) -> Writing:  # fmt: skip
    """Return the source of the sections. Many road maps can share `figures` and `lens`."""
    words = words or catalogue(roadmap.language)
    lens = lens or Lens.of(account, roadmap.lines)
    return Writing(roadmap, lens, figures or Figures(account), Notes(lens.account, words), words)


def paper(
    roadmap: RoadMap, account: Account, words: Words | None = None, *, figures: Figures | None = None,
    lens: Lens | None = None,
) -> Paper:  # fmt: skip
    """Return the road map as a paper in the language of `words` (that of the road map unless given).

    The same road map and account give an equal paper. Pure: nothing is asked of clock, disk or network.
    """
    w = writing(roadmap, account, words, figures=figures, lens=lens)
    blocks = tuple(sections(w))
    annex = (*mandates.annex(w), *links.annex(w), *activities.annex(w), *plan.annex(w))
    facts = w.notes.made_facts()
    return Paper(
        kind="roadmap",
        id=roadmap.id,
        title=roadmap.title,
        language=w.words.language,
        blocks=blocks,
        subtitle=_subtitle(w),
        status=_status(w),
        masthead=tuple(_masthead(w)),
        evidence=tuple(w.notes.evidence.values()) + tuple(_unseen(w)),
        facts=facts,
        annex=annex,
        made=_made(w),
    )


def sections(w: Writing) -> Iterator[Block]:
    """Yield the blocks of all sections in the order of the paper."""
    yield from opening.glance(w)
    yield from overlaps.overlaps(w)
    yield from mandates.mandates(w)
    yield from opening.who(w)
    yield from links.links(w)
    yield from measured.measured(w)
    yield from activities.activities(w)
    yield from activities.resources(w)
    yield from plan.plan(w)
    yield from plan.checked(w)


def _unseen(w: Writing) -> Iterator[Evidence]:
    """Yield evidence that facts name and no block cites: envelopes behind a sum."""
    envelopes = {f"envelope:{one.id}@{one.version}": one for one in w.lens.envelopes}
    for fact in w.notes.made_facts():
        for one in fact.evidence:
            if one not in w.notes.evidence and one in envelopes:
                w.notes.envelope(envelopes[one])
                yield w.notes.evidence[one]


def _subtitle(w: Writing) -> str:
    roadmap = w.roadmap
    starts, ends = roadmap.starts[:4], roadmap.ends[:4]
    if starts and ends:
        return w.words("title.period", period=f"{starts}–{ends}")
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


def _made(w: Writing) -> Made:
    account = w.lens.account
    days = [one.changed for one in account.mandates]
    days += [one.changed for one in account.activities] + [one.changed for one in account.envelopes]
    files = {one.file: one.sha256 for one in account.standings if one.file}
    return Made(
        as_of=max(filter(None, days), default=""),
        data=(("framework", read_manifest().version), *sorted(files.items())),
        records=(
            ("mandates", len(account.mandates)), ("activities", len(account.activities)),
            ("envelopes", len(account.envelopes)), ("standings", len(account.standings)),
        ),
        software=__version__,
    )  # fmt: skip
