"""A damaged, forged or altered backup is one clear error; a sealed one is read by who has its key."""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.test import Client

from actionlines.errors import ActionlinesError, BackupError, SetupError
from actionlines.register.activities.models import Activity
from actionlines.register.people.models import User
from actionlines.register.site.accounts import is_sealed, seal_factors
from actionlines.register.site.backup import backup, checked, restore, sealed
from actionlines.register.site.backup.sealed import KEY, MAGIC
from actionlines.register.site.backup.tables import LEFT_OUT
from tests.people import person
from tests.register.site.backup.test_backup import data, filled, flush, sums

__all__ = ["data", "filled"]
pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a secret of the backups that nobody guesses"
# Values in place of a part of the manifest or of a row.
SHAPES = (None, True, -1, 1e400, 10**30, "", "x\0", "\ud800", [], {}, [[]], {"x": {}}, "../../x", "[" * 20_000)


def raises(path):
    """Restore a file that is no good backup: one error, on one line, and no row."""
    with pytest.raises(ActionlinesError) as error:
        restore(path)
    assert isinstance(error.value, BackupError | SetupError)
    assert len(str(error.value).splitlines()) == 1 and str(error.value).startswith("AL7")
    assert not User.objects.exists()


@pytest.mark.parametrize("key", ["", SECRET], ids=["plain", "sealed"])
def test_random_damage(filled, tmp_path, monkeypatch, key):
    """200 damages: bits, bytes, cuts, parts that are written over or moved."""
    monkeypatch.setenv(KEY, key)
    backup(tmp_path / "all.zip")
    content, chance = (tmp_path / "all.zip").read_bytes(), random.Random(1)
    flush()
    unharmed = 0
    for number in range(200):
        bad, at = bytearray(content), chance.randrange(len(content))
        match number % 4:
            case 0:
                bad[at] ^= 1 << chance.randrange(8)
            case 1:
                del bad[at:]
            case 2:
                bad[at : at + 40] = chance.randbytes(40)
            case 3:
                bad[at : at + 100] = bad[at // 2 : at // 2 + chance.randrange(100)]
        (tmp_path / "bad.zip").write_bytes(bad)
        try:
            checked(tmp_path / "bad.zip")
        except ActionlinesError:
            raises(tmp_path / "bad.zip")
        else:
            unharmed += 1  # a bit of a date in the directory, which nobody reads
    assert unharmed < (60 if not key else 1), unharmed


def forged(source, target, change):
    """A backup whose manifest and rows were changed, with sums that are right."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        tables = {
            name: [json.loads(line) for line in old.read(f"tables/{name}.jsonl").splitlines()]
            for name in manifest["tables"]
        }
        change(manifest, tables)
        for name, rows in tables.items():
            text = "".join(json.dumps(row) + "\n" for row in rows).encode("utf-8", "surrogatepass")
            new.writestr(f"tables/{name}.jsonl", text)
            if isinstance(manifest.get("tables"), dict) and isinstance(manifest["tables"].get(name), dict):
                manifest["tables"][name].setdefault("sha256", "")
                manifest["tables"][name]["sha256"] = hashlib.sha256(text).hexdigest()
        for item in old.namelist():
            if item.startswith("files/"):
                new.writestr(item, old.read(item))
        new.writestr("manifest.json", json.dumps(manifest))


def put(place, value):
    """Return a change that puts a value into a place of the manifest (keys) or of a row (table, row, column)."""

    def change(manifest, tables):
        where = tables if place[0] in tables else manifest
        *path, last = place
        for key in path:
            where = where[key]
        where[last] = value

    return change


PLACES = (
    ("form",), ("release",), ("tables",), ("files",), ("tables", "registry_user"),
    ("tables", "registry_user", "columns"),
    ("registry_user", 0), ("registry_user", 0, 0), ("registry_user", 0, 4), ("registry_activity", 0, 3),
    ("registry_activity", 0, 8),
    ("registry_activity", 0, 9), ("registry_activity", 0, 13), ("registry_activity", 0, 16),
    ("registry_activity", 0, 23), ("registry_activity", 0, 26), ("registry_version",),
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_forged_json(filled, tmp_path, place):
    backup(tmp_path / "all.zip")
    flush()
    good = 0
    for number, value in enumerate(SHAPES):
        target = tmp_path / f"{number}.zip"
        try:
            forged(tmp_path / "all.zip", target, put(place, value))
        except (TypeError, AttributeError, RecursionError):
            continue
        try:
            restore(target)
        except BackupError as error:
            assert len(str(error).splitlines()) == 1
            assert not User.objects.exists()
        else:
            good += 1  # an empty list of results, for one
            Client(raise_request_exception=False).get("/activities/")
            flush()
    assert good < len(SHAPES) - 4


def test_a_backup_signs_nobody_in(filled, tmp_path):
    client = Client()
    client.force_login(person("secretariat"))
    key = client.session.session_key
    factor = TOTP.activate(person("secretariat"), "JBSWY3DPEHPK3PXP").instance
    manifest = backup(tmp_path / "all.zip")
    assert not LEFT_OUT & manifest["tables"].keys()
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert key.encode() not in content and b"JBSWY3DPEHPK3PXP" not in content
    flush()
    restore(tmp_path / "all.zip")
    assert not Session.objects.exists()
    assert not Client(HTTP_COOKIE=f"sessionid={key}").get("/me/").wsgi_request.user.is_authenticated
    held = Authenticator.objects.get(pk=factor.pk)
    code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXP", next(iter(yield_hotp_counters_from_time()))))
    assert TOTP(held).validate_code(code)


def test_seeds_of_an_earlier_release_are_sealed_and_those_of_another_key_go(settings):
    made = [Authenticator.objects.create(user=person(name), type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
            for name in ("member", "stranger")]  # fmt: skip
    assert seal_factors() == 0
    assert all(is_sealed(Authenticator.objects.get(pk=each.pk).data["secret"]) for each in made)
    settings.SECRET_KEY = "another"
    assert not TOTP(Authenticator.objects.first()).validate_code("000000")
    assert seal_factors() == 2 and not Authenticator.objects.exists()


def test_a_sealed_backup_needs_its_key_and_an_open_one_none(filled, tmp_path, monkeypatch):
    backup(tmp_path / "open.zip")
    monkeypatch.setenv(KEY, SECRET)
    backup(tmp_path / "sealed.zip")
    assert (tmp_path / "sealed.zip").read_bytes().startswith(MAGIC)
    assert b"manifest.json" not in (tmp_path / "sealed.zip").read_bytes()
    before = sums()
    flush()
    raises(tmp_path / "open.zip")
    for key in ("", "b" * 40, "short"):
        monkeypatch.setenv(KEY, key)
        raises(tmp_path / "sealed.zip")
    monkeypatch.setenv(KEY, SECRET)
    restore(tmp_path / "sealed.zip")
    assert {name: digest for name, digest in sums().items() if name not in LEFT_OUT} == {
        name: digest for name, digest in before.items() if name not in LEFT_OUT
    }
    assert Activity.objects.get().budget


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_a_sealed_file_is_its_content_at_every_size(size, tmp_path, monkeypatch):
    monkeypatch.setenv(KEY, SECRET)
    content, path = random.Random(size).randbytes(size), tmp_path / "x"
    with path.open("wb") as file:
        sealed.seal(io.BytesIO(content), file)
    with sealed.opened(path) as file:
        assert file.read() == content
    whole = path.read_bytes()
    for bad in (whole[:-1], whole + b"x", whole[: -65536 - 16], whole[:-16]):
        path.write_bytes(bad)
        with pytest.raises(BackupError):
            sealed.opened(path)


def test_nobody_else_reads_the_files_of_a_register(tmp_path):
    """Database, log, originals and backups, whatever the mask of who starts the command."""
    text = tmp_path / "a.csv"
    text.write_text("title,summary\nLetters by boat,They cross the lake.\n")
    folder = tmp_path / "register"
    for words in (("import", text), ("backup", tmp_path / "all.zip")):
        done = subprocess.run(
            [sys.executable, "-c", "import os; os.umask(0); from actionlines.cli import main; main()", *map(str, words),
             "--data", str(folder)], capture_output=True, text=True, check=False,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "actionlines.register.site.settings", "DATABASE_URL": ""},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
    loose = [str(path) for path in (folder, *folder.rglob("*"), tmp_path / "all.zip") if path.stat().st_mode & 0o077]
    assert not loose
    assert any(path.is_file() for path in (folder / "files").rglob("*")), Path(folder)
