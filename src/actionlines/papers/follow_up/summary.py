"""The sentences of a report, and its first page for a reader with a minute."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from actionlines import __version__
from actionlines.alignment.model import LEVELS, Level
from actionlines.citations.graph import version_of
from actionlines.framework.bodies import LEFT_OPEN
from actionlines.papers.follow_up.alignment_model import Spoken
from actionlines.papers.follow_up.model import (
    STRENGTHS,
    DocumentRead,
    DueEntry,
    FollowUp,
    RequestedBody,
    VersionNote,
    count_mandates,
    describe_forces,
    find_counting,
)
from actionlines.papers.follow_up.tables import Doubtful, count_doubtful, describe_reason, field_name
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
        for position in find_counting(follow_up)
        if follow_up.documents[follow_up.mandates[position].document].symbol not in superseded
        for due in follow_up.mandates[position].due
        if due.until >= today and due.until
    ]
    if not coming:
        return ""
    _, position, label = min(coming)
    row = follow_up.mandates[position]
    return f"{label.removeprefix('Due ')}, {row.asked} ({ENGLISH.cite(row.label, row.paragraph)})"


def list_sentences(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return the report in brief: one sentence for each thing a reader wants to know first."""
    rows = follow_up.mandates
    lines = [headline(follow_up, words)]

    def called(request: RequestedBody) -> str:
        """Return the name of a body for use before a figure."""
        return words.called(request.short or request.name)

    if rows:
        counter = Counter(row.strength for row in rows)
        strengths = (
            f"{words(f'strength.{item}')} {words.number(counter[item])}" for item in STRENGTHS if counter[item]
        )
        lines.append(words("by-strength", list=", ".join(strengths)))
    if apart := describe_forces(follow_up, words):
        lines.append(apart)
    question = [item for item in follow_up.asked if item.body not in LEFT_OPEN and count_mandates(item, follow_up)]
    if question:
        most = (f"{called(item)} {words.number(count_mandates(item, follow_up))}" for item in question[:3])
        lines.append(words("asked-most", list=words("standing.comma").join(most)))
    if follow_up.speaks and follow_up.speaks.problem:
        lines.append(words("speaks.problem", problem=follow_up.speaks.problem))
    if follow_up.standing:
        from actionlines.papers.follow_up.standing.part import standing_sentences as stands

        lines += stands(follow_up, words)
    if repeated := sum(len(document.also) for document in follow_up.documents):
        lines.append(f"{words.counted(repeated, 'repeated')}.")
    if follow_up.failed:
        lines.append(f"{words.counted(len(follow_up.failed), 'failed')}.")
    return lines


def describe_making(follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return sentences on how the report was made and how far it can be trusted."""
    keys = ["mandate", "proposed", "checks", "strength", "force", "dates"]
    keys += ["aligned"] if follow_up.speaks and follow_up.speaks.paragraphs else []
    keys += ["names"] if words.language != "en" else []
    return [words("about.made", version=__version__), *(words(f"about.{key}") for key in keys)]


def version_sentence(
    note: VersionNote, follow_up: FollowUp, words: Words = ENGLISH, isolate: Callable[[str], str] | None = None
) -> str:
    """Return a sentence on the version that is meant and its replacement, each with its name.

    isolate  keeps a name apart from words of another direction; by default marks of direction (U+200E) around
             it in a report from right to left. Where it returns markup, so does this.
    """
    called = {version.instrument: version.name for version in follow_up.versions}
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


# What a page holds beside its headings.
READ_SHOWN, OWED_SHOWN, REASONS_SHOWN, MOST_ASKED, LABELS_SHOWN = 5, 8, 2, 5, 3


@dataclass(frozen=True, slots=True)
class FirstPage:
    """The content of the first page.

    read      the first documents, `more_read` the number of all others
    owed      the first due value of each mandate that counts, first date first; `more_owed` of further mandates
    undated   mandates that count and have no due value
    doubtful  the fields that a person should read, `doubted` the number of mandates with any
    spoken    by level the labels with most passages, and the number of all others
    """

    read: tuple[DocumentRead, ...]
    more_read: int
    owed: tuple[DueEntry, ...]
    more_owed: int
    undated: int
    doubtful: tuple[Doubtful, ...]
    doubted: int
    spoken: tuple[tuple[Level, tuple[Spoken, ...], int], ...]


def select_first_page(follow_up: FollowUp, rows: int = OWED_SHOWN) -> FirstPage:
    """Return the first page of a follow-up, with so many dates."""
    counting = find_counting(follow_up)
    first: dict[int, DueEntry] = {}
    for entry in follow_up.due:
        if entry.mandate in counting:
            first.setdefault(entry.mandate, entry)
    owed = tuple(first.values())
    levels = [(level, follow_up.speaks.at(level)) for level in LEVELS] if follow_up.speaks else []
    return FirstPage(
        follow_up.documents[:READ_SHOWN],
        max(0, len(follow_up.documents) - READ_SHOWN),
        owed[:rows],
        max(0, len(owed) - rows),
        sum(not follow_up.mandates[at].due for at in counting),
        count_doubtful(follow_up.mandates),
        sum(bool(row.checks) for row in follow_up.mandates),
        tuple((level, page[:LABELS_SHOWN], max(0, len(page) - LABELS_SHOWN)) for level, page in levels if page),
    )


def owed_sentences(page: FirstPage, follow_up: FollowUp, words: Words = ENGLISH) -> list[str]:
    """Return what the table of dates leaves out: what is not decided, later dates, no dates, who is asked most."""
    lines = [describe_forces(follow_up, words)]
    if follow_up.mandates and not page.owed:
        lines.append(words("brief.no-due"))
    if page.more_owed:
        lines.append(words("brief.more-due", due=words.counted(page.more_owed, "mandate")))
    if page.undated and page.owed:
        lines.append(words("brief.undated", mandates=words.counted(page.undated, "mandate")))
    numbers = {item.body: count_mandates(item, follow_up) for item in follow_up.asked if item.body not in LEFT_OPEN}
    if most := [item for item in follow_up.asked if numbers.get(item.body)][:MOST_ASKED]:
        bodies = (f"{words.called(item.short or item.name)} {words.number(numbers[item.body])}" for item in most)
        lines.append(words("asked-most", list=words("standing.comma").join(bodies)))
    return [line for line in lines if line]


def checks_sentence(page: FirstPage, follow_up: FollowUp, words: Words = ENGLISH) -> str:
    """Return how many fields a person should read, "" where there are no mandates."""
    if not follow_up.mandates:
        return ""
    if not page.doubted:
        return words("brief.unmarked")
    fields = sum(item.mandates for item in page.doubtful)
    return words("brief.checks", fields=words.counted(fields, "check"), mandates=words.counted(page.doubted, "mandate"))


def check_rows(page: FirstPage, words: Words = ENGLISH) -> tuple[tuple[str, str, int, str], ...]:
    """Return for each doubtful field: its id, its name, the number of mandates, the most frequent reasons."""
    return tuple(
        (
            item.field,
            field_name(item.field, words),
            item.mandates,
            words("semicolon").join(
                f"{describe_reason(why, words)} ({words.number(times)})" for why, times in item.reasons[:REASONS_SHOWN]
            ),
        )
        for item in page.doubtful
    )
