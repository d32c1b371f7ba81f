"""What a kind gets from its fields alone: actions, entries of the search, hits, and the import of a table.

For records that people enter and edit, and that are public at once. `pages/entered.py` has their pages,
`api/kind_operations.py` their operations.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from actionlines.errors import ActionlinesError, InvalidFields
from actionlines.register.core.action import Action
from actionlines.register.core.imports import sheet
from actionlines.register.core.imports.actions import actor_of
from actionlines.register.core.imports.models import ImportRow, ImportRun
from actionlines.register.core.imports.tables import opened
from actionlines.register.core.kinds import Kind, Search, kinds
from actionlines.register.core.models import Record
from actionlines.register.core.pages.results import Found
from actionlines.register.core.rules import Line
from actionlines.register.core.schema import Data, clean, field_of, put, rules
from actionlines.register.core.search.entries import Entry, shown


class _Enter(Action):
    """Enter a record, or change the given `fields` of one."""

    kind: Kind

    def effect(self) -> None:
        """Save the fields. Raises InvalidFields."""
        inputs = self.kind.inputs
        assert inputs
        fields = dict(self.given["fields"])
        if self.record is None:
            fields = {**{name: "" for name, rule in rules(inputs).items() if rule.needed}, **fields}
        good, wrong = clean(inputs, fields)
        if wrong:
            raise InvalidFields(self._name(), wrong)
        if self.record is None:
            self.record = self.kind.model()
            if self.kind.owner:
                setattr(self.record, self.kind.owner, self.actor)
        put(self.record, good)
        self.record.save()


@cache
def make_action(key: str, verb: str) -> type[_Enter]:
    """Return the action that enters (`create`) or changes (`edit`) a record of a kind."""
    return type(f"{verb.title()}{key.title()}", (_Enter,), {"code": f"{key}.{verb}", "kind": kinds()[key]})


def make_search(key: str, place: int) -> Search:
    """Return what a search finds of a kind: its texts, in the order of its fields."""
    return Search(place=place, entries=partial(_list_entries, key), hits=partial(_list_hits, key))


def _list_entries(key: str, ids: Iterable[int]) -> Iterator[Entry]:
    kind = kinds()[key]
    assert kind.inputs
    names = [name for name, rule in rules(kind.inputs).items() if isinstance(rule, Line)]
    for record in kind.model._default_manager.filter(pk__in=list(ids)):
        if record.is_public():
            data = kind.as_values(record)
            title, texts = str(record), [data[name] for name in names if data[name]]
            yield Entry(
                kind=key,
                id=record.pk,
                title=((title, ""),),
                text=tuple((text, "") for text in texts),
                newest=record.changed_at.timestamp(),
                by_title=title,
                shown=shown(title, "", "\n".join(texts), ""),
            )


def _list_hits(key: str, hits: Mapping[Any, Any]) -> Iterator[Found]:
    for record in kinds()[key].model._default_manager.in_bulk(hits).values():
        yield Found(hits[record.pk], str(record), record.get_absolute_url(), record=record)


def field_label(kind: Kind, name: str) -> str:
    """Return what forms and tables call a field."""
    return str(kind.labels.get(name) or field_of(kind.model, name).verbose_name)


def bring_in(run: ImportRun, on_progress: Callable[[int, int], None] | None) -> None:
    """Import a table: a column is the field whose name or label is its header."""
    kind = next(kind for kind in kinds().values() if any(each.key == run.what for each in kind.imports))
    assert kind.inputs
    headers = {name: name for name in rules(kind.inputs)}
    headers |= {field_label(kind, name).casefold(): name for name in headers}
    with opened(run.file) as table:
        fields = [headers.get(column.strip().casefold(), "") for column in table.found.columns]
        total = table.found.rows
        ImportRun.objects.filter(pk=run.pk).update(rows_total=total)
        counts = Counter(run.counts)
        for number, cells, problem in sheet.read(table.path):
            if number <= run.rows_done:
                continue
            outcome, record, problems = _bring_in_row(kind, run, fields, cells, problem)
            counts[outcome] += 1
            saved = {"outcome": outcome, "record": record and record.pk, "problems": problems}
            ImportRow.objects.update_or_create(run=run, row=number, defaults=saved)
            ImportRun.objects.filter(pk=run.pk).update(rows_done=number, counts=counts)
            if on_progress:
                on_progress(number, total)


def _bring_in_row(
    kind: Kind, run: ImportRun, fields: list[str], cells: list[Any] | None, problem: str
) -> tuple[str, Record | None, list[Data]]:
    if cells is None:
        return "refused", None, [{"field": "", "problem": problem, "advice": ""}]
    values = {name: cell for name, cell in zip(fields, cells, strict=False) if name}
    action = make_action(kind.model.kind, "create")(actor_of(run), fields=values, reason=_("Import"))
    try:
        with transaction.atomic():
            record = action.do()
            if run.dry_run:
                transaction.set_rollback(True)
    except InvalidFields as error:
        wrong = error.fields.items()
        return "refused", None, [{"field": name, "problem": words, "advice": ""} for name, words in wrong]
    except ActionlinesError as error:
        return "refused", None, [{"field": "", "problem": error.problem, "advice": error.advice}]
    return "made", None if run.dry_run else record, []
