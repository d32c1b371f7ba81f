"""The text with comments beside it, for a word processor: real comments, suggested wording as tracked changes.

A suggestion becomes a tracked change where it is the most endorsed one on its words; others that touch the same
words are named in its comment. Comments on the whole text stand at the title, orphaned ones at the end, each
under its quote.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from actionlines.papers.writers.docx_parts import LOCALES
from actionlines.register.consultations.models import Comment, Consultation, TextParagraph
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of
from actionlines.register.instruments.text_marks import Segment, Span, segments
from actionlines.xml_maker import xml_text

if TYPE_CHECKING:
    from docx.oxml.text.paragraph import CT_P
    from docx.shared import RGBColor
    from lxml.etree import _Element

MOST = 20_000  # comments in one document
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
    held = list(rows.order_by("pk")[:MOST])
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
