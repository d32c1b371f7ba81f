"""A road map as pages show it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.framework import load
from actionlines.indicators.groups import indicators_of_target
from actionlines.papers.account.model import Account, MandateRecord
from actionlines.papers.roadmap.model import LineScope, LinkedConcept, RoadMap
from actionlines.papers.roadmap.proposals import CheckedItem, check_road_map, find_flaws
from actionlines.papers.sections.evidence import clip_text, linked_words
from actionlines.register.core.schema import Data, Serialised
from actionlines.register.core.texts import isolated, reader_words
from actionlines.register.roadmaps.tracking import Measured

SEEN = 20  # concepts that texts alone are about, shown in the builder
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
    """Return the name of a section that people write."""
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
    accepted_with: int = 0
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


def decided(rows: Iterable[Row], fields: Mapping[tuple[str, str], str]) -> list[Row]:
    """Return the rows with the decisions that somebody just made, before they are saved."""
    return [replace(row, decision=fields.get((row.kind, row.ref), row.decision)) for row in rows]


def table(
    name: str,
    saved: Sequence[Serialised],
    sent: Sequence[Serialised] | None = None,
    ids: Mapping[str, int] | None = None,
    wrong: Mapping[str, str] | None = None,
) -> list[Data]:
    """Return the rows of metrics or milestones for the page, the last one empty.

    sent   rows as they were typed, where the page shows them again; ids, wrong: what saving them gave

    Each row has its place `at` in the form, and `problems` by field.
    """
    known = {str(row["id"]): row for row in saved}
    out: list[Data] = []
    for at, item in enumerate(saved if sent is None else sent):
        number = str((ids or {}).get(f"{name}-{at}") or item["id"])
        if item.get("out") or not (number or any(item.values())):
            continue
        start = f"{name}-{at}-"
        problems = {key.removeprefix(start): why for key, why in (wrong or {}).items() if key.startswith(start)}
        out.append({**known.get(number, {}), **item, "id": number, "at": at, "problems": problems})
    return [*out, {"id": "", "at": max((data["at"] for data in out), default=-1) + 1, "serves": [], "problems": {}}]


class Held:
    """Figures kept by indicator, for the check."""

    def __init__(self, matches: Mapping[str, Measured]) -> None:
        self.found = matches

    def names(self, indicator: str) -> Sequence[Any]:
        """One name where there are figures."""
        entry = load().indicators.get(indicator)
        first = (entry.repeats or entry.id) if entry else indicator
        return (first,) if first in self.found else ()


def concepts(roadmap: RoadMap, line_scope: LineScope, levels: Iterable[str]) -> list[Row]:
    """Return concepts: those in the matrix, then those chosen or confirmed, then those that most texts are about."""
    wanted = set(levels)
    rows = [_row(roadmap, line_scope, item) for item in line_scope.spoken if item.level in wanted]
    there = {row.ref for row in rows}
    rows += [
        Row(item.kind, item.ref, item.decision)
        for item in roadmap.items
        if item.kind in wanted and item.ref not in there
    ]
    first = [row for row in rows if row.origin in ("both", "matrix")]
    rest = [row for row in rows if row.origin not in ("both", "matrix")]
    rest.sort(key=lambda row: (row.decision == "proposed", not row.confirmed, -row.mandates - row.activities))
    held = [row for row in rest if row.decision != "proposed" or row.confirmed]
    return first + held + [row for row in rest if row not in held][:SEEN]


def _row(roadmap: RoadMap, line_scope: LineScope, linked_concept: LinkedConcept) -> Row:
    quote, language, where = "", "", ("", "")
    for number in linked_concept.mandates[:5]:
        mandate = line_scope.account.mandate[number]
        quote, language = linked_words(mandate.links, (linked_concept.concept,)), mandate.language
        where = (_cite(mandate), mandate.url)
        if quote:
            break
    if not quote:
        for number in linked_concept.activities[:5]:
            activity = line_scope.account.activity[number]
            quote, language = linked_words(activity.links, (linked_concept.concept,)), activity.language
            where = (activity.title, activity.url)
            if quote:
                break
    return Row(
        linked_concept.level,
        linked_concept.concept,
        roadmap.decision(linked_concept.level, linked_concept.concept),  # type: ignore[arg-type]
        "both" if linked_concept.matrix and linked_concept.seen else "matrix" if linked_concept.matrix else "seen",
        linked_concept.doubtful,
        len(linked_concept.mandates),
        len(linked_concept.activities),
        linked_concept.confirmed,
        linked_concept.accepted_with,
        0 if linked_concept.confirmed else round(100 * linked_concept.p),
        clip_text(quote, QUOTE),
        language,
        where if quote or linked_concept.seen else ("", ""),
    )


def others(rows: Iterable[Row]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what can be added to what is shown: groups of (`kind ref`, words)."""
    framework = load()
    there = {row.ref for row in rows}
    groups: tuple[tuple[str, str, Serialised], ...] = (
        (_("Targets"), "target", framework.targets),
        (_("Goals"), "goal", framework.goals),
        (_("Compact commitments"), "commitment", framework.commitments),
    )
    return [
        (str(name), [(f"{kind} {item}", _code(item)) for item in known if item not in there])
        for name, kind, known in groups
    ]


def indicators(roadmap: RoadMap, targets: Iterable[str], matches: Mapping[str, Measured]) -> list[Row]:
    """The indicators of the targets, those with figures first."""
    rows: dict[str, Row] = {}
    for target in targets:
        for text in indicators_of_target(target):
            entry = load().indicators[text]
            measured = matches.get(entry.repeats or entry.id)
            decision = roadmap.decision("indicator", text)
            rows.setdefault(text, Row("indicator", text, decision, title=entry.title, measured=measured))
    return sorted(rows.values(), key=lambda row: row.measured is None)


@dataclass(frozen=True, slots=True)
class Lack:
    """One that has no action, no metric or no lead, in words with its address."""

    kind: str
    words: str
    url: str
    lacks: str
    language: str = ""


def lacking(roadmap: RoadMap, line_scope: LineScope, matches: Mapping[str, Measured]) -> tuple[list[Lack], int]:
    """(those that lack something, how many were checked)."""
    every = check_road_map(roadmap, line_scope, Held(matches))
    return [_lack(checked_item, line_scope.account) for checked_item in every if not checked_item.whole], len(every)


def _cite(mandate: MandateRecord) -> str:
    return isolated(reader_words().cite(mandate.symbol, mandate.anchor))


def _lack(checked_item: CheckedItem, account: Account) -> Lack:
    names = (
        (checked_item.action, _("no action")),
        (checked_item.metric, _("no metric")),
        (checked_item.lead, _("no lead")),
    )
    lacks = str(_(", ")).join(str(name) for there, name in names if not there)
    if checked_item.kind != "mandate":
        return Lack(checked_item.kind, checked_item.ref, "", lacks)
    held = account.mandate[int(checked_item.ref)]
    title, language = held.title_in(reader_words().language)
    return Lack(checked_item.kind, f"{_cite(held)}: {title}", held.url, lacks, language)


def own_flaws(roadmap: RoadMap) -> list[tuple[str, str]]:
    """(metric or milestone, what it lacks in words)."""
    names = {("metric", metric.id): metric.name for metric in roadmap.metrics}
    names |= {("milestone", milestone.id): milestone.what for milestone in roadmap.milestones}
    texts = {
        "responsible": _("nobody is named as responsible"),
        "baseline": _("no baseline"),
        "aim": _("no aim"),
        "serves": _("serves no mandate, target or commitment"),
        "lead": _("no lead"),
        "due": _("no date"),
    }
    return [
        (names[road_map_flaw.kind, road_map_flaw.id], str(texts[road_map_flaw.what]))
        for road_map_flaw in find_flaws(roadmap)
    ]


def serves(refs: Iterable[str], account: Account) -> list[tuple[str, str, str]]:
    """(words, address, symbol) of what a metric or milestone serves; a concept is shown as a chip by its id."""
    out = []
    for ref in refs:
        kind, _colon, number = ref.partition(":")
        if kind != "mandate":
            out.append((ref, "", ""))
        elif number.isdecimal():
            held = account.mandate.get(int(number))
            words, symbol = (_cite(held), held.symbol) if held else (number, "")
            out.append((words, reverse("mandate", args=[int(number)]), symbol))
    return out


def served_choices(roadmap: RoadMap, line_scope: LineScope) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a metric or milestone can serve: mandates, targets and commitments of the road map, in groups."""
    language = reader_words().language
    mandates = [
        (f"mandate:{item.id}", f"{_cite(item)}: {item.title_in(language)[0]}")
        for item in (*line_scope.accepted, *line_scope.proposed[:PROPOSED])
    ]
    held = [item for item in line_scope.spoken if roadmap.decision(item.level, item.concept) != "left"]  # type: ignore[arg-type]
    targets = [(item.concept, _code(item.concept)) for item in held if item.level in ("target", "goal")]
    commitments = [(item.concept, _code(item.concept)) for item in held if item.level == "commitment"]
    groups = ((_("Targets"), targets), (_("Mandates"), mandates), (_("Compact commitments"), commitments))
    return [(str(name), rows) for name, rows in groups if rows]


def _code(concept: str) -> str:
    from actionlines.register.core.concepts import concept as find

    matches = find(concept)
    return matches.full if matches else concept
