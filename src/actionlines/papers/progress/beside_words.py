"""What is beside the values of a series in words: sources with their years, the newest value, notes and breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from markupsafe import Markup, escape

from actionlines.papers.progress.model import Break, Valued
from actionlines.papers.words import Words

_SOURCES, _CUT = 3, 50  # sources and breaks of a series, letters of a text


def latest(one: Valued, words: Words) -> Markup:
    """Return the newest value with its year, its status and whether it is old."""
    if not one.values:
        return Markup("")
    year = ", ".join([str(one.years[-1]), *marks(one, words)])
    value = escape(words.figure(one.values[-1], one.unit))
    return Markup(f'{value} <span class="small">({escape(year)})</span>')  # noqa: S704  both are escaped


def marks(one: Valued, words: Words, at: int = -1) -> list[str]:
    """Return the status of a value in words, and of the newest that it is old; [] for a normal one."""
    status = one.statuses[at] if one.statuses else ""
    found = [words(f"status.{status}")] if status else []
    return [*found, words("page.old", year=one.years[-1])] if one.old and _is_newest(one, at) else found


def _is_newest(one: Valued, at: int) -> bool:
    return at in (-1, len(one.years) - 1)


def remarks(one: Valued, words: Words, at: int = -1) -> str:
    """Return status, source and note of a value in one text, of the newest also age and breaks."""
    given = [_short(texts[at]) for texts in (one.sources, one.notes) if texts and texts[at]]
    broken = breaks_of(one, words)[-_SOURCES:] if _is_newest(one, at) else []
    return " · ".join([*marks(one, words, at), *given, *broken])


def told(one: Valued, words: Words) -> str:
    """Return the sources of a series with their years, the note of its newest value, and its breaks."""
    return " · ".join([*origin(one, words), *breaks_of(one, words)[-_SOURCES:]])


def origin(one: Valued, words: Words) -> list[str]:
    """Return the sources of a series with their years, and the note of its newest value."""
    parts = list(sources_of(one, words))
    if one.notes and one.notes[-1]:
        parts.append(f"{one.years[-1]}: {_short(one.notes[-1])}")
    return parts


def sources_of(one: Valued, words: Words) -> Iterable[str]:
    """Yield each source once with its years, the newest first: "ITU estimate (2003-2015, 2023)"."""
    # Here: the room of indicators loads polars, which pages without sources do not need.
    from actionlines.indicators.provenance import same

    years: dict[str, list[int]] = {}
    for year, source in sorted(zip(one.years, one.sources, strict=False), reverse=True):
        if source:
            named = next((other for other in years if same(other, source)), source)
            years.setdefault(named, []).append(year)
    for source, some in list(years.items())[:_SOURCES]:
        yield f"{_short(source)} ({', '.join(_runs(sorted(some)))})"
    if len(years) > _SOURCES:
        yield f"+ {words.number(len(years) - _SOURCES)}"


def _runs(years: Sequence[int]) -> Iterable[str]:
    """Yield years without a gap as first and last."""
    for _, run in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        some = [year for _, year in run]
        yield str(some[0]) if len(some) == 1 else f"{some[0]}–{some[-1]}"


def breaks_of(one: Valued, words: Words) -> list[str]:
    """Return the breaks inside the years that any verdict compares, in words."""
    return [break_words(each, one.unit, words) for each in one.crossed]


def warning(one: Valued, words: Words) -> str:
    """Return that verdicts compare years on both sides of a break, and the newest breaks; "" for none."""
    found = breaks_of(one, words)
    more = [f"+ {words.number(len(found) - _SOURCES)}"] if len(found) > _SOURCES else []
    return " ".join([words("page.crossed"), *found[-_SOURCES:], *more]) if found else ""


def break_years(one: Valued, words: Words) -> str:
    """Return the years of the breaks that verdicts cross, with the word for a break; "" for none."""
    years = ", ".join(dict.fromkeys(str(each.year) for each in one.crossed))
    return f"{words('status.B')}: {years}" if years else ""


def break_words(each: Break, unit: str, words: Words) -> str:
    """Return a break of a series in a sentence."""
    before, after = _short(each.before), _short(each.after)
    if each.kind == "fall":
        before, after = (words.figure(v or 0.0, unit) for v in (each.value_before, each.value))
    return words(f"break.{each.kind}", year=each.year, before=before, after=after)


def _short(text: str) -> str:
    flat = " ".join(text.split()).strip(" .")
    return flat if len(flat) <= _CUT else f"{flat[: _CUT - 1]}…"
