"""The figures of the register as a web service of SDMX: its REST API 2 (SDMX 3.0) and 1 (SDMX 2.1) side by side.

/data/sdmx/structure/dataflow/ACTIONLINES/FIGURES/1.0?references=all
/data/sdmx/data/dataflow/ACTIONLINES/FIGURES/1.0/*.*.KEN.*?c[TIME_PERIOD]=ge:2015
/data/sdmx/dataflow/ACTIONLINES/FIGURES                       the same two by version 1
/data/sdmx/data/FIGURES/..KEN./all?startPeriod=2015

What is not offered is answered 501, an unknown parameter 400 with those that are known (SDMX 3.0, section 7, REST).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from lxml import etree

from actionlines.register.core.limits import most_of
from actionlines.register.core.pages.page import page, whole_number
from actionlines.register.doors.figures import iterate_standings
from actionlines.register.standings.models import Standing
from actionlines.xml_maker import Maker

if TYPE_CHECKING:
    import polars as pl
    from pysdmx.model.__base import MaintainableArtefact

    from actionlines.papers.progress.sdmx_files import Message

FLOW, NAME = "FIGURES", "Figures of the register"
_ANY = frozenset(("", "*", "all"))
_VERSIONS = _ANY | {"+", "~", "latest"}
# Words of addresses -> class of pysdmx.
_TYPES = {
    "dataflow": "Dataflow",
    "datastructure": "DataStructureDefinition",
    "conceptscheme": "ConceptScheme",
    "codelist": "Codelist",
}
# What an answer takes along; any other value of `references` means all.
_ALONG = {"none": (), "parents": ("dataflow",), "children": ("datastructure", "conceptscheme", "codelist")}
# Values that each parameter may have; None for any.
_OF_STRUCTURE = {"detail": {"full"}, "references": None}
_OF_DATA: dict[str, set[str] | None] = {
    **dict.fromkeys(("startPeriod", "endPeriod", "firstNObservations", "lastNObservations")),
    "attributes": {"dsd", "all", "none"},
    "detail": {"full", "dataonly"},
    "dimensionAtObservation": {"TIME_PERIOD", "AllDimensions"},
    "includeHistory": {"false"},
    "measures": {"all"},
}
_COMPARE: dict[str, Callable[..., Any]] = {"eq": eq, "ne": ne, "lt": lt, "le": le, "gt": gt, "ge": ge}
_STRUCTURE_TYPES = [  # by the words of pysdmx.io.format; the first is that of version 2
    "application/vnd.sdmx.structure+xml;version=3.0.0",
    "application/vnd.sdmx.structure+xml;version=2.1",
    "application/vnd.sdmx.structure+json;version=2.0.0",
]
_DATA_TYPES = [
    "application/vnd.sdmx.data+xml;version=3.0.0",
    "application/vnd.sdmx.structurespecificdata+xml;version=2.1",
    "application/vnd.sdmx.data+csv;version=2.0.0",
]
_SPACE = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/"
# Codes of errors (SDMX 2.1, section 7).
_CODES = {400: "140", 404: "100", 406: "150", 413: "130", 501: "501"}
_NOT_FIGURES = ("METHOD", "LOW", "HIGH", "VERDICT")


class _Refused(Exception):
    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status


@page("site.read")
def sdmx(request: HttpRequest, query: str) -> HttpResponse:
    """Answer a data or structure query."""
    try:
        body, form = _answer(request, [part for part in query.split("/") if part])
        return HttpResponse(body, content_type=form, headers={"Vary": "Accept, Accept-Encoding"})
    except _Refused as refused:
        text = Maker(f"{_SPACE}common")("Text", str(refused))
        made = Maker(f"{_SPACE}message")
        body = etree.tostring(made.Error(made.ErrorMessage(text, code=_CODES[refused.status])), encoding="UTF-8")
        return HttpResponse(body, status=refused.status, content_type="application/xml; charset=utf-8")


def _answer(request: HttpRequest, parts: list[str]) -> tuple[bytes, str]:
    from pysdmx.io.format import Format

    from actionlines.papers.progress import sdmx_files

    words = [*parts, "", ""]
    head, rest = words[0], words[1:]
    new = head == "structure" or (head == "data" and rest[0] in {*_TYPES, "*"})
    if head == "data":
        form = _form_of(request, _DATA_TYPES, new)
        made = _find_values(request, rest, new)
        if "csv" in form:
            return sdmx_files.data_csv(made), form
        return sdmx_files.data_xml(made, new=form == _DATA_TYPES[0]), form
    kind, *wanted = rest if new else [head, *rest]
    if kind not in _TYPES:
        raise _Refused(501, f"use data, or structures of the types {', '.join(_TYPES)}")
    form = _form_of(request, _STRUCTURE_TYPES, new)
    _check(request, _OF_STRUCTURE)
    artefacts = _find_artefacts(kind, wanted, request.GET.get("references", "none"), form != _STRUCTURE_TYPES[1])
    return sdmx_files.write_artefacts(artefacts, Format(form)), form


def _form_of(request: HttpRequest, types: list[str], new: bool) -> str:
    offered = types if new else [types[1], types[0], *types[2:]]
    if request.headers.get("Accept", "").startswith("text/html"):
        return offered[0]  # a browser
    short = {item.partition(";")[0]: item for item in reversed(offered)}
    wanted = request.get_preferred_type([*offered, *short, "application/xml", "text/csv"])
    form = {**short, "application/xml": offered[0], "text/csv": types[2]}.get(str(wanted), wanted)
    if form is None or (form.endswith("json;version=2.0.0") and types is _DATA_TYPES):
        raise _Refused(406, f"use one of {', '.join(offered)}")
    return form


def _check(request: HttpRequest, known: dict[str, set[str] | None]) -> None:
    for name, value in request.GET.items():
        if name.startswith("c[") and known is _OF_DATA:
            continue
        if name not in known:
            raise _Refused(400, f"unknown parameter {name[:40]}; known are {', '.join(known)}")
        if (values := known[name]) is not None and value not in values:
            raise _Refused(501, f"{name} is offered as {', '.join(sorted(values))}")


def _find_artefacts(kind: str, wanted: list[str], references: str, new: bool) -> "list[MaintainableArtefact]":
    """Return the artefacts of a structure query, and those that `references` adds to them."""
    from pysdmx.model import Dataflow

    from actionlines.papers.progress.sdmx_files import AGENCY, VERSION, make_artefacts

    made, _numbers = _all_series()
    artefacts = make_artefacts(made, new=new)
    flow = Dataflow(FLOW, name=NAME, agency=AGENCY, version=VERSION, structure=artefacts[-1])  # type: ignore[arg-type]
    agency, name, version = [*wanted, "", "", ""][:3]
    along = _ALONG.get(references, tuple(_TYPES))
    known = {word: [item for item in (*artefacts, flow) if type(item).__name__ == _TYPES[word]] for word in _TYPES}
    is_ours = _names(agency, AGENCY) and version in _VERSIONS | {VERSION}
    if not (matches := [item for item in known[kind] if is_ours and _names(name, item.id)]):
        raise _Refused(404, f"there is no such {kind}")
    return matches + [item for word in along if word != kind for item in known[word]]


def _names(wanted: str, name: str) -> bool:
    return wanted in _ANY or name in wanted.replace("+", ",").split(",")


def _all_series() -> "tuple[Message, list[int]]":
    """Return a message with one row for each series of an area, without values, and the numbers of the rows."""
    import polars as pl

    from actionlines.papers.progress.sdmx_files import VALUES, code_rows

    fields = ("indicator", "series", "area", "breakdown", "unit")
    rows = list(
        Standing.objects.order_by("area", "indicator", "series", "breakdown").values_list("pk", *fields, "name")
    )
    frame = pl.DataFrame([row[1:6] for row in rows], schema=dict.fromkeys(fields, pl.String), orient="row")
    numbers = dict.fromkeys(("year", "value", "low", "high"), pl.lit(None, pl.Float64))
    texts = dict.fromkeys(("method", "status", "verdict", "note", "source"), pl.lit(""))
    made = code_rows(frame.with_columns(**numbers, **texts), {row[2]: row[6] for row in rows}, {})
    lists = {name: codes for name, codes in made.lists.items() if name not in _NOT_FIGURES}
    table = made.rows.select(name for name in (*made.dimensions, *VALUES) if name not in _NOT_FIGURES)
    structure = "_".join(("DSD_FIGURES", *made.dimensions[5:]))
    made = replace(made, rows=table, lists=lists, id=structure, name=NAME, scheme="CS_FIGURES")
    return made, [row[0] for row in rows]


def _find_values(request: HttpRequest, rest: list[str], new: bool) -> "Message":
    """Return the values that a data query asks for. Raises _Refused."""
    import polars as pl

    from actionlines.papers.progress.sdmx_files import AGENCY, VERSION

    _check(request, _OF_DATA)
    made, numbers = _all_series()
    if new:
        kind, agency, name, version, key = [*rest, "", "", "", "", ""][:5]
        if kind == "datastructure":
            name = FLOW if _names(name, made.structure) else "-"
    else:
        flow, key = [*rest, "", ""][:2]
        named = flow.split(",")
        agency, name, version = ("", named[0], "") if len(named) == 1 else [*named, ""][:3]
    if not (_names(agency, AGENCY) and _names(name, FLOW) and version in _VERSIONS | {VERSION}):
        raise _Refused(404, f"the dataflow is {AGENCY}:{FLOW}({VERSION})")
    conditions, of_time = _conditions(request, made.dimensions)
    table = made.rows.select(made.dimensions).with_columns(pl.Series("pk", numbers, pl.Int64))
    table = table.filter(_key_filter(key, made.dimensions), *conditions)
    values = _values_of(table["pk"].to_list()).filter(*of_time)
    for name, part in (("firstNObservations", pl.DataFrame.head), ("lastNObservations", pl.DataFrame.tail)):
        if name in request.GET:
            if not (count := whole_number(request.GET[name], 0)):
                raise _Refused(400, f"{name} is a whole number from 1 on")
            values = values.group_by("pk", maintain_order=True).map_groups(partial(part, n=count))
    joined = table.join(values, on="pk", maintain_order="left").drop("pk")
    if joined.is_empty():
        raise _Refused(404, "there are no values for this query")
    if request.GET.get("attributes") == "none" or request.GET.get("detail") == "dataonly":
        joined = joined.select(*made.dimensions, "TIME_PERIOD", "OBS_VALUE")
    return replace(made, rows=joined)


def _key_filter(key: str, dimensions: tuple[str, ...]) -> "pl.Expr":
    """Return the rows of `A.B+C..`, several of these with commas between them; `*`, `all` and nothing are all rows."""
    import polars as pl

    if key in _ANY:
        return pl.lit(True)
    wanted = []
    for each in key.split(","):
        codes = each.split(".")
        if len(codes) != len(dimensions):
            raise _Refused(400, f"the key has {len(codes)} parts; the dimensions are {', '.join(dimensions)}")
        pairs = zip(dimensions, codes, strict=True)
        tests = [pl.col(name).is_in(code.split("+")) for name, code in pairs if code not in _ANY]
        wanted.append(pl.all_horizontal(pl.lit(True), *tests))
    return pl.any_horizontal(wanted)


def _conditions(request: HttpRequest, dimensions: tuple[str, ...]) -> "tuple[list[pl.Expr], list[pl.Expr]]":
    """Return the filters of `c[NAME]=ge:A+le:B` on dimensions, and those on years. Raises _Refused."""
    pairs = [(name[2:-1], value) for name, held in request.GET.lists() for value in held if name.startswith("c[")]
    ends = {"startPeriod": "ge:", "endPeriod": "le:"}
    pairs += [("TIME_PERIOD", f"{ends[name]}{request.GET[name]}") for name in ends if name in request.GET]
    filters: tuple[list[Any], list[Any]] = [], []
    for name, value in pairs:
        if name not in (*dimensions, "TIME_PERIOD"):
            raise _Refused(400, f"the components are {', '.join((*dimensions, 'TIME_PERIOD'))}")
        for test in value.replace("+", " ").split():  # a plus sign in a query is a space
            filters[name == "TIME_PERIOD"].append(_test(name, test))
    return filters


def _test(name: str, text: str) -> "pl.Expr":
    import polars as pl

    word, colon, rest = text.partition(":")
    if colon and word not in _COMPARE:
        raise _Refused(501, f"use one of the operators {', '.join(_COMPARE)}")
    compare, codes = (_COMPARE[word], rest) if colon else (eq, text)
    values: Iterable[Any] = codes.split(",")
    if name == "TIME_PERIOD":
        values = [whole_number(code[:4], None) for code in codes.split(",")]
        if None in values:
            raise _Refused(400, "a period begins with its year")
    return (pl.all_horizontal if compare is ne else pl.any_horizontal)([compare(pl.col(name), item) for item in values])


def _values_of(numbers: list[int]) -> "pl.DataFrame":
    """Return the values of these series, as the columns of a message with the number `pk` of the row."""
    import polars as pl

    from actionlines.indicators.provenance import obs_statuses

    names = ("pk", "TIME_PERIOD", "OBS_VALUE", "status", "COMMENT_OBS", "SOURCE_DETAIL")
    rows: list[tuple[object, ...]] = []
    for standing in iterate_standings(numbers):
        rows += ((standing.pk, *row) for row in standing.rows)
        if len(rows) > most_of("sdmx-values"):
            raise _Refused(413, "this is too much for one answer: ask for fewer areas or series")
    kinds = (pl.Int64, pl.Int64, pl.Float64, pl.String, pl.String, pl.String)
    frame = pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")
    return frame.with_columns(status=obs_statuses(frame)).rename({"status": "OBS_STATUS"})


urlpatterns = [path("data/sdmx/<path:query>", sdmx, name="sdmx")]
