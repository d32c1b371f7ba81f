"""Chunk after chunk is planned and written, from where the run stopped."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_tasks import task

from actionlines.register.activities.answers import MandateProposal, propose_mandates, refresh_mandates
from actionlines.register.activities.imports import columns
from actionlines.register.activities.imports.alignment import Ahead, propose_all
from actionlines.register.activities.imports.chunk_writer import Chunk, Moved, write
from actionlines.register.activities.imports.plan import MADE, UPDATED, ImportActivity, Organisations, Planned, plan
from actionlines.register.activities.imports.rows import Reader, Row, refused
from actionlines.register.activities.imports.table_profile import TableProfile
from actionlines.register.activities.models import Activity as ActivityRecord
from actionlines.register.activities.models import ActivityStatus
from actionlines.register.activities.proposals import READ
from actionlines.register.core import bulk
from actionlines.register.core.imports import sheet
from actionlines.register.core.imports.actions import actor_of
from actionlines.register.core.imports.models import ImportRow, ImportRun
from actionlines.register.core.imports.tables import Rows, opened
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event as EventRecord
from actionlines.register.core.search import catch_up, index_store
from actionlines.register.core.search.index_worker import Follower

PROPOSAL_CHUNK = 200


class ProposeMandates(ImportActivity):
    """Write proposals for an activity as it came in, also where it was published at once."""

    states = frozenset({ActivityStatus.DRAFT, ActivityStatus.PUBLISHED})


@task()
def propose_mandates_of(number: int) -> int:
    """For the activities of an import that nobody has touched; how many got other proposals than they had. Done again,
    it finds nothing.
    """
    rows = ImportRow.objects.filter(run=number, outcome__in=("made", "updated")).order_by("row")
    keys = [key for key in rows.values_list("record", flat=True) if key is not None]
    reason = _("Import %(run)d: mandates proposed") % {"run": number}
    changed = 0
    for start in range(0, len(keys), PROPOSAL_CHUNK):
        if matches := _chunk(keys[start : start + PROPOSAL_CHUNK], reason):
            changed += matches
            catch_up()
    return changed


def _chunk(keys: list[int], reason: str) -> int:
    """Propose while nobody waits, then write in short transactions: proposals with their versions and events."""
    records = bulk.serialised(ActivityRecord, _untouched(ActivityRecord.objects.filter(pk__in=keys)))
    proposals = {
        key: (record.version, matches)
        for key, (record, _data) in records.items()
        if (matches := propose_mandates(record)) or record.mandate_links.all()
    }
    written, step = list(proposals), most_of("transaction-rows")
    return sum(_write(written[at : at + step], proposals, reason) for at in range(0, len(written), step))


def _untouched(rows: QuerySet[ActivityRecord]) -> list[int]:
    """Return the numbers of activities whose newest version an import has written."""
    matches = list(rows.filter(status__in=ProposeMandates.states).values_list("pk", "version"))
    events = EventRecord.objects.filter(
        kind="activity", record__in=[key for key, _version in matches], action=ImportActivity.code
    )
    imported = set(events.values_list("record", "version"))
    return [key for key, version in matches if (key, version) in imported]


def _write(keys: Sequence[int], proposals: Mapping[int, tuple[int, Sequence[MandateProposal]]], reason: str) -> int:
    with transaction.atomic():
        locked = ActivityRecord.objects.select_for_update().filter(pk__in=keys)
        untouched = [pk for pk, version in locked.values_list("pk", "version") if version == proposals[pk][0]]
        held = bulk.serialised(ActivityRecord, untouched)
        for key, (record, _data) in held.items():
            refresh_mandates(record, proposals[key][1])
        now = bulk.serialised(ActivityRecord, untouched)
        before = {key: data for key, (_record, data) in held.items() if now[key][1]["mandates"] != data["mandates"]}
        changed = [now[key][0] for key in before]
        for record in changed:
            if record.status == ActivityStatus.PUBLISHED:
                record.published_version = record.version + 1  # visitors see no proposals: it stays what they see
        ProposeMandates.do_many(None, changed, group=uuid4(), reason=reason, before=before)
    return len(before)


CHUNK = 500
# From so many rows on a second process aligns ahead, and a third one follows with the index.
MANY = 1500
FOLLOWED = 2000  # rows between two nudges of it: each commit of the index costs something
_TRIES = 5

OnProgress = Callable[[int, int], None]  # rows done, rows in all


def load(run: ImportRun, on_progress: OnProgress | None = None) -> None:
    """Import the rows that are not done yet. Raises BadMapping, and what `opened` raises."""
    with opened(run.file) as rows:
        mapping = columns.checked(run.mapping or columns.guess(rows.found.columns), rows.found.columns, run.file.name)
        ImportRun.objects.filter(pk=run.pk).update(mapping=mapping, rows_total=rows.found.rows)
        look = TableProfile.at(rows.found.columns, mapping, sheet.read(rows.path))
        language = getattr(run.owner, "language", "en")
        reader = Reader(rows.found.columns, mapping, look, language, whole=run.file.type != "xml")
        with index_store.seldom():
            _Loader(run, rows, reader, on_progress).load()


class _Loader:
    def __init__(self, run: ImportRun, rows: Rows, reader: Reader, on_progress: OnProgress | None) -> None:
        self.run, self.rows, self.reader, self.on_progress = run, rows, reader, on_progress
        self.organisations = Organisations(run.owner)
        self.group = uuid4()
        self.first: dict[str, int] = {}
        self.follower: Follower | None = None

    def load(self) -> None:
        """Load chunk after chunk; a chunk that met another process is planned again from where the run is now."""
        if self.run.publish and not self.run.dry_run and self.rows.found.rows > MANY:
            self.follower = Follower()
        try:
            self._load()
        finally:
            if self.follower:
                self.follower.close()

    def _load(self) -> None:
        alone = self.run.dry_run
        for tried in range(_TRIES):
            ahead = None
            done = ImportRun.objects.values_list("rows_done", flat=True).get(pk=self.run.pk)
            if not alone and self.rows.found.rows - done > MANY:
                ahead = Ahead()
            try:
                self._from(done, ahead)
                return
            except (Moved, IntegrityError):
                if tried == _TRIES - 1:
                    raise
                self.organisations.refresh()
            except (EOFError, BrokenPipeError):
                alone = True  # the second process has died: without it then
            finally:
                if ahead:
                    ahead.close()

    def _from(self, done: int, ahead: Ahead | None) -> None:
        files = ImportRow.objects.filter(run=self.run).values_list("record", "row")
        seen = {record: row for record, row in files if record is not None}
        waiting: Chunk | None = None
        for start, rows in self._chunks(done):
            # Read for each chunk: a role that was taken away meanwhile publishes nothing more.
            actor = actor_of(self.run)
            planned = plan(rows, self.organisations, actor, seen, self.first)
            chunk = Chunk(self.run.pk, start, len(rows), planned, [], actor, self.group, self.run.publish)
            if ahead:
                # The answer is taken before the next is asked: neither side then waits for the other to read.
                matches = ahead.answer() if waiting else []
                ahead.ask(_texts(planned), self.rows.found.rows)
                if waiting:
                    self._write(waiting, matches, seen)
                waiting = chunk
            else:
                texts = _texts(planned)
                matches = [] if self.run.dry_run else propose_all(texts, self.rows.found.rows)
                self._write(chunk, matches, seen)
        if waiting and ahead:
            self._write(waiting, ahead.answer(), seen)

    def _chunks(self, done: int) -> Iterator[tuple[int, list[Row]]]:
        lines = sheet.read(self.rows.path, done)
        while some := list(islice(lines, CHUNK)):
            yield done, [refused(row, problem) if cells is None else self.reader.read(row, cells)
                         for row, cells, problem in some]  # fmt: skip
            done += len(some)

    def _write(self, chunk: Chunk, matches: list[list[object]], seen: dict[int, int]) -> None:
        answers = iter(matches)
        proposals = [next(answers, []) if _speaks(item) else [] for item in chunk.planned]
        step = most_of("transaction-rows")
        for at in range(0, chunk.size, step):
            part = slice(at, at + step)
            rows = chunk.planned[part]
            block = replace(
                chunk, start=chunk.start + at, size=len(rows), planned=rows, proposals=proposals[part], notes={}
            )
            write(block, self.organisations, self.run.dry_run)
        if self.follower and (chunk.start + chunk.size) // FOLLOWED > chunk.start // FOLLOWED:
            self.follower.nudge()
        seen.update((item.record.pk, item.row.row) for item in chunk.planned if item.record)
        index_store.collect()
        if self.on_progress:
            self.on_progress(chunk.start + chunk.size, self.rows.found.rows)


def _speaks(item: Planned) -> bool:
    return item.outcome in (MADE, UPDATED)


def _texts(planned: list[Planned]) -> list[tuple[dict[str, str], str]]:
    """The words to align of the activities that will be written."""
    return [
        ({name: text for name in READ if (text := item.row.fields.get(name) or "")}, item.row.fields["language"])
        for item in planned
        if _speaks(item)
    ]
