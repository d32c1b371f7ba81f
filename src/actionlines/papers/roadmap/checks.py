"""Find gaps in a road map: mandates, targets and commitments without an action, a metric or a lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Mandate
from actionlines.papers.roadmap.line_scope import Lens, Spoken
from actionlines.papers.roadmap.model import RoadMap
from actionlines.papers.roadmap.propose import worth

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


class Known(Protocol):
    """The series at hand for each indicator: `Figures`, or a list kept of them."""

    def names(self, indicator: str) -> Sequence[Any]:
        """Return the series; empty where there is none."""
        ...


def check(roadmap: RoadMap, lens: Lens, figures: Known) -> tuple[Checked, ...]:
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
        if one.level != "goal" and _held(roadmap, one):
            metric = one.concept in metrics or measured.get(one.concept, False)
            lead = one.concept in leads or one.concept in led
            kind: Subject = one.level  # type: ignore[assignment]
            out += [Checked(kind, one.concept, bool(one.activities), metric, lead)]
    return tuple(out)


def _mandate(
    one: Mandate, lens: Lens, measured: dict[str, bool], metrics: set[str], leads: set[str], roadmap: RoadMap
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


def _held(roadmap: RoadMap, one: Spoken) -> bool:
    decision = roadmap.decision(one.level, one.concept)  # type: ignore[arg-type]
    return decision == "taken" or (decision != "left" and worth(one))


def flaws(roadmap: RoadMap) -> tuple[Flaw, ...]:
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
