"""Many files at once: each is checked and begun alone, and what cannot be begun says so under its name.

A symbol is looked up in what the server already holds, in this order: instruments of the register, files that the
same person sent before, and the folder that ACTIONLINES_DOCUMENTS names. Nothing is fetched from elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError
from actionlines.register.core.imports.actions import started
from actionlines.register.core.imports.files import clean_name, is_kept, store
from actionlines.register.core.imports.models import TRIED, ImportBatch, ImportRun, StoredFile
from actionlines.register.core.imports.tables import known
from actionlines.register.instruments.models import Instrument
from actionlines.register.people.models import User

_FOLDER_FILES = 100_000  # looked through at most
_READ = frozenset((".pdf", ".docx", ".html", ".htm", ".txt"))
_LANGUAGES = frozenset(("ar", "en", "es", "fr", "ru", "zh"))
_LONGEST_SYMBOL = 100
Entry = dict[str, Any]


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
    found: dict[str, str] = {}
    for part in parts:
        if key := _key(part):
            found.setdefault(key, part)
    return list(found.values())


def begin(
    actor: User, uploads: Sequence[Upload], symbols: Sequence[str], what: str = "", country: str = ""
) -> tuple[ImportBatch, list[ImportRun]]:
    """Begin the imports of files and of symbols; the batch, and the runs for a worker.

    what  the kind of all files; "" finds out what each is. A table is tried first, without changing anything.
    """
    runs: dict[int, ImportRun] = {}
    entries = [_begun(actor, upload, what, country, runs) for upload in uploads]
    folder = _folder() if symbols else {}
    entries += [_by_symbol(actor, symbol, folder, runs) for symbol in symbols]
    return ImportBatch.objects.create(owner=actor, entries=entries), list(runs.values())


def _begun(actor: User, upload: Upload, what: str, country: str, runs: dict[int, ImportRun]) -> Entry:
    name = clean_name(upload.name)
    try:
        return _run(actor, store(upload.source, upload.name, actor, what), name, what, country, runs)
    except ActionlinesError as error:
        return {"name": name, "problem": error.problem, "advice": error.advice}


def _run(
    actor: User, file: StoredFile, name: str, what: str, country: str, runs: dict[int, ImportRun]
) -> Entry:
    kind = what or known(file) or ("document" if PurePath(name).suffix.lower() == ".docx" else "")
    run = started(actor, file, kind, country=country, dry_run=kind in TRIED)
    twice = {"twice": True} if run.pk in runs else {}
    runs[run.pk] = run
    return {"name": name, "run": run.pk, **twice}


def _by_symbol(actor: User, symbol: str, folder: dict[str, Path], runs: dict[int, ImportRun]) -> Entry:
    key = _key(symbol)
    held = Instrument.objects.filter(symbol__iexact=symbol).first()
    if held:
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


def _folder() -> dict[str, Path]:
    """Return the documents of the folder by their key; one in English goes before those in other languages."""
    folder: Path | None = settings.DOCUMENTS
    if folder is None or not folder.is_dir():
        return {}
    found: dict[str, Path] = {}
    for path in sorted(_documents(folder), key=lambda one: not _key(one.stem).endswith("-en")):
        for key in _keys(path.name):
            found.setdefault(key, path)
    return found


def _documents(folder: Path) -> Iterable[Path]:
    # A link could lead out of the folder.
    files = (one for one in folder.rglob("*") if one.suffix.lower() in _READ and not one.is_symlink())
    return (one for one in islice(files, _FOLDER_FILES) if one.is_file())
