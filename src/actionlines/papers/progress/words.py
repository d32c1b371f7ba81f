"""The words of this report in six languages: data/words.csv on top of the words that all reports share.

Sources with their years, the newest value, notes and breaks of a series in words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby

from markupsafe import Markup, escape

from actionlines.papers.progress.model import Break, Measured, Valued
from actionlines.papers.words import Words, read_catalogue
from actionlines.papers.words import words as shared


@cache
def words(language: str = "en") -> Words:
    """Return the catalogue in this language. Raises KeyError for another than papers.words.LANGUAGES."""
    return read_catalogue(language, "actionlines.papers.progress", shared(language))


ENGLISH = words("en")


@cache
def read_known() -> Mapping[str, str]:
    """Return method -> how well its source is known: checked, code, document, partly or own."""
    text = files("actionlines.papers.progress").joinpath("data/known.csv").read_text("utf-8")
    return {row["method"]: row["known"] for row in csv.DictReader(text.splitlines())}


@cache
def read_families() -> Mapping[str, str]:
    """Return method -> family, for the methods whose way of counting has a sentence."""
    text = files("actionlines.papers.progress").joinpath("data/families.csv").read_text("utf-8")
    return {row["method"]: row["family"] for row in csv.DictReader(text.splitlines())}


def list_reasons(one: Measured, words: Words) -> tuple[str, ...]:
    """Return the sentences of the families that say something else than another; () where the methods agree."""
    # Here: the room of indicators loads polars, which a review without figures does not have.
    from actionlines.indicators import judge

    if one.agreement not in ("differ", "contradict"):
        return ()
    said: dict[str, set[str]] = {}
    for row in one.said:
        if row.verdict and row.method in read_families():
            said.setdefault(read_families()[row.method], set()).add(judge.GROUPS[row.verdict])  # type: ignore[index]
    return tuple(
        words(f"because.{family}")
        for family, groups in said.items()
        if any(groups != other for name, other in said.items() if name != family)
    )


_SOURCES, _CUT = 3, 50  # sources and breaks of a series, letters of a text


def latest_markup(one: Valued, words: Words) -> Markup:
    """Return the newest value with its year, its status and whether it is old."""
    if not one.values:
        return Markup("")
    year = ", ".join([str(one.years[-1]), *list_marks(one, words)])
    value = escape(words.figure(one.values[-1], one.unit))
    return Markup(f'{value} <span class="small">({escape(year)})</span>')  # noqa: S704  both are escaped


def list_marks(one: Valued, words: Words, at: int = -1) -> list[str]:
    """Return the status of a value in words, and of the newest that it is old; [] for a normal one."""
    status = one.statuses[at] if one.statuses else ""
    found = [words(f"status.{status}")] if status else []
    return [*found, words("page.old", year=one.years[-1])] if one.old and _is_newest(one, at) else found


def _is_newest(one: Valued, at: int) -> bool:
    return at in (-1, len(one.years) - 1)


def describe_value(one: Valued, words: Words, at: int = -1) -> str:
    """Return status, source and note of a value in one text, of the newest also age and breaks."""
    given = [_shorten(texts[at]) for texts in (one.sources, one.notes) if texts and texts[at]]
    broken = list_breaks(one, words)[-_SOURCES:] if _is_newest(one, at) else []
    return " · ".join([*list_marks(one, words, at), *given, *broken])


def describe_sources(one: Valued, words: Words) -> str:
    """Return the sources of a series with their years, the note of its newest value, and its breaks."""
    return " · ".join([*list_origins(one, words), *list_breaks(one, words)[-_SOURCES:]])


def list_origins(one: Valued, words: Words) -> list[str]:
    """Return the sources of a series with their years, and the note of its newest value."""
    parts = list(sources_of(one, words))
    if one.notes and one.notes[-1]:
        parts.append(f"{one.years[-1]}: {_shorten(one.notes[-1])}")
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
        yield f"{_shorten(source)} ({', '.join(_list_spans(sorted(some)))})"
    if len(years) > _SOURCES:
        yield f"+ {words.number(len(years) - _SOURCES)}"


def _list_spans(years: Sequence[int]) -> Iterable[str]:
    """Yield years without a gap as first and last."""
    for _, run in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        some = [year for _, year in run]
        yield str(some[0]) if len(some) == 1 else f"{some[0]}–{some[-1]}"


def list_breaks(one: Valued, words: Words) -> list[str]:
    """Return the breaks inside the years that any verdict compares, in words."""
    return [break_words(each, one.unit, words) for each in one.crossed]


def describe_breaks(one: Valued, words: Words) -> str:
    """Return that verdicts compare years on both sides of a break, and the newest breaks; "" for none."""
    found = list_breaks(one, words)
    more = [f"+ {words.number(len(found) - _SOURCES)}"] if len(found) > _SOURCES else []
    return " ".join([words("page.crossed"), *found[-_SOURCES:], *more]) if found else ""


def break_years(one: Valued, words: Words) -> str:
    """Return the years of the breaks that verdicts cross, with the word for a break; "" for none."""
    years = ", ".join(dict.fromkeys(str(each.year) for each in one.crossed))
    return f"{words('status.B')}: {years}" if years else ""


def break_words(each: Break, unit: str, words: Words) -> str:
    """Return a break of a series in a sentence."""
    before, after = _shorten(each.before), _shorten(each.after)
    if each.kind == "fall":
        before, after = (words.figure(v or 0.0, unit) for v in (each.value_before, each.value))
    return words(f"break.{each.kind}", year=each.year, before=before, after=after)


def _shorten(text: str) -> str:
    flat = " ".join(text.split()).strip(" .")
    return flat if len(flat) <= _CUT else f"{flat[: _CUT - 1]}…"
