"""Lines to paragraphs: which line goes on with the paragraph of the line before.

Footnotes of a plain text: the bodies below a rule, or at the end of a page under asterisks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from actionlines.documents.masthead import is_head_line, says_who_adopted
from actionlines.documents.structure.itu_languages import parse_keyword
from actionlines.documents.structure.labels import is_formula, is_title
from actionlines.documents.text_lines import (
    NUMBER_ALONE,
    SECTION,
    TextLine,
    find_margins,
    number_of,
    opens_block,
    opens_title,
    stands_alone,
)
from actionlines.lazily import expression

_RULE = expression(r"[_\u2014\u2500]{5,}$")
# What is typed for a rule may stand between parts as well: notes below it end the page or the text.
_TYPED_RULE = expression(r"(?:[_\u2013-\u2015\u2500]{3,}|[-=]{3,}|(?:[_\u2013-\u2015-] ){3,}[_\u2013-\u2015-])$")
_LABEL = expression(r"(\d{1,3}|\*{1,4}|[\u2020\u2021])(?=\s|[A-Z(\u201c])\s*(?=\S)")
_ALONE = expression(r"(?:\d{1,3}|\*{1,4})$")
_OPENING = expression(r"[A-Z\u201c(]")
# Lines below a rule; the notes of one page fit into fewer.
_LONGEST = 200
_STARS = expression(r"(\*{1,4})\s+(?=\S)")
# What some converters write where Word has a bookmark.
_BOOKMARK = expression(r"\[bookmark: _?\w{1,60}\]")
# "20 -year", "post- 2025": blanks that are in no print.
_SPLIT_WORD = expression(r"(?<=[a-z\d]) -(?=[a-z])|(?<=[a-z])- (?=(?:19|20)\d\d\b)")
_SIGNS = {0x00AD: None, 0x2011: "-", 0x200B: " ", 0xFEFF: " "}
_ENDED = expression(
    r"(?P<stop>[.;:!?,\u3002\uff1b\uff1a\uff0c\u060c\u061b\u061f])[\"\u201d\u2019)\]]{0,2}\s?(?:\d{1,3}|\*{1,3})?$"
)
_NUMBERED = expression(
    r"(?:\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\([a-z]{1,5}\)|[a-z]{1,4}\)|(?:[a-z]|[ivx]{2,5})\.|\(\d{1,3}\)|[IVXLC]{1,6}\.|[\u2022\u25cf\u2013\u2014-])(?:\s|$)"
    r"|\([\u0621-\u064a\u0430-\u044f]\)\s"
    r"|\d{1,3}\s?[-\u2013]\s+(?=[\u0600-\u06ff])"  # as Arabic texts number
)
# A number without a stop: the layout of the ITU ("2 that", "2.1 the"), and of reports ("8.14 The").
_BARE = expression(r"\d{1,3}(?:\.\d{1,3}){0,3}\s+(?=[a-z\u00e0-\u00ff\u0430-\u044f\u0620-\u064a\u3400-\u9fff])")
_OPENS_CLAUSE = expression(r"(?:that|to)\s|\d{1,3}(?:\.\d{1,3}){0,3}[.)]?\s|\(?[a-z]{1,4}\)\s")
_DECIMAL = expression(r"\d{1,3}(?:\.\d{1,3}){1,3}\s+(?=[A-Z])")
_WIDE = 0.6
_FULL = 0.8
# Lines looked at to see how a paragraph ends; the longest seen has 40.
_LONGEST_RUN = 100
# Lines among which a masthead ends, and lines of other kinds that may be in it, as titles of reports do.
_HEAD = 25
_OTHER = 3


@dataclass(slots=True)
class Note:
    """One footnote: its mark, its lines, and the first line without the mark."""

    label: str
    lines: list[TextLine]
    first: str


def take_notes(lines: list[TextLine]) -> list[Note]:
    """Footnotes in order; their lines, and the rule above, are no longer body."""
    notes: list[Note] = []
    for index, line in enumerate(lines):
        if line.page_top:
            notes.extend(_starred_notes(lines, index))
        if line.use == "body" and (match := _TYPED_RULE.match(line.text)):
            line.use = "furniture"
            drawn = _RULE.match(match.group())
            below = (
                _scrambled_notes(lines, index) or list(_notes_below(lines, index))
                if drawn
                else _last_notes(lines, index)
            )
            notes.extend(below)
            if not below:
                _split_part(lines, index)
    return notes


def _lines_after(lines: list[TextLine], rule: int) -> Iterator[TextLine]:
    return (lines[index] for index in range(rule + 1, len(lines)))


def _split_part(lines: list[TextLine], rule: int) -> None:
    """What follows a rule with no notes below it is a new paragraph."""
    if (after := next((line for line in _lines_after(lines, rule) if line.use != "blank"), None)) is not None:
        after.after_blank = True


def _last_notes(lines: list[TextLine], rule: int) -> list[Note]:
    """Return the notes below a typed rule, if nothing but them is there up to the end of page or text."""
    notes = list(_notes_below(lines, rule))
    last = notes[-1].lines[-1] if notes else lines[rule]
    after = (line for line in _lines_after(lines, rule) if line.use == "body" or line.page_top)
    end = next((line for line in after if line.start > last.start), None)
    if end is None or end.page_top or end.page != last.page:
        return notes
    for note in notes:
        for line in note.lines:
            line.use = "body"
    return []


def _notes_below(lines: list[TextLine], rule: int) -> Iterator[Note]:
    """Yield the notes below a rule: up to the page's end, and no further than the numbered entries go."""
    note: Note | None = None
    blank = True
    for line in _lines_after(lines, rule):
        if line.page_top or line.use == "furniture" or _TYPED_RULE.match(line.text):
            break
        if line.use == "blank":
            blank = True
            continue
        if (label := _LABEL.match(line.text)) and (note is None or _follows_note(note.label, label.group(1))):
            if note is not None:
                yield note
            note = Note(label.group(1), [line], line.text[label.end() :])
        elif note is None or (blank and line.page is None):
            break
        else:
            note.lines.append(line)
        line.use = "note"
        blank = False
    if note is not None:
        yield note


def _scrambled_notes(lines: list[TextLine], rule: int) -> list[Note]:
    """Notes whose marks stand on lines of their own, above their words or not, as `pdftotext` has them.

    Marks in order are given to the entries in order; an entry ends in a stop. Empty where marks and words
    share lines.
    """
    if lines[rule].page is None:
        return []
    below = [line for line in lines[rule + 1 : rule + _LONGEST] if line.use == "body"]
    below = [line for line in below if line.page == lines[rule].page]
    if not (labels := [line for line in below if _ALONE.match(line.text)]):
        return []
    entries: list[list[TextLine]] = []
    fresh = True
    for line in below:
        if _ALONE.match(line.text):
            fresh = True
        elif fresh or (entries and entries[-1][-1].text[-1:] == "." and _OPENING.match(line.text)):
            entries.append([line])
            fresh = False
        else:
            entries[-1].append(line)
    for line in below:
        line.use = "note"
    order = sorted((line.text for line in labels), key=lambda text: (text.isdigit(), len(text), text))
    if len(entries) > len(order):
        # More sentences than marks: those that are too many go on with the last note.
        entries[len(order) - 1 :] = [[line for entry in entries[len(order) - 1 :] for line in entry]]
    return [Note(label, entry, entry[0].text) for label, entry in zip(order, entries, strict=False)]


def _starred_notes(lines: list[TextLine], top: int) -> list[Note]:
    """Notes marked by asterisks at the end of the page before `top`, where no rule is drawn above them."""
    notes: list[Note] = []
    run: list[TextLine] = []
    for index in range(top - 1, max(top - _LONGEST, -1), -1):
        line = lines[index]
        if line.use in ("blank", "furniture"):
            continue
        if line.use != "body" or len(run) > 4 or line.page_top:
            break
        run.insert(0, line)
        if star := _STARS.match(line.text):
            notes.insert(0, Note(star.group(1), run, line.text[star.end() :]))
            for taken in run:
                taken.use = "note"
            run = []
    return notes


def _follows_note(before: str, label: str) -> bool:
    """Return whether the label can stand after the one before: the next number, or a number after asterisks."""
    return int(label) == int(before) + 1 if before.isdigit() and label.isdigit() else before != label


def group_lines(lines: list[TextLine]) -> Iterator[list[TextLine]]:
    """Runs of lines that make one paragraph each; `lines` are body lines only."""
    if not lines:
        return
    wrapped = is_wrapped(lines)
    width = _text_width(lines)
    keywords = _keyword_lines(lines) if wrapped else set()
    margin = find_margins(lines)
    above_title = _head_length(lines)
    run, last = [lines[0]], number_of(lines[0].text)
    for index, (before, line) in enumerate(pairwise(lines), 1):
        rest = lines[index : index + _LONGEST_RUN]
        if wrapped and id(run[0]) in keywords:
            # A keyword line may take two lines; what it governs begins with a number, "that" or "to".
            goes_on = len(before.text) >= _WIDE * width and not _OPENS_CLAUSE.match(line.text)
        else:
            goes_on = wrapped and _goes_on(before, line, width, keywords, rest)
        if wrapped and NUMBER_ALONE.match(before.text) and before is run[0]:
            goes_on = True
        elif goes_on and not keywords:
            end = _ENDED.search(before.text)
            stop = end.group("stop") if end else ""
            head = len(run) < 5 and SECTION.match(run[0].text) is not None
            follows = last > 0 and number_of(line.text) == last + 1
            goes_on = not follows and not opens_block(line, before, stop, rest, margin, head)
        if stands_alone(line.text) or stands_alone(before.text) or opens_title(line.text, before.text):
            goes_on = False
        if goes_on and index <= above_title and any(map(_in_head, (line.text, before.text))):
            goes_on = False
        if goes_on:
            run.append(line)
        else:
            yield run
            run, last = [line], number_of(line.text) or last
    yield run


def _in_head(text: str) -> bool:
    return is_head_line(text) or (not text.isascii() and says_who_adopted(text))


def _head_length(lines: list[TextLine]) -> int:
    """Return how many lines stand above the title or the enacting formula, as far as a masthead goes."""
    end = 0
    for index, line in enumerate(lines[:_HEAD]):
        if is_title(line.text) or is_formula(line.text):
            return index
        if is_head_line(line.text):
            end = index + 1
        elif index - end > _OTHER:
            break
    return end


def is_wrapped(lines: list[TextLine]) -> bool:
    """Return whether the lines are broken at a width: most of the wide ones then stop in mid-sentence."""
    if (width := _text_width(lines)) > 200:
        return False
    wide = open_ended = 0
    for line, after in pairwise(lines):
        if len(line.text) >= _WIDE * width and not parse_keyword(line.text):
            wide += 1
            open_ended += _is_open(line, after)
    return wide > 0 and open_ended >= 0.5 * wide


def _is_open(line: TextLine, after: TextLine) -> bool:
    """Return whether a line stops in mid-sentence; after a comma, the line below tells."""
    if (end := _ENDED.search(line.text)) is None:
        return True
    if end.group("stop") not in ",\u060c\uff0c" or after.after_blank or parse_keyword(after.text):
        return False
    return not _NUMBERED.match(after.text) and not _BARE.match(after.text)


def join_parts(parts: Iterable[str]) -> str:
    """Return lines as one text: single blanks; a word broken at a hyphen is whole again, its hyphen kept."""
    pieces: list[str] = []
    for part in parts:
        part = " ".join(_BOOKMARK.sub("", part).replace("\x00", " ").translate(_SIGNS).split())
        glue = "" if not pieces or _is_broken_word(pieces[-1], part) else " "
        pieces.append(glue + part)
    return _SPLIT_WORD.sub("-", "".join(pieces))


def _is_broken_word(text: str, part: str) -> bool:
    """Return a line that ends in a hyphen, or in the dash of "2021\u20132025"."""
    if text.endswith("-"):
        return len(text) > 1 and text[-2].isalpha() and part[:1].isalpha()
    return text.endswith("\u2013") and text[-2:-1].isdigit() and part[:1].isdigit()


def _text_width(lines: list[TextLine]) -> int:
    lengths = sorted(len(line.text) for line in lines)
    return max(lengths[len(lengths) * 95 // 100], 1)


def _keyword_lines(lines: list[TextLine]) -> set[int]:
    """Return lines that open a part in the layout of the ITU; none unless both parts of a resolution open so."""
    numbers: set[int] = set()
    parts: set[str] = set()
    for before, line in pairwise(lines):
        keyword = parse_keyword(line.text) if _ENDED.search(before.text) else None
        if keyword is not None:
            numbers.add(id(line))
            parts.add(keyword.part)
    return numbers if len(parts) > 1 else set()


def _goes_on(before: TextLine, line: TextLine, width: int, keywords: set[int], rest: Sequence[TextLine]) -> bool:
    end = _ENDED.search(before.text)
    full = len(before.text) >= _WIDE * width
    numbered = _starts_item(line.text, end.group("stop") if end else "", bool(keywords))
    if before.page != line.page:
        if numbered:
            return False
        if end is None or line.text[:1].islower():
            return True
        # A full line before the page's end: the paragraph goes on after a sentence, unless a heading follows.
        return end.group("stop") == "." and len(before.text) >= _FULL * width and _ends_in_stop(rest)
    if line.after_blank or (id(line) in keywords and end is not None):
        return False
    return not numbered or (end is None and full)


def _ends_in_stop(lines: Sequence[TextLine]) -> bool:
    """Return whether the run of lines up to the next blank line ends as a paragraph does."""
    last = lines[0]
    for line in islice(lines, 1, _LONGEST_RUN):
        if line.after_blank or line.page != last.page:
            break
        last = line
    return _ENDED.search(last.text) is not None


def _starts_item(text: str, stop: str, keyworded: bool) -> bool:
    """Return whether a line opens with a number of its own, seen from the stop at the end of the line before."""
    if _NUMBERED.match(text):
        return True
    if keyworded and _BARE.match(text):
        return stop != ""
    return _DECIMAL.match(text) is not None and stop in (".", ";", ":")
