"""A consultation as a document, a workbook and rows."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, TypeAlias

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.papers.writers.as_xlsx import CREATED, streamed_workbook
from actionlines.papers.writers.docx_markup import MUTED, CommentWriter, Marks
from actionlines.papers.writers.docx_styles import new_document, pack
from actionlines.register.consultations.models import (
    Comment,
    CommentLink,
    Consultation,
    Disposition,
    TextParagraph,
    seen_by_all,
)
from actionlines.register.consultations.statistics import Statistics, statistics
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import groups_of, name_of
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.reading import Segment, Span, segments

FIELDS = Path(__file__).parent / "data" / "fields.csv"
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
    concepts = _concepts(consultation, {row[0] for row in values})
    for item in values:
        yield _row(dict(zip(_VALUES, item, strict=True)), concepts, all_of_it)


def _found(consultation: Consultation, all_of_it: bool) -> QuerySet[Comment]:
    matches = consultation.comments.all()
    return matches if all_of_it else matches.filter(seen_by_all())


def _concepts(consultation: Consultation, keys: set[int]) -> dict[int, list[str]]:
    links = CommentLink.objects.filter(comment__consultation=consultation, p__gte=LIKELY)
    if len(keys) <= FEW:
        links = links.filter(comment__in=keys)
    matches: dict[int, list[str]] = defaultdict(list)
    for number, concept in links.order_by("-p").values_list("comment_id", "concept"):
        matches[number].append(concept)
    return matches


def _row(data: Data, concepts: dict[int, list[str]], all_of_it: bool) -> Row:
    if data["status"] != "published" and not all_of_it:
        data |= dict.fromkeys(_WORDS, "")
        data["suggests"] = False
    groups = groups_of(data["country"]) if data["country"] else ()
    return {
        "id": data["pk"],
        "answers": data["parent_id"],
        "written_at": data["created_at"].isoformat(timespec="seconds"),
        "corrected_at": data["edited_at"].isoformat(timespec="seconds") if data["edited_at"] else "",
        "status": data["status"],
        "status_reason": data["status_reason"],
        "name": data["name"],
        "organisation": data["organisation"],
        "stakeholder": data["stakeholder"],
        "country": data["country"],
        "itu_region": _group(groups, "itu-region:"),
        "un_commission": _group(groups, "un-commission:"),
        "by_organiser": data["by_organiser"],
        "language": data["language"],
        "text_version": data["text_version__number"],
        "paragraph": data["paragraph__number"] or data["paragraph__anchor"] or "",
        "quote": data["quote"],
        "comment": data["text"],
        "suggests": data["suggests"],
        "suggested_wording": data["suggestion"],
        "endorsed": data["endorsed"],
        "moved": data["how"],
        "paragraph_now": data["place__number"] or data["place__anchor"] or "",
        "concepts": concepts.get(data["pk"], []) if data["status"] == "published" or all_of_it else [],
        "disposition": data["disposition"],
        "disposition_reason": data["disposition_reason"],
        "disposition_paragraph": data["disposition_place__number"] or data["disposition_place__anchor"] or "",
        "disposed_at": data["disposed_at"].isoformat(timespec="seconds") if data["disposed_at"] else "",
    }


def _group(groups: tuple[str, ...], start: str) -> str:
    return "; ".join(group for group in groups if group.startswith(start))


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


WIDE = {"quote": 40, "comment": 60, "suggested_wording": 40, "disposition_reason": 40}


def workbook(consultation: Consultation, all_of_it: bool) -> IO[bytes]:
    """Return the workbook in a file that is gone when it is closed; one row is in memory at a time."""
    with streamed_workbook(consultation.title) as (book, file):
        names = [name for name, _means in fields()]
        table = ([_plain(row[name]) for name in names] for row in rows(consultation, all_of_it))
        book.add_table(_("Dispositions")[:31], [(name, WIDE.get(name, 14)) for name in names], table)
        ways = {value: str(label) for value, label in Disposition.choices}
        heads = [(_("Counted by"), 34), ("", 34), *((label, 14) for label in (_("Comments"), *dict(ways).values()))]
        book.add_table(_("Counts")[:31], heads, _count_rows(statistics(consultation), dict(ways)))
        lines = [*fields(), ("", ""), (_("Consultation"), consultation.title)]
        book.add_table(_("Fields")[:31], [(_("Field"), 24), (_("What it means"), 110)], lines)
    return file


def _plain(value: object) -> Any:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _count_rows(counted: Statistics, ways: Iterable[str]) -> Iterator[list[str | int]]:
    """Yield counts by stakeholder type, country and region, each with its dispositions."""
    tables: list[tuple[str, Any, Callable[[str], str]]] = [
        (_("Type of stakeholder"), counted.by_stakeholder, lambda key: vocabulary.label("stakeholder", key)),
        (_("Country"), counted.by_country, name_of),
        *((kind, table, name_of) for kind, table in counted.by_region.items()),
    ]
    for title, table, called in tables:
        for key, counts in table.sorted():
            label = called(key) if key else _("not said")
            yield [str(title), label, counts["all"], *(counts[value] for value in ways)]


MOST_IN_DOCUMENT = 20_000  # comments in one document
INDENT = 567  # of a level, in twentieths of a point
_MARKS, _ARABIC_MARKS = (Marks(rtl, {}, str) for rtl in (False, True))
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")


def document(consultation: Consultation) -> bytes:
    """Return the current text as DOCX with its published comments."""
    language = consultation.language or (get_language() or "en")[:2]
    out = new_document(consultation.title, "", language, CREATED)
    by_place, orphans, whole, answers = _comments(consultation)
    writer = _TextWriter(answers)
    body = [writer.commented("Title", consultation.title, whole)]
    current = consultation.current()
    texts = current.paragraphs.all() if current else ()
    body += [writer.paragraph(row, by_place.get(row.pk, [])) for row in texts]
    if orphans:
        body.append(writer.commented("Heading1", _("Comments whose words are gone from this text"), ()))
        for comment in orphans:
            place = f"{comment.last}: " if comment.last else ""
            body.append(writer.commented("Quote", f"{place}{comment.quote}", [comment]))
    writer.comments.attach(out)
    return pack(out, body)


_ByKey: TypeAlias = dict[int, list[Comment]]


def _comments(consultation: Consultation) -> tuple[_ByKey, list[Comment], list[Comment], _ByKey]:
    """Return comments by the key of their paragraph, the orphaned, those on the whole text; answers by the key of
    their comment.
    """
    rows = consultation.comments.filter(status="published").select_related("last", "disposition_place")
    held = list(rows.order_by("pk")[:MOST_IN_DOCUMENT])
    answers: _ByKey = defaultdict(list)
    for item in held:
        if item.parent_id:
            answers[item.parent_id].append(item)
    by_place: _ByKey = defaultdict(list)
    orphans: list[Comment] = []
    whole: list[Comment] = []
    for item in held:
        if item.parent_id:
            continue
        if item.place_id:
            by_place[item.place_id].append(item)
        else:
            (orphans if item.how == "orphaned" else whole).append(item)
    return by_place, orphans, whole, answers


class _TextWriter:
    """Writes paragraphs and their comments as markup: thousands must not take minutes."""

    def __init__(self, answers: _ByKey) -> None:
        self.comments = CommentWriter(_MARKS)
        self._answers = answers
        self._numbers: dict[int, int] = {}  # key of a comment -> its number in the document

    def commented(self, style: str, text: str, comments: Iterable[Comment]) -> str:
        """Return a paragraph with comments on all of its words."""
        rtl = bool(_RIGHT_TO_LEFT.search(text))
        numbers = [self._note(comment, False) for comment in comments]
        return _MARKS.paragraph(style, self.comments.around(numbers, _run(text, rtl)), bidi=rtl)

    def paragraph(self, row: TextParagraph, comments: Sequence[Comment]) -> str:
        """Return a paragraph of the text; its comments on the words that they are about."""
        rtl = bool(_RIGHT_TO_LEFT.search(row.text))
        tracked = _tracked(comments)
        by_ref = {str(comment.pk): comment for comment in comments}
        cut = segments(
            row.text, [Span(comment.place_start, comment.place_end, "c", str(comment.pk)) for comment in comments]
        )
        starts, ends = _edges(cut)
        inner = []
        for place, segment in enumerate(cut):
            for comment in map(by_ref.__getitem__, starts[place]):
                number = self._note(comment, comment.pk in tracked)
                inner.append(self.comments.begin(number))
            change = next((by_ref[ref] for ref in segment.refs if by_ref[ref].pk in tracked), None)
            runs = _run(segment.text, rtl)
            if change:
                runs = self.comments.take_out(runs, _author(change), change.created_at)
            inner.append(runs)
            for ref in ends[place]:
                comment = by_ref[ref]
                if comment.pk in tracked and comment.suggestion:
                    runs = _run(comment.suggestion, rtl)
                    inner.append(self.comments.put_in(runs, _author(comment), comment.created_at))
                inner.append(self.comments.end(self._numbers[comment.pk]))
        if row.kind == "heading":
            return _MARKS.paragraph(f"Heading{min(max(row.level, 1), 4)}", "".join(inner), bidi=rtl)
        if row.number:
            inner.insert(0, _run(f"{row.number}  ", rtl, f'<w:color w:val="{MUTED}"/>'))
        indent = f'<w:ind w:left="{INDENT * row.level}"/>' if row.level else ""
        return _MARKS.paragraph("Normal", "".join(inner), bidi=rtl, places=indent)

    def _note(self, comment: Comment, tracked: bool) -> int:
        """Write the comment itself, with its answers and its disposition; return its number."""
        lines = _comment_lines(comment, self._answers.get(comment.pk, ()), tracked)
        number = self.comments.add(_author(comment), comment.created_at, lines)
        self._numbers[comment.pk] = number
        return number


def _tracked(comments: Sequence[Comment]) -> set[int]:
    """Suggestions that become tracked changes: the most endorsed, none over another."""
    taken: list[tuple[int, int]] = []
    matches = set()
    for comment in sorted(comments, key=lambda item: (-item.endorsed, item.pk)):
        span = (comment.place_start, comment.place_end)
        # Words that a person mapped to others are not those that the suggestion replaces.
        fits = comment.suggests and comment.place is not None and comment.place.text[span[0] : span[1]] == comment.quote
        if fits and not any(span[0] < end and start < span[1] for start, end in taken):
            taken.append(span)
            matches.add(comment.pk)
    return matches


def _edges(cut: Sequence[Segment]) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Which comments begin at a segment, and which end with it."""
    starts: dict[int, list[str]] = defaultdict(list)
    ends: dict[int, list[str]] = defaultdict(list)
    for place, segment in enumerate(cut):
        before = cut[place - 1].refs if place else ()
        after = cut[place + 1].refs if place + 1 < len(cut) else ()
        starts[place] = [ref for ref in segment.refs if ref not in before]
        ends[place] = [ref for ref in segment.refs if ref not in after]
    return starts, ends


def _comment_lines(comment: Comment, answers: Iterable[Comment], tracked: bool) -> Iterator[str]:
    who = [vocabulary.label("stakeholder", comment.stakeholder), name_of(comment.country) if comment.country else ""]
    yield f"[{comment.pk}] " + " · ".join(part for part in (*who, comment.organisation) if part)
    if comment.text:
        yield from comment.text.split("\n")
    if comment.suggests and not tracked:
        yield (
            _("Suggested wording: “%(words)s”") % {"words": comment.suggestion}
            if comment.suggestion
            else _("Suggested: delete these words")
        )
    for answer in answers:
        yield f"→ {_author(answer)}: " + answer.text.replace("\n", " ")
    if comment.disposition:
        where = f" ({comment.disposition_place})" if comment.disposition_place else ""
        yield f"{comment.get_disposition_display()}{where}. {comment.disposition_reason}".strip()


def _author(comment: Comment) -> str:
    return comment.name or comment.organisation or vocabulary.label("stakeholder", comment.stakeholder)


def _run(text: str, rtl: bool, style: str = "") -> str:
    return (_ARABIC_MARKS if rtl else _MARKS).run(text, style)
