"""The texts of a table's column, and the languages it hints at; whatever Arrow type carries them."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from actionlines.alignment.names import hint
from actionlines.errors import TableError

# Why a row has no text.
NULL = "there is no text: the value is null"
NOT_UTF8 = "the text is not UTF-8"


def texts_of(table: pa.Table, name: str) -> tuple[list[str | None], list[str | None]]:
    """Return the texts of a column (None where there is none), and why it is none (None where it is a text).

    Raises TableError, which names the column and what there is.
    """
    column = table.column(place_of(table.schema, name))
    if pa.types.is_dictionary(column.type):
        column = pc.cast(column, column.type.value_type)
    kind = column.type
    if pa.types.is_null(kind):
        return [None] * len(column), [NULL] * len(column)
    if is_text(kind):
        try:
            found = column.to_pylist()
        except UnicodeDecodeError:  # nobody checks the bytes of a column when it is written
            column = pa.chunked_array([as_bytes(one) for one in column.chunks], pa.large_binary())
        else:
            return found, [NULL if one is None else None for one in found]
    return _decoded(column.to_pylist())


def place_of(schema: pa.Schema, name: str) -> int:
    """Return the place of the column of that name. Raises TableError where it cannot be that of the texts."""
    places = [place for place, one in enumerate(schema.names) if one == name]
    if len(places) != 1:
        problem = "there is no such column" if not places else f"{len(places)} columns have this name"
        there = ", ".join(f"{field.name} ({field.type})" for field in schema) or "none at all"
        raise TableError(f"column {name!r}", problem, f"The table has: {there}.")
    kind = schema.field(places[0]).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_null(kind) or is_text(kind) or _is_bytes(kind)):
        raise TableError(
            f"column {name!r}", f"its type is {kind}, not text", "Turn its values into text, or name another."
        )
    return places[0]


def hints(table: pa.Table, name: str) -> list[str]:
    """Return the language of each row that a column gives: one of the six, else ""."""
    if table.column_names.count(name) != 1:
        return [""] * len(table)
    kind = table.schema.field(name).type
    if not is_text(kind.value_type if pa.types.is_dictionary(kind) else kind):
        return [""] * len(table)
    try:
        return [hint(one) for one in table.column(name).to_pylist()]
    except UnicodeDecodeError:
        return [""] * len(table)


def is_text(kind: pa.DataType) -> bool:
    """Return whether values are text, which nobody may have checked."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind))


def as_bytes(chunk: pa.Array) -> pa.Array:
    """Text as the bytes that it is in."""
    return pc.cast(pc.cast(chunk, pa.large_string(), safe=False), pa.large_binary(), safe=False)


def _decoded(values: Sequence[bytes | None]) -> tuple[list[str | None], list[str | None]]:
    texts: list[str | None] = []
    problems: list[str | None] = []
    for value in values:
        text = problem = None
        if value is None:
            problem = NULL
        else:
            try:
                text = value.decode()
            except UnicodeDecodeError as error:
                problem = f"{NOT_UTF8}: byte 0x{value[error.start]:02x} at {error.start}"
        texts.append(text)
        problems.append(problem)
    return texts, problems
