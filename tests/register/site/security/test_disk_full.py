"""A full disk: every write path says so, nothing is lost or half written, and all go on with room again."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from actionlines.register.core.imports import files
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.site.middleware.errors import is_away
from tests.people import person

MOUNT = 'mount -t tmpfs -o size=16m tmpfs "$1" && exec "$2" -m tests.register.site.security.full_disk "$1" "$3"'


def mounts() -> bool:
    """Whether this user may mount a small file system in a namespace of its own."""
    try:
        asked = ["unshare", "-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"]
        return subprocess.run(asked, capture_output=True, timeout=600, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.long
@pytest.mark.parametrize("how", ["whole", "files"])
def test_a_full_disk_loses_nothing_on_any_write_path(tmp_path: Path, how: str) -> None:
    if not mounts():
        pytest.skip("needs `unshare -rm` to mount a small file system")
    disk, elsewhere = tmp_path / "disk", tmp_path / "elsewhere"
    disk.mkdir()
    elsewhere.mkdir()
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", MOUNT, "sh", str(disk), sys.executable, how],
        capture_output=True, text=True, timeout=600, check=False,
        env={**known, "ELSEWHERE": str(elsewhere), "PYTHONWARNINGS": "ignore"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.splitlines()[-1])
    needs_database = {"sign in", "draft", "api"}
    needs_disk = {"upload", "large upload", "api upload", "download"}
    for name, answer in found["full"].items():
        if name in needs_disk or (name in needs_database and how == "whole"):
            assert answer == "503", name
        elif name in ("backup", "key"):
            assert answer in ("AL401", "AL708"), name
        elif name in ("index", "bulk file"):
            assert answer.startswith(f"OSError: [Errno {errno.ENOSPC}]"), name
        elif name == "limits":
            assert answer == "done"
        else:
            assert "500" not in answer, name
    for name, answer in found["after"].items():
        assert answer in ("200", "201", "202", "302", "done"), name
    assert (found["half"], found["lost"], found["unequal"]) == ([], {}, {})


@pytest.mark.django_db
def test_an_upload_on_a_full_disk_is_503_and_leaves_nothing(client, monkeypatch, settings):
    client.force_login(person("member"))
    client.raise_request_exception = False

    def full(*_: object) -> tuple[str, int]:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(files, "_copy", full)
        sent = SimpleUploadedFile("rows.csv", b"ID,Title\n1,Radio\n")
        answer = client.post("/imports/new/", {"what": "activities", "file": sent})
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert b"Nothing was lost" in answer.content
    assert not StoredFile.objects.exists()
    assert not list(settings.DATA.glob("files/.incoming-*"))
    sent = SimpleUploadedFile("rows.csv", b"ID,Title\n1,Radio\n")
    assert client.post("/imports/new/", {"what": "activities", "file": sent}).status_code == 302


@pytest.mark.parametrize(
    ("number", "away"),
    [(errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EROFS, True), (errno.EIO, True), (errno.ENOENT, False)],
)
def test_errors_of_the_disk_are_no_faults_of_the_program(number, away):
    assert is_away(OSError(number, os.strerror(number))) is away
