"""Invitations: several people at once, the state of each, sending again, and withdrawing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import getaddresses
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from actionlines.errors import InvalidFields
from actionlines.register.core.action import Action
from actionlines.register.core.kinds import Words
from actionlines.register.core.limits import most_of
from actionlines.register.core.models import Event
from actionlines.register.core.pages.edit import Attempt, attempted, offer
from actionlines.register.core.pages.page import SignedIn, page, page_number
from actionlines.register.core.schema import parse_id
from actionlines.register.organisations.names import role_words, scope_named, scope_names
from actionlines.register.people.actions import SCOPES, Invite, SetActive
from actionlines.register.people.models import RoleName, User
from actionlines.register.site.accounts import invited

MOST = most_of("invitations-at-once")
PER_PAGE = 50
# Everybody with an account is a member: that role need not be given.
ROLES = [choice for choice in RoleName.choices if choice[0] != RoleName.MEMBER]
STATES: dict[str, Words] = {
    "sent": pgettext_lazy("an invitation", "Sent"),
    "accepted": pgettext_lazy("an invitation", "Accepted"),
    "expired": pgettext_lazy("an invitation", "Expired"),
    "withdrawn": pgettext_lazy("an invitation", "Withdrawn"),
}


class InviteAgain(Action):
    """Send the invitation of an account again, with a new link; one that was withdrawn holds again."""

    code = "user.invite"

    def effect(self) -> None:
        """Let the account in. Raises InvalidFields where somebody uses it already."""
        if is_accepted(self.record):
            raise InvalidFields(str(self.record), {"email": _("The invitation was accepted already.")})
        self.record.is_active = True


def is_accepted(account: User) -> bool:
    """Return whether somebody has set the password of an account, or has signed in."""
    return account.has_usable_password() or account.last_login is not None


@dataclass
class InviteAll:
    """Invite everybody in `text`, one address or many, with the same roles; or nobody, where one is wrong."""

    actor: User
    text: str
    roles: list[tuple[str, str]]
    language: str
    record: Any = None
    accounts: tuple[User, ...] = ()

    def do(self) -> None:
        """Make the accounts as one group. Raises InvalidFields with all that is wrong."""
        wrong: dict[str, list[str]] = {}
        if not (pairs := addresses_in(self.text)):
            wrong["email"] = [_("Write at least one address.")]
        elif len(pairs) > MOST:
            wrong["email"] = [_("At most %(most)d entries are allowed.") % {"most": MOST}]
        group, accounts = uuid4(), []
        with transaction.atomic():
            for address, name in pairs[:MOST]:
                try:
                    action = Invite(self.actor, email=address, name=name, roles=self.roles, language=self.language)
                    accounts.append(action.do(group))
                except InvalidFields as error:
                    for field, problem in error.fields.items():
                        words = f"{address}: {problem}" if field == "email" else problem
                        wrong.setdefault(field, []).append(words)
            if wrong:
                transaction.set_rollback(True)
        if wrong:
            raise InvalidFields("invitation", {name: " ".join(dict.fromkeys(all_)) for name, all_ in wrong.items()})
        self.accounts = tuple(accounts)


def addresses_in(text: str) -> list[tuple[str, str]]:
    """Return (address, name) of each entry of a text, as mail programs write them, each address once.

    >>> addresses_in("Ana Ruiz <ana@example.org>; bo@example.org\\nbo@example.org")
    [('ana@example.org', 'Ana Ruiz'), ('bo@example.org', '')]
    """
    entries = text.replace(";", "\n").replace(",", "\n").splitlines()
    pairs: dict[str, str] = {}
    for entry in filter(str.strip, entries):
        known = [(address, name) for name, address in getaddresses([entry]) if "@" in address]
        # What is no address is named by the error, as it was typed.
        for address, name in known or [(entry.strip(), "")]:
            pairs.setdefault(address[:254].lower(), name[:150])
    return list(pairs.items())


class InvitationForm(forms.Form):
    """Who is invited, and to what."""

    email = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        max_length=20_000,
        help_text=gettext_lazy(
            "One or several, in lines or with commas. A name may come first: Ana Ruiz <ana@example.org>."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    scope = forms.CharField(
        label=gettext_lazy("Limited to"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "An action line, body, region, country or organisation, by its name in any of the six languages. "
            "Leave it empty for all."
        ),
        widget=forms.TextInput(attrs={"list": "scopes", "dir": "auto"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the message"))

    def __init__(self, *fields: Any, **named: Any) -> None:
        super().__init__(*fields, **named)
        offer(self, "role", [("", RoleName.MEMBER.label), *ROLES])
        offer(self, "language", [(code[:2], name) for code, name in settings.LANGUAGES])

    def roles(self) -> list[tuple[str, str]]:
        """Return the role that was chosen, limited as it was typed."""
        role = self.cleaned_data["role"]
        return [(role, scope_named(self.cleaned_data["scope"], SCOPES.get(role, ())))] if role else []


@dataclass(frozen=True)
class Invitation:
    """The invitation of an account. `state` is a key of STATES."""

    account: User
    at: datetime
    state: str

    @property
    def state_name(self) -> Words:
        """Return the state in words."""
        return STATES[self.state]

    @property
    def roles(self) -> list[str]:
        """Return the roles of the account in words."""
        return role_words(self.account.roles.all())


def list_invitations(rows: Iterable[Any]) -> list[Invitation]:
    """Return the invitations of some accounts: rows of their number and of when a message was sent last."""
    moments = {row["record"]: row["last"] for row in rows}
    accounts = User.objects.prefetch_related("roles").in_bulk(list(moments))
    ends = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    return [
        Invitation(account, at, _state(account, at < ends))
        for number, at in moments.items()
        if (account := accounts.get(number))
    ]


def _state(account: User, is_old: bool) -> str:
    if is_accepted(account):
        return "accepted"
    if not account.is_active:
        return "withdrawn"
    return "expired" if is_old else "sent"


def _groups(request: HttpRequest) -> tuple[Any, list[tuple[list[Invitation], str]]]:
    """Return a page of the invitations, the newest first, in the groups that were invited together.

    With each group come the numbers of the accounts that nobody uses yet, with commas between.
    """
    events = Event.objects.filter(kind=User.kind, action=Invite.code)
    rows = events.values("record").annotate(first=Min("pk"), last=Max("at")).order_by("-first")
    rows_of_page = Paginator(rows, PER_PAGE).get_page(page_number(request))
    groups = dict(events.filter(pk__in=[row["first"] for row in rows_of_page]).values_list("record", "group"))
    together: dict[UUID, list[Invitation]] = {}
    for invitation in list_invitations(rows_of_page):
        together.setdefault(groups[invitation.account.pk], []).append(invitation)
    return rows_of_page, [
        (group, ",".join(str(item.account.pk) for item in group if item.state in ("sent", "expired")))
        for group in together.values()
    ]


def _answer(attempt: Attempt[InviteAll]) -> HttpResponse:
    rows_of_page, groups = _groups(attempt.request)
    return attempt.page("people/invitations.html", {"groups": groups, "page": rows_of_page, "scopes": scope_names()})


@page("user.invite")
def invitations(request: SignedIn) -> HttpResponse:
    """Show the invitations, and the form of new ones; a link may fill it: that of a lead without a contact."""
    names = ("email", "role", "scope", "language")
    initial = {"language": request.LANGUAGE_CODE[:2]} | {
        name: request.GET[name] for name in names if name in request.GET
    }
    return _answer(Attempt(request, InvitationForm(initial=initial)))


@page("user.invite")
@require_POST
def invite(request: SignedIn) -> HttpResponse:
    """Invite people by e-mail, with a role."""
    form = InvitationForm(request.POST)
    attempt = attempted(
        request,
        form,
        lambda: InviteAll(request.user, form.cleaned_data["email"], form.roles(), form.cleaned_data["language"]),
    )
    if attempt.done is None:
        return _answer(attempt)
    return _sent(request, attempt.done.accounts)


@page("user.invite")
@require_POST
def change(request: SignedIn) -> HttpResponse:
    """Send invitations again (`again`, the number of an account, or several), or take one back (`withdraw`)."""
    for number in filter(None, map(parse_id, request.POST.getlist("withdraw"))):
        if (account := User.objects.filter(pk=number).first()) and not is_accepted(account):
            SetActive(request.user, account, active=False).do()
            messages.success(request, _("The invitation of %(email)s is withdrawn.") % {"email": account.email})
    numbers = [number for item in request.POST.getlist("again") for number in map(parse_id, item.split(",")) if number]
    group = uuid4()
    accounts = [account for account in User.objects.filter(pk__in=numbers[:MOST]) if not is_accepted(account)]
    for account in accounts:
        InviteAgain(request.user, account).do(group)
    return _sent(request, accounts) if accounts else redirect(f"{reverse('invitations')}#sent")


def _sent(request: SignedIn, accounts: Iterable[User]) -> HttpResponse:
    number = 0
    for number, account in enumerate(accounts, 1):  # noqa: B007 - counted
        invited(account, request.user)
    words = ngettext("A message was sent to %(many)d person.", "Messages were sent to %(many)d people.", number)
    messages.success(request, words % {"many": number})
    return redirect(f"{reverse('invitations')}#sent")


urlpatterns = [
    path("people/invite/", invite, name="user-invite"),
    path("people/invitations/", invitations, name="invitations"),
    path("people/invitations/change/", change, name="invitations-change"),
]
