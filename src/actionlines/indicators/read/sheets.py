"""CSV of any kind: delimiter, encoding and header are found by looking, rows are read in batches.

Excel workbooks: the values saved in the cells; formulas are not computed, macros are not run.
"""

import codecs
import csv
import io
import logging
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from actionlines.errors import DamagedInput, InputTooLarge, NoObservations, UnknownFormat, UnsafeInput
from actionlines.indicators.check import Problems
from actionlines.indicators.read.columns import MB, ROW, Raw
from actionlines.indicators.read.mapping import ColumnMapping
from actionlines.indicators.read.numbers import is_missing, parse_number

BATCH = 150_000  # rows
LARGEST = 8 * 1024**3  # bytes
WIDEST = 20_000  # columns
_SAMPLE = 256 * 1024  # bytes that are looked at
_RECORDS = 200
_DELIMITERS = ",;\t|"
_LONGEST_CELL = 1_000_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_head(head: bytes) -> str:
    """Return the first characters, whatever the encoding."""
    return head.decode(_by_look(head) or "latin-1", errors="replace").lstrip("\ufeff")


def _by_look(head: bytes) -> str:
    """Encoding that the first bytes give away: a mark, or the zero bytes of UTF-16; "" where they do not."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name
    even, odd = head[0:400:2].count(0), head[1:400:2].count(0)
    few = len(head[:400]) // 5
    return "utf-16-le" if odd > few >= even else "utf-16-be" if even > few >= odd else ""


def _find_encoding(path: Path, head: bytes) -> tuple[str, bool]:
    """(encoding, whether it was guessed): UTF-8 where all bytes are, else Windows-1252, else Latin-1."""
    if encoding := _by_look(head):
        return encoding, False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(1 << 22):
                decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        unused = any(byte in head for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        return ("latin-1" if unused else "cp1252"), True
    return "utf-8", False


def read_delimited(path: Path, mapping: ColumnMapping) -> Raw:
    """Return the cells of a delimited text. Raises NoObservations, DamagedInput, InputTooLarge."""
    if (size := path.stat().st_size) > LARGEST:
        raise InputTooLarge(path.name, f"{size / 1e9:,.1f} GB", "Split the file.")
    with path.open("rb") as handle:
        head = handle.read(_SAMPLE)
    encoding, guessed = (mapping.encoding, False) if mapping.encoding else _find_encoding(path, head)
    sample = _decode_text(path.name, head, encoding)
    if _STUB.match(sample):
        return _read_eurostat(path)
    delimiter = mapping.delimiter or _find_delimiter(sample)
    skip, header = _find_header(path.name, sample, delimiter)
    problems = []
    if guessed:
        problems.append(Problems.of("", "encoding", [(0, f"the text is not UTF-8; it was read as {encoding}")]))
    understood = {"encoding": encoding, "delimiter": delimiter}
    raw = Raw(path.name, "csv", iter(()), found=understood, problems=problems, delimiter=delimiter)
    batches = _read_batches(path, encoding, delimiter, skip, header, raw)
    return Raw(raw.name, "csv", batches, raw.constants, understood, problems, raw.refused, delimiter)


# Head of a bulk file of Eurostat: the dimensions in one cell, then the periods.
_STUB = re.compile(r"[\w,]+\\(?:TIME_PERIOD|time)\s*\t", re.IGNORECASE)


def _read_eurostat(path: Path) -> Raw:
    """Return the cells of Eurostat's tab-separated form, one row for each; `:` is no value, letters are flags."""
    try:
        wide = pl.read_csv(path, separator="\t", infer_schema=False, quote_char=None)
    except pl.exceptions.PolarsError as error:
        raise DamagedInput(path.name, f"cannot be cut into cells ({error!s:.100})", "Download it again.") from error
    stub, *periods = wide.columns
    names = stub.partition("\\")[0].split(",")
    parts = wide[stub].str.split_exact(",", len(names) - 1).struct.rename_fields(names).struct.unnest()
    wide = pl.concat([parts, wide.select(periods)], how="horizontal").with_row_index(ROW, 2)
    long = wide.unpivot(periods, index=[ROW, *names], variable_name="TIME_PERIOD", value_name="cell")
    cell = pl.col("cell").str.strip_chars()
    long = long.filter(~cell.str.starts_with(":")).select(
        *names,
        pl.col("TIME_PERIOD").str.strip_chars(),
        OBS_VALUE=cell.str.extract(r"^(\S+)"),
        OBS_FLAG=cell.str.extract(r"\s(\w+)$").fill_null(""),
        **{ROW: pl.col(ROW).cast(pl.Int64)},
    )
    batches = iter([long.sort(ROW, maintain_order=True)])
    return Raw(path.name, "eurostat-tsv", batches, found={"delimiter": "\t"}, delimiter="\t")


def _decode_text(name: str, head: bytes, encoding: str) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    except LookupError as error:
        raise DamagedInput(name, f"there is no encoding {encoding!r}", "Correct the mapping.") from error
    if text.count("\x00") * 10 > len(text):
        raise DamagedInput(name, "binary data, not text", "Give CSV, Parquet, Excel, SDMX or JSON-stat.")
    return text.lstrip("\ufeff")


def _split_records(sample: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter), _RECORDS))
    except csv.Error:
        return []


def _find_delimiter(sample: str) -> str:
    """Return the sign that cuts most records into the same number of cells, and more than one."""

    def score(sign: str) -> tuple[float, int]:
        """Return how many records have the same width, and that width."""
        if not (records := [len(record) for record in _split_records(sample, sign) if record]):
            return 0.0, 0
        width, times = Counter(records).most_common(1)[0]
        return (times / len(records), width) if width > 1 else (0.0, 0)

    scores = {sign: score(sign) for sign in _DELIMITERS}
    best = max(part for part, _ in scores.values())
    return max(_DELIMITERS, key=lambda sign: (scores[sign][0] >= best - 0.1, scores[sign][1]))


def _find_header(name: str, sample: str, delimiter: str) -> tuple[int, list[str]]:
    """(records above the header, header): the first record that is as filled as most are wide."""
    records = _split_records(sample, delimiter)
    if not (widths := Counter(len(record) for record in records if len(record) > 1)):
        widths = Counter(len(record) for record in records if record)
    if not widths:
        raise NoObservations(name, "no row of cells", "Check that it is the right file.")
    usual = widths.most_common(1)[0][0]
    at = next((at for at, record in enumerate(records) if len(record) >= min(usual, 2) and
               sum(bool(cell.strip()) for cell in record) * 2 > usual), 0)  # fmt: skip
    header = records[at]
    if len(header) > WIDEST:
        raise InputTooLarge(name, f"{len(header):,} columns", "Check the delimiter.")
    return at, unique_headers(header)


def unique_headers(header: list[str]) -> list[str]:
    """Headers without blanks at the ends, numbered where they repeat or are empty.

    >>> unique_headers(["Year", "", "Year", "*"])
    ['Year', 'column 2', 'Year (2)', '(*)']
    """
    seen: dict[str, None] = {}
    following: dict[str, int] = {}  # name -> number of its next repetition: searched once, not for each column
    for at, raw in enumerate(header, 1):
        base = " ".join(raw.replace("\x00", " ").split()) or f"column {at}"
        if base == "*" or (base.startswith("^") and base.endswith("$")):
            base = f"({base})"  # polars takes such a name for a pattern of names
        name = base
        while name in seen:
            times = following.get(base, 2)
            name, following[base] = f"{base} ({times})", times + 1
        seen[name] = None
    return list(seen)


def _read_batches(
    path: Path, encoding: str, delimiter: str, skip: int, header: list[str], raw: Raw
) -> Iterator[pl.DataFrame]:
    """Fast where every row has the cells of the header; row by row where one has not."""
    if encoding in ("utf-8", "utf-8-sig", "ascii"):
        yield from _read_fast(path, path, encoding, delimiter, skip, header, raw)
        return
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        with path.open(encoding=encoding, errors="replace", newline="") as source:
            while chunk := source.read(1 << 20):
                copy.write(chunk.encode("utf-8"))
        copy.flush()
        yield from _read_fast(Path(copy.name), path, "utf-8-sig", delimiter, skip, header, raw)


def _read_fast(
    path: Path, named: Path, encoding: str, delimiter: str, skip: int, header: list[str], raw: Raw
) -> Iterator[pl.DataFrame]:
    done = 0
    try:
        if skip or len(set(header)) != len(header):
            raise pl.exceptions.ComputeError("the header is not the first line")
        lazy = pl.scan_csv(
            path, separator=delimiter, infer_schema=False, has_header=False,
            schema=dict.fromkeys(header, pl.String), row_index_name=ROW, row_index_offset=1, encoding="utf8",
        )  # fmt: skip
        for batch in lazy.collect_batches(chunk_size=BATCH, maintain_order=True):
            if done == 0:
                batch = batch.slice(1)
            done += batch.height
            yield batch
    except pl.exceptions.PolarsError:
        yield from _read_slow(path, delimiter, skip, header, done, raw)


def _read_slow(path: Path, delimiter: str, skip: int, header: list[str], done: int, raw: Raw) -> Iterator[pl.DataFrame]:
    """Record by record from the first that was not read yet; rows with other numbers of cells are refused."""
    csv.field_size_limit(_LONGEST_CELL)
    width = len(header)
    bad: list[tuple[int, str]] = []
    rows: list[list[str]] = []
    numbers: list[int] = []
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        reader = csv.reader((line.replace("\x00", "") for line in handle), delimiter=delimiter)
        for number, record in _number_records(reader, bad):
            if number <= skip + 1 + done or not record:
                continue
            if len(record) > width and not any(record[width:]):
                record = record[:width]
            if len(record) != width:
                bad.append((number, f"{len(record)} cells, and the header has {width}"))
                continue
            rows.append(record)
            numbers.append(number)
            if len(rows) == BATCH:
                yield _make_frame(rows, numbers, header)
                rows, numbers = [], []
    raw.problems.append(Problems.of("", "cells", bad))
    raw.refused.append(len(bad))
    if rows:
        yield _make_frame(rows, numbers, header)


def _number_records(reader: Iterator[list[str]], bad: list[tuple[int, str]]) -> Iterator[tuple[int, list[str]]]:
    number = 0
    while True:
        number += 1
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            bad.append((number, f"cannot be cut into cells ({error})"))


def _make_frame(rows: list[list[str]], numbers: list[int], header: list[str]) -> pl.DataFrame:
    frame = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String), orient="row")
    return frame.with_columns(pl.Series(ROW, numbers, dtype=pl.Int64))


LARGEST_WORKBOOK, UNPACKED, ENTRIES, RATIO = 200 * MB, 1500 * MB, 5_000, 200
_MACROS = ("vbaProject.bin", "macrosheets/")
_HEADER_ROWS = 50  # rows in which a header is looked for


def read_excel(path: Path, mapping: ColumnMapping) -> Raw:
    """Return the cells of one sheet: that of the mapping, else the first that holds a table.

    Raises UnknownFormat (AL102), DamagedInput (AL105), InputTooLarge (AL106), UnsafeInput (AL107),
    NoObservations (AL601).
    """
    macros = _guard_workbook(path)
    sheets = _read_sheets(path, mapping.sheet)
    name, frame, at = max(sheets, key=lambda sheet: sheet[1].height > sheet[2] + 1)
    if frame.height <= at + 1:
        raise NoObservations(path.name, "no sheet with a header and rows below it", "Check the sheet.")
    header = unique_headers([cell or "" for cell in frame.row(at)])
    body = frame.slice(at + 1)
    body.columns = header
    body = body.with_columns(pl.int_range(at + 2, at + 2 + pl.len(), dtype=pl.Int64).alias(ROW))
    body = body.filter(~pl.all_horizontal(pl.exclude(ROW).is_null()))
    problems = []
    if macros:
        problems.append(Problems.of("", "macro", [(0, "the workbook holds macros, which were not run")]))
    # a cell of a workbook is a number or a text, never a number in some notation: points are decimal
    return Raw(path.name, "xlsx", iter([body]), found={"sheet": name}, problems=problems)


def _guard_workbook(path: Path) -> bool:
    """Return whether there are macros; raises where it is no workbook or would unpack beyond the limits."""
    if (size := path.stat().st_size) > LARGEST_WORKBOOK:
        raise InputTooLarge(
            path.name, f"{size / MB:,.0f} MB, and the limit is {LARGEST_WORKBOOK / MB:,.0f} MB", "Use CSV."
        )
    try:
        with zipfile.ZipFile(path) as box:
            parts = box.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedInput(path.name, "a broken workbook", "Open it in its program and save it again.") from error
    names = [part.filename for part in parts]
    if len(parts) > ENTRIES or sum(part.file_size for part in parts) > UNPACKED:
        raise InputTooLarge(path.name, "the workbook unpacks to more than the limit", "Use CSV.")
    if any(part.file_size > RATIO * max(part.compress_size, 1) and part.file_size > 10 * MB for part in parts):
        raise UnsafeInput(path.name, "a part of the workbook unpacks to many times its size", "Do not open it.")
    if not any(name.startswith("xl/") for name in names):
        raise UnknownFormat(path.name, "a container, but not an Excel workbook", "Save it as .xlsx or CSV.")
    return any(mark in name for name in names for mark in _MACROS)


def _read_sheets(path: Path, wanted: str) -> list[tuple[str, pl.DataFrame, int]]:
    import fastexcel

    logging.getLogger("fastexcel").setLevel(logging.ERROR)
    pairs = []
    try:
        book = fastexcel.read_excel(path)
        names = book.sheet_names
        if wanted and wanted not in names:
            raise NoObservations(path.name, f"no sheet {wanted!r}", f"The sheets are {', '.join(names)}.")
        for name in [wanted] if wanted else names:
            frame = book.load_sheet(name, header_row=None, dtypes="string", skip_rows=0).to_polars()
            at = _find_sheet_header(frame)
            pairs.append((name, frame, at))
            if frame.height > at + 1:
                break
    except (fastexcel.FastExcelError, OSError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise DamagedInput(path.name, f"a broken workbook ({reason})", "Open and save it again.") from error
    if not pairs:
        raise NoObservations(path.name, "a workbook without sheets", "Check that it is the right file.")
    return pairs


def _find_sheet_header(frame: pl.DataFrame) -> int:
    """Return the first row that is as filled as any and holds words; 0 where none is."""
    head = frame.head(_HEADER_ROWS).rows()
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in head]
    most = max(filled, default=0)
    for at, (row, count) in enumerate(zip(head, filled, strict=True)):
        words = sum(bool(cell) and not is_missing(cell) and parse_number(cell) is None for cell in row)
        if count * 2 > most and count > 1 and words:
            return at
    return 0
