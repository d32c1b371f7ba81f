"""SDG targets and Compact commitments: what the matrix links, what texts and activities speak to, and both."""

from __future__ import annotations

from collections.abc import Sequence

from actionlines.framework import load
from actionlines.papers.model import Evidence, Inlines, Row, Text
from actionlines.papers.roadmap.line_scope import Spoken, matrix_of
from actionlines.papers.roadmap.propose import worth
from actionlines.papers.roadmap.writing import Writing
from actionlines.papers.sections import evidence
from actionlines.papers.sections.draft import Part
from actionlines.papers.sections.labels import concept

SEEN = 25  # targets that texts alone speak to, shown in the text; the rest stands in the annex
COLUMNS = (
    ("col.linked-to", 30, False), ("col.mandates", 8, True), ("col.activities", 8, True),
    ("col.linked", 16, False),
)  # fmt: skip


def links(w: Writing) -> None:
    """Write the goals, targets and commitments that are linked to the lines."""
    w.section("s-links", "links.title")
    w.written("targets")
    held = [one for one in w.spoken if one.level in ("goal", "target") and w.kept(one)]
    groups = {
        "both": [one for one in held if origin(one) == "both"],
        "matrix": [one for one in held if origin(one) == "matrix"],
        "seen": _surest(w, [one for one in held if origin(one) == "seen" and one.level == "target"]),
        "people": [one for one in held if origin(one) == "people"],
    }
    if not any(groups.values()):
        w.lacks("targets")
    else:
        rows: list[Row | Sequence[Part]] = []
        for key, found in groups.items():
            if found:
                rows.append(w.head(w.words(f"origin.{key}")))
                rows += [_row(w, one) for one in found[: SEEN if key == "seen" else None]]
        note = "links.note links.rest" if len(groups["seen"]) > SEEN else "links.note"
        w.table("t-targets", "links.targets", COLUMNS, rows, note=note)
    _commitments(w)


def _commitments(w: Writing) -> None:
    w.section("s-commitments", "links.commitments", 2)
    found = _surest(w, [one for one in w.spoken if one.level == "commitment" and w.kept(one)])
    if not found:
        w.lacks("commitments")
        return
    rest = "links.rest" if len(found) > SEEN else ""
    w.table("t-commitments", "links.commitments", COLUMNS, (_row(w, one) for one in found[:SEEN]), note=rest)


def _surest(w: Writing, found: list[Spoken]) -> list[Spoken]:
    """Return what is confirmed first, then what people took, then what most records speak to."""
    return sorted(
        found, key=lambda one: (not one.confirmed, not w.taken(one), -len(one.mandates) - len(one.activities))
    )


def origin(one: Spoken) -> str:
    """Return where the link comes from: `both` the matrix and texts, one of these, or `people`."""
    if one.matrix:
        return "both" if one.seen else "matrix"
    return "seen" if one.seen else "people"


def _row(w: Writing, one: Spoken) -> Sequence[Part]:
    mandates, activities = _counts(w, one)
    if one.mandates:
        first = w.account.mandate[one.mandates[0]]
        mandates = (*mandates, *w.cite(evidence.mandate(first, w)))
    if one.activities:
        held = w.account.activity[one.activities[0]]
        activities = (*activities, *w.cite(evidence.speaking(held, w, (one.concept,))))
    return concept(one.concept, w.words), mandates, activities, _standing(w, one)


def _counts(w: Writing, one: Spoken) -> tuple[Inlines, Inlines]:
    asked = f"line={w.lens.asked}&{one.level}={one.concept}"
    return (
        (w.ask(f"mandates?{asked}"),) if one.mandates else (),
        (w.ask(f"activities?{asked}"),) if one.activities else (),
    )


def _standing(w: Writing, one: Spoken) -> Inlines:
    """Return whether people chose it, whose link it is, and how sure the program is of what it only proposes."""
    words = w.words
    out: list[Inlines] = []
    if one.matrix:
        line = next(line for line in one.lines if one.concept in matrix_of((line,)))
        doubt = f" ({words('links.doubtful')})" if one.doubtful else ""
        out.append((Text(words("origin.in-matrix") + doubt), *w.cite(_entry(w, line, one.concept))))
    if w.taken(one):
        out.append((Text(words("decision.taken"), bold=True),))
    elif one.seen and one.confirmed:
        out.append((Text(words("decision.confirmed")),))
    elif one.seen:
        out.append((w.proposed(one.p),))
    return w.apart(out)


def _entry(w: Writing, line: str, ref: str) -> str:
    """Enter the link of a line to a goal or target in the matrix, and return its id."""
    found = load().matrix.links(line)
    link = next(one for one in found if (one.target or one.goal) == ref)
    id, label = f"matrix:{line}:{ref}", f"{link.source}: {link.action_line} – {ref.removeprefix('sdg:')}"
    w.prove(id, Evidence(id, "record", label, link.note))
    return id


def measured_targets(w: Writing) -> list[Spoken]:
    """Return the targets whose figures are shown: taken by people, or worth proposing and not left out."""
    targets = [one for one in w.spoken if one.level == "target"]
    return [one for one in targets if w.taken(one) or (w.kept(one) and worth(one))]


def annex(w: Writing) -> None:
    """Write all goals, targets and commitments, for the workbook."""
    columns = (*COLUMNS[:3], ("col.origin", 16, False), ("col.decision", 12, False))
    rows = []
    for one in w.spoken:
        if w.kept(one):
            decision = w.roadmap.decision(one.level, one.concept)  # type: ignore[arg-type]
            said = Text(w.words(f"origin.{origin(one)}")), w.words(f"decision.{decision}")
            rows.append((concept(one.concept, w.words), *_counts(w, one), *said))
    w.in_annex("a-links", "links.annex", columns, rows)
