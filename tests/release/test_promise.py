"""What programs of others rest on in an earlier release still holds: docs/reference/stability.md."""

from __future__ import annotations

import csv
import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from actionlines.deprecation import STAYS
from tests.release.promise import breaks
from tests.release.surface import Surface, as_surface, as_text, surface

ROOT = Path(__file__).parents[2]
KEPT = sorted(Path(__file__).with_name("kept").glob("*.txt.gz"))
DROPPED = list(csv.DictReader(Path(__file__).with_name("dropped.csv").read_text("utf-8").splitlines()))
BEFORE_THE_PROMISE = "0.3.0"  # the first release of all: what it broke had no time to be announced
ADVICE = "Keep it, or announce it and wait: docs/reference/stability.md."


@pytest.fixture(scope="module")
def now(django_db_setup: None, django_db_blocker: Any) -> Surface:
    with django_db_blocker.unblock():
        return surface()


@pytest.fixture(scope="module")
def first() -> Surface:
    return as_surface(gzip.decompress(KEPT[0].read_bytes()).decode())


@pytest.mark.parametrize("kept", KEPT, ids=lambda one: one.name.removesuffix(".txt.gz"))
def test_nothing_is_broken_that_was_not_announced(kept: Path, now: Surface) -> None:
    found = breaks(as_surface(gzip.decompress(kept.read_bytes()).decode()), now)
    unannounced = {name: said for name, said in found.items() if name not in {one["name"] for one in DROPPED}}
    assert not unannounced, ADVICE


@pytest.mark.parametrize("one", DROPPED, ids=lambda one: one["name"])
def test_what_is_dropped_had_its_time(one: dict[str, str], now: Surface) -> None:
    """A row is of something that is broken, was announced long enough before, and stands in the changelog."""
    broken = [name for kept in KEPT for name in breaks(as_surface(gzip.decompress(kept.read_bytes()).decode()), now)]
    assert one["name"] in broken, "nothing is broken: take the row out"
    if one["release"] != BEFORE_THE_PROMISE:
        since, until, dropped = (date.fromisoformat(one[name]) for name in ("since", "until", "dropped"))
        assert until - since >= STAYS
        assert dropped >= until
    changes = re.search(rf"^## {one['release']}.*?(?=^## |\Z)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M | re.S)
    assert changes
    assert one["name"].split()[1] in changes.group(), "CHANGELOG.md names it by its address or command"


# A made-up change: a name of today's surface gets these words; with `None` it goes, with all that is in it.
CHANGES = {
    "an operation": ("GET /api/mandates", None),
    "a parameter": ("GET /api/mandates ? query sort", None),
    "a value of a parameter": ("GET /api/mandates ? query sort", "= =newest optional"),
    "a parameter is required": ("GET /api/mandates ? query sort", "string required"),
    "a new parameter is required": ("GET /api/mandates ? query since", "string required"),
    "a field that is sent": ("POST /api/activities < fields.title", None),
    "a shorter field": ("POST /api/activities < fields.title", "string maxLength:10 required"),
    "a field that is sent is required": ("POST /api/activities < fields.summary", "string required"),
    "a field of an answer": ("GET /api/activities/{id} 200: title", None),
    "a field of an answer may be null": ("GET /api/activities/{id} 200: title", "string null required"),
    "a field of an answer is not always there": ("GET /api/activities/{id} 200: title", "string optional"),
    "another status": ("GET /api/activities/{id}", "200 202"),
    "the form of errors": ("problem: code", None),
    "a command": ("command cite", None),
    "an option": ("command review --out", None),
    "an old spelling": ("command review --data", None),
    "an option is a switch": ("command review --out", "flag optional"),
    "an argument is not repeated": ("command review <1>", "value required"),
    "a name": ("python actionlines.read", None),
    "a parameter by name alone": ("python actionlines.documents.read (source)", "name required"),
    "a field of a class": ("python actionlines.documents.Document .paragraphs", None),
    "a field of review.json": ("review.json mandates[].due", None),
    "a column": ("table activities title", None),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_a_made_up_break_is_found(change: str, now: Surface) -> None:
    name, words = CHANGES[change]
    assert (name in now) is (change != "a new parameter is required")
    parts = () if words else (f"{name} ", f"{name}.", f"{name}[")
    after = {key: held for key, held in now.items() if key != name and not key.startswith(parts)}
    if words:
        after[name] = frozenset(words.split())
    assert list(breaks(now, after)) == [name]


def test_what_is_added_breaks_nothing(now: Surface) -> None:
    new = {
        "GET /api/new": "200", "GET /api/new ? query who": "string required",
        "GET /api/mandates ? query new": "string optional", "POST /api/activities < fields.new": "string optional",
        "POST /api/activities < fields.new.part": "string required",
        "GET /api/activities/{id} 200: new": "string required", "command new <1>": "value required",
        "command review --new": "value optional", "python actionlines.new": "",
    }  # fmt: skip
    more = {
        "GET /api/mandates ? query sort": "string optional",  # any word, where a few were taken
        "GET /api/activities/{id} 200: status": "=draft =new required",
    }
    after = now | {name: frozenset(words.split()) for name, words in (new | more).items()}
    assert breaks(now, after) == {}


def test_the_kept_text_is_the_surface(now: Surface, first: Surface) -> None:
    assert as_surface(as_text(now)) == now
    rooms = {name.split()[0] for name in first}
    assert {"GET", "POST", "PATCH", "PUT", "DELETE", "command", "python", "review.json", "table"} <= rooms
    assert len(first) > 6000
