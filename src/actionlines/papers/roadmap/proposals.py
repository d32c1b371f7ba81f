"""Propose a road map from the register, and find what lacks an action, a metric or a lead."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from actionlines.errors import BadRoadMap
from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Account, MandateRecord
from actionlines.papers.roadmap import model as m
from actionlines.papers.sections.evidence import report_words as catalogue

MOST_LINES = 18


def check_lines(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the lines in the order of the framework. Raises UnknownConcept, BadRoadMap (AL811)."""
    framework = load()
    if not (given_lines := {framework.action_line(line).id for line in lines}):
        raise BadRoadMap("lines", "no action line is named", "Name one or more, such as C5.")
    # C7 covers its eight lines: naming one of them besides would count it twice.
    inside = {line for line in given_lines if framework.action_lines[line].parent in given_lines}
    action_lines = tuple(line for line in framework.action_lines if line in given_lines - inside)
    if len(action_lines) > MOST_LINES:
        raise BadRoadMap("lines", "there are too many", f"Name at most {MOST_LINES}.")
    return action_lines


def proposal_id(lines: Iterable[str]) -> str:
    """Return the id of a proposal, also the name of its files: `roadmap-C2-C6`."""
    return "roadmap-" + "-".join(lines)


def list_lines() -> tuple[str, ...]:
    """Return the 18 lines: C1 to C11, with the eight of C7 in its place."""
    lines = load().action_lines
    parents = {line.parent for line in lines.values()}
    return tuple(line for line in lines if line not in parents)


def propose(
    account: Account,
    lines: Iterable[str],
    *,
    language: str = "en",
    title: str = "",
    id: str = "",
    starts: str = "",
    ends: str = "",
    decided: Iterable[m.Item] = (),
    metrics: Iterable[m.Metric] = (),
    milestones: Iterable[m.Milestone] = (),
    narratives: Iterable[m.Narrative] = (),
    status: str = "",
    version: int = 0,
    lens: m.LineScope | None = None,
) -> m.RoadMap:
    """Return the road map of one line, or the joint one of several, with what the account proposes for it.

    `decided` are items that people took or left; what they decided stays, also where the account proposes it no
    more. `lens` saves making it again. Raises UnknownConcept (AL302) and BadRoadMap (AL811).
    """
    wanted = check_lines(lines)
    lens = lens or m.LineScope.of(account, wanted)
    held = {(item.kind, item.ref): item for item in decided if item.decision != "proposed"}
    items: list[m.Item] = []
    for label in lens.spoken:
        kind: m.ItemKind = label.level  # type: ignore[assignment]
        before = held.pop((kind, label.concept), None)
        items.append(m.Item(kind, label.concept, before.decision if before else "proposed", label.matrix, label.seen))
    measured = {item.ref for item in items if item.kind == "target" and item.decision == "taken"}
    measured |= {item.concept for item in lens.of_level("target") if is_worth_proposing(item)}
    left = {item.ref for item in items if item.decision == "left"}
    indicators = dict.fromkeys(
        indicator
        for target in load().targets
        if target in measured - left
        for indicator in indicators_of_target(target)
    )
    for indicator in indicators:
        before = held.pop(("indicator", indicator), None)
        items.append(m.Item("indicator", indicator, before.decision if before else "proposed"))
    return m.RoadMap(
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


def is_worth_proposing(concept: m.LinkedConcept) -> bool:
    """Return whether to propose a target or commitment: an activity serves it, or it is of ICTs (a commitment, or a
    target with an ICT indicator) and in the matrix, confirmed or surely seen.
    """
    seen = concept.p >= m.SURE and len(concept.mandates) + len(concept.activities) > 1
    of_icts = concept.level == "commitment" or m.is_ict_target(concept.concept)
    return bool(concept.activities) or (of_icts and (concept.matrix or concept.confirmed or seen))


def default_title(lines: tuple[str, ...], language: str) -> str:
    """Return the title of a road map to which nobody gave one."""
    words = catalogue(language)
    if len(lines) > 1:
        return words("title.joint", lines=words("list.comma").join(lines))
    names = load().action_line(lines[0]).names
    return words("title.one", line=lines[0], name=names.get(language) or names["en"])


Subject = Literal["mandate", "goal", "target", "commitment"]


@dataclass(frozen=True, slots=True)
class CheckedItem:
    """One mandate, target or commitment.

    ref     number of the mandate, or id of the concept
    action  an activity answers or is about it, or progress is on record
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
class RoadMapFlaw:
    """A flaw of a metric or milestone: its field `what` is empty."""

    kind: Literal["metric", "milestone"]
    id: int
    what: str


class KnownSeries(Protocol):
    """The series at hand for each indicator: `Figures`, or a list kept of them."""

    def names(self, indicator: str) -> Sequence[object]:
        """Return the series; empty where there is none."""
        ...


def check_road_map(roadmap: m.RoadMap, scope: m.LineScope, figures: KnownSeries) -> tuple[CheckedItem, ...]:
    """Return the check of confirmed mandates, then of targets and commitments that are not left out.

    Mandates that the program alone proposes wait for a person and are not checked.
    """
    linked = scope.with_taken(roadmap.taken)
    measured = {
        target: any(
            roadmap.decision("indicator", indicator) != "left" and bool(figures.names(indicator))
            for indicator in indicators_of_target(target)
        )
        for target in {label.concept for label in linked if label.level == "target"}
    }
    metrics = {ref: metric for metric in roadmap.metrics for ref in metric.serves}
    leads = {ref for milestone in roadmap.milestones if milestone.lead for ref in milestone.serves}
    leads |= {ref for metric in roadmap.metrics if metric.responsible for ref in metric.serves}
    led = {link.concept for mandate in scope.accepted if mandate.lead is not None for link in mandate.links}
    out = [_mandate(mandate, scope, measured, set(metrics), leads, roadmap) for mandate in scope.accepted]
    for label in sorted(linked, key=lambda label: label.level == "commitment"):
        if label.level != "goal" and _is_kept(roadmap, label):
            metric = label.concept in metrics or measured.get(label.concept, False)
            lead = label.concept in leads or label.concept in led
            kind: Subject = label.level  # type: ignore[assignment]
            out += [CheckedItem(kind, label.concept, bool(label.activities), metric, lead)]
    return tuple(out)


def _mandate(
    mandate: MandateRecord,
    scope: m.LineScope,
    measured: dict[str, bool],
    metrics: set[str],
    leads: set[str],
    roadmap: m.RoadMap,
) -> CheckedItem:
    ref = f"mandate:{mandate.id}"
    concepts = {link.concept for link in mandate.links if link.level != "action_line"}
    return CheckedItem(
        "mandate",
        str(mandate.id),
        bool(mandate.progress) or mandate.id in scope.served,
        ref in metrics or any(c in metrics or measured.get(c, False) for c in concepts),
        mandate.lead is not None or ref in leads,
    )


def _is_kept(roadmap: m.RoadMap, concept: m.LinkedConcept) -> bool:
    decision = roadmap.decision(concept.level, concept.concept)  # type: ignore[arg-type]
    return decision == "taken" or (decision != "left" and is_worth_proposing(concept))


def find_flaws(roadmap: m.RoadMap) -> tuple[RoadMapFlaw, ...]:
    """Return the flaws of metrics and milestones."""
    metrics = (
        RoadMapFlaw("metric", metric.id, what)
        for metric in roadmap.metrics
        for what in ("responsible", "baseline", "aim", "serves")
        if not getattr(metric, what)
    )
    milestones = (
        RoadMapFlaw("milestone", milestone.id, what)
        for milestone in roadmap.milestones
        for what in ("lead", "due", "serves")
        if not getattr(milestone, what)
    )
    return (*metrics, *milestones)
