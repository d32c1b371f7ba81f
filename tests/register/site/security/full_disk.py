"""Every write path on a full disk, then with room again.

`python -m tests.register.site.security.full_disk DIR HOW`:
DIR is a small file system of its own; test_disk_full.py mounts it. HOW: `whole`, or `files` where the database is
elsewhere, as with PostgreSQL. Prints one JSON object: what each path answered while the disk was full and after,
which files were half written, which records were lost, and whether the index is equal to the database.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROWS = "ID,Title,Summary,Country\n" + "".join(
    f"{n},Radio lessons {n},Village radio explains passwords,Kenya\n" for n in range(40)
)
LARGE = "ID,Title,Summary,Country\n" + "".join(f"{n},Radio {n},{'lesson ' * 90},Kenya\n" for n in range(5000))


def main(folder: Path, how: str) -> dict[str, Any]:
    """Set up a register, fill the disk, write in every way, free it, and write again."""
    data = folder / "data"
    (folder / "tmp").mkdir()
    data.mkdir()
    tempfile.tempdir = str(folder / "tmp")
    if how == "files":
        (data / "actionlines.sqlite3").symlink_to(Path(os.environ["ELSEWHERE"]) / "actionlines.sqlite3")
    os.environ |= {"ACTIONLINES_DATA": str(data), "ACTIONLINES_TEST_WORKER": "main"}
    os.environ.pop("PYTEST_XDIST_WORKER", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.site_settings"
    from actionlines.register.site.setup import start

    start(data)
    logging.disable(logging.CRITICAL)
    from django.db import connection

    from actionlines.register.core.search import catch_up, index_writer

    index_writer.ensure()
    paths = World().paths()
    catch_up()
    # Held open, as the worker does: the log of SQLite then stays.
    connection.ensure_connection()
    before = counted()
    filler = folder / "filler"
    fill(filler)
    full = {name: tried(path) for name, path in paths.items()}
    half = halves(folder)
    lost = {name: number for name, number in before.items() if counted()[name] < number}
    filler.unlink()
    after = {name: tried(path) for name, path in paths.items()}
    catch_up()
    return {
        "full": full, "after": after, "half": half, "lost": lost, "unequal": index_writer.unequal(),
    }  # fmt: skip


def fill(filler: Path) -> None:
    """Leave no byte: large pieces first, then single ones."""
    with filler.open("wb", buffering=0) as out:
        for size in (1 << 20, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while out.write(b"\xff" * size):
                    pass


def tried(path: Callable[[], Any]) -> str:
    """What a path answered: a status, "done", or the error of a command."""
    from actionlines.errors import ActionlinesError

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            answer = path()
    except ActionlinesError as error:
        return error.code
    except SystemExit as left:
        return f"exit {left.code}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if answer is None:
        return "done"
    if answer.status_code == 503:
        assert answer["Retry-After"]
    return str(answer.status_code)


def counted() -> dict[str, int]:
    """Rows of every table that only grows."""
    from actionlines.register.activities.models import Activity
    from actionlines.register.core.imports.models import StoredFile
    from actionlines.register.core.models import Event, Version

    return {one.__name__: one.objects.count() for one in (Activity, Version, Event, StoredFile)}


def halves(folder: Path) -> list[str]:
    """Files that somebody began and did not end, and originals that are not what their name says."""
    import hashlib

    found = [path for path in folder.rglob("*") if path.is_file()]
    marks = (".incoming", ".part", ".partial", ".new")
    begun = [path.name for path in found if any(mark in path.name for mark in marks)]
    kept = [path for path in found if path.parent.parent.name == "files" and not path.name.startswith(".")]
    wrong = [one.name for one in kept if hashlib.sha256(one.read_bytes()).hexdigest() != one.name]
    return begun + wrong + [path.name for path in (folder / "tmp").iterdir()]


class World:
    """People, records, and every way to write."""

    def __init__(self) -> None:
        from django.test import Client

        from tests.people import activity, organisation, person
        from tests.register.activities.samples import in_status
        from tests.register.site.api.world import token

        self.number = 0
        organisation()
        in_status("published")
        self.draft = activity(title="A draft")
        self.member, self.secretariat = (Client(raise_request_exception=False) for _ in range(2))
        self.member.force_login(person("member"))
        self.secretariat.force_login(person("secretariat"))
        self.visitor = Client(raise_request_exception=False)
        self.head = {"Authorization": f"Bearer {token('member')}"}

    def paths(self) -> dict[str, Callable[[], Any]]:
        """Name -> a call that writes."""
        return {
            "sign in": self.sign_in, "draft": self.create, "api": self.api, "upload": lambda: self.upload(ROWS),
            "large upload": lambda: self.upload(LARGE), "api upload": self.api_upload, "report": self.report,
            "index": self.index, "bulk file": self.bulk, "backup": self.backup, "download": self.download,
            "limits": self.limits, "key": self.key,
        }  # fmt: skip

    def sign_in(self) -> Any:
        """A session in the database."""
        from tests.people import PASSWORD

        given = {"login": "member@example.org", "password": PASSWORD}
        return self.visitor.__class__(raise_request_exception=False).post("/account/login/", given)

    def create(self) -> Any:
        """A draft by its form."""
        self.number += 1
        given = {"title": f"Draft {self.number}", "summary": "Said " * 400}
        return self.member.post("/activities/new/", given)

    def api(self) -> Any:
        """A draft by the API."""
        self.number += 1
        given = {"fields": {"title": f"By a program {self.number}", "description": "Said. " * 600}}
        return self.member.post("/api/activities", given, content_type="application/json", headers=self.head)

    def upload(self, rows: str) -> Any:
        """A file of activities; never the same bytes twice."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        self.number += 1
        sent = SimpleUploadedFile("rows.csv", f"{rows}{self.number},Radio,Radio,Kenya\n".encode())
        return self.member.post("/imports/new/", {"what": "activities", "file": sent})

    def api_upload(self) -> Any:
        """The same by the API."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        self.number += 1
        sent = SimpleUploadedFile("rows.csv", f"{ROWS}{self.number},Radio,Radio,Kenya\n".encode())
        return self.member.post("/api/imports", {"file": sent, "what": "activities"}, headers=self.head)

    def report(self) -> Any:
        """A new report, whose paper is made and kept."""
        self.number += 1
        return self.secretariat.post("/reports/new/", {"type": "contribution", "area": "KEN", "language": "en"})

    def index(self) -> None:
        """The index, built beside the old one."""
        from actionlines.register.core.search import rebuild

        rebuild()

    def bulk(self) -> None:
        """The file with everything public."""
        from actionlines.register.doors import bulk

        bulk.make()

    def backup(self) -> None:
        """A backup onto the same disk."""
        from django.conf import settings

        from actionlines.register.site.backup import backup

        self.number += 1
        out = settings.DATA.parent / f"backup-{self.number}.zip"
        backup(out)

    def download(self) -> Any:
        """A workbook, made in the folder for temporary files."""
        return self.visitor.get("/organisations/?as=xlsx")

    def limits(self) -> None:
        """A table of counts that is not there yet: without room each process counts for itself."""
        from django.conf import settings

        from actionlines.register.core.limits import Counts, Limit

        self.number += 1
        counts = Counts(where=lambda: settings.DATA / f"limits-{self.number}")
        for number in range(20_000):
            counts.take(Limit("x", 5, 60), str(number))

    def key(self) -> None:
        """The key of a new register."""
        from actionlines.register.site.environment import secret

        self.number += 1
        from django.conf import settings

        assert len(secret(settings.DATA / f"new-{self.number}")) > 40


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
