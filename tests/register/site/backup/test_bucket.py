"""Originals in a bucket, by the server of moto: all works as with the folder, and an outage loses nothing."""

from __future__ import annotations

import hashlib
import itertools
import logging
import os
import time

import boto3
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from actionlines.errors import OriginalGone, SetupError
from actionlines.register import tasks
from actionlines.register.activities.models import Activity
from actionlines.register.core.imports import originals
from actionlines.register.core.imports.files import is_kept, path_of, store
from actionlines.register.core.imports.models import ImportRun, ImportStatus, ReadingKind, StoredFile
from actionlines.register.core.imports.readings import ask
from actionlines.register.core.search import index_writer
from actionlines.register.site import apps, environment
from actionlines.register.site.backup import backup, checked, fixity, restore
from actionlines.register.site.setup import must_reach_files
from tests.people import person
from tests.register.imports.samples import TEXT, brought_in
from tests.register.site.api.world import Program

pytestmark = pytest.mark.django_db
CONTENT = b"1. Requests the Board to report.\n"
NAME = originals.name_of(hashlib.sha256(CONTENT).hexdigest())
ROWS = b"ID,Title,Summary,Country\n1,Radio lessons,Village radio explains passwords,Kenya\n"
KEY, SECRET = "AKIAKEYOFTHESTORE", "secret/of+the/store"
NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def address():
    """The address of a server that keeps buckets in memory."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def keys(address, monkeypatch):
    """The variables by which boto3 finds the server."""
    given = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_DEFAULT_REGION": "us-east-1"}
    given |= {"AWS_ENDPOINT_URL_S3": address, "AWS_EC2_METADATA_DISABLED": "true"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, os.devnull)


@pytest.fixture
def bucket(keys, settings, tmp_path):
    """The bucket of a register of its own, as boto3 sees it."""
    settings.DATA, settings.BACKUPS = tmp_path / "data", None
    settings.DATA.mkdir()
    made = boto3.resource("s3").create_bucket(Bucket=f"originals-{next(NUMBERS)}")
    use(settings, f"s3://{made.name}/register")
    return made


def use(settings, where):
    """Let the register keep its originals there."""
    settings.FILES = where
    settings.STORAGES = {**settings.STORAGES, "default": environment.files(where)}


def cut_off(settings, monkeypatch):
    """Let nothing listen where the store is."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    settings.STORAGES = {**settings.STORAGES}


def held(bucket):
    """Return the keys of all objects."""
    return [one.key for one in bucket.objects.all()]


def upload(client):
    """Send a file as a person does."""
    sent = SimpleUploadedFile("rows.csv", ROWS)
    return client.post("/imports/new/", {"what": "activities", "file": sent})


def test_an_upload_is_in_the_bucket_alone_and_readers_of_files_get_it(bucket, client, settings):
    index_writer.ensure()
    client.force_login(person("administrator"))
    assert upload(client).status_code == 302
    (file,) = StoredFile.objects.all()
    assert held(bucket) == [f"register/{originals.name_of(file.sha256)}"]
    assert not (settings.DATA / "files").exists()
    assert is_kept(file) and path_of(file).read_bytes() == ROWS
    run = ImportRun.objects.create(file=file, owner=person("administrator"), what="activities", mapping={})
    tasks.run_import.call(run.pk)
    assert Activity.objects.get().title == "Radio lessons"


def test_a_page_gives_the_original_of_the_bucket_to_be_saved(bucket, client):
    index_writer.ensure()
    instrument = brought_in()[0]
    path_of(instrument.file).unlink()
    answer = client.get(reverse("instrument-original", args=[instrument.pk]))
    assert (answer.status_code, int(answer["Content-Length"])) == (200, len(TEXT.encode()))
    assert b"".join(answer.streaming_content) == TEXT.encode()


def test_the_copy_on_this_machine_goes_after_a_day_and_when_its_original_is_mended(bucket, settings):
    file = store(CONTENT, "a.txt")
    copy = path_of(file)
    assert copy.is_relative_to(settings.DATA / "work")
    copy.write_bytes(b"altered")
    store(CONTENT, "a.txt")
    assert path_of(file).read_bytes() == CONTENT
    os.utime(copy, (time.time() - 2 * 86400,) * 2)
    tasks.tidy()
    assert not copy.exists()
    assert path_of(file).read_bytes() == CONTENT


def test_an_original_that_was_altered_or_deleted_is_found(bucket):
    file = store(CONTENT, "a.txt")
    assert (fixity.check().wrong, fixity.check().files) == ([], 1)
    bucket.put_object(Key=f"register/{NAME}", Body=b"altered")
    (error,) = fixity.check().wrong
    assert "altered" in error.problem and error.subject == f"s3://{bucket.name}/register/{NAME}"
    store(CONTENT, "a.txt")
    assert not fixity.check().wrong
    default_storage.delete(NAME)
    (error,) = fixity.check().wrong
    assert "missing" in error.problem and "a.txt" in error.subject
    with pytest.raises(OriginalGone):
        path_of(file)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["to a folder", "to a bucket"])
def test_a_backup_moves_a_register_between_bucket_and_folder(way, bucket, settings, tmp_path):
    there, here = settings.FILES, ""
    use(settings, there if way == "to a folder" else here)
    for number in range(3):
        store(CONTENT * (number + 1), f"{number}.txt")
    names = originals.names()
    made = backup(tmp_path / "one.zip")
    assert sorted(checked(tmp_path / "one.zip")["files"]) == names and len(names) == 3
    call_command("flush", interactive=False, verbosity=0)
    use(settings, here if way == "to a folder" else there)
    assert originals.names() == []
    restore(tmp_path / "one.zip")
    assert originals.names() == names and not fixity.check().wrong
    assert backup(tmp_path / "two.zip")["files"] == made["files"]
    assert path_of(StoredFile.objects.earliest("size")).read_bytes() == CONTENT


def test_a_file_beside_the_originals_is_none_of_them(bucket):
    store(CONTENT, "a.txt")
    bucket.put_object(Key="register/README.txt", Body=b"not ours")
    bucket.put_object(Key=f"another/{NAME}", Body=b"of another register")
    assert originals.names() == [NAME]


@pytest.mark.django_db(transaction=True)
def test_an_outage_answers_503_and_loses_nothing(bucket, client, settings, monkeypatch, caplog):
    index_writer.ensure()
    client.raise_request_exception = False
    client.force_login(person("administrator"))
    program = Program("administrator", raise_request_exception=False)
    instrument = brought_in()[0]
    path_of(instrument.file).unlink()
    with monkeypatch.context() as patch:
        cut_off(settings, patch)
        said = [upload(client), client.get(reverse("instrument-original", args=[instrument.pk]))]
        sent = {"file": SimpleUploadedFile("rows.csv", ROWS)}
        said.append(program.post("/api/imports", sent, headers=program.head))
        reading = ask(ReadingKind.TEXT, person("administrator"), file=instrument.file)
        with pytest.raises(SetupError, match=bucket.name):
            backup(settings.DATA / "none.zip")
        (error,) = fixity.check().wrong
    for answer in said:
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert b"Nothing was lost" in answer.content
        assert bucket.name.encode() not in answer.content
    assert error.subject == settings.FILES
    assert "cannot be reached at the moment" in reading.error["problem"]
    assert not list(settings.DATA.rglob("none.zip*")) and not list(settings.DATA.rglob(".incoming-*"))
    assert StoredFile.objects.get() == instrument.file
    assert "the store cannot be reached (EndpointConnectionError)" in caplog.text
    assert KEY not in caplog.text and SECRET not in caplog.text
    settings.STORAGES = {**settings.STORAGES}
    assert upload(client).status_code == 302
    whole = client.get(reverse("instrument-original", args=[instrument.pk]))
    assert b"".join(whole.streaming_content) == TEXT.encode()


def test_an_import_waits_for_its_original_and_goes_on(bucket, settings, monkeypatch):
    index_writer.ensure()
    file = store(ROWS, "rows.csv")
    run = ImportRun.objects.create(file=file, owner=person("administrator"), what="activities", mapping={})
    with monkeypatch.context() as patch:
        cut_off(settings, patch)
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        assert tasks.run_import.call(run.pk) == "waits"
        (planned,) = tasks._waiting(tasks.run_import)
    assert (planned.args_kwargs["args"], planned.run_after > planned.enqueued_at) == ([run.pk], True)
    run.refresh_from_db()
    assert (run.status, run.error) == (ImportStatus.RUNNING, {})
    settings.STORAGES = {**settings.STORAGES}
    assert tasks.run_import.call(run.pk) == "done"


def test_the_start_says_what_is_wrong_with_the_bucket(bucket, settings, monkeypatch):
    must_reach_files()
    assert apps.reachable_files() == []
    use(settings, "s3://nobody-made-this")
    assert_said("there is no such bucket", "ACTIONLINES_FILES")
    (found,) = apps.reachable_files()
    assert "there is no such bucket" in found.msg and "ACTIONLINES_FILES" in found.hint
    cut_off(settings, monkeypatch)
    assert_said("cannot be reached", "AWS_ENDPOINT_URL_S3")
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "nonsense")
    use(settings, "s3://nobody-made-this")
    assert_said("cannot be reached", "AWS_ENDPOINT_URL_S3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9")
    use(settings, "s3://nobody-made-this")
    assert_said("there are no keys", "AWS_ACCESS_KEY_ID")


def assert_said(problem, variable):
    """The start is refused, names a variable, and holds no key."""
    with pytest.raises(SetupError) as refused:
        must_reach_files()
    assert problem in refused.value.problem and variable in refused.value.advice
    assert KEY not in str(refused.value) and SECRET not in str(refused.value)


@pytest.mark.parametrize("where", ["originals", "http://store/originals", "s3://", "s3://user:key@originals"])
def test_a_setting_of_another_form_is_refused(where):
    with pytest.raises(SetupError, match="ACTIONLINES_FILES"):
        environment.files(where)


def test_without_the_extra_the_setting_says_what_to_install(monkeypatch):
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(SetupError, match=r"actionlines\[s3\]"):
        environment.files("s3://originals")
