"""Stored files: uploads, what is known of them, where their originals are."""

import gzip
import hashlib
import logging
import os
import re
import subprocess
import unicodedata
import zlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from actionlines.documents.blocks import MB
from actionlines.errors import OriginalGone, TooManyRequests, UploadRefused
from actionlines.register.core.imports import originals
from actionlines.register.core.imports.content_type import GZIP, Container, type_of
from actionlines.register.core.imports.models import StoredFile
from actionlines.register.core.imports.sandbox import ALLOWED_NAMES, bounded
from actionlines.register.core.limits import most_of, rate_of
from actionlines.register.core.models import Person

SECONDS = float(most_of("scanner-seconds"))
_HERE = __name__.rpartition(".")[0]
_FOUND = 1  # how clamscan and clamdscan say that there is something
_log = logging.getLogger(__name__)


def scan(path: Path, name: str) -> None:
    """Nothing where no scanner is named, or it finds nothing. Raises UploadRefused for a file that it refuses, and
    where it does not answer: a file that nobody looked at is not kept.
    """
    command: list[str] = settings.SCANNER
    if not command:
        return
    # It reads what strangers send: no secret of the site is in its environment.
    saved = {name: os.environ[name] for name in (*ALLOWED_NAMES, "HOME", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run([*command, str(path)], capture_output=True, timeout=SECONDS, env=saved)  # noqa: S603 - set by the site
    except (OSError, subprocess.TimeoutExpired) as error:
        _log.error("The scanner of uploads does not answer: %s", error)
        code = -1
    else:
        code = done.returncode
    if code == _FOUND:
        problem = _("the scanner found something harmful in it")
        raise UploadRefused(name, problem, _("Clean the file on your machine, and send it again."))
    if code:
        problem = _("it could not be scanned")
        raise UploadRefused(name, problem, _("Send it again later, or tell the administrator."))


# Types by content that each kind of import can read.
TYPES: dict[str, frozenset[str]] = {
    "document": frozenset({"pdf", "docx", "html", "text", "akn"}),
    "cooperation": frozenset({"pdf", "docx", "html", "text", "akn"}),
    "activities": frozenset({"text", "xlsx", "json", "xml"}),
    "indicators": frozenset({"text", "xlsx", "json", "xml", "parquet"}),
    "evidence": frozenset({"pdf", "docx", "xlsx", "text"}),
    "uninfo": frozenset({"json", "gzip"}),
}
_WANTED = {
    "document": "PDF, DOCX, HTML, Akoma Ntoso, TXT",
    "cooperation": "PDF, DOCX, HTML, Akoma Ntoso, TXT",
    "activities": "CSV, XLSX, JSON, IATI",
    "indicators": "CSV, XLSX, Parquet, SDMX, JSON-stat",
    "evidence": "PDF, DOCX, XLSX, CSV, TXT",
    "uninfo": "JSON, tar.gz",
}
# Of a document that is text or markup; 2,000 pages have 6 MB.
_MOST_TEXT = 12 * MB
_LONGEST_NAME = 120
_CHUNK = 1 << 20


def check_upload(path: Path, name: str, what: str = "") -> str:
    """Return the type of a file by its first bytes: pdf, zip, html, text, json, xml, parquet or gzip.

    what  the kind of import that it is for; a type that this cannot read is refused

    Raises UploadRefused (AL705), which says what to do.
    """
    name = clean_name(name)
    if (size := path.stat().st_size) > settings.UPLOAD_LIMIT:
        problem = _("it has %(size)d MB, and at most %(limit)d MB are taken") % {
            "size": -(-size // MB),
            "limit": settings.UPLOAD_LIMIT // MB,
        }
        raise UploadRefused(name, problem, _("Split it, or send it without pictures."))
    if what == "logo":
        return "png"  # the sandbox refuses another
    if (text := type_of(path, name)) != "zip":
        _must_be_for(what, text, name)
    if what in ("document", "cooperation") and text in ("text", "html", "akn") and size > _MOST_TEXT:
        problem = _("it has %(size)d MB of text, and at most %(limit)d MB are read") % {
            "size": -(-size // MB),
            "limit": _MOST_TEXT // MB,
        }
        raise UploadRefused(name, problem, _("Split it."))
    return text


def _must_be_for(what: str, text: str, name: str) -> None:
    form = what if what in TYPES else "activities"  # a table, as any kind reads it
    if what and text not in TYPES[form]:
        problem = _("it is a %(type)s file by its content, which cannot be read here") % {"type": text}
        raise UploadRefused(name, problem, _("Send one of these: %(types)s.") % {"types": _WANTED[form]})


def settled(file: StoredFile, what: str = "") -> StoredFile:
    """Return the file with its type known: of a zip, the sandbox reads the directory when it is first needed.

    what  the kind of import that it is for

    Raises UploadRefused for a zip that may not be unpacked, and for a type that this kind cannot read.
    """
    if file.type == "zip":
        matches = bounded(f"{_HERE}.content_type:container", Container, path_of(file), name=file.name)
        file.type = matches.must_be_safe(file.name)
        StoredFile.objects.filter(pk=file.pk).update(type=file.type)
    _must_be_for(what, file.type, file.name)
    return file


def clean_name(name: str) -> str:
    """The name of a file without path, control characters and marks that turn the direction of writing.

    >>> clean_name("../etc/pass\\r\\nwd.pdf"), clean_name("\\u202efdp.exe"), clean_name("..")
    ('passwd.pdf', 'fdp.exe', 'file')
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    context = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    context = " ".join(context.split()).lstrip(".")
    if len(context) > _LONGEST_NAME:
        ending = Path(context).suffix[:10]
        context = context[: _LONGEST_NAME - len(ending)] + ending
    return context or "file"


def path_of(stored: StoredFile) -> Path:
    """Return where the original is on this machine. Raises OriginalGone, and FilesAway for a bucket."""
    try:
        return originals.local(originals.name_of(stored.sha256))
    except FileNotFoundError as error:
        problem = _("its original is not in the folder of files any more")
        advice = _("Import the same file again: it replaces the missing file.")
        raise OriginalGone(stored.name, problem, advice) from error


def is_kept(stored: StoredFile) -> bool:
    """Return whether the folder of files, or the bucket, still has the original."""
    return bool(default_storage.exists(originals.name_of(stored.sha256)))


def store(source: bytes | Path, name: str, user: "Person | None" = None, what: str = "") -> StoredFile:
    """Check a file and keep it. The same bytes are kept once, under the name they first came with. What one file
    packed by gzip holds is kept in its place: `figures.csv` of `figures.csv.gz`.

    Raises UploadRefused, and FilesAway for a bucket. After a crash there is the whole file or none.
    """
    must_have_room(user, len(source) if isinstance(source, bytes) else source.stat().st_size, clean_name(name))
    with originals.incoming() as copy:
        with _opened(source, name) as stream:
            digest, size = _copy(stream, copy, name)
        name = _unpacked_name(name) if isinstance(stream, gzip.GzipFile) else name
        copy.flush()
        kind = check_upload(Path(copy.name), name, what)
        scan(Path(copy.name), clean_name(name))
        originals.keep(copy, originals.name_of(digest))
    fields = {"name": clean_name(name), "size": size, "type": kind, "by": user}
    return StoredFile.objects.get_or_create(sha256=digest, defaults=fields)[0]


def must_have_room(user: "Person | None", size: int, name: str) -> None:
    """Raise TooManyRequests where the files that a person stored in a day would be too many or too large,
    UploadRefused where the register is full. Commands store what their administrator wants.
    """
    if user is None:
        return
    limit = rate_of("stored-bytes")
    whole = models.Sum("size", default=0)
    since = timezone.now() - timedelta(seconds=limit.seconds)
    held = StoredFile.objects.filter(by=user.pk, at__gt=since).aggregate(bytes=whole, files=models.Count("pk"))
    if held["bytes"] + size > limit.most or held["files"] >= most_of("stored-files"):
        values = {"files": most_of("stored-files"), "size": limit.most // MB}
        problem = _("you may store %(files)d files or %(size)d MB in a day") % values
        raise TooManyRequests(name, problem, _("Send more tomorrow."))
    if StoredFile.objects.aggregate(bytes=whole)["bytes"] + size > settings.STORAGE:
        problem = _("this register takes no more files: it is full")
        raise UploadRefused(name, problem, _("Send it again later, or tell the administrator."))


def _opened(source: bytes | Path, name: str) -> BinaryIO:
    stream: BinaryIO = BytesIO(source) if isinstance(source, bytes) else source.open("rb")
    packed = _unpacked_name(name) != name and stream.read(len(GZIP)) == GZIP
    stream.seek(0)
    if not packed:
        return stream
    stream.close()
    return cast(BinaryIO, gzip.open(BytesIO(source) if isinstance(source, bytes) else source))


def _unpacked_name(name: str) -> str:
    """Return the name of what a file packed by gzip holds; that of an archive stays, whose reader unpacks it."""
    plain = name[:-3] if name.lower().endswith(".gz") else name
    return name if plain.lower().endswith(".tar") else plain


def _copy(stream: BinaryIO, target: Any, name: str) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    try:
        # One chunk beyond the limit is enough to know that it is too large, packed or not.
        while size <= settings.UPLOAD_LIMIT and (chunk := stream.read(_CHUNK)):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        problem = _("it cannot be unpacked: it is damaged, or was cut off")
        raise UploadRefused(clean_name(name), problem, _("Send it unpacked, or pack it again.")) from error
    return digest.hexdigest(), size
