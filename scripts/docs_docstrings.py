"""Extension of griffe: docstrings are written for a terminal; on the site their lists become tables.

A list is lines of the form `name   meaning`, with two blanks or more between, and deeper lines that go on with a
meaning. Examples that begin with `>>>` become code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import griffe

_ENTRY = re.compile(r"( {0,4})(\S(?:.*?\S)?) {2,}(\S.*)")


class Tables(griffe.Extension):
    """Rewrite the docstring of every object."""

    def on_object(self, *, obj: griffe.Object, **_: Any) -> None:
        """Replace lists and examples in the docstring of `obj`."""
        if obj.docstring:
            obj.docstring.value = "\n".join(rewritten(obj.docstring.value.splitlines()))


def rewritten(lines: list[str]) -> Iterator[str]:
    """Yield the lines of a docstring as Markdown."""
    place = 0
    while place < len(lines):
        if lines[place].lstrip().startswith(">>>"):
            block, place = _until_blank(lines, place)
            yield from ("", "```pycon", *(one.strip() for one in block), "```", "")
        elif _ENTRY.fullmatch(lines[place]) and (place == 0 or not lines[place - 1].strip()):
            block, place = _until_blank(lines, place)
            yield from ("", *_table(block), "")
        else:
            yield lines[place]
            place += 1


def _until_blank(lines: list[str], place: int) -> tuple[list[str], int]:
    end = place
    while end < len(lines) and lines[end].strip():
        end += 1
    return lines[place:end], end


def _table(block: list[str]) -> Iterator[str]:
    rows: list[list[str]] = []
    depth = len(block[0]) - len(block[0].lstrip())
    rest: list[str] = []
    for line in block:
        found = _ENTRY.fullmatch(line)
        if found and len(found.group(1)) == depth and not rest:
            rows.append([found.group(2), found.group(3)])
        elif line.startswith(" " * (depth + 2)) and not rest:
            rows[-1][1] += f" {line.strip()}"
        else:
            rest.append(line)
    yield from ("| Name | Meaning |", "|---|---|")
    for name, meaning in rows:
        shown = name if "`" in name else f"`{name}`"
        yield f"| {shown} | {meaning} |".replace("<", "&lt;")
    if rest:
        yield from ("", *rest)
