"""The series of texts that a user names: found among files, folders and corpora, compared link by link."""

import gzip
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from actionlines.citations.symbols import parse_symbol
from actionlines.documents.model import Document
from actionlines.errors import ActionlinesError, TableError
from actionlines.lineage.members import Member, member_of
from actionlines.lineage.series import Lineage
from actionlines.lineage.stale import Succession
from actionlines.lineage.steps import FoundSeries, list_steps
from actionlines.results.inputs import OnError, expand_words, is_symbol, read

MANY = 40  # texts from which a second process saves time


@dataclass(frozen=True, slots=True)
class Held:
    """A text that can be read: a path, a symbol, or the row of a corpus with its words."""

    name: str
    words: bytes = b""

    def read(self, language: str = "en") -> Document:
        """Return the document. Raises the errors of `actionlines.errors`."""
        return read(self.words, name=self.name) if self.words else read(self.name, language=language)


def read_members(
    sources: Iterable[str | Path], *, language: str = "en", on_error: OnError | None = None
) -> dict[str, tuple[Member, Held]]:
    """Return what a series needs of the texts in files, folders and corpora, and the texts, by their symbols."""
    return dict(_iterate_members([file for source in sources for file in _list_held(str(source))], on_error, language))


def series(
    words: Iterable[str | Path],
    within: Iterable[str | Path] = (),
    *,
    language: str = "en",
    on_error: OnError | None = None,
) -> Iterator[FoundSeries]:
    """Yield the series of each text named, once where several belong to one series.

    words   files, folders or symbols
    within  files, folders, or corpora (.jsonl or .jsonl.gz with `text` and `symbol` in each row) to look in

    A symbol that `within` holds is not fetched. An error goes to `on_error` and the rest is read; without it the
    error is raised.
    """
    known = read_members(within, language=language, on_error=on_error)
    searched: list[str] = []
    for word in expand_words(map(str, words)):
        symbol = parsed.canonical if is_symbol(word) and (parsed := parse_symbol(word)) else word
        if symbol not in known:
            pairs = list(_iterate_members([Held(word)], on_error, language))
            known |= dict(pairs)
            searched += [symbol for symbol, _ in pairs]
        else:
            searched.append(symbol)
    lineage = Lineage(member for member, _ in known.values())
    seen: set[str] = set()
    for symbol in searched:
        if symbol not in seen:
            found_series = lineage.series(symbol)
            seen |= {member.symbol for member in found_series.members}
            yield FoundSeries(
                symbol, found_series, tuple(list_steps(found_series, lambda symbol: known[symbol][1].read(language)))
            )


def read_succession(
    within: Iterable[str | Path], *, language: str = "en", on_error: OnError | None = None
) -> Succession:
    """Return which text replaced which other text, by the files, folders and corpora in `within`."""
    known = read_members(within, language=language, on_error=on_error)
    return Succession(Lineage(member for member, _ in known.values()), lambda symbol: known[symbol][1].read(language))


def _list_held(source: str) -> Iterator[Held]:
    """Yield the texts of a file, a folder or a corpus."""
    if not source.endswith((".jsonl", ".jsonl.gz")):
        yield from map(Held, expand_words([source]))
        return
    opened = gzip.open if source.endswith(".gz") else open
    try:
        with opened(source, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                row = json.loads(line)
                if not isinstance(row, dict) or not isinstance(row.get("text"), str):
                    raise TableError(source, f"line {number} has no `text`", "Give each row a `text` and a `symbol`.")
                yield Held(str(row.get("symbol") or f"{Path(source).name}:{number}"), row["text"].encode())
    except (OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise TableError(
            source, f"it cannot be read as JSON lines: {error}", "Write one JSON object a line."
        ) from error


def _iterate_members(
    held: Sequence[Held], on_error: OnError | None, language: str = "en"
) -> Iterator[tuple[str, tuple[Member, Held]]]:
    """Yield (symbol, (member, text)) of each text that can be read."""
    if len(held) < MANY or (os.cpu_count() or 1) < 2:
        made: Iterable[Member | Exception] = (_read_member(file, language) for file in held)
        yield from _keep_members(held, made, on_error)
        return
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        yield from _keep_members(held, pool.map(_read_member, held, chunksize=8), on_error)


def _keep_members(
    held: Iterable[Held], made: Iterable[Member | Exception], on_error: OnError | None
) -> Iterator[tuple[str, tuple[Member, Held]]]:
    for file, member in zip(held, made, strict=True):
        if isinstance(member, Member):
            yield member.symbol, (member, file)
        elif on_error is None:
            raise member
        else:
            on_error(file.name, member)


def _read_member(held: Held, language: str = "en") -> Member | Exception:
    try:
        return member_of(held.read(language))
    except ActionlinesError as error:
        return error
