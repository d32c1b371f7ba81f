"""A backup or restore that is interrupted anywhere leaves nothing half done, and the same command works again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from actionlines.errors import BackupError
from actionlines.register.activities.models import Activity
from actionlines.register.core.models import Version
from actionlines.register.people.models import User
from actionlines.register.site.backup import backup, checked, restore
from actionlines.register.site.backup.tables import Digest, all_models, lines
from tests.effort import examples
from tests.people import activity, person

pytestmark = pytest.mark.django_db(transaction=True)
POINTS = 20
GOLDEN = sorted((Path(__file__).parents[3] / "golden" / "backups").glob("*.zip"))
# Calls a command of the command line that kills its own process at a call of `tell`.
KILLED = """
import os, signal, sys
from actionlines.cli import register
at = int(sys.argv.pop(1))
def counting(_quiet):
    calls = iter(range(10_000))
    def tell(what, done):
        if next(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
    return tell
register._open_progress = counting
from actionlines.cli import main
main(sys.argv[1:])
"""


def sums() -> dict[str, Digest]:
    """Return the digest of every table."""
    return {model._meta.db_table: Digest.of(lines(model)) for model in all_models()}


def flush() -> None:
    """Empty the register."""
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def filled(settings, tmp_path):
    """A register with records and 20 originals, and its backup."""
    settings.DATA = tmp_path / "data"
    (settings.DATA / "files").mkdir(parents=True)
    from actionlines.register.core.imports.files import store

    for number in range(20):
        store(f"1. Requests report {number}.\n".encode(), f"{number}.txt", person("secretariat"))
    activity(title="Wells", results=[{"what": "x", "value": 1.5, "a": -0.0, "much": 1e22}])
    backup(tmp_path / "all.zip")
    return tmp_path / "all.zip"


def stopping(at):
    """Return a report of progress that interrupts its caller at the call `at`."""
    calls = iter(range(10_000))

    def tell(what, done):
        if next(calls) == at:
            raise KeyboardInterrupt

    return tell


def points(manifest):
    """Return 20 calls of progress, from the first to the last."""
    calls = len(manifest["tables"]) + len(manifest["files"])
    return [round(at * (calls - 1) / (POINTS - 1)) for at in range(POINTS)]


def test_a_restore_that_is_interrupted_works_again(filled):
    before = sums()
    flush()
    for at in points(checked(filled)):
        with pytest.raises(KeyboardInterrupt):
            restore(filled, stopping(at))
        assert not User.objects.exists() and not Activity.objects.exists()
    restore(filled)
    assert sums() == before


def test_a_backup_that_is_interrupted_leaves_none(filled, tmp_path):
    for at in points(checked(filled)):
        with pytest.raises(KeyboardInterrupt):
            backup(tmp_path / "again.zip", stopping(at))
        assert not list(tmp_path.glob("again*"))
    manifest = backup(tmp_path / "again.zip")
    assert manifest["tables"] == checked(filled)["tables"]


def test_half_a_backup_is_refused(filled, tmp_path):
    content = filled.read_bytes()
    flush()
    for at in range(POINTS):
        half = tmp_path / "half.zip"
        half.write_bytes(content[: round(len(content) * at / POINTS)])
        with pytest.raises(BackupError):
            restore(half)
    assert not User.objects.exists()


def test_an_upload_that_is_going_on_does_not_stop_a_backup(filled, settings, tmp_path):
    (settings.DATA / "files" / ".incoming-1").write_bytes(b"half")
    (settings.DATA / "files" / f"{'0' * 64}.part").write_bytes(b"half")
    assert backup(tmp_path / "again.zip")["files"] == checked(filled)["files"]


_numbers = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
_texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
_values = st.recursive(
    st.none() | st.booleans() | _numbers | _texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=4),
    max_leaves=12,
)


@examples(40, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.tuples(_texts, st.dictionaries(_texts, _values, max_size=5)), max_size=5))
def test_random_registers_come_back_equal(rows, tmp_path, settings):
    settings.DATA = tmp_path / "data"
    flush()
    for number, (title, data) in enumerate(rows):
        activity(title=title or "x", results=[data])
        Version.objects.create(kind="activity", record=number, number=1, data=data)
    before = sums()
    file = tmp_path / "random.zip"
    file.unlink(missing_ok=True)
    first = backup(file)
    flush()
    restore(file)
    assert sums() == before
    file.unlink()
    assert backup(file)["tables"] == first["tables"]


def environment(folder: Path, url: str = "") -> dict[str, str]:
    """Return the environment of a command on a register of its own."""
    own = {"ACTIONLINES_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings"}
    return {**os.environ, **own, "DATABASE_URL": url}


def command(folder: Path, *words: str | Path, url: str = "", at: int | None = None):
    """Run a command; `at`: killed at this call of progress."""
    head = [sys.executable, "-m", "actionlines"] if at is None else [sys.executable, "-c", KILLED, str(at)]
    called = [*head, *map(str, words), "--data", str(folder)]
    return subprocess.run(called, capture_output=True, text=True, check=False, env=environment(folder, url))


@pytest.mark.long
@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_kill_9_at_20_points(verb, tmp_path):
    source, folder = GOLDEN[-1], tmp_path / "register"
    manifest = checked(source)
    if verb == "backup":
        assert command(folder, "restore", source).returncode == 0
    for number, at in enumerate(points(manifest)):
        out = tmp_path / "out.zip"
        killed = command(folder, verb, out if verb == "backup" else source, at=at)
        assert killed.returncode == -signal.SIGKILL, (number, killed.stderr)
        assert not out.exists()
        if verb == "restore":
            with sqlite3.connect(folder / "actionlines.sqlite3") as database:
                assert database.execute("SELECT count(*) FROM registry_user").fetchone() == (0,)
    done = command(folder, verb, tmp_path / "out.zip" if verb == "backup" else source)
    assert done.returncode == 0, done.stderr


@pytest.mark.long
def test_both_databases_in_all_four_directions(tmp_path, request):
    """SQLite to PostgreSQL, PostgreSQL to PostgreSQL, PostgreSQL to SQLite, SQLite to SQLite: one set of sums."""
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = subprocess.run(
        [Path(__file__).parents[4] / "scripts" / "need-postgres"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.skip("PostgreSQL is not installed")
    url = found.stdout.strip()
    databases = [f"directions_{os.getpid()}_{number}" for number in (1, 2)]
    with psycopg.connect(url, autocommit=True) as server:
        for name in databases:
            server.execute(f"CREATE DATABASE {name}")
    try:
        source, made = GOLDEN[-1], []
        places = ["", *(f"{url.rpartition('/')[0]}/{name}" for name in databases), "", ""]
        for number, place in enumerate(places):
            folder, out = tmp_path / str(number), tmp_path / f"{number}.zip"
            done = command(folder, "restore", source, url=place)
            assert done.returncode == 0, (number, done.stderr)
            done = command(folder, "backup", out, url=place)
            assert done.returncode == 0, (number, done.stderr)
            with zipfile.ZipFile(out) as archive:
                made.append(json.loads(archive.read("manifest.json")))
            source = out
        for manifest in made[1:]:
            assert manifest["tables"] == made[0]["tables"]
            assert manifest["files"] == made[0]["files"]
        assert made[0]["tables"]["registry_mandate"]["rows"] > 0
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            for name in databases:
                server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
