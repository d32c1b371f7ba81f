"""When: the due forms that folded words of a language state, as `mandates.due_forms` has them for English."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from actionlines.framework.tables import read_table
from actionlines.mandates.due import FIRST_SESSION_YEAR
from actionlines.mandates.due_forms import (
    GENERAL_ASSEMBLY,
    MOST,
    Due,
    FoundDate,
    Holders,
    next_held,
    year_of_session,
)
from actionlines.mandates.languages.grammar import DATA, Grammar, fold, number_of
from actionlines.mandates.languages.names import Named, within

OLDEST, RECENT = 70, 78
RECURRENCES = (
    "semi-annual", "quarterly", "monthly", "biennial", "triennial", "quadrennial", "quinquennial", "annual",
    "periodic",
)  # fmt: skip


def find_due(grammar: Grammar, text: str, start: int, end: int, year: int, holders: Holders) -> Due | None:
    """Return the due forms in start..end. `year`: of the document; earlier years are not due."""
    found: list[FoundDate] = []
    for one in (
        *_sessions(grammar, text, start, end, year, holders),
        *_dates(grammar, text, start, end, year),
    ):
        if not any(low < one[1] and one[0] < high for low, high, _ in found):
            found.append(one)
    reports = [match.span() for match in _places(grammar, "{nextreport}", text, start, end)]
    found += [(low, high, ("next-report",)) for low, high in reports]
    if not reports:
        found += _recurring(grammar, text, start, end)
    found += _relative(grammar, text, start, end)
    found = sorted(found)
    if not found:
        return None
    forms = tuple(dict.fromkeys(form for _, _, values in found for form in values))[:4]
    return Due(forms, found[0][0], found[0][1])


def _places(grammar: Grammar, template: str, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    left = r"(?<!\w)(?:و)?" if grammar.language == "ar" else "" if grammar.language == "zh" else r"(?<!\w)"
    right = "" if grammar.language == "zh" else r"(?!\w)"
    pattern = grammar.pattern(left + template + right)
    return islice(pattern.finditer(text, start, end), MOST)


def _sessions(
    grammar: Grammar, text: str, start: int, end: int, year: int, holders: Holders
) -> Iterator[FoundDate]:
    for match in _places(grammar, "{session}", text, start, end):
        groups = match.groupdict()
        words = [groups.get(key) or "" for key in ("n", "m", "n2", "m2")]
        numbers = [
            number for word in words if word and (number := number_of(word, "ordinals", grammar.language))
        ]
        if not numbers:
            continue
        if not grammar.pattern("{sessionlead}").search(
            text, max(start - 30, match.start() - 60, 0), match.start()
        ):
            continue
        dated = grammar.pattern("{in}").match(text, match.end(), end)
        whose = holders(*match.span())
        before = grammar.pattern("{in}").match(text, max(start, match.start() - 12), match.start())
        if dated and int(dated["y"]) >= year:
            ours = numbers[0] >= RECENT and whose[:1] in ((GENERAL_ASSEMBLY,), ())
            forms: tuple[str, ...] = (f"session:{numbers[0]}",) if ours else ()
            more = re.findall(r"20\d\d", dated["more"] or "")
            yield match.start(), dated.end(), (*forms, f"year:{dated['y']}", *(f"year:{one}" for one in more))
        elif dated or (before and before.end() >= match.start() - 2):
            continue
        elif held := _held(whose, numbers, year):
            yield match.start(), match.end(), held


def _held(whose: tuple[str, ...], numbers: list[int], year: int) -> tuple[str, ...]:
    """The Assembly's sessions stay numbers, another's become years."""
    for body in whose:
        if body == GENERAL_ASSEMBLY:
            kept = [n for n in numbers if n >= OLDEST and FIRST_SESSION_YEAR + n + 1 >= year]
            if kept:
                return tuple(f"session:{number}" for number in kept)
            continue
        years = [held for n in numbers if (held := year_of_session(body, n)) is not None and held >= year]
        if years:
            return tuple(f"year:{held}" for held in dict.fromkeys(years))
    kept = [n for n in numbers if n >= RECENT and FIRST_SESSION_YEAR + n + 1 >= year]
    return tuple(f"session:{number}" for number in kept)


def _dates(grammar: Grammar, text: str, start: int, end: int, year: int) -> Iterator[FoundDate]:
    if text.find("20", start, end) < 0:
        return
    taken: list[tuple[int, int]] = []
    begins = grammar.pattern("{begins}")
    for role in ("date", "monthdate", "yeardate", "proclaimed"):
        for match in _places(grammar, "{" + role + "}", text, start, end):
            groups = match.groupdict()
            value = int(groups.get("y") or groups.get("z") or 0)
            # Part of a longer date, or the date of another text
            if value < year or any(low < match.end() and match.start() < high for low, high in taken):
                continue
            taken.append(match.span())
            if not _stands(grammar, text, start, match, role):
                continue
            form = _form(grammar, groups, value, role)
            if form is None:
                continue
            from_then = begins.match(match.group()) or begins.search(groups.get("prep") or "")
            forms = [f"from:{form.removeprefix('year:')}" if from_then else form]
            forms += [f"year:{more}" for more in re.findall(r"20\d\d", groups.get("more") or "")]
            yield match.start(), match.end(), tuple(forms)


def _stands(grammar: Grammar, text: str, start: int, match: re.Match[str], role: str) -> bool:
    """Whether a date is that of the action: it has a word that says so, and no other text or event has it."""
    groups = match.groupdict()
    low = max(start, match.start() - 40)
    left = "" if grammar.language == "zh" else r"(?<!\w)"
    if grammar.pattern(left + "{cited}").search(text, low, match.start()):
        return False
    if role == "date":
        return bool((groups.get("prep") or "").strip() or (groups.get("post") or "").strip())
    if grammar.language == "zh" and role == "yeardate":
        return bool(groups.get("prep") or groups.get("post"))
    return True


def _form(grammar: Grammar, groups: dict[str, str | None], year: int, role: str) -> str | None:
    if role in ("yeardate", "proclaimed"):
        return f"year:{year}"
    month = number_of(groups["mo"] or "", "months", grammar.language)
    if not 1 <= month <= 12:
        return None
    if role == "monthdate":
        return f"{year}-{month:02d}"
    day = int(groups["d"] or 0)
    return f"{year}-{month:02d}-{day:02d}" if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _recurring(grammar: Grammar, text: str, start: int, end: int) -> Iterator[FoundDate]:
    for form in RECURRENCES:
        for match in _places(grammar, "{" + form + "}", text, start, end):
            yield match.start(), match.end(), (f"recurring:{form}",)
            return


def _relative(grammar: Grammar, text: str, start: int, end: int) -> Iterator[FoundDate]:
    for match in _places(grammar, "{relative}", text, start, end):
        groups = match.groupdict()
        number = number_of(groups.get("k") or groups.get("k2") or "", "numbers", grammar.language)
        unit = groups.get("u") or groups.get("u2") or ""
        named = next(
            (
                one
                for one in ("day", "week", "month", "year")
                if grammar.pattern("{unit-" + one + "}").fullmatch(unit)
            ),
            "",
        )
        if number and named:
            yield (
                match.start(),
                _anchored(grammar, text, *match.span(), end),
                (f"relative:{number}-{named}s",),
            )


@cache
def _anchors(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["en"], re.compile(row[language])) for row in read_table("anchors", DATA))


def _anchored(grammar: Grammar, text: str, start: int, stop: int, end: int) -> int:
    """Return where the words end that say from what a span is counted: "15 days after the adoption"."""
    if grammar.language == "zh":
        return stop
    ends = [
        m.end() for _, one in _anchors(grammar.language) if (m := one.search(text, stop, min(end, stop + 60)))
    ]
    return min(ends, default=stop)


def anchor(words: str, language: str) -> str:
    """Return in English from what the words of a span are counted; "" where they do not say."""
    folded = fold(words, language).text
    found = [
        (m.start(), number, name)
        for number, (name, one) in enumerate(_anchors(language))
        if (m := one.search(folded))
    ]
    return min(found)[2] if found else ""


def next_conference(
    grammar: Grammar, text: str, names: Sequence[Named], start: int, end: int, year: int
) -> Due | None:
    """Return the year of "the next plenipotentiary conference", at or for which something is due."""
    for name in within(names, start, end):
        words = text[name.start : name.end]
        held = next_held(name.bodies[0], year) if grammar.pattern("{next}").search(words) else 0
        if held:
            return Due((f"year:{held}",), name.start, name.end)
    return None
