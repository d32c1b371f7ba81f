"""The table of dispositions as JSON, with what each field means; sent while it is made."""

from __future__ import annotations

import json
from collections.abc import Iterator

from actionlines.consultation.exports.rows import fields, rows
from actionlines.consultation.models import Consultation
from actionlines.registry.serialise import as_dict


def as_json(consultation: Consultation, all_of_it: bool) -> Iterator[str]:
    """The parts of one JSON object: `consultation`, `fields`, `records`."""
    head = {"consultation": as_dict(consultation), "fields": dict(fields())}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "records": ['
    part: list[str] = []
    for place, row in enumerate(rows(consultation, all_of_it)):
        part.append((",\n" if place else "\n") + json.dumps(row, ensure_ascii=False))
        if len(part) >= 500:
            yield "".join(part)
            part = []
    yield "".join(part) + "\n]}\n"
