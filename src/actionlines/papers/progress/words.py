"""The words of this report in six languages: data/words.csv on top of the words that all reports share.

Sources with their years, the newest value, notes and breaks of a series in words.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import groupby

from markupsafe import Markup, escape

from actionlines.lazily import read_rows
from actionlines.papers.progress.model import Break, Measured, Outcomed, Valued
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
    return {row["method"]: row["known"] for row in read_rows("actionlines.papers.progress", "data/known.csv")}


@cache
def read_families() -> Mapping[str, str]:
    """Return method -> family, for the methods whose way of counting has a sentence."""
    return {row["method"]: row["family"] for row in read_rows("actionlines.papers.progress", "data/families.csv")}


def list_reasons(series: Measured, words: Words) -> tuple[str, ...]:
    """Return the sentences of the families that say something else than another; () where the methods agree."""
    # Here: the room of indicators loads polars, which a review without figures does not have.
    from actionlines.indicators import judge

    if series.agreement not in ("differ", "contradict"):
        return ()
    text: dict[str, set[str]] = {}
    for row in series.said:
        if row.verdict and row.method in read_families():
            text.setdefault(read_families()[row.method], set()).add(judge.GROUPS[row.verdict])  # type: ignore[index]
    return tuple(
        words(f"because.{family}")
        for family, groups in text.items()
        if any(groups != other for name, other in text.items() if name != family)
    )


def describe_outcome(series: Outcomed, words: Words) -> str:
    """Return the verdict that is published on a series, or that it is withheld and why."""
    return word_outcome(series.verdict, series.withheld, series.break_year, words)


def word_outcome(verdict: str, withheld: str, break_year: int, words: Words) -> str:
    """Return a published verdict with the rule that withholds it, "" for none."""
    text = words(f"published.{verdict}")
    return f"{text} ({words(f'withheld.{withheld}', year=break_year)})" if withheld else text


_SOURCES, _CUT = 3, 50  # sources and breaks of a series, letters of a text


def latest_markup(series: Valued, words: Words) -> Markup:
    """Return the newest value with its year, its status and whether it is old."""
    if not series.values:
        return Markup("")
    year = ", ".join([str(series.years[-1]), *list_marks(series, words)])
    value = escape(words.figure(series.values[-1], series.unit))
    return Markup(f'{value} <span class="small">({escape(year)})</span>')  # noqa: S704  both are escaped


def list_marks(series: Valued, words: Words, at: int = -1, old: str = "page.old") -> list[str]:
    """Return the status of a value in words, and of the newest that it is `old` (a message); [] for a normal one."""
    status = series.statuses[at] if series.statuses else ""
    found_words = [words(f"status.{status}")] if status else []
    return [*found_words, words(old, year=series.years[-1])] if series.old and _is_newest(series, at) else found_words


def _is_newest(series: Valued, at: int) -> bool:
    return at in (-1, len(series.years) - 1)


def describe_value(series: Valued, words: Words, at: int = -1) -> str:
    """Return status, source and note of a value in one text, of the newest also age and breaks."""
    sources = [_shorten(texts[at]) for texts in (series.sources, series.notes) if texts and texts[at]]
    broken = list_breaks(series, words)[-_SOURCES:] if _is_newest(series, at) else []
    return " · ".join([*list_marks(series, words, at), *sources, *broken])


def describe_sources(series: Valued, words: Words) -> str:
    """Return the sources of a series with their years, the note of its newest value, and its breaks."""
    return " · ".join([*list_origins(series, words), *list_breaks(series, words)[-_SOURCES:]])


def list_origins(series: Valued, words: Words) -> list[str]:
    """Return the sources of a series with their years, and the note of its newest value."""
    parts = list(sources_of(series, words))
    if series.notes and series.notes[-1]:
        parts.append(f"{series.years[-1]}: {_shorten(series.notes[-1])}")
    return parts


def sources_of(series: Valued, words: Words) -> Iterable[str]:
    """Yield each source once with its years, the newest first: "ITU estimate (2003-2015, 2023)"."""
    # Here: the room of indicators loads polars, which pages without sources do not need.
    from actionlines.indicators.provenance import is_same_source

    years: dict[str, list[int]] = {}
    for year, source in sorted(zip(series.years, series.sources, strict=False), reverse=True):
        if source:
            named = next((other for other in years if is_same_source(other, source)), source)
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


def list_breaks(series: Valued, words: Words) -> list[str]:
    """Return the breaks inside the years that any verdict compares, in words."""
    return [break_words(each, series.unit, words) for each in series.crossed]


def describe_breaks(series: Valued, words: Words) -> str:
    """Return that verdicts compare years on both sides of a break, and the newest breaks; "" for none."""
    breaks = list_breaks(series, words)
    more = [f"+ {words.number(len(breaks) - _SOURCES)}"] if len(breaks) > _SOURCES else []
    return " ".join([words("page.crossed"), *breaks[-_SOURCES:], *more]) if breaks else ""


def break_years(series: Valued, words: Words) -> str:
    """Return the years of the breaks that verdicts cross, with the word for a break; "" for none."""
    years = ", ".join(dict.fromkeys(str(each.year) for each in series.crossed))
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
