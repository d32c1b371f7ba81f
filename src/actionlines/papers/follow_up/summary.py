"""The sentences of a report, the same in every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from actionlines import __version__
from actionlines.citations.graph import version_of
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.follow_up.model import (
    STRENGTHS,
    Asked,
    FollowUp,
    VersionNote,
    counted,
    counting,
    forces_apart,
)
from actionlines.papers.words import ENGLISH, Words


def title_of(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return the title of the report: the label of its only document, or the number of documents."""
    read = follow_up.documents
    if len(read) == 1:
        return words("title.one", label=words.apart(read[0].label))
    return words("title.many", documents=words.counted(len(read), "document"))


def headline(follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return the figures of the report in one sentence."""
    return words(
        "headline",
        read=words.counted(len(follow_up.documents), "document"),
        mandates=words.counted(len(follow_up.mandates), "mandate"),
        due=words.counted(len(follow_up.due), "due"),
        citations=words.counted(len(follow_up.citations), "citation"),
        instruments=words.counted(len(follow_up.cited), "instrument"),
    )


def next_due(follow_up: FollowUp, today: str) -> str:
    """Return which of the mandates that count falls due next after `today` (ISO), in words, or "".

    A mandate of an instrument that another one read here supersedes is not awaited any more.
    """
    # A later text of a series leaves mandates of the earlier one standing; a revision of the same number does not.
    superseded = {
        note.instrument
        for note in follow_up.versions
        if note.replaced_by and version_of(note.instrument)[0] == version_of(note.replaced_by)[0]
    }
    coming = [
        (due.until, position, due.label)
        for position in counting(follow_up)
        if follow_up.documents[follow_up.mandates[position].document].symbol not in superseded
        for due in follow_up.mandates[position].due
        if due.until >= today and due.until
    ]
    if not coming:
        return ""
    _, position, label = min(coming)
    row = follow_up.mandates[position]
    return f"{label.removeprefix('Due ')}, {row.asked} ({row.label}, {row.place})"


def sentences(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return the report in brief: one sentence for each thing a reader wants to know first."""
    rows = follow_up.mandates
    lines = [headline(follow_up, words)]

    def called(one: Asked) -> str:
        """Return the name of a body for use before a figure."""
        return words.called(one.short or one.name)

    if rows:
        found = Counter(row.strength for row in rows)
        told = (f"{words(f'strength.{one}')} {words.number(found[one])}" for one in STRENGTHS if found[one])
        lines.append(words("by-strength", list=", ".join(told)))
    if apart := forces_apart(follow_up, words):
        lines.append(apart)
    asked = [one for one in follow_up.asked if one.body not in LEFT_OPEN and counted(one, follow_up)]
    if asked:
        most = (f"{called(one)} {words.number(counted(one, follow_up))}" for one in asked[:3])
        lines.append(words("asked-most", list=words("standing.comma").join(most)))
    if follow_up.speaks and follow_up.speaks.problem:
        lines.append(words("speaks.problem", problem=follow_up.speaks.problem))
    if follow_up.standing:
        from actionlines.papers.follow_up.standing.part import sentences as stands

        lines += stands(follow_up, words)
    if repeated := sum(len(one.also) for one in follow_up.documents):
        lines.append(f"{words.counted(repeated, 'repeated')}.")
    if follow_up.failed:
        lines.append(f"{words.counted(len(follow_up.failed), 'failed')}.")
    return lines


def about(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return sentences on how the report was made and how far it can be trusted."""
    keys = ["mandate", "proposed", "checks", "strength", "force", "dates"]
    keys += ["aligned"] if follow_up.speaks and follow_up.speaks.paragraphs else []
    keys += ["names"] if words.language != "en" else []
    return [words("about.made", version=__version__), *(words(f"about.{key}") for key in keys)]


def version_sentence(
    note: VersionNote,
    follow_up: FollowUp,
    words: Words = ENGLISH,
    isolate: Callable[[str], str] | None = None,
) -> str:
    """Return a sentence on the version that is meant and its replacement, each with its name.

    isolate  keeps a name apart from words of another direction; by default marks of direction (U+200E) around
             it in a report from right to left. Where it returns markup, so does this.
    """
    called = {one.instrument: one.name for one in follow_up.versions}
    apart = isolate or words.apart
    text = type(apart(""))  # str, or markup that escapes what is put into it

    def both(instrument: str) -> str:
        """Return the name of an instrument with its symbol, or the symbol alone."""
        return apart(f"{called[instrument]} ({instrument})" if called.get(instrument) else instrument)

    state = text(words("version.read" if note.read else "version.cited"))
    if note.cited_by:
        by = text(", ").join(apart(follow_up.documents[index].label) for index in note.cited_by)
        state = text("{}; {}").format(state, text(words("version.by")).format(list=by))
    key = "means" if note.means else "replaced" if note.replaced_by else "latest"
    latest = both(note.means or note.replaced_by)
    return text(words(f"version.{key}")).format(one=both(note.instrument), state=state, latest=latest)
