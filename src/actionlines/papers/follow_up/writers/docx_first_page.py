"""The first page of the document: what was read, who owes what by when, what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING

from actionlines.papers.follow_up.first_page import Chief, check_rows, checks_sentence, chief, owed_sentences
from actionlines.papers.follow_up.model import DueEntry, FollowUp
from actionlines.papers.words import Words
from actionlines.papers.writers import docx_parts as parts
from actionlines.papers.writers.docx_parts import Cells, Heading, Run

if TYPE_CHECKING:
    from docx.document import Document as Docx

# Rows, and characters of an action and of a title: the page must stay one page.
OWED = 5
ACTION, TITLE, READ = 110, 70, 3


def write(out: Docx, follow_up: FollowUp, words: Words) -> None:
    """Write the page, and let the next part begin on another."""
    found = chief(follow_up, OWED)
    parts.line(out, words("brief.read"), "Heading 2")
    for one in found.read[:READ]:
        told = (words.apart(one.label), _cut(one.title, TITLE), words.date(one.date))
        line = words("semicolon").join([*filter(None, told), words.counted(one.mandates, "mandate")])
        parts.line(out, line, "List Bullet")
    if more := len(follow_up.documents) - len(found.read[:READ]):
        parts.line(out, words("brief.more-read", n=words.number(more)), "List Bullet")
    if not found.read:
        parts.line(out, words("empty.documents"))
    if follow_up.mandates:
        _owed(out, found, follow_up, words)
        _doubtful(out, found, follow_up, words)
    out.add_page_break()  # type: ignore[no-untyped-call]


def _owed(out: Docx, found: Chief, follow_up: FollowUp, words: Words) -> None:
    parts.line(out, words("brief.owes"), "Heading 2")
    if found.owed:
        heads = (
            Heading(words("col.due"), 22),
            Heading(words("col.asked"), 26),
            Heading(words("col.what"), 66),
            Heading(words("col.where"), 20),
        )
        parts.table(out, heads, [_owed_cells(entry, follow_up, words) for entry in found.owed], tight=True)
    parts.line(out, " ".join(owed_sentences(found, follow_up, words)))


def _owed_cells(entry: DueEntry, follow_up: FollowUp, words: Words) -> Cells:
    row = follow_up.mandates[entry.mandate]
    several = len(follow_up.documents) > 1
    where = words.place(row.paragraph)
    rtl = follow_up.documents[row.document].language == "ar"
    doubted = {check.field for check in row.checks}

    def marked(text: str, field: str) -> tuple[Run, ...]:
        """Return text as runs, with a mark where a person should read the field."""
        mark = (Run(f" [{words('page.check')}]", muted=True),) if field in doubted else ()
        return (Run(text), *mark)

    force = () if row.force == "decided" else (Run(f" [{words(f'force.{row.force}')}]", muted=True),)
    return (
        marked(words.due(entry.due), "due"),
        marked(row.asked, "addressees"),
        (Run(_cut(row.action.text, ACTION), rtl=rtl), *force),
        (Run(f"{words.apart(row.label)}, {where}" if several else where),),
    )


def _doubtful(out: Docx, found: Chief, follow_up: FollowUp, words: Words) -> None:
    parts.line(out, words("brief.doubtful"), "Heading 2")
    parts.line(out, checks_sentence(found, follow_up, words))
    if rows := check_rows(found, words):
        heads = (
            Heading(words("col.field"), 20),
            Heading(words("col.mandates"), 14, number=True),
            Heading(words("col.reasons"), 100),
        )
        cells = [
            ((Run(name),), (Run(words.number(count), number=True),), (Run(reasons),))
            for _, name, count, reasons in rows
        ]
        parts.table(out, heads, cells, tight=True)


def _cut(text: str, most: int) -> str:
    """Return the text, or its beginning up to a word where it is longer.

    >>> _cut("submit a report", 12), _cut("a report", 12)
    ('submit a…', 'a report')
    """
    return text if len(text) <= most else f"{text[: most - 1].rsplit(' ', 1)[0]}…"
