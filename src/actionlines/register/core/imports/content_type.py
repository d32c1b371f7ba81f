"""What a file is by its content, whether a zip may be unpacked at all, and the documents in it."""

import os
import re
import stat
import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from actionlines.documents.blocks import MB
from actionlines.documents.sniff import find_format, find_root, is_html
from actionlines.errors import InputError, UnknownFormat, UploadRefused

# For containers: parts, bytes once unpacked, packing of a part that is not small.
ENTRIES, UNPACKED, RATIO, SMALL = 5_000, 256 * MB, 200, 4 * MB
DIRECTORY = 2 * MB  # of ENTRIES parts, with names of 350 bytes
_HEAD = 64 * 1024
_PARQUET, _ZIP, GZIP = b"PAR1", b"PK\x03\x04", b"\x1f\x8b\x08"
# The end of a zip (APPNOTE.TXT, 4.3.14 to 4.3.16): numbers of parts, then the bytes of its directory.
_END, _END64, _LOCATOR64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q"), struct.Struct("<4sLQL")
_LONGEST_COMMENT = 65_535
_ENTRY = 46  # bytes of an entry of the directory, without its name
_LEAD = b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"
_NESTED = re.compile(r"\.(zip|docx|xlsx|pptx|jar|7z|rar|gz|bz2|xz|tar)$", re.I)
_BROKEN = (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError)


def type_of(path: Path, name: str) -> str:
    """Return pdf, html, text, json, xml, parquet, gzip, or zip, whose directory `container` reads later.

    It looks at the first bytes alone, and at the end of a zip. Raises UploadRefused (AL705).
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(GZIP):
        return "gzip"
    if head.startswith(_ZIP):
        _must_be_small(path, name)
        return "zip"
    start = head.lstrip(_LEAD)
    if start[:1] in (b"{", b"["):
        return "json"
    root = find_root(head)
    declared = start[:10].replace(b"\0", b"").startswith(b"<?xml")
    # Whatever elements it shares with HTML, such as a title; a text may begin with a sign of "less", too.
    if (
        root
        and not is_html(f"<{root}>".encode())
        and not root.endswith("akomaNtoso")
        and (declared or _is_closed(path, root))
    ):
        return "xml"
    try:
        return find_format(head, name)
    except UnknownFormat as error:
        if start.startswith((b"<?xml", b"<!DOCTYPE", b"<!ENTITY")) and b"<!ENTITY" not in head.replace(b"\0", b""):
            return "xml"
        raise UploadRefused(name, error.problem, error.advice) from error
    except InputError as error:
        raise UploadRefused(name, error.problem, error.advice) from error


def _is_closed(path: Path, root: str) -> bool:
    """Return whether a file ends with the end of its first element; one without a declaration may be a text."""
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - _HEAD))
        tail = stream.read().replace(b"\0", b"")
    return f"</{root}".encode() in tail or tail.rstrip().endswith(b"/>")


def announced(path: Path) -> tuple[int, int]:
    """Return how many parts a zip says it has, and the bytes of its directory, which is not read.

    Raises ValueError for a file without the end of a zip.
    """
    with path.open("rb") as stream:
        size = stream.seek(0, os.SEEK_END)
        start = stream.seek(max(0, size - _END.size - _LONGEST_COMMENT))
        tail = stream.read()
        if (at := tail.rfind(b"PK\5\6", 0, max(0, len(tail) - _END.size + 4))) < 0:
            raise ValueError("no end of a zip")
        _sign, _disk, _first, _here, parts, directory, _offset, _comment = _END.unpack_from(tail, at)
        if (before := start + at - _LOCATOR64.size) >= 0:
            stream.seek(before)
            sign, _disk, _where, _disks = _LOCATOR64.unpack(stream.read(_LOCATOR64.size))
            if sign == b"PK\6\7":
                # As zipfile does it: the longer record is the one right before its locator.
                stream.seek(max(0, before - _END64.size))
                matches = stream.read(_END64.size)
                if len(matches) == _END64.size and matches.startswith(b"PK\6\6"):
                    more = _END64.unpack(matches)
                    parts, directory = max(parts % 0xFFFF, more[7]), max(directory % 0xFFFFFFFF, more[8])
    return parts, directory


def _must_be_small(path: Path, name: str) -> None:
    """Raise UploadRefused before the directory of a zip is read: each part costs some hundred bytes of memory."""
    try:
        many, size = announced(path)
    except _BROKEN as error:
        raise UploadRefused(name, *_worded("broken", 0)) from error
    if many > ENTRIES or size > DIRECTORY:
        raise UploadRefused(name, *_worded("parts", many if many > ENTRIES else size // _ENTRY))


@dataclass(frozen=True)
class Container:
    """What the directory of a zip says: `type` docx or xlsx, or `why` it is not opened, with a number."""

    type: Literal["docx", "xlsx", ""]
    why: str = ""
    number: int = 0

    def must_be_safe(self, name: str) -> str:
        """Return the type. Raises UploadRefused (AL705) with the reason in the reader's language."""
        if self.why:
            raise UploadRefused(name, *_worded(self.why, self.number))
        return self.type


def container(path: Path) -> Container:
    """Return what would come of unpacking a zip; runs in the sandbox."""
    try:
        with zipfile.ZipFile(path) as box:
            parts = box.infolist()
    except _BROKEN:
        return Container("", "broken")
    if len(parts) > ENTRIES:
        return Container("", "parts", len(parts))
    if (unpacked := sum(part.file_size for part in parts)) > UNPACKED:
        return Container("", "unpacked", unpacked // MB)
    for part in parts:
        if why := _unsafe(part):
            return Container("", why, RATIO)
    names = {part.filename.lower() for part in parts}
    if any(name.startswith("word/") for name in names):
        return Container("docx")
    if any(name.startswith("xl/") for name in names):
        return Container("xlsx")
    return Container("", "other")


def unpack(path: Path, folder: Path) -> int:
    """Unpack the documents of a zip or of a file of paragraphs, return how many; runs in the sandbox."""
    from actionlines.results.inputs import unpack_papers

    return len(unpack_papers(path, folder))


def _unsafe(part: zipfile.ZipInfo) -> str:
    """Why a part may not be unpacked, or ""."""
    if part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1):
        return "packed"
    if part.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", part.filename):
        return "leaves"
    if stat.S_ISLNK(part.external_attr >> 16):
        return "link"
    if part.flag_bits & 1:
        return "locked"
    if _NESTED.search(part.filename) and "/embeddings/" not in f"/{part.filename.lower()}":
        return "nested"
    return ""


def _worded(why: str, number: int) -> tuple[str, str]:
    """The problem and the advice. Django is not loaded where the sandbox reads."""
    from django.utils.translation import gettext as _

    if why == "broken":
        return _("the container is broken"), _("Export or download it again.")
    if why == "other":
        problem = _("it is a zip archive, neither a Word document nor an Excel workbook")
        return problem, _("Unpack it and send what is in it.")
    problems = {
        "parts": _("it holds too many parts (%(n)d)") % {"n": number},
        "unpacked": _("it would unpack to %(n)d MB") % {"n": number},
        "packed": _("a part of it is packed more than %(n)d to one") % {"n": number},
        "leaves": _("a part of it leaves its folder"),
        "link": _("a part of it is a link to another file"),
        "locked": _("it is locked with a password"),
        "nested": _("an archive is inside it"),
    }
    return problems.get(why, problems["leaves"]), _("Do not open it; ask the sender for a clean copy.")
