"""The cases of dates: 200 asks with a word of time and 60 traps, in six languages, as facts about texts in `shared`.

A case names its text by file, paragraph and offsets and says when the ask is due, as a reader wrote it from the text
and the calendar before any program was run. No sentence of the papers stands here: `load_cases` reads each back and
compares its digest. How the answers are written:

- `due_on` and `due_until` are the first and the last day of the time that the words name; a limit ("by", "before", "not
  later than") has its last day in both. Both are empty where words and calendar give no day.
- `session` is "body:number" ("general-assembly:81"), with the year as number where the words give a year only, and
  "body:next" where they say no more than that. A case with a session and no day is right when its session is right.
- A session has days only where one of the two tables of sessions has them: the General Assembly's last from an opening
  to the day before the next.
- `every` counts only where it belongs to the asked verb; days beside it are those of its first occurrence.
- `certainty` is "agreed" where the words or a row of a table give the days, "estimated" where a rule or a count of
  months does, "unknown" where there is no day.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

CASES = Path(__file__).parent / "cases" / "dates.jsonl"
EVERY = (
    "monthly",
    "four-monthly",
    "quarterly",
    "half-yearly",
    "annual",
    "biennial",
    "triennial",
    "quadrennial",
    "quinquennial",
    "each-session",
)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class DateCase:
    """One clause and when it is due; the fields after `text` are the right answer."""

    file: str
    paragraph: str
    start: int
    end: int
    language: str
    half: str
    trap: bool
    text: str
    due_on: date | None
    due_until: date | None
    session: str
    every: str
    certainty: str
    adopted: date | None
    addressee: str
    receiver: str
    note: str


def _docx_text(path: Path) -> str:
    """Return the paragraphs of a DOCX file, one a line, without its headers and notes."""
    with zipfile.ZipFile(path) as archive:
        root = ElementTree.fromstring(archive.read("word/document.xml"))
    paragraphs = ("".join(part.text or "" for part in one.iter(f"{_WORD}t")) for one in root.iter(f"{_WORD}p"))
    return "\n".join(paragraphs)


def _record_text(record: dict[str, Any]) -> str:
    """Return the text of one record: its own, or its paragraphs, one after another."""
    return str(record["text"]) if "text" in record else "\n".join(one["text"] for one in record["paragraphs"])


@cache
def file_texts(path: Path) -> dict[str, str]:
    """Return the texts that a file holds, by what stands behind `#` in a case ("" for the text of a whole file)."""
    if path.suffix == ".docx":
        return {"": _docx_text(path)}
    if path.suffix != ".gz" and path.suffix != ".jsonl":
        return {"": path.read_text(encoding="utf-8")}
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = content.decode("utf-8").split("\n")
    if ".jsonl" not in path.name:  # parallel lines: by number, from 1
        return {str(number): line for number, line in enumerate(lines, 1)}
    records = [json.loads(line) for line in lines if line.strip()]
    if "n" in records[0]:  # paragraphs in six languages: by number and language
        return {f"{one['n']}:{key}": one[key] for one in records for key in ("en", "fr", "es", "ar", "ru", "zh")}
    return {str(one.get("symbol") or one["decision"]): _record_text(one) for one in records}


def document_text(shared: Path, file: str) -> str:
    """Return the text in which the offsets of a case count; `file` is relative to `shared`/data."""
    name, _, key = file.partition("#")
    return file_texts(shared / "data" / name)[key]


def digest(text: str) -> str:
    """Return the first 16 hexadecimal digits of a text's SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _day(text: str) -> date | None:
    """Return an ISO day, or None where there is none."""
    return date.fromisoformat(text) if text else None


def _case(shared: Path, row: dict[str, Any]) -> DateCase:
    """Return one line of the cases with its text; ValueError where `shared` holds another text."""
    text = document_text(shared, row["file"])[row["start"] : row["end"]]
    if digest(text) != row["digest"]:
        raise ValueError(f"{row['file']}, {row['start']} to {row['end']}: the text is not the one that was answered")
    days = {name: _day(row[name]) for name in ("due_on", "due_until", "adopted")}
    return DateCase(text=text, **{name: value for name, value in row.items() if name != "digest"} | days)


def load_cases(shared: Path) -> list[DateCase]:
    """Return all cases in their order; `shared` is the folder of shared material. Errors: OSError, ValueError."""
    with CASES.open(encoding="utf-8") as lines:
        return [_case(shared, json.loads(line)) for line in lines]
