"""Propose a road map from the register, and find what lacks an action, a metric or a lead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from actionlines.errors import BadRoadMap
from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Account, Mandate
from actionlines.papers.roadmap.model import (
    SURE,
    Item,
    ItemKind,
    LineScope,
    LinkedConcept,
    Metric,
    Milestone,
    Narrative,
    RoadMap,
)
from actionlines.papers.sections.labels import report_words as catalogue

MOST_LINES = 18


def check_lines(lines: Iterable[str]) -> tuple[str, ...]:
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


def proposal_id(lines: Iterable[str]) -> str:
    """Return the id of a proposal, also the name of its files: `roadmap-C2-C6`."""
    return "roadmap-" + "-".join(lines)


def list_lines() -> tuple[str, ...]:
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
    lens: LineScope | None = None,
) -> RoadMap:
    """Return the road map of one line, or the joint one of several, with what the account proposes for it.

    `decided` are items that people took or left; what they decided stays, also where the account proposes it no
    more. `lens` saves making it again. Raises UnknownConcept (AL302) and BadRoadMap (AL811).
    """
    wanted = check_lines(lines)
    lens = lens or LineScope.of(account, wanted)
    held = {(one.kind, one.ref): one for one in decided if one.decision != "proposed"}
    items: list[Item] = []
    for one in lens.spoken:
        kind: ItemKind = one.level  # type: ignore[assignment]
        before = held.pop((kind, one.concept), None)
        items.append(Item(kind, one.concept, before.decision if before else "proposed", one.matrix, one.seen))
    measured = {one.ref for one in items if one.kind == "target" and one.decision == "taken"}
    measured |= {one.concept for one in lens.of_level("target") if is_worth_proposing(one)}
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
        id=id or proposal_id(wanted),
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


def is_worth_proposing(one: LinkedConcept) -> bool:
    """Return whether to propose the figures of a target: in the matrix, confirmed, or surely seen."""
    return one.matrix or one.confirmed or (one.p >= SURE and len(one.mandates) + len(one.activities) > 1)


def default_title(lines: tuple[str, ...], language: str) -> str:
    """Return the title of a road map to which nobody gave one."""
    words = catalogue(language)
    if len(lines) > 1:
        return words("title.joint", lines=words("list.comma").join(lines))
    names = load().action_line(lines[0]).names
    return words("title.one", line=lines[0], name=names.get(language) or names["en"])


Subject = Literal["mandate", "goal", "target", "commitment"]


@dataclass(frozen=True, slots=True)
class Checked:
    """One mandate, target or commitment.

    ref     number of the mandate, or id of the concept
    action  an activity answers or speaks to it, or progress is on record
    metric  an own metric serves it, or an indicator with figures that was not left out (of a mandate: of one of
            its targets)
    lead    somebody leads it: an organisation, a milestone with a lead, or who is responsible for its metric
    """

    kind: Subject
    ref: str
    action: bool
    metric: bool
    lead: bool

    @property
    def whole(self) -> bool:
        """Return whether there is an action, a metric and a lead."""
        return self.action and self.metric and self.lead


@dataclass(frozen=True, slots=True)
class Flaw:
    """A flaw of a metric or milestone: its field `what` is empty."""

    kind: Literal["metric", "milestone"]
    id: int
    what: str


class KnownSeries(Protocol):
    """The series at hand for each indicator: `Figures`, or a list kept of them."""

    def names(self, indicator: str) -> Sequence[Any]:
        """Return the series; empty where there is none."""
        ...


def check_road_map(roadmap: RoadMap, lens: LineScope, figures: KnownSeries) -> tuple[Checked, ...]:
    """Return the check of confirmed mandates, then of targets and commitments that are not left out.

    Mandates that the program alone proposes wait for a person and are not checked.
    """
    spoken = lens.with_taken(roadmap.taken)
    measured = {
        target: any(
            roadmap.decision("indicator", one) != "left" and bool(figures.names(one))
            for one in indicators_of_target(target)
        )
        for target in {one.concept for one in spoken if one.level == "target"}
    }
    metrics = {ref: one for one in roadmap.metrics for ref in one.serves}
    leads = {ref for one in roadmap.milestones if one.lead for ref in one.serves}
    leads |= {ref for one in roadmap.metrics if one.responsible for ref in one.serves}
    led = {link.concept for one in lens.accepted if one.lead is not None for link in one.links}
    out = [_mandate(one, lens, measured, set(metrics), leads, roadmap) for one in lens.accepted]
    for one in sorted(spoken, key=lambda one: one.level == "commitment"):
        if one.level != "goal" and _is_kept(roadmap, one):
            metric = one.concept in metrics or measured.get(one.concept, False)
            lead = one.concept in leads or one.concept in led
            kind: Subject = one.level  # type: ignore[assignment]
            out += [Checked(kind, one.concept, bool(one.activities), metric, lead)]
    return tuple(out)


def _mandate(
    one: Mandate,
    lens: LineScope,
    measured: dict[str, bool],
    metrics: set[str],
    leads: set[str],
    roadmap: RoadMap,
) -> Checked:
    ref = f"mandate:{one.id}"
    concepts = {link.concept for link in one.links if link.level != "action_line"}
    return Checked(
        "mandate",
        str(one.id),
        bool(one.progress) or one.id in lens.served,
        ref in metrics or any(c in metrics or measured.get(c, False) for c in concepts),
        one.lead is not None or ref in leads,
    )


def _is_kept(roadmap: RoadMap, one: LinkedConcept) -> bool:
    decision = roadmap.decision(one.level, one.concept)  # type: ignore[arg-type]
    return decision == "taken" or (decision != "left" and is_worth_proposing(one))


def find_flaws(roadmap: RoadMap) -> tuple[Flaw, ...]:
    """Return the flaws of metrics and milestones."""
    metrics = (
        Flaw("metric", one.id, what)
        for one in roadmap.metrics
        for what in ("responsible", "baseline", "aim", "serves")
        if not getattr(one, what)
    )
    milestones = (
        Flaw("milestone", one.id, what)
        for one in roadmap.milestones
        for what in ("lead", "due", "serves")
        if not getattr(one, what)
    )
    return (*metrics, *milestones)
