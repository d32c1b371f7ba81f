"""A backup is the register at one moment; restoring it gives the same, or nothing."""

import hashlib
import json
import zipfile

import pytest
from django.core.management import call_command

from actionlines.errors import BackupError, OutputError
from actionlines.register.activities.models import Activity
from actionlines.register.organisations.models import Organisation
from actionlines.register.people.actions import SetRoles
from actionlines.register.people.models import User
from actionlines.register.site.backup import backup, restore
from actionlines.register.site.backup.tables import Digest, all_models, lines
from tests.people import activity, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def data(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    (settings.DATA / "files").mkdir(parents=True)
    return settings.DATA


@pytest.fixture
def filled(data):
    activity(title="عنوان with “quotes”\nand 中文", budget="1234567890.25", results=[{"what": "x", "value": 1.5}])
    person("secretariat")
    SetRoles(None, person("stranger"), roles=[("reviewer", "C2")]).do()
    content = b"an original \x00 file"
    (data / "files" / hashlib.sha256(content).hexdigest()).write_bytes(content)
    return data


def sums():
    return {model._meta.db_table: Digest.of(lines(model)) for model in all_models()}


def test_every_table_and_file_comes_back_equal(filled, tmp_path):
    before = sums()
    files = {path.name: path.read_bytes() for path in (filled / "files").iterdir()}
    manifest = backup(tmp_path / "all.zip")
    assert manifest["tables"]["registry_activity"]["rows"] == 1
    flush()
    for path in (filled / "files").iterdir():
        path.unlink()
    restore(tmp_path / "all.zip")
    assert sums() == before
    assert {path.name: path.read_bytes() for path in (filled / "files").iterdir()} == files


def test_what_is_made_after_a_restore_gets_new_numbers(filled, tmp_path):
    backup(tmp_path / "all.zip")
    flush()
    restore(tmp_path / "all.zip")
    taken = {one.pk for one in Activity.objects.all()}
    assert Activity.objects.create(title="Later").pk not in taken
    assert Organisation.objects.create(name="Later", type="other").pk


def test_a_register_that_is_not_empty_is_left_alone(filled, tmp_path):
    backup(tmp_path / "all.zip")
    before = sums()
    with pytest.raises(BackupError, match="not empty"):
        restore(tmp_path / "all.zip")
    assert sums() == before


def test_a_backup_is_never_replaced(filled, tmp_path):
    (tmp_path / "all.zip").write_bytes(b"something of value")
    with pytest.raises(OutputError):
        backup(tmp_path / "all.zip")
    assert (tmp_path / "all.zip").read_bytes() == b"something of value"


def damage(source, target, name, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for item in old.namelist():
            content = old.read(item)
            content = change(content) if item == name else content
            if content is not None:
                new.writestr(item, content)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("tables/registry_user.jsonl", lambda content: content.replace(b"secretariat", b"secretarial")),
        ("tables/registry_user.jsonl", lambda content: None),  # missing
        ("manifest.json", lambda content: content[:-20]),  # cut short
        ("manifest.json", lambda content: json.dumps({**json.loads(content), "form": 99}).encode()),
        (  # a name that would leave the folder
            "manifest.json",
            lambda content: content.replace(b'"files": {', b'"files": {"../../evil": {"size": 1, "sha256": "x"},'),
        ),
    ],
)
def test_a_damaged_backup_restores_nothing(filled, tmp_path, name, change):
    backup(tmp_path / "all.zip")
    damage(tmp_path / "all.zip", tmp_path / "bad.zip", name, change)
    flush()
    with pytest.raises(BackupError):
        restore(tmp_path / "bad.zip")
    assert not User.objects.exists()


def test_an_original_that_was_altered_is_told(filled, tmp_path):
    path = next((filled / "files").iterdir())
    path.write_bytes(b"altered")
    with pytest.raises(BackupError, match="not what was stored"):
        backup(tmp_path / "all.zip")
    assert not list(tmp_path.glob("*.zip*"))


def flush():
    """An empty register."""
    call_command("flush", interactive=False, verbosity=0)
