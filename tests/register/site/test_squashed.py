"""Registers that the migrations of earlier releases made: the squashed ones stand for those that they replace."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib import import_module

import pytest

REPLACED = {
    app: [name for _app, name in import_module(f"actionlines.register.{room}.0001_squashed").Migration.replaces]
    for app, room in (("registry", "migrations"), ("consultation", "consultations.migrations"))
}


def run(folder, *words):
    environment = {**os.environ, "ACTIONLINES_DATA": str(folder)}
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "actionlines.register.site", *words]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=600)


@pytest.fixture
def earlier(tmp_path):
    """A register whose migrations were recorded by the old files, but for those that are left out."""

    def make(left_out=()):
        assert run(tmp_path, "migrate", "--verbosity", "0").returncode == 0
        with closing(sqlite3.connect(tmp_path / "actionlines.sqlite3")) as database:
            # Django has recorded those that are replaced too.
            database.execute("DELETE FROM django_migrations WHERE name = '0001_squashed'")
            marks = [(name,) for name in left_out]
            database.executemany("DELETE FROM django_migrations WHERE name = ?", marks)
            database.commit()
        return tmp_path

    return make


def test_a_register_of_the_old_files_needs_no_migration(earlier):
    done = run(earlier(), "migrate")
    assert (done.returncode, "No migrations to apply" in done.stdout) == (0, True), done.stderr


def test_a_register_that_stopped_half_way_is_one_line(earlier):
    done = run(earlier(left_out=REPLACED["registry"][-1:]), "migrate")
    assert done.returncode == 1
    assert done.stderr.startswith("AL708") and "restore the backup" in done.stderr
    assert done.stderr.count("\n") == 1


def test_migrations_hold_what_the_models_hold(tmp_path):
    done = run(tmp_path, "makemigrations", "--check", "--dry-run")
    assert (done.returncode, done.stdout.strip()) == (0, "No changes detected"), done.stderr
