"""Forms that change one record: errors beside their fields, and one answer where somebody else saved meanwhile.

attempt = attempted(request, form, lambda: EditEnvelope(request.user, record, version=form.seen, fields=…))
if attempt.done:
    return redirect(record)
return attempt.page("records/form.html", {"title": …})
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from actionlines.errors import InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.register.core.concepts import name_of
from actionlines.register.models import Event, Record
from actionlines.register.organisations.actions import public
from actionlines.register.site.difference import Change, differences

OFFERED = 500  # organisations in the list to choose from


class Doable(Protocol):
    """An action of the registry, ready to be done."""

    @property
    def record(self) -> Record:
        """The record that the action is about."""

    def do(self) -> object:
        """Do the action; raise InvalidFields or StaleRecord where it cannot be done."""


A = TypeVar("A", bound=Doable)


class RecordForm(forms.Form):
    """A form that sends along which version of the record its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    @property
    def seen(self) -> int | None:
        """Return the version that the writer saw, or None where the form does not say."""
        version: int | None = self.cleaned_data["version"]
        return version


class OrganisationField(forms.CharField):
    """The name or acronym of an organisation of the register; its value is the number of the organisation."""

    def __init__(self, **given: Any) -> None:
        shown = forms.TextInput(attrs={"list": "organisations", "dir": "auto"})
        super().__init__(max_length=300, required=False, **{"widget": shown, **given})

    def clean(self, value: object) -> int | None:
        """Return the number of the organisation, or None for an empty field. Raise ValidationError for others."""
        name = str(super().clean(value)).strip()
        if not name:
            return None
        rows = public()
        found = rows.filter(name__iexact=name).first() or rows.filter(acronym__iexact=name).first()
        if found is None:
            raise forms.ValidationError(
                _("No organisation has this name. Register it first, or correct the name.")
            )
        return int(found.pk)


def organisation_names() -> list[str]:
    """Return the names of organisations that a page offers for an `OrganisationField`."""
    return list(public().values_list("name", flat=True)[:OFFERED])


def line_choices() -> list[tuple[str, str]]:
    """Return (id, id and name) of every action line, as choices of a form."""
    return [(one, f"{one} {name_of(one)}") for one in load().action_lines]


def country_choices() -> list[tuple[str, str]]:
    """Return (id, name) of every country in the order of its name in the reader's language."""
    return sorted(((one, name_of(one)) for one in load().countries), key=lambda pair: pair[1])


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Let a field of a form offer these choices: (value, words), or (heading, choices)."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def amend(form: forms.Form, name: str, value: str) -> None:
    """Put a value into what a form was sent with."""
    assert isinstance(form.data, MultiValueDict)
    form.data = form.data.copy()
    form.data[name] = value


def show_errors(form: forms.Form, errors: Mapping[str, str]) -> None:
    """Add what an action found wrong to a form, at the field where the form has one."""
    for name, problem in errors.items():
        form.add_error(name if name in form.fields else None, problem)


def since(record: Record, version: int) -> list[Change]:
    """Return what changed in a record since a version, field by field."""
    old: dict[str, object] = {}
    new: dict[str, object] = {}
    rows = Event.objects.filter(kind=record.kind, record=record.pk, version__gt=version).order_by("version")
    for event in rows:
        for name, (before, after) in event.changes.items():
            old.setdefault(name, before)
            new[name] = after
    return differences(record.kind, old, new)


@dataclass
class Attempt(Generic[A]):
    """The outcome of sending a form: `done` is the action that was done, `stale` says that others saved first."""

    request: HttpRequest
    form: forms.Form
    done: A | None = None
    stale: bool = False
    news: list[Change] = field(default_factory=list)
    status: int = 200

    def page(self, template: str, context: Mapping[str, object]) -> HttpResponse:
        """Return the page of the form: 409 with what others changed, 422 with what is wrong, else 200."""
        status = 422 if self.form.errors and self.status == 200 else self.status
        shown = {"form": self.form, "stale": self.stale, "news": self.news, **context}
        return render(self.request, template, shown, status=status)


def attempted(request: HttpRequest, form: forms.Form, action: Callable[[], A]) -> Attempt[A]:
    """Do the action of a form that was sent and is valid; return the outcome.

    Where somebody else saved since, nothing is overwritten: the form keeps what was typed and takes the current
    version, so that the writer who sends it again has seen what changed.
    """
    attempt: Attempt[A] = Attempt(request, form)
    if request.method != "POST":
        return attempt
    form.is_bound = True  # a form that was sent without a field is empty, and not a page that is opened
    if not form.is_valid():
        return attempt
    doing = action()
    try:
        doing.do()
    except InvalidFields as error:
        show_errors(form, error.fields)
    except StaleRecord as error:
        attempt.stale, attempt.news, attempt.status = True, since(doing.record, error.seen), 409
        amend(form, "version", str(error.current))
    else:
        attempt.done = doing
    return attempt


def offered(form: forms.Form) -> dict[str, Iterable[str]]:
    """Return the lists of names that the page of a form offers for its fields."""
    holds = any(isinstance(one, OrganisationField) for one in form.fields.values())
    return {"organisations": organisation_names()} if holds else {}
