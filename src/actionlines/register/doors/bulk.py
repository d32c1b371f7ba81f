"""Everything public in one file: each kind of record as JSON lines and CSV, fields described, with checksums.

actionlines-2027-01-31.zip
├── README.md             what it is, every field of every kind
├── activities.jsonl      one record a line, as its permanent address gives it
├── activities.csv        the same as cells; a cell never becomes a formula
├── …
├── csv-metadata.json     the tables and their columns, by CSV on the Web
└── SHA256SUMS            of each of these; `sha256sum -c SHA256SUMS` checks them
"""

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from actionlines.lazily import read_rows
from actionlines.papers.files import csv_line
from actionlines.register.core.kinds import kinds
from actionlines.register.core.pages.downloads import flat
from actionlines.register.core.public_view import mark_of_withdrawals, public_data
from actionlines.register.core.schema import Data
from actionlines.register.preferences.schema import current

KEPT = 3  # files, the newest
CHUNK = 500
_ONLY = {"both": "", "json": " (JSON)", "csv": " (CSV)"}


@dataclass(frozen=True, slots=True)
class Dump:
    """A file that was made: its name, day, bytes and SHA-256."""

    name: str
    day: date
    size: int
    sha256: str

    @property
    def path(self) -> Path:
        """Return the path of the file on this machine."""
        return folder() / self.name


@cache
def list_names() -> dict[str, str]:
    """Return key of a kind -> name of its files, of all kinds that are in the file with everything."""
    return {key: kind.listed for key, kind in kinds().items() if kind.harvest}


def folder() -> Path:
    """Return the folder that holds the files."""
    data: Path = settings.DATA
    return data / "dumps"


def held(stem: str = "actionlines", suffix: str = ".zip") -> list[Dump]:
    """The files of a kind that are there, the newest first; none that was made before a record was withdrawn."""
    matches, named = [], re.compile(rf"{re.escape(stem)}-(\d{{4}}-\d{{2}}-\d{{2}}){re.escape(suffix)}")
    mark = mark_of_withdrawals()
    for path in sorted(folder().glob(f"{stem}-*{suffix}"), reverse=True):
        digest = path.with_suffix(".sha256")
        words = digest.read_text("ascii").split() if digest.is_file() else []
        if (name := named.fullmatch(path.name)) and words and words[2:] in ([], [mark]):
            matches.append(Dump(path.name, date.fromisoformat(name[1]), path.stat().st_size, words[0]))
    return matches


def make(today: date | None = None) -> Dump:
    """Make the file of today with all records."""
    day = today or datetime.now(UTC).date()
    return keep("actionlines", ".zip", day, lambda work: _make(work, day), mark_of_withdrawals())


def is_stale() -> bool:
    """Return whether there are files with all records, and none of them may be sent any more."""
    return not held() and any(folder().glob("actionlines-*.zip"))


def keep(stem: str, suffix: str, day: date, write: Callable[[Path], None], mark: str = "") -> Dump:
    """Make the file of a day, in place of one that was made on it before; old ones are deleted. A reader of the
    older file goes on reading it; after a crash there is the old file or the new one.

    mark  of the withdrawals before it was made, where a later one makes it stale
    """
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{stem}-{day.isoformat()}{suffix}"
    work, named = path.with_suffix(".incoming"), path.with_suffix(".incoming-sha256")
    try:
        write(work)
        with work.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        named.write_text(f"{digest}  {path.name}\n{mark}\n", "ascii")
        # The old digest goes first: a file without one is not offered.
        path.with_suffix(".sha256").unlink(missing_ok=True)
        work.replace(path)
        named.replace(path.with_suffix(".sha256"))
    finally:
        work.unlink(missing_ok=True)
        named.unlink(missing_ok=True)
    files = held(stem, suffix)
    current = {path, *(file.path for file in files[:KEPT])}
    for old in set(folder().glob(f"{stem}-*{suffix}")) - current:
        old.with_suffix(".sha256").unlink(missing_ok=True)
        old.unlink(missing_ok=True)
    return Dump(path.name, day, path.stat().st_size, digest)


def _make(work: Path, day: date) -> None:
    """Write the file to `work`."""
    sums: dict[str, str] = {}
    with zipfile.ZipFile(work, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
        counts = {kind: _write(out, kind, sums) for kind in list_names()}
        _put(out, "README.md", readme(day, counts).encode(), sums)
        _put(out, "csv-metadata.json", json.dumps(tables(day), indent=1).encode(), sums)
        lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        out.writestr("SHA256SUMS", lines)


def _write(out: zipfile.ZipFile, kind: str, sums: dict[str, str]) -> int:
    """Both files of a kind, in one pass over the records each; how many there are."""
    count = 0
    columns = list(fields(kind, "csv"))
    with _member(out, f"{list_names()[kind]}.jsonl", sums) as put:
        for data in _records(kind):
            put((json.dumps(data, ensure_ascii=False, default=str) + "\n").encode())
            count += 1
    with _member(out, f"{list_names()[kind]}.csv", sums) as put:
        put(("\ufeff" + csv_line(columns)).encode())
        for data in _records(kind):
            row = flat(data)
            put(csv_line(map(row.get, columns)).encode())
    return count


class _member:  # noqa: N801 - used as a function
    """A file inside, written piece by piece, its SHA-256 kept."""

    def __init__(self, out: zipfile.ZipFile, name: str, sums: dict[str, str]) -> None:
        self._name, self._sums, self._sum = name, sums, hashlib.sha256()
        self._file = out.open(name, "w", force_zip64=True)

    def __enter__(self) -> Any:
        return self._put

    def _put(self, piece: bytes) -> None:
        self._sum.update(piece)
        self._file.write(piece)

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        self._sums[self._name] = self._sum.hexdigest()


def _put(out: zipfile.ZipFile, name: str, body: bytes, sums: dict[str, str]) -> None:
    with _member(out, name, sums) as put:
        put(body)


def _records(kind: str) -> Iterator[Data]:
    """The public records of a kind in the order of their numbers."""
    matches = rows(kind)
    last = 0
    while chunk := list(matches.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        last = chunk[-1].pk
        yield from public_data(chunk)


def rows(kind: str) -> Any:
    """Return the records of a kind that are public now, with what their public form needs."""
    list_public = kinds()[kind].public_rows
    assert list_public, kind
    return list_public()


def fields(kind: str, form: str = "") -> dict[str, str]:
    """Field of a kind -> what it means; with `form` (json, csv) those that are in files of that form."""
    return {
        row["field"]: row["meaning"]
        for row in _fields()
        if row["kind"] == kind and (not form or row["in"] in ("both", form))
    }


@cache
def _fields() -> tuple[dict[str, str], ...]:
    return tuple(read_rows("actionlines.register.doors", "data/fields.csv"))


def readme(day: date, counts: dict[str, int]) -> str:
    """The description: what the file is, and every field."""
    parts = [
        f"# The register of Actionlines, {day.isoformat()}\n",
        "All that is public, as it was on that day. Each kind of record has two files: `.jsonl` has one",
        "record a line, as its permanent address gives it; `.csv` has the same as cells, lists parted by",
        "semicolons. A cell that a spreadsheet would run begins with an apostrophe. `SHA256SUMS` has the checksum",
        "of each file.\n",
        f"Licence: {current().licence}\n" if current().licence else f"{current().say_missing('licence')}\n",
    ]
    for kind, name in list_names().items():
        parts.append(f"## {name}: {counts[kind]} records\n\n| field | meaning |\n|---|---|")
        parts += [
            f"| `{row['field']}`{_ONLY[row['in']]} | {row['meaning']} |" for row in _fields() if row["kind"] == kind
        ]
        parts.append("")
    return "\n".join(parts)


def tables(day: date) -> Data:
    """Return what the tables are, by CSV on the Web (W3C): each column with its meaning."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": f"The register of Actionlines, {day.isoformat()}",
        **({"dc:license": {"@id": current().licence}} if current().licence else {}),
        "dialect": {"header": True, "encoding": "utf-8"},
        "tables": [
            {
                "url": f"{name}.csv",
                "tableSchema": {
                    "columns": [
                        {
                            "name": field,
                            "titles": field,
                            "dc:description": meaning,
                            "datatype": "integer" if field == "id" else "string",
                        }
                        for field, meaning in fields(kind, "csv").items()
                    ],
                    "primaryKey": "id",
                },
            }
            for kind, name in list_names().items()
        ],
    }
