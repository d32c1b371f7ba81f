"""Automatic numbers: what Word prints before a paragraph and stores nowhere (ECMA-376 part 1, 17.9).

Numbers as WordprocessingML writes them (ECMA-376 part 1, 17.18.59 ST_NumberFormat).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from actionlines.documents.docx.package import Style, Styles, find_child, is_on, read_attribute, read_number
from actionlines.documents.xml_tree import local_name
from actionlines.lazily import expression

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
# Word leaves out the letters that open no list item: yo, short i, the two signs and yery (17.18.59
# russianLower).
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ABJAD = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_CHICAGO = "*†‡§"
_CHINESE = "〇一二三四五六七八九"
_STEMS = ("甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥")
_ONES = [
    "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven",
    "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen",
]  # fmt: skip
_TENS = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"]
_ORDINAL_WORDS = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}
# A list of that many items is an attack; a label of that many letters would be as well.
_LARGEST = 100_000
_LEVELS = 9
_PLACE = expression(r"%([1-9])")
_CUSTOM_DIGITS = expression(r"0+1, ")
# Bullets are stored as private characters of symbol fonts, or as letters of Wingdings and Courier.
_BULLET = "•"


def format_number(value: int, style: str) -> str:
    """Return `value` in the number format `style`; decimal for a format that is not known.

    >>> format_number(4, "lowerRoman"), format_number(28, "upperLetter"), format_number(3, "ordinal")
    ('iv', 'BB', '3rd')
    """
    if style in ("none", "bullet"):
        return ""
    if not 0 < value <= _LARGEST:
        return str(value)
    maker = _FORMATS.get(style)
    return maker(value) if maker else str(value)


def _format_roman(value: int) -> str:
    if value > 10_000:
        return str(value)
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text


def _repeat_letters(letters: str) -> Callable[[int], str]:
    """a…z, aa…zz, aaa…: the letter is repeated, not carried."""

    def make(value: int) -> str:
        """Return the letters for a value; a value beyond 50 rounds stays in figures."""
        rounds, place = divmod(value - 1, len(letters))
        return letters[place] * (rounds + 1) if rounds < 50 else str(value)

    return make


def _format_ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cardinal_words(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, units = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[units].lower()}" if units else "")
    return str(value)


def _ordinal_words(value: int) -> str:
    words = _cardinal_words(value)
    head, dash, last = words.rpartition("-")
    if (last := last[:1].upper() + last[1:]) in _ORDINAL_WORDS:
        ending = _ORDINAL_WORDS[last]
    elif last.isdigit():
        return _format_ordinal(value)
    else:
        ending = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return head + dash + (ending.lower() if dash else ending)


def _format_abjad(value: int) -> str:
    return _ABJAD[value - 1] if value <= len(_ABJAD) else str(value)


def _format_chinese(value: int) -> str:
    if value >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(value))
    tens, units = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[units] if units else "")


def _cycle_letters(letters: str) -> Callable[[int], str]:
    return lambda value: letters[value - 1] if value <= len(letters) else str(value)


def _offset_letters(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode: circled, in parentheses, with a full stop."""
    return lambda value: chr(ord(first) + value - 1) if value <= last else str(value)


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": _format_roman,
    "lowerRoman": lambda value: _format_roman(value).lower(),
    "upperLetter": _repeat_letters(_LATIN.upper()),
    "lowerLetter": _repeat_letters(_LATIN),
    "russianLower": _repeat_letters(_RUSSIAN),
    "russianUpper": _repeat_letters(_RUSSIAN.upper()),
    "arabicAlpha": _repeat_letters(_ARABIC_ALPHABET),
    "arabicAbjad": _format_abjad,
    "chicago": _repeat_letters(_CHICAGO),
    "ordinal": _format_ordinal,
    "cardinalText": _cardinal_words,
    "ordinalText": _ordinal_words,
    "hex": lambda value: f"{value:X}",
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _offset_letters("①", 20),
    "decimalEnclosedCircleChinese": _offset_letters("①", 20),
    "decimalEnclosedParen": _offset_letters("⑴", 20),
    "decimalEnclosedFullstop": _offset_letters("⒈", 20),
    "ideographEnclosedCircle": _offset_letters("㊀", 10),
    "ideographDigital": _format_chinese,
    "japaneseCounting": _format_chinese,
    "chineseCounting": _format_chinese,
    "chineseCountingThousand": _format_chinese,
    "taiwaneseCounting": _format_chinese,
    "taiwaneseCountingThousand": _format_chinese,
    "ideographTraditional": _cycle_letters(_STEMS[0]),
    "ideographZodiac": _cycle_letters(_STEMS[1]),
}


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list. `restart`: None after any higher level, 0 never, n after level n or higher."""

    start: int = 0
    style: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]


class Numbering:
    """Lists of one document, with their counters: ask for the labels in the order of the paragraphs."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, ListLevel]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[str, _List] = {}
        self._story = ""
        self._counters: dict[tuple[str, str], dict[int, int]] = {}
        self._met: dict[tuple[str, str], set[int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for element in root if root is not None else ():
            if local_name(element) == "abstractNum":
                self._read_abstract(element)
        for element in root if root is not None else ():
            if local_name(element) == "num":
                self._read_num(element)

    def label(self, num_id: str | None, level: int | None, chain: list[Style], story: str = "") -> str:
        """Return the label of the next paragraph ("3.", "(a)", "•"), or "" when it has no number.

        `num_id` and `level` as the paragraph itself gives them (None: not given), `chain` its styles; each
        `story` (the body, the text boxes) has counters of its own.
        """
        self._story = story
        num_id, level = self._effective(num_id, level, chain)
        listing = self._resolve(num_id)
        if listing is None or level not in listing.levels:
            return ""
        counters = self._count(num_id, listing, level)
        return self._print(listing, counters, level)

    def _effective(self, num_id: str | None, level: int | None, chain: list[Style]) -> tuple[str, int]:
        if num_id is None:
            owner = next((style for style in chain if style.num_id is not None), None)
            num_id = owner.num_id if owner else None
            if level is None and owner is not None:
                level = owner.level
                listing = self._resolve(num_id or "")
                if level is None and listing is not None:
                    level = self._level_of_style(listing, chain)
        elif level is None:
            level = next((style.level for style in chain if style.level is not None), None)
        return num_id or "", min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(self, listing: _List, chain: list[Style]) -> int | None:
        names = {style.ident for style in chain}
        return next((index for index, level in listing.levels.items() if level.paragraph_style in names), None)

    def _count(self, num_id: str, listing: _List, level: int) -> dict[int, int]:
        """Count one paragraph: lists with the same definition count on; an override starts again, once."""
        counters = self._counters.setdefault((self._story, listing.abstract), {})
        met = self._met.setdefault((self._story, listing.abstract), set())
        if level not in met:
            # The first time that a deeper level is used, those above it that were passed over count as used.
            for above in range(level - 1, -1, -1):
                if above in met:
                    break
                counters[above] = self._start(listing, above)
                met.add(above)
        met.add(level)
        if (num_id, level) not in self._begun and level in listing.starts:
            counters[level] = listing.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = self._start(listing, level)
        self._begun.add((num_id, level))
        for deeper in [index for index in counters if index > level]:
            restart = listing.levels[deeper].restart if deeper in listing.levels else None
            if restart is None or (restart and level < restart):
                del counters[deeper]
        return counters

    def _start(self, listing: _List, level: int) -> int:
        if level in listing.starts:
            return listing.starts[level]
        return listing.levels[level].start if level in listing.levels else 1

    def _print(self, listing: _List, counters: dict[int, int], level: int) -> str:
        own = listing.levels[level]
        if own.style == "bullet":
            sign = own.text.strip()
            return sign if sign in ("–", "—", "-", "•", "*") else _BULLET if sign else ""

        def place(match: re.Match[str]) -> str:
            """Return the number of one level as the text of the label shows it."""
            index = int(match.group(1)) - 1
            own_level = listing.levels.get(index, ListLevel())
            style = "decimal" if own.legal and own_level.style not in ("none", "decimalZero") else own_level.style
            return format_number(counters.get(index, own_level.start), style)

        return _PLACE.sub(place, own.text).strip()

    def _resolve(self, num_id: str) -> _List | None:
        listing = self._lists.get(num_id)
        seen: set[str] = set()
        while listing is not None and listing.abstract in self._links and listing.abstract not in seen:
            # The definition is only a link to a numbering style, and that style names the list to use.
            seen.add(listing.abstract)
            target = self._lists.get(self._styles.numbering.get(self._links[listing.abstract], ""))
            if target is None or target is listing:
                break
            listing = _List(target.abstract, {**target.levels, **listing.levels}, {**target.starts, **listing.starts})
        return listing

    def _read_abstract(self, element: etree._Element) -> None:
        ident = read_attribute(element, "abstractNumId")
        if link := read_attribute(find_child(element, "numStyleLink"), "val"):
            self._links[ident] = link
        self._abstract[ident] = {
            index: level
            for item in element
            if local_name(item) == "lvl"
            for index, level in [_read_level(item)]
            if index is not None
        }

    def _read_num(self, element: etree._Element) -> None:
        abstract = read_attribute(find_child(element, "abstractNumId"), "val")
        levels = dict(self._abstract.get(abstract, {}))
        starts: dict[int, int] = {}
        for override in element:
            index = read_number(override, "ilvl") if local_name(override) == "lvlOverride" else None
            if index is None:
                continue
            if (replaced := find_child(override, "lvl")) is not None:
                levels[index] = _read_level(replaced)[1]
            if (start := read_number(find_child(override, "startOverride"))) is not None:
                starts[index] = start
                if index in levels:
                    levels[index] = replace(levels[index], start=start)
        self._lists[read_attribute(element, "numId")] = _List(abstract, levels, starts)


def _read_level(element: etree._Element) -> tuple[int | None, ListLevel]:
    if (style := find_child(element, "numFmt")) is None:
        # Formats of later versions are in an alternate-content block with a fallback that all can read.
        style = next((item for item in element.iter() if local_name(item) == "numFmt"), None)
    name = read_attribute(style, "val", "decimal")
    if name == "custom" and _CUSTOM_DIGITS.match(read_attribute(style, "format")):
        name = "decimalZero"
    return read_number(element, "ilvl"), ListLevel(
        start=read_number(find_child(element, "start")) or 0,
        style=name,
        text=read_attribute(find_child(element, "lvlText"), "val"),
        restart=read_number(find_child(element, "lvlRestart")),
        legal=is_on(find_child(element, "isLgl")),
        paragraph_style=read_attribute(find_child(element, "pStyle"), "val"),
    )


@dataclass(slots=True)
class NoteSeries:
    """One kind of note ("footnote" or "endnote") of one document."""

    bodies: dict[str, etree._Element]
    style: str
    value: int
    start: int = 1
    restarts: bool = False

    def next_label(self) -> str:
        """Return the label of the next automatic mark."""
        label = format_number(self.value, self.style)
        self.value += 1
        return label

    def new_section(self, properties: etree._Element | None, kind: str) -> None:
        """A section ends: its own note settings hold for what follows where they say so."""
        if self.restarts:
            self.value = self.start
        settings = find_child(properties, f"{kind}Pr")
        if style := read_attribute(find_child(settings, "numFmt"), "val"):
            self.style = style


def note_series(root: etree._Element | None, settings: etree._Element | None, kind: str) -> NoteSeries:
    """Return the notes of a part (`footnotes.xml`, `endnotes.xml`) under the settings of the document.

    Separators between text and notes are notes in the file as well; they have a type and are left out.
    """
    bodies = {
        read_attribute(element, "id"): element
        for element in (root if root is not None else ())
        if local_name(element) == kind and read_attribute(element, "type", "normal") == "normal"
    }
    properties = find_child(settings, f"{kind}Pr")
    start = read_number(find_child(properties, "numStart")) or 1
    default = "decimal" if kind == "footnote" else "lowerRoman"
    return NoteSeries(
        bodies=bodies,
        style=read_attribute(find_child(properties, "numFmt"), "val", default),
        value=start,
        start=start,
        restarts=read_attribute(find_child(properties, "numRestart"), "val") == "eachSect",
    )
