"""Amounts of money as people write them, read whole or not at all.

>>> read_amount("€3,2 Mrd"), read_amount("USD 1.2 million"), read_amount("1.5 Foo")
(('3200000000.00', 'EUR'), ('1200000.00', 'USD'), None)
"""

import re
from functools import cache
from pathlib import Path
from unicodedata import normalize

from babel.numbers import list_currencies

from actionlines.framework.tables import read_table
from actionlines.indicators.areas import fold_area
from actionlines.indicators.read.numbers import parse_number

LIMIT = 1e14  # above every amount
_DIGITS = re.compile(r"-?\d(?:[\d.,'’\s\u066b\u066c]*\d)?")
_TOKEN = re.compile(r"[^\W\d_]+|[$€£¥₽₹]|\S")
# "Mio.", "CHF 5000.-", "2 millions d’euros".
_IGNORED = frozenset((".", "-", "–", "—", "’", "'", "d", "de", "of"))
# 25.000 is 25 or 25000, 1,234 million 1.234 or 1234 of them: nobody but the writer knows.
_ONE_GROUP = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_MOST_WORDS = 3


@cache
def currencies() -> frozenset[str]:
    """Return the codes of ISO 4217, those no longer in use included (Unicode CLDR)."""
    return frozenset(list_currencies())


def read_amount(text: str, comma: bool = False) -> tuple[str, str] | None:
    """Return (amount with two decimals, code of the currency or ""); None where a part is not understood.

    comma  whether a lone comma is the decimal sign and a lone point groups
    """
    text = normalize("NFKC", text)
    digits = _DIGITS.search(text)
    if digits is None or len(text) > 64:
        return None
    words = read_words(text[: digits.start()]), read_words(text[digits.end() :])
    if words[0] is None or words[1] is None:
        return None
    meanings = [*words[0], *words[1]]
    factors = [int(meaning) for meaning in meanings if meaning.isdecimal()]
    codes = {meaning for meaning in meanings if not meaning.isdecimal()}
    # The sign is that of a dozen dollars; a code or name says which.
    codes -= {"$"} if len(codes) > 1 else set()
    number = parse_number(digits[0], comma=comma)
    if number is None or number.mark or len(factors) > 1 or len(codes) > 1:
        return None
    if _ONE_GROUP.fullmatch(digits[0]) and (("," if comma else ".") in digits[0]) != bool(factors):
        return None
    value = number.value * (factors[0] if factors else 1)
    return f"{value:.2f}", "".join(codes).replace("$", "USD")


def read_words(text: str) -> list[str] | None:
    """Return what the words beside the digits mean, numbers and currencies; None where one means neither."""
    tokens = [item for item in _TOKEN.findall(text) if item.lower() not in _IGNORED]
    meanings = []
    while tokens:
        for size in range(min(_MOST_WORDS, len(tokens)), 0, -1):
            phrase = " ".join(tokens[:size])
            word = fold_area(phrase) if "".join(tokens[:size]).isalpha() else phrase
            meaning = phrase.upper() if phrase.upper() in currencies() else _words().get(word)
            if meaning:
                meanings.append(meaning)
                del tokens[:size]
                break
        else:
            # Chinese has no blank between both: 万美元.
            if not (tokens[0][:1] in _words() and tokens[0][1:]):
                return None
            tokens[:1] = [tokens[0][:1], tokens[0][1:]]
    return meanings


@cache
def _words() -> dict[str, str]:
    """Return folded word -> factor or code of a currency."""
    return {
        fold_area(form) or form: form if form == "$" else row["value"]
        for row in read_table("amount_words", Path(__file__).with_name("data"))
        for form in row["forms"].split(";")
        if form
    }
