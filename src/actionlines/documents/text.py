"""Text files: bytes to characters, and hard-wrapped or plain lines to blocks.

UTF-8, UTF-16 with or without a mark, old encodings of Russian, Arabic and Chinese, Windows-1252 as the last resort.
UTF-8 that was read in another encoding and saved again ("Ã©") is repaired.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from actionlines.documents.blocks import Block, FileReading, Limits
from actionlines.documents.model import NoteMark
from actionlines.documents.text_lines import TextLine, mark_furniture, split_lines
from actionlines.documents.text_paragraphs import Note, group_lines, join_parts, take_notes
from actionlines.errors import UnknownFormat
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

# Longer marks first: that of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 64 * 1024
# Single zero bytes are in texts that were cut out of forms; a large share of them means binary data.
_CONTROL = expression(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# What a text in one of the six languages is made of: letters of their scripts, digits, common signs, blanks.
_ORDINARY = expression(
    r"[\t\n\r -~\xa0-\u024f\u0400-\u04ff\u0600-\u06ff\u2010-\u203a\u3000-\u3017\u4e00-\u9fff\uff00-\uff5e]"
)
# The HTML standard looks for a declaration in the first 1,024 bytes.
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{2,30})", re.I)
_CHARSET_WINDOW = 1024
# Encodings in which each letter of a text is beyond ASCII; in French and Spanish one in ten does.
_MANY_FAR = 0.3
# The commonest letters of Russian and Arabic, and the share that they have among those beyond ASCII; the signs of
# Chinese that GB 2312 puts first (its first level, 3,755 signs) lie by their sound between these two.
_COMMON = {"ru": (expression(r"[оеаинтсрвл]"), 0.62), "ar": (expression(r"[اليمنوترةب]"), 0.66)}
_FAR = (("cp1251", "ru"), ("koi8_r", "ru"), ("cp1256", "ar"), ("iso8859_6", "ar"), ("gb18030", "zh"))
_FIRST_LEVEL = (b"\xb0\xa1", b"\xd7\xf9")
_MAX_CONTROL = 0.01
_MAX_ZEROS = 0.05
_MIN_ORDINARY = 0.9
REPAIRED = "UTF-8 read as "
_WRONG = ("cp1252", "cp1251")  # encodings in which UTF-8 is read by mistake
_MOST_OFTEN = 3  # times that a text was read and saved in the wrong way
_FEWEST = 2  # sequences of a text that is repaired: one alone may be a word in capitals before a quotation mark
_MAX_LOST = 0.005
UNDECODED = "Save it as UTF-8 from the program that made it, and give it again."


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
    previous: "_Link | None"


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


_HIGH, _LETTERS = re.compile(rb"[\xb0-\xff]"), re.compile(rb"[A-Za-z]")
# A text of another kind has less of what is common.
_LIKELY, _AMISS = 0.7, 4


def decode_bytes(data: bytes, name: str, *, markup: bool = False) -> tuple[str, str]:
    """Return characters of `data`, without a byte order mark, and the encoding they were in.

    Line ends are kept as they are, so that offsets hold in the user's own file. Raises UnknownFormat (AL102)
    when the bytes are no text in any of the encodings. With `markup`, what a page declares is tried before
    Windows-1252. The encoding of a text that was repaired is that in which its UTF-8 was read.
    """
    text, encoding = _decode_bytes(data, markup=markup)
    for _ in range(_MOST_OFTEN):
        text, wrong = _repair_text(text)
        if not wrong:
            break
        encoding = f"{REPAIRED}{wrong}"
    return _check_text(text, name), encoding


def list_repairs(encoding: str) -> tuple[str, ...]:
    """Return the warning that a text was repaired, () where it was not."""
    wrong = f"repaired: {encoding} and saved again. Compare the letters with the original."
    return (wrong,) if encoding.startswith(REPAIRED) else ()


def _decode_bytes(data: bytes, *, markup: bool) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace"), encoding
    if unmarked := _guess_utf16(data[:_SAMPLE]):
        return data.decode(unmarked, errors="replace"), unmarked
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = _declared_encoding(data) if markup else ""
    if declared:
        return data.decode(declared, errors="replace"), declared
    if far := _is_far_encoding(data[:_SAMPLE]):
        return data.decode(far, errors="replace"), far
    try:
        text, encoding = data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        text, encoding = data.decode("latin-1"), "latin-1"
    return text, encoding


def _declared_encoding(data: bytes) -> str:
    """Return the encoding that a page declares, if it is one of characters; the web reads Latin-1 as 1252."""
    if (match := _CHARSET.search(data[:_CHARSET_WINDOW])) is None:
        return ""
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
        data[:64].decode(name, errors="replace")
    except (LookupError, UnicodeError, ValueError):
        return ""
    return "" if name in ("utf-8", "iso8859-1", "ascii") or name.startswith("utf-16") else name


def _is_far_encoding(sample: bytes) -> str:
    """Return the encoding of a text in Russian, Arabic or Chinese whose letters lie beyond ASCII, "" for none."""
    high = len(_HIGH.findall(sample))
    if high <= _MANY_FAR * (high + len(_LETTERS.findall(sample))):
        return ""
    scores = {encoding: _share_of_common(sample, encoding, language) for encoding, language in _FAR}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _LIKELY else ""


def _share_of_common(sample: bytes, encoding: str, language: str) -> float:
    """The share of common letters among those beyond ASCII, as a part of what a text in the language has."""
    decoded = sample.decode(encoding, errors="replace")
    text = "".join(letter for letter in decoded if letter.isalpha() and letter > "\x7f")
    # What is no letter in this encoding counts against it.
    count = max(len(text) + _AMISS * decoded.count("\ufffd"), 1)
    if language in _COMMON:
        letters, share = _COMMON[language]
        return len(letters.findall(text)) / count / share
    least, most = _FIRST_LEVEL
    return sum(least <= letter.encode(encoding) <= most for letter in text) / count


def _guess_utf16(sample: bytes) -> str:
    """Return the byte order of UTF-16 without a mark, or "": one order gives ordinary text, the other does not."""
    sample = sample[: len(sample) // 2 * 2]
    if len(sample) < 4 or (0 not in sample and _is_utf8(sample)):
        return ""
    low = _share_of_ordinary(sample.decode("utf-16-le", errors="replace"))
    high = _share_of_ordinary(sample.decode("utf-16-be", errors="replace"))
    if max(low, high) < _MIN_ORDINARY or abs(low - high) < 0.1:
        return ""
    # Windows-1252 letters in pairs can look like Chinese; real text has ASCII blanks or line ends as well.
    if 0 not in sample:
        return ""
    return "utf-16-le" if low > high else "utf-16-be"


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _share_of_ordinary(text: str) -> float:
    return len(_ORDINARY.findall(text)) / max(len(text), 1)


@cache
def _read_as(encoding: str) -> tuple[dict[int, int], re.Pattern[str]]:
    """Return the byte of each character beyond ASCII of an encoding, and the pattern of UTF-8 read in it."""
    # Programs read bytes without a letter as control characters.
    letters = [bytes((byte,)).decode(encoding, "ignore") or chr(byte) for byte in range(0x80, 0x100)]
    code = dict.fromkeys(range(0xA0, 0x100), 0xFFFF) | {byte: byte for byte in range(0x80, 0xA0)}
    code |= {ord(letter): byte for byte, letter in enumerate(letters, 0x80)}

    def of(first: int, last: int) -> str:
        """Return a class of the letters for the bytes `first` to `last`."""
        return "[" + "".join(re.escape(chr(at)) for at, byte in code.items() if first <= byte <= last) + "]"

    further = of(0x80, 0xBF)
    forms = (f"{of(0xC2, 0xDF)}{further}", f"{of(0xE0, 0xEF)}{further}{{2}}", f"{of(0xF0, 0xF4)}{further}{{3}}")
    return code, re.compile("|".join(forms))


def _repair_text(text: str) -> tuple[str, str]:
    """Return a text whose lines of UTF-8 in a wrong encoding are repaired, and that encoding; "" where none is.

    A line is repaired only where all of its characters beyond ASCII become UTF-8.
    """
    if text.isascii():
        return text, ""
    for encoding in _WRONG:
        code, form = _read_as(encoding)
        if len(form.findall(text[:_SAMPLE])) < _FEWEST:
            continue
        lines = text.splitlines(keepends=True)
        repaired = [_repaired_line(line, code) for line in lines]
        if sum(new != old for new, old in zip(repaired, lines, strict=True)):
            return "".join(repaired), encoding
    return text, ""


def _repaired_line(line: str, code: dict[int, int]) -> str:
    if line.isascii():
        return line
    try:
        return line.translate(code).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


def is_undecoded(text: str) -> bool:
    """Return whether a text has many characters that were lost, or that are UTF-8 in a wrong encoding.

    >>> is_undecoded("D\ufffdcide de cr\ufffder"), is_undecoded("Décide de créer")
    (True, False)
    """
    if text.isascii():
        return False
    sample = text[:_SAMPLE]
    far = sum(letter > "\x7f" for letter in sample)
    wrong = max(sum(map(len, _read_as(encoding)[1].findall(sample))) for encoding in _WRONG)
    lost = sample.count("\ufffd") + (wrong if 2 * wrong > far and wrong > 2 * _FEWEST else 0)
    return lost > _MAX_LOST * len(sample)


def _check_text(text: str, name: str) -> str:
    sample = text[:_SAMPLE]
    zeros = sample.count("\x00")
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL * len(sample) or zeros > _MAX_ZEROS * len(sample):
        raise UnknownFormat(name, "unsupported format", "Give PDF, DOCX, HTML or text.")
    if is_undecoded(text):
        raise UnknownFormat(name, "the text cannot be decoded", UNDECODED)
    return text
