"""One place for what a record looks like outside: permanent addresses, versions, API and downloads use it.

`as_dict(record)` gives plain values (str, int, float, bool, None, list, dict), every field named as in the
model; a link as {"concept", "level", "origin", "status", "p", "evidence"}. The e-mail address of a contact is
in it; what a visitor gets goes through published.py, which leaves it out.
"""

from functools import singledispatch

from actionlines.register.core.imports.models import ImportRun
from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Record
from actionlines.register.core.schema import Data, Head, plain


@singledispatch
def as_dict(record: Record, known: Data | None = None) -> Data:
    """Return the record as plain values. TypeError for something that is no record.

    known  values that need not be read
    """
    kind = kinds().get(getattr(record, "kind", ""))
    if kind is None or not isinstance(record, kind.model):
        raise TypeError(type(record).__name__)
    return plain(kind.schema, record, known) if known and kind.schema else kind.as_values(record)


@as_dict.register
def _(record: ImportRun) -> Data:
    names = ("what", "mapping", "country", "dry_run", "status", "rows_total", "rows_done", "counts", "error")
    return {**plain(Head, record), "file": record.file.name, **{name: getattr(record, name) for name in names}}


def as_shown(record: Record) -> Data:
    """Return the record as plain values of today. Versions and events keep what was written."""
    kind = kinds().get(record.kind)
    return kind.today(record) if kind is not None and kind.today is not None else as_dict(record)
