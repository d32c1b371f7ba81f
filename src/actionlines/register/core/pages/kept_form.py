"""A form that its writer leaves to enter a record that it names, and finds again with the record chosen.

The button `enter` of the form holds the key of the kind and the field that takes the name: "organisation:partners-0".
What was typed is in the session until another form is left. Files that were chosen are not: a page cannot fill them in.
"""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from actionlines.register.core.kinds import kinds
from actionlines.register.core.models import Record

KEPT = "kept_form"  # in the session: the form that was left to enter a record
_MOST_KEPT = 200_000  # characters


def leave_form(request: HttpRequest) -> HttpResponse | None:
    """Keep a form whose button `enter` asks for the form of a new record, and return the way there; else None.

    The value of the button is the key of the kind and the field that takes the name of the record.
    """
    key, _colon, field = request.POST.get("enter", "").partition(":")
    fields = request.POST.urlencode()
    if key not in kinds() or len(fields) > _MOST_KEPT:
        return None
    request.session[KEPT] = {"address": request.get_full_path(), "fields": fields, "kind": key, "field": field}
    return redirect(f"{reverse(f'{key}-new')}?{urlencode({'name': request.POST.get(field, '')[:300], 'for': 'form'})}")


def kept_fields(request: HttpRequest) -> QueryDict | None:
    """Return what was typed into the form of this page before its writer left it to enter a record, or None."""
    left = request.session.get(KEPT) if "kept" in request.GET else None
    return QueryDict(left["fields"]) if left and left["address"].partition("?")[0] == request.path else None


def return_to_form(request: HttpRequest, record: Record) -> HttpResponse:
    """Return the way back to the form from which a new record was asked for, with its name; else to the record."""
    left = request.session.get(KEPT) if "for" in request.GET else None
    if not left or left["kind"] != record.kind:
        return redirect(record)
    fields = QueryDict(left["fields"], mutable=True)
    fields[left["field"]] = str(record)
    request.session[KEPT] = {**left, "fields": fields.urlencode()}
    mark = "&" if "?" in left["address"] else "?"
    return redirect(f"{left['address']}{mark}kept=1#{left['field']}")
