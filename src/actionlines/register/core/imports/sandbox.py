"""A reader of uploads in a process of its own: without secrets, network, other files, and with bounds.

    bounded("actionlines.register.core.imports.sheet:convert", Sheet, source, target, "text", "list.csv")

The process gets a request as JSON and answers in JSON that is checked against the type of the answer. Its
environment is ALLOWED_NAMES alone. `confinement` takes its rights away before it opens anything; bubblewrap, where
it is installed and works, puts a file system around it that holds the program, the file and the working folder.
"""

import contextlib
import json
import math
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from actionlines import errors
from actionlines.documents.blocks import MB
from actionlines.errors import ActionlinesError, UploadRefused
from actionlines.json_types import JsonObject
from actionlines.register.core.imports import sandbox_worker
from actionlines.register.core.imports.sandbox_probe import Attempts
from actionlines.register.core.limits import most_of

Result = TypeVar("Result")

MEMORY = most_of("reader-bytes")  # address space, which is more than what is used of it
SECONDS = float(most_of("reader-seconds"))
# What a reader may write to a file, its answer included.
WRITTEN = 1024 * MB
ALLOWED_NAMES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ")
# One thread each: the address space that numerical libraries reserve grows with the number of threads.
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS")
_ANSWER = 256 * MB
_TOLD = 4000  # bytes of what it said last on its error stream
_SAID = 2000  # characters of an error
_ORIGINAL = re.compile("[0-9a-f]{64}")
_SPLIT = "Split the file, or send it in another form."
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/etc/localtime")
_PACKAGES = ("actionlines", "actionlines_model", "actionlines_model_neural")


@dataclass(frozen=True)
class Report:
    """What a process says of itself: bytes of memory used at most, and the guards that held."""

    kind: Literal["done", "error", "memory", "fault"]
    peak: int
    guards: tuple[str, ...]


@dataclass(frozen=True)
class _Wrong:
    name: str
    subject: str
    problem: str
    advice: str


def bounded(
    reader: str,
    answer: type[Result],
    *args: object,
    memory: int = MEMORY,
    used: int = 0,
    seconds: float = SECONDS,
    name: str = "",
    work: Path | None = None,
    names: Mapping[str, object] | None = None,
    reports: list[Report] | None = None,
) -> Result:
    """Return what a reader answers about `args`, from a process of its own.

    reader   one of sandbox_worker.READERS
    answer   the type that the answer must have: a dataclass, or what pydantic checks
    args     paths, and what JSON holds; of all files, only those named here can be read
    memory   bytes of address space
    used     bytes of it that are its own, as RLIMIT_DATA counts them; `memory` without it
    seconds  on the clock, and of the processor
    name     what messages call the input
    work     a folder that it may write into and that stays; else an empty one that is deleted
    names    types that the annotations of `answer` name and their modules do not import
    reports  gets what the process says of itself, unless it was killed

    Raises the reader's own errors of the tree of ActionlinesError, UploadRefused (AL705) where a bound was
    reached or the process died, and RuntimeError for a fault of ours in the reader.
    """
    name, used = name or reader.rpartition(":")[2], used or memory
    with _folder(work) as folder, tempfile.TemporaryFile() as matches, tempfile.TemporaryFile() as texts:
        request = _request(reader, args, folder, memory, used, seconds)
        child = subprocess.Popen(  # noqa: S603 - our own program
            [*_wrapper(request), sys.executable, "-I", sandbox_worker.__file__],
            stdin=subprocess.PIPE,
            stdout=matches,
            stderr=texts,
            start_new_session=True,
            env=_environment(folder),
        )
        try:
            child.communicate(json.dumps(request).encode(), timeout=seconds)
        except subprocess.TimeoutExpired:
            raise _slow(name, seconds) from None
        finally:
            _end(child)
        matches.seek(0)
        body = matches.read(_ANSWER + 1)
        texts.seek(max(0, texts.seek(0, os.SEEK_END) - _TOLD))
        words = texts.read()
    _must_have_ended_well(child.returncode, body, words, name, used, seconds)
    adapter: TypeAdapter[Result] = _adapter(cast(Any, answer), tuple((names or {}).items()))
    return _answer(body, adapter, name, used, reports)


def plain(value: object) -> JsonObject:
    """Return an answer as JSON has it, to be kept."""
    held: JsonObject = _adapter(cast(Any, type(value))).dump_python(value, mode="json")
    return held


def typed(kind: type[Result], value: object) -> Result:
    """Return a kept answer as what it was. Raises ValidationError for one of another release."""
    result: Result = _adapter(cast(Any, kind)).validate_python(value)
    return result


def left_open() -> list[str]:
    """Return what the sandbox does not refuse on this system, by trying it: "network" or "another file".

    Raises UploadRefused where no process can be started in it.
    """
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as server:
        secret = Path(folder) / "secret"
        secret.write_text("nobody may read this")
        port = server.getsockname()[1]
        matches = bounded(f"{Attempts.__module__}:attempts", Attempts, str(secret), folder, port, os.getpid())
    return matches.open


@contextlib.contextmanager
def _folder(work: Path | None) -> Iterator[Path]:
    if work:
        yield work
        return
    with tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _request(
    reader: str, args: Sequence[Any], work: Path, memory: int, used: int, seconds: float
) -> sandbox_worker.Request:
    paths = [at for at, item in enumerate(args) if isinstance(item, Path)]
    files = [str(args[at]) for at in paths if not args[at].is_relative_to(work)]
    return {
        "reader": reader, "args": [str(item) if isinstance(item, Path) else item for item in args], "paths": paths,
        "memory": memory, "used": used, "seconds": math.ceil(seconds) + 1, "written": WRITTEN, "work": str(work),
        "path": [item for item in sys.path if item], "readable": [*readable(), *files],
    }  # fmt: skip


@cache
def readable() -> tuple[str, ...]:
    """Return the folders of the program and its libraries; none of them holds the data folder."""
    parts = sysconfig.get_paths()
    own = [spec.submodule_search_locations or [] for item in _PACKAGES if (spec := find_spec(item))]
    fields = (
        *_SYSTEM,
        *(parts[item] for item in ("stdlib", "platstdlib", "purelib", "platlib")),
        f"{sys.base_prefix}/lib",
        *sys.path,
        *(str(path) for some in own for path in some),
    )
    matches = dict.fromkeys(str(Path(item).absolute()) for item in fields if item and Path(item).exists())
    return tuple(item for item in matches if not settings.DATA.is_relative_to(item))


def _environment(work: Path) -> dict[str, str]:
    saved = {name: os.environ[name] for name in ALLOWED_NAMES if name in os.environ}
    return {**saved, **dict.fromkeys(_THREADS, "1"), "HOME": str(work), "TMPDIR": str(work)}


def _wrapper(request: sandbox_worker.Request) -> list[str]:
    """The command of bubblewrap that the process runs in; empty where it cannot be used."""
    if not (program := bubblewrap()):
        return []
    start = (sys.executable, f"{sys.prefix}/pyvenv.cfg", f"{sys.base_prefix}/bin", f"{sys.prefix}/bin")
    seen = [part for path in _places((*request["readable"], *start)) for part in ("--ro-bind-try", path, path)]
    work = request["work"]
    return [program, *_ALONE, *seen, "--bind", work, work, "--chdir", work, "--"]


def _places(paths: Iterable[str]) -> list[str]:
    """The paths and where their links lead, each once and none that another holds: bubblewrap makes no place
    in a folder that it has bound, least of all behind a link, which an environment of Python may be.
    """
    wanted = dict.fromkeys(place for path in paths for place in (path, os.path.realpath(path)))
    return [item for item in wanted if not any(item.startswith(f"{other}/") for other in wanted)]


_ALONE = ("--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL", "--proc", "/proc",
          "--dev", "/dev", "--tmpfs", "/tmp")  # fmt: skip  # noqa: S108 - the one inside


@cache
def bubblewrap() -> str:
    """Return the path of bubblewrap; "" where it is not installed, or the system does not let it work."""
    if not (program := shutil.which("bwrap")):
        return ""
    tried = [program, *_ALONE, *(part for path in _SYSTEM for part in ("--ro-bind-try", path, path)), "--"]
    try:
        done = subprocess.run([*tried, "/usr/bin/true"], capture_output=True, timeout=10, env={})  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return program if done.returncode == 0 else ""


def _must_have_ended_well(code: int, body: bytes, data: bytes, name: str, memory: int, seconds: float) -> None:
    # A shell's way to say which signal ended a process, and that of bubblewrap: 128 and its number.
    if code in (-signal.SIGXCPU, 128 + signal.SIGXCPU):
        raise _slow(name, seconds)
    if code or not body or len(body) > _ANSWER:
        # Python, and the allocators of libraries that abort the process.
        if b"MemoryError" in data or b"memory allocation" in data or b"bad_alloc" in data:
            raise _large(name, memory)
        raise _stopped(name)


def _answer(body: bytes, adapter: TypeAdapter[Result], name: str, memory: int, reports: list[Report] | None) -> Result:
    """What the process wrote is the word of a stranger: it is taken where it has the form that it must have."""
    first, _, value = body.partition(b"\n")
    try:
        report = _adapter(Report).validate_json(first, strict=True)
        if reports is not None:
            reports.append(report)
        if report.kind == "done":
            return adapter.validate_json(value, strict=True)
        if report.kind == "error":
            wrong = _adapter(_Wrong).validate_json(value, strict=True)
        elif report.kind == "fault":
            fault = _adapter(str).validate_json(value, strict=True)
    except ValidationError:
        raise _stopped(name) from None
    if report.kind == "memory":
        raise _large(name, memory)
    if report.kind == "error":
        kind = _kinds().get(wrong.name, UploadRefused)
        # People know an original by its name, readers by its SHA-256.
        subject = name if _ORIGINAL.fullmatch(wrong.subject) else wrong.subject[:_SAID]
        raise kind(subject, wrong.problem[:_SAID], wrong.advice[:_SAID])
    raise RuntimeError(f"{name}: {fault[:_SAID]}")


@cache
def _kinds() -> dict[str, type[ActionlinesError]]:
    """Errors that say no more than subject, problem and advice, by name."""
    matches = [item for item in vars(errors).values() if isinstance(item, type)]
    return {
        item.__name__: item
        for item in matches
        if issubclass(item, ActionlinesError) and item.__init__ is ActionlinesError.__init__
    }


@cache
def _adapter(kind: Any, names: tuple[tuple[str, Any], ...] = ()) -> TypeAdapter[Any]:
    type_adapter: TypeAdapter[Any] = TypeAdapter(kind)
    if names:
        type_adapter.rebuild(force=True, _types_namespace=dict(names))
    return type_adapter


def _end(child: subprocess.Popen[bytes]) -> None:
    """Nothing that the child started stays behind."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _stopped(name: str) -> UploadRefused:
    return UploadRefused(name, "the reader stopped over it", "The file may be damaged: export it again.")


def _slow(name: str, seconds: float) -> UploadRefused:
    return UploadRefused(name, f"reading it takes longer than {seconds:,.0f} seconds", _SPLIT)


def _large(name: str, memory: int) -> UploadRefused:
    return UploadRefused(name, f"reading it takes more than {memory / MB:,.0f} MB of memory", _SPLIT)
