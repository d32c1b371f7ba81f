"""The life of a mandate: asked, renewed, answered, ended. What a status says has evidence; age alone says nothing.

    life = life_of(asked, answers, today)

`asked` holds every text that asks for the same duty. `answers` is what shows that somebody did it: words of a
document, an activity, a link. A duty whose day has passed without an answer is `unanswered` for all that is known
here, which is not to say that nobody did it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from actionlines.lazily import expression
from actionlines.mandates.when import MONTHS, recurrences, shifted

Stage = Literal["superseded", "discharged", "ended", "renewed", "answered", "unanswered", "awaited", "open"]
"""superseded    a person said that another mandate takes its place
discharged    it asked for one thing, and a person found it delivered
ended         its text sets an end, and that day has passed
renewed       a later text asks for the same
answered      there is an answer to the latest text, and more is to come or nobody closed it
unanswered    a day has passed, and no answer is known
awaited       its next day is ahead
open          it has no day and no answer"""
_ABOUT = expression(
    r"\b(?:extend|renew|prolong|continu|mandate|term of|period of|expir|terminat|discontinu|dissol|sunset)"
)
_PERIOD = expression(
    r"\bfor (?:a|an)(?: (?:further|additional|initial|new|final))? (?:period|term) of (?P<number>[a-z]+|\d{1,2})"
    r"[ -](?P<unit>year|month)s?\b"
)
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True)
class AskedText:
    """One text that asks for the duty.

    text     id of the text and paragraph, `issued` its ISO date ("" where it has none)
    due      due forms as the mandate finder gives them
    due_on   the last day on which it is in time, None where no day follows
    ends     ISO date on which the duty ends by its text, "" where the text sets no end
    """

    text: str
    issued: str
    due: tuple[str, ...] = ()
    due_on: date | None = None
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What shows that the duty was met: `date` is the ISO date of the evidence, `evidence` its id or address."""

    date: str
    evidence: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one duty as it is seen from the text `asked[at]`.

    asked      all texts, the earliest first
    answers    the earliest first; only those since the duty was first asked
    every      periodicity as its latest text says (`annual`), "" for none
    pace       months between the texts where they ask in a steady pace (12, 24), 0 where they do not
    since      year of the first text of that pace, "" where there is none
    missed     the last day that has passed without an answer since the one before, None where there is none
    """

    stage: Stage
    asked: tuple[AskedText, ...]
    at: int
    answers: tuple[Answer, ...]
    every: str = ""
    pace: int = 0
    since: str = ""
    missed: date | None = None

    @property
    def own(self) -> AskedText:
        """Return the text from which the life is seen."""
        return self.asked[self.at]

    @property
    def renews(self) -> AskedText | None:
        """Return the text before, which it renews."""
        return self.asked[self.at - 1] if self.at else None

    @property
    def renewed_by(self) -> AskedText | None:
        """Return the next text that asks for the same."""
        return self.asked[self.at + 1] if self.at + 1 < len(self.asked) else None

    @property
    def last_answer(self) -> Answer | None:
        """Return the latest answer to the mandate."""
        return self.answers[-1] if self.answers else None

    @property
    def next_day(self) -> date | None:
        """Return the day by which the latest text asks for the next answer."""
        return self.asked[-1].due_on


def life_of(
    asks: Sequence[AskedText],
    answers: Sequence[Answer],
    today: date,
    *,
    of: str = "",
    superseded: bool = False,
    delivered: bool = False,
) -> Life:
    """Return the life of a duty on a day.

    asked       one text or more; their order does not matter
    of          the text from which it is seen; the latest where it is not given
    superseded  whether a person said that another mandate takes its place
    delivered   whether a person found it delivered
    """
    texts = tuple(sorted(asks, key=lambda ask: (ask.issued, ask.text)))
    at = next((number for number, step in enumerate(texts) if step.text == of), len(texts) - 1)
    first = texts[0].issued
    known = tuple(sorted((answer for answer in answers if answer.date >= first), key=lambda answer: answer.date))
    every = next((form.partition(":")[2] for form in texts[-1].due if form.startswith("recurring:")), "")
    missed = _find_missed(texts[-1], known, every, today)
    pace, since = _measure_pace(texts)
    stage = _find_stage(texts, at, known, every, missed, today, superseded, delivered)
    return Life(stage, texts, at, known, every, pace, since, missed)


def _find_stage(
    texts: Sequence[AskedText], at: int, answers: Sequence[Answer], every: str, missed: date | None, today: date,
    superseded: bool, delivered: bool,
) -> Stage:  # fmt: skip
    own = texts[at]
    if superseded:
        return "superseded"
    if delivered and not every:
        return "discharged"
    if own.ends and own.ends < today.isoformat():
        return "ended"
    if at + 1 < len(texts):
        return "renewed"
    if missed:
        return "unanswered"
    if any(answer.date >= own.issued for answer in answers):
        return "answered"
    return "awaited" if own.due_on and own.due_on >= today else "open"


def _find_missed(latest: AskedText, answers: Sequence[Answer], every: str, today: date) -> date | None:
    """Return the last day that passed with no answer since the day before it (or since the text)."""
    if not latest.due_on:
        return None
    months = next((row.months for row in recurrences() if row.form == every), 0)
    day: date | None = latest.due_on
    before = latest.issued
    if months and latest.due_on >= today:
        day = shifted(latest.due_on, -months)
        # The first of what recurs comes a whole period after the text; a part of one says nothing.
        started = shifted(day, -months // 2) if day else None
        if day is None or started is None or started.isoformat() < latest.issued:
            return None
        before = max(before, (shifted(day, -months) or day).isoformat())
    return None if day is None or day >= today or any(answer.date > before for answer in answers) else day


def _measure_pace(texts: Sequence[AskedText]) -> tuple[int, str]:
    """Return the months between the texts and the year of the first, where the last three or more keep a pace."""
    years = sorted({int(text.issued[:4]) for text in texts if text.issued})
    if len(years) < 3:
        return 0, ""
    step = years[-1] - years[-2]
    first = len(years) - 1
    while first and years[first] - years[first - 1] == step:
        first -= 1
    return (step * 12, str(years[first])) if len(years) - first >= 3 else (0, "")


_MONTH = "|".join(MONTHS)
_UNTIL = expression(
    rf"\b(?:until|through|expires? (?:on|in|at)|terminates? (?:on|in|at))\s+(?:the end of\s+)?"
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<month>{_MONTH})\s+)?(?P<year>20\d\d)\b(?![–-]\d)"
)


def ends_on(text: str, issued: str) -> str:
    """Return the ISO date on which what a paragraph asks ends by its own words, "" where it sets no end.

    issued  ISO date of the text: a period counts from it

    >>> ends_on("Decides to extend the mandate of the Panel until 30 June 2031", "2029-12-01")
    '2031-06-30'
    >>> ends_on("Renews the mandate of the expert for a period of three years", "2029-12-01")
    '2032-12-01'
    """
    if not _ABOUT.search(text):
        return ""
    if match := _UNTIL.search(text):
        month = MONTHS.index(match["month"]) + 1 if match["month"] else 12
        try:
            return date(int(match["year"]), month, int(match["day"] or 31)).isoformat()
        except ValueError:
            return ""
    if issued and (match := _PERIOD.search(text)):
        word = match["number"]
        number = int(word) if word.isdecimal() else _SMALL.index(word) + 1 if word in _SMALL else 0
        start = date.fromisoformat(issued)
        months = number * (12 if match["unit"] == "year" else 1)
        end = shifted(start, months) if number else None
        return end.isoformat() if end else ""
    return ""
