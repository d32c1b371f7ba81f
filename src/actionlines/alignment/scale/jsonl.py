"""JSON lines: rows that stay as they are, their texts aligned, bad rows named and kept."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.found import Found, find_labels
from actionlines.alignment.names import free_names, hint
from actionlines.alignment.scale.kinds import Kind, add, kind_of
from actionlines.alignment.scale.model import Options
from actionlines.errors import TableError

_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
# What a line that is no JSON object is kept as.
_RAW = "input"
# Lists and objects in each other beyond which a row is not read: far from the limit of the parser and of all who
# come behind it, which depends on the caller.
_DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Row:
    """A line. `number` counts from 1; `raw` is the line; `problem` says why it has no text to align."""

    number: int
    raw: str
    fields: Mapping[str, Any]
    text: str | None
    problem: str | None


def rows_of(lines: Iterable[bytes], text: str, before: int = 0) -> Iterable[Row]:
    """The rows of some lines; blank lines are none, but count."""
    for number, line in enumerate(lines, start=before + 1):
        line = line.removeprefix(b"\xef\xbb\xbf").strip() if number == 1 else line.strip()
        if line:
            yield _row(number, line, text)


def _row(number: int, line: bytes, text: str) -> Row:
    try:
        raw = line.decode()
    except UnicodeDecodeError as error:
        raw = line.decode("utf-8", "backslashreplace")
        problem = f"it is not UTF-8 (byte 0x{line[error.start]:02x} at {error.start})"
        return Row(number, raw, {_RAW: raw}, None, problem)
    try:
        fields = json.loads(raw)
    except (ValueError, RecursionError) as error:
        return Row(number, raw, {_RAW: raw}, None, f"it is no JSON ({error})")
    if not isinstance(fields, dict):
        return Row(number, raw, {_RAW: raw}, None, "it is no JSON object")
    if raw.count("[") + raw.count("{") > _DEEPEST and _is_deep(fields):
        problem = f"its lists and objects lie more than {_DEEPEST} deep in each other"
        return Row(number, raw, {_RAW: raw}, None, problem)
    value = fields.get(text)
    if isinstance(value, str):
        return Row(number, raw, fields, value, None)
    if text not in fields:
        return Row(number, raw, fields, None, f"it has no field {text!r}")
    what = "null" if value is None else _TYPES[type(value)]
    return Row(number, raw, fields, None, f"its field {text!r} is {what}, not text")


def _is_deep(row: dict[str, Any]) -> bool:
    """Whether it lies deeper than is read; level by level, for recursion is what it is to be kept from."""
    level: list[Any] = [row]
    for _ in range(_DEEPEST):
        inner = itertools.chain.from_iterable(one.values() if isinstance(one, dict) else one for one in level)
        level = [one for one in inner if isinstance(one, dict | list)]
    return bool(level)


def align_rows(aligner: Aligner, rows: Sequence[Row], options: Options) -> Found:
    """What the texts of some rows speak to; their field `language` is a hint."""
    return find_labels(
        aligner,
        [one.text for one in rows],
        [hint(one.fields.get("language")) for one in rows],
        evidence=options.evidence,
        threshold=options.threshold,
    )


def problems(rows: Sequence[Row], found: Found) -> list[tuple[int, str]]:
    """Number and error of each bad row."""
    both = [(row.number, row.problem or other) for row, other in zip(rows, found.problems, strict=True)]
    return [(number, why) for number, why in both if why]


def spliced(rows: Sequence[Row], found: Found, scores: bool) -> list[bytes]:
    """The rows as lines, each as it was with what was found behind it."""
    out = []
    for row, new, unexpected in zip(rows, found.rows(scores), found.problems, strict=True):
        own = row.fields
        new["error"] = row.problem or unexpected
        if new["error"]:
            new["language"] = None
            new.pop("scores", None)
        if "language" in own:
            del new["language"]
        if names := free_names(own, new):
            whole = _dumped({**{names.get(name, name): value for name, value in own.items()}, **new})
        elif own and own.get(_RAW) is not row.raw:
            # The row's own words stay letter by letter: numbers, spaces, escapes.
            whole = f"{row.raw[:-1].rstrip()}, {_dumped(new)[1:]}"
        else:
            whole = _dumped({**own, **new})
        out.append(whole.encode("utf-8", "surrogatepass") + b"\n")
    return out


def _dumped(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(value)
    return text


@dataclass(frozen=True, slots=True)
class Survey:
    """What a piece of a file holds: lines, rows, the kind of each field, and rows with a text to align."""

    lines: int
    rows: int
    fields: Mapping[str, Kind]
    texts: int


def survey(data: bytes, text: str) -> Survey:
    """Look at each row of a piece of a file."""
    fields: dict[str, Kind] = {}
    rows = texts = 0
    for row in rows_of(data.split(b"\n"), text):
        rows += 1
        texts += row.text is not None
        add(fields, {name: kind_of(value) for name, value in row.fields.items()})
    return Survey(data.count(b"\n"), rows, fields, texts)


def no_texts(name: str, text: str, fields: Iterable[str]) -> TableError:
    """The error for a file none of whose rows has a text."""
    there = ", ".join(sorted(fields)[:20]) or "none"
    return TableError(name, f"no row has a text in the field {text!r}", f"The fields are: {there}.")
