"""Figures in bulk, as CSV and Parquet: those of an area, an indicator or a series, and all of them.

/data/figures.csv?area=KEN          streamed; also `indicator=17.8.1`, `series=CODE`, and `.parquet`
figures-2027-01-31.csv.gz           all, made every night, with its checksum; also `.parquet`
/data/figures-fields.csv            what each column holds
"""

import csv
import io
import itertools
import re
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import Annotated

from django.db.models import Min
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from actionlines.errors import TooManyRequests, UnknownConcept
from actionlines.framework import load
from actionlines.framework.called import fold_name
from actionlines.papers.files import cell, csv_line, is_ours, write_files
from actionlines.papers.names import name_series
from actionlines.register.core.api import schemas as s
from actionlines.register.core.api.lists import PROBLEMS, given
from actionlines.register.core.api.operations import operation
from actionlines.register.core.concepts import WORLD, name_of, title
from actionlines.register.core.limits import rate_of
from actionlines.register.core.pages.page import converter, page
from actionlines.register.core.rules import LANGUAGES
from actionlines.register.doors import bulk
from actionlines.register.site.middleware.limits import COUNTS
from actionlines.register.standings.models import Standing

STEM, SUFFIXES = "figures", {"csv": ".csv.gz", "parquet": ".parquet"}
FORMS = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
CHUNK = 500  # series
_PIECE = 1 << 16  # bytes
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
_FIELD_COLUMNS = ("field", "type", "meaning")
_TYPES = {"year": "integer", "value": "number"}
Cells = tuple[str | int | float, ...]

converter("figures_form", FORMS)


@dataclass(frozen=True, slots=True)
class FiguresQuestion:
    """Which figures are wanted, each "" for all: an area, an indicator (`17.8.1`), a series; names in `language`."""

    area: str = ""
    indicator: str = ""
    series: str = ""
    language: str = "en"

    @property
    def is_whole(self) -> bool:
        """Return whether all figures are wanted."""
        return not (self.area or self.indicator or self.series)

    def find(self) -> list[int]:
        """Return the numbers of the series of areas, in order. Raises UnknownConcept for an area or indicator."""
        if self.area and self.area not in (WORLD, *load().countries, *load().areas):
            raise UnknownConcept(self.area, "no country or region has this id", "Give one such as KEN or LDC.")
        indicator = f"sdg:{self.indicator.removeprefix('sdg:')}" if self.indicator else ""
        if indicator and indicator not in load().indicators:
            raise UnknownConcept(self.indicator, "no indicator has this number", "Give one such as 17.8.1.")
        fields = (("area", self.area), ("indicator", indicator), ("series", self.series))
        rows = Standing.objects.filter(**{name: value for name, value in fields if value})
        return list(rows.order_by("area", "indicator", "series", "breakdown").values_list("pk", flat=True))


def rows(question: FiguresQuestion) -> Iterator[Cells]:
    """Yield a row for each value, in the order of the columns. A chunk of series is in memory at a time."""
    return _read(question.find(), question.language)


def iterate_standings(numbers: Iterable[int]) -> Iterator[Standing]:
    """Yield the series with these numbers in their order. A chunk of them is in memory at a time."""
    rest = iter(numbers)
    while chunk := list(islice(rest, CHUNK)):
        standings = Standing.objects.in_bulk(chunk)
        yield from (standings[number] for number in chunk if number in standings)


def _read(numbers: list[int], language: str) -> Iterator[Cells]:
    for standing in iterate_standings(numbers):
        indicator, code = standing.indicator, standing.series
        fields = (
            standing.area,
            name_of(standing.area, language),
            indicator.removeprefix("sdg:"),
            title(indicator, language)[0] if indicator else "",
            code,
            name_series(indicator, standing.name, language)[0],
            standing.breakdown,
            standing.unit,
        )
        yield from ((*fields, *row) for row in standing.rows)


def columns() -> list[str]:
    """Return the names of the columns."""
    return list(bulk.fields("figure"))


def csv_lines(table: Iterator[Cells], *, is_safe: bool = True) -> Iterator[str]:
    """Yield the lines of a CSV file, some at a time; where it `is_safe`, no cell becomes a formula and a mark says
    UTF-8.
    """
    yield ("\ufeff" if is_safe else "") + csv_line(columns())
    clean = cache(cell) if is_safe else str  # the names of a series are those of all its years
    while some := list(islice(table, CHUNK)):
        out = io.StringIO()
        csv.writer(out).writerows([clean(item) if isinstance(item, str) else item for item in row] for row in some)
        yield out.getvalue()


def write_parquet(table: Iterator[Cells], to: Path) -> None:
    """Write a Parquet file: by polars, out of rows on the disk, so that not all are in memory."""
    import polars as pl

    kinds = {"integer": pl.Int32, "number": pl.Float64}
    schema = {name: kinds.get(_TYPES.get(name, ""), pl.String) for name in columns()}
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="", suffix=".csv") as between:
        between.writelines(csv_lines(table, is_safe=False))
        between.flush()
        frame = pl.scan_csv(between.name, schema=schema).with_columns(pl.col(pl.String).fill_null(""))
        frame.sink_parquet(to, compression="zstd", row_group_size=100_000)


def encode(table: Iterator[Cells], suffix: str) -> Iterator[bytes]:
    """Yield the bytes of a file in the form that its name ends with: `.csv`, `.gz` (CSV) or `.parquet`."""
    if suffix == ".parquet":
        with tempfile.TemporaryDirectory(prefix="actionlines-figures-") as place:
            write_parquet(table, file := Path(place) / "figures.parquet")
            with file.open("rb") as stream:
                yield from iter(partial(stream.read, _PIECE), b"")
        return
    lines = (line.encode() for line in csv_lines(table))
    if suffix == ".csv":
        yield from lines
        return
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    yield from map(packer.compress, lines)
    yield packer.flush()


def write_figures(question: FiguresQuestion, to: Path, *, force: bool = False) -> int:
    """Write figures to a file that ends with `.csv`, `.csv.gz` or `.parquet`, and `NAME-fields.csv` beside it.

    Returns the number of values. Raises UnknownConcept; OutputError where a file is there and not `force`.
    """
    table, count = rows(question), itertools.count()
    counted = (row for row, _number in zip(table, count, strict=False))
    makers: dict[str, Callable[[], bytes | Iterable[bytes]]] = {
        to.name: lambda: encode(counted, to.suffix),
        f"{to.name.partition('.')[0]}-fields.csv": lambda: describe_fields().encode(),
    }
    heads = (columns(), list(_FIELD_COLUMNS))
    write_files(
        makers, to.parent, force=force, ours=lambda path: path.suffix == ".csv" and is_ours(path, heads.__contains__)
    )
    return next(count)


def describe_fields() -> str:
    """Return what each column holds, as CSV."""
    described = [list(_FIELD_COLUMNS)]
    described += [[name, _TYPES.get(name, "string"), meaning] for name, meaning in bulk.fields("figure").items()]
    return "".join(map(csv_line, described))


def make(today: date | None = None) -> list[bulk.Dump]:
    """Make the files of today with all figures; none where there are no figures."""
    if not Standing.objects.exists():
        return []
    day, whole = today or datetime.now(UTC).date(), FiguresQuestion()

    def write(work: Path, suffix: str) -> None:
        with work.open("wb") as out:
            out.writelines(encode(rows(whole), suffix))

    return [
        bulk.keep(STEM, suffix, day, partial(write, suffix=f".{suffix.rpartition('.')[2]}"))
        for suffix in SUFFIXES.values()
    ]


def held() -> list[bulk.Dump]:
    """Return the files with all figures that are there, the newest first."""
    files = [file for suffix in SUFFIXES.values() for file in bulk.held(STEM, suffix)]
    return sorted(files, key=lambda file: (file.day, file.name), reverse=True)


def answer(question: FiguresQuestion, form: str) -> HttpResponseBase:
    """Return figures as a file; all of them as the file of the night, where there is one."""
    if question.is_whole and (files := bulk.held(STEM, SUFFIXES[form])):
        return redirect("data-file", name=files[0].name)
    if question.is_whole and (wait := COUNTS.take(rate_of("figures-whole"), "all")):
        seconds = round(wait + 1)
        advice = _("Wait %(seconds)d seconds, then try again.") % {"seconds": seconds}
        raise TooManyRequests(STEM, _("this was done too often"), advice)
    table = rows(question)
    scope = "-".join(filter(None, (question.area, question.indicator, question.series[:60]))) or "all"
    name = f"{STEM}-{_NOT_IN_NAMES.sub('-', scope)}.{form}"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(encode(table, f".{form}"), content_type=FORMS[form], headers=head)


def list_choices() -> dict[str, list[tuple[str, str]]]:
    """Return the areas and series that have figures, each with its name, by name."""
    places = Standing.objects.order_by().values_list("area", flat=True).distinct()
    series = Standing.objects.order_by().values_list("series").annotate(name=Min("name"))
    return {
        "figure_areas": sorted(((name_of(area), area) for area in places), key=lambda pair: fold_name(pair[0])),
        "figure_series": sorted(((name, code) for code, name in series), key=lambda pair: fold_name(pair[0])),
    }


@page("site.read")
def figures_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Return the figures that an address asks for, with names in the reader's language."""
    area, indicator, series = (
        request.GET.get(name, "").replace("\0", "")[:120] for name in ("area", "indicator", "series")
    )
    try:
        return answer(FiguresQuestion(area, indicator, series, (get_language() or "en")[:2]), form)
    except UnknownConcept as error:
        raise Http404 from error


@page("site.read")
def fields_file(request: HttpRequest) -> HttpResponse:
    """Return what each column of the figures holds, as CSV."""
    head = {"Content-Disposition": 'attachment; filename="figures-fields.csv"'}
    return HttpResponse(describe_fields(), content_type=FORMS["csv"], headers=head)


router = Router(tags=["framework"])


class AskedFigures(Schema):
    """Figures of one `area`, `indicator` or `series`, or of several of these together; all where none is given."""

    area: Annotated[str, Field(max_length=60, description="id of a country, region or group, or `world`")] = ""
    indicator: Annotated[str, Field(max_length=40, description="`17.8.1`")] = ""
    series: Annotated[str, Field(max_length=120, description="its code")] = ""
    form: Annotated[str, s.OneOf(FORMS)] = "csv"
    language: Annotated[str, s.OneOf(LANGUAGES)] = "en"


class FigureField(Schema):
    """A column of the figures: its name, type and meaning."""

    field: str
    type: str
    meaning: str


@router.get("/figures", summary="Figures", response={200: None, 302: None, **PROBLEMS})
@operation("site.read")
def figures(request: HttpRequest, wanted: Query[AskedFigures]) -> HttpResponseBase:
    """Figures as a CSV or Parquet file; all of them as the file of the last night, to which the answer leads."""
    return answer(FiguresQuestion(wanted.area, wanted.indicator, wanted.series, wanted.language), wanted.form)


@router.get("/figures/fields", summary="Fields Of Figures", response={200: list[FigureField], 304: None, **PROBLEMS})
@operation("site.read")
def figure_fields(request: HttpRequest) -> HttpResponse:
    """What each column of the figures holds."""
    return given(request, list(csv.DictReader(describe_fields().splitlines())))


urlpatterns = [
    path("data/figures.<figures_form:form>", figures_file, name="figures"),
    path("data/figures-fields.csv", fields_file, name="figures-fields"),
]
