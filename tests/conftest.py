"""Shared fixtures: the folder of real documents beside the checkout, when it is there."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from contextlib import closing, nullcontext
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hatch_build import compile_catalogues

from tests import effort, memory
from tests.browsing import browser, open_file, tabs, visit

__all__ = ["browser", "effort", "open_file", "tabs", "visit"]
SHARED = Path(os.environ.get("ACTIONLINES_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def pytest_configure() -> None:
    """Compile the translations that were changed since the installation."""
    compile_catalogues()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in a browser first: with several processes they are then together in one, with one browser, and the
    longest of them is not what all wait for at the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """What is loaded now stays: a garbage collector that looks at all of it again and again takes its time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="module", autouse=True)
def _what_other_modules_left_is_not_looked_at() -> None:
    """So does what the tests before have loaded: templates, translations, the search index."""
    gc.collect(1)
    gc.freeze()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout (or ACTIONLINES_SHARED); skips where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip(f"no shared documents at {SHARED.name}: set ACTIONLINES_SHARED to the folder that holds data/")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def _flushing_needs_no_trigger() -> None:
    """Tests that commit are followed by emptying all tables, which on SQLite the append-only triggers refuse."""
    # First the package, whose parts import each other.
    from django.db.backends.sqlite3.base import DatabaseOperations

    triggers = import_module("actionlines.register.migrations.0002_append_only")
    texts = import_module("actionlines.register.consultations.migrations.0002_append_only")
    named = (*triggers.TABLES, *texts.TABLES)
    each = [(table, verb) for table in named for verb in ("UPDATE", "DELETE")]
    plain = DatabaseOperations.sql_flush

    def sql_flush(self: Any, style: Any, tables: Any, **options: Any) -> list[str]:
        drop = [f"DROP TRIGGER IF EXISTS {table}_no_{verb}" for table, verb in each]
        lay = [triggers.SQLITE.format(table=table, verb=verb) for table, verb in each]
        return [*drop, *plain(self, style, tables, **options), *lay]

    DatabaseOperations.sql_flush = sql_flush  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None, pytestconfig: pytest.Config) -> Iterator[None]:
    """Migrate from where the last run came to: Django finds these migrations applied."""
    from tests import migrated

    file = migrated.file_of(pytestconfig)
    with closing(migrated.lay(file)) if file and file.exists() else nullcontext():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any, pytestconfig: pytest.Config) -> None:
    """Keep the migrated database for the next run."""
    from tests import migrated

    file = migrated.file_of(pytestconfig)
    if file and not file.exists():
        with django_db_blocker.unblock():
            migrated.keep(file)


@pytest.fixture(scope="session", autouse=True)
def _index_of_this_worker() -> None:
    """Each process of the tests has a search index of its own."""
    from django.conf import settings as site

    site.SEARCH_FOLDER = memory.new_folder("search")


@pytest.fixture(autouse=True)
def _uploads_are_read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process for each upload takes a second. Tests of its bounds have one, and those in a browser."""
    apart = any(request.node.get_closest_marker(name) for name in ("sandbox", "browser"))
    if not apart and "django.apps" in sys.modules and sys.modules["django.apps"].apps.ready:
        from tests.register.imports.here import read_here

        read_here(monkeypatch)


@pytest.fixture(autouse=True)
def _language_of_no_reader() -> None:
    """A page asked for in another language leaves it on: every test begins without one."""
    from django.utils.translation import deactivate

    deactivate()


@pytest.fixture
def one_person(settings: Any) -> None:
    """A register of one person: what somebody wrote, the same person publishes."""
    settings.FOUR_EYES = False


@pytest.fixture(autouse=True)
def _settings_of_no_other_test() -> Iterator[None]:
    """Settings of the site that a test made are gone with its rows, and so is the list of country names."""
    yield
    if held := sys.modules.get("actionlines.register.preferences.schema"):
        held.forget()
        sys.modules["actionlines.framework.called"].use_list("un")


@pytest.fixture(autouse=True)
def _index_without_records_of_others() -> Iterator[None]:
    """What a test put into the search index is gone with its rows: the next one begins with concepts alone."""
    yield
    if "actionlines.register.core.search.index_store" in sys.modules:
        from actionlines.register.core.search.index_store import store

        store().empty()
    if writer := sys.modules.get("actionlines.register.core.search.index_writer"):
        writer._builds = True  # the entry for servers, which a test may have loaded, sets it off


@pytest.fixture(autouse=True)
def _nobody_has_asked_too_often() -> Iterator[None]:
    """What other tests have asked does not count against the limits of this one."""
    yield
    if limits := sys.modules.get("actionlines.register.site.middleware.limits"):
        limits.COUNTS.clear()
