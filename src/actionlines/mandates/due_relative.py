"""So long after or before something: "within six months of the adoption", "no later than 21 days before"."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "twelve": 12, "fourteen": 14, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30,
    "forty-five": 45, "sixty": 60, "ninety": 90, "one hundred and twenty": 120,
}  # fmt: skip
_WORDS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
# "of this resolution", "the Panel’s reappointment", "the date of adoption"
_ANCHOR = (
    r"(?:(?:the |its |their |his |her |each |this |that |such )?(?:(?:date|day|time) of )?(?:the |its |their )?"
    r"(?:[A-Z][\w-]*(?: [A-Z][\w-]*){0,4}[’']s? )?"
    r"(?P<anchor>(?!(?:the|its|this|and|or|in|on|to|a|an)\b)[a-z][\w-]*)"
    r"(?: of (?:this|the present) (?:resolution|decision|report))?)?"
)
_RELATIVE = re.compile(
    rf"\b(?:within|no later than|not later than|at least)\s+(?:a period of )?(?P<n>\d{{1,3}}|{_WORDS})"
    r"(?: \(\d{1,3}\))?\s+(?P<kind>(?:calendar|working|business)\s+)?(?P<unit>days?|weeks?|months?|years?)\b"
    rf"(?:\s*(?P<rel>of|from|after|before|prior to|following|in advance of)\s+{_ANCHOR})?"
)
# "within one year" of a plan is a deadline, "within ten years of experience" is not.
_NOT = re.compile(r"\s+(?:of age|of experience|old)\b")
MOST = 40


def find_relative(text: str, start: int, end: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield (start, end, forms) of each such span in start..end; `relative:6-months`."""
    for count, match in enumerate(_RELATIVE.finditer(text, start, end)):
        if count >= MOST:
            return
        if _NOT.match(text, match.end("unit")) or (match["rel"] is None and match[0].startswith("at least")):
            continue
        number = _NUMBERS.get(match["n"]) or int(match["n"])
        yield match.start(), match.end(), (f"relative:{number}-{match['unit'].rstrip('s')}s",)
