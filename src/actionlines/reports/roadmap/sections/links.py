"""SDG targets and Compact commitments: what the matrix links, what texts and activities speak to, and both."""

from __future__ import annotations

from collections.abc import Iterator

from actionlines.papers.model import Block, Column, Inlines, Proposal, Row, Section, Table, Text
from actionlines.reports.roadmap.evidence_collector import name
from actionlines.reports.roadmap.line_scope import Spoken, matrix_of
from actionlines.reports.roadmap.propose import worth
from actionlines.reports.roadmap.writing import Writing

SEEN = 25  # targets that texts alone speak to, shown in the text; the rest stands in the annex


def links(w: Writing) -> Iterator[Block]:
    """Yield the section on goals, targets and commitments that are linked to the lines."""
    words = w.words
    yield Section("s-links", words("links.title"))
    yield from w.narrative("targets")
    held = [one for one in w.spoken if one.level in ("goal", "target") and w.kept(one)]
    groups = {
        "both": [one for one in held if one.matrix and one.seen],
        "matrix": [one for one in held if one.matrix and not one.seen],
        "seen": sorted(
            (one for one in held if one.seen and not one.matrix and one.level == "target"),
            key=lambda one: (not one.confirmed, not _taken(w, one), -len(one.mandates) - len(one.activities)),
        ),
        "people": [one for one in held if not one.matrix and not one.seen],
    }
    if not any(groups.values()):
        yield w.missing("targets")
    else:
        rows: list[Row] = []
        for key, found in groups.items():
            if found:
                rows.append(w.head((Text(words(f"origin.{key}"), bold=True),)))
                rows += [_row(w, one) for one in found[: SEEN if key == "seen" else None]]
        note = words("links.note")
        if len(groups["seen"]) > SEEN:
            note = f"{note} {words('links.rest')}"
        yield Table("t-targets", words("links.targets"), _columns(w), tuple(rows), note=(Text(note),))
    yield from _commitments(w)


def _commitments(w: Writing) -> Iterator[Block]:
    words = w.words
    yield Section("s-commitments", words("links.commitments"), 2)
    found = sorted(
        (one for one in w.spoken if one.level == "commitment" and w.kept(one)),
        key=lambda one: (not one.confirmed, not _taken(w, one), -len(one.mandates) - len(one.activities)),
    )
    if not found:
        yield w.missing("commitments")
        return
    rows = tuple(_row(w, one) for one in found[:SEEN])
    note = (Text(words("links.rest")),) if len(found) > SEEN else ()
    yield Table("t-commitments", words("links.commitments"), _columns(w), rows, note=note)


def _columns(w: Writing) -> tuple[Column, ...]:
    words = w.words
    return (
        Column(words("col.concept"), 30), Column(words("col.mandates"), 8, True),
        Column(words("col.activities"), 8, True), Column(words("col.standing"), 16),
    )  # fmt: skip


def _taken(w: Writing, one: Spoken) -> bool:
    return w.roadmap.decision(one.level, one.concept) == "taken"  # type: ignore[arg-type]


def _row(w: Writing, one: Spoken) -> Row:
    return w.row(w.concept(one.concept), *_counts(w, one), _standing(w, one))


def _counts(w: Writing, one: Spoken) -> tuple[Inlines, Inlines]:
    asked = f"line={w.lens.asked}&{one.level}={one.concept}"
    mandates: Inlines = ()
    if one.mandates:
        first = w.notes.account.mandate[one.mandates[0]]
        mandates = (w.notes.count(f"mandates?{asked}"), w.notes.mandate(first))
    activities: Inlines = ()
    if one.activities:
        held = w.notes.account.activity[one.activities[0]]
        activities = (w.notes.count(f"activities?{asked}"), w.notes.activity(held, (one.concept,)))
    return mandates, activities


def _standing(w: Writing, one: Spoken) -> Inlines:
    """Return whether people chose it, whose link it is, and how sure the program is of what it only proposes."""
    words = w.words
    out: Inlines = ()
    if one.matrix:
        line = next(line for line in one.lines if one.concept in matrix_of((line,)))
        doubt = f" ({words('links.doubtful')})" if one.doubtful else ""
        out += (Text(words("origin.in-matrix") + doubt), w.notes.matrix(line, one.concept))
    if _taken(w, one):
        out += (Text(("; " if out else "") + words("decision.taken"), bold=True),)
    elif one.seen and one.confirmed:
        out += (Text(("; " if out else "") + words("decision.confirmed")),)
    elif one.seen:
        out += (Text("; "),) if out else ()
        out += (Proposal(f"{round(100 * one.p)} %"),)
    return out


def measured_targets(w: Writing) -> list[Spoken]:
    """Return the targets whose figures are shown: taken by people, or worth proposing and not left out."""
    return [
        one
        for one in w.spoken
        if one.level == "target"
        and (w.roadmap.decision("target", one.concept) == "taken" or (w.kept(one) and worth(one)))
    ]


def annex(w: Writing) -> Iterator[Table]:
    """Yield all goals, targets and commitments, for the workbook."""
    words = w.words
    found = [one for one in w.spoken if w.kept(one)]
    if not found:
        return
    columns = (*_columns(w)[:3], Column(words("col.origin"), 16), Column(words("col.decision"), 12))
    rows = []
    for one in found:
        origin = (
            "both"
            if one.matrix and one.seen
            else "matrix"
            if one.matrix
            else "seen"
            if one.seen
            else "people"
        )
        decision = w.roadmap.decision(one.level, one.concept)  # type: ignore[arg-type]
        asked = f"line={w.lens.asked}&{one.level}={one.concept}"
        rows.append(
            w.row(
                w.concept(one.concept),
                (w.notes.count(f"mandates?{asked}"),) if one.mandates else (),
                (w.notes.count(f"activities?{asked}"),) if one.activities else (),
                (Text(words(f"origin.{origin}")),),
                (name(words(f"decision.{decision}")),),
            )
        )
    yield Table("a-links", words("links.annex"), columns, tuple(rows))
