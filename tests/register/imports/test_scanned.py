"""Uploads are scanned where the site names a scanner; what was not looked at is not kept."""

import sys

import pytest

from actionlines.errors import UploadRefused
from actionlines.register.core.imports import files
from actionlines.register.core.imports.files import store
from actionlines.register.core.imports.models import StoredFile

pytestmark = pytest.mark.django_db
# Refuses what has the word in it, as a scanner would by its signatures.
SCANNER = "import sys; sys.exit(1 if b'harmful' in open(sys.argv[1], 'rb').read() else 0)"


def test_what_the_scanner_finds_is_refused_and_not_kept(settings):
    settings.SCANNER = [sys.executable, "-c", SCANNER]
    with pytest.raises(UploadRefused, match="harmful"):
        store(b"title\nharmful words\n", "list.csv")
    assert not StoredFile.objects.exists()
    assert store(b"title\ngood words\n", "list.csv").name == "list.csv"


@pytest.mark.parametrize(
    "command",
    [
        # no such command
        ["/nowhere/scanner"],
        # it breaks
        [sys.executable, "-c", "raise SystemExit(2)"],
        # it takes too long
        [sys.executable, "-c", "import time; time.sleep(5)"],
    ],
)
def test_what_nobody_looked_at_is_refused(settings, command, monkeypatch):
    settings.SCANNER = command
    monkeypatch.setattr(files, "SECONDS", 0.5)
    with pytest.raises(UploadRefused, match="could not be scanned"):
        store(b"title\ngood words\n", "list.csv")
    assert not StoredFile.objects.exists()


def test_without_a_scanner_nothing_is_asked(settings):
    assert settings.SCANNER == []
    assert store(b"title\nharmful words\n", "list.csv")


def test_a_scanner_sees_no_secret_of_the_site(settings, tmp_path, monkeypatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of the bucket")
    settings.SCANNER = [sys.executable, "-c", "import os, sys; sys.exit('AWS_SECRET_ACCESS_KEY' in os.environ)"]
    sent = tmp_path / "sent.txt"
    sent.write_text("A text.")
    files.scan(sent, sent.name)
