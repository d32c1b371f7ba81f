"""Why the date of a mandate may be wrong."""

from __future__ import annotations

from actionlines.lazily import expression
from actionlines.mandates.doubts import Doubt, View
from actionlines.mandates.due_dates import MONTHS

# A year of a date; not of a title ("the 2030 Agenda", "Dubai, 2018") or of a symbol.
_YEAR = expression(r"(?<![\d/.(-])(?:19|20)\d\d(?![\d/)]| [A-ZА-Я]|年议程)")
_NAMED = expression(r"(?P<word>[A-ZА-Я][\w’-]+),? $")
_DIGITS = expression(r"(?:19|20)\d\d")
_INSIDE = expression(r"[“\"«(][^“”\"«»()]{0,300}[”\"»)]")


def _years(view: View, words: str) -> set[str]:
    return {
        match.group()
        for match in _YEAR.finditer(words)
        if int(match.group()) >= (view.year or 2000) and not _in_name(words, match.start())
    }


def _in_name(words: str, start: int) -> bool:
    before = _NAMED.search(words, max(0, start - 30), start)
    return before is not None and before["word"] not in MONTHS


def _taken(view: View) -> set[str]:
    return {year for form in view.mandate.due for year in _DIGITS.findall(form)}


def _date_left(view: View) -> bool:
    return not view.mandate.due and bool(_years(view, view.action))


def _two_dates(view: View) -> bool:
    return bool(view.mandate.due) and (
        len(view.mandate.due) > 1 or bool(_years(view, view.sentence) - _taken(view))
    )


def _session_left(view: View) -> bool:
    return not view.mandate.due and view.has("session", view.action)


def _often_left(view: View) -> bool:
    taken = any(form.startswith("recurring:") for form in view.mandate.due)
    return not taken and view.has("often", view.action)


def _time_left(view: View) -> bool:
    return not view.mandate.due and view.has("time", view.sentence)


def _above(view: View) -> bool:
    phrase = view.mandate.due_phrase
    return phrase is not None and phrase.paragraph != view.mandate.paragraph


def _inside(view: View) -> bool:
    return bool(view.mandate.due) and any(
        year in match.group() for match in _INSIDE.finditer(view.sentence) for year in _taken(view)
    )


def _by_event(view: View) -> bool:
    return any(form.startswith(("event:", "relative:")) for form in view.mandate.due)


RULES: tuple[Doubt, ...] = (
    ("due", "date-left", _date_left),
    ("due", "two-dates", _two_dates),
    ("due", "session-left", _session_left),
    ("due", "often-left", _often_left),
    ("due", "time-left", _time_left),
    ("due", "date-above", _above),
    ("due", "date-inside", _inside),
    ("due", "date-by-event", _by_event),
)
