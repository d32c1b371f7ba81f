"""A consultation as a document, a workbook and rows."""

from __future__ import annotations

import csv
import io
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.papers.files import streamed_workbook
from actionlines.papers.text_safety import cell
from actionlines.papers.writers.docx_markup import LOCALES
from actionlines.register.consultations.models import (
    Comment,
    CommentLink,
    Consultation,
    Disposition,
    TextParagraph,
)
from actionlines.register.consultations.statistics import Statistics, statistics
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import groups_of, name_of
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.instruments.reading import Segment, Span, segments
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P
    from docx.shared import RGBColor
    from lxml.etree import _Element
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


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


WIDE = {"quote": 40, "comment": 60, "suggested_wording": 40, "disposition_reason": 40}


def workbook(consultation: Consultation, all_of_it: bool) -> Any:
    """The workbook in a file that is gone when it is closed; one row is in memory at a time."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    try:
        with streamed_workbook(file) as book:
            _fill(book, consultation, all_of_it)
    except BaseException:
        file.close()
        raise
    return file


def _fill(book: Workbook, consultation: Consultation, all_of_it: bool) -> None:
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EDF4"})
    names = [name for name, _means in fields()]
    sheet = book.add_worksheet(_("Dispositions")[:31])
    sheet.freeze_panes(1, 1)
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDE.get(name, 14))
    _write(sheet, 0, names, head)
    last = 0
    for last, row in enumerate(rows(consultation, all_of_it), 1):
        _write(sheet, last, (_plain(row[name]) for name in names))
    sheet.autofilter(0, 0, last, len(names) - 1)
    _counts(book.add_worksheet(_("Counts")[:31]), statistics(consultation), head)
    _readme(book.add_worksheet(_("Fields")[:31]), consultation, head)


def _plain(value: object) -> Any:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else value


def _write(sheet: Worksheet, place: int, values: Iterable[object], form: Format | None = None) -> None:
    for column, value in enumerate(values):
        if isinstance(value, bool):
            sheet.write_boolean(place, column, value, form)
        elif isinstance(value, str):
            if value:
                sheet.write_string(place, column, cell(value), form)
        else:
            sheet.write_number(place, column, value, form)


def _counts(sheet: Worksheet, found: Statistics, head: Format) -> None:
    """By stakeholder type, country and region, each with its dispositions."""
    sheet.set_column(0, 1, 34)
    ways = [(value, str(words)) for value, words in Disposition.choices]
    _write(sheet, 0, [_("Counted by"), "", _("Comments"), *(words for _value, words in ways)], head)
    tables: list[tuple[Any, Any, Callable[[str], str]]] = [
        (_("Type of stakeholder"), found.by_stakeholder, lambda key: vocabulary.label("stakeholder", key)),
        (_("Country"), found.by_country, name_of),
        *((kind, table, name_of) for kind, table in found.by_region.items()),
    ]
    place = 1
    for title, table, called in tables:
        for key, counts in table.sorted():
            words = called(key) if key else _("not said")
            _write(sheet, place, [str(title), words, counts["all"], *(counts[value] for value, _w in ways)])
            place += 1


def _readme(sheet: Worksheet, consultation: Consultation, head: Format) -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 110)
    _write(sheet, 0, [_("Field"), _("What it means")], head)
    for place, (name, means) in enumerate(fields(), 1):
        _write(sheet, place, [name, means])
    _write(sheet, len(fields()) + 2, [_("Consultation"), consultation.title])


MOST_IN_DOCUMENT = 20_000  # comments in one document
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = "{http://www.w3.org/XML/1998/namespace}space"
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufefc]")


def document(consultation: Consultation) -> bytes:
    """The current text as DOCX with its published comments."""
    import docx

    out = docx.Document()
    _set_up(out, consultation)
    current = consultation.current()
    said, orphans, whole, answers = _comments(consultation)
    writer = _Writer(out, answers)
    heading = out.add_heading(xml_text(consultation.title), 0)
    writer.around(heading._p, whole)
    for row in current.paragraphs.all() if current else ():
        writer.paragraph(row, said.get(row.pk, []))
    if orphans:
        out.add_heading(_("Comments whose words are gone from this text"), 1)
        for one in orphans:
            quoted = out.add_paragraph(style="Quote")
            was = f"{one.last}: " if one.last else ""
            quoted.add_run(xml_text(f"{was}{one.quote}"))
            writer.around(quoted._p, [one])
    file = io.BytesIO()
    out.save(file)
    return file.getvalue()


_ByKey: TypeAlias = dict[int, list[Comment]]


def _comments(consultation: Consultation) -> tuple[_ByKey, list[Comment], list[Comment], _ByKey]:
    """Return comments by the key of their paragraph, the orphaned, those on the whole text; answers by the key of
    their comment.
    """
    rows = consultation.comments.filter(status="published").select_related("last", "disposition_place")
    held = list(rows.order_by("pk")[:MOST_IN_DOCUMENT])
    answers: _ByKey = defaultdict(list)
    for one in held:
        if one.parent_id:
            answers[one.parent_id].append(one)
    by_place: _ByKey = defaultdict(list)
    orphans: list[Comment] = []
    whole: list[Comment] = []
    for one in held:
        if one.parent_id:
            continue
        if one.place_id:
            by_place[one.place_id].append(one)
        else:
            (orphans if one.how == "orphaned" else whole).append(one)
    return by_place, orphans, whole, answers


class _Writer:
    """Writes paragraphs and their comments. Elements are made by hand: thousands must not take minutes."""

    def __init__(self, out: Any, answers: _ByKey) -> None:
        self._out, self._answers = out, answers
        self._list = out.part._comments_part.element
        self._numbers: dict[int, int] = {}  # key of a comment -> its number in the document
        self._changes = 0

    def paragraph(self, row: TextParagraph, comments: Sequence[Comment]) -> None:
        """One paragraph of the text; its comments on the words that they are about."""
        if row.kind == "heading":
            made = self._out.add_heading("", min(max(row.level, 1), 4))
        else:
            made = self._out.add_paragraph()
            if row.level:
                made.paragraph_format.left_indent = 360_000 * row.level
            if row.number:
                made.add_run(xml_text(f"{row.number}  ")).font.color.rgb = _grey()
        if _RIGHT_TO_LEFT.search(row.text):
            made._p.get_or_add_pPr().append(_element("bidi"))
        tracked = _tracked(comments)
        spans = [Span(one.place_start, one.place_end, "c", str(one.pk)) for one in comments]
        by_ref = {str(one.pk): one for one in comments}
        cut = segments(row.text, spans)
        starts, ends = _edges(cut)
        p = made._p
        for place, segment in enumerate(cut):
            for ref in starts[place]:
                number = self._note(by_ref[ref], by_ref[ref].pk in tracked)
                p.append(_element("commentRangeStart", id=str(number)))
            change = next((by_ref[ref] for ref in segment.refs if by_ref[ref].pk in tracked), None)
            p.append(self._change("del", segment.text, change) if change else _run(segment.text))
            for ref in ends[place]:
                one = by_ref[ref]
                if one.pk in tracked and one.suggestion:
                    p.append(self._change("ins", one.suggestion, one))
                p.append(_element("commentRangeEnd", id=str(self._numbers[one.pk])))
                p.append(_reference(self._numbers[one.pk]))

    def _change(self, kind: str, text: str, one: Comment) -> _Element:
        """Words taken out (`del`) or put in (`ins`) by a suggestion."""
        self._changes += 1
        made = _element(kind, id=str(self._changes), author=_author(one), date=_moment(one.created_at))
        made.append(_run(text, "delText" if kind == "del" else "t"))
        return made

    def around(self, p: CT_P, comments: Iterable[Comment]) -> None:
        """Comments on all words of a paragraph that stands already."""
        for one in comments:
            number = self._note(one, False)
            p.insert(1 if p.pPr is not None else 0, _element("commentRangeStart", id=str(number)))
            p.append(_element("commentRangeEnd", id=str(number)))
            p.append(_reference(number))

    def _note(self, one: Comment, tracked: bool) -> int:
        """Write the comment itself, with its answers and its disposition; return its number."""
        number = self._numbers[one.pk] = len(self._numbers)
        made = _element(
            "comment",
            id=str(number),
            author=_author(one),
            date=_moment(one.created_at),
            initials=_initials(one),
        )
        for words in _told(one, self._answers.get(one.pk, ()), tracked):
            line = _element("p")
            line.append(_run(words))
            made.append(line)
        self._list.append(made)
        return number


def _tracked(comments: Sequence[Comment]) -> set[int]:
    """Suggestions that become tracked changes: the most endorsed, none over another."""
    taken: list[tuple[int, int]] = []
    found = set()
    for one in sorted(comments, key=lambda one: (-one.endorsed, one.pk)):
        span = (one.place_start, one.place_end)
        # Words that a person mapped to others are not those that the suggestion replaces.
        fits = one.suggests and one.place is not None and one.place.text[span[0] : span[1]] == one.quote
        if fits and not any(span[0] < end and start < span[1] for start, end in taken):
            taken.append(span)
            found.add(one.pk)
    return found


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


def _told(one: Comment, answers: Iterable[Comment], tracked: bool) -> Iterator[str]:
    who = [vocabulary.label("stakeholder", one.stakeholder), name_of(one.country) if one.country else ""]
    yield f"[{one.pk}] " + " · ".join(part for part in (*who, one.organisation) if part)
    if one.text:
        yield from one.text.split("\n")
    if one.suggests and not tracked:
        yield (
            _("Suggested wording: “%(words)s”") % {"words": one.suggestion}
            if one.suggestion
            else _("Suggested: delete these words")
        )
    for answer in answers:
        yield f"→ {_author(answer)}: " + answer.text.replace("\n", " ")
    if one.disposition:
        where = f" ({one.disposition_place})" if one.disposition_place else ""
        yield f"{one.get_disposition_display()}{where}. {one.disposition_reason}".strip()


def _author(one: Comment) -> str:
    return one.name or one.organisation or vocabulary.label("stakeholder", one.stakeholder)


def _initials(one: Comment) -> str:
    return "".join(word[0] for word in _author(one).split()[:3]).upper()


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _element(name: str, **attributes: str) -> _Element:
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(f"{{{_W}}}{key}", xml_text(value))
    return made


def _run(text: str, tag: str = "t") -> _Element:
    made, words = _element("r"), _element(tag)
    words.text = xml_text(text)
    words.set(_XML, "preserve")
    if _RIGHT_TO_LEFT.search(text):
        style = _element("rPr")
        style.append(_element("rtl"))
        made.append(style)
    made.append(words)
    return made


def _reference(number: int) -> _Element:
    made = _element("r")
    made.append(_element("commentReference", id=str(number)))
    return made


def _grey() -> RGBColor:
    from docx.shared import RGBColor

    return RGBColor(0x56, 0x60, 0x72)


def _set_up(out: Any, consultation: Consultation) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    normal = out.styles["Normal"]
    normal.font.name, normal.font.size = "Noto Sans", Pt(11)
    normal.element.rPr.rFonts.set(qn("w:cs"), "Noto Sans Arabic")
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Sans SC")
    language = consultation.language or (get_language() or "en")[:2]
    properties = out.core_properties
    properties.title, properties.author = xml_text(consultation.title), "Actionlines"
    properties.comments, properties.language = "", LOCALES.get(language, LOCALES["en"])
