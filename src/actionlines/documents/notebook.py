"""Small tables that a notebook shows in the place of an object."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

# Rows shown, and characters of a cell: a notebook keeps what it shows.
ROWS, CELL = 20, 300


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> str:
    """Return an HTML table of plain text, with the first rows of `total`.

    >>> table("One", ["Verb"], [["<b>"]], 1).partition("<tbody>")[2]
    '<tr><td>&lt;b&gt;</td></tr></tbody></table>'
    """
    shown = [row for row, _ in zip(rows, range(ROWS), strict=False)]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in headings)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in shown)
    more = f" (the first {len(shown)} of {total})" if total > len(shown) else ""
    return (
        f"<table><caption>{escape(title + more)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _cell(text: str) -> str:
    return escape(text if len(text) <= CELL else text[: CELL - 1] + "…")
