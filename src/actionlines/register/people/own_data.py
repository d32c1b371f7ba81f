"""What the register holds of a person, as that person may take it along."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db.models import Model
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from actionlines.errors import InvalidFields, WrongState
from actionlines.register.core.imports.models import ImportBatch, ImportRun, Reading, ReadingKind, StoredFile
from actionlines.register.core.kinds import kinds
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.pages.downloads import ask_for_file, made_file, made_path
from actionlines.register.core.pages.page import SignedIn, page, waiting
from actionlines.register.core.rules import Wrong, seen_name
from actionlines.register.core.schema import Data
from actionlines.register.core.serialise import as_dict
from actionlines.register.core.texts import plain_text
from actionlines.register.people.actions import DeleteAccount
from actionlines.register.people.models import User
from actionlines.register.site.accounts import BEGAN

_CHUNK = 500  # rows that are in memory
_FRESH = 15 * 60  # seconds since the sign-in, which a provider may have asked for, or a second factor
_ACCOUNT = ("id", "email", "name", "language", "date_joined", "last_login", "is_active")
# Rows beside the records: (name, model, field that leads to the account, what is given of each).
_BESIDE: tuple[tuple[str, type[Model], str, Sequence[str]], ...] = (
    ("files", StoredFile, "by", ("sha256", "name", "size", "type", "at")),
    ("import_batches", ImportBatch, "owner", ("at", "entries")),
    ("read_for_pages", Reading, "by", ("what", "file_id", "given", "at")),
    ("history", Event, "actor", ("at", "action", "kind", "record", "version", "changes", "reason")),
)
# The same for rows of the account itself, by the name under which the account has them.
_OF_ACCOUNT: dict[str, tuple[str, ...]] = {
    "emailaddress_set": ("email", "verified", "primary"),
    "roles": ("role", "scope"),
    "tokens": ("name", "scope", "created_at", "used_at", "ends_at"),
    "usersession_set": ("created_at", "last_seen_at", "ip", "user_agent"),
    "authenticator_set": ("type", "created_at", "last_used_at"),
    "socialaccount_set": ("provider", "uid", "date_joined", "last_login", "extra_data"),
    "muted": ("consultation_id",),
    "follows": ("what", "target", "pace", "created_at"),
    "hooks": ("what", "target", "url", "created_at", "stopped_at"),
    "reminders": ("mandate_id", "due_on", "days", "sent_at"),
}


def own_data(user: User) -> Data:
    """Return all that the register holds of somebody: the account, their records, comments, files, history."""
    return {"account": _account(user), **{name: list(rows) for name, _count, rows in _lists(user)}}


def _account(user: User) -> Data:
    data: Data = {**_row(user, _ACCOUNT), "organisation": user.organisation_id}
    for name, fields in _OF_ACCOUNT.items():
        if hasattr(user, name):  # else sign-on elsewhere is not switched on
            data[name.removesuffix("_set")] = [_row(row, fields) for row in getattr(user, name).all()]
    return data


def _lists(user: User) -> Iterator[tuple[str, Callable[[], int], Iterator[Data]]]:
    """Yield (name, what counts the rows, the rows) of each list; few rows are in memory at a time."""
    owners: list[tuple[Any, str]] = [(kind.model, kind.owner) for kind in kinds().values() if kind.owner]
    for model, field in (*owners, (ImportRun, "owner")):
        records = model.objects.filter(**{field: user}).order_by("pk")
        yield model.kind, records.count, map(as_dict, records.iterator(_CHUNK))
    for name, beside, field, values in (*_BESIDE, *(row for kind in kinds().values() for row in kind.beside)):
        rows = beside._default_manager.filter(**{field: user.pk}).order_by("pk")
        yield name, rows.count, map(partial(_row, fields=values), rows.iterator(_CHUNK))


def _row(model: Model, fields: Sequence[str]) -> Data:
    return {name: getattr(model, "pk" if name == "id" else name) for name in fields}


@page("account.use")
def export(request: SignedIn) -> HttpResponseBase:
    """Return what the register holds of the reader as a file of JSON; where it is much, the worker makes it first."""
    user = User.objects.get(pk=request.user.pk)
    head = {"Content-Disposition": 'attachment; filename="my-data.json"', "Cache-Control": "private, no-store"}
    form = "application/json; charset=utf-8"
    if sum(count() for _name, count, _rows in _lists(user)) <= most_of("own-rows"):
        body = json.dumps(own_data(user), ensure_ascii=False, indent=1, default=str)
        return HttpResponse(body, content_type=form, headers=head)
    path = _file(user.pk)
    reading = ask_for_file(request, ReadingKind.OWN, {"account": user.pk}, path, most_of("own-seconds"))
    if reading.is_going:
        return waiting(request, reading)
    return made_file(request, reading, path, "my-data.json", {"Content-Type": form, **head})


def _file(number: int) -> Path:
    return made_path(f"own-{number}.json")


def keep_own_data(reading: Reading) -> Data:
    """Write what the register holds of a person to a file, as the worker does where it is much; all of it or none."""
    user = User.objects.get(pk=reading.given["account"])
    encode = partial(json.dumps, ensure_ascii=False, default=str)
    part = _file(user.pk).with_suffix(".partial")
    with part.open("w", encoding="utf-8") as out:
        out.write(f'{{"account": {encode(_account(user))}')
        for name, _count, rows in _lists(user):
            out.write(f",\n{encode(name)}: [")
            out.writelines(f"{',' if number else ''}\n{encode(row)}" for number, row in enumerate(rows))
            out.write("]")
        out.write("}\n")
    part.replace(_file(user.pk))
    return {}


class NameField(forms.CharField):
    """The name of a person, without invisible signs."""

    def clean(self, value: object) -> str:
        """Return the name. Raises ValidationError for signs that nobody sees."""
        try:
            return seen_name(plain_text(str(super().clean(value))))
        except Wrong as error:
            raise forms.ValidationError(str(error)) from error


class DeleteForm(forms.Form):
    """The password once more, or a sign-in of just now, and the name under which contributions are kept."""

    name = NameField(
        label=gettext_lazy("Name under which your contributions are kept"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Your own name, that of an office, or empty for a number."),
    )
    password = forms.CharField(label=gettext_lazy("Password"), widget=forms.PasswordInput)

    def __init__(self, user: User, began: int, data: QueryDict | None) -> None:
        super().__init__(data)
        self.user, self.began = user, began
        if not (user.has_usable_password() and settings.SIGN_ON.local_accounts):
            del self.fields["password"]  # somebody who signs on elsewhere has none here

    def clean_password(self) -> str:
        """Return the password of the account. Raises ValidationError for another."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password

    def clean(self) -> None:
        """Raise ValidationError where neither a password nor a sign-in of just now says who deletes."""
        if "password" not in self.fields and time.time() - self.began > _FRESH:
            raise forms.ValidationError(_("Sign out, sign in again, then delete the account."))


@page("account.use")
def delete(request: SignedIn) -> HttpResponse:
    """Say what is deleted and what stays, and delete the account of the reader."""
    user = User.objects.get(pk=request.user.pk)
    began = request.session.get(BEGAN, 0)
    form = DeleteForm(user, began, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            DeleteAccount(user, user, name=form.cleaned_data["name"]).do()
        except InvalidFields as error:
            form.add_error("name", error.fields["name"])
        except WrongState as error:
            form.add_error(None, error.problem)
        else:
            logout(request)
            messages.success(request, _("Your account is deleted. Thank you for what you contributed."))
            return redirect("home")
    return render(request, "people/delete.html", {"form": form}, status=422 if form.errors else 200)
