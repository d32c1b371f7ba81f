"""What a report says in words, the same in every format."""

from __future__ import annotations

from collections import Counter

from actionlines import __version__
from actionlines.reports.charts import counted
from actionlines.reports.model import STRENGTHS, FollowUp, VersionNote


def title_of(follow_up: FollowUp) -> str:
    """What the report is called."""
    read = follow_up.documents
    if len(read) == 1:
        return f"Follow-up of {read[0].label}"
    return f"Follow-up of {counted(len(read), 'document')}"


def headline(follow_up: FollowUp) -> str:
    """The figures of the report in one sentence."""
    due = counted(len(follow_up.due), "due date")
    cited = (
        f"{counted(len(follow_up.citations), 'citation')} of {counted(len(follow_up.cited), 'instrument')}"
    )
    read = counted(len(follow_up.documents), "document")
    return f"{read} read: {counted(len(follow_up.mandates), 'mandate')}, {due}, {cited}."


def next_due(follow_up: FollowUp, today: str) -> str:
    """What falls due next after `today` (ISO), in words, or ""."""
    coming = [
        (due.until, position, due.label)
        for position, row in enumerate(follow_up.mandates)
        for due in row.due
        if due.until >= today and due.until
    ]
    if not coming:
        return ""
    _, position, label = min(coming)
    row = follow_up.mandates[position]
    return f"{label.removeprefix('Due ')}, {row.asked} ({row.label}, {row.place})"


def sentences(follow_up: FollowUp) -> list[str]:
    """The report in brief: one sentence for each thing a reader wants to know first."""
    rows = follow_up.mandates
    lines = [headline(follow_up)]
    if rows:
        strengths = Counter(row.strength for row in rows)
        lines.append(
            "By strength: "
            + ", ".join(f"{one} {strengths[one]:,}" for one in STRENGTHS if strengths[one])
            + "."
        )
    asked = [one for one in follow_up.asked if one.body != "unspecified"]
    if asked:
        lines.append("Asked most: " + ", ".join(f"{one.name} {one.mandates:,}" for one in asked[:3]) + ".")
    if follow_up.failed:
        lines.append(f"{counted(len(follow_up.failed), 'input')} could not be read.")
    return lines


def about() -> list[str]:
    """How the report came to be and how far it can be trusted."""
    return [
        f"Made by Actionlines {__version__}, without network, from the documents listed.",
        "A mandate is one verb, one group that is addressed, one action; preambles have none.",
        "Mandates and citations were found by rules and have not been confirmed by a person: check the "
        "words, which every row quotes with its paragraph.",
        "Strength follows from the verb: decides; requests (also calls upon, urges); invites; encourages "
        "(also recommends); commits (also resolves, will).",
        "A due date that names only a year sorts at the end of that year, a session at its opening in "
        "September, and what recurs at its next occurrence after the document.",
    ]


def version_sentence(note: VersionNote, follow_up: FollowUp) -> str:
    """Which version is meant, and what has become of the one named."""
    read = "read here" if note.read else "cited, not read here"
    by = ", ".join(follow_up.documents[index].label for index in note.cited_by)
    cited = f"; cited by {by}" if by else ""
    if note.means:
        by = cited.replace(";", ",")
        return f"{note.instrument} without a year{by} means the latest version: {note.means}."
    if not note.replaced_by:
        return f"{note.instrument} is the latest version seen ({read}{cited})."
    return f"{note.instrument} ({read}{cited}) is superseded by {note.replaced_by}."
