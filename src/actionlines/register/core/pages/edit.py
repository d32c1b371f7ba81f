"""Forms made from the fields of a kind: labels, help, what was wrong, and the version that was seen."""

import logging
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, Generic, Protocol, TypeVar

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from actionlines.documents.blocks import MB
from actionlines.errors import InvalidFields, StaleRecord
from actionlines.framework import load
from actionlines.framework.called import CountryList, fold_name, list_in_use
from actionlines.indicators.areas import resolve_areas
from actionlines.json_types import JsonMapping
from actionlines.register.core.concepts import REGION_KINDS, WORLD, concept, name_of
from actionlines.register.core.kinds import Words
from actionlines.register.core.models import Event, Record
from actionlines.register.core.pages.difference import Change, differences
from actionlines.register.core.pages.page import SignedIn
from actionlines.register.core.rules import Choice, Day, Flag, InLanguages, Line, Many, Rule, Text, Url, Whole
from actionlines.register.core.schema import Data, Input, rules


def places() -> dict[str, str]:
    """Id -> name of every place that can be chosen, in the reader's language: the world, regions, countries."""
    return _places(get_language() or "en", list_in_use())


@cache
def _places(language: str, _names: CountryList) -> dict[str, str]:
    framework = load()
    out = {WORLD: name_of(WORLD)}
    for area in framework.areas.values():
        if area.kind in REGION_KINDS:
            # "Africa" is a region of ITU and one of the United Nations: the name says which.
            itu = area.kind == "itu-region"
            out[area.id] = _("%(name)s (ITU region)") % {"name": name_of(area.id)} if itu else name_of(area.id)
    countries = {country: name_of(country, language) for country in framework.countries}
    return out | dict(sorted(countries.items(), key=lambda pair: fold_name(pair[1])))


def place_name(identifier: str) -> str:
    """The name of a place as it would be typed."""
    return places().get(identifier) or name_of(identifier)


def place_ids(names: Iterable[str]) -> tuple[list[str], list[str]]:
    """(ids, names that mean no place). A name counts in the reader's language or any other; so does a code."""
    own = {name.casefold(): item for item, name in places().items()}
    matches, unknown = [], []
    for name in names:
        if known := own.get(name.casefold()):
            matches.append(known)
        elif ids := resolve_areas([name]).ids:
            matches += ids.values()
        else:
            unknown.append(name)
    return matches, unknown


class Doable(Protocol):
    """An action of the registry, ready to be done."""

    @property
    def record(self) -> Record:
        """The record that the action is about."""

    def do(self) -> object:
        """Do the action; raise InvalidFields or StaleRecord where it cannot be done."""


_log = logging.getLogger(__name__)
A = TypeVar("A", bound=Doable)
F = TypeVar("F", bound=forms.Form)


class RecordForm(forms.Form):
    """A form that sends along which version of the record its writer saw."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**31 - 1)

    @property
    def seen(self) -> int | None:
        """Return the version that the writer saw, or None where the form does not say."""
        version: int | None = self.cleaned_data["version"]
        return version

    def given(self) -> Data:
        """Return the fields as the action takes them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def line_choices() -> list[tuple[str, str]]:
    """Return (id, code and name) of every action line, as choices of a form."""
    return [(line, known.full) for line in load().action_lines if (known := concept(line))]


def country_choices() -> list[tuple[str, str]]:
    """Return (id, name) of every country in the order of its name in the reader's language."""
    return sorted(((country, name_of(country)) for country in load().countries), key=lambda pair: fold_name(pair[1]))


def offered_by(of: str) -> dict[str, object]:
    """Return the attributes of a box that is offered names from a list of the page (`of`), as somebody types."""
    return {
        "list": of,
        "hx-get": reverse_lazy("desk-names", args=[of]),
        "hx-trigger": "input changed delay:200ms",
        "hx-target": f"#{of}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def offer(form: forms.Form, name: str, choices: Iterable[tuple[object, object]]) -> None:
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
    """Add what an action found wrong to a form, at the field where the form has one.

    `error_fields` of a form says at which of its fields it shows the errors of another name.
    """
    for error, problem in errors.items():
        name = getattr(form, "error_fields", {}).get(error, error)
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
        rows = {"form": self.form, "stale": self.stale, "news": self.news, **context}
        return render(self.request, template, rows, status=status)


def attempted(request: HttpRequest, form: forms.Form, action: Callable[[], A]) -> Attempt[A]:
    """Do the action of a form that was sent and is valid; return the outcome.

    Where somebody else saved since, nothing is overwritten: the form keeps what was typed and takes the current
    version, so that the writer who sends it again has seen what changed.
    """
    attempt: Attempt[A] = Attempt(request, open_form(request, form))
    if request.method != "POST" or "add" in request.POST:
        return attempt
    form.is_bound = True  # a form that was sent without a field is empty, and not a page that is opened
    if not form.is_valid():
        _add_action_errors(form, action)
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


def _add_action_errors(form: forms.Form, action: Callable[[], Doable]) -> None:
    """Add what the action finds wrong with the other fields of a form that is not valid; nothing is changed."""
    wrong = set(form.errors)
    for name in wrong.intersection(form.fields):
        form.cleaned_data[name] = _empty(form.fields[name])
    try:
        with transaction.atomic():
            action().do()
            transaction.set_rollback(True)
    except InvalidFields as error:
        show_errors(form, {name: problem for name, problem in error.fields.items() if name not in wrong})
    except Exception:
        # An action is made for clean values: what else it says of those that are left out means nothing.
        _log.debug("The action of a form that is not valid was not done", exc_info=True)


def _empty(field: forms.Field) -> object:
    """Return the value of a field that is left empty."""
    optional = copy(field)
    optional.required = False
    try:
        return optional.clean(None)
    except forms.ValidationError:
        return getattr(field, "empty_value", None)


def open_form(request: HttpRequest, form: F) -> F:
    """Return a form; one that was kept while a record was entered, or gets a row, shows what was typed, and no errors
    yet.
    """
    if form.is_bound and (request.method != "POST" or "add" in request.POST):
        form.errors.clear()
    return form


def saved(request: SignedIn, form: RecordForm, action: Callable[..., A], record: Record | None = None) -> Attempt[A]:
    """Make a record out of the fields of a form, or change the record; return the outcome."""
    return attempted(request, form, lambda: action(request.user, record, version=form.seen, fields=form.given()))


_AREA = partial(forms.Textarea, attrs={"rows": 4, "dir": "auto"})


class DescribedForm(RecordForm):
    """The fields of `described`. A text in several languages has a field for each: `about_fr`.

    words    name -> (label, help)
    choices  name -> (value, words) of the entries of a list
    """

    def __init__(
        self,
        described: type[Input],
        words: Mapping[str, tuple[Words, Words]],
        choices: Mapping[str, list[tuple[str, Words]]],
        data: QueryDict | None,
        initial: JsonMapping,
    ) -> None:
        super().__init__(data, initial=dict(initial))
        self.rules = rules(described)
        for name, rule in self.rules.items():
            label, helps = words[name]
            if isinstance(rule, InLanguages):
                for item in rule.of():
                    field = forms.CharField(
                        label=f"{label}: {get_language_info(item)['name_local']}",
                        max_length=rule.most,
                        required=False,
                        widget=_AREA(),
                        help_text=helps,
                    )
                    field.widget.attrs["lang"] = item
                    self.fields[f"{name}_{item}"] = field
                    self.initial[f"{name}_{item}"] = initial[name].get(item, "")
            else:
                self.fields[name] = _field(rule, choices.get(name, []), label=label, help_text=helps)

    def given(self) -> Data:
        """Return name -> value of each setting, as the action takes them."""
        return {
            name: {item: self.cleaned_data[f"{name}_{item}"] for item in rule.of()}
            if isinstance(rule, InLanguages)
            else self.cleaned_data[name]
            for name, rule in self.rules.items()
        }


def _field(rule: Rule, choices: list[tuple[str, Words]], **context: Any) -> forms.Field:
    context["required"] = bool(rule.needed)
    match rule:
        case Many():
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **context)
        case Choice():
            return forms.ChoiceField(choices=choices, **{**context, "required": True})
        case Day():
            return forms.CharField(max_length=10, widget=forms.DateInput(attrs={"type": "date"}), **context)
        case Flag():
            return forms.BooleanField(**context)
        case Whole():
            context["required"] = True
            return forms.IntegerField(min_value=rule.least, max_value=rule.greatest, **context)
        case Text():
            return forms.CharField(max_length=rule.most, widget=_AREA(), **context)
        case Line() | Url():
            widget = forms.TextInput(attrs={"dir": "auto"})
            return forms.CharField(max_length=rule.most, widget=widget, **context)
    raise TypeError(type(rule).__name__)


class ManyFiles(forms.ClearableFileInput):
    """A field of a page that takes several files, chosen or dropped on it."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files of a form, each checked as one is; messages name the file."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files that were sent; raise ValidationError where one is empty or they are too many."""
        fields = [row for row in data or () if row]
        if self.required and not fields:
            raise forms.ValidationError(self.error_messages["required"])
        wrong = []
        if len(fields) > settings.UPLOAD_FILES:
            message = _("At most %(n)d files can be sent at once. Send “%(name)s” and those after it later.")
            wrong.append(message % {"n": settings.UPLOAD_FILES, "name": fields[settings.UPLOAD_FILES].name})
        whole = 0
        for item in fields:
            whole += item.size
            if whole > settings.UPLOAD_LIMIT:
                message = _(
                    "The files have more than %(limit)d MB together from “%(name)s” on. Send it and those after it"
                    " later."
                )
                wrong.append(message % {"limit": settings.UPLOAD_LIMIT // MB, "name": item.name})
                break
        cleaned = []
        for item in fields:
            try:
                cleaned.append(super().clean(item, initial))
            except forms.ValidationError as error:
                wrong += [f"{item.name}: {problem}" for problem in error.messages]
        if wrong:
            raise forms.ValidationError(wrong)
        return cleaned
