"""Plain text to blocks: hard-wrapped pages as `pdftotext` gives them, or one paragraph on each line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from actionlines.documents.blocks import Block, FileReading, Limits
from actionlines.documents.model import NoteMark
from actionlines.documents.text_decode import decode_bytes, list_repairs
from actionlines.documents.text_lines import TextLine, mark_furniture, split_lines
from actionlines.documents.text_paragraphs import Note, group_lines, join_parts, take_notes
from actionlines.lazily import expression

# How much a number looks like a mark: glued to a word or sign, after a sign and a blank, after a word and a
# blank, as the last figures of a year or a resolution ("October 20209", "76/17918").
_GLUED, _AFTER_SIGN, _APART, _IN_NUMBER = 10, 8, 6, 3
_RUN_ON = expression(r"(?<![\d/])(?:(?:19|20)\d\d|\d{1,3}/\d{1,3}(?=\d))(?P<tail>\d{1,3})(?![\d/]|[.,]\d)")
_CLOSER = r"[A-Za-z\u00c0-\u024f\u0400-\u04ff,;.:)\]\u201d\u2019\"%*]"
_MARK = expression(
    rf"(?<={_CLOSER})(?P<gap> ?)(?P<label>\d{{1,3}}|(?<!\*)\*{{1,3}})(?![\d/*]|[.,:-]\d|\u2013\d)"
    r"(?=[\s,;.:)\]\u201d\u2019]|$)"
)
# "paragraphs 1, 2 and 3": a number after a short number; after a year a mark can stand.
_LISTED = expression(r"(?<!\d)\d{1,3},$")
# Words that a number belongs to, before it and after it.
_COUNTED = frozenset({
    "of", "and", "to", "or", "in", "on", "at", "by", "from", "for", "than", "the", "until", "before",
    "after", "between", "least", "most", "over", "about", "nearly", "some", "only", "these", "those",
    "all", "first", "last", "next", "past", "paragraph", "paragraphs", "para.", "paras.", "article",
    "articles", "rule", "rules", "goal", "goals", "target", "targets", "chapter", "chapters", "section",
    "sections", "sect.", "annex", "annexes", "appendix", "part", "parts", "phase", "table", "figure",
    "box", "page", "pages", "volume", "vol.", "no.", "nos.", "number", "numbers", "supplement", "item",
    "items", "resolution", "resolutions", "decision", "decisions", "session", "line", "lines", "level",
    "levels", "category", "categories", "stage", "step", "principle", "principles", "version", "group",
    "groups", "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december", "committee", "protocol", "protocols", "$", "approximately",
    "around", "exceeding", "under", "below", "above", "an", "a", "programme", "subprogramme", "pillar",
    "article.",
})  # fmt: skip
_UNIT = expression(
    r"\s(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|per\b|million\b"
    r"|billion\b|years?\b|months?\b|days?\b|hours?\b|weeks?\b|countries\b|States\b|members\b|persons\b|people\b|\([a-z]{1,3}\)"
    r"|percentage\b|of\b|to\s\d|and\s\d|or\s\d|posts?\b|meetings\b|regions?\b|pages\b|km\b)"
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A number that may be the mark of a note; `weight` says how much it looks like one."""

    place: tuple[int, int]
    end: int
    label: str
    page: int | None
    weight: int


def take_marks(blocks: list[Block], notes: list[Note]) -> None:
    """Cut each note's mark out of the text it is in, and record it there.

    Marks follow each other in the order of their notes: of all ways to give each note a mark on its page or
    the one before, in this order, that is taken in which most marks look like marks.
    """
    if not notes:
        return
    marks: dict[str, list[_Mark]] = {}
    labels = {note.label for note in notes}
    for index, block in enumerate(blocks):
        for mark in _marks_in(index, block, labels):
            marks.setdefault(mark.label, []).append(mark)
    cuts: dict[int, list[_Mark]] = {}
    for mark in _best_chain([_fit_mark(note, marks.get(note.label, [])) for note in notes]):
        cuts.setdefault(mark.place[0], []).append(mark)
    for index, taken in cuts.items():
        _cut_marks(blocks[index], taken)


def _fit_mark(note: Note, marks: list[_Mark]) -> list[_Mark]:
    page = note.lines[0].page
    return [mark for mark in marks if page is None or mark.page is None or page - 1 <= mark.page <= page]


@dataclass(frozen=True, slots=True)
class _Link:
    mark: _Mark
    previous: _Link | None


def _best_chain(choices: list[list[_Mark]]) -> list[_Mark]:
    """At most one mark of each choice, places increasing, of the greatest weight together."""
    places = sorted({mark.place for marks in choices for mark in marks})
    # A Fenwick tree of maxima over the places: the best chain that ends at or before each.
    best: list[tuple[int, _Link | None]] = [(0, None)] * (len(places) + 1)

    def before(rank: int) -> tuple[int, _Link | None]:
        """Return the heaviest chain that ends before the place of this rank."""
        top: tuple[int, _Link | None] = (0, None)
        while rank > 0:
            top = max(top, best[rank], key=itemgetter(0))
            rank -= rank & -rank
        return top

    for marks in choices:
        # All marks of one note are weighed before any is entered: only one of them is taken.
        ranks = [bisect_left(places, mark.place) + 1 for mark in marks]
        entries = [(rank, mark, before(rank - 1)) for rank, mark in zip(ranks, marks, strict=True)]
        for rank, mark, (weight, link) in entries:
            total = weight + mark.weight
            while rank <= len(places):
                if total > best[rank][0]:
                    best[rank] = (total, _Link(mark, link))
                rank += rank & -rank
    link = before(len(places))[1]
    chain: list[_Mark] = []
    while link is not None:
        chain.append(link.mark)
        link = link.previous
    return chain[::-1]


def _marks_in(index: int, block: Block, labels: set[str]) -> Iterator[_Mark]:
    for match in _MARK.finditer(block.text):
        if match.group("label") not in labels:
            continue
        weight = _GLUED
        if match.group("gap"):
            before = block.text[max(0, match.start() - 24) : match.start()]
            last = before.rsplit(None, 1)[-1] if before.split() else ""
            if last.lower() in _COUNTED or _UNIT.match(block.text, match.end()) or _LISTED.search(last):
                continue
            weight = _APART if last[-1:].isalpha() else _AFTER_SIGN
        yield _Mark((index, match.start()), match.end(), match.group("label"), block.page, weight)
    for match in _RUN_ON.finditer(block.text):
        for size in (3, 2, 1):
            label = match.group("tail")[-size:] if len(match.group("tail")) >= size else ""
            if label in labels:
                yield _Mark((index, match.end() - size), match.end(), label, block.page, _IN_NUMBER)


def _cut_marks(block: Block, taken: list[_Mark]) -> None:
    pieces: list[str] = []
    note_marks: list[NoteMark] = []
    done = length = 0
    for mark in taken:
        start = mark.place[1]
        pieces.append(block.text[done:start])
        length += start - done
        note_marks.append(NoteMark(mark.label, length))
        done = mark.end
    block.text = "".join([*pieces, block.text[done:]])
    block.notes = (*block.notes, *note_marks)


_NO_LIMITS = Limits()


def read_text(data: bytes, name: str, limits: Limits) -> FileReading:
    """Blocks with `source` offsets into the decoded text (without byte order mark, line ends as they are)."""
    limits.check_size(name, len(data))
    text, encoding = decode_bytes(data, name)
    foreign = () if encoding.startswith("utf") else (f"read as {encoding}: no Unicode text",)
    return FileReading(blocks=blocks_of(text, name, limits), warnings=list_repairs(encoding) or foreign)


def blocks_of(text: str, name: str = "text", limits: Limits = _NO_LIMITS) -> list[Block]:
    """Blocks of a text that is already in characters; footnotes stand last. Raises InputTooLarge (AL106)."""
    lines = split_lines(text, name, limits.lines)
    mark_furniture(lines)
    notes = take_notes(lines)
    body = [line for line in lines if line.use == "body"]
    blocks = [_join_block(lines_of) for lines_of in group_lines(body)]
    take_marks(blocks, notes)
    return blocks + [_note_block(note) for note in notes]


def _join_block(lines: list[TextLine]) -> Block:
    return Block(
        text=join_parts(line.text for line in lines), page=lines[0].page, source=(lines[0].start, lines[-1].end)
    )


def _note_block(note: Note) -> Block:
    lines = note.lines
    return Block(
        text=join_parts([note.first, *(line.text for line in lines[1:])]),
        role="note",
        label=note.label,
        page=lines[0].page,
        source=(lines[0].start, lines[-1].end),
    )
