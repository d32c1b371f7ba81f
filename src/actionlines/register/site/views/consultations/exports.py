"""What is taken away: counts, and the exports."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from actionlines.register.consultations.exports.document import document
from actionlines.register.consultations.exports.rows import as_json
from actionlines.register.consultations.exports.workbook import workbook
from actionlines.register.consultations.models import Consultation
from actionlines.register.consultations.models.comments import Disposition
from actionlines.register.consultations.statistics import paragraph_counts, statistics
from actionlines.register.core import vocabulary
from actionlines.register.core.concepts import name_of
from actionlines.register.core.permissions import decide
from actionlines.register.site.pages import page
from actionlines.register.site.views.consultations.shared import FIND, present

FORMS = ("xlsx", "json", "docx")
_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@page("consultation.view", record=FIND)
def statistics_(request: HttpRequest, record: Consultation) -> HttpResponse:
    """By stakeholder type, region, country, paragraph and disposition."""
    present(record, request.user)
    found = statistics(record)
    ways = [(value, words) for value, words in Disposition.choices]
    tables = [
        (_("By type of stakeholder"), _rows(found.by_stakeholder, _stakeholder, ways)),
        (_("By ITU region"), _rows(found.by_region["itu-region"], _area, ways)),
        (_("By United Nations regional commission"), _rows(found.by_region["un-commission"], _area, ways)),
        (_("By country"), _rows(found.by_country, _area, ways)[:60]),
    ]
    current = record.current()
    per = paragraph_counts(record)
    rows = [row for row in current.paragraphs.all() if row.pk in per] if current else []
    shown = {
        "consultation": record, "found": found, "ways": ways, "tables": tables,
        "paragraphs": [(row, per[row.pk]) for row in rows],
        "dispositions": [(value, words, found.by_disposition[value]) for value, words in ways],
    }  # fmt: skip
    return render(request, "consultations/statistics.html", shown)


def _rows(table: Any, called: Any, ways: Any) -> list[Any]:
    return [
        (called(key), counts["all"], [counts[value] for value, _w in ways]) for key, counts in table.sorted()
    ]


def _stakeholder(key: str) -> str:
    return vocabulary.label("stakeholder", key) if key else _("not said")


def _area(key: str) -> str:
    return name_of(key) if key else _("not said, or in none")


@page("consultation.export", record=FIND)
def export(request: HttpRequest, record: Consultation) -> HttpResponseBase:
    """`?as=xlsx`, `json` or `docx`. Who moderates gets what waits too."""
    present(record, request.user)
    form = request.GET.get("as", "xlsx")
    if form not in FORMS:
        words = _("Choose one of %(forms)s.") % {"forms": ", ".join(FORMS)}
        return HttpResponse(words, status=400, content_type="text/plain; charset=utf-8")
    inside = bool(decide(request.user, "consultation.moderate", record))
    name = f"consultation-{record.pk}-{date.today().isoformat()}.{form}"
    head = {"Content-Disposition": f'attachment; filename="{name}"'}
    if form == "json":
        return StreamingHttpResponse(as_json(record, inside), content_type=_TYPES[form], headers=head)
    if form == "docx":
        return HttpResponse(document(record), content_type=_TYPES[form], headers=head)
    with workbook(record, inside) as file:
        return HttpResponse(file.read(), content_type=_TYPES[form], headers=head)
