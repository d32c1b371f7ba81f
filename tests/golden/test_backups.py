"""A backup of every release so far comes back in this one, with every row, record and file."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from actionlines.register.activities.models import Activity
from actionlines.register.consultations.models import Comment, Consultation
from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.models import Instrument
from actionlines.register.mandates.models import Mandate
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.models import User
from actionlines.register.reports.models import Report
from actionlines.register.resources.models import Envelope
from actionlines.register.roadmaps.models import RoadMap
from actionlines.register.site.backup import restore
from actionlines.register.site.backup.tables import all_models, column_names, columns_of_form_1, lines
from actionlines.register.tasks import OLD_TASK_PATHS, rename_waiting_tasks

pytestmark = pytest.mark.django_db(transaction=True)
FOLDER = Path(__file__).with_name("backups")
OURS = ("registry", "consultation")  # apps whose tables are compared; those of packages change with their releases
MOVED = ("how", "place")  # of comments: a newer text moves them without a version
RECORDS: dict[str, Any] = {
    "activity": Activity, "comment": Comment, "consultation": Consultation, "envelope": Envelope,
    "import": ImportRun, "instrument": Instrument, "mandate": Mandate,
    "organisation": Organisation, "report": Report, "roadmap": RoadMap, "user": User,
}  # fmt: skip


@pytest.fixture(params=sorted(FOLDER.glob("*.zip")), ids=lambda path: path.stem)
def kept(request: Any, settings: Any, tmp_path: Path) -> Iterator[tuple[zipfile.ZipFile, dict[str, list[str]]]]:
    """A backup, restored into an empty register, and the columns of its tables."""
    settings.DATA = tmp_path
    call_command("flush", interactive=False, verbosity=0)
    restore(request.param)
    columns = json.loads(request.param.with_suffix(".json").read_text("utf-8"))
    with zipfile.ZipFile(request.param) as archive:
        yield archive, columns


def rows(archive: zipfile.ZipFile, table: str, columns: list[str]) -> list[dict[str, Any]]:
    """Return the rows of a table in a backup by their columns."""
    text = archive.read(f"tables/{table}.jsonl").decode("utf-8")
    return [dict(zip(columns, json.loads(line), strict=True)) for line in text.splitlines()]


def test_every_row_comes_back(kept: Any) -> None:
    archive, columns = kept
    tables = {model._meta.db_table: model for model in all_models() if model._meta.app_label in OURS}
    for table, names in columns.items():
        if table not in tables:
            continue
        model = tables[table]
        now = column_names(model)
        # A backup of form 1 has no names of fields: their order is kept for ever.
        assert columns_of_form_1()[table][: len(names)] == names, table
        same = [name for name in names if name in now]
        found = [dict(zip(now, json.loads(line), strict=True)) for line in lines(model)]
        expected = rows(archive, table, names)
        assert len(found) == len(expected), table
        for is_now, was in zip(found, expected, strict=True):
            assert {name: is_now[name] for name in same} == {name: was[name] for name in same}, table


def with_keys_of(saved: Any, now: Any) -> Any:
    """Rows of today with the keys that they had on the day of the version: later releases add some."""
    if not (isinstance(saved, list) and isinstance(now, list) and all(isinstance(row, dict) for row in saved)):
        return now
    return [{key: row[key] for key in was if key in row} for was, row in zip(saved, now, strict=True)]


def test_every_record_is_what_its_newest_version_says(kept: Any) -> None:
    archive, columns = kept
    newest: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows(archive, "registry_version", columns["registry_version"]):
        held = newest.get((row["kind"], row["record"]))
        if held is None or held["number"] < row["number"]:
            newest[row["kind"], row["record"]] = row
    assert {kind for kind, _ in newest} <= set(RECORDS)
    for (kind, number), row in newest.items():
        record = RECORDS[kind].objects.get(pk=number)
        if record.version == row["number"]:
            now = json.loads(json.dumps(as_dict(record)))
            names = [name for name in row["data"] if kind != "comment" or name not in MOVED]
            same = {name: row["data"][name] for name in names}
            assert {name: with_keys_of(row["data"][name], now.get(name)) for name in names} == same, (kind, number)
    assert len(newest) > 50


def test_every_file_comes_back(kept: Any, tmp_path: Path) -> None:
    archive, _ = kept
    names = [name for name in archive.namelist() if name.startswith("files/")]
    assert names
    for name in names:
        assert (tmp_path / name).read_bytes() == archive.read(name)


def test_tasks_that_wait_are_functions_of_this_release(kept: Any) -> None:
    archive, _ = kept
    waiting = [json.loads(line) for line in archive.read(f"tables/{DBTaskResult._meta.db_table}.jsonl").splitlines()]
    assert waiting
    # None has ended: as if the server had been stopped in the middle of its work.
    DBTaskResult.objects.update(finished_at=None)
    rename_waiting_tasks()
    for path in DBTaskResult.objects.values_list("task_path", flat=True).distinct():
        assert isinstance(import_string(path), Task), path
    assert all(isinstance(import_string(path), Task) for path in OLD_TASK_PATHS.values())
