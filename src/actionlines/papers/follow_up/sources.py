"""Find the documents in folders, and the inputs that have the same content."""

import hashlib
import stat
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from actionlines.documents.sniff import holds_akn
from actionlines.errors import InputNotFound

# How the names of files end that are taken from a folder; of .xml, those that hold Akoma Ntoso are.
EXTENSIONS = frozenset({".pdf", ".docx", ".html", ".htm", ".xhtml", ".txt", ".akn"})

# What a report writes beside its page, and nobody takes for a document.
_DATA = frozenset({".csv", ".json", ".xlsx"})


def documents_in(folder: Path) -> list[Path]:
    """Return the documents in a folder and its subfolders, in the order of their names, without hidden files."""
    return sorted(
        item
        for item in folder.rglob("*")
        if item.is_file() and _is_taken(item) and not _is_hidden(item.relative_to(folder))
    )


def count_left_out(folder: Path) -> Counter[str]:
    """Return endings of files in a folder that are not taken from it, with how many; without tables and data."""
    files = (item for item in folder.rglob("*") if item.is_file() and not _is_hidden(item.relative_to(folder)))
    return Counter(ending for file in files if (ending := file.suffix.lower()) not in _DATA and not _is_taken(file))


def _is_taken(file: Path) -> bool:
    return file.suffix.lower() in EXTENSIONS or holds_akn(file)


def _is_hidden(path: Path) -> bool:
    # `~$name.docx` is the lock file of a word processor.
    return any(part.startswith((".", "~$")) for part in path.parts)


def not_a_file(folder: str) -> InputNotFound:
    """Return the error for a folder where one document is wanted."""
    if documents_in(Path(folder)):
        return InputNotFound(
            folder, "this is a folder", "Name one file in it; `actionlines review` reads a folder whole."
        )
    endings = ", ".join(sorted(EXTENSIONS))
    return InputNotFound(
        folder,
        "the folder holds nothing that can be read",
        f"Put documents into it whose names end in one of {endings}, or name a file.",
    )


def find_repeats(sources: Sequence[object]) -> dict[int, int]:
    """Return positions of sources whose file has the bytes of an earlier one, each with the position of that one.

    Only files of one size are opened at all. What is no regular file repeats nothing.
    """
    sizes = [_file_size(source) for source in sources]
    many = {size for size, files in Counter(sizes).items() if files > 1 and size}
    first: dict[str, int] = {}
    repeats: dict[int, int] = {}
    for place, (source, size) in enumerate(zip(sources, sizes, strict=True)):
        if size not in many:
            continue
        try:
            with open(str(source), "rb") as stream:  # noqa: PTH123  `hashlib` wants the plain file
                key = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:  # its reader will say why
            continue
        if first.setdefault(key, place) != place:
            repeats[place] = first[key]
    return repeats


def _file_size(source: object) -> int | None:
    if not isinstance(source, str | Path):
        return None
    try:
        status = Path(source).stat()
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
