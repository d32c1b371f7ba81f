"""The table of dispositions: every comment as one row of plain values, in the order of the text."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from actionlines.register.consultations.models import Comment, CommentLink, Consultation
from actionlines.register.core.concepts import groups_of
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict

FIELDS = Path(__file__).parents[1] / "data" / "fields.csv"
MOST = 100_000
LIKELY = 0.5  # links to concepts that are listed
FEW = 500  # comments that are named one by one in a query
_VALUES = (
    "pk", "parent_id", "created_at", "status", "status_reason", "name", "organisation", "stakeholder", "country",
    "language", "text_version__number", "paragraph__number", "paragraph__anchor", "quote", "text", "suggests",
    "suggestion", "endorsed", "how", "place__number", "place__anchor", "disposition", "disposition_reason",
    "disposition_place__number", "disposition_place__anchor", "disposed_at", "by_organiser", "edited_at",
)  # fmt: skip
_WORDS = ("name", "organisation", "quote", "text", "suggestion", "disposition_reason")
Row = Data


@cache
def described() -> tuple[dict[str, str], ...]:
    """The fields in order: {"field", "en", "fr", …}, what each means in six languages."""
    with FIELDS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def fields(language: str = "") -> list[tuple[str, str]]:
    """(field, what it means) in a language (the reader's)."""
    code = (language or get_language() or "en")[:2]
    return [(row["field"], row.get(code) or row["en"]) for row in described()]


def count(consultation: Consultation, all_of_it: bool) -> int:
    """Return the number of rows of the table."""
    return int(_found(consultation, all_of_it).count())


def rows(consultation: Consultation, all_of_it: bool, first: int = 0, stop: int = MOST) -> Iterator[Row]:
    """The rows: on the whole text first, then paragraph by paragraph, orphans where they last stood, answers after
    what they answer. `all_of_it`: those that wait or were removed with their words, as organisers see them.
    """
    at = Coalesce("parent__place__order", "place__order", "parent__last__order", "last__order", Value(-1))
    ordered = _found(consultation, all_of_it).order_by(at, Coalesce("parent_id", "pk"), "pk")
    values = list(ordered.values_list(*_VALUES)[first:stop])
    concepts = _concepts(consultation, {one[0] for one in values})
    for one in values:
        yield _row(dict(zip(_VALUES, one, strict=True)), concepts, all_of_it)


def _found(consultation: Consultation, all_of_it: bool) -> QuerySet[Comment]:
    found = consultation.comments.all()
    return found if all_of_it else found.exclude(status="held")


def _concepts(consultation: Consultation, keys: set[int]) -> dict[int, list[str]]:
    links = CommentLink.objects.filter(comment__consultation=consultation, p__gte=LIKELY)
    if len(keys) <= FEW:
        links = links.filter(comment__in=keys)
    found: dict[int, list[str]] = defaultdict(list)
    for number, concept in links.order_by("-p").values_list("comment_id", "concept"):
        found[number].append(concept)
    return found


def _row(one: Data, concepts: dict[int, list[str]], all_of_it: bool) -> Row:
    if one["status"] != "published" and not all_of_it:
        one |= dict.fromkeys(_WORDS, "")
        one["suggests"] = False
    groups = groups_of(one["country"]) if one["country"] else ()
    return {
        "id": one["pk"],
        "answers": one["parent_id"],
        "written_at": one["created_at"].isoformat(timespec="seconds"),
        "corrected_at": one["edited_at"].isoformat(timespec="seconds") if one["edited_at"] else "",
        "status": one["status"],
        "status_reason": one["status_reason"],
        "name": one["name"],
        "organisation": one["organisation"],
        "stakeholder": one["stakeholder"],
        "country": one["country"],
        "itu_region": _group(groups, "itu-region:"),
        "un_commission": _group(groups, "un-commission:"),
        "by_organiser": one["by_organiser"],
        "language": one["language"],
        "text_version": one["text_version__number"],
        "paragraph": one["paragraph__number"] or one["paragraph__anchor"] or "",
        "quote": one["quote"],
        "comment": one["text"],
        "suggests": one["suggests"],
        "suggested_wording": one["suggestion"],
        "endorsed": one["endorsed"],
        "moved": one["how"],
        "paragraph_now": one["place__number"] or one["place__anchor"] or "",
        "concepts": concepts.get(one["pk"], []) if one["status"] == "published" or all_of_it else [],
        "disposition": one["disposition"],
        "disposition_reason": one["disposition_reason"],
        "disposition_paragraph": one["disposition_place__number"] or one["disposition_place__anchor"] or "",
        "disposed_at": one["disposed_at"].isoformat(timespec="seconds") if one["disposed_at"] else "",
    }


def _group(groups: tuple[str, ...], start: str) -> str:
    return "; ".join(one for one in groups if one.startswith(start))


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
