"""Mandates as a data frame of polars, which the extra `measure` brings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from actionlines.errors import EngineError
from actionlines.results.columns import MANDATES, Column
from actionlines.results.find import mandates
from actionlines.results.inputs import OnError, Source

if TYPE_CHECKING:
    import polars


def mandates_frame(
    paths: Source | Iterable[Source], *, language: str = "en", on_error: OnError | None = None
) -> polars.DataFrame:
    """Return the mandates of documents and folders as a polars frame, one mandate a row.

    The columns are those of `actionlines mandates --format csv` (docs/reference/data-model.md): lists stay lists,
    `due_date` is a list of dates, `page` is null where a format has no pages. The arguments are those of
    `mandates`.

    Raises EngineError (AL503) where polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        advice = "Install it with `pip install 'actionlines[measure]'`."
        raise EngineError("mandates_frame", "polars is not installed", advice) from error
    types: dict[str, Any] = {
        "text": polars.String, "texts": polars.List(polars.String), "number": polars.Int64,
        "truth": polars.Boolean, "dates": polars.List(polars.Date),
    }  # fmt: skip
    rows = [one.to_dict() for one in mandates(paths, language=language, on_error=on_error)]
    data = {column.name: [_value(column, row) for row in rows] for column in MANDATES}
    return polars.DataFrame(data, schema={column.name: types[column.kind] for column in MANDATES})


def _value(column: Column, row: dict[str, Any]) -> Any:
    value = column.of(row)
    return list(map(date.fromisoformat, value)) if column.kind == "dates" else value
