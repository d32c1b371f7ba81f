"""Runs of imports: one at a time, in batches, from where a run stopped."""

import contextlib
import fcntl
import logging
import os
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path, PurePath
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import IO, Any

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import override
from django_tasks import default_task_backend

from actionlines.errors import ActionlinesError, UploadRefused
from actionlines.json_types import JsonObject
from actionlines.papers.follow_up.sources import documents_in
from actionlines.register.core.imports import content_type
from actionlines.register.core.imports.actions import (
    FinishImport,
    actor_of,
    is_tried,
    may_import,
    must_have_place,
    started,
)
from actionlines.register.core.imports.files import clean_name, is_kept, store
from actionlines.register.core.imports.models import ImportBatch, ImportRow, ImportRun, ImportStatus, StoredFile
from actionlines.register.core.imports.models import ImportRun as ImportRunRecord
from actionlines.register.core.imports.originals import FilesAway
from actionlines.register.core.imports.sandbox import bounded
from actionlines.register.core.imports.tables import guess, known
from actionlines.register.core.kinds import import_formats
from actionlines.register.core.limits import most_of
from actionlines.register.core.schema import Data
from actionlines.register.core.search import catch_up
from actionlines.register.people.models import User
from actionlines.results.inputs import PACKED, holds_papers

_WORKER = "worker.held"


@contextlib.contextmanager
def alone(name: str) -> Iterator[bool]:
    """Return whether no other thread or process of this machine holds the lock of this name."""
    path = _folder() / f"{name}.lock"
    with path.open("w") as handle:
        # The last holder may have deleted this file meanwhile; the next process then opens another.
        if not _locked(handle, fcntl.LOCK_EX) or os.fstat(handle.fileno()).st_nlink == 0:
            yield False
            return
        yield True
        with contextlib.suppress(FileNotFoundError):
            path.unlink()


@contextlib.contextmanager
def worker_at_work() -> Iterator[None]:
    """Show that a worker runs, as long as it does. Several may."""
    with (_folder() / _WORKER).open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_SH)
        show_worker_alive()
        yield


def show_worker_alive() -> None:
    """Leave the sign of life of a worker. What has stopped it stops this too."""
    (_folder() / _WORKER).touch()


def last_sign_of_life() -> float:
    """Return when a worker gave one, in seconds since 1970; 0 for never."""
    path = _folder() / _WORKER
    return path.stat().st_mtime if path.exists() else 0.0


def is_worker_there() -> bool:
    """Return whether a worker runs that does what waits, and gave a sign of life lately. Where tasks are done at once,
    none is needed.
    """
    if not default_task_backend.supports_defer:
        return True
    if time.time() - last_sign_of_life() > most_of("worker-silence"):
        return False
    with (_folder() / _WORKER).open("a") as handle:
        return not _locked(handle, fcntl.LOCK_EX)


def _locked(handle: IO[str], how: int) -> bool:
    try:
        fcntl.flock(handle, how | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _folder() -> Path:
    folder: Path = settings.DATA / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


_FOLDER_FILES = 100_000  # looked through at most
_READ = frozenset((".pdf", ".docx", ".html", ".htm", ".txt"))
_LANGUAGES = frozenset(("ar", "en", "es", "fr", "ru", "zh"))
_LONGEST_SYMBOL = 100
Entry = JsonObject


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: where it is, or its bytes, and its name."""

    source: Path | bytes
    name: str


def symbols_in(text: str) -> list[str]:
    """Return the symbols of a list with commas, semicolons or one on each line, each once.

    >>> symbols_in("A/RES/80/173, A/RES/79/194\\n a/res/80/173 ;")
    ['A/RES/80/173', 'A/RES/79/194']
    """
    parts = (" ".join(part.split())[:_LONGEST_SYMBOL] for part in re.split(r"[,;\n]", text))
    matches: dict[str, str] = {}
    for part in parts:
        if key := _key(part):
            matches.setdefault(key, part)
    return list(matches.values())


def begin(
    actor: User, uploads: Sequence[Upload], symbols: Sequence[str], what: str = "", country: str = ""
) -> tuple[ImportBatch, list[ImportRun]]:
    """Begin the imports of files and of symbols; the batch, and the runs for a worker.

    what  the kind of all files; "" finds out what each is. A table is tried first, without changing anything.

    The documents of a zip, and the texts of a file of paragraphs, are files of their own.
    """
    runs: dict[int, ImportRun] = {}
    entries: list[Entry] = []
    for upload in uploads:
        with TemporaryDirectory(prefix="papers-", ignore_cleanup_errors=True) as unpacked:
            try:
                papers = _papers(upload, what, Path(unpacked))
            except ActionlinesError as error:
                entries.append({"name": clean_name(upload.name), "problem": error.problem, "advice": error.advice})
                continue
            entries += [
                _begun(actor, paper, what or "document", country, runs, settings.UPLOAD_PAPERS) for paper in papers
            ]
            if not papers:
                entries.append(_begun(actor, upload, what, country, runs))
    folder = _documents_of_folder() if symbols else {}
    entries += [_by_symbol(actor, symbol, folder, runs) for symbol in symbols]
    return ImportBatch.objects.create(owner=actor, entries=entries), list(runs.values())


def _papers(upload: Upload, what: str, folder: Path) -> list[Upload]:
    """Return the documents of a zip or of a file of paragraphs, which the sandbox unpacks; [] of another file.

    Raises UploadRefused for more than UPLOAD_PAPERS documents, and the errors of unpacking.
    """
    name = clean_name(upload.name)
    if what not in ("", "document") or PurePath(name).suffix.lower() not in PACKED:
        return []
    sent, out = folder / "sent" / name, folder / "papers"
    sent.parent.mkdir()
    out.mkdir()
    if isinstance(upload.source, bytes):
        sent.write_bytes(upload.source)
    else:
        copyfile(upload.source, sent)
    if not holds_papers(sent):
        return []
    bounded(f"{content_type.__name__}:unpack", int, sent, out, name=name, work=folder)
    # What the sandbox wrote is the work of a stranger: a link could lead out of the folder.
    papers = [paper for paper in documents_in(out) if out.resolve() in paper.resolve().parents]
    if len(papers) > settings.UPLOAD_PAPERS:
        problem = _("it holds too many documents (%(n)d); at most %(limit)d are taken") % {
            "n": len(papers),
            "limit": settings.UPLOAD_PAPERS,
        }
        raise UploadRefused(name, problem, _("Split it."))
    return [Upload(paper, paper.name) for paper in papers]


def _begun(actor: User, upload: Upload, what: str, country: str, runs: dict[int, ImportRun], most: int = 0) -> Entry:
    name = clean_name(upload.name)
    try:
        must_have_place(actor, name, most)
        return _run(actor, store(upload.source, upload.name, actor, what), name, what, country, runs, most)
    except ActionlinesError as error:
        return {"name": name, "problem": error.problem, "advice": error.advice}


def _run(
    actor: User, file: StoredFile, name: str, what: str, country: str, runs: dict[int, ImportRun], most: int = 0
) -> Entry:
    kind = what or known(file) or ("document" if PurePath(name).suffix.lower() == ".docx" else "")
    run = started(actor, file, kind, most=most, country=country, dry_run=is_tried(kind))
    twice = {"twice": True} if run.pk in runs else {}
    runs[run.pk] = run
    return {"name": name, "run": run.pk, **twice}


def _by_symbol(actor: User, symbol: str, folder: dict[str, Path], runs: dict[int, ImportRun]) -> Entry:
    key = _key(symbol)
    instruments: Any = import_formats()["document"].makes
    if held := instruments.objects.filter(symbol__iexact=symbol).first():
        return {"name": symbol, "instrument": held.pk}
    try:
        for file in StoredFile.objects.filter(by=actor).order_by("-pk"):
            if key in _keys(file.name) and is_kept(file):
                return _run(actor, file, symbol, "document", "", runs)
        if path := folder.get(key):
            return _run(actor, store(path, path.name, actor, "document"), symbol, "document", "", runs)
    except ActionlinesError as error:
        return {"name": symbol, "problem": error.problem, "advice": error.advice}
    problem = _("neither the register nor the files of this server have a document of this symbol")
    return {"name": symbol, "problem": problem, "advice": _("Check the symbol, or upload the file.")}


def _key(words: str) -> str:
    """Return words of letters and digits: A/RES/80/173 is A_RES_80_173, and not A/RES/801/73."""
    return re.sub(r"[\W_]+", "-", words).strip("-").casefold()


def _keys(name: str) -> Iterator[str]:
    """Yield what a file of this name is found by: its name without ending, and without its language."""
    key = _key(PurePath(name).stem)
    yield key
    head, _mark, last = key.rpartition("-")
    if head and last in _LANGUAGES:
        yield head


def _documents_of_folder() -> dict[str, Path]:
    """Return the documents of the folder by their key; one in English goes before those in other languages."""
    folder: Path | None = settings.DOCUMENTS
    if folder is None or not folder.is_dir():
        return {}
    paths: dict[str, Path] = {}
    for path in sorted(_documents(folder), key=lambda document: not _key(document.stem).endswith("-en")):
        for key in _keys(path.name):
            paths.setdefault(key, path)
    return paths


def _documents(folder: Path) -> Iterable[Path]:
    # A link could lead out of the folder.
    files = (item for item in folder.rglob("*") if item.suffix.lower() in _READ and not item.is_symlink())
    return (file for file in islice(files, _FOLDER_FILES) if file.is_file())


OnProgress = Callable[[int, int], None]  # rows done, rows in all
ENDED = (ImportStatus.DONE, ImportStatus.PARTLY, ImportStatus.FAILED)
_LATELY = timedelta(hours=1)
_LOCALES = {"zh": "zh-hans"}
_log = logging.getLogger(__name__)


def run(number: int, on_progress: OnProgress | None = None) -> ImportRunRecord:
    """Do it, or go on with it; a run that has ended stays as it is. Returns it as it is then.

    What is wrong with the file is kept in `error`; a fault of ours too, and is raised as well, so that it is seen.
    Raises FilesAway where its original cannot be fetched now: the run then waits as it is.
    """
    with alone(f"import-{number}") as free:
        import_run_record = ImportRunRecord.objects.select_related("file", "owner").get(pk=number)
        if free and import_run_record.status not in ENDED:
            # Problems of a row are written in the language of their reader, the owner of the run.
            with _language_of_owner(import_run_record):
                _do(import_run_record, on_progress)
    return ImportRunRecord.objects.select_related("file", "owner").get(pk=number)


def set_aside(number: int) -> None:
    """End an import that ended the worker again and again; its owner reads why."""
    import_run_record = ImportRunRecord.objects.select_related("file", "owner").get(pk=number)
    with _language_of_owner(import_run_record):
        problem, advice = _("the worker ended each time it read this file"), _("Split the file, and send it again.")
    error = {"code": "AL000", "subject": import_run_record.file.name, "problem": problem, "advice": advice}
    FinishImport(None, import_run_record, error=error).do()


def _language_of_owner(run: ImportRunRecord) -> override:
    return override(_LOCALES.get(run.owner.language, run.owner.language) if run.owner else None)


def next_in_line(number: int) -> int:
    """Return the import to do now: of those that wait, the oldest of the person for whom fewest were done lately.

    number  the import whose turn it is by its place; one that was interrupted goes on first
    """
    if ImportRunRecord.objects.filter(pk=number, status=ImportStatus.RUNNING).exists():
        return number
    since = timezone.now() - _LATELY
    done = Counter(
        ImportRunRecord.objects.filter(created_at__gt=since)
        .exclude(status=ImportStatus.WAITING)
        .values_list("owner", flat=True)
    )
    waiting = ImportRunRecord.objects.filter(status=ImportStatus.WAITING).values_list("pk", "owner")
    return min(waiting, key=lambda row: (done[row[1]], row[0]), default=(number, None))[0]


def _do(record: ImportRunRecord, on_progress: OnProgress | None) -> None:
    ImportRunRecord.objects.filter(pk=record.pk).update(status=ImportStatus.RUNNING)
    error: Data = {}
    try:
        _find_out(record)
        may_import(actor_of(record), record.what, record.country, publish=record.publish)
        import_string(import_formats()[record.what].read)(record, on_progress)
    except FilesAway:
        raise
    except ActionlinesError as wrong:
        error = wrong.as_dict()
    except Exception as fault:
        close_old_connections()
        problem = f"unexpected {type(fault).__name__}"
        error = {"code": "AL000", "subject": record.file.name, "problem": problem, "advice": "Report it as a fault."}
        _log.exception("import %s", record.pk)
        raise
    finally:
        # Interrupted, it stays as it is: the next start goes on with it.
        if error or _complete(record.pk):
            if (then := import_formats()[record.what].then) and not record.dry_run and not error:
                import_string(then).enqueue(record.pk)
            FinishImport(None, ImportRunRecord.objects.get(pk=record.pk), error=error).do()
            catch_up()


def _find_out(import_run_record: ImportRunRecord) -> None:
    """What a file holds whose sender did not say it; the right to this kind is asked afterwards."""
    if import_run_record.what:
        return
    import_run_record.what = guess(import_run_record.file)
    if not import_formats()[import_run_record.what].guess:
        import_run_record.mapping, import_run_record.publish = {}, False
    ImportRunRecord.objects.filter(pk=import_run_record.pk).update(
        what=import_run_record.what, mapping=import_run_record.mapping, publish=import_run_record.publish
    )


def _complete(number: int) -> bool:
    now = ImportRunRecord.objects.get(pk=number)
    return now.rows_total > 0 and now.rows_done >= now.rows_total


def keep_one_row(import_run_record: ImportRunRecord, outcome: str, record: int | None, counts: dict[str, int]) -> None:
    """Keep the outcome of a file that is one row."""
    ImportRow.objects.update_or_create(run=import_run_record, row=1, defaults={"outcome": outcome, "record": record})
    ImportRunRecord.objects.filter(pk=import_run_record.pk).update(rows_done=1, counts={outcome: 1, **counts})
