"""A bit that is turned in an original, a version or a backup is found, and the administrators get a message."""

from __future__ import annotations

import hashlib
import json
import os
import random
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import connection

from actionlines.register import server_state
from actionlines.register.core.imports.files import store
from actionlines.register.core.models import Event, Version
from actionlines.register.people.actions import SetRoles
from actionlines.register.site import nightly
from actionlines.register.site.backup import backup, fixity
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)
CONTENT = b"1. Requests the Board to report.\n"


@pytest.fixture
def data(settings, tmp_path, monkeypatch):
    """A register with an original, versions of a day ago, and one backup."""
    settings.DATA, settings.BACKUPS = tmp_path / "data", tmp_path / "backups"
    settings.DATA.mkdir()
    settings.BACKUPS.mkdir()
    store(CONTENT, "a.txt")
    for number in (1, 2, 3):
        add_version(number)
    backup(settings.BACKUPS / "one.zip")
    monkeypatch.setattr(fixity, "SETTLED", timedelta(0))
    return settings.DATA


def add_version(number):
    """Write one version and one event."""
    given = {"kind": "activity", "record": 1}
    Version.objects.create(**given, number=number, data={"title": f"Wells {number}", "value": 1.5})
    Event.objects.create(**given, version=number, action="activity.change")


def flipped(path, seed=0):
    """Turn one bit of a file."""
    content = bytearray(path.read_bytes())
    at = random.Random(seed).randrange(len(content))
    content[at] ^= 1 << random.Random(seed).randrange(8)
    path.write_bytes(content)


def original(data):
    """Return the path of the only original."""
    digest = hashlib.sha256(CONTENT).hexdigest()
    return data / "files" / digest[:2] / digest


def test_nothing_is_wrong_with_what_nobody_touched(data, settings):
    for _ in range(2):
        found = fixity.check(backups=settings.BACKUPS)
        assert not found.wrong
        assert (found.files, found.backups) == (1, ["one.zip"])
        assert found.rows == Version.objects.count() + Event.objects.count() > 0
    add_version(4)
    assert not fixity.check(backups=settings.BACKUPS).wrong


@pytest.mark.parametrize("seed", range(5))
def test_a_bit_of_an_original_is_found_and_the_same_upload_mends_it(data, seed):
    flipped(original(data), seed)
    (error,) = fixity.check().wrong
    assert "was altered" in error.problem and original(data).name in error.subject
    store(CONTENT, "a.txt")
    assert not fixity.check().wrong


def test_an_original_that_is_missing_is_found(data):
    original(data).unlink()
    (error,) = fixity.check().wrong
    assert "missing" in error.problem and "a.txt" in error.subject


@pytest.mark.parametrize("seed", range(12))
def test_a_bit_of_a_backup_is_found(data, settings, seed):
    path = settings.BACKUPS / "one.zip"
    with zipfile.ZipFile(path) as archive:
        entry = random.Random(seed).choice([one for one in archive.infolist() if one.compress_size > 4])
    content = bytearray(path.read_bytes())
    content[entry.header_offset + 30 + len(entry.filename) + 20 + entry.compress_size // 2] ^= 4
    path.write_bytes(content)
    assert len(fixity.check(backups=settings.BACKUPS).wrong) == 1


def test_a_version_that_was_altered_is_found(data):
    before = fixity.check()
    version = Version.objects.order_by("pk").last()
    altered(version)
    (error,) = fixity.check().wrong
    assert error.subject.startswith("registry_version, rows 1 to ")
    assert before.at[:10] in error.problem


def altered(version):
    """Change a row behind the triggers, as a failing disk would."""
    data = json.dumps({**version.data, "title": "Other"})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("UPDATE registry_version SET data = %s WHERE id = %s", [data, version.pk])
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        name = "registry_version_no_UPDATE"
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
        (trigger,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE registry_version SET data = %s WHERE id = %s", [data, version.pk])
        cursor.execute(trigger.replace("%", "%%"))


def test_a_ledger_that_is_damaged_is_named(data):
    fixity.check()
    (data / fixity.LEDGER).write_text("{")
    (error,) = fixity.check().wrong
    assert fixity.LEDGER in error.subject


def test_the_administrators_get_a_message_in_their_language(data, settings, monkeypatch):
    monkeypatch.setattr(fixity, "_tried", lambda source: source.name)
    settings.ADDRESS = "https://register.example.org"
    chief = person("administrator")
    SetRoles(None, chief, roles=[("administrator", "")]).do()
    chief.language = "fr"
    chief.save()
    person("secretariat")
    mail.outbox.clear()
    nightly.fixity.call()
    assert not mail.outbox
    flipped(original(data))
    assert "1 wrong" in nightly.fixity.call()
    (sent,) = mail.outbox
    assert sent.to == [chief.email]
    assert original(data).name in sent.body and "actionlines fixity" in sent.body
    assert sent.subject != "Stored data of the register is damaged"


def test_a_restore_is_tried_every_night_and_the_outcome_is_shown(data, settings, monkeypatch):
    tried = []
    monkeypatch.setattr(fixity, "_tried", lambda source: tried.append(source.name) or source.name)
    nightly.fixity.call()
    assert tried == ["one.zip"]
    assert fixity.outcome()["restored"] == "one.zip" and not fixity.outcome()["wrong"]
    original(data).unlink()
    nightly.fixity.call()
    (line,) = [check for check in server_state.checks() if check.good is False and original(data).name in check.says]
    assert "actionlines fixity" in line.what_to_do
    assert server_state.figures()["stored_data_wrong"][1] == 1.0


def test_a_copy_that_a_killed_trial_left_is_gone_with_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(fixity.tempfile, "tempdir", str(tmp_path))
    old, young, other = (tmp_path / name for name in ("actionlines-restore-a", "actionlines-restore-b", "letters"))
    for folder in (old, young, other):
        (folder / "register").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (1, 1))
    monkeypatch.setattr(fixity.subprocess, "run", lambda *_all, **_more: SimpleNamespace(returncode=0))
    assert fixity._tried(tmp_path / "one.zip") == "one.zip"
    assert sorted(path.name for path in tmp_path.iterdir()) == [young.name, other.name]


@pytest.mark.long
def test_a_restore_is_tried(data, settings):
    found = fixity.check(backups=settings.BACKUPS, trial=True)
    assert (found.restored, found.wrong) == ("one.zip", [])
    (settings.BACKUPS / "one.zip").unlink()
    found = fixity.check(backups=settings.BACKUPS, trial=True)
    assert (found.restored, found.wrong) == ("now.zip", [])
