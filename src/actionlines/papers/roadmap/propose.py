"""Propose a road map: everything that the register links to its lines."""

from __future__ import annotations

from collections.abc import Iterable

from actionlines.errors import BadRoadMap
from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Account
from actionlines.papers.reports.words import words as catalogue
from actionlines.papers.roadmap.line_scope import SURE, Lens, Spoken
from actionlines.papers.roadmap.model import Item, ItemKind, Metric, Milestone, Narrative, RoadMap

MOST_LINES = 18


def checked_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the lines in the order of the framework. Raises UnknownConcept, BadRoadMap (AL811)."""
    framework = load()
    given = {framework.action_line(one).id for one in lines}
    if not given:
        raise BadRoadMap("lines", "no action line is named", "Name one or more, such as C5.")
    # C7 covers its eight lines: naming one of them besides would count it twice.
    inside = {one for one in given if framework.action_lines[one].parent in given}
    found = tuple(one for one in framework.action_lines if one in given - inside)
    if len(found) > MOST_LINES:
        raise BadRoadMap("lines", "there are too many", f"Name at most {MOST_LINES}.")
    return found


def id_of(lines: Iterable[str]) -> str:
    """Return the id of a proposal, also the name of its files: `roadmap-C2-C6`."""
    return "roadmap-" + "-".join(lines)


def every_line() -> tuple[str, ...]:
    """Return the 18 lines: C1 to C11, with the eight of C7 in its place."""
    lines = load().action_lines
    parents = {one.parent for one in lines.values()}
    return tuple(one for one in lines if one not in parents)


def propose(
    account: Account,
    lines: Iterable[str],
    *,
    language: str = "en",
    title: str = "",
    id: str = "",
    starts: str = "",
    ends: str = "",
    decided: Iterable[Item] = (),
    metrics: Iterable[Metric] = (),
    milestones: Iterable[Milestone] = (),
    narratives: Iterable[Narrative] = (),
    status: str = "",
    version: int = 0,
    lens: Lens | None = None,
) -> RoadMap:
    """Return the road map of one line, or the joint one of several, with what the account proposes for it.

    `decided` are items that people took or left; what they decided stays, also where the account proposes it no
    more. `lens` saves making it again. Raises UnknownConcept (AL302) and BadRoadMap (AL811).
    """
    wanted = checked_lines(lines)
    lens = lens or Lens.of(account, wanted)
    held = {(one.kind, one.ref): one for one in decided if one.decision != "proposed"}
    items: list[Item] = []
    for one in lens.spoken:
        kind: ItemKind = one.level  # type: ignore[assignment]
        before = held.pop((kind, one.concept), None)
        items.append(Item(kind, one.concept, before.decision if before else "proposed", one.matrix, one.seen))
    measured = {one.ref for one in items if one.kind == "target" and one.decision == "taken"}
    measured |= {one.concept for one in lens.of_level("target") if worth(one)}
    left = {one.ref for one in items if one.decision == "left"}
    indicators = dict.fromkeys(
        indicator
        for target in load().targets
        if target in measured - left
        for indicator in indicators_of_target(target)
    )
    for indicator in indicators:
        before = held.pop(("indicator", indicator), None)
        items.append(Item("indicator", indicator, before.decision if before else "proposed"))
    return RoadMap(
        id=id or id_of(wanted),
        title=title or default_title(wanted, language),
        lines=wanted,
        language=language,
        starts=starts,
        ends=ends or "2030",
        items=(*items, *held.values()),
        metrics=tuple(metrics),
        milestones=tuple(milestones),
        narratives=tuple(narratives),
        status=status,
        version=version,
    )


def worth(one: Spoken) -> bool:
    """Return whether to propose the figures of a target: in the matrix, confirmed, or surely seen."""
    return one.matrix or one.confirmed or (one.p >= SURE and len(one.mandates) + len(one.activities) > 1)


def default_title(lines: tuple[str, ...], language: str) -> str:
    """Return the title of a road map to which nobody gave one."""
    words = catalogue(language)
    if len(lines) > 1:
        return words("title.joint", lines=words("list.comma").join(lines))
    names = load().action_line(lines[0]).names
    return words("title.one", line=lines[0], name=names.get(language) or names["en"])
