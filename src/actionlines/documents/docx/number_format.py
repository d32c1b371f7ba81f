"""Numbers as WordprocessingML writes them (ECMA-376 part 1, 17.18.59 ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

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
    "One": "First", "Two": "Second", "Three": "Third", "Five": "Fifth", "Eight": "Eighth", "Nine": "Ninth",
    "Twelve": "Twelfth",
}  # fmt: skip
# A list of that many items is an attack; a label of that many letters would be as well.
_LARGEST = 100_000


def format_number(value: int, style: str) -> str:
    """`value` in the number format `style`; a format that is not known is written as decimal.

    >>> format_number(4, "lowerRoman"), format_number(28, "upperLetter"), format_number(3, "ordinal")
    ('iv', 'BB', '3rd')
    """
    if style in ("none", "bullet"):
        return ""
    if not 0 < value <= _LARGEST:
        return str(value)
    maker = _FORMATS.get(style)
    return maker(value) if maker else str(value)


def _roman(value: int) -> str:
    if value > 10_000:
        return str(value)
    text = ""
    for size, sign in _ROMAN:
        count, value = divmod(value, size)
        text += sign * count
    return text


def _repeated(letters: str) -> Callable[[int], str]:
    """a…z, aa…zz, aaa…: the letter is repeated, not carried."""

    def make(value: int) -> str:
        """Return the letters for a value; a value beyond 50 rounds stays in figures."""
        rounds, place = divmod(value - 1, len(letters))
        return letters[place] * (rounds + 1) if rounds < 50 else str(value)

    return make


def _ordinal(value: int) -> str:
    ending = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def _cardinal_words(value: int) -> str:
    if value < 20:
        return _ONES[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_ONES[ones].lower()}" if ones else "")
    return str(value)


def _ordinal_words(value: int) -> str:
    words = _cardinal_words(value)
    head, dash, last = words.rpartition("-")
    last = last[:1].upper() + last[1:]
    if last in _ORDINAL_WORDS:
        ending = _ORDINAL_WORDS[last]
    elif last.isdigit():
        return _ordinal(value)
    else:
        ending = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return head + dash + (ending.lower() if dash else ending)


def _abjad(value: int) -> str:
    return _ABJAD[value - 1] if value <= len(_ABJAD) else str(value)


def _chinese(value: int) -> str:
    if value >= 100:
        return "".join(_CHINESE[int(digit)] for digit in str(value))
    tens, ones = divmod(value, 10)
    head = "" if not tens else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones else "")


def _cycle(letters: str) -> Callable[[int], str]:
    return lambda value: letters[value - 1] if value <= len(letters) else str(value)


def _offset(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode: circled, in parentheses, with a full stop."""
    return lambda value: chr(ord(first) + value - 1) if value <= last else str(value)


def _full_width(value: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperLetter": _repeated(_LATIN.upper()),
    "lowerLetter": _repeated(_LATIN),
    "russianLower": _repeated(_RUSSIAN),
    "russianUpper": _repeated(_RUSSIAN.upper()),
    "arabicAlpha": _repeated(_ARABIC_ALPHABET),
    "arabicAbjad": _abjad,
    "chicago": _repeated(_CHICAGO),
    "ordinal": _ordinal,
    "cardinalText": _cardinal_words,
    "ordinalText": _ordinal_words,
    "hex": lambda value: f"{value:X}",
    "decimalZero": lambda value: f"{value:02d}",
    "numberInDash": lambda value: f"- {value} -",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _offset("①", 20),
    "decimalEnclosedCircleChinese": _offset("①", 20),
    "decimalEnclosedParen": _offset("⑴", 20),
    "decimalEnclosedFullstop": _offset("⒈", 20),
    "ideographEnclosedCircle": _offset("㊀", 10),
    "ideographDigital": _chinese,
    "japaneseCounting": _chinese,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "ideographTraditional": _cycle(_STEMS[0]),
    "ideographZodiac": _cycle(_STEMS[1]),
}
