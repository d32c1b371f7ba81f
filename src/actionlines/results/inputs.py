"""What a user names: files, folders, symbols, web addresses, bytes, documents."""

import csv
import io
import json
import os
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from actionlines.documents.blocks import Limits
from actionlines.documents.model import Document
from actionlines.errors import OutputError
from actionlines.papers.follow_up.sources import EXTENSIONS, documents_in, not_a_file

_LIMITS = Limits()
PACKED = frozenset({".zip", ".csv", ".json", ".jsonl"})  # files that may hold several documents
_HEAD = 4096  # characters in which a file of paragraphs names its fields
Source = str | Path | bytes | Document
"""A path, a symbol such as "A/RES/80/173", a web address, the bytes of a file, or a document read before."""
OnError = Callable[[str, Exception], None]
"""Takes the name of an input and the error that it gave; the other inputs are read on."""

# The form of a symbol, wide: what it means is for `fetch` to say.
_SYMBOL = re.compile(r"(?:itu:)?[A-Z][A-Za-z0-9.-]{0,20}(?:/[A-Za-z0-9.()_ -]{1,40}){1,8}")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_LANGUAGE = re.compile(r"://[^/]+/(ar|zh|en|fr|ru|es)/")


def is_address(word: str) -> bool:
    """Return whether a word is a web address.

    >>> is_address("https://example.org/plan.pdf"), is_address("C:/plans/plan.pdf")
    (True, False)
    """
    return _ADDRESS.match(word) is not None


def is_symbol(word: str) -> bool:
    """Return whether a word that names no file has the form of a document symbol.

    >>> is_symbol("A/RES/80/173"), is_symbol("reports/plan.pdf"), is_symbol("A/missing.docx")
    (True, False, False)
    """
    return Path(word).suffix.lower() not in EXTENSIONS and bool(_SYMBOL.fullmatch(word)) and not Path(word).exists()


def expand_words(words: Iterable[str], report: Path | None = None) -> list[str]:
    """Return the inputs with folders replaced by the documents in them, in the order of their names.

    Files in the folder `report`, which gets the output, are not read. A folder without any document stays, so that
    it is reported like any other input that cannot be read.
    Raises OutputError where a file in `report` is named, or where a folder has documents there only.
    """
    inside = Path(os.path.realpath(report)) if report else None  # `Path.resolve` fails where links go in a circle
    out: list[str] = []
    for word in words:
        path = Path(word)
        paths = documents_in(path) if path.is_dir() else [path]
        files = [item for item in paths if not (inside and inside in Path(os.path.realpath(item)).parents)]
        if paths and not files:
            raise OutputError.of_input_inside(word, "every document" if path.is_dir() else "this input", report)
        out += [str(file) for file in files] if files and path.is_dir() else [word]
    return list(dict.fromkeys(out))


def fetch_symbol(word: str, language: str = "en") -> Path:
    """Return a file: of a symbol, from the document service or its cache; of a web address, from the web; else the
    path that the word is. An address of a document service represents its symbol.
    """
    if not is_address(word) and not is_symbol(word):
        return Path(word)
    from actionlines.documents.fetch import fetch_address, fetch_document

    symbols = _symbols_at(word) if is_address(word) else (word,)
    if len(symbols) != 1:
        return fetch_address(word)
    in_path = _LANGUAGE.search(word)
    return fetch_document(symbols[0], language=in_path[1] if in_path else language).path


def unpack_papers(path: Path, folder: Path) -> list[Path]:
    """Return the documents that a folder, a zip or a file of paragraphs holds; another file alone.

    folder  for what is unpacked: the documents of a zip, or one text for each symbol of a file of paragraphs
            (CSV, JSON or JSON lines with `symbol`, `text` and perhaps `number`; or `symbol` and `paragraphs`)

    Raises the InputError family: UnsafeInput (AL107) for a zip that unpacks to too much or leaves its folder.
    """
    if path.is_dir():
        return documents_in(path) or [path]
    if path.suffix.lower() == ".zip" and path.is_file():
        from actionlines.documents.docx.package import Package

        _LIMITS.check_size(path.name, path.stat().st_size)
        box = Package(path.read_bytes(), path.name, _LIMITS)
        for place, part in enumerate(box.names):
            target = folder / str(place) / Path(part).name
            if target.suffix.lower() in EXTENSIONS and (body := box.part(part)) is not None:
                target.parent.mkdir()
                target.write_bytes(body)
        return documents_in(folder) or [path]
    if not path.is_file() or not holds_papers(path):
        return [path]
    texts: defaultdict[str, list[str]] = defaultdict(list)
    for row in _read_paragraphs(path):
        symbol, text, number = (str(row.get(name) or "").strip() for name in ("symbol", "text", "number"))
        if symbol and text:
            own = f"{number.rstrip('.')}. " if number and not text.startswith(number) else ""
            texts[symbol].append(own + " ".join(text.split()))
    for symbol, lines in texts.items():
        name = re.sub(r"[^A-Za-z0-9.()-]", "_", symbol)[:100]
        (folder / f"{name}.txt").write_text("\n".join([symbol, *lines, ""]), "utf-8")
    return sorted(folder.glob("*.txt")) or [path]


def holds_papers(path: Path) -> bool:
    """Return whether a file is a zip by its name, or may be a file of paragraphs by its first letters."""
    if path.suffix.lower() not in PACKED - {".zip"}:
        return path.suffix.lower() == ".zip"
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        head = stream.read(_HEAD)
    return "symbol" in head and ("text" in head or "paragraphs" in head)


def _read_paragraphs(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file of paragraphs; none of a file that is none."""
    _LIMITS.check_size(path.name, path.stat().st_size)
    text = path.read_text("utf-8-sig", "replace")
    try:
        if path.suffix.lower() == ".csv":
            rows: object = list(csv.DictReader(io.StringIO(text)))
        elif path.suffix.lower() == ".jsonl":
            rows = [json.loads(line) for line in text.splitlines() if line.strip()]
        else:
            rows = json.loads(text)
    except (ValueError, csv.Error, RecursionError):
        return
    for row in rows if isinstance(rows, list) else [rows]:
        if isinstance(row, dict) and isinstance(row.get("paragraphs"), list):
            yield from ({**part, "symbol": row.get("symbol")} for part in row["paragraphs"] if isinstance(part, dict))
        elif isinstance(row, dict):
            yield row


def _symbols_at(address: str) -> tuple[str, ...]:
    from actionlines.citations.symbols import symbols_at

    return tuple(symbol for symbol in symbols_at(address) if not symbol.startswith("itu:"))


def read(source: Source, *, name: str | None = None, language: str = "en") -> Document:
    """Return a document: of a path, of bytes, of a web address, or of a symbol where no file has that name.

    name      what the document is called; by default the name of the file
    language  in which a symbol is fetched

    Raises the errors of `actionlines.errors`: InputError for a file, FetchError for a symbol.
    """
    from actionlines.documents import read

    if isinstance(source, Document):
        return source
    if isinstance(source, str) and (is_address(source) or is_symbol(source)):
        return read(fetch_symbol(source, language), name=name or source)
    if isinstance(source, str | Path) and str(source) and Path(source).is_dir():
        raise not_a_file(str(source))
    return read(source, name=name)


def documents(
    sources: Source | Iterable[Source],
    *,
    language: str = "en",
    on_error: OnError | None = None,
    reader: Callable[..., Document] = read,
) -> Iterator[Document]:
    """Yield the documents of one source or many, folders read whole, each read when it is asked for.

    Two files with one name are called by their paths. An error goes to `on_error` and the rest is read; without it
    the error is raised. `reader` takes the arguments of `read`.
    """
    inputs = [sources] if isinstance(sources, str | Path | bytes | Document) else list(sources)
    flat: list[Source] = []
    for source in inputs:
        flat += expand_words([str(source)]) if isinstance(source, str | Path) else [source]
    # The same file may be named twice, and be in a folder as well: it is read once.
    flat = list({item if isinstance(item, str | bytes) else id(item): item for item in flat}.values())
    names = Counter(Path(item).name for item in flat if isinstance(item, str))
    for source in flat:
        twice = isinstance(source, str) and names[Path(source).name] > 1
        name = str(source) if twice else None
        try:
            document = reader(source, name=name, language=language)
        except Exception as error:  # one document must not cost the user the others
            if on_error is None:
                raise
            on_error(str(source) if isinstance(source, str) else "document", error)
            continue
        yield document
