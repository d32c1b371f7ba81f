"""A road map as pages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Account
from actionlines.papers.names import name_body as body_name
from actionlines.papers.names import short_name
from actionlines.papers.roadmap.model import LineScope, LinkedConcept, RoadMap
from actionlines.papers.roadmap.proposals import CheckedItem, check_road_map, find_flaws
from actionlines.papers.sections.evidence import clip_text, linked_words
from actionlines.register.core.pages.edit import list_offered_organisations
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import isolated
from actionlines.register.roadmaps.tracking import Measured

SEEN = 20  # concepts that texts alone speak to, shown in the builder
QUOTE = 240
PROPOSED = 20  # mandates not confirmed yet that a milestone may serve
_SECTIONS = {
    "purpose": gettext_lazy("Purpose"),
    "mandates": gettext_lazy("On the mandates"),
    "targets": gettext_lazy("On targets and commitments"),
    "activities": gettext_lazy("On activities"),
    "resources": gettext_lazy("On resources"),
    "next-steps": gettext_lazy("Next steps"),
}


def section_name(name: str) -> str:
    """What a section of people's words is called."""
    return str(_SECTIONS[name])


@dataclass(frozen=True, slots=True)
class Row:
    """A goal, target, commitment or indicator in the builder.

    origin   both, matrix or seen; "" for an indicator
    percent  of the surest proposal, 0 where there is none or a person confirmed one
    where    (words, address) of the record that the quote is from
    """

    kind: str
    ref: str
    decision: str
    origin: str = ""
    doubtful: bool = False
    mandates: int = 0
    activities: int = 0
    confirmed: bool = False
    percent: int = 0
    quote: str = ""
    language: str = ""
    where: tuple[str, str] = ("", "")
    title: str = ""
    measured: Measured | None = None

    @property
    def value(self) -> str:
        """Return the name of the row in a form."""
        return f"{self.kind} {self.ref}"

    @property
    def words(self) -> str:
        """Return the number and name of the target, goal, commitment or indicator."""
        return _code(self.ref)


def decided(rows: Iterable[Row], given: Mapping[tuple[str, str], str]) -> list[Row]:
    """Return the rows with the decisions that somebody just made, before they are saved."""
    return [replace(row, decision=given.get((row.kind, row.ref), row.decision)) for row in rows]


def table(
    name: str, saved: Sequence[Serialised], sent: Sequence[Serialised] | None = None,
    ids: Mapping[str, int] | None = None, wrong: Mapping[str, str] | None = None,
) -> list[Data]:  # fmt: skip
    """Return the rows of metrics or milestones for the page, the last one empty.

    sent   rows as they were typed, where the page shows them again; ids, wrong: what saving them gave

    Each row has its place `at` in the form, and `problems` by field.
    """
    known = {str(one["id"]): one for one in saved}
    out: list[Data] = []
    for at, one in enumerate(saved if sent is None else sent):
        number = str((ids or {}).get(f"{name}-{at}") or one["id"])
        if one.get("out") or not (number or any(one.values())):
            continue
        start = f"{name}-{at}-"
        problems = {
            key.removeprefix(start): why for key, why in (wrong or {}).items() if key.startswith(start)
        }
        out.append({**known.get(number, {}), **one, "id": number, "at": at, "problems": problems})
    return [
        *out,
        {"id": "", "at": max((one["at"] for one in out), default=-1) + 1, "serves": [], "problems": {}},
    ]


def leads(language: str) -> list[str]:
    """Return bodies and organisations that can lead, by the names that a person types."""
    bodies = [body for one in load().bodies for body in (short_name(one, language), body_name(one, language))]
    return list(dict.fromkeys((*bodies, *list_offered_organisations())))


class Held:
    """Figures kept by indicator, for the check."""

    def __init__(self, found: Mapping[str, Measured]) -> None:
        self.found = found

    def names(self, indicator: str) -> Sequence[Any]:
        """One name where there are figures."""
        entry = load().indicators.get(indicator)
        first = (entry.repeats or entry.id) if entry else indicator
        return (first,) if first in self.found else ()


def concepts(roadmap: RoadMap, lens: LineScope, levels: Iterable[str]) -> list[Row]:
    """Those in the matrix, then those chosen or confirmed, then those that texts speak to most."""
    wanted = set(levels)
    rows = [_row(roadmap, lens, one) for one in lens.spoken if one.level in wanted]
    there = {row.ref for row in rows}
    rows += [
        Row(one.kind, one.ref, one.decision)
        for one in roadmap.items
        if one.kind in wanted and one.ref not in there
    ]
    first = [row for row in rows if row.origin in ("both", "matrix")]
    rest = [row for row in rows if row.origin not in ("both", "matrix")]
    rest.sort(key=lambda row: (row.decision == "proposed", not row.confirmed, -row.mandates - row.activities))
    held = [row for row in rest if row.decision != "proposed" or row.confirmed]
    return first + held + [row for row in rest if row not in held][:SEEN]


def _row(roadmap: RoadMap, lens: LineScope, one: LinkedConcept) -> Row:
    quote, language, where = "", "", ("", "")
    for number in one.mandates[:5]:
        mandate = lens.account.mandate[number]
        quote, language = linked_words(mandate.links, (one.concept,)), mandate.language
        where = (isolated(f"{mandate.symbol}, {mandate.anchor}"), mandate.url)
        if quote:
            break
    if not quote:
        for number in one.activities[:5]:
            activity = lens.account.activity[number]
            quote, language = linked_words(activity.links, (one.concept,)), activity.language
            where = (activity.title, activity.url)
            if quote:
                break
    return Row(
        one.level,
        one.concept,
        roadmap.decision(one.level, one.concept),  # type: ignore[arg-type]
        "both" if one.matrix and one.seen else "matrix" if one.matrix else "seen",
        one.doubtful,
        len(one.mandates),
        len(one.activities),
        one.confirmed,
        0 if one.confirmed else round(100 * one.p),
        clip_text(quote, QUOTE),
        language,
        where if quote or one.seen else ("", ""),
    )


def others(rows: Iterable[Row]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be taken besides what is shown: groups of (`kind ref`, words)."""
    framework = load()
    there = {row.ref for row in rows}
    groups: tuple[tuple[str, str, Serialised], ...] = (
        (_("Targets"), "target", framework.targets), (_("Goals"), "goal", framework.goals),
        (_("Compact commitments"), "commitment", framework.commitments),
    )  # fmt: skip
    return [
        (str(name), [(f"{kind} {one}", _code(one)) for one in known if one not in there])
        for name, kind, known in groups
    ]


def indicators(roadmap: RoadMap, targets: Iterable[str], found: Mapping[str, Measured]) -> list[Row]:
    """The indicators of the targets, those with figures first."""
    rows: dict[str, Row] = {}
    for target in targets:
        for one in indicators_of_target(target):
            entry = load().indicators[one]
            measured = found.get(entry.repeats or entry.id)
            decision = roadmap.decision("indicator", one)
            rows.setdefault(one, Row("indicator", one, decision, title=entry.title, measured=measured))
    return sorted(rows.values(), key=lambda row: row.measured is None)


@dataclass(frozen=True, slots=True)
class Lack:
    """One that has no action, no metric or no lead, in words with its address."""

    kind: str
    words: str
    url: str
    lacks: str
    language: str = ""


def lacking(roadmap: RoadMap, lens: LineScope, found: Mapping[str, Measured]) -> tuple[list[Lack], int]:
    """(those that lack something, how many were checked)."""
    every = check_road_map(roadmap, lens, Held(found))
    return [_lack(one, lens.account) for one in every if not one.whole], len(every)


def _lack(one: CheckedItem, account: Account) -> Lack:
    names = (
        (one.action, _("no action")),
        (one.metric, _("no metric")),
        (one.lead, _("no lead")),
    )
    lacks = str(_(", ")).join(str(name) for there, name in names if not there)
    if one.kind != "mandate":
        return Lack(one.kind, one.ref, "", lacks)
    held = account.mandate[int(one.ref)]
    words = f"{held.symbol}, {held.anchor}: {clip_text(held.action, 120)}"
    return Lack(one.kind, words, held.url, lacks, held.language)


def own_flaws(roadmap: RoadMap) -> list[tuple[str, str]]:
    """(metric or milestone, what it lacks in words)."""
    names = {("metric", one.id): one.name for one in roadmap.metrics}
    names |= {("milestone", one.id): one.what for one in roadmap.milestones}
    said = {
        "responsible": _("nobody is named as responsible"), "baseline": _("no baseline"), "aim": _("no aim"),
        "serves": _("serves no mandate, target or commitment"), "lead": _("no lead"), "due": _("no date"),
    }  # fmt: skip
    return [(names[one.kind, one.id], str(said[one.what])) for one in find_flaws(roadmap)]


def serves(refs: Iterable[str], account: Account) -> list[tuple[str, str]]:
    """(words, address) of what a metric or milestone serves; a concept is shown as a chip by its id."""
    out = []
    for ref in refs:
        kind, _colon, number = ref.partition(":")
        if kind != "mandate":
            out.append((ref, ""))
        elif number.isdecimal():
            held = account.mandate.get(int(number))
            words = f"{held.symbol}, {held.anchor}" if held else number
            out.append((words, reverse("mandate", args=[int(number)])))
    return out


def served_choices(roadmap: RoadMap, lens: LineScope) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a metric or milestone can serve, in groups: mandates, targets, commitments of the road map."""
    mandates = [
        (f"mandate:{one.id}", f"{isolated(f'{one.symbol}, {one.anchor}')}: {clip_text(one.action, 60)}")
        for one in (*lens.accepted, *lens.proposed[:PROPOSED])
    ]
    held = [one for one in lens.spoken if roadmap.decision(one.level, one.concept) != "left"]  # type: ignore[arg-type]
    targets = [(one.concept, _code(one.concept)) for one in held if one.level in ("target", "goal")]
    commitments = [(one.concept, _code(one.concept)) for one in held if one.level == "commitment"]
    groups = (
        (_("Targets"), targets), (_("Mandates"), mandates), (_("Compact commitments"), commitments),
    )  # fmt: skip
    return [(str(name), rows) for name, rows in groups if rows]


def _code(concept: str) -> str:
    from actionlines.register.core.concepts import concept as find

    found = find(concept)
    return f"{found.short} {found.name}" if found else concept
