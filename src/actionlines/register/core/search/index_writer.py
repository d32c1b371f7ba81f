"""What has changed, written by this process or one beside."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar

import tantivy
from django.utils.translation import gettext as _

from actionlines.errors import IndexMissing
from actionlines.register.core.kinds import searches
from actionlines.register.core.models import Event, Outbox
from actionlines.register.core.search.entries import document
from actionlines.register.core.search.index_builder import CHUNK, build, everything
from actionlines.register.core.search.index_store import Store, collect, seldom, store

_LAST, _LATE = "event", 1000  # the file with the number of the newest event of a copy, and how many are looked at again
_log = logging.getLogger(__name__)
BATCH = 2000  # rows of the outbox in one commit of the index
WAIT = 2.0  # seconds that a change waits for another writer, which then does its work too

# Whether this process builds an index that is missing: workers and commands do, a server answers meanwhile.
_builds = True

T = TypeVar("T")


def leave_building_to_workers() -> None:
    """Let this process never build an index: for servers, whose readers would wait for minutes."""
    global _builds
    _builds = False


def catch_up(wait: float = WAIT) -> int:
    """Apply the outbox; returns how many rows were applied. Cheap when there are none.

    While another process writes, it waits up to `wait` seconds, then leaves its rows to that one, which looks
    again after it has let go of the lock. A server leaves the rows where the index itself is missing.
    """
    index, done = store(), 0
    index.verify()
    if not (_builds or index.exists()):
        return 0
    while Outbox.objects.exists() or not index.exists():
        with index.locked(wait) as held:
            if not held:
                break
            if not index.exists():
                if _recover(index):
                    _log.warning("The search index is that of the last night with what changed since, and is rebuilt")
                _rebuild(index)
            done += _apply(index)
    return done


def keep_copy(*, again: bool = False) -> None:
    """Copy the index, from which pages answer while a damaged one is built again. Workers do so once a day."""
    index, copy = store(), store().copy()
    if not index.exists() or (copy.exists() and not again):
        return
    with index.locked(WAIT) as held:
        if held:
            _apply(index)
            last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            copy.take_over(index)
            (copy.folder / _LAST).write_text(str(last))


def _recover(index: Store) -> bool:
    """Let the copy count, with all that changed since it was made; whether there is one that can be read."""
    copy = index.copy()
    copy.verify()
    if not copy.exists():
        return False
    # Events of transactions that ended late have smaller numbers.
    since = int((copy.folder / _LAST).read_text()) - _LATE
    changed = Event.objects.filter(pk__gt=since).order_by().values_list("kind", "record").distinct()
    Outbox.objects.bulk_create(Outbox(kind=kind, record=record) for kind, record in changed)
    _apply(copy)
    index.take_over(copy)
    return True


def rebuild() -> int:
    """Build the index again, beside the old one, and return the number of entries. What changes
    meanwhile is in the outbox and is applied afterwards.
    """
    index = store()
    with index.locked(3600.0) as held:
        if not held:
            raise TimeoutError(index.folder)
        made = _rebuild(index)
    catch_up()
    return made


def ensure() -> None:
    """Make the index if there is none of this format; others wait until it is there.

    Raises IndexMissing in a server: a worker makes it.
    """
    index = store()
    index.verify()
    if not index.exists():
        if not _builds:
            raise IndexMissing(
                "search",
                _("the search index is being rebuilt, and this page needs it"),
                _("Nothing was lost. Try again in a minute."),
            )
        with index.locked(3600.0):
            if not index.exists():
                _rebuild(index)


def _rebuild(index: Store) -> int:
    made = 0

    def make(folder: Path) -> None:
        """Write the index and keep the number of its entries."""
        nonlocal made
        made = build(folder)

    index.replace(make)
    return made


def _apply(index: Store) -> int:
    done = 0
    with index.writer() as writer, seldom():
        while rows := list(Outbox.objects.order_by("pk").values_list("pk", "kind", "record")[:BATCH]):
            named = dict.fromkeys((kind, record) for __, kind, record in rows if kind in searches())
            for kind, ids in _grouped(named).items():
                for chunk in _chunks(ids, CHUNK):
                    _renew(writer, kind, chunk)
            writer.commit()
            _done([pk for pk, *__ in rows])
            collect()
            done += len(rows)
    return done


def _done(rows: Sequence[int]) -> None:
    # Just these: others may have been written meanwhile, with smaller numbers too.
    for chunk in _chunks(rows, 500):
        Outbox.objects.filter(pk__in=chunk).delete()


def _renew(writer: tantivy.IndexWriter, kind: str, ids: Sequence[int]) -> None:
    search = searches()[kind]
    for id_ in ids:
        writer.delete_documents_by_term("key", f"{kind}:{id_}")
        if search.part:
            writer.delete_documents_by_term("parent", f"{kind}:{id_}")
    for entry in search.entries(ids):
        writer.add_document(document(entry))


def _grouped(named: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    """Kind -> ids to renew: those named, and those whose entries hold something of them."""
    changed: dict[str, dict[int, None]] = {}
    for kind, record in named:
        changed.setdefault(kind, {})[record] = None
    wanted = {kind: dict(changed.get(kind, {})) for kind in searches()}
    for key, search in searches().items():
        for kind, holders in search.follows.items():
            for chunk in _chunks(list(changed.get(kind, ())), CHUNK):
                wanted[key].update(dict.fromkeys(holders(chunk)))
    return {kind: list(ids) for kind, ids in wanted.items()}


def _chunks(values: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk


def unequal() -> dict[str, str]:
    """Key -> `missing`, `extra` or `old`, for each entry in which the index is not what the database says."""
    searcher, __ = store().searcher()
    hits = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), False).hits
    held: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for __, address in hits:
        stored = searcher.doc(address)
        key = str(stored.get_first("key"))
        if key in held:
            wrong[key] = "extra"
        held[key] = bytes(stored.get_first("digest")).decode()
    for entry in everything():
        matches = held.pop(entry.key, None)
        if matches != entry.digest:
            wrong[entry.key] = "missing" if matches is None else "old"
    return wrong | dict.fromkeys(held, "extra")
