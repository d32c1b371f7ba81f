"""The files of a paper, all or none, by the rules of the other reports; and one form of it for the site."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path

from actionlines.lazily import expression
from actionlines.papers.files import check_folder, write_files
from actionlines.papers.layout import PaperLayout, lay_out
from actionlines.papers.model import Paper

FORMATS = ("html", "docx", "pdf", "xlsx", "json")
MEDIA_TYPES: Mapping[str, str] = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_NOT_IN_NAMES = expression(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 80


def load_writer(format: str) -> Callable[[PaperLayout], bytes]:
    """Return the function that writes a format. Each needs its own library, so only one is loaded."""
    if format not in FORMATS:
        raise KeyError(format)
    made: Callable[[PaperLayout], bytes] = getattr(
        import_module(f"actionlines.papers.writers.as_{format}"), f"paper_{format}"
    )
    return made


def render(paper: Paper, format: str) -> bytes:
    """Return the paper in one of FORMATS. Raises KeyError for another, MissingFont (AL402) for a PDF."""
    return load_writer(format)(lay_out(paper))


def file_name(paper: Paper, format: str) -> str:
    """Return the name of the file of a paper, from its id: letters, digits, dots and dashes, never a path.

    >>> from actionlines.papers.model import Paper
    >>> file_name(Paper("roadmap", "road map/C5 2027", "", "en", ()), "pdf")
    'road-map-C5-2027.pdf'
    """
    stem = _NOT_IN_NAMES.sub("-", paper.id).strip("-.")[:LONGEST_NAME].rstrip("-.")
    return f"{stem or paper.kind}.{format}"


def write(paper: Paper, out: Path, formats: Sequence[str] = FORMATS, *, force: bool = False) -> dict[str, Path]:
    """Write the paper into the folder `out`, all formats or none; returns the files by name.

    force  replace files of the same names also where they were not written by this program

    Raises OutputError (AL401), see files.write_files; MissingFont (AL402) for a PDF without its font.
    """
    layout = lay_out(paper)
    return write_files(
        {file_name(paper, format): partial(load_writer(format), layout) for format in formats}, out, force=force
    )


def check_writable(paper_id: str, out: Path, formats: Sequence[str] = FORMATS, *, force: bool = False) -> None:
    """Fail before the work rather than after it; leaves nothing behind. Raises OutputError."""
    named = Paper("roadmap", paper_id, "", "en", ())
    check_folder([file_name(named, format) for format in formats], out, force=force)
