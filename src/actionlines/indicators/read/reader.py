"""One way in for all formats: look what it is, read its cells, make the table, check it.

One series from the UN SDG API, page by page; the only part of reading that needs a network.
"""

import contextlib
import gzip
import json
import tempfile
import zlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

import polars as pl

from actionlines import errors
from actionlines.indicators.check import Problems, ValueLimits, check_table
from actionlines.indicators.model import empty_table
from actionlines.indicators.read import messages, numbers, sheets
from actionlines.indicators.read.columns import MB, ROW, Raw, TableReading, fold_header
from actionlines.indicators.read.mapping import ColumnMapping, Plan, make_plan, read_mapping
from actionlines.indicators.read.messages import raw_of
from actionlines.indicators.read.numbers import NumberStyle
from actionlines.indicators.read.shape import Shaper, shape_all
from actionlines.json_types import JsonMapping

SERVICE = "https://unstats.un.org/SDGAPI/v1/sdg"
PAGE = 10_000  # records of an answer
PAGES = 200
_LARGEST = 200 * MB
_FILE = "Check the connection, or download the series elsewhere and give the path of the file."


def fetch_series(
    code: str, *, base_url: str = SERVICE, timeout: float = 60.0, retries: int = 2, mapping: ColumnMapping | None = None
) -> TableReading:
    """Return all observations of a series (`IT_USE_ii99`) as the SDG API has them.

    `timeout` in seconds for each silence, `retries` further attempts for each page. Raises Offline (AL202),
    NotServed (AL203), MalformedMessage (AL604), NoObservations (AL601).
    """
    if not code.replace("_", "").isalnum() or not code.isascii():
        raise errors.NotServed(code[:40], "not the code of a series", "Codes look like IT_USE_ii99.")
    records: list[object] = []
    for page in range(1, PAGES + 1):
        content = _get_page(code, page, base_url, timeout, retries)
        data = content.get("data")
        if not isinstance(data, list):
            raise errors.MalformedMessage(code, "the service answered without data", "Try again later.")
        records += data
        last = content.get("totalPages")
        if not data or not isinstance(last, int) or page >= last:
            break
    if not records:
        raise errors.NoObservations(code, "the service has no observation of this series", "Check the code.")
    return reading_of(raw_of(code, json.dumps({"data": records}).encode()), mapping)


def _get_page(code: str, page: int, base_url: str, timeout: float, retries: int) -> dict[str, object]:
    # Here: who reads files need not wait for what only a network needs.
    from actionlines.documents.fetch import get_page

    query = urlencode({"seriesCode": code, "page": page, "pageSize": PAGE})
    url = f"{base_url.rstrip('/')}/Series/Data?{query}"
    try:
        answer = get_page(url, code, timeout=timeout, retries=retries, largest=_LARGEST)
    except errors.Offline as error:
        raise errors.Offline(code, error.problem, _FILE) from error
    except errors.NotServed as error:
        raise errors.NotServed(code, error.problem, "Check the code of the series.") from error
    try:
        content = json.loads(answer.body)
    except ValueError as error:
        raise errors.MalformedMessage(code, "the service answered with no JSON", "Try again later.") from error
    if not isinstance(content, dict):
        raise errors.MalformedMessage(code, "the service answered with no message", "Try again later.")
    return content


_HEAD = 4096
_LARGEST_UNPACKED = 2 * 1024**3  # bytes


def read_indicators(
    path: str | Path, mapping: str | Path | JsonMapping | ColumnMapping | None = None, *, area: str = ""
) -> TableReading:
    """Return the observations of a file: CSV, Parquet, Excel, SDMX-CSV, SDMX-ML, SDMX-JSON, JSON-stat, SDG API.

    A file packed by gzip is read as what is inside.
    `mapping` says which column is what where headers do not (YAML file, its content, or a ColumnMapping).
    `area` (an id of the framework) leaves the rows of all other areas unread: neither made into observations
    nor checked, neither in `rows_in` nor among the problems. A row whose area is not known and comes near it
    is read, so that a misspelt name is reported.
    Rows that cannot stand are refused and named in `problems`; errors of the file as a whole are raised:
    InputNotFound (AL108), EmptyInput (AL101), UnknownFormat (AL102), DamagedInput (AL105), InputTooLarge
    (AL106), UnsafeInput (AL107), NoObservations (AL601), UnknownLayout (AL602), BadMapping (AL603),
    MalformedMessage (AL604).
    """
    chosen = read_mapping(mapping)
    with _unpack_file(Path(path)) as plain:
        return reading_of(_open_raw(plain, chosen), chosen, area)


@contextlib.contextmanager
def _unpack_file(path: Path) -> Iterator[Path]:
    """Yield the file itself, or a copy out of gzip (`figures.csv.gz`), which is gone afterwards."""
    try:
        with path.open("rb") as handle:
            packed = handle.read(2) == b"\x1f\x8b"
    except OSError:
        packed = False  # `_open_raw` says why
    if not packed:
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name.removesuffix(".gz")
        try:
            with gzip.open(path) as source, copy.open("wb") as out:
                while chunk := source.read(1 << 20):
                    out.write(chunk)
                    if out.tell() > _LARGEST_UNPACKED:
                        raise errors.InputTooLarge(path.name, "more than 2 GB unpacked", "Unpack and split the file.")
        except (OSError, EOFError, zlib.error) as error:
            raise errors.DamagedInput(path.name, f"cannot be unpacked ({error})", "Download it again.") from error
        yield copy


def reading_of(raw: Raw, mapping: ColumnMapping | None = None, area: str = "") -> TableReading:
    """Return the table of cells that were read, checked."""
    mapping = mapping or ColumnMapping()
    batches = iter(raw.batches)
    first = next(batches, None)
    if first is None or not first.height:
        if raw.refused and sum(raw.refused):
            return _without_rows(raw)
        raise _no_observations(raw)
    plan = make_plan(raw, first, mapping)
    how = _choose_style(first, plan, raw.delimiter, mapping.decimal)
    shaper = Shaper(plan, how, area)
    table = shape_all(_clean_batches(chain((first,), batches), plan), shaper)
    if not shaper.rows_in and not shaper.others and not sum(raw.refused):
        raise _no_observations(raw)
    notes = _note_problems(how, shaper.notation)
    checked = check_table(empty_table() if table is None else table, _value_limits(mapping), shaper.names)
    refused = sum(raw.refused)
    problems = Problems.join([*raw.problems, *notes, *shaper.problems, checked.problems])
    understood = {**raw.found, "decimal": "," if how.comma else "."}
    if area:
        understood |= {"area": area, "rows of other areas": f"{shaper.others:,}"}
    return TableReading(
        checked.table, problems, raw.name, raw.format, plan.layout, shaper.rows_in + refused,
        shaper.refused + checked.refused + refused, MappingProxyType(understood), MappingProxyType(shaper.names),
        frozenset(shaper.indicators if area else set(checked.table["indicator"].unique()) - {""}),
        shaper.others, plan.layout != "columns" or not plan.series, MappingProxyType(shaper.definitions),
        plan.understood(),
    )  # fmt: skip


def _no_observations(raw: Raw) -> errors.NoObservations:
    return errors.NoObservations(raw.name, "a header and no row below it", "Check that it is the right file.")


def _clean_batches(batches: Iterator[pl.DataFrame], plan: Plan) -> Iterator[pl.DataFrame]:
    """Without empty lines, and without the labels of SDMX-CSV: `REF_AREA: Area` over `404: Kenya`."""
    for batch in batches:
        if not plan.wide and _is_empty(pl.col(plan.roles["value"]), batch):
            cells = [pl.col(name) for name, kind in batch.schema.items() if kind == pl.String]
            others = [pl.col(n) for n, kind in batch.schema.items() if kind != pl.String and n != ROW]
            bare = [cell.is_null() | (cell.str.strip_chars() == "") for cell in cells]
            batch = batch.filter(~pl.all_horizontal(*bare, *(other.is_null() for other in others)))
        labelled = [name for name, kind in batch.schema.items() if fold_header(name) != name and kind == pl.String]
        yield batch.with_columns(pl.col(labelled).str.replace(r"^([^:]*): .*$", "$1")) if labelled else batch


def _is_empty(value: pl.Expr, batch: pl.DataFrame) -> bool:
    """Return whether a value is empty: only then can a line be."""
    column = batch.select(value.alias("value"))["value"]
    return column.null_count() > 0 or (column.dtype == pl.String and bool((column.str.strip_chars() == "").any()))


def _without_rows(raw: Raw) -> TableReading:
    refused = sum(raw.refused)
    problems = Problems.join(raw.problems)
    return TableReading(
        empty_table(), problems, raw.name, raw.format, "", refused, refused, raw.found, MappingProxyType({})
    )


def _value_limits(mapping: ColumnMapping) -> ValueLimits | None:
    return ValueLimits(mapping.limits[0], mapping.limits[1]) if mapping.limits else None


def _choose_style(first: pl.DataFrame, plan: Plan, delimiter: str, decimal: str) -> NumberStyle:
    headers = plan.wide or (plan.roles["value"],)
    if not (text := [first[header] for header in headers if first.schema[header] == pl.String]):
        return NumberStyle(False, True)
    return numbers.number_style(pl.concat([column.alias("cell") for column in text]), delimiter, decimal)


def _note_problems(how: NumberStyle, notation: int) -> Iterator[Problems]:
    """Problems of the file as a whole."""
    mark_name = "a decimal comma" if how.comma else "a decimal point"
    if how.sure and notation:
        note = f"{notation:,} numbers have separators; they were read with {mark_name}"
        yield Problems.of("", "number-text", [(0, note)])
    if not how.sure:
        yield Problems.of(
            "", "number-style", [(0, f"numbers could be read in two ways; they were read with {mark_name}")]
        )


def _open_raw(path: Path, mapping: ColumnMapping) -> Raw:
    try:
        with path.open("rb") as handle:
            head = handle.read(_HEAD)
    except OSError as error:
        if isinstance(error, IsADirectoryError):
            raise errors.InputNotFound(path.name, "this is a folder", "Name the files in it.") from error
        what = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be opened ({error.strerror})"
        raise errors.InputNotFound(path.name, what, "Check the path.") from error
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise errors.EmptyInput(path.name, "the file holds nothing", "Check that it is the right file.")
    if head.startswith(b"PAR1"):
        return _read_parquet(path)
    if head.startswith(b"PK\x03\x04"):
        return sheets.read_excel(path, mapping)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise errors.UnknownFormat(path.name, "an old Excel or Word file, or one with a password", "Save it as .xlsx.")
    if head.startswith((b"%PDF", b"\x89PNG", b"GIF8", b"\xff\xd8\xff")):
        raise errors.UnknownFormat(path.name, "not a file of figures", "Give CSV, Parquet, Excel, SDMX or JSON-stat.")
    start = sheets.decode_head(head).lstrip()
    if start.startswith("<"):
        return messages.read_xml(path, start)
    if start.startswith(("{", "[")):
        return messages.read_json(path)
    return sheets.read_delimited(path, mapping)


def _read_parquet(path: Path) -> Raw:
    """Return the cells of a Parquet file. Lists and structs are left out. Raises DamagedInput (AL105)."""
    try:
        frame = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        reason = " ".join(str(error).split())[:120]
        raise errors.DamagedInput(path.name, f"a broken Parquet file ({reason})", "Download it again.") from error
    flat = [name for name, kind in frame.schema.items() if not kind.is_nested() and kind != pl.Binary]
    coded = [name for name in flat if frame.schema[name] in (pl.Categorical, pl.Enum)]
    frame = frame.select(flat).with_columns(pl.col(coded).cast(pl.String))
    rows = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias(ROW)
    return Raw(path.name, "parquet", iter([frame.with_columns(rows)]))
