"""A reader that a file has taken over can do nothing: each attempt is made in the sandbox."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from actionlines.errors import InputTooLarge, UploadRefused
from actionlines.register.core.imports import confinement, sandbox, sandbox_worker
from actionlines.register.core.imports.sandbox import Report, bounded, left_open, readable
from actionlines.register.core.imports.sandbox_probe import Attempts
from actionlines.register.site import worker

pytestmark = pytest.mark.sandbox

MB = 2**20
PROBE = "actionlines.register.core.imports.sandbox_probe:"


@pytest.fixture
def server() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def tried(server: int, folder: Path) -> tuple[Attempts, Report]:
    secret = folder / "secret"
    secret.write_text("key")
    reports: list[Report] = []
    found = bounded(f"{PROBE}attempts", Attempts, str(secret), str(folder), server, os.getpid(), reports=reports)
    assert not (folder / "written").exists() or "writing outside" in found.open
    return found, reports[0]


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "bubblewrap", lambda: "")


@pytest.mark.usefixtures("plain")
def test_every_attempt_is_refused_where_the_kernel_has_the_guards(
    server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACTIONLINES_SECRET", "key")
    monkeypatch.setenv("DATABASE_URL", "postgres://user:password@host/name")
    found, report = tried(server, tmp_path)
    missing = set(confinement.GUARDS) - set(report.guards)
    if missing:
        pytest.skip(f"this kernel has no {', '.join(sorted(missing))}")
    assert found.open == []
    assert len(found.refused) == 11


def test_every_attempt_is_refused_inside_bubblewrap(server: int, tmp_path: Path) -> None:
    if not sandbox.bubblewrap():
        pytest.skip("bubblewrap is not installed, or may not be used here")
    assert tried(server, tmp_path)[0].open == []


def test_an_environment_behind_a_link_is_found(tmp_path: Path) -> None:
    """The folder of the link is bound, and the environment stands elsewhere."""
    if not sandbox.bubblewrap():
        pytest.skip("bubblewrap is not installed, or may not be used here")
    release = tmp_path / "release"
    release.mkdir()
    (release / "venv").symlink_to(sys.prefix)
    code = (
        "import django; django.setup()\n"
        "from actionlines.register.core.imports.sandbox import bounded\n"
        f"bounded('{PROBE}attempts', object, {str(tmp_path / 'none')!r}, {str(tmp_path)!r}, 1, 1)"
    )
    own = [one for one in sys.path if one and not one.startswith(sys.prefix)]
    where = os.pathsep.join([str(release), *own])
    done = subprocess.run(
        [release / "venv" / "bin" / "python", "-c", code],
        env={**os.environ, "PYTHONPATH": where}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.usefixtures("plain")
def test_attempts_succeed_without_guards(server: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The attempts themselves work: what refuses them above is the sandbox. Limits are there in any case."""
    script = tmp_path / "unguarded.py"
    script.write_text(
        "import sys, runpy\n"
        f"sys.path[:] = {sys_path()!r}\n"
        "from actionlines.register.core.imports.confinement import Confinement\n"
        "Confinement.begin = lambda self: (self._limit(), ('limits',))[1]\n"
        f"runpy.run_path({sandbox_worker.__file__!r}, run_name='__main__')\n"
    )
    monkeypatch.setattr(sandbox_worker, "__file__", str(script))
    found, report = tried(server, tmp_path)
    assert report.guards == ("limits",)
    assert {"network", "another file", "writing outside", "another process", "a program", "a signal"} <= set(found.open)
    assert not {"environment", "more memory", "a longer file"} & set(found.open)


def sys_path() -> list[str]:
    return [one for one in sys.path if one]


def test_the_worker_says_what_the_system_leaves_open(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert "environment" not in left_open()
    monkeypatch.setattr(sandbox, "left_open", lambda: ["another file", "network"])
    worker._say_what_is_open()
    assert "leaves open: another file, network" in caplog.text


def test_the_environment_is_the_allowed_names_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = ("ACTIONLINES_SECRET", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "EMAIL_URL", "PGPASSWORD")
    of_aws = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    for name in (*own, *of_aws, "ACTIONLINES_FILES", "OTEL_EXPORTER_OTLP_HEADERS"):
        monkeypatch.setenv(name, "secret")
    found = sandbox._environment(tmp_path)
    assert "secret" not in found.values()
    assert set(found) <= {*sandbox.ALLOWED_NAMES, *sandbox._THREADS, "HOME", "TMPDIR"}


def test_the_data_folder_is_none_of_the_folders_that_can_be_read() -> None:
    assert not [one for one in readable() if settings.DATA.is_relative_to(one)]
    assert any(Path(sandbox_worker.__file__).is_relative_to(one) for one in readable())


@pytest.mark.parametrize(
    ("what", "much", "said"),
    [
        ("clock", 9, "longer than 1 seconds"),
        ("processor", 0, "longer than 1 seconds"),
        ("memory", 10_000, "MB of memory"),
        ("signal", signal.SIGSEGV, "stopped over it"),
        ("signal", signal.SIGABRT, "stopped over it"),
        ("answer", 0, "stopped over it"),
    ],
)
def test_bounds_hold(what: str, much: float, said: str) -> None:
    with pytest.raises(UploadRefused, match=said):
        bounded(f"{PROBE}spend", int, what, float(much), seconds=1.0 if "longer" in said else 60.0)


def test_a_fault_of_ours_is_not_taken_for_one_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        bounded(f"{PROBE}spend", int, "fault", 1.0)


def test_only_functions_of_the_list_are_called() -> None:
    with pytest.raises(RuntimeError, match="none of the readers"):
        bounded("os:getcwd", str)
    for name in sandbox_worker.READERS:
        module, _, function = name.partition(":")
        assert callable(getattr(__import__(module, fromlist=[function]), function))


def test_the_worker_and_its_readers_load_without_the_site() -> None:
    """Django and django-ninja want settings, which the process of a reader does not have."""
    code = (
        "import importlib, sys; sys.modules.update(django=None, ninja=None)\n"
        f"sys.path[:] = {sys_path()!r}\n"
        "from actionlines.register.core.imports.sandbox_worker import READERS\n"
        "for one in sorted(READERS): importlib.import_module(one.partition(':')[0])"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


HEAD = json.dumps({"kind": "done", "peak": 1, "guards": []}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\x80\x04K\x01.", HEAD, HEAD + b"\n",
        HEAD + b"\n\"text\"", HEAD + b"\n[1]", HEAD + b"\n" + b"[" * 9999,
        b'{"kind": "own", "peak": 1, "guards": []}\n1', b'{"kind": "done", "peak": "1", "guards": []}\n1',
        b'{"kind": "error", "peak": 1, "guards": []}\n{"name": "OSError"}',
    ],
)  # fmt: skip
def test_an_answer_of_another_form_is_no_answer(body: bytes) -> None:
    with pytest.raises(UploadRefused, match="stopped over it"):
        sandbox._must_have_ended_well(0, body, b"", "x.csv", MB, 1.0)
        sandbox._answer(body, sandbox._adapter(int), "x.csv", MB, None)


def test_an_error_comes_back_as_itself_and_never_as_another_class() -> None:
    head = b'{"kind": "error", "peak": 1, "guards": []}\n'
    plain = {"subject": "a.csv", "problem": "it is too large", "advice": "Split it."}
    for name, kind in (("InputTooLarge", InputTooLarge), ("SystemExit", UploadRefused), ("StaleRecord", UploadRefused)):
        with pytest.raises(kind, match="too large"):
            body = head + json.dumps({"name": name, **plain}).encode()
            sandbox._answer(body, sandbox._adapter(int), "a.csv", MB, None)


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        (-6, b"memory allocation of 49152 bytes failed\n", "memory"),
        (-signal.SIGXCPU, b"", "seconds"),
        (128 + signal.SIGXCPU, b"", "seconds"),
        (1, b"Traceback", "stopped over it"),
    ],
)
def test_how_a_process_ended_is_said(code: int, told: bytes, said: str) -> None:
    with pytest.raises(UploadRefused, match=said):
        sandbox._must_have_ended_well(code, b"", told, "x.csv", MB, 1.0)


def test_nothing_stays_of_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox.tempfile, "tempdir", str(tmp_path))
    assert bounded(f"{PROBE}spend", int, "nothing", 3.0) == 3
    assert list(tmp_path.iterdir()) == []
